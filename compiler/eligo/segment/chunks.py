"""Logical lines: physical lines joined where one goes on on the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from eligo.segment.lines import Line
from eligo.segment.marks import Mark, mark
from eligo.segment.places import Builder, Places, aligned
from eligo.segment.words import fold, pattern

_CLOSING = "'\")]"
_ENDS = tuple(".;:!?")
_SMALL = re.compile(r"[a-z(,;%]")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_BLANKS = re.compile(r"\s{2,}|\t")
# A line shorter than this wasn't broken for want of room.
_SHORT_LINE = 40
# No connective, with marks around it, is longer.
_CONNECTIVE = 20


class Chunk(NamedTuple):
    """A stretch of text with its places: `at[i]` is the index of `text[i]` in the repaired region. `mark` is the list
    mark before the text, at `marked` in the repaired region; `inner` counts lists opened inside a line; `hinted` says
    that a section head may be in the text."""

    text: str
    at: Places
    indent: int
    gap: bool
    hinted: bool
    mark: Mark | None = None
    marked: tuple[int, int] | None = None
    inner: int = 0

    @property
    def start(self) -> int:
        """Where the chunk begins in the repaired region, its mark included."""
        return self.marked[0] if self.marked else self.at[0]

    @property
    def end(self) -> int:
        """Where it ends in the repaired region."""
        return self.at[-1] + 1

    def cut(self, start: int, end: int | None = None) -> Chunk:
        """The part of the text from `start` to `end`, without blanks around it and without the mark unless it stands
        at the beginning."""
        piece = self.text[start:end]
        text = piece.lstrip()
        start += len(piece) - len(text)
        text = text.rstrip()
        mark, marked = (self.mark, self.marked) if start == 0 else (None, None)
        at = self.at[start : start + len(text)]
        return Chunk(text, at, self.indent, self.gap, self.hinted, mark, marked, self.inner)

    def below(self, mark: Mark, marked: tuple[int, int], inner: int) -> Chunk:
        """This chunk as a member, with the mark given, of a list that stands in its line."""
        return Chunk(self.text, self.at, self.indent, False, self.hinted, mark, marked, self.inner + inner)

    def after_mark(self) -> Chunk:
        """This chunk with the list mark its text begins with, if any, taken for its mark."""
        found = mark(self.text)
        if found is None or self.mark is not None:
            return self
        text = self.text[found.length :].lstrip()
        at = self.at[len(self.text) - len(text) :]
        marked = (self.at[0], self.at[found.length - 1] + 1)
        return Chunk(text, at, self.indent, self.gap, self.hinted, found, marked, self.inner)


class Neighbours:
    """The marks of all lines together, to tell a list mark from a number or letter that happens to begin a line."""

    def __init__(self, marks: Sequence[Mark | None]) -> None:
        self._marks = marks

    @cached_property
    def _numbers(self) -> set[tuple[str, tuple[int, ...], int | None]]:
        return {(m.style, m.parent, m.number) for m in self._marks if m is not None}

    @cached_property
    def _romans(self) -> set[tuple[str, int]]:
        return {(m.style, m.roman) for m in self._marks if m is not None and m.roman}

    def believe(self, found: Mark, running: bool) -> bool:
        """Whether the mark is one: it is beyond doubt, or another mark of its list stands before or after it. In a
        `running` sentence, broken for want of room, no mark is beyond doubt."""
        if found.number is None or (found.certain and not running):
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
    neighbours = Neighbours(candidates)
    wraps = any(line.wrapped for line in found)
    result: list[Chunk] = []
    begun, marked, closed = 0, False, True
    for index, (line, candidate, head) in enumerate(zip(found, candidates, heads, strict=True)):
        running = line.wrapped and index > 0 and not _ended(found[index - 1].text)
        believed = candidate is not None and neighbours.believe(candidate, running)
        if index and (head or closed or believed or not _goes_on(found[begun], found[index - 1], marked, line, wraps)):
            result.append(_chunk(found[begun:index], candidates[begun] if marked else None))
            begun = index
        if begun == index:
            marked = believed and not head
        closed = head >= len(line.text)
    if found:
        result.append(_chunk(found[begun:], candidates[begun] if marked else None))
    return result


def _ended(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_ENDS)


def _goes_on(first: Line, last: Line, marked: bool, line: Line, wraps: bool) -> bool:
    """Whether `line` continues the lines from `first` to `last`, `marked` or not; it has no mark of its own."""
    folded = fold(line.text[:_CONNECTIVE])
    if len(line.text) < _CONNECTIVE and pattern("or and", r"\W*{}\W*$").match(folded):
        return True
    if line.gap:
        return False
    if line.wrapped:
        return True
    if marked and line.indent > first.indent and (wraps or not last.text.endswith(":")):
        return True
    if not _SMALL.match(line.text) or _ended(last.text):
        return False
    if marked or pattern("or-first and-first", r"{}\b").match(folded):
        return True
    return len(last.text) >= _SHORT_LINE and not first.text[0].islower()


def _chunk(found: Sequence[Line], mark: Mark | None) -> Chunk:
    """The logical line that physical lines make, with the mark it begins with."""
    first = found[0]
    cut = mark.length if mark is not None else 0
    marked = (first.start, first.start + cut) if mark is not None else None
    text = first.text[cut:]
    if len(found) == 1 and not _has_blanks(text):
        start = first.start + cut
        return Chunk(text, range(start, start + len(text)), first.indent, first.gap, first.hinted, mark, marked)
    text, at = _joined(
        [text, *(line.text for line in found[1:])], [first.start + cut, *(line.start for line in found[1:])]
    )
    return Chunk(text, at, first.indent, first.gap, any(line.hinted for line in found), mark, marked)


def _joined(lines: Sequence[str], starts: Sequence[int]) -> tuple[str, Places]:
    """The text of lines that begin at these places, with one blank for several or for a line's end."""
    if not any(_has_blanks(line) or line.endswith("-") for line in lines):
        return " ".join(lines), aligned(starts, [len(line) + 1 for line in lines])
    texts: list[str] = []
    places = Builder()
    for text, start, following in zip(lines, starts, [*lines[1:], ""], strict=True):
        done = 0
        for blanks in _BLANKS.finditer(text):
            texts += (text[done : blanks.start()], " ")
            places.add(start + done, blanks.start() + 1 - done)
            done = blanks.end()
        # A word broken at its hyphen ("anti-/TNF") needs no blank.
        glue = "" if not following or (_BROKEN_WORD.search(text[-2:]) and following[0].isalpha()) else " "
        texts.append(text[done:] + glue)
        places.add(start + done, len(texts[-1]))
    return "".join(texts), places.places()


def _has_blanks(text: str) -> bool:
    return "  " in text or "\t" in text
