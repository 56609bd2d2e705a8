"""From phrase trees to :class:`~eligo.parse.ast.Value` and :class:`~eligo.parse.ast.Period`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from eligo.lex import Token
from eligo.lex.raw import fold
from eligo.logic import Bounds
from eligo.parse.ast import Period, Value
from eligo.parse.tables import Node

LETTERS = {"A": 1, "B": 2, "C": 3, "D": 4, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}


@dataclass(frozen=True, slots=True)
class _Quantity:
    number: Decimal
    unit: str = ""
    per: str = ""
    times: Any = None
    equivalent: str | None = None
    level: bool = False
    time: bool = False
    second: Decimal | None = None
    said: bool = True
    over: bool = False


def value(tree: Node) -> Value:
    """The value a phrase of start symbol ``value`` says."""
    body = tree if tree.name != "value" else tree.parts[0]
    assert isinstance(body, Node)
    written = [_quantity(p) for p in _quantity_nodes(body)]
    quantities = _in_one_unit(written)
    compares = [_compare(p) for p in body.parts if isinstance(p, Node) and p.name == "compare"]
    post = _said(body, "CMPPOST")
    unit = next((q for q in reversed(quantities) if q.unit), quantities[-1])
    first, last = quantities[0], quantities[-1]
    paired = first.second is not None
    shared_limit = (first.times and last.times) or (last.times and last.said and not first.unit)
    if body.name in ("spanned", "ranged", "both") and (first.times or last.times) and not shared_limit:
        # "2 to ULN": a number and a bare limit are no ends of one range.
        return Value(Bounds(), unit=MIXED)
    shared: dict[str, Any] = {
        "unit": unit.unit if not paired or body.name in ("compared", "posted", "exact") else MIXED,
        "per": unit.per,
        "equivalent": unit.equivalent,
        "times": last.times or first.times,
        "levels": any(q.level for q in quantities),
        "time": unit.time,
        "aged": any(t.sense("AGED") is not None for _, t in _leaves(body)),
        "pair": first.second,
        "relative": post in RELATIVE or any(c in RELATIVE for c in compares),
        "lost": "=" in compares,
    }
    if body.name in ("spanned", "both", "ranged") and not post and _rising(written, quantities):
        one = _one(compares[0] if compares else ">=", first.number)
        two = _one(compares[1] if len(compares) > 1 else "<=", last.number)
        if one.low is not None and two.high is not None:
            return Value(_meet(one, two), **(shared | {"ends": (written[0].unit, written[1].unit)}))
    if first.over or last.over:
        # "18+ years"; a plus inside a range or behind a sign is none that is known.
        if body.name != "exact":
            return Value(Bounds(), **(shared | {"unit": MIXED}))
        return Value(_one(">=", first.number), **shared)
    match body.name:
        case "compared" if first.times == BEYOND:
            return _beyond(compares[0], shared)
        case "compared":
            return Value(_one(compares[-1] if len(compares) == 1 else compares[0], first.number), **shared)
        case "spanned" | "both":
            low_first = first.number <= last.number
            if body.name == "spanned" and len(compares) == 1 and low_first and compares[0] in ("<", "<=", "within"):
                # "< 18-65" means nothing, "within 18-65" the range.
                if compares[0] != "within":
                    return Value(Bounds(), **(shared | {"unit": MIXED}))
                return Value(Bounds(first.number, True, last.number, True), **shared)
            one = _one(compares[0], first.number)
            two = _one(compares[1] if len(compares) > 1 else ("<=" if low_first else ">="), last.number)
            return Value(_meet(one, two), **shared)
        case "closed":
            one, two = _one(post or ">=", first.number), _one(compares[-1], last.number)
            if one.low is None or two.high is None or len(compares) > 1:
                return Value(Bounds(), **(shared | {"unit": MIXED}))
            return Value(_meet(one, two), **shared)
        case "enclosed":
            return _enclosed(body, first.number, last.number, shared)
        case "posted":
            return Value(_one(post or ">=", first.number), **shared)
        case "ranged":
            if post == ">=" or (post and not compares):
                return Value(_one(post, first.number), **shared)
            ends = sorted((first.number, last.number))
            low_closed = ">" not in compares[:1]
            high_closed = "<" not in compares[-1:]
            return Value(Bounds(ends[0], low_closed, ends[1], high_closed), **(shared | {"lost": False}))
        case "listed":
            numbers = tuple(sorted({q.number for q in quantities}))
            return Value(Bounds(), values=numbers, bare=True, **shared)
    return Value(Bounds(first.number, True, first.number, True), bare=True, **shared)


BEYOND = "normal"
ENDS = {">": "ULN", "<=": "ULN", "<": "LLN", ">=": "LLN"}
"""The end of the normal range that a sign speaks of: "above normal", "not above normal"; "below normal", "not below normal"."""


def _beyond(op: str, shared: dict[str, Any]) -> Value:
    """V17: "above the normal range" is above its upper limit, "below normal" below its lower one."""
    if op not in ENDS:
        return Value(Bounds(), **(shared | {"unit": MIXED, "times": None}))
    return Value(_one(op, Decimal(1)), **(shared | {"times": ENDS[op]}))


RELATIVE = {"better": "<=", "worse": ">=", "better than": "<", "worse than": ">"}
"""Signs in words of a scale, as they are on one where higher is worse."""
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _enclosed(body: Node, first: Decimal, last: Decimal, shared: dict[str, Any]) -> Value:
    """ "20 ≤ x < 80", where x was taken out. Signs that were lost are "≤" if the numbers rise."""
    ops = [s.value for n, t in _leaves(body) if n == "CMP" and (s := t.sense("CMP")) is not None]
    lost = "=" in ops
    if lost and first < last:
        ops = ["<=" if o == "=" else o for o in ops]
    one = _one(MIRRORED.get(ops[0], "="), first)
    return Value(_meet(one, _one(ops[1], last)), **(shared | {"lost": lost}))


FINER = {frozenset(("a", "mo")): ("mo", 12), frozenset(("wk", "d")): ("d", 7)}
OF_WHAT = {frozenset(("%", "%{predicted}")): "%{predicted}"}
"""A percentage beside one that says of what is of the same."""
SUBSTAGE = "{substage}"
"""The unit of a stage that is a part of one ("IIIB"): no score knows it, for its number says too little."""
MIXED = "{mixed}"
"""The unit of a value whose ends are written in units that don't convert: nothing knows it, so nothing is read."""


def _in_one_unit(quantities: list[_Quantity]) -> list[_Quantity]:
    """V8: ends written in two units ("> 3 months to < 18 years"), both in the finer one; else in no known unit."""
    units = frozenset(q.unit for q in quantities if q.unit)
    if SUBSTAGE in units:
        return [replace(q, unit=SUBSTAGE) for q in quantities]
    if len(units) < 2:
        return quantities
    if units in OF_WHAT:
        return [replace(q, unit=OF_WHAT[units]) if q.unit else q for q in quantities]
    if units not in FINER:
        return [replace(q, unit=MIXED) for q in quantities]
    unit, factor = FINER[units]
    return [replace(q, number=q.number if q.unit == unit else q.number * factor, unit=unit) for q in quantities]


_HOURS = {"h": 1, "d": 24, "wk": 168, "mo": 730, "a": 8766}
"""Hours in a unit of time, to tell which end of a range is the lower one."""


def _rising(written: list[_Quantity], read: list[_Quantity]) -> bool:
    """V8: whether two times in units that don't convert are the ends of a range, the lower one first."""
    if len(written) != 2 or read[0].unit != MIXED or not all(q.time and q.unit in _HOURS for q in written):
        return False
    low, high = (q.number * _HOURS[q.unit] for q in written)
    return low < high


def period(tree: Node) -> Period:
    """The window or duration a phrase of start symbol ``window`` says."""
    body = tree if tree.name != "window" else tree.parts[0]
    assert isinstance(body, Node)
    compares = [_compare(p) for p in body.parts if isinstance(p, Node) and p.name == "compare"]
    after = any(isinstance(p, Node) and p.name == "after" for p in body.parts)
    post = _said(body, "CMPPOST")
    span = next((p for p in body.parts if isinstance(p, Node) and p.name == "span"), None)
    if body.name == "anchored":
        past = any(isinstance(p, Node) and p.name == "before" for p in body.parts)
        return Period("anchored", Bounds(), after=after, past=past)
    if span is None:
        unit = _said(body, "TUNIT") or ""
        several = any(n == "TUNIT" and t.text.lower() != fold(t.text) for n, t in _leaves(body))
        # "In the past years" doesn't say how many.
        return Period("within", Bounds(None, True, None if several else Decimal(1), True), unit, after)
    numbers = [t.number for n, t in _leaves(span) if n == "NUM" and t.number is not None]
    numbers = numbers[:1] if len(numbers) == 2 and not any(n == "TO" for n, _ in _leaves(span)) else numbers
    unit = _said(span, "TUNIT") or ""
    if body.name == "lasting" and _said(body, "FOR") == "span" and not compares and len(body.parts) > 2:
        # "During the 7 days before": any of those days, not all of them.
        return Period("within", Bounds(None, True, max(numbers), True), unit, after)
    if len(numbers) == 2:
        return Period(body.name, Bounds(min(numbers), True, max(numbers), True), unit, after)  # type: ignore[arg-type]
    op = compares[0] if compares else post
    if body.name == "within":
        bounds = Bounds(None, True, numbers[0], op != "<")
    else:
        bounds = _one(op, numbers[0]) if op else Bounds(numbers[0], True, numbers[0], True)
    kind = (
        "offset"
        if body.name == "ago" and any(n == "AGO" and t.sense("BEFORE") for n, t in _leaves(body))
        else body.name
    )
    return Period(kind, bounds, unit, after)  # type: ignore[arg-type]


def _one(op: str, number: Decimal) -> Bounds:
    match RELATIVE.get(op, op):
        case "<":
            return Bounds(high=number, high_closed=False)
        case "<=" | "within":
            return Bounds(high=number)
        case ">":
            return Bounds(low=number, low_closed=False)
        case ">=":
            return Bounds(low=number)
    return Bounds(number, True, number, True)


def _meet(a: Bounds, b: Bounds) -> Bounds:
    low, high = (a, b) if a.low is not None and b.high is not None else (b, a)
    return Bounds(low.low, low.low_closed, high.high, high.high_closed)


def _compare(node: Node) -> str:
    ops = [s.value for _, t in _leaves(node) if (s := t.sense("CMP")) is not None]
    return next((o for o in ops if o != "="), "=")


def _quantity_nodes(node: Node) -> Iterator[Node]:
    for part in node.parts:
        if isinstance(part, Node):
            if part.name in ("plain", "level", "multiple", "paired", "beyond", "plus"):
                yield part
            else:
                yield from _quantity_nodes(part)


def _quantity(node: Node) -> _Quantity:
    leaves = list(_leaves(node))
    if node.name == "level":
        text = leaves[0][1].text
        if text.rstrip("ABC123") not in ("", text):
            return _Quantity(Decimal(LETTERS.get(text.rstrip("ABC123"), 0)), SUBSTAGE, level=True)
        return _Quantity(Decimal(LETTERS.get(text.rstrip("abc"), 0)), level=True)
    unit = next((t.sense(n) for n, t in leaves if n in ("UNIT", "TUNIT")), None)
    if node.name == "paired":
        first, _, second = (_said(node, "PAIR") or "").partition("/")
        return _Quantity(Decimal(first), unit.value if unit else "", second=Decimal(second))
    number = next((t.number for n, t in leaves if n in ("NUM", "OVER") and t.number is not None), Decimal(1))
    if node.name == "beyond":
        return _Quantity(number, times=BEYOND, said=False)
    if node.name == "multiple":
        told = any(n == "NUM" for n, _ in leaves)
        return _Quantity(number, times=_said(node, "LIMIT") or _said(node, "NORMAL"), said=told)
    equivalent, _, daily = (_said(node, "EQUIV") or "").partition(" ")
    per = _said(node, "FREQ") or ("d" if daily else "")
    return _Quantity(
        number,
        unit.value if unit else "",
        per,
        None,
        equivalent or None,
        time=bool(unit and unit.type == "TUNIT"),
        over=node.name == "plus",
    )


def _said(node: Node, terminal: str) -> str | None:
    """The value of the first leaf of a terminal."""
    sense = next((t.sense(n) for n, t in _leaves(node) if n == terminal), None)
    return sense.value if sense is not None else None


def _leaves(node: Node) -> Iterator[tuple[str, Token]]:
    for part in node.parts:
        if isinstance(part, Node):
            yield from _leaves(part)
        else:
            yield part
