"""The neutral patient form: what the semantics are defined on, independent of FHIR and OMOP.

Dates are :class:`PartialDate`, the interval of days they cover. Codes are ``(system, code)`` with the short system names of
:mod:`eligo.concepts`. ``docs/semantics`` gives the mapping of this form to FHIR R4 and to OMOP CDM 5.4.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of the precision it was recorded with: the first and last day it may be."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """``2024``, ``2024-05`` or ``2024-05-03`` (a time of day after ``T`` is ignored). Raises ValueError on anything else."""
        parts = [int(p) for p in text.partition("T")[0].split("-")]
        if len(parts) == 1:
            return cls(date(parts[0], 1, 1), date(parts[0], 12, 31))
        if len(parts) == 2:
            year, month = parts
            return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        day = date(*parts)
        return cls(day, day)

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        return (
            f"{self.first.year:04}"
            if (self.last - self.first).days > 31
            else f"{self.first.year:04}-{self.first.month:02}"
        )


@dataclass(frozen=True, slots=True)
class Coding:
    """A code in a record and what the record displays for it."""

    system: str
    code: str
    display: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ConditionRecord:
    """A diagnosis. ``clinical``/``verification`` are the FHIR status codes; None = not given. ``severity`` None = not
    given, or none of the three.
    """

    codes: tuple[Coding, ...]
    onset: PartialDate | None = None
    end: PartialDate | None = None
    clinical: Literal["active", "recurrence", "relapse", "inactive", "remission", "resolved"] | None = None
    verification: (
        Literal["confirmed", "unconfirmed", "provisional", "differential", "refuted", "entered-in-error"] | None
    ) = None
    severity: Literal["mild", "moderate", "severe"] | None = None


@dataclass(frozen=True, slots=True)
class ObservationRecord:
    """A measured, scored or coded result. ``comparator`` is of "<", "<=", ">=", ">" or None. ``unit`` is the record's
    own string.
    """

    codes: tuple[Coding, ...]
    date: PartialDate | None = None
    status: Literal[
        "final", "amended", "corrected", "preliminary", "registered", "cancelled", "entered-in-error", "unknown"
    ] = "final"
    value: Decimal | None = None
    comparator: Literal["<", "<=", ">=", ">"] | None = None
    unit: str | None = None
    answer: tuple[Coding, ...] = ()
    range_low: Decimal | None = None
    range_high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DrugRecord:
    """An exposure from ``start`` to ``end``; with ``supply_days`` and no end, ``start + supply_days - 1`` is the end.

    ``status`` "active" without either is open; "completed" or "stopped" without either has an unknown end. ``dose`` is a
    single dose in ``dose_unit``, ``per_day`` how many times a day; ``as_needed`` makes the daily dose unknown.
    """

    codes: tuple[Coding, ...]
    start: PartialDate | None = None
    end: PartialDate | None = None
    supply_days: int | None = None
    status: Literal[
        "active", "completed", "stopped", "on-hold", "not-taken", "intended", "entered-in-error", "cancelled", "unknown"
    ] = "active"
    dose: Decimal | None = None
    dose_unit: str | None = None
    per_day: Decimal | None = None
    as_needed: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureRecord:
    """Something done on a day."""

    codes: tuple[Coding, ...]
    date: PartialDate | None = None
    status: Literal[
        "completed", "in-progress", "stopped", "not-done", "preparation", "on-hold", "entered-in-error", "unknown"
    ] = "completed"


@dataclass(frozen=True, slots=True)
class AllergyRecord:
    """An allergy or intolerance to a substance."""

    codes: tuple[Coding, ...]
    clinical: Literal["active", "inactive", "resolved"] | None = None
    verification: Literal["confirmed", "unconfirmed", "presumed", "refuted", "entered-in-error"] | None = None


@dataclass(frozen=True, slots=True)
class EncounterRecord:
    """An encounter from ``start`` to ``end``. ``setting`` None: not given, or it doesn't tell whether it is a stay in
    hospital. ``icu``: coded as intensive care. ``status`` is the FHIR code; an encounter that is in progress and has no end
    is open, a finished one without end has an unknown end.
    """

    setting: Literal["inpatient", "emergency", "other"] | None
    start: PartialDate | None = None
    end: PartialDate | None = None
    status: Literal[
        "planned",
        "arrived",
        "triaged",
        "in-progress",
        "onleave",
        "finished",
        "cancelled",
        "entered-in-error",
        "unknown",
    ] = "finished"
    icu: bool = False


@dataclass(frozen=True, slots=True)
class ImmunisationRecord:
    """A vaccine given on a day."""

    codes: tuple[Coding, ...]
    date: PartialDate | None = None
    status: Literal["completed", "not-done", "entered-in-error"] = "completed"


@dataclass(frozen=True, slots=True)
class FamilyRecord:
    """A condition of a member of the family."""

    codes: tuple[Coding, ...]
    status: Literal["partial", "completed", "health-unknown", "entered-in-error"] = "completed"


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """The patient as a subject of a study, from ``start`` to ``end``; ``status`` is the FHIR code."""

    start: PartialDate | None = None
    end: PartialDate | None = None
    status: Literal[
        "candidate",
        "eligible",
        "follow-up",
        "ineligible",
        "not-registered",
        "off-study",
        "on-study",
        "on-study-intervention",
        "on-study-observation",
        "pending-on-study",
        "potential-candidate",
        "screening",
        "withdrawn",
    ] = "on-study"


@dataclass(frozen=True, slots=True)
class Patient:
    """One person's record. ``death``: the date; ``deceased`` True without a date = died at an unknown time before the
    index date.
    """

    id: str
    birth: PartialDate | None = None
    sex: Literal["male", "female"] | None = None
    deceased: bool = False
    death: PartialDate | None = None
    conditions: tuple[ConditionRecord, ...] = ()
    observations: tuple[ObservationRecord, ...] = ()
    drugs: tuple[DrugRecord, ...] = ()
    procedures: tuple[ProcedureRecord, ...] = ()
    allergies: tuple[AllergyRecord, ...] = ()
    encounters: tuple[EncounterRecord, ...] = ()
    immunisations: tuple[ImmunisationRecord, ...] = ()
    family: tuple[FamilyRecord, ...] = ()
    studies: tuple[StudyRecord, ...] = ()
