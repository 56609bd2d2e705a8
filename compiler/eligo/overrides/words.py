"""Words as overrides compare them: whatever their case, number, hyphens and articles; abbreviations by their letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from eligo.lex.raw import ARTICLES, Raw, raw_tokens

HYPHENS = frozenset("-‐‑®™")
APOSTROPHES = frozenset("'’")
DIGITS = 16
"""Hexadecimal digits of a digest: enough to tell the criteria of all registries apart."""
MORE = ("…", "...")
"""What stands behind the beginning of a criterion's text."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: how it is compared, and its characters."""

    key: str
    text: str
    start: int
    end: int

    def is_(self, other: Word) -> bool:
        """Whether ``other`` is this word; an abbreviation only with the same letters."""
        return self.text == other.text if _is_short_form(self.text) else self.key == other.key


def words(text: str) -> list[Word]:
    """The words, numbers and signs of a text; hyphens, articles and a possessive's end don't count."""
    raws = raw_tokens(text)
    kept = list(_kept(raws))
    return [Word(r.fold, r.text, r.start, r.end) for r in (kept or raws)]


def _kept(raws: list[Raw]) -> Iterator[Raw]:
    possessive = False
    for r in raws:
        if not possessive and r.text in APOSTROPHES:
            possessive = True
            continue
        ends = possessive and r.fold == "s"
        possessive = False
        if not ends and r.text not in HYPHENS and r.fold not in ARTICLES:
            yield r


def _is_short_form(text: str) -> bool:
    return len(text) > 1 and text.isalpha() and text.isupper()


def normalised(text: str) -> str:
    """The words as they are compared, with a space between."""
    return " ".join(w.text if _is_short_form(w.text) else w.key for w in words(text))


def digest(text: str) -> str:
    """The digest by which an override may name a criterion: "sha256:" and the first digits of that of its normalised text."""
    return f"sha256:{sha256(normalised(text).encode()).hexdigest()[:DIGITS]}"


def places(phrase: list[Word], text: list[Word]) -> Iterator[tuple[int, int]]:
    """Where a phrase stands in a text, as characters start–end; no two overlap."""
    size, at = len(phrase), 0
    while size and at + size <= len(text):
        if all(p.is_(w) for p, w in zip(phrase, text[at : at + size], strict=True)):
            yield text[at].start, text[at + size - 1].end
            at += size
        else:
            at += 1


def is_text(told: str, text: str) -> bool:
    """Whether ``told`` names this text: by all of it, by its beginning ("Adequate marrow …"), or by its digest."""
    if told.startswith("sha256:"):
        return told == digest(text)
    opening = next((told.rstrip().removesuffix(m) for m in MORE if told.rstrip().endswith(m)), None)
    wanted, found = words(told if opening is None else opening), words(text)
    same = all(a.is_(b) for a, b in zip(wanted, found, strict=False))
    return same and (len(wanted) == len(found) if opening is None else 0 < len(wanted) <= len(found))
