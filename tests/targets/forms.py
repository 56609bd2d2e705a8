"""Forms that FHIR records may have beyond the specification's bundles, for the targets that read FHIR: severity, certainty,
encounters, vaccines, family history, studies. Each is (a statement's name, resources, its truth on 2026-01-15).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from harness.concepts import DIABETES, INFLUENZA_VACCINE
from harness.fhir import SYSTEMS

from eligo.logic import (
    Condition,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Offset,
    StudyParticipation,
    Truth,
    Window,
)

Json = dict[str, Any]
YEAR = Window(Offset(1, "a"))

STATEMENTS: dict[str, Expr] = {
    "severe": Condition(DIABETES, severity=("severe",)),
    "suspected": Condition(DIABETES, certainty="suspected"),
    "in hospital": Encounter("inpatient"),
    "in intensive care": Encounter("icu"),
    "emergency": Encounter("emergency", YEAR),
    "vaccinated this year": Immunisation(INFLUENZA_VACCINE, YEAR),
    "vaccinated": Immunisation(INFLUENZA_VACCINE),
    "family": FamilyHistory(DIABETES),
    "in a study": StudyParticipation(),
}


def _coded(system: str, *codes: str) -> Json:
    return {"coding": [{"system": SYSTEMS[system], "code": c} for c in codes]}


def _diabetes(**elements: Any) -> Json:
    return {"resourceType": "Condition", "code": _coded("snomed", "44054006")} | elements


def _stay(kind: str | None = "IMP", start: str | None = "2026-01-10", **elements: Any) -> Json:
    found: Json = {"resourceType": "Encounter", "status": "in-progress"}
    found |= {"class": {"code": kind}} if kind else {}
    return found | ({"period": {"start": start}} if start else {}) | elements


def _vaccine(**elements: Any) -> Json:
    return {"resourceType": "Immunization", "status": "completed", "vaccineCode": _coded("cvx", "140")} | elements


def _verified(status: str) -> Json:
    return {"coding": [{"code": status}]}


def _relatives(*codes: str, status: str | None = "completed") -> Json:
    found: Json = {"resourceType": "FamilyMemberHistory", "condition": [{"code": _coded("snomed", c)} for c in codes]}
    return found | ({"status": status} if status else {})


def _subject(**elements: Any) -> Json:
    return {"resourceType": "ResearchSubject", "status": "on-study"} | elements


LATER = {"classHistory": [{"class": {"code": "IMP"}, "period": {"start": "2026-01-10"}}]}
ICU = _coded("snomed", "305351004")

READINGS: list[tuple[str, list[Json], Truth]] = [
    ("severe", [_diabetes(severity=_coded("snomed", "24484000"))], True),
    ("severe", [_diabetes(severity=_coded("snomed", "255604002"))], False),
    ("severe", [_diabetes(severity=_coded("snomed", "24484000", "6736007"))], None),
    ("severe", [_diabetes(severity=_coded("snomed", "399166001"))], None),
    ("severe", [_diabetes(severity={"text": "severe"})], None),
    ("severe", [_diabetes()], None),
    ("suspected", [_diabetes(verificationStatus=_verified("provisional"))], True),
    ("suspected", [_diabetes(verificationStatus=_verified("something"))], None),
    ("suspected", [_diabetes(verificationStatus=_verified("refuted"))], False),
    ("in hospital", [_stay("ACUTE")], True),
    ("in hospital", [_stay("NONAC")], True),
    ("in hospital", [_stay("OBSENC")], None),
    ("in hospital", [_stay("SS")], None),
    ("in hospital", [_stay("VR")], False),
    ("in hospital", [_stay(None)], None),
    ("in hospital", [_stay("EMER")], False),
    ("in hospital", [_stay("EMER", **LATER)], None),
    ("in hospital", [_stay(start=None)], True),
    ("in hospital", [_stay(start="2026-02-01")], False),
    ("in hospital", [_stay(status=None)], None),
    ("in hospital", [_stay(status="finished", period={"end": "2026-01-14"})], False),
    ("in hospital", [_stay(status="finished", period=None)], None),
    ("in intensive care", [_stay(type=[ICU])], True),
    ("in intensive care", [_stay(serviceType=_coded("snomed", "309904001"))], True),
    ("in intensive care", [_stay("EMER", type=[_coded("snomed", "185345009"), ICU])], True),
    ("in intensive care", [_stay(type=[_coded("snomed", "185345009")])], None),
    ("in intensive care", [_stay("AMB")], False),
    ("emergency", [_stay("EMER", status="finished")], True),
    ("emergency", [_stay("IMP", **LATER)], None),
    ("vaccinated this year", [_vaccine(occurrenceDateTime="2025-10-01T10:00:00Z")], True),
    ("vaccinated this year", [_vaccine(occurrenceString="last autumn")], None),
    ("vaccinated", [_vaccine(occurrenceString="last autumn")], True),
    ("vaccinated", [_vaccine(status="not-done", occurrenceDateTime="2025-10-01")], False),
    ("vaccinated", [_vaccine(vaccineCode=_coded("cvx", "21", "140"), occurrenceDateTime="2025-10-01")], True),
    ("family", [_relatives("38341003", "44054006")], True),
    ("family", [_relatives("38341003"), _relatives("44054006", status="entered-in-error")], False),
    ("family", [_relatives("44054006", status=None)], True),
    ("family", [_relatives()], False),
    ("in a study", [_subject()], True),
    ("in a study", [_subject(period={"start": "2026-01"})], None),
    ("in a study", [_subject(status=None, period={"start": "2026-01-02"})], None),
    ("in a study", [_subject(status="off-study", period={"end": "2025-12-31"})], False),
]
"""Absent elements are written as None."""
