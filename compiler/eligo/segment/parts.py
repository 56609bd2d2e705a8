"""Parts of a criteria text: the logical lines between two heads, with the section and the group they stand under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from eligo.record import ListSection
from eligo.segment import heads
from eligo.segment.chunks import Chunk, chunks
from eligo.segment.lines import Line, lines

_WORD = re.compile(r"\w")
# The bounds of a chunk without a cut: its start and its end.
_WHOLE = 2
_HEAD_WORDS = 6


@dataclass
class Part:
    """Lines under one head. `heads` and `notes` are stretches of the repaired region; `grouping` says that
    the head settles no section."""

    section: ListSection | None
    group: str | None = None
    chunks: list[Chunk] = field(default_factory=list)
    heads: list[tuple[int, int]] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    grouping: bool = False


def parts(repaired: str, section: ListSection | None) -> list[Part]:
    """The parts of a repaired region; `section` is what its field stands for, `None` if the text has to say."""
    physical = lines(repaired)
    logical = [
        piece for chunk in chunks(physical, [_head_length(line) for line in physical]) for piece in _split(chunk)
    ]
    current = Part(section)
    result = [current]
    fresh = True
    outer: str | None = None
    for index, chunk in enumerate(logical):
        following = logical[index + 1] if index + 1 < len(logical) else None
        step = _step(chunk, current, fresh, following)
        if step is None:
            if heads.is_note(chunk.text) or not _WORD.search(chunk.text):
                current.notes.append(_place(chunk))
            else:
                current.chunks.append(chunk)
                fresh = False
            continue
        head, starts = step
        group = head.group
        if head.section is not None and group is None:
            # "Cohort A: Inclusion criteria: … Exclusion criteria: …": the group is over both sections.
            if current.group and not current.chunks and current.grouping:
                outer = current.group
            group = outer
        elif head.section is None:
            outer = None
        if starts or (head.section is not None and head.section != current.section) or group != current.group:
            current = Part(head.section if head.section is not None else current.section, group or None)
            current.grouping = head.section is None
            result.append(current)
        first = chunk.marked[0] if chunk.marked else chunk.at[0]
        current.heads.append((first, chunk.at[len(chunk.text[: head.length].rstrip()) - 1] + 1))
        fresh = fresh or head.section is not None
        rest = chunk.cut(head.length)
        if rest.text:
            rest = rest.after_mark()
            if heads.is_note(rest.text) or not _WORD.search(rest.text):
                current.notes.append(_place(rest))
            else:
                again = _step(rest, current, True, following) if rest.mark is None else None
                if again is not None and again[0].length == len(rest.text):
                    current.heads.append(_place(rest))
                    current.section = again[0].section or current.section
                    current.group = again[0].group or current.group
                else:
                    current.chunks.append(rest)
                    fresh = False
    return result


def _head_length(line: Line) -> int:
    """How much of a physical line is a section head. In a sentence it takes a capital and a colon, or all the line."""
    head = heads.section_head(line.text)
    if head is None:
        return 0
    stands_out = head.length == len(line.text) or ":" in line.text[: head.length]
    return head.length if not line.wrapped or (line.text[0].isupper() and stands_out) else 0


def _place(chunk: Chunk) -> tuple[int, int]:
    return chunk.marked[0] if chunk.marked else chunk.at[0], chunk.at[-1] + 1


def _step(chunk: Chunk, current: Part, fresh: bool, following: Chunk | None) -> tuple[heads.Head, bool] | None:
    """The head the chunk is or begins with, and whether a new part begins with it."""
    head = heads.section_head(chunk.text)
    # A marked line of many words without a colon is an item that speaks of eligibility, not a head.
    marked = chunk.mark is not None or chunk.text[:1] in "-*•"
    listed = marked and ":" not in chunk.text and len(chunk.text.split()) > _HEAD_WORDS
    if head is not None and not listed:
        return head, True
    if listed:
        return None
    if following is None or chunk.mark is not None:
        return None
    if start := heads.starts_section(chunk.text, current.section, fresh):
        return start, start.section != current.section and current.section is not None
    if following.indent < chunk.indent:
        return None
    if group := heads.group_head(chunk.text):
        return group, True
    if length := heads.label_length(chunk.text):
        return heads.Head(length), True
    return None


def _split(chunk: Chunk) -> list[Chunk]:
    """The chunk cut before section heads inside it."""
    bounds = [0, *heads.heads_inside(chunk.text), len(chunk.text)]
    if len(bounds) == _WHOLE:
        return [chunk]
    return [piece for a, b in pairwise(bounds) if (piece := chunk.cut(a, b)).text]
