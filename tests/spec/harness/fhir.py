"""The neutral patient as a FHIR R4 bundle, and so the definition of how the FHIR targets read a bundle.

What the targets read beyond what is written here (components, periods, other resources with the same meaning) is tested
beside each target. The mapping, element by element:

* ``Coding`` → ``CodeableConcept.coding``; a coding without a code is text only → ``CodeableConcept.text``.
* ``ConditionRecord`` → Condition: ``onsetDateTime``, ``abatementDateTime``, the two statuses.
* ``ObservationRecord`` → Observation: ``valueQuantity`` (unit as both ``unit`` and ``code``), ``valueInteger`` for a
  whole number without unit and comparator, ``valueCodeableConcept`` for an answer, ``dataAbsentReason`` for neither;
  ``referenceRange[0]``.
* ``DrugRecord`` → MedicationStatement with ``effectivePeriod``; with a supply and no end, or cancelled,
  MedicationRequest with ``authoredOn`` and ``dispenseRequest.expectedSupplyDuration`` in days. ``per_day`` → ``timing.repeat``:
  ``frequency`` per ``period`` days.
* ``ProcedureRecord`` → Procedure: ``performedDateTime``. ``AllergyRecord`` → AllergyIntolerance: ``code``.
* ``EncounterRecord`` → Encounter: ``class`` (inpatient IMP, emergency EMER, other AMB; None is an observation encounter,
  OBSENC), ``period``; ``icu`` is the ``type`` "Admission to intensive care unit".
* ``ImmunisationRecord`` → Immunization: ``vaccineCode``, ``occurrenceDateTime``. ``FamilyRecord`` → FamilyMemberHistory with
  one ``condition``. ``StudyRecord`` → ResearchSubject: ``period``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from eligo.logic import number
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

Json = dict[str, Any]
Medication = Literal["concept", "reference", "contained"]

SYSTEMS = {
    "snomed": "http://snomed.info/sct",
    "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "icd10pcs": "http://www.cms.gov/Medicare/Coding/ICD10",
    "loinc": "http://loinc.org",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "cvx": "http://hl7.org/fhir/sid/cvx",
    "local": "urn:eligo:local",
}
"""FHIR R4 system URIs (hl7.org/fhir/R4/terminologies-systems.html) of the short names; others are written as they are."""

_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"

SEVERITIES = {"mild": "255604002", "moderate": "6736007", "severe": "24484000"}
CLASSES = {"inpatient": "IMP", "emergency": "EMER", "other": "AMB", None: "OBSENC"}
INTENSIVE_CARE = Coding("snomed", "305351004", "Admission to intensive care unit")


def to_bundle(patient: Patient, medication: Medication = "concept") -> Json:
    """A bundle of type ``collection``: the Patient first, then one resource a record.

    ``medication`` says where a drug's codes stand: in ``medicationCodeableConcept``, in a Medication of the bundle, or
    in a contained one. Raises ValueError for what FHIR can't hold: a date that is no day, month or year, or an observation
    with both a number and an answer.
    """
    subject = {"reference": f"Patient/{patient.id}"}
    resources: list[Json] = [_patient(patient)]
    resources += [{"id": f"c{n}", "subject": subject} | _condition(c) for n, c in enumerate(patient.conditions, 1)]
    resources += [{"id": f"o{n}", "subject": subject} | _observation(o) for n, o in enumerate(patient.observations, 1)]
    for n, drug in enumerate(patient.drugs, 1):
        resources += _drug({"id": f"d{n}", "subject": subject}, drug, medication)
    resources += [{"id": f"p{n}", "subject": subject} | _procedure(p) for n, p in enumerate(patient.procedures, 1)]
    resources += [{"id": f"a{n}", "patient": subject} | _allergy(a) for n, a in enumerate(patient.allergies, 1)]
    resources += [{"id": f"e{n}", "subject": subject} | _encounter(e) for n, e in enumerate(patient.encounters, 1)]
    resources += [{"id": f"i{n}", "patient": subject} | _immunisation(i) for n, i in enumerate(patient.immunisations, 1)]
    resources += [{"id": f"f{n}", "patient": subject} | _relative(f) for n, f in enumerate(patient.family, 1)]
    resources += [{"id": f"s{n}", "individual": subject} | _study(s) for n, s in enumerate(patient.studies, 1)]
    entries = [{"fullUrl": f"http://example.org/fhir/{r['resourceType']}/{r['id']}", "resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _patient(patient: Patient) -> Json:
    died: Json = {}
    if patient.death is not None:
        died = {"deceasedDateTime": _date(patient.death)}
    elif patient.deceased:
        died = {"deceasedBoolean": True}
    known = _given(gender=patient.sex, birthDate=_date(patient.birth))
    return {"resourceType": "Patient", "id": patient.id} | known | died


def _condition(record: ConditionRecord) -> Json:
    return {"resourceType": "Condition"} | _given(
        clinicalStatus=_status("condition-clinical", record.clinical),
        verificationStatus=_status("condition-ver-status", record.verification),
        severity=_concept((Coding("snomed", SEVERITIES[record.severity]),)) if record.severity else None,
        code=_concept(record.codes),
        onsetDateTime=_date(record.onset),
        abatementDateTime=_date(record.end),
    )


def _observation(record: ObservationRecord) -> Json:
    limits = _given(low=_quantity(record.range_low, record.unit), high=_quantity(record.range_high, record.unit))
    return {"resourceType": "Observation", "status": record.status} | _value(record) | _given(
        code=_concept(record.codes), effectiveDateTime=_date(record.date), referenceRange=[limits] if limits else None)


def _value(record: ObservationRecord) -> Json:
    if record.answer:
        if record.value is not None:
            raise ValueError("FHIR holds a number or an answer, not both")
        return {"valueCodeableConcept": _concept(record.answer)}
    if record.value is None:
        return {"dataAbsentReason": {"coding": [{"system": f"{_TERMINOLOGY}data-absent-reason", "code": "unknown"}]}}
    if record.unit is None and record.comparator is None and record.value == record.value.to_integral_value():
        return {"valueInteger": int(record.value)}
    return {"valueQuantity": _given(comparator=record.comparator) | (_quantity(record.value, record.unit) or {})}


def _drug(base: Json, record: DrugRecord, medication: Medication) -> Iterable[Json]:
    coded: Json = {"medicationCodeableConcept": _concept(record.codes) or {}}
    drug: Json = {"resourceType": "Medication", "id": f"m-{base['id']}", "code": _concept(record.codes)}
    if medication == "reference":
        yield drug
        coded = {"medicationReference": {"reference": f"Medication/{drug['id']}"}}
    elif medication == "contained":
        coded = {"contained": [drug], "medicationReference": {"reference": f"#{drug['id']}"}}
    dosage = _dosage(record)
    supplied = record.supply_days is not None and record.end is None and record.status not in ("not-taken", "intended")
    if record.status == "cancelled" or supplied:
        supply = None if record.supply_days is None else {"value": record.supply_days, "unit": "d", "code": "d"}
        yield base | coded | {"resourceType": "MedicationRequest", "status": record.status, "intent": "order"} | _given(
            authoredOn=_date(record.start),
            dispenseRequest=supply and {"expectedSupplyDuration": supply | {"system": "http://unitsofmeasure.org"}},
            dosageInstruction=dosage,
        )
    else:
        period = _given(start=_date(record.start), end=_date(record.end))
        yield base | coded | {"resourceType": "MedicationStatement", "status": record.status} | _given(
            effectivePeriod=period or None, dosage=dosage)


def _dosage(record: DrugRecord) -> list[Json] | None:
    repeat: Json | None = None
    if record.per_day is not None:
        rate = Fraction(record.per_day)
        repeat = {"frequency": rate.numerator, "period": rate.denominator, "periodUnit": "d"}
    dosage = _given(
        timing=repeat and {"repeat": repeat},
        asNeededBoolean=record.as_needed or None,
        doseAndRate=[{"doseQuantity": _quantity(record.dose, record.dose_unit)}] if record.dose is not None else None,
    )
    return [dosage] if dosage else None


def _procedure(record: ProcedureRecord) -> Json:
    return {"resourceType": "Procedure", "status": record.status} | _given(
        code=_concept(record.codes), performedDateTime=_date(record.date))


def _allergy(record: AllergyRecord) -> Json:
    return {"resourceType": "AllergyIntolerance"} | _given(
        clinicalStatus=_status("allergyintolerance-clinical", record.clinical),
        verificationStatus=_status("allergyintolerance-verification", record.verification),
        code=_concept(record.codes),
    )


def _encounter(record: EncounterRecord) -> Json:
    kind = {"system": f"{_TERMINOLOGY}v3-ActCode", "code": CLASSES[record.setting]}
    return {"resourceType": "Encounter", "status": record.status, "class": kind} | _given(
        type=[_concept((INTENSIVE_CARE,))] if record.icu else None, period=_period(record.start, record.end))


def _immunisation(record: ImmunisationRecord) -> Json:
    return {"resourceType": "Immunization", "status": record.status} | _given(
        vaccineCode=_concept(record.codes), occurrenceDateTime=_date(record.date))


def _relative(record: FamilyRecord) -> Json:
    return {"resourceType": "FamilyMemberHistory", "status": record.status, "condition": [_given(code=_concept(record.codes))]}


def _study(record: StudyRecord) -> Json:
    study = {"reference": "ResearchStudy/another"}
    return {"resourceType": "ResearchSubject", "status": record.status, "study": study} | _given(
        period=_period(record.start, record.end))


def _period(start: PartialDate | None, end: PartialDate | None) -> Json | None:
    return _given(start=_date(start), end=_date(end)) or None


def _given(**elements: Any) -> Json:
    return {name: value for name, value in elements.items() if value is not None}


def _concept(codes: tuple[Coding, ...]) -> Json | None:
    coding = [
        {"system": SYSTEMS.get(c.system, c.system), "code": c.code} | _given(display=c.display or None)
        for c in codes
        if c.code
    ]
    text = next((c.display for c in codes if not c.code), None)
    return _given(coding=coding or None, text=text) or None


def _status(system: str, code: str | None) -> Json | None:
    return {"coding": [{"system": _TERMINOLOGY + system, "code": code}]} if code else None


def _quantity(value: Decimal | None, unit: str | None) -> Json | None:
    if value is None:
        return None
    return {"value": number(value)} | _given(unit=unit, code=unit)


def _date(day: PartialDate | None) -> str | None:
    if day is None:
        return None
    if PartialDate.parse(str(day)) != day:
        raise ValueError(f"FHIR has no date for {day.first} to {day.last}")
    return str(day)
