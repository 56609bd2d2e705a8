"""Daily doses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .chart import Chart, names_of
from .codes import CodeTest, Json
from .days import Window
from .medications import Exposure, single_dose
from .numbers import Bounds, read_number
from .readings import READINGS, Reading, latest, read_quantity
from .truth import Truth, agreement

# --- emitted ---
# --- Daily doses, as exact fractions ---


@dataclass(frozen=True)
class Weight:
    """Body weight: its codes, how many of each unit make one kg, and how far back the latest is looked for."""

    codes: CodeTest
    units: Mapping[str, Decimal]
    window: Window


@dataclass(frozen=True)
class Dose:
    """Bounds of the daily dose.

    ``units``: how many of the unit of the bounds each unit of a record is. ``equivalents``: for ingredients, how much of the
    reference drug one of theirs is worth. ``weight``: the bounds are per kg of it.
    """

    bounds: Bounds
    units: Mapping[str, Decimal]
    equivalents: tuple[tuple[CodeTest, Decimal | None], ...] = ()
    weight: Weight | None = None

    def within(self, chart: Chart, e: Exposure) -> Truth:
        """Whether the daily dose of an exposure lies in the bounds; per kg, for all weights that may be the latest."""
        said = daily_dose(e)
        scale = None if said is None else self.units.get(said[1])
        worth = self._worth(e)
        if said is None or scale is None or worth is None:
            return None
        amount = said[0] * Fraction(scale) * Fraction(worth)
        if self.weight is None:
            return _lies_in(amount, self.bounds)
        weight = self.weight
        weighed = [(r.day, _kilograms(r, weight)) for r in chart.find(READINGS, weight.codes)]
        candidates = latest(weighed, weight.window.days(chart.index))
        return agreement(*(_lies_in(amount / kg, self.bounds) if kg else None for kg in candidates))

    def _worth(self, e: Exposure) -> Decimal | None:
        if not self.equivalents:
            return Decimal(1)
        codes, plain = e.source.codes, names_of(e.source.concepts)
        factors = {factor for test, factor in self.equivalents if test.holds(codes, plain)}
        return factors.pop() if len(factors) == 1 else None


def _lies_in(amount: Fraction, bounds: Bounds) -> bool:
    low, high = (None if end is None else Fraction(end) for end in (bounds.low, bounds.high))
    above = low is None or amount > low or (bounds.low_closed and amount == low)
    below = high is None or amount < high or (bounds.high_closed and amount == high)
    return above and below


def _kilograms(r: Reading, weight: Weight) -> Fraction | None:
    scale = None if r.unit is None else weight.units.get(r.unit)
    if not r.usable or r.comparator is not None or r.value is None or scale is None:
        return None
    return round(Fraction(r.value) / Fraction(scale), 8)


def daily_dose(e: Exposure) -> tuple[Fraction, str] | None:
    """The daily dose and its unit; None where the record doesn't say."""
    quantity = single_dose(e.dosage)
    if not isinstance(quantity, dict) or quantity.get("comparator") is not None:
        return None
    amount, unit = read_quantity(quantity)
    rate = _per_day(e.dosage[0])
    return None if amount is None or unit is None or rate is None else (Fraction(amount) * rate, unit)


def _per_day(dosage: Json) -> Fraction | None:
    """How many times a day; None if as needed, on certain days, a range, weekly, or hourly without dividing a day."""
    if dosage.get("asNeededBoolean") not in (None, False) or "asNeededCodeableConcept" in dosage:
        return None
    timing = dosage.get("timing")
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    if not isinstance(repeat, dict) or any(key in repeat for key in ("frequencyMax", "periodMax", "dayOfWeek")):
        return None
    frequency, period, unit = read_number(repeat.get("frequency")), read_number(repeat.get("period")), repeat.get("periodUnit")
    if frequency is None or period is None or frequency <= 0 or period <= 0:
        return None
    rate = Fraction(frequency) / Fraction(period)
    if unit == "d":
        return rate
    return rate * 24 if unit == "h" and 24 % Fraction(period) == 0 else None
