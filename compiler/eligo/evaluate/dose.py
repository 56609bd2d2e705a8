"""Daily doses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from eligo.evaluate import measurement
from eligo.evaluate.dates import days_of
from eligo.evaluate.matching import has_ingredient
from eligo.lexicon.wellknown import body_weight
from eligo.logic import Bounds, Drug, Truth
from eligo.patient import DrugRecord, ObservationRecord, Patient
from eligo.protocol import Settings

MILLIGRAMS = {"mg": Fraction(1), "g": Fraction(1000), "ug": Fraction(1, 1000), "mcg": Fraction(1, 1000)}


def within_bounds(atom: Drug, r: DrugRecord, patient: Patient, index: date, settings: Settings) -> Truth:
    """Whether the daily dose of a record is in the bounds; per kg, for all body weights that may be the latest."""
    if atom.dose is None:
        return True
    daily = _daily_in(atom, r)
    if daily is None:
        return None
    if not atom.per_kg:
        return _contains(atom.dose, daily)
    weighed = [(w.date, _kilograms(w)) for w in measurement.records(body_weight(), patient)]
    days = days_of(measurement.look_back(body_weight(), settings), index)
    bounds = atom.dose

    def answer(kilograms: Fraction | None) -> Truth:
        return None if not kilograms else _contains(bounds, daily / kilograms)

    return measurement.latest(((day, answer(kg)) for day, kg in weighed), *days)


def daily(r: DrugRecord) -> tuple[Decimal, str | None] | None:
    """The daily dose and its unit; None where the record doesn't say."""
    if r.as_needed or r.dose is None or r.per_day is None:
        return None
    return r.dose * r.per_day, r.dose_unit


def _daily_in(atom: Drug, r: DrugRecord) -> Fraction | None:
    """The daily dose in the atom's unit and equivalence."""
    said = daily(r)
    if said is None:
        return None
    amount, unit = said
    wanted = atom.dose_unit or "mg"
    if wanted in MILLIGRAMS and unit in MILLIGRAMS:
        scale = MILLIGRAMS[unit] / MILLIGRAMS[wanted]
    elif unit == wanted:
        scale = Fraction(1)
    else:
        return None
    if atom.equivalent is None:
        return Fraction(amount) * scale
    factors = {i.factor for i in atom.concept.ingredients if has_ingredient(r.codes, i)}
    factor = factors.pop() if len(factors) == 1 else None
    return None if factor is None else Fraction(amount) * scale * Fraction(factor)


def _contains(b: Bounds, value: Fraction) -> bool:
    above = b.low is None or value > b.low or (b.low_closed and value == b.low)
    below = b.high is None or value < b.high or (b.high_closed and value == b.high)
    return above and below


def _kilograms(r: ObservationRecord) -> Fraction | None:
    scale = body_weight().scale(r.unit or "")
    if scale is None or r.value is None or r.comparator is not None or r.status not in measurement.USABLE:
        return None
    return round(Fraction(r.value) / Fraction(scale), 8)
