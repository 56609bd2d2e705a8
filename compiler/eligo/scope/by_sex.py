"""Limits of one measure that differ between men and women.

- **V23** a measure with two limits and two sexes, in whatever order ("QTc > 450 ms (men) or > 470 ms (women)", "in men
  > 450, in women > 470 ms", "> 450/470 ms (male/female)"), is that measure twice, each time with the limit of one sex. A
  limit without unit or sign takes those of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eligo.lex import Sense
from eligo.lex.numbers import spelled, spellings
from eligo.parse.ast import Coord, Element, Item, Segment, Value
from eligo.scope.neighbours import MEASURABLE, idle, inner

JOINING = ("or", "and", "comma", "slash", "cor", "cand", "but")
INTERVALS = ("ms", "s")
"""Units of time in which limits of measures are written."""
ORDERS = {"vsvs": (0, 1), "svsv": (0, 1), "vvss": (0, 1), "vvsvvs": (0, 0, 1, 1)}
"""Values and sexes as they may follow each other, and which sex each of the values is for."""
SEXES = frozenset({"sex:male", "sex:female"})


@dataclass(slots=True)
class _Found:
    """Limits with the sex that each is for, from ``start`` in the first item to ``end`` (exclusive) in the item ``last``;
    ``beside`` are the elements beside each limit that tell nothing more: the limit in another unit, prepositions.
    """

    start: int
    limits: list[Element]
    sexes: list[Element]
    beside: list[list[Element]]
    last: int
    end: int


def joined(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments, with a limit and a sex alone behind a semicolon as one more item of what stands before it."""
    out: list[Segment] = []
    for segment in segments:
        coord = segment.coords[0]
        alone = len(segment.coords) == 1 and len(coord.items) == 1 and not coord.tails and _pair(coord.items[0])
        before = out[-1].coords[-1] if out else None
        if alone and before is not None and before.items and not before.tails and _pair(_end(before.items[-1])):
            whole = Coord((*before.items, *coord.items), (*before.juncts, "comma"))
            out[-1] = Segment((*out[-1].coords[:-1], whole))
        else:
            out.append(segment)
    return tuple(out)


def _pair(item: Item) -> bool:
    """Whether an item is one limit and one sex and no more."""
    kinds = [k for e in item.elements if (k := _kind(e)) != "idle"]
    return sorted(kinds) == ["sex", "value"]


def _end(item: Item) -> Item:
    """An item from its first limit on."""
    at = next((i for i, e in enumerate(item.elements) if _kind(e) == "value"), 0)
    return Item(item.elements[at:])


def split(coord: Coord) -> Coord:
    """A coordination with an item of its own for each sex whose limit differs."""
    items, juncts = list(coord.items), list(coord.juncts)
    for i in range(len(items)):
        found = _match(items, juncts, i)
        if found is None:
            continue
        rest = items[found.last].elements[found.end :]
        head = items[i].elements[: found.start]
        limits = _completed(found.limits)
        own = [
            Item((*head, limit, _bracketed(sex), *more, *rest))
            for limit, more, sex in zip(limits, found.beside, found.sexes, strict=True)
        ]
        items[i : found.last + 1] = own
        juncts[i : found.last] = ["comma"] * (len(own) - 1)
        return split_rest(Coord(tuple(items), tuple(juncts), coord.tails), i + len(own))
    return coord


def split_rest(coord: Coord, start: int) -> Coord:
    """What stands behind the first such measure may hold another one."""
    rest = split(Coord(coord.items[start:], coord.juncts[start:]))
    return Coord((*coord.items[:start], *rest.items), (*coord.juncts[:start], *rest.juncts), coord.tails)


def _kind(e: Element) -> str:
    """What an element is here: a *value*, a *sex*, the *sexes* of a bracket, a *restated* limit, *idle* or *other*."""
    if e.type == "VALUE":
        timed = e.value is not None and e.value.time and e.value.unit not in INTERVALS
        return "other" if e.value is None or timed or e.value.values or e.value.levels else "value"
    if e.type == "MENTION":
        return "sex" if any(s.value in SEXES for s in e.senses) else "other"
    if e.type == "PAREN":
        inside = [x for x in inner(e) if not idle(x)]
        kinds = [_kind(x) for x in inside]
        if kinds == ["sex"]:
            return "sex"
        if kinds == ["sex", "sex"]:
            return "sexes"
        return "restated" if kinds == ["value"] else "other"
    return "idle" if e.cue("PREP", "MODAL", "QUANT") is not None else "other"


def _match(items: list[Item], juncts: list[str], i: int) -> _Found | None:
    """The limits that the measure of item ``i`` has for the two sexes."""
    start = _first_limit(items[i].elements)
    if start is None:
        return None
    limits: list[Element] = []
    sexes: list[Element] = []
    beside: list[list[Element]] = []
    early: list[Element] = []
    order = ""
    at, k = start, i
    while True:
        elements = items[k].elements
        while at < len(elements):
            e, kind = elements[at], _kind(elements[at])
            if kind == "value":
                limits.append(e)
                beside.append([])
                order += "v"
            elif kind == "sex":
                sexes.append(e)
                order += "s"
            elif kind == "sexes" and order == "vv":
                sexes = [x for x in inner(e) if _kind(x) == "sex"]
                order += "ss"
            elif kind == "restated" and beside:
                beside[-1].append(e)
            elif kind == "idle":
                (beside[-1] if beside else early).append(e)
            else:
                return None
            at += 1
            if order in ORDERS:
                beside[0] += early
                whose = [sexes[n] for n in ORDERS[order]]
                return _paired(_Found(start, limits, whose, beside, k, at), items, juncts)
        if k + 1 == len(items) or juncts[k] not in JOINING or not any(o.startswith(order) for o in ORDERS):
            return None
        k, at = k + 1, 0


def _first_limit(elements: Sequence[Element]) -> int | None:
    """Where the limits of a measure begin: at its first value, or at the sex before it; None without a measure right before."""
    at = next((i for i, e in enumerate(elements) if _kind(e) == "value"), None)
    if at is None:
        return None
    while at and (_kind(elements[at - 1]) == "sex" or (idle(elements[at - 1]) and _kind(elements[at - 2]) == "sex")):
        at -= 1
    named = [e for e in elements[:at] if e.type == "MENTION"]
    measures = named and any(s.value.partition(":")[0] in MEASURABLE for s in named[-1].senses if s.type == "MENTION")
    return at if measures and not any(_kind(e) == "sex" for e in elements[:at]) else None


def _sex_of(e: Element) -> Element:
    return next(x for x in inner(e) if _kind(x) == "sex") if e.type == "PAREN" else e


def _paired(found: _Found, items: list[Item], juncts: list[str]) -> _Found | None:
    """Only two different sexes; with a unit that stands behind them."""
    named = {s.value for e in found.sexes for s in _sex_of(e).senses if s.value in SEXES}
    if named != SEXES or any(e.value is None for e in found.limits):
        return None
    if not any(e.value is not None and e.value.unit for e in found.limits):
        _take_unit(found, items, juncts)
    return found


def _take_unit(found: _Found, items: list[Item], juncts: list[str]) -> None:
    """ "≥ 12 (female) / ≥ 13 (male) g/dL": a unit behind the sexes is that of both limits."""
    rest = items[found.last].elements[found.end :]
    onward = items[found.last + 1].elements if found.last + 1 < len(items) and juncts[found.last] == "slash" else ()
    if len(rest) != 1 or len(onward) > 1:
        return
    text = rest[0].text + ("/" + onward[0].text if onward else "")
    hit = spellings().get(spelled(text))
    if hit is None:
        return
    tokens = (*rest[0].tokens, *(onward[0].tokens if onward else ()))
    found.limits = [replace(e, value=replace(e.value, unit=hit[0])) for e in found.limits if e.value is not None]
    found.limits[-1] = replace(found.limits[-1], tokens=(*found.limits[-1].tokens, *tokens))
    found.last, found.end = (found.last + 1, 1) if onward else (found.last, found.end + 1)


def _completed(limits: list[Element]) -> list[Element]:
    """A limit without a unit takes that of another one, and so does one of two without a sign."""
    told = next((e for e in limits if e.value is not None and e.value.unit), limits[0])
    if len(limits) > 2:
        return [_like(e, replace(told, value=replace(told.value, bare=True))) for e in limits if told.value is not None]
    one, two = limits
    return [_like(one, two), _like(two, one)]


def _like(element: Element, other: Element) -> Element:
    value, told = element.value, other.value
    assert value is not None
    assert told is not None
    if not value.unit and not value.times:
        value = replace(value, unit=told.unit, per=told.per, times=told.times)
    one_sided = (told.bounds.low is None) != (told.bounds.high is None)
    if value.bare and not told.bare and one_sided and not told.relative:
        value = _signed(value, told)
    own, ends = value.bounds, told.bounds
    if not (value.bare or told.bare) and ends.low is not None and ends.high is not None and value.unit == told.unit:
        # "> 6 and < 13 (men) or < 12 (women)": the range's other end is of both.
        if own.low is None:
            value = replace(value, bounds=replace(own, low=ends.low, low_closed=ends.low_closed))
        elif own.high is None:
            value = replace(value, bounds=replace(own, high=ends.high, high_closed=ends.high_closed))
    return replace(element, value=value)


def _signed(value: Value, told: Value) -> Value:
    number = value.bounds.low
    b = told.bounds
    bounds = replace(b, low=number) if b.low is not None else replace(b, high=number)
    return replace(value, bounds=bounds, bare=False, lost=told.lost)


def _bracketed(sex: Element) -> Element:
    """A sex as a bracket of its own, which is for whom the limit before it holds (C3)."""
    if sex.type == "PAREN":
        return sex
    return Element("PAREN", sex.tokens, (Sense("PAREN", ""),), paren=(Segment((Coord((Item((sex,)),), ()),)),))
