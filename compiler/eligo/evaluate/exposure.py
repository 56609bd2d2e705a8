"""Drug records as exposures: intervals of days of which both ends may be uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eligo.concepts import Concept
from eligo.evaluate.dates import add_days
from eligo.evaluate.matching import belongs
from eligo.logic import Truth
from eligo.patient import DrugRecord, PartialDate, Patient

NON_EXISTENT = ("not-taken", "intended", "entered-in-error", "cancelled")
DOUBTED = ("unknown", "on-hold")
OPEN = ("active", "on-hold", "unknown")


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``first`` to ``last``, both included; none if ``first`` is later."""

    first: date
    last: date

    def meets(self, other: Days) -> bool:
        """Whether they share a day."""
        return self.first <= self.last and self.first <= other.last and self.last >= other.first


@dataclass(frozen=True, slots=True)
class Exposure:
    """A drug record with the days of its start and of its end; ``doubted`` if it may not have been taken."""

    record: DrugRecord
    start: PartialDate
    end: PartialDate
    doubted: bool

    @property
    def certain(self) -> Days:
        """The days it covers for certain."""
        return Days(self.start.last, self.end.first)

    @property
    def possible(self) -> Days:
        """The days it may cover."""
        return Days(self.start.first, self.end.last)

    def meets(self, days: Days) -> Truth:
        """Whether it covers one of the days."""
        if self.certain.meets(days):
            return True
        return None if self.possible.meets(days) else False


def exposures(concept: Concept, patient: Patient, index: date) -> list[Exposure]:
    """The records of a concept that stand for something taken."""
    return [_exposure(r, index) for r in patient.drugs if r.status not in NON_EXISTENT and belongs(r.codes, concept)]


def _exposure(r: DrugRecord, index: date) -> Exposure:
    end = _end(r, index)
    start = r.start or PartialDate(date.min, index if end == FOREVER else end.last)
    return Exposure(r, start, end, r.status in DOUBTED)


FOREVER = PartialDate(date.max, date.max)


def _end(r: DrugRecord, index: date) -> PartialDate:
    if r.end is not None:
        return r.end
    if r.supply_days is not None:
        if r.start is None:
            return PartialDate(date.min, index)
        return PartialDate(add_days(r.start.first, r.supply_days - 1), add_days(r.start.last, r.supply_days - 1))
    if r.status in OPEN:
        return FOREVER
    first = r.start.first if r.start else date.min
    return PartialDate(first, max(index, r.start.last) if r.start else index)
