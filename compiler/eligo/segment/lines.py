"""Physical lines of a repaired region, and whether they were wrapped by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from eligo.segment.words import plain

_TAB = 8
# A text is wrapped by a machine at one of the usual widths; longer lines are paragraphs, shorter ones a list.
_NARROWEST, _WIDEST = 60, 130
_OPENING = re.compile(r"[a-z(,;%]|[<>≤≥=]")


@dataclass(slots=True)
class Line:
    """A line without the blanks around it: `text` begins at `start` in the repaired region. `gap` says a blank line
    stands before it, `hinted` that it has letters in it that every section head has, and `wrapped`, which only the lines
    together can tell, that the line before was broken because it was full."""

    start: int
    text: str
    indent: int
    gap: bool
    hinted: bool
    wrapped: bool = False


def lines(repaired: str) -> list[Line]:
    """The lines with something on them."""
    found: list[Line] = []
    hints = _hints(repaired)
    hint = next(hints)
    at = 0
    gap = False
    for raw in repaired.split("\n"):
        text = raw.strip()
        end = at + len(raw)
        if text:
            start = end - len(raw.lstrip())
            indent = start - at
            if indent and "\t" in raw:
                indent = len(raw[:indent].expandtabs(_TAB))
            hinted = hint < end
            while hint < end:
                hint = next(hints)
            found.append(Line(start, text, indent, gap, hinted))
            gap = False
        else:
            gap = bool(found)
        at = end + 1
    _mark_wrapped(found)
    return found


def _hints(text: str) -> Iterator[int]:
    """Where strings that every section head has one of begin, and last a place after the text."""
    # The one letter whose small form is longer would move all after it.
    lower = text.replace("İ", "I").lower()
    places = []
    for hint in plain("hint"):
        at = lower.find(hint)
        while at >= 0:
            places.append(at)
            at = lower.find(hint, at + 1)
    yield from sorted(places)
    yield len(text) + 1


def _mark_wrapped(found: Sequence[Line]) -> None:
    """Mark the lines that go on with a full one, if the text was wrapped at one of the usual widths."""
    width = max((line.indent + len(line.text) for line in found), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return
    full = [b for a, b in pairwise(found) if not b.gap and _full(a, b, width)]
    going_on = sum(_OPENING.match(line.text) is not None for line in full)
    if going_on >= 1 and going_on * 2 >= len(full):
        for line in full:
            line.wrapped = True


def _full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line had no room left on this one."""
    return line.indent + len(line.text) + 1 + len(following.text.split(None, 1)[0]) > width
