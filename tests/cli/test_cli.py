"""The command line: contracts, exit codes, one clear line for what can't be done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LUPUS = ROOT / "criteria" / "lupus.txt"
PATIENTS = ROOT / "criteria" / "patients" / "lupus"


def eligo(*arguments: str | Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", "from eligo.cli import main; main()", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One line on stderr, exit code 2, nothing on stdout."""
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.strip().split("\n")
    for word in words:
        assert word in line


BAD = {
    "empty": (b"", "empty"),
    "binary": (bytes(range(256)) * 8, "binary"),
    "brackets": (b"(" * 10_000_000, "limit"),
    "no-criteria": (b"Inclusion Criteria:\n\nExclusion Criteria:\n", "no criteria"),
    "truncated.json": (b'{"protocolSection": {"identificationModule": {"nctId": "NCT0', "cut off"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["compile", "explain", "parse"])
def test_bad_input(name: str, command: str, tmp_path: Path) -> None:
    content, word = BAD[name]
    source = tmp_path / name
    source.write_bytes(content)
    refused(eligo(command, source), str(source), word)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compile", LUPUS, "-t", "nonsense"), ("unknown target", "cql, cql-bundle, python, sql")),
        (("compile", LUPUS, "-t", "sql", "--dialect", "klingon"), ("dialect", "duckdb")),
        (("compile", LUPUS, "--as-of", "2026-02-30"), ("2026-02-30", "YYYY-MM-DD")),
        (("compile", ROOT / "nowhere.txt"), ("nowhere.txt", "no such file")),
        (("compile", LUPUS, "--format", "pdf"), ("pdf",)),
        (("debug", "nonsense", LUPUS), ("no stage", "segment")),
        (("check", LUPUS, "--patient", ROOT / "README.md"), ("README.md:1:1", "not JSON")),
        (("frobnicate",), ("No such command",)),
        (("compile",), ("FILE",)),
    ],
)
def test_bad_usage(arguments: tuple[str | Path, ...], words: tuple[str, ...]) -> None:
    refused(eligo(*arguments), *words)


def test_schemas_of_the_sql(tmp_path: Path) -> None:
    done = eligo("compile", LUPUS, "-t", "sql", "--schema", "cdm.x", "--vocab-schema", "voc", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    written = sorted(tmp_path.glob("*.sql"))
    assert len(written) == 2
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert '"cdm"."x".person' in text
        assert '"voc".concept ' in text
    assert eligo("compile", LUPUS, "-t", "python", "--schema", "cdm").returncode == 0


def test_a_resource_that_is_no_bundle(tmp_path: Path) -> None:
    file = tmp_path / "patient.json"
    file.write_text('{"resourceType": "Patient"}')
    refused(eligo("check", LUPUS, "--patient", file), "Bundle")


def test_one_bad_file_among_good_ones(tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    done = eligo("compile", bad, LUPUS, "-t", "python", "-o", tmp_path / "out", "--quiet")
    assert done.returncode == 2
    assert done.stderr.strip().split("\n") == [f"eligo: {bad}: the source is empty"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["EX-0001.py"]


def test_a_broken_target_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "manifest.toml").write_text('name = "mine"\nmodel = "fhir"\ntemplate = "t.jinja"\nextension = "txt"\n')
    (target / "t.jinja").write_text("{{ nothing.here }}")
    refused(eligo("compile", LUPUS, "-t", target, "-o", tmp_path / "out"), "mine", "nothing")
    assert not (tmp_path / "out").exists()


def test_a_target_of_ones_own(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "manifest.toml").write_text('name = "mine"\nmodel = "fhir"\ntemplate = "t.jinja"\nextension = "txt"\n')
    (target / "t.jinja").write_text("{% for c in plan.criteria %}{{ c.id }} {% endfor %}")
    done = eligo("compile", LUPUS, "-t", target)
    assert done.returncode == 0
    assert done.stdout.split() == ["I1", "I2", "I3", "I4", "I5", "E1", "E2", "E3", "E4", "E5", "E6", "E7"]


def test_strict_finds() -> None:
    assert eligo("compile", LUPUS, "-t", "python", "--strict", "--quiet").returncode == 1


def test_parse_reads_standard_input() -> None:
    done = eligo("parse", "-", "--json", stdin=b"Inclusion Criteria:\n\n- Platelets < 50 x 10^9/L\n")
    (criterion,) = json.loads(done.stdout)["criteria"]
    logic = criterion["logic"]
    assert logic["kind"] == "measurement"
    assert logic["high"] == 50
    assert logic["high_closed"] is False
    assert logic["low"] is None
    assert logic["unit"] == "10*9/L"
    assert {"system": "loinc", "code": "777-3"} in logic["concept"]["codes"]


def test_check_as_json() -> None:
    done = eligo("check", LUPUS, "--patient", PATIENTS / "ineligible-aged-71.json", "--as-of", "2026-01-15", "--json")
    result = json.loads(done.stdout)
    assert result["verdict"] == "ineligible"
    assert result["as_of"] == "2026-01-15"
    by_id = {c["id"]: c for c in result["criteria"]}
    assert by_id["I1"]["value"] is False
    assert by_id["I5"]["value"] is None


def test_explain_without_colour_brackets_what_is_left() -> None:
    done = eligo("explain", LUPUS)
    assert "\x1b" not in done.stdout
    assert "{Written informed consent}" in done.stdout
    assert "[myocardial]" in done.stdout


STAGES = ("read", "segment", "lex", "parse", "scope", "interpret", "bind", "graph", "lower", "emit")


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_shows_its_output(stage: str) -> None:
    done = eligo("debug", stage, LUPUS)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
