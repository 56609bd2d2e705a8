"""Logical lines: physical lines joined where one goes on on the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eligo.segment.lines import Line
from eligo.segment.marks import Mark, mark
from eligo.segment.words import pattern

_ENDED = re.compile(r"[.;:!?]['\")\]]*$")
_SMALL = re.compile(r"[a-z(,;%]")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_BLANKS = re.compile(r"\s{2,}|[\t\x0b\x0c]")
# A line shorter than this wasn't broken for want of room.
_SHORT_LINE = 40


@dataclass(frozen=True)
class Chunk:
    """A stretch of text with its places: `at[i]` is the index of `text[i]` in the repaired region. `mark` is the list
    mark before the text, at `marked` in the repaired region; `inner` counts lists opened inside a line, and `last` is the
    length of its last physical line."""

    text: str
    at: list[int]
    indent: int
    gap: bool = False
    mark: Mark | None = None
    marked: tuple[int, int] | None = None
    inner: int = 0
    last: int = 0

    def cut(self, start: int, end: int | None = None) -> Chunk:
        """The part of the text from `start` to `end`, without blanks around it and without the mark unless it stands
        at the beginning."""
        stop = len(self.text) if end is None else end
        piece = self.text[start:stop]
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        mark, marked = (self.mark, self.marked) if start == 0 else (None, None)
        at = self.at[start : start + len(piece)]
        return Chunk(piece, at, self.indent, self.gap, mark, marked, self.inner, self.last)

    def after_mark(self) -> Chunk:
        """This chunk with the list mark its text begins with, if any, taken for its mark."""
        found = mark(self.text)
        if found is None or self.mark is not None:
            return self
        first, end = self.at[0], self.at[found.length - 1] + 1
        rest = self.cut(found.length)
        return replace(rest, mark=found, marked=(first, end))


def _chunk(line: Line) -> Chunk:
    at = list(range(line.start, line.end))
    text = line.text
    if _BLANKS.search(text):
        pieces: list[str] = []
        places: list[int] = []
        done = 0
        for match in _BLANKS.finditer(text):
            pieces += (text[done : match.start()], " ")
            places += at[done : match.start() + 1]
            done = match.end()
        text = "".join([*pieces, text[done:]])
        at = places + at[done:]
    return Chunk(text, at, line.indent, line.gap, last=len(text))


def _joined(first: Chunk, second: Chunk) -> Chunk:
    # A word broken at its hyphen ("anti-/TNF") or a unit at its stroke needs no blank.
    if _BROKEN_WORD.search(first.text) and second.text[:1].isalpha():
        return replace(first, text=first.text + second.text, at=first.at + second.at, last=second.last)
    blank = first.at[-1] + 1 if first.at else second.at[0]
    return replace(first, text=f"{first.text} {second.text}", at=[*first.at, blank, *second.at], last=second.last)


class Neighbours:
    """The marks of all lines together, to tell a list mark from a number or letter that happens to begin a line."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._numbers = {(m.style, m.parent, m.number) for m in marks}
        self._romans = {(m.style, m.roman) for m in marks if m.roman}

    def believe(self, found: Mark, running: bool) -> bool:
        """Whether the mark is one: it is beyond doubt, or another mark of its list stands before or after it. In a
        `running` sentence, broken for want of room, no mark is beyond doubt."""
        if found.number is None:
            return True
        if found.certain and not running:
            return True
        before = (found.style, found.parent, found.number - 1) in self._numbers
        after = (found.style, found.parent, found.number + 1) in self._numbers
        if found.parent:
            return before or after or ("1.", (), found.parent[0]) in self._numbers
        numeral = found.roman is not None and (
            (found.style, found.roman - 1) in self._romans or (found.style, found.roman + 1) in self._romans
        )
        return before or after or numeral


def chunks(found: Sequence[Line], heads: Sequence[int]) -> list[Chunk]:
    """The logical lines. `heads` says how many characters of each line are a head: such a line begins anew, and when
    it holds nothing else the next one does too."""
    candidates = [mark(line.text) for line in found]
    neighbours = Neighbours(m for m in candidates if m is not None)
    wraps = any(line.wrapped for line in found)
    result: list[Chunk] = []
    closed = True
    for line, candidate, head in zip(found, candidates, heads, strict=True):
        running = line.wrapped and bool(result) and not _ENDED.search(result[-1].text)
        believed = candidate is not None and neighbours.believe(candidate, running)
        new = _chunk(line)
        if head or closed or believed or not result or not _goes_on(result[-1], line, wraps):
            # The blanks of a line may have been folded, so the mark is looked for anew.
            result.append(new.after_mark() if believed and not head else new)
        else:
            result[-1] = _joined(result[-1], new)
        closed = head >= len(line.text)
    return result


def _goes_on(previous: Chunk, line: Line, wraps: bool) -> bool:
    """Whether `line` continues `previous`; it has no mark of its own."""
    if pattern("or", r"\W*{}\W*$").match(line.text) or pattern("and", r"\W*{}\W*$").match(line.text):
        return True
    if line.gap:
        return False
    if line.wrapped:
        return True
    ended = bool(_ENDED.search(previous.text))
    hanging = previous.mark is not None and line.indent > previous.indent
    if hanging and (wraps or not previous.text.endswith(":")):
        return True
    if ended or not _SMALL.match(line.text):
        return False
    if previous.mark is not None:
        return True
    connective = pattern("or-first", r"{}\b").match(line.text) or pattern("and-first", r"{}\b").match(line.text)
    return bool(connective) or (previous.last >= _SHORT_LINE and not previous.text[:1].islower())
