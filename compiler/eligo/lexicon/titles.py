"""Titles: the names of a lexicon row that say by themselves that a record is of its concept.

A criterion has words around a form that say how it is meant; a record's displayed name stands alone. So abbreviations, short
single words, generic words and forms of several concepts are no titles, and of the second tier, whose synonyms nobody
reviewed one by one, only the preferred names are.
"""

from __future__ import annotations

from functools import cache

from eligo import concepts
from eligo.concepts import Kind, title
from eligo.lexicon.compiled import compiled
from eligo.lexicon.tables import cell_list, rows

TABLES = ("conditions", "procedures")
"""The tables whose concepts have titles."""

MEASURES = ("labs", "vitals", "scores")
"""The tables of what is measured: names that have no code are looked for by their titles."""

MOST = 40
"""Titles of one row: as many of its forms as name it in practice, in their order."""

LETTERS = 7
"""The least length of a single word; a shorter one means something else too often. The preferred name may be shorter."""


def titles(row: dict[str, str]) -> tuple[str, ...]:
    """The titles of a row of either tier, the preferred name first."""
    return _own(row, _owners())[:MOST]


def measure_titles(row: dict[str, str], kind: Kind) -> tuple[str, ...]:
    """The titles of a row of what is measured: its names, alone and with the words by which records call its result.

    None for a measure whose scale its name alone doesn't tell (``untitled``).
    """
    if any(r["id"] == row["id"] for r in rows("untitled")):
        return ()
    own = _own(row, _measure_owners())
    endings = [r["ending"] for r in rows("title_endings") if r["kind"] == kind]
    bare = [next((t.removesuffix(f" {e}") for e in endings if t.endswith(f" {e}")), t) for t in own]
    named = (f"{t} {e}" for t in bare if " " in t or len(t) >= LETTERS for e in endings)
    return tuple(dict.fromkeys((*own, *named)))[:MOST]


def _own(row: dict[str, str], owners: dict[str, str]) -> tuple[str, ...]:
    name = title(row["name"])
    forms = (title(form) for form in cell_list(row, "forms"))
    found = dict.fromkeys((name, *(form for form in forms if " " in form or len(form) >= LETTERS)))
    return tuple(t for t in found if t and owners.get(_key(t), row["id"]) == row["id"])


@cache
def _owners() -> dict[str, str]:
    """The one concept that each written form stands for; "" for several, and for a generic form."""
    return compiled("titles", (__file__, concepts.__file__), lambda: _found_owners(TABLES))


@cache
def _measure_owners() -> dict[str, str]:
    return compiled("measure_titles", (__file__, concepts.__file__), lambda: _found_owners(MEASURES))


def _found_owners(tables: tuple[str, ...]) -> dict[str, str]:
    owners: dict[str, str] = {}
    for table in tables:
        for row in rows(table):
            for form in (row["name"], *cell_list(row, "forms"), *cell_list(row, "abbreviations")):
                key = _key(title(form))
                owners[key] = row["id"] if owners.get(key, row["id"]) == row["id"] else ""
    return owners | {_key(title(row["form"])): "" for row in rows("generics")}


def _key(form: str) -> str:
    """A form whatever the number of its nouns: criteria are read so."""
    return " ".join(word.removesuffix("s") for word in form.split(" "))
