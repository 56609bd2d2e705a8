"""Stage `segment`: a `Record` to a `Document`, the tree of its criteria with exact places.

A region is repaired, cut into logical lines and then into parts at its heads; a part's lines are cut at lists that run
inside them and nested. What a line means is left to later stages; here it only gets its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from eligo.diagnostics import Diagnostic
from eligo.document import Context, Document, Item
from eligo.overrides.settle import settle
from eligo.record import ListSection, Record
from eligo.segment.abbreviations import abbreviations
from eligo.segment.chunks import Chunk
from eligo.segment.groups import group_key, names_several
from eligo.segment.parts import Part, parts
from eligo.segment.places import closed, through
from eligo.segment.repair import Repaired, repair
from eligo.segment.runs import is_dense, runs, sentences
from eligo.segment.tree import Node, nest
from eligo.segment.words import fold, pattern, source
from eligo.spans import Span

__all__ = ["segment"]


# A last word of so many letters is no connective.
_LONGEST_LINK = 5


def segment(record: Record) -> Document:
    """The record's criteria, heads and notes. Never fails: what has no form it knows becomes an item as it stands."""
    items: list[Item] = []
    headers: list[Span] = []
    notes: list[Span] = []
    diagnostics: list[Diagnostic] = []
    counts: Counter[ListSection] = Counter()
    groups: dict[str, str] = {}
    sections = record.sections or (None,) * len(record.regions)
    for region, given in zip(record.regions, sections, strict=True):
        repaired = repair(record.text, region)
        found = parts(repaired.text, given)
        headers += (repaired.span(start, end) for part in found for start, end in part.heads)
        notes += (repaired.span(start, end) for part in found for start, end in part.notes)
        if given is None and any(part.section is None and part.chunks for part in found):
            diagnostics.append(
                Diagnostic("no-section", "criteria that stand under no heading are read as inclusion criteria", region)
            )
        for part in found:
            group = part.group
            if group is not None and names_several(group):
                if part.chunks:
                    diagnostics.append(_overlap(group, part, repaired))
                group = None
            elif group is not None:
                group = groups.setdefault(group_key(group), group)
            section: ListSection = part.section or "inclusion"
            for node in _nodes(part):
                counts[section] += 1
                item = _item(node, repaired, section, f"{section[0].upper()}{counts[section]}", group)
                items.append(item)
                diagnostics += _open_lists(node, repaired) if node.children else ()
    if not items:
        diagnostics.append(Diagnostic("no-criteria", "no criterion was found in the text"))
    context = Context(
        record.registry,
        abbreviations(item.text for top in items for item in top.walk()),
        record.registry.conditions,
    )
    return settle(Document(record, _linked(items), context, tuple(headers), tuple(notes), tuple(diagnostics)))


def _overlap(group: str, part: Part, repaired: Repaired) -> Diagnostic:
    message = f'criteria for some groups only ("{group}") are applied to every patient'
    return Diagnostic("several-groups", message, repaired.span(*part.heads[-1]) if part.heads else None)


def _nodes(part: Part) -> list[Node]:
    dense = is_dense(part.chunks)
    pieces = [piece for chunk in part.chunks for piece in runs(chunk, dense)]
    if len(pieces) == 1 and pieces[0].mark is None:
        pieces = sentences(pieces[0])
    return nest(pieces)


def _item(node: Node, repaired: Repaired, section: ListSection, id: str, group: str | None) -> Item:
    chunk = node.chunk
    children: tuple[Item, ...] = ()
    if node.children:
        numbered = enumerate(node.children, start=1)
        children = _linked([_item(below, repaired, section, f"{id}.{number}", group) for number, below in numbered])
    places = through(chunk.at, repaired.starts)
    end = repaired.ends[chunk.at[-1]]
    span = Span(places[0], end)
    return Item(
        id,
        section,
        span,
        chunk.text,
        closed(places, end),
        _mark(chunk, repaired, span.start),
        children,
        group,
        bool(children) and node.leads,
        _link(chunk.text),
        node.open_ended and len(children) > 1,
    )


def _mark(chunk: Chunk, repaired: Repaired, limit: int) -> Span | None:
    if chunk.marked is None:
        return None
    span = repaired.span(*chunk.marked)
    # One character of the source may repair to a mark and the item's first character.
    return span if span.end <= limit else Span(span.start, limit) if span.start < limit else None


def _link(text: str) -> Literal["and", "or"] | None:
    if len(text) >= _LONGEST_LINK and text[-_LONGEST_LINK:].isalpha():
        return None
    found = _link_at_end().search(fold(text[-12:]))
    return None if found is None else "or" if found["or"] else "and"


@cache
def _link_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s;,.(])(?:(?P<or>{source('or')})|{source('and')})\W*$")


def _linked(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of one list, tied also by connectives that begin the next one or end the last of the lines below."""
    linked = list(items)
    first = pattern("or-first", r"{}\b")
    for index, (item, following) in enumerate(pairwise(items)):
        below = item.children[-1].link if item.children else None
        if item.link is None and first.match(fold(following.text[:12])):
            linked[index] = item._replace(link="or")
        elif item.link is None and below:
            children = (*item.children[:-1], item.children[-1]._replace(link=None))
            linked[index] = item._replace(link=below, children=children)
    return tuple(linked)


def _open_lists(node: Node, repaired: Repaired) -> list[Diagnostic]:
    found = [diagnostic for child in node.children for diagnostic in _open_lists(child, repaired)]
    if node.open_ended and len(node.children) > 1:
        span = repaired.span(node.chunk.at[0], node.chunk.end)
        found.append(Diagnostic("open-list", "nothing in the text shows where the list under this line ends", span))
    return found
