"""List marks at the beginning of a line: bullets, numbers, letters, Roman numerals, alone or one after the other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_BULLETS = "-*•·●○◦▪▫■□◆◇‣⁃➢►▶➔→✓✔√§¤"
_BULLET = re.compile(rf"[{re.escape(_BULLETS)}]+(?:\s+|(?=[^\W\d_(<>≥≤\"'])|(?=[(<>≥≤])|$)|o\s+(?=[A-Z0-9(<>≥≤])")
_END = r"(?:\s+|(?=[^\s\d.,;:)%/]))"
_ENUMERATIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("(1)", re.compile(rf"\(\s?(\d{{1,3}})\s?\)[.:]?{_END}")),
    ("[1]", re.compile(rf"\[\s?(\d{{1,3}})\s?\][.:]?{_END}")),
    ("1)", re.compile(r"(\d{1,3})\s?\.?\)[.:]?(?:\s+|(?=[^\s.,;:)%]))")),
    ("1.1", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[.)]{0,2}\s+(?=[^\W\d_]|[(<>≥≤])")),
    ("1.", re.compile(r"#?\s?(\d{1,3})\s?[.、]\s*-?(?:\s+|(?=[^\s\d.,;:)%]))")),
    ("1-", re.compile(r"(\d{1,2})\s?[-:]\s*(?=[^\W\d_]|[(<>≥≤])")),
    ("①", re.compile(r"([①-⑳])\s*")),
    ("(a)", re.compile(rf"\(\s?([a-zA-Z])\s?\)[.:]?{_END}")),
    ("(i)", re.compile(rf"\(\s?([ivx]{{2,5}}|[IVX]{{2,5}})\s?\)[.:]?{_END}")),
    ("a)", re.compile(r"([a-zA-Z])\s?\.?\)[.:]?(?:\s+|(?=[^\s.,;:)]))")),
    ("i)", re.compile(r"([ivx]{2,5}|[IVX]{2,5})\s?\.?\)[.:]?\s*")),
    ("a.", re.compile(r"([a-zA-Z])\.\s+")),
    ("i.", re.compile(r"([ivx]{2,5}|[IVX]{2,5})\.\s+")),
    (
        "I1",
        re.compile(r"(?:IC|EC|INC|EXC|IN|EX|I|E)[-_ #.]?(\d{1,2})\s?[.):]\s*|(?:IC|EC|INC|EXC)[-_ #.]?(\d{1,2})\s+"),
    ),
    ("1", re.compile(r"(\d{1,2})\s+(?=[A-Z(<>≥≤])")),
)
# Most lines begin with a word; a mark of letters is short and closed by a stop, a bracket or a number.
_A_WORD = r"[^\W\d_](?!\s)(?![^\W\d_]{0,4}[-_ #.:)]?\s?[\d.)])"
_WORD = re.compile(_A_WORD)
# What nearly all lines begin with, to try first: a word, a bullet before a word, or a number with its stop or bracket.
_COMMON = re.compile(rf"{_A_WORD}|([{re.escape(_BULLETS)}])\s+(?={_A_WORD})|(\d{{1,3}})([.)])\s+(?=[^\W\d_])")
_ROMAN = {"i": 1, "v": 5, "x": 10}
# Enumerations that are as good as never part of a sentence, so that they need no neighbours to be believed.
_CERTAIN = frozenset({"-", "(1)", "[1]", "1)", "1.", "①", "(i)", "(a)", "I1"})


class Mark(NamedTuple):
    """A mark of `length` characters (its blanks included). `style` is the form it is written in ("1.", "(a)", "•"),
    `number` its place in the list, or for a bullet `None`; `roman` the number when the letter is read as a numeral."""

    length: int
    style: str
    number: int | None = None
    roman: int | None = None
    parent: tuple[int, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the mark needs no neighbours to be believed."""
        return self.number is None or self.style in _CERTAIN

    @property
    def first(self) -> bool:
        """Whether it begins a list."""
        return self.number is None or self.number <= 1 or self.roman == 1

    def follows(self, other: Mark) -> bool:
        """Whether it is the next of the list that `other` is of."""
        if self.number is None or other.number is None:
            return self.style == other.style
        if self.style != other.style or self.parent != other.parent:
            return False
        roman = self.roman is not None and other.roman is not None and self.roman == other.roman + 1
        return self.number == other.number + 1 or roman


def mark(text: str) -> Mark | None:
    """The mark `text` begins with, if it does. A bullet before a number counts as part of the number's mark."""
    if common := _COMMON.match(text):
        bullet, number, close = common.groups()
        if bullet:
            return _bullet(common.end(), bullet)
        return Mark(common.end(), f"1{close}", int(number)) if number else None
    at = 0
    bullet = ""
    while match := _BULLET.match(text, at):
        bullet = bullet or match[0][0]
        at = match.end()
        if at >= len(text):
            return None
    if bullet and _WORD.match(text, at):
        return Mark(at, bullet)
    for style, form in _ENUMERATIONS:
        if match := form.match(text, at):
            if match.end() >= len(text):
                break
            return _enumerated(match, style)
    return Mark(at, bullet) if bullet else None


@lru_cache(maxsize=256)
def _bullet(length: int, style: str) -> Mark:
    return Mark(length, style)


def _enumerated(match: re.Match[str], style: str) -> Mark:
    value = match[1] or match[match.lastindex or 1]
    length = match.end()
    if style == "①":
        return Mark(length, style, ord(value) - ord("①") + 1)
    if style == "1.1":
        *parent, last = (int(part) for part in value.split("."))
        return Mark(length, f"1.1/{len(parent)}", last, parent=tuple(parent))
    if value.isdigit():
        return Mark(length, style, int(value))
    if value.isupper():
        style = style.upper()
    if len(value) > 1:
        numeral = _numeral(value.lower())
        return Mark(length, style.replace("i", "a").replace("I", "A"), numeral, numeral)
    roman = _numeral(value.lower()) if value.lower() in _ROMAN else None
    return Mark(length, style, ord(value.lower()) - ord("a") + 1, roman)


def _numeral(text: str) -> int:
    values = [_ROMAN[character] for character in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
