"""The facts in which two criteria differ, with the values that qualify now and didn't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

from rapidfuzz import fuzz

from eligo.bind import settled
from eligo.canon import bounds, say
from eligo.canon.phrases import UNIT_WORDS
from eligo.diff.change import Fact
from eligo.diff.entailment import Literal, literals
from eligo.diff.matching import best_pairs, related, subject
from eligo.diff.meaning import asks
from eligo.implication import MONTHS, Interval, meet, of_one_value, quantity
from eligo.logic import Age, AtLeast, Atom, Bounds, Measurement, Not
from eligo.protocol import Criterion

DIGITS = 6
"""So many digits of a limit are shown."""


def facts(old: Criterion, new: Criterion) -> tuple[Fact, ...]:
    """The settled facts that are not in both: those on one subject side by side, then what is gone, then what is new."""
    ours, theirs = Counter(_settled(old)), Counter(_settled(new))
    gone, come = list((ours - theirs).elements()), list((theirs - ours).elements())
    pairs = best_pairs(gone, come, _closeness)
    for one, other in pairs:
        gone.remove(one)
        come.remove(other)
    return (
        *(_fact(one, other, old, new) for one, other in pairs),
        *(Fact(_said(one, old), None) for one in gone),
        *(Fact(None, _said(other, new)) for other in come),
    )


def _settled(criterion: Criterion) -> Iterable[Literal]:
    return (x for x in literals(asks(criterion)) if not isinstance(x.fact, AtLeast) and settled(x.fact))


def _closeness(one: Literal, other: Literal) -> float:
    """How near two facts are, 0 for different subjects."""
    a, b = one.fact, other.fact
    if isinstance(a, AtLeast) or isinstance(b, AtLeast) or not related(subject(a), subject(b)):
        return 0
    return 1 + (subject(a) == subject(b)) + fuzz.ratio(say(a), say(b)) / 100


def _said(literal: Literal, criterion: Criterion) -> str:
    """The fact as its criterion states it, an exclusion in the words of what it excludes."""
    return say(literal.fact if literal.holds == (criterion.effect == "require") else Not(literal.fact))


def _fact(one: Literal, other: Literal, old: Criterion, new: Criterion) -> Fact:
    gains, loses = _ranges(one, other)
    return Fact(_said(one, old), _said(other, new), gains, loses)


def _ranges(one: Literal, other: Literal) -> tuple[str, str]:
    a, b = one.fact, other.fact
    if isinstance(a, AtLeast) or isinstance(b, AtLeast):
        return "", ""
    first, second = quantity(a), quantity(b)
    if first is None or second is None or first[0] != second[0]:
        return "", ""
    if not of_one_value(a):
        return "", ""
    before, after = _qualifying(first[1], one.holds), _qualifying(second[1], other.holds)
    unit = _unit(a, b)
    return _shown(_without(after, before), unit), _shown(_without(before, after), unit)


def _qualifying(interval: Interval, holds: bool) -> list[Interval]:
    return [interval] if holds else list(interval.rest())


def _without(some: list[Interval], others: list[Interval]) -> list[Interval]:
    """The numbers in one of ``some`` and in none of ``others``."""
    left = some
    for other in others:
        left = meet(left, other.rest())
    return left


Shown = tuple[Callable[[Fraction], Fraction], str, bool]
"""A unit to show numbers in: from a number of the common unit, the unit's name, and whether only whole numbers count."""


def _unit(a: Atom, b: Atom) -> Shown:
    if isinstance(a, Age) and isinstance(b, Age):
        unit = a.unit if a.unit == b.unit else "mo"
        return lambda v: v / MONTHS[unit], f" {UNIT_WORDS[unit]}s", True
    assert isinstance(a, Measurement)
    assert isinstance(b, Measurement)
    if a.times is not None:
        return _as_it_is, f" × {a.times}", False
    named = a.unit if a.unit == b.unit else a.concept.unit
    known = a.concept.measure(named) if named else None
    return (known.of if known else _as_it_is), f" {named}" if named else "", False


def _as_it_is(value: Fraction) -> Fraction:
    return value


def _shown(intervals: list[Interval], unit: Shown) -> str:
    of, name, whole = unit
    return ", ".join(f"{bounds(_bounds(i, of, whole))}{name}" for i in intervals)


def _bounds(i: Interval, of: Callable[[Fraction], Fraction], whole: bool) -> Bounds:
    """As bounds in a unit; of completed ages the last whole number before an open end is the end."""
    high, closed = (None if i.high is None else of(i.high)), i.high_closed
    if whole and high is not None and not closed and high.denominator == 1:
        high, closed = high - 1, True
    low = None if i.low is None else of(i.low)
    return Bounds(_decimal(low), i.low_closed, _decimal(high), closed)


def _decimal(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    short = Decimal(f"{exact:.{DIGITS}g}")
    return Decimal(f"{short:f}")
