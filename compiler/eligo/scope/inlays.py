"""Brackets inside brackets.

- **P22** inside a bracket, a bracket that says a measure's name or a value's unit once more belongs to it: "(aspartate
  aminotransferase [AST])", "(13.9 millimoles per liter [mmol/L])".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.parse.ast import Coord, Element, Item, Segment, Tail
from eligo.scope.neighbours import MEASURABLE, inner, named_unit


def flat(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments, with such brackets as a part of what they stand behind."""
    return tuple(_segment(s, deep=False) for s in segments)


def _segment(segment: Segment, *, deep: bool) -> Segment:
    return Segment(tuple(_coord(c, deep=deep) for c in segment.coords))


def _coord(coord: Coord, *, deep: bool) -> Coord:
    items = tuple(_item(i, deep=deep) for i in coord.items)
    tails = tuple(replace(t, items=tuple(_item(i, deep=deep) for i in t.items)) for t in coord.tails)
    return Coord(items, coord.juncts, tails) if items != coord.items or _changed(tails, coord.tails) else coord


def _changed(new: tuple[Tail, ...], old: tuple[Tail, ...]) -> bool:
    return any(a.items != b.items for a, b in zip(new, old, strict=True))


def _item(item: Item, *, deep: bool) -> Item:
    if not any(e.type == "PAREN" for e in item.elements):
        return item
    out: list[Element] = []
    for e in item.elements:
        if deep and out and e.type == "PAREN" and _repeats(out[-1], e):
            tokens = (*out[-1].tokens, *e.tokens, *(t for x in inner(e) for t in x.tokens))
            out[-1] = replace(out[-1], tokens=tuple(sorted(tokens, key=lambda t: t.start)))
        elif e.type == "PAREN":
            out.append(replace(e, paren=tuple(_segment(s, deep=True) for s in e.paren)))
        else:
            out.append(e)
    return Item(tuple(out))


def _repeats(host: Element, bracket: Element) -> bool:
    """Whether a bracket holds nothing but another name of a measure, or the unit of a value."""
    if host.type == "VALUE" and host.value is not None:
        named = named_unit(bracket)
        return named is not None and named[0] == host.value.unit
    measures = {s for s in host.senses if s.type == "MENTION" and s.value.partition(":")[0] in MEASURABLE}
    inside = inner(bracket)
    return bool(measures) and len(inside) == 1 and not measures.isdisjoint(inside[0].senses)
