"""Parts of a criteria text: the logical lines between two heads, with the section and the group they stand under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from eligo.record import ListSection
from eligo.segment.chunks import Chunk, chunks
from eligo.segment.groups import group_head, is_note, label_length, starts_section
from eligo.segment.heads import Head, heads_inside, section_head
from eligo.segment.lines import Line, lines

_WORD = re.compile(r"\w")
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
    heads_of = [_head_length(line) if line.hinted else 0 for line in physical]
    logical = [piece for chunk in chunks(physical, heads_of) for piece in _split(chunk)]
    current = Part(section)
    result = [current]
    fresh = True
    outer: str | None = None
    for index, chunk in enumerate(logical):
        following = logical[index + 1] if index + 1 < len(logical) else None
        before = logical[index - 1] if index else None
        between = all(other is not None and other.mark is not None for other in (before, following))
        step = _step(chunk, current, fresh, following, between)
        if step is None:
            if is_note(chunk.text) or not _WORD.search(chunk.text):
                current.notes.append((chunk.start, chunk.end))
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
        current.heads.append((chunk.start, chunk.at[len(chunk.text[: head.length].rstrip()) - 1] + 1))
        fresh = fresh or head.section is not None
        rest = chunk.cut(head.length)
        if rest.text:
            rest = rest.after_mark()
            if is_note(rest.text) or not _WORD.search(rest.text):
                current.notes.append((rest.start, rest.end))
            else:
                again = _step(rest, current, True, following, False) if rest.mark is None else None
                if again is not None and again[0].length == len(rest.text):
                    current.heads.append((rest.start, rest.end))
                    current.section = again[0].section or current.section
                    current.group = again[0].group or current.group
                else:
                    current.chunks.append(rest)
                    fresh = False
    return result


def _head_length(line: Line) -> int:
    """How much of a physical line is a section head. In a sentence it takes a capital and a colon, or all the line."""
    head = section_head(line.text)
    if head is None:
        return 0
    stands_out = head.length == len(line.text) or ":" in line.text[: head.length]
    return head.length if not line.wrapped or (line.text[0].isupper() and stands_out) else 0


def _step(chunk: Chunk, current: Part, fresh: bool, following: Chunk | None, between: bool) -> tuple[Head, bool] | None:
    """The head the chunk is or begins with, and whether a new part begins with it. It stands `between` two
    lines with marks."""
    head = section_head(chunk.text) if chunk.hinted else None
    if head is None and chunk.mark is not None:
        return None
    # A marked line of many words without a colon is an item that speaks of eligibility, not a head.
    marked = chunk.mark is not None or chunk.text[:1] in "-*•"
    listed = marked and ":" not in chunk.text and len(chunk.text.split()) > _HEAD_WORDS
    if head is not None and not listed:
        return head, True
    if listed:
        return None
    if following is None:
        return None
    if begun := starts_section(chunk.text, current.section, fresh):
        return Head(len(chunk.text), begun[0]), begun[0] != current.section and current.section is not None
    if following.indent < chunk.indent:
        return None
    group = group_head(chunk.text, between and chunk.mark is None)
    if group is not None:
        return Head(len(chunk.text), None, group or None), True
    if length := label_length(chunk.text):
        return Head(length), True
    return None


def _split(chunk: Chunk) -> list[Chunk]:
    """The chunk cut before section heads inside it."""
    cuts = heads_inside(chunk.text) if chunk.hinted else ()
    if not cuts:
        return [chunk]
    return [piece for a, b in pairwise([0, *cuts, len(chunk.text)]) if (piece := chunk.cut(a, b)).text]
