"""Raw tokens: words, numbers and single symbols with their places, and the folding that phrases are compared by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_RAW = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|(?<!\d,)\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<word>[xX](?=(?:ULN|LLN|IULN|UNL|uln|the\b|10\b|10[\^eE*]|\d))|[^\W\d_][^\W_]*)"
    r"|(?P<symbol>>\s?/\s?=|<\s?/\s?=|>\s=|<\s=|>=|<=|=>|=<|\S)"
)
ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw token: characters ``start``–``end`` of the item's text. ``fold`` is what phrase look-up compares; ``typo`` says
    that it is a function word one letter away from what is written (T2)."""

    kind: Literal["number", "word", "symbol"]
    text: str
    start: int
    end: int
    fold: str
    spaced: bool
    typo: bool = False


def raw_tokens(text: str) -> list[Raw]:
    """The raw tokens of a text, in order. White space is left out; ``spaced`` tells where it stood before a token."""
    return list(_scanned(text))


@lru_cache(maxsize=1 << 14)
def _scanned(text: str) -> tuple[Raw, ...]:
    # Later stages look the same few words of an item up again and again.
    out: list[Raw] = []
    last = 0
    for m in _RAW.finditer(text):
        kind: Literal["number", "word", "symbol"] = m.lastgroup  # type: ignore[assignment]
        word = m.group()
        out.append(Raw(kind, word, m.start(), m.end(), fold(word) if kind == "word" else word, m.start() > last))
        last = m.end()
    return tuple(out)


def folds(text: str) -> tuple[str, ...]:
    """The folds of all raw tokens of a text – words, numbers and symbols – in order."""
    return tuple(r.fold for r in _scanned(text))


def word_folds(text: str) -> tuple[str, ...]:
    """The folds of a text's words, in order; numbers and symbols are left out."""
    return tuple(r.fold for r in _scanned(text) if r.kind == "word")


def text_key(text: str) -> tuple[str, ...]:
    """The ``phrase_key`` of a whole text."""
    return phrase_key(raw_tokens(text))


_GREEK = ("eses", "oses", "yses", "etastases")
_NOT_GREEK = ("celluloses", "closes", "doses", "glucoses", "ooses", "poses")
"""Plurals of words in -sis ("diatheses", "metastases"), and those that are plurals or verbs of words in -se."""


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Lower case, and a regular plural as its singular."""
    w = word.lower()
    if len(w) <= 3 or w.endswith(("ss", "us", "is")):
        return w
    if w.endswith("ies") and len(w) > 4:
        return w[:-3] + "y"
    if w.endswith(_GREEK) and len(w) > 7 and not w.endswith(_NOT_GREEK):
        return w[:-2] + "is"
    if w.endswith(("sses", "xes", "ches", "shes")):
        return w[:-2]
    return w[:-1] if w.endswith("s") else w


def is_letter(raws: Sequence[Raw], i: int) -> bool:
    """Whether an "a" is no article but a letter that tells kinds apart ("hepatitis A", "factor A or B", "influenza A virus").

    No article ends a part; nor is one written with a capital between words that have none, or right behind a number ("3A").
    """
    after = raws[i + 1] if i + 1 < len(raws) else None
    if _numbered(raws, i):
        return True
    if raws[i].fold != "a" or i == 0 or raws[i - 1].kind == "symbol":
        return False
    if after is None or after.text in _ENDS:
        return True
    shouted = raws[i - 1].text.isupper() or (after.kind == "word" and after.text[:1].isupper())
    return raws[i].text == "A" and not shouted


_ENDS = frozenset(",;.:)")


def _numbered(raws: Sequence[Raw], i: int) -> bool:
    return i > 0 and raws[i].fold == "a" and not raws[i].spaced and raws[i - 1].kind == "number"


def phrase_key(raws: list[Raw]) -> tuple[str, ...]:
    """What a phrase is looked up by: folded words; hyphens, apostrophes and inner articles don't count, a capital A does."""
    key: list[str] = []
    i = 0
    while i < len(raws):
        r = raws[i]
        if r.text in ("'", "’") and i + 1 < len(raws) and raws[i + 1].fold == "s":
            i += 2
            continue
        if not (r.text in ("-", "‐", "'", "’", "®", "™") and len(raws) > 1) and not (
            key and r.fold in ARTICLES and r.text != "A" and not _numbered(raws, i) and i + 1 < len(raws)
        ):
            key.append(r.fold)
        i += 1
    return tuple(key)
