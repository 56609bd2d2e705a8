"""Reading lexicon tables: tab-separated, a header row, ``#`` comments, lists in a cell parted by ``|``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """All rows of ``grammar/lexicon/<table>.tsv`` as dicts by column name; a table that isn't there is empty."""
    file = files("eligo.grammar") / "lexicon" / f"{table}.tsv"
    if not file.is_file():
        return ()
    lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    head = lines[0].split("\t")
    return tuple(dict(zip(head, cells, strict=False)) for cells in (line.split("\t") for line in lines[1:]))


def cell_list(row: dict[str, str], column: str) -> tuple[str, ...]:
    """The parts of a list cell; () where it is empty or there is no such column."""
    return tuple(part.strip() for part in row.get(column, "").split("|") if part.strip())
