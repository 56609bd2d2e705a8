"""The example records: their patients are well-formed, and eligo finds what a careful reader finds."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import eligo

CRITERIA = Path(__file__).resolve().parents[1] / "criteria"
EXPECTED = sorted(CRITERIA.glob("patients/*/expected.toml"))
BUNDLES = sorted(CRITERIA.glob("patients/*/*.json"))
CODE_SYSTEMS = {
    "http://snomed.info/sct",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://loinc.org",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://unitsofmeasure.org",
    "http://terminology.hl7.org/CodeSystem/condition-clinical",
    "http://terminology.hl7.org/CodeSystem/condition-ver-status",
    "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
    "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
}


@cache
def expectations(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def protocol(record: str) -> Any:
    return eligo.compile(CRITERIA / record)


CASES = [
    pytest.param(path, patient, id=f"{path.parent.name}-{patient}")
    for path in EXPECTED
    for patient in expectations(path)["patients"]
]


def test_every_record_has_patients() -> None:
    records = {path.name for path in CRITERIA.iterdir() if path.suffix in {".txt", ".json"}}
    assert {expectations(path)["record"] for path in EXPECTED} == records


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.parent.name)
def test_every_patient_has_an_expectation(path: Path) -> None:
    assert {bundle.stem for bundle in path.parent.glob("*.json")} == set(expectations(path)["patients"])


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_bundle_is_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entries = json.loads(text)["entry"]
    patient = entries[0]["resource"]
    assert patient["resourceType"] == "Patient"
    assert len({entry["fullUrl"] for entry in entries}) == len(entries)
    assert all(re.fullmatch(r"[A-Za-z0-9.-]{1,64}", entry["resource"]["id"]) for entry in entries)
    assert set(re.findall(r'"reference": "([^"]+)"', text)) <= {f"Patient/{patient['id']}"}
    assert set(re.findall(r'"system": "([^"]+)"', text)) <= CODE_SYSTEMS


@pytest.mark.parametrize(("path", "patient"), CASES)
def test_eligo_finds_what_a_careful_reader_finds(path: Path, patient: str) -> None:
    expected = expectations(path)
    bundle = json.loads((path.parent / f"{patient}.json").read_text(encoding="utf-8"))
    result = protocol(expected["record"]).check(bundle, as_of=str(expected["as_of"])).to_dict()
    values = {c["id"]: "unknown" if c["value"] is None else c["value"] for c in result["criteria"]}
    wanted = expected["patients"][patient]
    assert {name: values.get(name) for name in wanted["criteria"]} == wanted["criteria"]
    answers = wanted.keys() & {"verdict", "screen"}
    assert {name: result[name] for name in answers} == {name: wanted[name] for name in answers}
