"""The grammar of canonical text, built once, and the words that it takes for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from lark import Lark
from lark.lexer import PatternStr

BEFORE_A_NAME = (
    "",
    "any",
    "every",
    "latest",
    "severe",
    "suspected",
    "active",
    "history of",
    "allergy to",
    "family history of",
)
INSIDE_A_NAME = ("x", "any x", "severe x", "history of x", "allergy to x", "family history of x")
NAME_WORD = re.compile(r"[^\s;,()\[\]\"<>=×:+]+")


@cache
def parser() -> Lark:
    """The LALR(1) parser of grammar/canon.lark."""
    return Lark(source(), parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=False)


def source() -> str:
    """The text of grammar/canon.lark."""
    return (files("eligo.grammar") / "canon.lark").read_text(encoding="utf-8")


@cache
def reserved(beginnings: tuple[str, ...]) -> frozenset[str]:
    """Words that the lexer takes for the grammar's own after any of these beginnings."""
    words = {t.name: t.pattern.value for t in parser().terminals if isinstance(t.pattern, PatternStr)}
    found: set[str] = set()
    for beginning in beginnings:
        state = parser().parse_interactive(beginning)
        state.exhaust_lexer()
        found |= state.choices().keys() & words.keys()  # type: ignore[no-untyped-call]
    return frozenset(words[name] for name in found)


def is_name(text: str) -> bool:
    """Whether ``text`` is read as one name without quotation marks."""
    return plain_words(text, BEFORE_A_NAME, INSIDE_A_NAME)


def is_exception(text: str) -> bool:
    """Whether ``text`` is read as one name after "other than" without quotation marks."""
    return plain_words(text, ("x other than", "x other than x or"), ("x other than x",))


def plain_words(text: str, before: tuple[str, ...], inside: tuple[str, ...]) -> bool:
    """Whether no word of ``text`` is the grammar's after these beginnings, and nothing in it is punctuation of the grammar."""
    first, *rest = text.split(" ")
    fit: Iterable[str] = (first, *rest)
    return (
        all(NAME_WORD.fullmatch(word) for word in fit)
        and first not in reserved(before)
        and reserved(inside).isdisjoint(rest)
    )
