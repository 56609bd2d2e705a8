"""The emitted CQL: what it reads of FHIR beyond the specification's bundles, and that it is well formed whatever its text."""

from __future__ import annotations

import re
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import forms
from harness.concepts import (
    ALT,
    DIABETES,
    GLUCOCORTICOIDS,
    HBSAG,
    HEMOGLOBIN,
    INFLUENZA_VACCINE,
    LIVE_VACCINES,
    METFORMIN,
    METHOTREXATE,
    NYHA,
    PENICILLINS,
    POSITIVE,
    PREDNISONE,
    TRANSFUSION,
)
from harness.engine_cql import CqlEngine, ask, emit_cql
from harness.engines import runs
from harness.fhir import SYSTEMS, Json, Medication
from harness.spec import cases

from eligo.logic import (
    Age,
    Allergy,
    And,
    AtLeast,
    Bounds,
    Condition,
    Drug,
    Either,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    StudyParticipation,
    Truth,
    Window,
)
from eligo.protocol import Criterion

pytestmark = pytest.mark.skipif(CqlEngine().available() is not None, reason=str(CqlEngine().available()))

INDEX = date(2026, 1, 15)
YEAR = Window(Offset(1, "a"))
DOSED = Drug(PREDNISONE, dose=Bounds(Decimal(10), low_closed=False), dose_unit="mg")
HIGH = Measurement(HEMOGLOBIN, Bounds(Decimal(10)), "g/dL")
STATEMENTS: dict[str, Expr] = {
    "diabetes": Condition(DIABETES),
    "diabetes this year": Condition(DIABETES, "history", YEAR),
    "hemoglobin": HIGH,
    "ALT": Measurement(ALT, Bounds(high=Decimal("2.5")), times="ULN"),
    "normal": Measurement(ALT, answer="normal"),
    "metformin": Drug(METFORMIN),
    "metformin ever": Drug(METFORMIN, "ever"),
    "prednisone": DOSED,
    "transfused": Procedure(TRANSFUSION, YEAR),
    "allergic": Allergy(PENICILLINS),
    **forms.STATEMENTS,
}


def coded(system: str, code: str, **more: str) -> Json:
    return {"coding": [{"system": SYSTEMS[system], "code": code} | more]}


def condition(**elements: Any) -> Json:
    return {"resourceType": "Condition", "code": coded("snomed", "44054006")} | elements


def observation(code: str = "718-7", **elements: Any) -> Json:
    found = {"resourceType": "Observation", "status": "final", "code": coded("loinc", code)}
    return found | {"effectiveDateTime": "2026-01-10"} | elements


def quantity(value: float, unit: str) -> Json:
    return {"value": value, "unit": unit, "code": unit}


def transfusion(**elements: Any) -> Json:
    return {"resourceType": "Procedure", "status": "completed", "code": coded("snomed", "116863004")} | elements


def drug(kind: str, code: str = "6809", **elements: Any) -> Json:
    return {"resourceType": kind, "status": "active", "medicationCodeableConcept": coded("rxnorm", code)} | elements


def referring(reference: str, display: str | None = None, **elements: Any) -> Json:
    medication = {"reference": reference, "display": display} if display else {"reference": reference}
    return {"resourceType": "MedicationStatement", "status": "active", "medicationReference": medication} | elements


def named(text: str) -> Json:
    return drug("MedicationStatement", medicationCodeableConcept={"text": text})


def requested(**elements: Any) -> Json:
    return drug("MedicationRequest") | {"intent": "order", "authoredOn": "2026-01-01"} | elements


def supplied(count: int, unit: str) -> Json:
    return requested(dispenseRequest={"expectedSupplyDuration": quantity(count, unit)})


def given(day: str, status: str = "completed") -> Json:
    return drug("MedicationAdministration", status=status, effectiveDateTime=day)


def alt(value: int, **limits: Json) -> Json:
    return observation("1742-6", valueQuantity=quantity(value, "U/L"), referenceRange=[limits])


def dosage(value: float, unit: str = "mg", **repeat: Any) -> list[Json]:
    return [{"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": quantity(value, unit)}]}]


def prednisone(*dosages: Json, **repeat: Any) -> Json:
    return drug("MedicationStatement", "8640", dosage=list(dosages) or dosage(4, **repeat))


MEDICATION = {"resourceType": "Medication", "id": "m1", "code": coded("rxnorm", "6809")}
SYSTOLIC = {"code": coded("loinc", "718-7"), "valueQuantity": quantity(11, "g/dL")}

READINGS: list[tuple[str, list[Json], Truth]] = [
    # moments, periods and what is neither
    ("diabetes this year", [condition(onsetDateTime="2025-02-01T23:30:00-05:00")], True),
    ("diabetes this year", [condition(onsetDateTime="2025-01-14T23:30:00-05:00", abatementDateTime="2025-01-14")], False),
    ("diabetes this year", [condition(onsetPeriod={"start": "2025-02", "end": "2025-03"})], True),
    ("diabetes this year", [condition(onsetPeriod={"start": "2026-01-01", "end": "2026-02-01"})], None),
    ("diabetes this year", [condition(onsetAge=quantity(40, "a"), recordedDate="2025-06-01")], None),
    ("diabetes this year", [condition(recordedDate="2025-06-01")], True),
    ("diabetes", [condition(onsetDateTime="2020", abatementPeriod={"start": "2021", "end": "2022"})], False),
    ("diabetes", [condition(onsetDateTime="2020", abatementString="in spring")], None),
    ("diabetes", [{"resourceType": "Condition"}], False),
    ("transfused", [transfusion(performedPeriod={"start": "2025-05-01", "end": "2025-05-02"})], True),
    ("transfused", [transfusion(performedPeriod={"start": "2025-01-01", "end": "2025-05-02"})], None),
    ("transfused", [transfusion(performedString="lately")], None),
    # results
    ("hemoglobin", [observation(valueQuantity=quantity(11, "g/dL"))], True),
    ("hemoglobin", [observation(valueQuantity={"value": 11, "unit": "g/L", "code": "g/dL"})], True),
    ("hemoglobin", [observation(valueQuantity={"value": 11, "unit": "g/dL"})], True),
    ("hemoglobin", [observation("55284-4", component=[SYSTOLIC])], True),
    ("hemoglobin", [observation("55284-4", component=[SYSTOLIC | {"valueQuantity": quantity(9, "g/dL")}])], False),
    ("hemoglobin", [observation(valueString="11 g/dL")], None),
    ("hemoglobin", [observation(dataAbsentReason={"text": "hemolysed"})], None),
    ("hemoglobin", [observation(effectiveDateTime=None, effectiveInstant="2026-01-10T08:00:00Z",
                                valueQuantity=quantity(11, "g/dL"))], True),
    ("hemoglobin", [observation(effectiveDateTime=None, effectivePeriod={"start": "2026-01-10"},
                                valueQuantity=quantity(11, "g/dL"))], None),
    ("ALT", [alt(100, high=quantity(40, "U/L"))], True),
    ("ALT", [alt(100, high={"value": 40})], True),
    ("ALT", [alt(100, high=quantity(40, "ukat/L"))], None),
    ("normal", [alt(1, high=quantity(40, "U/L"))], True),
    ("normal", [alt(1, low=quantity(5, "ukat/L"), high=quantity(40, "U/L"))], None),
    # drugs: the three resources, and where the codes stand
    ("metformin", [drug("MedicationStatement")], True),
    ("metformin", [requested()], True),
    ("metformin", [requested(intent="proposal")], False),
    ("metformin", [requested(doNotPerform=True)], False),
    ("metformin", [requested(status="draft")], False),
    ("metformin", [supplied(3, "wk")], True),
    ("metformin", [supplied(14, "days")], False),
    ("metformin", [supplied(2, "mo")], None),
    ("metformin", [given("2026-01-14T09:00:00Z")], False),
    ("metformin", [given("2026-01-15T09:00:00Z")], True),
    ("metformin ever", [given("2026-01-14", "not-done")], False),
    ("metformin", [referring("Medication/m1"), MEDICATION], True),
    ("metformin", [referring("http://example.org/fhir/Medication/m1"), MEDICATION], True),
    ("metformin", [referring("urn:uuid:m1"), MEDICATION], True),
    ("metformin", [referring("Medication/m2"), MEDICATION], None),
    ("prednisone", [referring("Medication/m2", dosage=dosage(4, frequency=3, period=1, periodUnit="d"))], None),
    ("metformin", [referring("Medication/m2", "METFORMIN 500 mg")], True),
    ("metformin", [referring("#m1", contained=[MEDICATION])], None),  # cql-exec-fhir gives contained resources no type
    # displayed names
    ("metformin", [named("Glucophage(metformin)")], True),
    ("metformin", [named("metformin/sitagliptin")], True),
    ("metformin", [named("metforminum")], False),
    ("metformin", [named("metforminum, metformin")], True),
    ("allergic", [{"resourceType": "AllergyIntolerance", "code": {"text": "Penicillin - G"}}], True),
    ("allergic", [{"resourceType": "AllergyIntolerance", "reaction": [{"substance": coded("rxnorm", "723")}]}], True),
    ("allergic", [{"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}}], False),
    # doses: 4 mg several times a day against "more than 10 mg"
    ("prednisone", [prednisone(frequency=3, period=1, periodUnit="d")], True),
    ("prednisone", [prednisone(frequency=2, period=1, periodUnit="d")], False),
    ("prednisone", [prednisone(frequency=6, period=2, periodUnit="d")], True),
    ("prednisone", [prednisone(frequency=1, period=8, periodUnit="h")], True),
    ("prednisone", [prednisone(frequency=1, period=12, periodUnit="h")], False),
    ("prednisone", [prednisone(frequency=1, period=5, periodUnit="h")], None),
    ("prednisone", [prednisone(frequency=99, period=1, periodUnit="wk")], None),
    ("prednisone", [prednisone(frequency=3, frequencyMax=4, period=1, periodUnit="d")], None),
    ("prednisone", [prednisone()], None),
    ("prednisone", [prednisone(dosage(4, frequency=3, period=1, periodUnit="d")[0] | {"asNeededBoolean": True})], None),
    ("prednisone", [prednisone(*dosage(8, frequency=1, period=1, periodUnit="d") * 2)], None),
    ("prednisone", [prednisone(*dosage(0.02, "g", frequency=1, period=1, periodUnit="d"))], True),
    *forms.READINGS,
]


def bundle(resources: list[Json]) -> Json:
    present = [{k: v for k, v in r.items() if v is not None} for r in resources]
    patient = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1970-06-15"}
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in [patient, *present]]}


def statement(name: str, logic: Expr, text: str = "") -> Criterion:
    return Criterion(name, "inclusion", "require", text, (), logic, "computable")


@pytest.fixture(scope="module")
def readings() -> list[Json]:
    library = emit_cql([statement(name, logic) for name, logic in STATEMENTS.items()], INDEX, "forms")
    jobs = [{"library": "forms", "bundle": bundle(resources), "expressions": [name]} for name, resources, _ in READINGS]
    return ask([{"library": "forms", "cql": library}, *jobs])


def test_reads_every_form(readings: list[Json]) -> None:
    assert readings[0] == {"problems": []}
    expected = [{"values": {name: truth}} for name, _, truth in READINGS]
    wrong = [(r, e, g) for r, e, g in zip(READINGS, expected, readings[1:], strict=True) if e != g]
    assert not wrong


@pytest.mark.parametrize(("medication", "may_be_unknown"), [("reference", False), ("contained", True)])
def test_drug_chapter_with_medications_elsewhere(medication: Medication, may_be_unknown: bool) -> None:
    chapter = [c for c in cases() if c.id.startswith("drug-") and runs("cql", c.not_in)]
    found = CqlEngine(medication=medication).run_all(chapter)
    pairs = [(c.id, label, e, g) for c in chapter for label, e, g in zip(c.labels, c.expected, found[c.id], strict=True)]
    assert pairs
    assert not [p for p in pairs if p[2] is not p[3] and not (may_be_unknown and p[3] is None)]


EVERYTHING = And((
    Age(Bounds(Decimal(18), True, Decimal(70), True)), Age(Bounds(Decimal(3), False), "mo"), Sex("female"),
    Not(Reproduction("pregnant")),
    Condition(DIABETES, "active"), Condition(DIABETES, "history", Window(Offset(3, "mo", True), Offset(2, "wk", True)), 2),
    Or((HIGH, Measurement(HBSAG, answer="positive", which="any"), Measurement(NYHA, values=(Decimal(1), Decimal(2)), which="all"))),
    Measurement(ALT, answer="abnormal"),
    Drug(GLUCOCORTICOIDS, dose=Bounds(high=Decimal(10)), dose_unit="mg", equivalent="prednisone"),
    Drug(METHOTREXATE, dose=Bounds(Decimal("0.3")), dose_unit="mg", per_kg=True, duration=Offset(3, "mo", True)),
    Drug(METFORMIN, "ever", duration=Offset(8, "wk")), Drug(METFORMIN, stable=Offset(3, "mo")), Drug(METFORMIN, "ever", YEAR),
    Condition(DIABETES, severity=("moderate", "severe")), Condition(DIABETES, "history", YEAR, 2, ("mild",), "suspected"),
    Encounter("inpatient"), Encounter("icu", YEAR), Encounter("emergency", Window()), Encounter("any", YEAR, 3),
    Immunisation(INFLUENZA_VACCINE, YEAR), Immunisation(LIVE_VACCINES, count=2), FamilyHistory(DIABETES),
    StudyParticipation(), StudyParticipation(YEAR), Age(Bounds(Decimal(12), True, Decimal(36)), "h"),
    Procedure(TRANSFUSION, count=2), Allergy(PENICILLINS), AtLeast(2, (Sex("male"), HIGH, Condition(DIABETES))),
    Either((Sex("male"), HIGH)), Manual("consent", "signed"), Opaque("residue", "words"),
))


def test_every_construct_translates_without_a_remark() -> None:
    assert ask([{"library": "all", "cql": emit_cql([statement("I1", EVERYTHING)], INDEX)}]) == [{"problems": []}]


HOSTILE = ["*/ define \"Eligible\": true /*", "'\"\\", "a\nb\r\u2028define X: 1", "\u202e{{ 7*7 }}", "𝕏 // ; ≥ 5", "\\u0027 \\'"]


def test_text_never_becomes_code() -> None:
    asked = ["I1", "Eligible", "PotentiallyEligible", "Verdict", "Screen"]
    jobs: list[Json] = []
    for text in HOSTILE:
        criteria = [statement("I1", And((Sex("female"), Manual("consent", text))), text)]
        jobs.append({"library": text, "cql": emit_cql(criteria, INDEX, trial=text)})
        jobs.append({"library": text, "bundle": bundle([]), "expressions": asked})
    expected = {"values": dict(zip(asked, (None, None, True, "undetermined", "potential"), strict=True))}
    assert ask(jobs) == [{"problems": []}, expected] * len(HOSTILE)


def test_index_date_can_be_given_at_run_time() -> None:
    library = emit_cql([statement("I1", Age(Bounds(Decimal(56))))], INDEX)
    asked = {"library": "i", "bundle": bundle([]), "expressions": ["I1"]}
    answers = ask([{"library": "i", "cql": library}, asked, asked | {"index": "2026-06-15"}])[1:]
    assert [a["values"]["I1"] for a in answers] == [False, True]


def test_needs_no_helper_library() -> None:
    library = emit_cql([statement("I1", And((EVERYTHING, Measurement(HBSAG, answer=POSITIVE.label))))], INDEX)
    code = re.sub(r"//.*|/\*.*?\*/|'[^']*'", "", library)
    assert not [word for word in ("include", "valueset", "Matches", "Split", "between") if word in code]
