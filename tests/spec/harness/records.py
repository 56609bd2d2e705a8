"""Patients and records in few words, for the specification."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from eligo.concepts import Answer, Code, Concept
from eligo.patient import (
    AllergyRecord,
    Coding,
    ConditionRecord,
    DrugRecord,
    EncounterRecord,
    FamilyRecord,
    ImmunisationRecord,
    ObservationRecord,
    PartialDate,
    Patient,
    ProcedureRecord,
    StudyRecord,
)

Record = (
    ConditionRecord | ObservationRecord | DrugRecord | ProcedureRecord | AllergyRecord | EncounterRecord
    | ImmunisationRecord | FamilyRecord | StudyRecord
)
What = Concept | Coding | str
"""What a record is of: a concept (its first code is written), a coding, or a bare text without a code."""


def person(
    *records: Record, birth: str | None = "1970-06-15", sex: str | None = "female", deceased: bool = False,
    death: str | None = None,
) -> Patient:
    """A patient with records; a woman born in 1970 where nothing else is said."""
    def of(kind: type[Any]) -> tuple[Any, ...]:
        return tuple(r for r in records if isinstance(r, kind))

    return Patient(
        "", at(birth), sex, deceased, at(death), of(ConditionRecord), of(ObservationRecord), of(DrugRecord),  # type: ignore[arg-type]
        of(ProcedureRecord), of(AllergyRecord), of(EncounterRecord), of(ImmunisationRecord), of(FamilyRecord), of(StudyRecord),
    )


def diagnosis(what: What, onset: str | None = None, end: str | None = None, **fields: Any) -> ConditionRecord:
    """A condition record; dates as ISO text of any precision."""
    return ConditionRecord(codings(what), at(onset), at(end), **fields)


def result(
    what: What, value: str | None = None, unit: str | None = None, date: str | None = "2026-01-10", **fields: Any,
) -> ObservationRecord:
    """A measured value. ``low``/``high`` are the reference range; ``value`` may start with a comparator ("<5")."""
    comparator = None
    if value is not None:
        digits = value.lstrip("<>=")
        comparator, value = value[: len(value) - len(digits)] or None, digits
    low, high = fields.pop("low", None), fields.pop("high", None)
    return ObservationRecord(
        codings(what), at(date), value=number(value), comparator=comparator, unit=unit, range_low=number(low),  # type: ignore[arg-type]
        range_high=number(high), **fields,
    )


def answered(what: What, answer: Coding | Answer, date: str | None = "2026-01-10", **fields: Any) -> ObservationRecord:
    """A coded result."""
    coding = answer if isinstance(answer, Coding) else _coding(answer.codes[0])
    return ObservationRecord(codings(what), at(date), answer=(coding,), **fields)


def taken(what: What, start: str | None, end: str | None = None, dose: str | None = None, **fields: Any) -> DrugRecord:
    """A drug exposure. ``dose`` as "20 mg", once a day unless ``per_day`` says otherwise."""
    amount, _, unit = (dose or "").partition(" ")
    per_day = fields.pop("per_day", "1" if dose else None)
    return DrugRecord(
        codings(what), at(start), at(end), dose=number(amount or None), dose_unit=unit or None, per_day=number(per_day), **fields
    )


def done(what: What, date: str | None, **fields: Any) -> ProcedureRecord:
    """A procedure."""
    return ProcedureRecord(codings(what), at(date), **fields)


def allergic(what: What, **fields: Any) -> AllergyRecord:
    """An allergy or intolerance."""
    return AllergyRecord(codings(what), **fields)


def stay(start: str | None, end: str | None = None, setting: str | None = "inpatient", **fields: Any) -> EncounterRecord:
    """An encounter; a stay in hospital where nothing else is said."""
    return EncounterRecord(setting, at(start), at(end), **fields)  # type: ignore[arg-type]


def given(what: What, date: str | None, **fields: Any) -> ImmunisationRecord:
    """A vaccine that was given."""
    return ImmunisationRecord(codings(what), at(date), **fields)


def relative(what: What, **fields: Any) -> FamilyRecord:
    """A condition of a member of the family."""
    return FamilyRecord(codings(what), **fields)


def subject(start: str | None, end: str | None = None, **fields: Any) -> StudyRecord:
    """A subject of a study."""
    return StudyRecord(at(start), at(end), **fields)


def codings(what: What) -> tuple[Coding, ...]:
    """The codings of a record."""
    if isinstance(what, str):
        return (Coding("", "", what),)
    if isinstance(what, Coding):
        return (what,)
    codes = what.include or tuple(c for i in what.ingredients for c in i.codes)
    return (_coding(codes[0]),)


def _coding(code: Code) -> Coding:
    return Coding(code.system, code.code)


def at(text: str | None) -> PartialDate | None:
    """A date of any precision, or None."""
    return None if text is None else PartialDate.parse(text)


def number(text: str | None) -> Decimal | None:
    """An exact number, or None."""
    return None if text is None else Decimal(text)
