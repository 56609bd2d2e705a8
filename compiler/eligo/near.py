"""What keeps a patient out, and by how much: the facts that decide a criterion against the patient, each with the record that
says so, what would be needed, and the distance where there is one (a value, an age, a number of records, a day).

It reads the plan and the answers of the emitted check, so that it can say nothing else than these.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any as Anything

from eligo.evaluate.dates import add, days_of
from eligo.evaluate.kleene import agreement, all_of, any_of, at_least, opposite
from eligo.logic import Bounds, TimeUnit, Truth, Window
from eligo.plan import (
    AgeFact,
    Agree,
    All,
    Any,
    Const,
    Count,
    Fact,
    MeasurementFact,
    Negation,
    Plan,
    Ref,
    Tree,
)
from eligo.wording.units import amount

UNITS = {"a": "years", "mo": "months", "wk": "weeks", "d": "days"}
ONE = frozenset(f"1 {unit}" for unit in UNITS.values())
SIGNS = {">": "≥", "<": "≤"}
LONGEST_WAIT = 40_000
"""Days; no window is longer."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact that keeps the patient out: what is recorded, what is needed, and how far apart they are ("" = no measure of it)."""

    has: str
    needs: str
    off: str = ""

    def __str__(self) -> str:
        return f"{self.has}; needs {self.needs}" + (f" ({self.off})" if self.off else "")


def misses(
    plan: Plan, result: Anything, words: Mapping[str, tuple[str, str]] = MappingProxyType({})
) -> dict[str, tuple[Miss, ...]]:
    """By criterion that a patient doesn't meet, the facts that are the cause; one of several may be enough.

    ``result`` is what the emitted check gave for the patient, ``plan`` the "fhir" plan that it was emitted from. ``words`` are
    what a reader is told of a fact and of its opposite, by what the plan says of it.
    """
    index = date.fromisoformat(result.as_of)
    facts = {f.id: f for f in plan.facts}
    found: dict[str, tuple[Miss, ...]] = {}
    for criterion, outcome in zip(plan.criteria, result.criteria, strict=True):
        if outcome.met(False) is False:
            truths = {id: answer.value for id, answer in outcome.answers.items()}
            causes = dict.fromkeys(_causes(criterion.value, criterion.effect == "require", truths))
            found[criterion.id] = tuple(
                miss
                for id, want in causes
                for miss in _misses(
                    facts[id], _needed(facts[id], want, words), want, outcome.answers[id].records, index
                )
            )
    return found


def _causes(tree: Tree, want: bool, truths: Mapping[str, Truth]) -> Iterator[tuple[str, bool]]:
    """The facts that make ``tree`` the opposite of what is wanted, each with the truth that it should have."""
    if _truth(tree, truths) is not (not want):
        return
    match tree:
        case Ref(fact):
            yield fact, want
        case Negation(arg):
            yield from _causes(arg, not want, truths)
        case All(args) | Any(args) | Count(args=args) | Agree(args):
            for arg in args:
                yield from _causes(arg, want, truths)


def _truth(tree: Tree, truths: Mapping[str, Truth]) -> Truth:
    match tree:
        case Ref(fact):
            return truths[fact]
        case Const(value):
            return value
        case Negation(arg):
            return opposite(_truth(arg, truths))
        case All(args):
            return all_of(_truth(a, truths) for a in args)
        case Any(args):
            return any_of(_truth(a, truths) for a in args)
        case Count(k, args):
            return at_least(k, (_truth(a, truths) for a in args))
        case Agree(args):
            return agreement(_truth(a, truths) for a in args)


def _needed(fact: Fact, want: bool, words: Mapping[str, tuple[str, str]]) -> str:
    """What would have to be so."""
    so, otherwise = words.get(fact.says, (fact.says, f"not ({fact.says})"))
    return so if want else otherwise


def _misses(fact: Fact, needs: str, want: bool, records: Anything, index: date) -> Iterator[Miss]:
    test = fact.test
    if not records:
        yield Miss("nothing on record", needs)
    elif isinstance(test, AgeFact):
        yield _age(test, want, needs, records[0].evidence(), index)
    elif isinstance(test, MeasurementFact):
        yield from (_measured(test, want, needs, record) for record in records)
    elif getattr(test, "count", 1) > 1:
        yield _counted(test.count, want, needs, records)  # type: ignore[union-attr]
    else:
        window = getattr(test, "window", None)
        lasting = getattr(test, "duration", None) or getattr(test, "stable", None)
        for seen in (record.evidence() for record in records):
            off = _days_off(window, want, seen, index) if window is not None and not lasting else ""
            yield Miss(_told(seen), needs, off)


def _told(seen: Mapping[str, Anything]) -> str:
    """A record as a reader finds it: name, value, date."""
    value = " ".join(str(seen[k]) for k in ("comparator", "value") if k in seen)
    value = amount(value, str(seen["unit"])) if "unit" in seen else value
    day = f"on {str(seen['date'])[:10]}" if isinstance(seen.get("date"), str) else ""
    end = f"to {str(seen['end'])[:10]}" if isinstance(seen.get("end"), str) else ""
    return " ".join(filter(None, (str(seen.get("name", seen["resource"])), value, day, end)))


def _age(test: AgeFact, want: bool, needs: str, seen: Mapping[str, Anything], index: date) -> Miss:
    try:
        born = date.fromisoformat(str(seen["value"]))
    except ValueError:
        return Miss(f"born {seen['value']}", needs)
    if test.unit == "h":
        return Miss(f"born {born}", needs)
    unit: TimeUnit = test.unit
    age = 0
    while add(born, age + 1, unit) <= index:
        age += 1
    high = None if test.below is None else test.below - 1
    off = _distance(Decimal(age), Bounds(_number(test.low), True, _number(high), True), want, UNITS[unit])
    if want and test.low is not None and age < test.low:
        off += f", of age on {add(born, test.low, unit)}"
    return Miss(f"age {age} {UNITS[unit]}", needs, off)


def _measured(test: MeasurementFact, want: bool, needs: str, record: Anything) -> Miss:
    grade = _grade(test, record)
    has = _told(record.evidence() | ({} if grade is None else {"value": _plain(grade)}))
    value, unit = grade if record.value is None else record.value, record.unit or ""
    if value is None or record.comparator is not None:
        return Miss(has, needs)
    if test.values:
        return Miss(has, needs, f"{_plain(min(abs(value - v) for v in test.values))} off" if want else "")
    bounds = _bounds(test, record)
    if bounds is None:
        return Miss(has, needs)
    return Miss(has, _range(bounds, want, unit) if unit else needs, _distance(value, bounds, want, unit))


def _grade(test: MeasurementFact, record: Anything) -> Decimal | None:
    """The number of a coded answer on a scale."""
    said = set(record.answers)
    return next(
        (a.ordinal for a in test.answers if any((g.system, code) in said for g in a.codes for code in g.exact)), None
    )


def _bounds(test: MeasurementFact, record: Anything) -> Bounds | None:
    """The bounds of a measurement in the unit of its record."""
    if test.multiple is not None:
        low, high = record.limits()
        limit = high if test.limit == "ULN" else low
        if limit is None:
            return None
        b = test.multiple
        return Bounds(
            None if b.low is None else b.low * limit,
            b.low_closed,
            None if b.high is None else b.high * limit,
            b.high_closed,
        )
    return next((t.bounds for t in test.thresholds if not t.units or record.unit in t.units), None)


def _range(bounds: Bounds, inside: bool, unit: str) -> str:
    """The values in the bounds, or outside of them."""
    low = "" if bounds.low is None else f"{_sign('>', bounds.low_closed, inside)} {_plain(bounds.low)}"
    high = "" if bounds.high is None else f"{_sign('<', bounds.high_closed, inside)} {_plain(bounds.high)}"
    return amount((" and " if inside else " or ").join(filter(None, (low, high))), unit)


def _sign(side: str, closed: bool, inside: bool) -> str:
    if not inside:
        side, closed = {">": "<", "<": ">"}[side], not closed
    return SIGNS[side] if closed else side


def _distance(value: Decimal, bounds: Bounds, inside: bool, unit: str) -> str:
    """How far a value is from one that would do, in words."""
    ends = [abs(value - end) for end in (bounds.low, bounds.high) if end is not None]
    if not ends:
        return ""
    nearest = min(ends)
    if not nearest:
        return "on the limit"
    low = bounds.low is not None and abs(value - bounds.low) == nearest
    far = amount(_plain(nearest), unit)
    return f"{far.removesuffix('s') if far in ONE else far} {'short' if low is inside else 'over'}"


def _counted(count: int, want: bool, needs: str, records: Anything) -> Miss:
    seen = [record.evidence() for record in records]
    days = sorted({str(s["date"])[:10] for s in seen if isinstance(s.get("date"), str)})
    has = f"{seen[0].get('name', seen[0]['resource'])} on {', '.join(days)}" if days else _told(seen[0])
    return Miss(has, needs, f"{len(seen)} on record, {'at least' if want else 'fewer than'} {count} needed")


def _days_off(window: Window, want: bool, seen: Mapping[str, Anything], index: date) -> str:
    """How many days a record lies outside of the window; or the first index date on which it would be outside."""
    if want:
        day = _day(seen.get("date"))
        first, last = days_of(window, index)
        if day is None or first <= day <= last:
            return ""
        return f"{(first - day).days} days before the window" if day < first else f"{(day - last).days} days after it"
    day = _day(seen.get("end")) or (None if seen.get("status") in ("active", "in-progress") else _day(seen.get("date")))
    if day is None or window.since is None:
        return ""

    def begins(wait: int) -> date:
        return days_of(window, index + timedelta(days=wait))[0]

    wait = bisect_right(range(LONGEST_WAIT), day, lo=1, key=begins)
    return f"out of the window from {index + timedelta(days=wait)}" if wait < LONGEST_WAIT else ""


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _plain(value: Decimal) -> str:
    """At most six digits, without zeros at the end."""
    try:
        return f"{value.quantize(Decimal('0.0001')).normalize():f}"
    except InvalidOperation:
        return str(value)
