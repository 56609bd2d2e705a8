"""``eligo explain --patient``: what keeps a patient out and by how much, for values, scores, ages, counts and windows."""

from __future__ import annotations

import json
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo.near import misses

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-01-15"
Json = dict[str, Any]

SNOMED, LOINC, RXNORM = "http://snomed.info/sct", "http://loinc.org", "http://www.nlm.nih.gov/research/umls/rxnorm"


def coded(system: str, code: str, name: str) -> Json:
    return {"coding": [{"system": system, "code": code, "display": name}]}


def lab(code: str, name: str, value: float, unit: str, high: float | None = None) -> Json:
    found = {"resourceType": "Observation", "id": "o", "status": "final", "code": coded(LOINC, code, name)}
    found |= {"effectiveDateTime": "2026-01-08", "valueQuantity": {"value": value, "unit": unit, "code": unit}}
    return found | ({"referenceRange": [{"high": {"value": high, "code": unit}}]} if high else {})


def stroke(day: str) -> Json:
    return {
        "resourceType": "Condition",
        "id": f"c{day}",
        "code": coded(SNOMED, "230690007", "Stroke"),
        "onsetDateTime": day,
        "abatementDateTime": day,
    }


NYHA = coded(SNOMED, "420913000", "NYHA Class III")
CASES = [
    # laboratory values, in the unit of the record
    ("E", "Platelets < 50 x 10^9/L", [lab("777-3", "Platelets", 48, "10*3/uL")],
     "Platelets 48 × 10³/µL on 2026-01-08; needs ≥ 50 × 10³/µL (2 × 10³/µL short)"),
    ("I", "Hemoglobin ≥ 9 g/dL", [lab("718-7", "Hemoglobin", 85, "g/L")],
     "Hemoglobin 85 g/L on 2026-01-08; needs ≥ 90 g/L (5 g/L short)"),
    ("I", "Hemoglobin between 9 and 15 g/dL", [lab("718-7", "Hemoglobin", 16, "g/dL")],
     "Hemoglobin 16 g/dL on 2026-01-08; needs ≥ 9 and ≤ 15 g/dL (1 g/dL over)"),
    ("E", "ALT > 3 x ULN", [lab("1742-6", "ALT", 130, "U/L", 40)],
     "ALT 130 U/L on 2026-01-08; needs ≤ 120 U/L (10 U/L over)"),
    ("E", "ALT ≥ 2 x ULN", [lab("1742-6", "ALT", 80, "U/L", 40)],
     "ALT 80 U/L on 2026-01-08; needs < 80 U/L (on the limit)"),
    # scores, as a number and by a coded answer
    ("I", "ECOG performance status 0 or 1", [lab("89247-1", "ECOG", 2, "{score}")], "ECOG 2 on 2026-01-08; needs *(1 off)"),
    ("E", "NYHA class III or IV",
     [lab("88020-3", "NYHA", 0, "1") | {"valueQuantity": None} | {"valueCodeableConcept": NYHA}],
     "NYHA 3 on 2026-01-08; needs not (*"),
    # age
    ("I", "Age 18 to 70 years", "1955-01-15", "age 71 years; needs age >= 18 and <= 70 years (1 year over)"),
    ("I", "Age ≥ 18 years", "2008-02-01", "age 17 years; needs age >= 18 years (1 year short, of age on 2026-02-01)"),
    # counts
    ("I", "At least 2 strokes within the last 12 months", [stroke("2025-11-01")],
     "Stroke on 2025-11-01; needs *(1 on record, at least 2 needed)"),
    # windows
    ("E", "Stroke within 6 months before screening", [stroke("2025-08-01")],
     "Stroke on 2025-08-01 to 2025-08-01; needs not (stroke within 6 months *) (out of the window from 2026-02-02)"),
    ("I", "Stroke within 6 months before screening", [stroke("2025-07-01")],
     "Stroke on 2025-07-01 to 2025-07-01; needs stroke within 6 months before the index date (14 days before the window)"),
    ("I", "Asthma", [], "nothing on record; needs asthma"),
]  # fmt: skip


def bundle(resources: list[Json], born: str = "1970-06-15") -> Json:
    patient = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": born}
    kept = [{k: v for k, v in r.items() if v is not None} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in [patient, *kept]]}


def found(section: str, line: str, records: list[Json] | str) -> list[str]:
    head = "Inclusion Criteria" if section == "I" else "Exclusion Criteria"
    protocol = eligo.compile(f"{head}:\n- {line}\n")
    (criterion,) = protocol.criteria
    assert criterion.status == "computable", protocol.to_dict()["criteria"]
    patient = bundle([], records) if isinstance(records, str) else bundle(records)
    result = protocol.check(patient, as_of=AS_OF)
    assert result.criteria[0].met(False) is False
    return list(map(str, misses(protocol.plan("fhir"), result)[criterion.id]))


@pytest.mark.parametrize(("section", "line", "records", "expected"), CASES, ids=[f"{s}-{t}" for s, t, *_ in CASES])
def test_a_miss(section: str, line: str, records: list[Json] | str, expected: str) -> None:
    (miss,) = found(section, line, records)
    assert fnmatchcase(miss, expected), miss


def test_only_what_decides_is_told() -> None:
    asthma = {"resourceType": "Condition", "id": "a", "code": coded(SNOMED, "195967001", "Asthma")}
    records = [asthma, lab("718-7", "Hemoglobin", 12, "g/dL")]
    assert found("E", "Asthma or hemoglobin < 9 g/dL", records) == ["Asthma; needs not (asthma)"]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    code = "from eligo.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False
    )


def test_explain_shows_them() -> None:
    patient = ROOT / "criteria" / "patients" / "lupus" / "ineligible-platelets-42.json"
    done = run("explain", ROOT / "criteria" / "lupus.txt", "--patient", patient, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert "patient ineligible-platelets-42 on 2026-01-15: ineligible, screen ineligible\n" in done.stdout
    assert "  > ineligible-platelets-42: excluded by it\n    Platelets " in done.stdout
    assert " 42 × 10³/µL on 2026-01-08; needs ≥ 50 × 10³/µL (8 × 10³/µL short)\n" in done.stdout
    assert done.stdout.count("  > ineligible-platelets-42: ") == 12


def test_a_bad_patient_is_one_line(tmp_path: Path) -> None:
    bad = tmp_path / "x.json"
    bad.write_text(json.dumps({"resourceType": "Patient"}), encoding="utf-8")
    done = run("explain", ROOT / "criteria" / "lupus.txt", "--patient", bad)
    assert (done.returncode, done.stderr) == (2, f'eligo: {bad}: not a FHIR Bundle: resourceType must be "Bundle"\n')
