"""Labs, vital signs and scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from eligo.concepts import Concept, UnitScale
from eligo.evaluate.dates import ALL_DAYS, days_of, within
from eligo.evaluate.kleene import agreement, any_of, opposite
from eligo.evaluate.matching import answers, belongs
from eligo.logic import Bounds, Measurement, Offset, Truth, Window
from eligo.patient import ObservationRecord, PartialDate, Patient
from eligo.protocol import Settings

NON_EXISTENT = ("entered-in-error", "cancelled")
USABLE = ("final", "amended", "corrected", "preliminary")
PLACES = 10**8
"""Bounds that are computed, and what they are compared with, are rounded half-even to 8 decimals."""

Test = Callable[[ObservationRecord], Truth]


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of numbers; None is unbounded."""

    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool


def measurement(atom: Measurement, patient: Patient, index: date, settings: Settings) -> Truth:
    """The latest, any or all of the values in the window pass the test."""
    found = records(atom.concept, patient)
    days = days_of(atom.window or look_back(atom.concept, settings), index)

    def test(r: ObservationRecord) -> Truth:
        return _test(atom, r) if r.status in USABLE else None

    if atom.which == "latest":
        return latest(((r.date, test(r)) for r in found), *days)
    if atom.which == "any":
        return _any(found, test, *days)
    return opposite(_any(found, lambda r: opposite(test(r)), *days))


def records(concept: Concept, patient: Patient) -> list[ObservationRecord]:
    """The records of a concept that were not taken back."""
    return [r for r in patient.observations if r.status not in NON_EXISTENT and belongs(r.codes, concept)]


def look_back(concept: Concept, settings: Settings) -> Window:
    """The window where the text gives none."""
    return Window() if concept.lasting else Window(Offset(settings.look_back_days, "d"))


def latest(found: Iterable[tuple[PartialDate | None, Truth]], first: date, last: date) -> Truth:
    """What all records (date, truth) say that may be the latest of the window; unknown if none is in it for certain."""
    dated = [(day or ALL_DAYS, truth) for day, truth in found]
    inside = [day.first for day, _ in dated if within(day, first, last)]
    if not inside:
        return None
    newest = max(inside)
    return agreement(t for day, t in dated if within(day, first, last) is not False and day.last >= newest)


def _any(found: Iterable[ObservationRecord], test: Test, first: date, last: date) -> Truth:
    tested = [(within(r.date, first, last), test(r)) for r in found]
    near = [(inside, truth) for inside, truth in tested if inside is not False]
    return any_of(truth if inside else (truth and None) for inside, truth in near) if near else None


# --- one record ---


def _test(atom: Measurement, r: ObservationRecord) -> Truth:
    if atom.answer in ("normal", "abnormal"):
        normal = _normal(r)
        return normal if atom.answer == "normal" else opposite(normal)
    if atom.answer is not None:
        labels = {a.label for a in answers(r.answer, atom.concept)}
        return atom.answer in labels if labels else None
    value = _number(atom.concept, r)
    if value is None:
        return None
    if atom.values:
        return _one_of(atom.values, value, r.comparator)
    bounds = atom.bounds or Bounds()
    if atom.times is not None:
        limit = r.range_high if atom.times == "ULN" else r.range_low
        if limit is None:
            return None
        return _inside(_said(_rounded(Fraction(value)), r.comparator), _scaled(bounds, Fraction(limit)))
    if atom.unit is None:
        return _inside(_said(Fraction(value), r.comparator), _exact(bounds))
    there, own = atom.concept.measure(r.unit or ""), atom.concept.measure(atom.unit)
    if own is None:
        # A bound in a unit that can't be converted is compared with values in exactly that unit.
        return _inside(_said(Fraction(value), r.comparator), _exact(bounds)) if r.unit == atom.unit else None
    if there is None:
        return None
    return _inside(_said(Fraction(value), r.comparator), _moved(bounds, own, there))


def _number(concept: Concept, r: ObservationRecord) -> Decimal | None:
    """The value, or the number that a coded answer stands for."""
    if r.value is not None:
        return r.value
    ordinals = {a.ordinal for a in answers(r.answer, concept)}
    return ordinals.pop() if len(ordinals) == 1 else None


def _normal(r: ObservationRecord) -> Truth:
    if r.value is None or r.comparator is not None or (r.range_low is None and r.range_high is None):
        return None
    return Bounds(low=r.range_low, high=r.range_high).contains(r.value)


def _one_of(values: tuple[Decimal, ...], value: Decimal, comparator: str | None) -> Truth:
    if comparator is None:
        return value in values
    said = _said(Fraction(value), comparator)
    near = (_inside(Range(Fraction(v), True, Fraction(v), True), said) for v in values)
    return None if any(near) else False


# --- intervals ---


def _said(value: Fraction, comparator: str | None) -> Range:
    """The interval that a value with a comparator says."""
    if comparator is None:
        return Range(value, True, value, True)
    closed = comparator.endswith("=")
    return Range(None, True, value, closed) if comparator.startswith("<") else Range(value, closed, None, True)


def _exact(b: Bounds) -> Range:
    low, high = (None if v is None else Fraction(v) for v in (b.low, b.high))
    return Range(low, b.low_closed, high, b.high_closed)


def _scaled(b: Bounds, factor: Fraction) -> Range:
    low, high = (None if v is None else _rounded(Fraction(v) * factor) for v in (b.low, b.high))
    return Range(low, b.low_closed, high, b.high_closed)


def _moved(b: Bounds, own: UnitScale, to: UnitScale) -> Range:
    low, high = (None if v is None else _rounded(to.of(own.canonical(Fraction(v)))) for v in (b.low, b.high))
    return Range(low, b.low_closed, high, b.high_closed)


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round(value * PLACES), PLACES)


def _inside(said: Range, bounds: Range) -> Truth:
    """True if all of ``said`` is in the bounds, False if nothing of it is."""
    if _below(said, bounds) or _below(bounds, said):
        return False
    return True if _from(said, bounds) and _up_to(said, bounds) else None


def _from(a: Range, b: Range) -> bool:
    """Whether ``a`` begins where ``b`` does, or above."""
    if b.low is None:
        return True
    return a.low is not None and (a.low > b.low or (a.low == b.low and (b.low_closed or not a.low_closed)))


def _up_to(a: Range, b: Range) -> bool:
    """Whether ``a`` ends where ``b`` does, or below."""
    if b.high is None:
        return True
    return a.high is not None and (a.high < b.high or (a.high == b.high and (b.high_closed or not a.high_closed)))


def _below(a: Range, b: Range) -> bool:
    """Whether all of ``a`` lies below ``b``."""
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and not (a.high_closed and b.low_closed))
