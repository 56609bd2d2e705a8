"""Physical lines of a repaired region, and whether they were wrapped by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n]+")
_TAB = 8
# A text is wrapped by a machine at one of the usual widths; longer lines are paragraphs, shorter ones a list.
_NARROWEST, _WIDEST = 60, 130
_OPENING = re.compile(r"[a-z(,;%]|[<>≤≥=]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it: `text` is `repaired[start:end]`; `gap` says a blank line stands before it,
    `wrapped` that the line before was broken because it was full."""

    start: int
    end: int
    text: str
    indent: int
    gap: bool = False
    wrapped: bool = False


def lines(repaired: str) -> tuple[Line, ...]:
    """The lines with something on them."""
    found: list[Line] = []
    previous = 0
    for match in _LINE.finditer(repaired):
        raw = match[0]
        text = raw.strip()
        if not text:
            continue
        blanks = raw[: len(raw) - len(raw.lstrip())]
        start = match.start() + len(blanks)
        gap = bool(found) and repaired.count("\n", previous, start) > 1
        found.append(Line(start, start + len(text), text, len(blanks.expandtabs(_TAB)), gap))
        previous = start + len(text)
    return _marked_wrapped(found)


def _marked_wrapped(found: Sequence[Line]) -> tuple[Line, ...]:
    width = _wrap_width(found)
    if width is None:
        return tuple(found)
    wrapped = [False, *(not b.gap and _full(a, b, width) for a, b in pairwise(found))]
    return tuple(
        Line(line.start, line.end, line.text, line.indent, line.gap, True) if mark else line
        for line, mark in zip(found, wrapped, strict=True)
    )


def _full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line had no room left on this one."""
    return line.indent + len(line.text) + 1 + len(following.text.split(None, 1)[0]) > width


def _wrap_width(found: Sequence[Line]) -> int | None:
    """The width the text was wrapped at, if it was: the next words had no room, and go on small."""
    width = max((line.indent + len(line.text) for line in found), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    pairs = [(a, b) for a, b in pairwise(found) if not b.gap]
    full = [b for a, b in pairs if _full(a, b, width)]
    going_on = sum(bool(_OPENING.match(line.text)) for line in full)
    return width if going_on >= 1 and going_on * 2 >= len(full) else None
