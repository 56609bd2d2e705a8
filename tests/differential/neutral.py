"""A FHIR R4 bundle as the neutral patient: the other direction of ``tests/spec/harness/fhir.py``, for example patients.

It reads what the example bundles use; anything else in a bundle raises, so that nothing is lost unseen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from eligo.patient import (
    AllergyRecord,
    Coding,
    ConditionRecord,
    DrugRecord,
    ObservationRecord,
    PartialDate,
    Patient,
    ProcedureRecord,
)

Json = dict[str, Any]
AS_OF = date(2026, 1, 15)
SYSTEMS = {
    "http://snomed.info/sct": "snomed",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10cm",
    "http://loinc.org": "loinc",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
}


def closed(person: Patient) -> Patient:
    """Open exposures end on the day the data was taken, as a site's load into the CDM has it (the CDM needs an end)."""
    today = PartialDate(AS_OF, AS_OF)
    return replace(
        person,
        drugs=tuple(
            replace(d, end=today) if d.status == "active" and d.end is None and d.supply_days is None else d
            for d in person.drugs
        ),
    )


def patient(bundle: Json) -> Patient:
    """The neutral patient of a bundle."""
    by_type: dict[str, list[Json]] = {}
    for entry in bundle["entry"]:
        by_type.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    (person,) = by_type.pop("Patient")
    read = Patient(
        person["id"],
        _date(person.get("birthDate")),
        person["gender"] if person.get("gender") in ("male", "female") else None,
        bool(person.get("deceasedBoolean")),
        _date(person.get("deceasedDateTime")),
        tuple(_condition(r) for r in by_type.pop("Condition", [])),
        tuple(o for r in by_type.pop("Observation", []) for o in _observations(r)),
        tuple(_drug(r) for r in by_type.pop("MedicationStatement", []) + by_type.pop("MedicationRequest", [])),
        tuple(
            ProcedureRecord(_codes(r["code"]), _date(r.get("performedDateTime")), r["status"])
            for r in by_type.pop("Procedure", [])
        ),
        tuple(_allergy(r) for r in by_type.pop("AllergyIntolerance", [])),
    )
    if by_type:
        raise ValueError(f"no neutral form for {', '.join(by_type)}")
    return read


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _codes(concept: Json) -> tuple[Coding, ...]:
    return tuple(
        Coding(SYSTEMS.get(c["system"], c["system"]), c["code"], c.get("display", ""))
        for c in concept.get("coding", [])
    )


def _code(concept: Json | None) -> Any:
    return concept["coding"][0]["code"] if concept else None


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _condition(r: Json) -> ConditionRecord:
    onset = r.get("onsetDateTime") or r.get("recordedDate")
    return ConditionRecord(
        _codes(r["code"]),
        _date(onset),
        _date(r.get("abatementDateTime")),
        _code(r.get("clinicalStatus")),
        _code(r.get("verificationStatus")),
    )


def _observations(r: Json) -> list[ObservationRecord]:
    parts = [
        r,
        *(
            {**c, "effectiveDateTime": r.get("effectiveDateTime"), "status": r["status"]}
            for c in r.get("component", [])
        ),
    ]
    return [_observation(p) for p in parts]


def _observation(r: Json) -> ObservationRecord:
    quantity = r.get("valueQuantity", {})
    limits = (r.get("referenceRange") or [{}])[0]
    return ObservationRecord(
        _codes(r["code"]),
        _date(r.get("effectiveDateTime")),
        r["status"],
        _number(quantity.get("value", r.get("valueInteger"))),
        quantity.get("comparator"),
        quantity.get("code") or quantity.get("unit"),
        _codes(r.get("valueCodeableConcept", {})),
        _number(limits.get("low", {}).get("value")),
        _number(limits.get("high", {}).get("value")),
    )


def _drug(r: Json) -> DrugRecord:
    dosage = (r.get("dosage") or r.get("dosageInstruction") or [{}])[0]
    quantity = (dosage.get("doseAndRate") or [{}])[0].get("doseQuantity", {})
    repeat = dosage.get("timing", {}).get("repeat", {})
    per_day = None
    if repeat.get("frequency") is not None and repeat.get("periodUnit") == "d":
        per_day = Decimal(str(repeat["frequency"])) / Decimal(str(repeat["period"]))
    period = r.get("effectivePeriod", {})
    start = period.get("start") or r.get("effectiveDateTime") or r.get("authoredOn")
    supply = r.get("dispenseRequest", {}).get("expectedSupplyDuration", {}).get("value")
    return DrugRecord(
        _codes(r["medicationCodeableConcept"]),
        _date(start),
        _date(period.get("end") or r.get("effectiveDateTime")),
        supply,
        r["status"],
        _number(quantity.get("value")),
        quantity.get("code") or quantity.get("unit"),
        per_day,
        bool(dosage.get("asNeededBoolean")),
    )


def _allergy(r: Json) -> AllergyRecord:
    return AllergyRecord(_codes(r["code"]), _code(r.get("clinicalStatus")), _code(r.get("verificationStatus")))
