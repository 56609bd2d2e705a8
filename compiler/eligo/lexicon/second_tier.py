"""The second tier: names of diseases, procedures and drugs that the curated tables lack, read only as far as a text needs them.

``grammar/lexicon/second_tier_forms.tsv`` holds the forms by their first word, ``second_tier.tsv`` the concepts. Both are generated
from openly licensed sources (see NOTICE); lines are kept as they are until somebody asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

Row = dict[str, str]


@cache
def forms_by_word() -> dict[str, str]:
    """First word of a form → the rest of each form and what it stands for, as :func:`forms` reads them."""
    return dict(_lines("second_tier_forms"))


def forms(word: str, cell: str) -> Iterator[tuple[str, str]]:
    """The forms of one line: the folded words of a form, and what it stands for (``kind:id``).

    A name that no code is known for has no row: its id is ``kind'name``, and the file leaves the name out where it is the form.
    """
    for part in cell.split("|"):
        rest, _, value = part.rpartition("=")
        key = f"{word} {rest}" if rest else word
        kind, bare, name = value.partition("'")
        yield key, f"{kind}:{kind}'{name or key}" if bare else value


@cache
def _concepts() -> dict[str, str]:
    return dict(_lines("second_tier"))


def row(id: str) -> Row | None:
    """The row of a concept of the second tier by column name; None for an id that it lacks."""
    kind, bare, name = id.partition("'")
    if bare:
        return {"id": id, "kind": kind, "name": name}
    cells = _concepts().get(id)
    return (
        None if cells is None else dict(zip(_concepts()["id"].split("\t"), cells.split("\t"), strict=True)) | {"id": id}
    )


def names() -> Iterator[tuple[str, str, str]]:
    """Id, kind and preferred name of every concept that has a row."""
    columns = _concepts()["id"].split("\t") if _concepts() else []
    for id, cells in _concepts().items():
        if id != "id":
            found = dict(zip(columns, cells.split("\t"), strict=True))
            yield id, found["kind"], found["name"]


def _lines(table: str) -> Iterator[tuple[str, str]]:
    file = files("eligo.grammar") / "lexicon" / f"{table}.tsv"
    if file.is_file():
        for line in file.read_text(encoding="utf-8").split("\n"):
            if line and line[0] != "#":
                first, _, rest = line.partition("\t")
                yield first, rest
