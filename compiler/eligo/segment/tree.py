"""Nesting of list lines by indent, by the style of their marks, and by lead-ins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from eligo.segment.chunks import Chunk
from eligo.segment.marks import Mark
from eligo.segment.words import fold, pattern

# Indents closer than this are the same; a list inside a line is deeper than any indent.
_SAME = 1
_INNER = 1000
# Nesting beyond this depth isn't a list a person wrote; deeper lines stay at this level.
_DEEPEST = 12
_COLON = re.compile(r":\W*$")


def leads(text: str) -> bool:
    """Whether the text ends in words or a colon that lead into what follows."""
    return text.endswith(":") or bool(pattern("lead", r"(?<!\S){}$").search(fold(text[-60:])))


@dataclass(slots=True)
class Node:
    """A line under construction and the lines below it; `open_ended` when nothing in the text shows where they stop."""

    chunk: Chunk
    children: list[Node] = field(default_factory=list)
    open_ended: bool = False

    @property
    def leads(self) -> bool:
        """Whether the text leads into the lines below it."""
        return leads(self.chunk.text)


@dataclass(slots=True)
class _Level:
    indent: int
    mark: Mark | None
    nodes: list[Node]

    @property
    def last(self) -> Node:
        return self.nodes[-1]


def nest(found: Sequence[Chunk]) -> list[Node]:
    """The lines of one list as a forest, in the order of the text."""
    roots: list[Node] = []
    levels: list[_Level] = []
    places = _Places(found)
    for places.index, chunk in enumerate(found):
        indent = chunk.indent + _INNER * chunk.inner
        level = _place(levels, chunk.mark, indent, chunk.text, places) if levels else None
        if not levels:
            levels = [_Level(indent, chunk.mark, roots)]
        elif level is None and len(levels) < _DEEPEST:
            parent = levels[-1].last
            parent.open_ended = chunk.mark is None and indent <= levels[-1].indent + _SAME
            levels.append(_Level(indent, chunk.mark, parent.children))
        else:
            level = level or levels[-1]
            level.mark = chunk.mark
            level.indent = indent if level is not levels[0] or chunk.mark is not None else level.indent
        levels[-1].nodes.append(Node(chunk))
    return roots


class _Places:
    """Where each place of a list is taken for the last time, and the `index` of the line that is looked at."""

    def __init__(self, found: Sequence[Chunk]) -> None:
        self._found = found
        self.index = 0

    @cached_property
    def _last(self) -> Mapping[tuple[str, tuple[int, ...], int | None], int]:
        marks = ((c.mark, at) for at, c in enumerate(self._found))
        return {(mark.style, mark.parent, mark.number): at for mark, at in marks if mark is not None}

    def resumes(self, mark: Mark) -> bool:
        """Whether the list of `mark` goes on after the line."""
        return mark.number is not None and self._last.get((mark.style, mark.parent, mark.number + 1), -1) > self.index


def _place(levels: list[_Level], mark: Mark | None, indent: int, text: str, places: _Places) -> _Level | None:
    """The level a line belongs to, with all deeper ones closed, or `None` for a new one under the last line."""
    while len(levels) > 1 and indent < levels[-1].indent - _SAME:
        levels.pop()
    top = levels[-1]
    if indent > top.indent + _SAME:
        if _goes_on(mark, top.mark) and indent - top.indent < _INNER and not top.last.leads:
            # The first line of a text has often lost its blanks; the numbers go on.
            return top
        # Lists are often set in from a sentence that isn't over them.
        if top.mark is None and not top.last.leads:
            return top
        return None
    if mark is not None and top.mark is not None and mark.follows(top.mark) and abs(indent - top.indent) <= _SAME:
        return top
    peers = [level for level in levels if abs(level.indent - indent) <= _SAME]
    return _unmarked(levels, peers, text) if mark is None else _by_style(levels, peers, mark, places)


def _goes_on(mark: Mark | None, before: Mark | None) -> bool:
    return mark is not None and before is not None and mark.number is not None and mark.follows(before)


def _by_style(levels: list[_Level], peers: Sequence[_Level], mark: Mark, places: _Places) -> _Level | None:
    top = levels[-1]
    opens = mark.first and top.last.leads
    for level in reversed(peers):
        if level.mark is not None and mark.follows(level.mark):
            _close(levels, level)
            return level
    same = [level for level in peers if level.mark is not None and level.mark.style == mark.style]
    if opens:
        return None
    if same:
        _close(levels, same[-1])
        return same[-1]
    if mark.first and top.mark is not None and places.resumes(top.mark):
        return None
    if mark.first and top.mark is not None and _deeper(mark, top.mark):
        return None
    return top


def _unmarked(levels: list[_Level], peers: Sequence[_Level], text: str) -> _Level | None:
    top = levels[-1]
    if top.last.leads and not top.last.children and _COLON.search(top.last.chunk.text):
        return None
    if len(levels) > 1 and top.mark is None and levels[-2].last.open_ended and _COLON.search(text):
        # A list without marks ends at the next line that leads into one.
        levels.pop()
        return levels[-1]
    for level in reversed(peers):
        if level.mark is None:
            _close(levels, level)
            return level
    return top


def _close(levels: list[_Level], level: _Level) -> None:
    while levels[-1] is not level:
        levels.pop()


def _deeper(mark: Mark, above: Mark) -> bool:
    """Whether letters stand under a number, or a two-part number under its first part."""
    if mark.parent:
        return above.number == mark.parent[-1]
    return above.style[:2].strip("([")[:1].isdigit() and mark.style.strip("([)].").isalpha()
