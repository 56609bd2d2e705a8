"""A FHIR R4 bundle as the neutral patient: the other direction of ``tests/spec/harness/fhir.py``, for whole bundles.

It follows "Reading FHIR" in docs/semantics and shares no code with the targets. What the bundles at hand don't use raises
ValueError, so that nothing is lost unseen.
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
    EncounterRecord,
    ImmunisationRecord,
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
    "http://hl7.org/fhir/sid/cvx": "cvx",
}
SETTINGS = {"IMP": "inpatient", "ACUTE": "inpatient", "NONAC": "inpatient", "EMER": "emergency"} | dict.fromkeys(
    ("AMB", "FLD", "HH", "PRENC", "VR"), "other"
)
INTENSIVE_CARE = {"305351004", "309904001"}
DAYS = {"d": 1, "wk": 7}
CHOICES = (
    "onset", "abatement", "effective", "value", "performed", "occurrence", "medication", "deceased",
)  # fmt: skip
READ = {
    "onsetDateTime", "abatementDateTime", "effectiveDateTime", "valueQuantity", "valueInteger", "valueCodeableConcept",
    "valueString", "performedDateTime", "performedPeriod", "occurrenceDateTime", "medicationCodeableConcept", "effectivePeriod",
    "deceasedBoolean", "deceasedDateTime",
}  # fmt: skip
"""The forms of elements of several types that are read here."""


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
        resource = entry["resource"]
        if other := {k for k in resource if k.startswith(CHOICES)} - READ:
            raise ValueError(f"no neutral form for {', '.join(other)} of {resource['resourceType']}")
        by_type.setdefault(resource["resourceType"], []).append(resource)
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
            ProcedureRecord(codes(r["code"]), _performed(r), r.get("status", "completed"))
            for r in by_type.pop("Procedure", [])
        ),
        tuple(_allergy(r) for r in by_type.pop("AllergyIntolerance", [])),
        tuple(_encounter(r) for r in by_type.pop("Encounter", [])),
        tuple(
            ImmunisationRecord(
                codes(r["vaccineCode"]), _date(r.get("occurrenceDateTime")), r.get("status", "completed")
            )
            for r in by_type.pop("Immunization", [])
        ),
    )
    if by_type:
        raise ValueError(f"no neutral form for {', '.join(by_type)}")
    return read


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def codes(concept: Json) -> tuple[Coding, ...]:
    """The codings, and behind them the text if it says something else."""
    listed = tuple(
        Coding(SYSTEMS.get(c["system"], c["system"]), c["code"], c.get("display", ""))
        for c in concept.get("coding", [])
    )
    text = concept.get("text")
    return listed if text is None or text in {c.display for c in listed} else (*listed, Coding("", "", text))


def _code(concept: Json | None) -> Any:
    return concept["coding"][0]["code"] if concept else None


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _unit(quantity: Json) -> str:
    return quantity.get("code") or quantity.get("unit") or ""


def _condition(r: Json) -> ConditionRecord:
    return ConditionRecord(
        codes(r["code"]),
        _date(r.get("onsetDateTime") or r.get("recordedDate")),
        _date(r.get("abatementDateTime")),
        _code(r.get("clinicalStatus")),
        _code(r.get("verificationStatus")),
    )


def _observations(r: Json) -> list[ObservationRecord]:
    whole = {name: r[name] for name in ("effectiveDateTime", "status") if name in r}
    return [_observation(p) for p in (r, *({**c, **whole} for c in r.get("component", [])))]


def _observation(r: Json) -> ObservationRecord:
    if "effectivePeriod" in r:
        raise ValueError("no neutral form for effectivePeriod of Observation")
    quantity = r.get("valueQuantity", {})
    low, high = _limits(r, _unit(quantity))
    return ObservationRecord(
        codes(r["code"]),
        _date(r.get("effectiveDateTime")),
        r.get("status", "final"),
        _number(quantity.get("value", r.get("valueInteger"))),
        quantity.get("comparator"),
        _unit(quantity) or None,
        codes(r.get("valueCodeableConcept", {})),
        low,
        high,
    )


def _limits(r: Json, unit: str) -> tuple[Decimal | None, Decimal | None]:
    """None of them where one is in another unit than the value."""
    limits = (r.get("referenceRange") or [{}])[0]
    low, high = limits.get("low", {}), limits.get("high", {})
    if {_unit(low), _unit(high)} - {"", unit}:
        return None, None
    return _number(low.get("value")), _number(high.get("value"))


def _drug(r: Json) -> DrugRecord:
    dosages = r.get("dosage") or r.get("dosageInstruction") or [{}]
    dosage = dosages[0] if len(dosages) == 1 else {}
    quantity = (dosage.get("doseAndRate") or [{}])[0].get("doseQuantity", {})
    period = r.get("effectivePeriod", {})
    supply = r.get("dispenseRequest", {}).get("expectedSupplyDuration")
    return DrugRecord(
        codes(r["medicationCodeableConcept"]),
        _date(period.get("start") or r.get("effectiveDateTime") or r.get("authoredOn")),
        _date(period.get("end")),
        None if supply is None else supply["value"] * DAYS[supply["code"]],
        r.get("status", "completed"),
        _number(quantity.get("value")),
        _unit(quantity) or None,
        _per_day(dosage.get("timing", {}).get("repeat", {})),
        bool(dosage.get("asNeededBoolean")),
    )


def _per_day(repeat: Json) -> Decimal | None:
    if repeat.get("frequency") is None:
        return None
    if set(repeat) - {"frequency", "period", "periodUnit"}:
        raise ValueError(f"no neutral form for a frequency with {', '.join(repeat)}")
    frequency, period = Decimal(str(repeat["frequency"])), Decimal(str(repeat["period"]))
    if repeat["periodUnit"] == "h":
        return frequency * (24 / period) if 24 % period == 0 else None
    return frequency / period if repeat["periodUnit"] == "d" else None


def _performed(r: Json) -> PartialDate | None:
    if "performedPeriod" not in r:
        return _date(r.get("performedDateTime"))
    start, end = PartialDate.parse(r["performedPeriod"]["start"]), PartialDate.parse(r["performedPeriod"]["end"])
    return PartialDate(start.first, end.last)


def _allergy(r: Json) -> AllergyRecord:
    return AllergyRecord(codes(r["code"]), _code(r.get("clinicalStatus")), _code(r.get("verificationStatus")))


def _encounter(r: Json) -> EncounterRecord:
    period = r.get("period", {})
    kinds = {
        c.get("code") for concept in (*r.get("type", []), r.get("serviceType", {})) for c in concept.get("coding", [])
    }
    if "classHistory" in r:
        raise ValueError("no neutral form for an encounter with a classHistory")
    return EncounterRecord(
        SETTINGS.get(r["class"]["code"]),  # type: ignore[arg-type]
        _date(period.get("start")),
        _date(period.get("end")),
        r.get("status", "unknown"),
        bool(kinds & INTENSIVE_CARE),
    )
