"""The Python target over FHIR: what the specification can't say in terms of the neutral patient."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import forms
from harness import concepts as k
from harness.engine_python import answers

from eligo.emit import load, render
from eligo.logic import Allergy, Bounds, Condition, Drug, Expr, Measurement, Offset, Procedure, Truth, Window
from eligo.lower import lower
from eligo.protocol import Criterion

AS_OF = "2026-01-15"
SNOMED, LOINC, RXNORM = "http://snomed.info/sct", "http://loinc.org", "http://www.nlm.nih.gov/research/umls/rxnorm"
YEAR = Window(Offset(1, "a"))
Json = dict[str, Any]


def coded(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


def truths(logic: Expr, *resources: Json, **patient: object) -> Truth:
    return result(logic, *resources, **patient)["criteria"][0]["value"]  # type: ignore[no-any-return]


def result(logic: Expr, *resources: Json, **patient: object) -> Json:
    criterion = Criterion("I1", "inclusion", "require", "", (), logic, "computable")
    source = render(lower([criterion], "fhir"), load("python"))
    entries = [{"resource": r} for r in ({"resourceType": "Patient", "id": "p"} | patient, *resources)]
    return answers([(source, [{"resourceType": "Bundle", "entry": entries}], AS_OF)])[0][0]


@pytest.mark.parametrize(("name", "resources", "expected"), forms.READINGS)
def test_forms_that_both_targets_read(name: str, resources: list[Json], expected: Truth) -> None:
    present = [{k: v for k, v in r.items() if v is not None} for r in resources]
    assert truths(forms.STATEMENTS[name], *present) is expected


# --- conditions ---


def diabetes(**fields: object) -> Json:
    return {"resourceType": "Condition", "id": "c", "code": coded(SNOMED, "44054006")} | fields


@pytest.mark.parametrize(
    ("fields", "ever", "in_the_year"),
    [
        ({"onsetPeriod": {"start": "2025-03", "end": "2025-05"}, "abatementDateTime": "2025-06-01"}, True, True),
        ({"onsetDateTime": "2020", "abatementPeriod": {"start": "2024-12", "end": "2025-02"}}, True, None),
        ({"onsetAge": {"value": 30}, "recordedDate": "2025-06-01"}, True, None),
        ({"onsetString": "childhood", "abatementDateTime": "2000"}, True, False),
        ({"recordedDate": "2025-06-01"}, True, True),
        ({"onsetDateTime": "2025-02-30"}, None, None),
        ({"onsetDateTime": 20250201}, None, None),
        ({"onsetDateTime": "2010-01-01", "abatementString": "gone"}, True, None),
        ({"onsetDateTime": "2010-01-01", "abatementBoolean": True}, True, None),
        ({"onsetDateTime": "2010-01-01", "verificationStatus": coded("", "surely")}, None, None),
        ({"onsetDateTime": "2010-01-01", "verificationStatus": coded("", "refuted")}, False, False),
    ],
)
def test_condition_dates(fields: Json, ever: Truth, in_the_year: Truth) -> None:
    assert truths(Condition(k.DIABETES, "history"), diabetes(**fields)) is ever
    assert truths(Condition(k.DIABETES, "history", YEAR), diabetes(**fields)) is in_the_year


@pytest.mark.parametrize(
    ("fields", "present"),
    [
        ({"abatementBoolean": False}, True),
        ({"abatementBoolean": True}, False),
        ({"abatementAge": {"value": 40}}, None),
        ({"clinicalStatus": coded("", "asleep")}, None),
    ],
)
def test_condition_present(fields: Json, present: Truth) -> None:
    assert truths(Condition(k.DIABETES), diabetes(onsetDateTime="2010", **fields)) is present


# --- observations ---


def observation(concept_code: str = "777-3", **fields: object) -> Json:
    return {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-10",
            "code": coded(LOINC, concept_code)} | fields


PLATELETS = Measurement(k.PLATELETS, Bounds(low=Decimal(100)), "10*9/L")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"valueQuantity": {"value": 150, "code": "10*9/L", "unit": "giga"}}, True),
        ({"valueQuantity": {"value": 150, "unit": "10*9/L"}}, True),
        ({"valueQuantity": {"value": "99.9", "unit": "10*9/L"}}, False),
        ({"valueQuantity": {"value": 150, "code": "furlong", "unit": "10*9/L"}}, None),
        ({"valueInteger": 150}, True),
        ({"valueString": "150"}, None),
        ({"valueQuantity": {"value": True, "unit": "10*9/L"}}, None),
        ({"valueQuantity": [150]}, None),
        ({"valueQuantity": {"value": 150, "unit": "10*9/L"}, "dataAbsentReason": coded("", "error")}, None),
        ({"valueQuantity": {"value": 150, "unit": "10*9/L", "comparator": "~"}}, None),
        ({"effectiveInstant": "2026-01-09T23:59:59Z", "valueInteger": 150}, True),
        ({"effectiveDateTime": None, "effectivePeriod": {"start": "2026-01-01", "end": "2026-01-09"}, "valueInteger": 150}, True),
        ({"effectiveDateTime": None, "effectivePeriod": {"start": "2024-01-01", "end": "2026-01-09"}, "valueInteger": 150}, None),
        ({"status": 5, "valueInteger": 150}, None),
    ],
)
def test_values(fields: Json, expected: Truth) -> None:
    assert truths(PLATELETS, observation(**fields)) is expected


def test_a_component_is_an_observation_of_its_own() -> None:
    panel = observation("58410-2", component=[
        {"code": coded(LOINC, "718-7"), "valueQuantity": {"value": 11, "unit": "g/dL"}},
        {"code": coded(LOINC, "777-3"), "valueQuantity": {"value": 80, "unit": "10*9/L"}},
    ])
    found = result(PLATELETS, panel | {"id": "o1"})["criteria"][0]
    assert found["value"] is False
    assert found["because"][0]["evidence"] == [
        {"resource": "Observation/o1", "name": "777-3", "date": "2026-01-10", "value": 80, "unit": "10*9/L"}]
    assert truths(PLATELETS, panel | {"status": "cancelled"}) is None


@pytest.mark.parametrize(("unit", "expected"), [("U/L", True), (None, True), ("mU/L", None)])
def test_a_reference_limit_in_another_unit_is_none(unit: str | None, expected: Truth) -> None:
    high = {"value": 40} | ({"unit": unit} if unit else {})
    alt = observation("1742-6", valueQuantity={"value": 70, "unit": "U/L"}, referenceRange=[{"high": high}])
    assert truths(Measurement(k.ALT, Bounds(high=Decimal(2)), times="ULN"), alt) is expected


def test_numbers_are_exact() -> None:
    bound = Measurement(k.CREATININE, Bounds(high=Decimal("1.1")), "mg/dL")
    assert truths(bound, observation("2160-0", valueQuantity={"value": 97.24, "unit": "umol/L"})) is True
    assert truths(bound, observation("2160-0", valueQuantity={"value": 97.2400000001, "unit": "umol/L"})) is False


# --- drugs ---


def statement(**fields: object) -> Json:
    return {"resourceType": "MedicationStatement", "status": "active", "effectivePeriod": {"start": "2025-01-01"},
            "medicationCodeableConcept": coded(RXNORM, "8640")} | fields


def dosage(value: object = 20, unit: str = "mg", **timing: object) -> list[Json]:
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d"} | timing
    return [{"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": {"value": value, "unit": unit}}]}]


TAKES = Drug(k.PREDNISONE)
HIGH = Drug(k.PREDNISONE, dose=Bounds(low=Decimal(20)), dose_unit="mg")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (dosage(), True),
        (dosage(10), False),
        (dosage(10, period=12, periodUnit="h"), True),
        (dosage(10, frequency=2), True),
        (dosage(7, period=5, periodUnit="h"), None),
        (dosage(7, period=7, periodUnit="h"), None),
        (dosage(20, frequency=7, periodUnit="wk"), None),
        (dosage(7, period=8, periodUnit="h"), True),
        (dosage(20, periodUnit="wk"), None),
        (dosage(20, frequencyMax=2), None),
        (dosage(20, dayOfWeek=["mon"]), None),
        (dosage(20, frequency="x"), None),
        ([dosage()[0] | {"asNeededBoolean": True}], None),
        ([dosage()[0] | {"asNeededCodeableConcept": {"text": "pain"}}], None),
        (dosage() + dosage(), None),
        (dosage("0.02", "g"), True),
        ([], None),
        ("20 mg", None),
    ],
)
def test_daily_doses(given: object, expected: Truth) -> None:
    assert truths(HIGH, statement(dosage=given)) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"intent": "proposal"}, False),
        ({"doNotPerform": True}, False),
        ({"doNotPerform": "no"}, None),
        ({"status": "draft"}, False),
        ({"status": "unknown"}, None),
        ({"authoredOn": "2026-01-16"}, False),
        ({"authoredOn": "2025-11-01", "dispenseRequest": {"expectedSupplyDuration": {"value": 30, "unit": "d"}}}, False),
        ({"authoredOn": "2026-01-02", "dispenseRequest": {"expectedSupplyDuration": {"value": 2, "code": "wk"}}}, True),
        ({"authoredOn": "2026-01-01", "dispenseRequest": {"expectedSupplyDuration": {"value": 2, "code": "wk"}}}, False),
        ({"authoredOn": "2025-11-01", "dispenseRequest": {"expectedSupplyDuration": {"value": 1, "code": "mo"}}}, None),
    ],
)
def test_requests(fields: Json, expected: Truth) -> None:
    request = {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": "2026-01-10",
               "medicationCodeableConcept": coded(RXNORM, "8640")}
    assert truths(TAKES, request | fields) is expected


def test_an_administration_at_a_time_is_a_day() -> None:
    given = {"resourceType": "MedicationAdministration", "status": "completed", "medicationCodeableConcept": coded(RXNORM, "8640")}
    last_month = Drug(k.PREDNISONE, window=Window(Offset(1, "mo")))
    assert truths(last_month, given | {"effectiveDateTime": "2026-01-02T10:00:00Z"}) is True
    assert truths(last_month, given | {"effectiveDateTime": "2025-11-02"}) is False
    assert truths(last_month, given | {"effectiveDateTime": "2026-01-02", "status": "not-done"}) is False


@pytest.mark.parametrize("pointer", ["Medication/m", "http://example.org/fhir/Medication/m", "urn:uuid:m", "#m"])
def test_a_drug_by_reference(pointer: str) -> None:
    drug = {"resourceType": "Medication", "id": "m", "code": coded(RXNORM, "8640")}
    refers = statement(medicationCodeableConcept=None, medicationReference={"reference": pointer})
    assert truths(TAKES, *((refers | {"contained": [drug]},) if pointer == "#m" else (refers, drug))) is True


def test_a_drug_by_the_name_of_its_reference() -> None:
    assert truths(TAKES, statement(medicationCodeableConcept=None, medicationReference={"display": "PredniSONE 5 MG tab"})) is True
    assert truths(TAKES, statement(medicationCodeableConcept=None, medicationReference={"display": "methylprednisone"})) is False


# --- procedures, allergies, the person ---


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"performedDateTime": "2025-06"}, True),
        ({"performedPeriod": {"start": "2024-06-01", "end": "2025-06-01"}}, None),
        ({"performedPeriod": {"start": "2025-05-01", "end": "2025-06-01"}}, True),
        ({"performedPeriod": {"end": "2025-06-01"}}, None),
        ({"performedString": "last year"}, None),
        ({"performedDateTime": "2025-06", "status": {}}, None),
    ],
)
def test_procedures(fields: Json, expected: Truth) -> None:
    bypass = {"resourceType": "Procedure", "status": "completed", "code": coded(SNOMED, "232717009")}
    assert truths(Procedure(k.BYPASS, YEAR), bypass | fields) is expected


def test_an_allergy_by_the_substance_of_a_reaction() -> None:
    allergy = {"resourceType": "AllergyIntolerance", "code": {"text": "antibiotic"}}
    assert truths(Allergy(k.PENICILLINS), allergy) is False
    assert truths(Allergy(k.PENICILLINS), allergy | {"reaction": [{"substance": coded(RXNORM, "723")}]}) is True
    assert truths(Allergy(k.PENICILLINS), {"resourceType": "AllergyIntolerance", "code": {"text": "Amoxicillin (oral)"}}) is True


@pytest.mark.parametrize(
    ("patient", "verdict", "reason"),
    [
        ({"deceasedDateTime": "2026-01-15T08:00:00Z"}, "ineligible", "deceased"),
        ({"deceasedDateTime": "2026-01-16"}, "eligible", None),
        ({"deceasedDateTime": "2026-01"}, "undetermined", None),
        ({"deceasedDateTime": "soon"}, "undetermined", None),
        ({"deceasedBoolean": True}, "ineligible", "deceased"),
        ({"deceasedBoolean": False}, "eligible", None),
        ({"deceasedBoolean": "false"}, "undetermined", None),
    ],
)
def test_death(patient: Json, verdict: str, reason: str | None) -> None:
    found = result(TAKES, statement(), **patient)
    assert (found["verdict"], found["reason"]) == (verdict, reason)
