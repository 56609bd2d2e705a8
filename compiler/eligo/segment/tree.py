"""Nesting of list lines by indent, by the style of their marks, and by lead-ins."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from eligo.segment.chunks import Chunk
from eligo.segment.marks import Mark
from eligo.segment.words import pattern

# Indents closer than this are the same; a list inside a line is deeper than any indent.
_SAME = 1
_INNER = 1000
# Nesting beyond this depth isn't a list a person wrote; deeper lines stay at this level.
_DEEPEST = 12
_COLON = re.compile(r":\W*$")


def leads(text: str) -> bool:
    """Whether the text ends in words or a colon that lead into what follows."""
    return text.endswith(":") or bool(pattern("lead", r"(?<!\S){}$").search(text[-60:]))


@dataclass
class Node:
    """A line under construction and the lines below it; `open_ended` when nothing in the text shows where they stop."""

    chunk: Chunk
    children: list[Node] = field(default_factory=list)
    open_ended: bool = False

    @property
    def leads(self) -> bool:
        """Whether the text leads into the lines below it."""
        return leads(self.chunk.text)


@dataclass
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
    last = _last_places(found)
    for index, chunk in enumerate(found):
        node = Node(chunk)
        level = _place(levels, chunk, partial(_resumes, index=index, last=last)) if levels else None
        if not levels:
            levels = [_Level(_indent(chunk), chunk.mark, roots)]
        elif level is None and len(levels) < _DEEPEST:
            parent = levels[-1].last
            parent.open_ended = chunk.mark is None and _indent(chunk) <= levels[-1].indent + _SAME
            levels.append(_Level(_indent(chunk), chunk.mark, parent.children))
        else:
            level = level or levels[-1]
            level.mark = chunk.mark
            level.indent = _indent(chunk) if level is not levels[0] or chunk.mark is not None else level.indent
        levels[-1].nodes.append(node)
    return roots


def _indent(chunk: Chunk) -> int:
    return chunk.indent + _INNER * chunk.inner


def _place(levels: list[_Level], chunk: Chunk, resumes: Callable[[Mark], bool]) -> _Level | None:
    """The level the chunk belongs to, with all deeper ones closed, or `None` for a new one under the last line."""
    indent = _indent(chunk)
    while len(levels) > 1 and indent < levels[-1].indent - _SAME:
        levels.pop()
    top = levels[-1]
    if indent > top.indent + _SAME:
        if _goes_on(chunk.mark, top.mark) and indent - top.indent < _INNER and not top.last.leads:
            # The first line of a text has often lost its blanks; the numbers go on.
            return top
        # Lists are often set in from a sentence that isn't over them.
        if top.mark is None and not top.last.leads:
            return top
        return None
    return _by_style(levels, chunk, resumes)


def _goes_on(mark: Mark | None, before: Mark | None) -> bool:
    return mark is not None and before is not None and mark.number is not None and mark.follows(before)


def _by_style(levels: list[_Level], chunk: Chunk, resumes: Callable[[Mark], bool]) -> _Level | None:
    top = levels[-1]
    mark = chunk.mark
    peers = [level for level in levels if abs(level.indent - _indent(chunk)) <= _SAME]
    if mark is None:
        return _unmarked(levels, peers, chunk)
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
    if mark.first and top.mark is not None and resumes(top.mark):
        return None
    if mark.first and top.mark is not None and _deeper(mark, top.mark):
        return None
    return top


def _unmarked(levels: list[_Level], peers: Sequence[_Level], chunk: Chunk) -> _Level | None:
    top = levels[-1]
    if top.last.leads and not top.last.children and _COLON.search(top.last.chunk.text):
        return None
    if len(levels) > 1 and top.mark is None and levels[-2].last.open_ended and _COLON.search(chunk.text):
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


_Place = tuple[str, tuple[int, ...], int | None]


def _last_places(found: Sequence[Chunk]) -> dict[_Place, int]:
    """Where each place of a list is taken for the last time."""
    return {(c.mark.style, c.mark.parent, c.mark.number): at for at, c in enumerate(found) if c.mark is not None}


def _resumes(mark: Mark, index: int, last: Mapping[_Place, int]) -> bool:
    """Whether the list of `mark` goes on after the chunk at `index`."""
    return mark.number is not None and last.get((mark.style, mark.parent, mark.number + 1), -1) > index


def _deeper(mark: Mark, above: Mark) -> bool:
    """Whether letters stand under a number, or a two-part number under its first part."""
    if mark.parent:
        return above.number == mark.parent[-1]
    return above.style[:2].strip("([")[:1].isdigit() and mark.style.strip("([)].").isalpha()
