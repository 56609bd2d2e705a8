"""The emitted Python module as a whole: alone, typed, safe against hostile text and malformed records, with its command line."""

from __future__ import annotations

import ast
import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from harness import concepts as k
from harness.engine_python import answers

import eligo
from eligo.emit import load, render
from eligo.logic import And, Condition, Drug, Manual, Measurement, Not, Opaque
from eligo.lower import lower
from eligo.protocol import Criterion

ROOT = Path(__file__).resolve().parents[2]
RECORDS = {"asthma": "asthma.txt", "diabetes": "diabetes.txt", "lupus": "lupus.txt", "hiv": "hiv.json"}
AS_OF = "2026-01-15"


def emitted(record: str) -> str:
    return eligo.compile(ROOT / "criteria" / RECORDS[record]).emit("python")


def bundles(record: str) -> list[dict[str, Any]]:
    return [json.loads(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "criteria" / "patients" / record).glob("*.json"))]


def one(*criteria: Criterion, trial: str = "T", title: str = "") -> str:
    return render(lower(criteria, "fhir", trial=trial, title=title), load("python"))


@pytest.mark.slow
def test_modules_and_the_run_time_are_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    for record in RECORDS:
        (tmp_path / f"{record}.py").write_text(emitted(record), encoding="utf-8")
    (tmp_path / "empty.py").write_text(one(), encoding="utf-8")
    modules = [str(p) for p in sorted(tmp_path.glob("*.py"))]
    options = ["--strict", "--python-version", "3.10", "--config-file", "", "--cache-dir", str(tmp_path / "cache")]
    for arguments, folder in ((modules, tmp_path), (["runtime"], ROOT / "targets" / "python")):
        mypy = [sys.executable, "-m", "mypy", *options, *arguments]
        run = subprocess.run(mypy, capture_output=True, text=True, cwd=folder, check=False)
        assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("record", RECORDS)
def test_only_the_standard_library_is_imported(record: str) -> None:
    tree = ast.parse(emitted(record))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("name", [p.name for p in sorted((ROOT / "targets" / "python" / "runtime").glob("*.py"))])
def test_every_support_file_is_listed(name: str) -> None:
    assert name == "__init__.py" or f"runtime/{name}" in load("python").support


def test_the_json_form() -> None:
    criteria = (
        Criterion("I1", "inclusion", "require", "type 2 diabetes", (), Condition(k.DIABETES), "computable"),
        Criterion("I2", "inclusion", "require", "consents", (), Manual("consent", "consents"), "manual"),
        Criterion("E1", "exclusion", "forbid", "on a foo", (), And((Drug(k.METFORMIN), Opaque("residue", "foo"))), "partial"),
    )
    condition = {"resourceType": "Condition", "id": "c1", "onsetDateTime": "2020-05",
                 "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006"}], "text": "T2DM"}}
    drug = {"resourceType": "MedicationStatement", "id": "m1", "status": "active", "effectivePeriod": {"start": "2025"},
            "medicationCodeableConcept": {"text": "Metformin"}}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "p1"}},
                                                  {"resource": condition}, {"resource": drug}]}
    found = answers([(one(*criteria, trial="NCT1"), [bundle], AS_OF)])[0][0]
    outcomes = found.pop("criteria")
    assert len(found.pop("assumptions")) == 6
    assert found == {
        "schema": "urn:eligo:schema:result:1", "trial": "NCT1", "as_of": AS_OF, "patient": "p1",
        "verdict": "undetermined", "screen": "undetermined", "reason": None, "groups": [],
        "set_aside": [{"id": "I2", "words": ["consent: consents"]}], "to_look_up": [{"id": "E1", "words": ["residue: foo"]}],
    }
    assert outcomes[0] == {
        "id": "I1", "section": "inclusion", "effect": "require", "text": "type 2 diabetes", "spans": [], "status": "computable",
        "group": None,
        "value": True, "screen": True, "because": [{"atom": "type 2 diabetes", "value": True, "evidence": [
            {"resource": "Condition/c1", "name": "T2DM", "date": "2020-05"}]}],
    }
    assert (outcomes[1]["value"], outcomes[1]["screen"]) == (None, True)
    assert outcomes[2]["because"] == [
        {"atom": "metformin taken now", "value": True, "evidence": [
            {"resource": "MedicationStatement/m1", "name": "Metformin", "date": "2025", "status": "active"}]},
        {"atom": "residue: foo", "value": None, "evidence": []},
    ]


HOSTILE = (
    '"""\nimport os\nos.abort()\n"""', "\\", '\\"""', "'''", "\n    raise SystemExit\n", "\r x = 1", "\u2028 x",
    "{{ 7 * 7 }}", "{% raise %}",
    "# --- emitted ---\n", "\u202e\u2066 evil \u2069", "\x00\x0c", '")+exit()+("', "%s{0}", "\ud800",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_record_stays_text(text: str) -> None:
    logic = And((Not(Manual("consent", text)), Opaque(text, text), Measurement(k.ECOG, values=())))
    source = one(Criterion("I1", "inclusion", "require", text, (), logic, "partial", assumptions=(text,)), trial=text, title=text)
    tree = ast.parse(source)
    plain = Criterion("I1", "inclusion", "require", "", (), logic, "partial", assumptions=("a",))
    ours = ast.parse(one(plain, trial="T", title="T"))
    assert [type(n) for n in ast.walk(tree)] == [type(n) for n in ast.walk(ours)]
    found = answers([(source, [{"resourceType": "Bundle"}], AS_OF)])[0][0]
    assert found["trial"] == text
    assert found["criteria"][0]["text"] == text


JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**400, "", "x", "2024-13-45", "0000", "9999-12-31", "1e999999999", [], {}, [[]], [None], {"a": 1},
    {"coding": "x"}, {"coding": [{"code": 5, "system": []}]}, {"coding": [None, {"code": {}}]}, {"value": "x"},
    {"start": 5, "end": []}, {"reference": 5}, {"reference": "#"},
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in parts for place in places(part, (*path, key)))]


def spoiled(bundle: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A copy with junk somewhere below the resource types."""
    made = copy.deepcopy(bundle)
    *steps, last = chance.choice([p for p in places(made) if p and "resourceType" not in p])
    inner: Any = made
    for step in steps:
        inner = inner[step]
    inner[last] = chance.choice(JUNK)
    return made


@pytest.mark.parametrize("record", RECORDS)
def test_malformed_records_never_raise(record: str) -> None:
    chance = random.Random(1)
    patients = [spoiled(spoiled(b, chance), chance) for b in bundles(record) for _ in range(20)]
    assert len(answers([(emitted(record), patients, AS_OF)])[0]) == len(patients)


def test_check_takes_dates_and_refuses_what_is_no_bundle_of_one_patient() -> None:
    script = emitted("asthma") + """
bundle = {"resourceType": "Bundle"}
assert check(bundle, date(2026, 1, 15)).as_of == check(bundle, "2026-01-15").as_of == "2026-01-15"
assert check(bundle).as_of == date.today().isoformat()
two = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"}}] * 2}
for wrong, as_of in ((two, None), ([], None), ({"resourceType": "Patient"}, None), (bundle, "soon")):
    try:
        check(wrong, as_of)
    except (TypeError, ValueError) as error:
        print(error)
"""
    run = subprocess.run([sys.executable, "-I", "-S", "-c", script.replace('__name__ == "__main__"', "False")],
                         capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [
        "a bundle holds one patient, not 2", 'not a FHIR Bundle: resourceType must be "Bundle"',
        'not a FHIR Bundle: resourceType must be "Bundle"', "Invalid isoformat string: 'soon'",
    ]


def test_command_line(tmp_path: Path) -> None:
    module, first, second = tmp_path / "trial.py", bundles("asthma")[0], bundles("asthma")[1]
    module.write_text(emitted("asthma"), encoding="utf-8")
    (tmp_path / "many.ndjson").write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n", encoding="utf-8")
    (tmp_path / "one.json").write_text(json.dumps(first, indent=1), encoding="utf-8")
    (tmp_path / "bad.json").write_text('{"secret": ', encoding="utf-8")

    def run(*names: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-I", "-S", str(module), *names, "--as-of", AS_OF], capture_output=True, text=True,
                              cwd=tmp_path, check=False)

    good, bad = run("many.ndjson", "one.json"), run("bad.json", "none.json", "one.json")
    assert good.returncode == 0
    assert len({json.loads(line)["patient"] for line in good.stdout.splitlines()}) == 2
    assert (bad.returncode, len(bad.stdout.splitlines())) == (2, 1)
    assert bad.stderr.splitlines()[0].startswith("bad.json: Expecting value")
    assert bad.stderr.splitlines()[1].startswith("none.json: ")
    assert "secret" not in bad.stderr
