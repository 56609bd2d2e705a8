"""Of what age those are that a limit is for.

- **C8** "Karnofsky ≥ 50 % for patients > 16 years of age": the limit is asked of who is of that age; so it is where a bracket
  says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.parse.ast import Element, Item, Segment
from eligo.scope.statement import alone


def told(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments, with such a bracket as if it stood there without its signs."""
    return tuple(
        Segment(tuple(replace(c, items=_aged(tuple(map(_item, c.items)))) for c in s.coords)) for s in segments
    )


def _item(item: Item) -> Item:
    out: list[Element] = []
    for e in item.elements:
        inside = alone(e) if e.type == "PAREN" and out and out[-1].type == "VALUE" else []
        aged = len(inside) == 2 and inside[1].value is not None and inside[1].value.aged
        if aged and inside[0].cue("FOR") is not None:
            opening, closing = e.tokens[0], e.tokens[-1]
            out.append(replace(inside[0], tokens=(opening, *inside[0].tokens)))
            out.append(replace(inside[1], tokens=(*inside[1].tokens, closing)))
        else:
            out.append(e)
    return Item(tuple(out)) if len(out) != len(item.elements) else item


def _aged(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """ "< 18 or > 80 years old": a limit alone before the limit of an age is one too."""
    out = list(items)
    for i in range(len(out) - 1):
        own = [e for e in out[i].elements if e.type != "CUE" or e.cue("METHOD") is None]
        value = own[0].value if len(own) == 1 else None
        after = out[i + 1].elements[0].value if out[i + 1].elements else None
        if value is None or after is None or not after.aged or value.unit or value.times or value.bare or value.lost:
            continue
        aged = replace(own[0], value=replace(value, unit=after.unit, time=True, aged=True))
        out[i] = Item(tuple(aged if e is own[0] else e for e in out[i].elements))
    return tuple(out)
