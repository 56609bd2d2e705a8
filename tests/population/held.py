"""Neutral patients as the CDM holds them: the other side of what :mod:`fhir_to_omop` leaves out.

It is written on the neutral form, without a look at the rows, so that the SQL's agreement with it says that the mapping does
what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from eligo.patient import ConditionRecord, DrugRecord, EncounterRecord, PartialDate, Patient, ProcedureRecord

OVER = ("inactive", "remission", "resolved")
GONE = ("refuted", "entered-in-error")
DATED = ("conditions", "observations", "drugs", "procedures", "encounters", "immunisations")


def with_full_dates(patient: Patient) -> Patient:
    """Without the records that have a partial date."""
    return _keeping(patient, lambda record: not any(map(is_partial, _dates(record))))


def held(patient: Patient) -> Patient:
    """What the CDM holds of a patient; not to be asked for one with a partial date of death."""
    dated = _keeping(with_full_dates(patient), lambda record: _first_date(record) is not None)
    return replace(
        dated,
        conditions=tuple(_condition(r) for r in dated.conditions if r.verification in (None, "confirmed", *GONE)),
        observations=tuple(r for r in dated.observations if r.status not in ("registered", "unknown")),
        drugs=tuple(_drug(r) for r in dated.drugs if r.status not in ("unknown", "on-hold")),
        procedures=tuple(_procedure(r) for r in dated.procedures if r.status != "unknown"),
        allergies=tuple(r for r in dated.allergies if r.verification in (None, "confirmed", *GONE)),
        encounters=tuple(r for r in dated.encounters if r.status not in ("arrived", "triaged", "unknown")),
    )


def is_partial(day: PartialDate | None) -> bool:
    """Whether a date is a month or a year; the days of a period are none of these."""
    return day is not None and len(str(day)) < len("2026-01-15") and day == PartialDate.parse(str(day))


def _keeping(patient: Patient, keep: Callable[[Any], bool]) -> Patient:
    kept: dict[str, Any] = {name: tuple(r for r in getattr(patient, name) if keep(r)) for name in DATED}
    return replace(patient, **kept)


def _dates(record: Any) -> tuple[PartialDate | None, ...]:
    if isinstance(record, ConditionRecord):
        return record.onset, record.end
    if isinstance(record, DrugRecord | EncounterRecord):
        return record.start, record.end
    return (record.date,)


def _first_date(record: Any) -> PartialDate | None:
    return _dates(record)[0]


def _condition(r: ConditionRecord) -> ConditionRecord:
    """A condition that its status alone ends is loaded with its start as end."""
    end = r.onset if r.end is None and r.clinical in OVER else r.end
    return replace(r, clinical=None, severity=None, end=end)


def _drug(r: DrugRecord) -> DrugRecord:
    """The quantity of an exposure that ends at an unknown time tells no daily dose."""
    ended = r.status == "active" or r.end is not None or r.supply_days is not None
    return r if ended else replace(r, dose=None)


def _procedure(r: ProcedureRecord) -> ProcedureRecord:
    """A procedure is of its first day."""
    return replace(r, date=PartialDate(r.date.first, r.date.first)) if r.date else r
