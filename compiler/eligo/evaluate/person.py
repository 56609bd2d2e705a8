"""Age and sex."""

from __future__ import annotations

from datetime import date
from math import ceil, floor

from eligo.evaluate.dates import add, add_days, on_or_before
from eligo.evaluate.kleene import all_of, opposite
from eligo.logic import Age, Sex, Truth
from eligo.patient import PartialDate, Patient


def age(atom: Age, patient: Patient, index: date) -> Truth:
    """Completed units at the index date lie in the bounds; of hours what the days tell."""
    if patient.birth is None:
        return None
    born, b = patient.birth, atom.bounds

    def completed(units: int) -> Truth:
        if atom.unit == "h":
            # Born at any time of its day, and seen at any time of the index date, but not before birth.
            days = PartialDate(add_days(born.first, units // 24), add_days(born.last, ceil(units / 24) + (units > 0)))
            return on_or_before(days, index)
        reached = PartialDate(add(born.first, units, atom.unit), add(born.last, units, atom.unit))
        return on_or_before(reached, index)

    old_enough = b.low is None or completed(ceil(b.low) if b.low_closed else floor(b.low) + 1)
    too_old = b.high is not None and completed(floor(b.high) + 1 if b.high_closed else ceil(b.high))
    return all_of((old_enough, opposite(too_old)))


def sex(atom: Sex, patient: Patient) -> Truth:
    """Administrative sex; anything but male and female is unknown."""
    return None if patient.sex is None else patient.sex == atom.value
