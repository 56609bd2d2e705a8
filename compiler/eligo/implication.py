"""When one fact implies another, and when two can't be true together, whatever the patient."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from eligo.concepts import ONE, Concept, System, UnitScale
from eligo.logic import (
    Age,
    Atom,
    Bounds,
    Condition,
    Drug,
    Encounter,
    Immunisation,
    Measurement,
    Offset,
    Procedure,
    Sex,
    StudyParticipation,
    Window,
)

MONTHS = {"mo": 1, "a": 12}
TREES: tuple[System, ...] = ("icd10cm", "icd10pcs")
"""Systems whose codes begin with those they lie below."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers between two ends; None is unbounded."""

    low: Fraction | None = None
    low_closed: bool = True
    high: Fraction | None = None
    high_closed: bool = True

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    def meet(self, other: Interval) -> Interval:
        """The numbers in both."""
        low, low_closed = max(
            ((i.low, not i.low_closed) for i in (self, other) if i.low is not None), default=(None, False)
        )
        high, high_closed = min(
            ((i.high, i.high_closed) for i in (self, other) if i.high is not None), default=(None, True)
        )
        return Interval(low, not low_closed, high, high_closed)

    def rest(self) -> tuple[Interval, ...]:
        """The numbers outside it."""
        below = Interval(high=self.low, high_closed=not self.low_closed) if self.low is not None else None
        above = Interval(low=self.high, low_closed=not self.high_closed) if self.high is not None else None
        return tuple(i for i in (below, above) if i is not None)

    def within(self, other: Interval) -> bool:
        """Whether all its numbers lie in ``other``."""
        return all(self.meet(outside).empty for outside in other.rest())


def meet(some: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """The numbers in one of ``some`` and in one of ``others``."""
    return [both for one, other in product(some, others) if not (both := one.meet(other)).empty]


def quantity(atom: Atom) -> tuple[Hashable, Interval] | None:
    """The one quantity of a patient that an atom bounds, and its interval in a common unit; None for other atoms."""
    if isinstance(atom, Age):
        scale = MONTHS.get(atom.unit)
        return None if scale is None else ("age", _completed(atom.bounds, scale))
    if isinstance(atom, Measurement) and atom.bounds is not None and atom.answer is None and not atom.values:
        known = ONE if atom.unit is None else atom.concept.measure(atom.unit)
        if known is None:
            return None
        key = ("measurement", atom.concept.id, atom.which, atom.window, atom.times, atom.unit is None)
        return key, _interval(atom.bounds, known)
    return None


def _completed(b: Bounds, months: int) -> Interval:
    """Ages are completed units: "<= 70 years" reaches up to the day before 71, "> 18" begins at 19."""
    low = None if b.low is None else Fraction(b.low) + (0 if b.low_closed else 1)
    high = None if b.high is None else Fraction(b.high) + (1 if b.high_closed else 0)
    return Interval(low and low * months, True, high and high * months, False)


def _interval(b: Bounds, unit: UnitScale) -> Interval:
    low, high = (None if v is None else unit.canonical(Fraction(v)) for v in (b.low, b.high))
    return Interval(low, b.low_closed, high, b.high_closed)


def disjoint(one: Atom, other: Atom) -> bool:
    """Whether the two can't both be true."""
    if isinstance(one, Sex) and isinstance(other, Sex):
        return one.value != other.value
    first, second = quantity(one), quantity(other)
    if first is None or second is None or first[0] != second[0] or not of_one_value(one):
        return False
    return first[1].meet(second[1]).empty


def complementary(one: Atom, other: Atom) -> bool:
    """Whether two bounds on one quantity leave nothing out: "adults and minors" is everybody, not nobody."""
    first, second = quantity(one), quantity(other)
    if first is None or second is None or first[0] != second[0]:
        return False
    return all(i.meet(j).empty for i in first[1].rest() for j in second[1].rest())


def same_subject(one: Atom, other: Atom) -> bool:
    """Whether two atoms speak of the same concept, or of none. A disease and the class it belongs to seldom stand for each
    other in criteria ("other liver disease")."""
    names = [c.name if isinstance(c := getattr(a, "concept", None), Concept) else None for a in (one, other)]
    return names[0] == names[1]


def of_one_value(atom: Atom) -> bool:
    """Whether the atom speaks of one value: of any or all of several, two bounds may hold of different ones."""
    return not isinstance(atom, Measurement) or atom.which == "latest"


def implies(one: Atom, other: Atom) -> bool:
    """Whether ``other`` is true of everyone of whom ``one`` is."""
    if one == other:
        return True
    first, second = quantity(one), quantity(other)
    if first is not None and second is not None:
        return first[0] == second[0] and first[1].within(second[1])
    match one, other:
        case Condition(), Condition():
            return _condition(one, other)
        case Drug(), Drug():
            return _drug(one, other)
        case Procedure(), Procedure():
            return _done(one, other)
        case Immunisation(), Immunisation():
            return _done(one, other)
        case Measurement(), Measurement():
            return _one_of(one, other)
        case Encounter(), Encounter():
            same = other.setting in (one.setting, "any") and one.count >= other.count
            return same and _stays(one.window, other.window)
        case StudyParticipation(), StudyParticipation():
            return _stays(one.window, other.window)
    return False


def _one_of(one: Measurement, other: Measurement) -> bool:
    """Of a set of values, into a larger set or an interval that holds them all."""
    if not one.values or replace(one, values=other.values, bounds=other.bounds) != other:
        return False
    inside = other.bounds
    if inside is None:
        return set(one.values) <= set(other.values)
    return one.bounds is None and not other.values and all(map(inside.contains, one.values))


def _stays(one: Window | None, other: Window | None) -> bool:
    """As :func:`_inside`, where no window is the index date itself."""
    if one is None:
        return other is None or other.until is None
    return other is not None and _inside(one, other)


def _done(one: Procedure | Immunisation, other: Procedure | Immunisation) -> bool:
    return member(one.concept, other.concept) and _inside(one.window, other.window) and one.count >= other.count


def _condition(one: Condition, other: Condition) -> bool:
    if not member(one.concept, other.concept) or one.certainty != other.certainty or one.count < other.count:
        return False
    if other.severity and not (one.severity and set(one.severity) <= set(other.severity)):
        return False
    if one.window is None and other.window is None:
        return one.state == other.state or other.state == "history"
    if one.window is not None and other.window is None:
        return other.state == "history"
    return one.window is not None and _inside(one.window, other.window)


def _drug(one: Drug, other: Drug) -> bool:
    """With a dose, a duration or a time of stability, of exposures that differ in nothing else."""
    if any(d.dose is not None or d.duration is not None or d.stable is not None for d in (one, other)):
        return (
            replace(one, dose=other.dose, duration=other.duration, stable=other.stable) == other
            and (one.dose == other.dose or (one.stable is None and _dosed(one.dose, other.dose)))
            and _lasts(one.duration, other.duration)
            and _lasts(one.stable, other.stable)
        )
    if not member(one.concept, other.concept):
        return False
    if other.window is None:
        return other.when == "ever" or (one.window is None and one.when == "current")
    return one.window is not None and _inside(one.window, other.window)


def _dosed(one: Bounds | None, other: Bounds | None) -> bool:
    if one is None or other is None:
        return False
    return _interval(one, ONE).within(_interval(other, ONE))


def _lasts(one: Offset | None, other: Offset | None) -> bool:
    """Whether what held for ``one`` held for ``other``."""
    if one is None or other is None or one == other:
        return one == other
    if one.unit == other.unit:
        return (one.count, one.strict) >= (other.count, other.strict)
    return _least(one) >= _most(other)


def member(one: Concept, other: Concept) -> bool:
    """Whether every record of ``one`` is a record of ``other``, by the codes or ingredients of both."""
    if one == other:
        return True
    if one.ingredients or other.ingredients:
        return bool(one.ingredients) and {i.name for i in one.ingredients} <= {i.name for i in other.ingredients}
    if not one.include or not set(other.exclude) <= set(one.exclude):
        return False
    same = {*other.include, *(replace(c, descendants=False) for c in other.include)}
    below = {s: tuple(c.code for c in other.include if c.descendants and c.system == s) for s in TREES}
    return all(c in same or c.code.startswith(below.get(c.system, ())) for c in one.include)


def _inside(one: Window | None, other: Window | None) -> bool:
    """Whether every day of ``one`` is a day of ``other``; no window is any time up to the index date."""
    if other is None or other == Window():
        return True
    if (
        one is None
        or (other.since is not None and one.since is None)
        or (other.until is not None and one.until is None)
    ):
        return False
    since = other.since is None or (one.since is not None and _least(other.since) >= _most(one.since))
    until = other.until is None or (one.until is not None and _least(one.until) >= _most(other.until))
    return (since or one.since == other.since) and (until or one.until == other.until)


def _least(o: Offset) -> int:
    """The fewest days an offset may be, whatever the months."""
    return _days(o, 28, 365) - o.strict


def _most(o: Offset) -> int:
    return _days(o, 31, 366) + o.strict


def _days(o: Offset, month: int, year: int) -> int:
    return o.count * {"d": 1, "wk": 7, "mo": month, "a": year}[o.unit]
