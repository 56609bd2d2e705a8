"""Names as criteria write them: cleaning the names of a source, and comparing two by the words that carry meaning."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from eligo.lex.raw import fold, phrase_key, raw_tokens

HERE = Path(__file__).parent

_JUNK = re.compile(r"[\[\]{}<>;:=+&%#!?\"/]|\d{4}|\bNOS\b|\bNEC\b|\b[A-Z]{2,}\d+\b")
_BRACKETED = re.compile(r"\s*\((?:disease|disorder|clinical|finding|morphologic abnormality)\)", re.IGNORECASE)


@cache
def table(name: str) -> dict[str, str]:
    """A two-column table beside this file; lines that start with ``#`` are comments."""
    lines = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {key: value for key, _, value in pairs}


def cleaned(name: str) -> str | None:
    """A source's name as running text would have it; None if running text never would.

    "Lymphoma, B-cell" becomes "B-cell lymphoma"; a name of more than one comma, with brackets, signs or function words is dropped.
    """
    name = _BRACKETED.sub("", name).strip()
    if name.count(",") == 1:
        head, tail = (part.strip() for part in name.split(","))
        name = f"{tail} {head}"
    if "," in name or "(" in name or _JUNK.search(name) or not name.isascii():
        return None
    words = name.lower().replace("-", " ").split()
    if not words or len(words) > 7 or any(w in table("function_words") for w in words):
        return None
    return name if any(c.islower() for c in name) else None


def key_of(name: str) -> tuple[str, ...]:
    """The folded words that the lexer looks a name up by."""
    return phrase_key(raw_tokens(name))


def long_enough(key: tuple[str, ...]) -> bool:
    """Whether a form is long enough to mean one thing: a word of five letters, and no single short word."""
    return max(map(len, key)) >= 5 and sum(map(len, key)) >= 6 and not all(w.isdigit() or len(w) < 4 for w in key)


@cache
def content(name: str) -> frozenset[str]:
    """The words of a name that carry meaning, each in one spelling ("kidney" for "renal"), without "unspecified" and the like."""
    name = (
        re.sub(r"\(.*?\)|\[.*?\]", " ", name.lower())
        .replace("malignant neoplasm", "cancer")
        .replace("carcinoma in situ", "insitu")
    )
    words = (fold(w) for w in re.findall(r"[a-z0-9]+", name.replace("'s", "")))
    same, empty = table("same_words"), table("empty_words")
    return frozenset(same.get(w, w) for w in words if w not in empty)
