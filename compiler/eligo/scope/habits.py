"""Amounts for each sex of what no record holds.

- **V27** "alcohol intake > 21 units per week for men or 14 for women": the limit for the other sex belongs to the statement for
  a person that the first one is of.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.parse.ast import Coord, Element, Item, Segment, Tail
from eligo.scope.neighbours import idle
from eligo.scope.scales import method

JOINING = ("or", "and", "comma", "slash", "cor", "cand")


def joined(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments, with such limits as a part of the item before them."""
    return tuple(Segment(tuple(map(_coord, s.coords))) for s in segments)


def _coord(coord: Coord) -> Coord:
    if not any(e.manual_for("not-recorded", "life-expectancy") for i in coord.items for e in i.elements):
        return coord
    items, juncts = list(coord.items), list(coord.juncts)
    i = 1
    while i < len(items):
        spent = juncts[i - 1] == "comma" and _expected(items[i - 1].elements, items[i].elements)
        shared = _unrecorded(items[i - 1].elements) and juncts[i - 1] in JOINING
        if spent or (shared and _limits_of_sex(items[i].elements)):
            items[i - 1] = Item((*items[i - 1].elements, *items[i].elements))
            del items[i], juncts[i - 1]
        else:
            i += 1
    tails = coord.tails
    if tails and _unrecorded(items[-1].elements) and all(map(_of_sex, tails)):
        told = [e for t in tails for e in (t.cue, *t.elements)]
        items[-1] = Item((*items[-1].elements, *(method([e]) if e.type == "IF" else e for e in told)))
        tails = ()
    return Coord(tuple(items), tuple(juncts), tails)


def _expected(before: Sequence[Element], elements: Sequence[Element]) -> bool:
    """Whether a time alone behind a comma is how long a life expectancy is ("life expectancy, more than 3 months")."""
    whole = len(before) == 1 and before[0].manual_for("life-expectancy")
    return whole and len(elements) == 1 and elements[0].value is not None and elements[0].value.time


def _unrecorded(elements: Sequence[Element]) -> bool:
    """Whether elements are a phrase that no record holds with a limit of its own."""
    return any(e.manual_for("not-recorded") for e in elements) and any(e.type == "VALUE" for e in elements)


def _limits_of_sex(elements: Sequence[Element]) -> bool:
    values = [e for e in elements if e.type == "VALUE"]
    sexes = [e for e in elements if _is_sex(e)]
    return bool(values) and bool(sexes) and all(e in values or e in sexes or idle(e) or e.cue("FOR") for e in elements)


def _of_sex(tail: Tail) -> bool:
    """Whether a tail says no more than of which sex a limit is ("if male or 14 units")."""
    told = tail.cue.type == "IF" and any(map(_is_sex, tail.elements))
    return told and all(e.type == "VALUE" or _is_sex(e) or idle(e) for e in tail.elements)


def _is_sex(e: Element) -> bool:
    return any(s.value.startswith("sex:") for s in e.senses)
