"""The words segmentation goes by, compiled from `grammar/lexicon/headers.tsv`: rules here test kinds, never a word."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from eligo.errors import EligoError
from eligo.record import ListSection


class Rule(NamedTuple):
    """A pattern of the table and the section it stands for, if it stands for one."""

    pattern: re.Pattern[str]
    section: ListSection | None


_SECTIONS: dict[str, ListSection] = {"inclusion": "inclusion", "exclusion": "exclusion"}


@cache
def rules(kind: str) -> tuple[Rule, ...]:
    """All rules of a kind, in the order of the table."""
    return tuple(Rule(re.compile(source, re.IGNORECASE), section) for source, section in _table()[kind])


@cache
def pattern(kind: str, form: str = "{}") -> re.Pattern[str]:
    """One pattern for all rules of a kind, set into `form` ("{}$" for the end of a text)."""
    return re.compile(form.replace("{}", f"(?:{source(kind)})"), re.IGNORECASE)


@cache
def parts_of(kind: str) -> tuple[str, ...]:
    """The entries of a kind whose patterns are plain lower-case strings, to look for with `in`."""
    return tuple(source for source, _ in _table()[kind])


@cache
def source(kind: str) -> str:
    """The alternatives of a kind as the text of a regular expression."""
    return "|".join(source for source, _ in _table()[kind])


@cache
def _table() -> dict[str, list[tuple[str, ListSection | None]]]:
    macros: dict[str, str] = {}
    table: dict[str, list[tuple[str, ListSection | None]]] = defaultdict(list)
    lines = files("eligo.grammar").joinpath("lexicon/headers.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    for kind, section, raw in rows[1:]:
        text = re.sub(r"\{([a-z]{2,})\}", lambda match: macros[match[1]], raw)
        if kind == "macro":
            name, _, body = text.partition("=")
            macros[name] = body
            continue
        # A blank in the table is any white space; blanks inside a character class stay as they are.
        spaced = re.sub(r" (?![^\[]*\])", r"\\s+", text.replace(" ?", r"\s*"))
        table[kind].append((spaced, _SECTIONS.get(section)))
    if not table:
        raise EligoError("the table of section heads is empty", "grammar/lexicon/headers.tsv")
    return dict(table)
