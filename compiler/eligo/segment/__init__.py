"""Stage `segment`: a `Record` to a `Document`, the tree of its criteria with exact places.

A region is repaired, cut into logical lines and then into parts at its heads; a part's lines are cut at lists that run
inside them and nested. What a line means is left to later stages; here it only gets its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from eligo.diagnostics import Diagnostic
from eligo.document import Context, Document, Item
from eligo.record import ListSection, Record
from eligo.segment.abbreviations import abbreviations
from eligo.segment.parts import Part, parts
from eligo.segment.repair import Repaired, repair
from eligo.segment.runs import is_dense, runs, sentences
from eligo.segment.tree import Node, nest
from eligo.segment.words import pattern
from eligo.spans import Span

__all__ = ["segment"]


def segment(record: Record) -> Document:
    """The record's criteria, heads and notes. Never fails: what has no form it knows becomes an item as it stands."""
    items: list[Item] = []
    headers: list[Span] = []
    notes: list[Span] = []
    diagnostics: list[Diagnostic] = []
    counts: Counter[ListSection] = Counter()
    sections = record.sections or (None,) * len(record.regions)
    for region, given in zip(record.regions, sections, strict=True):
        repaired = repair(record.text, region)
        found = parts(repaired.text, given)
        headers += (_span(repaired, start, end) for part in found for start, end in part.heads)
        notes += (_span(repaired, start, end) for part in found for start, end in part.notes)
        if given is None and any(part.section is None and part.chunks for part in found):
            diagnostics.append(
                Diagnostic("no-section", "criteria without a section head are taken for inclusion criteria", region)
            )
        for part in found:
            section: ListSection = part.section or "inclusion"
            for node in _nodes(part):
                counts[section] += 1
                item = _item(node, repaired, section, f"{section[0].upper()}{counts[section]}", part.group)
                items.append(item)
                diagnostics += _open_lists(node, repaired)
    if not items:
        diagnostics.append(Diagnostic("no-criteria", "no criterion was found in the text"))
    context = Context(
        record.registry,
        abbreviations(item.text for top in items for item in top.walk()),
        record.registry.conditions,
    )
    return Document(record, _linked(items), context, tuple(headers), tuple(notes), tuple(diagnostics))


def _nodes(part: Part) -> list[Node]:
    dense = is_dense(part.chunks)
    pieces = [piece for chunk in part.chunks for piece in runs(chunk, dense)]
    if len(pieces) == 1 and pieces[0].mark is None:
        pieces = sentences(pieces[0])
    return nest(pieces)


def _span(repaired: Repaired, start: int, end: int) -> Span:
    return Span(repaired.starts[start], repaired.ends[end - 1])


def _item(node: Node, repaired: Repaired, section: ListSection, id: str, group: str | None) -> Item:
    chunk = node.chunk
    children = tuple(
        _item(child, repaired, section, f"{id}.{number}", group) for number, child in enumerate(node.children, start=1)
    )
    span = _span(repaired, chunk.at[0], chunk.at[-1] + 1)
    offsets = (*map(repaired.starts.__getitem__, chunk.at), span.end)
    mark = _span(repaired, *chunk.marked) if chunk.marked else None
    if mark is not None and mark.end > span.start:
        # One character of the source may repair to a mark and the item's first character.
        mark = Span(mark.start, span.start) if mark.start < span.start else None
    return Item(
        id,
        section,
        span,
        chunk.text,
        offsets,
        mark,
        _linked(children),
        group,
        bool(children) and node.leads,
        _link(chunk.text),
        node.open_ended and len(children) > 1,
    )


def _link(text: str) -> Literal["and", "or"] | None:
    if pattern("or", r"(?:^|[\s;,.(]){}\W*$").search(text[-12:]):
        return "or"
    return "and" if pattern("and", r"(?:^|[\s;,.(]){}\W*$").search(text[-12:]) else None


def _linked(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of one list, tied also by connectives that begin the next one or end the last of the lines below."""
    linked = list(items)
    for index, item in enumerate(linked[:-1]):
        following = linked[index + 1].text
        below = item.children[-1].link if item.children else None
        if item.link is None and pattern("or-first", r"{}\b").match(following):
            linked[index] = replace(item, link="or")
        elif item.link is None and below:
            children = (*item.children[:-1], replace(item.children[-1], link=None))
            linked[index] = replace(item, link=below, children=children)
    return tuple(linked)


def _open_lists(node: Node, repaired: Repaired) -> list[Diagnostic]:
    found = [diagnostic for child in node.children for diagnostic in _open_lists(child, repaired)]
    if node.open_ended and len(node.children) > 1:
        span = _span(repaired, node.chunk.at[0], node.chunk.at[-1] + 1)
        found.append(Diagnostic("open-list", "nothing in the text shows where the list under this line ends", span))
    return found
