"""The tables of ``grammar/wording``: tab-separated, a header row, ``#`` comments."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """All rows of ``grammar/wording/<table>.tsv`` by column name."""
    text = (files("eligo.grammar") / "wording" / f"{table}.tsv").read_text(encoding="utf-8")
    head, *lines = (line.split("\t") for line in text.split("\n") if line and not line.startswith("#"))
    return tuple(dict(zip(head, cells, strict=True)) for cells in lines)


@cache
def _phrases(column: str) -> dict[str, str]:
    return {row["key"]: row[column] for row in rows("phrases")}


def phrase(key: str, **parts: object) -> str:
    """The phrase of a key with its parts filled in."""
    return _phrases("phrase")[key].format(**parts)


def denied(key: str, **parts: object) -> str:
    """The phrase that says the opposite; "" where the table has none."""
    return _phrases("denied")[key].format(**parts)
