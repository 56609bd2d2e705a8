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


def fold(text: str) -> str:
    """The text in small letters, every one at its place. The patterns of the table are for folded text: one that ignores
    case is several times as slow."""
    # The one letter whose small form is longer would move all after it.
    return text.replace("İ", "I").lower()


@cache
def rules(kind: str, form: str = "{}") -> tuple[Rule, ...]:
    """All rules of a kind, in the order of the table, each set into `form`; see `pattern`."""
    return tuple(Rule(_set(form, source), section) for source, section in _table()[kind])


@cache
def pattern(kinds: str, form: str = "{}") -> re.Pattern[str]:
    """One pattern for all rules of one or several kinds ("or and"), set into `form`: "{}$" for the end of a text. A form
    may name other kinds: "{pre}*{}"."""
    return _set(form, source(kinds))


def _set(form: str, text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{([a-z-]*)\}", lambda found: f"(?:{source(found[1]) if found[1] else text})", form))


@cache
def plain(kind: str) -> tuple[str, ...]:
    """The entries of a kind whose patterns are plain strings, to look for with `in`."""
    return tuple(source for source, _ in _table()[kind])


@cache
def source(kinds: str) -> str:
    """The alternatives of one or several kinds as the text of a regular expression."""
    return "|".join(source for kind in kinds.split() for source, _ in _table()[kind])


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
