"""Overrides on the command line: found by themselves, shared ones, errors, and what explain suggests."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import eligo
from eligo.overrides import parse
from eligo.overrides.suggest import stanzas

CRITERIA = Path(__file__).parents[2] / "criteria"
RECORD = "Inclusion Criteria:\n- Serviceable bicycle of the wobbly kind\nExclusion Criteria:\n- Hemoglobin =9 g/dL\n"
BICYCLE = '[[phrase]]\nphrase = "serviceable bicycle of the wobbly kind"\nmanual = "judgement"\nnote = "Ann"\n'


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    code = "from eligo.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "trial.txt"
    path.write_text(RECORD, encoding="utf-8")
    return path


def test_explain(record: Path) -> None:
    before = run("explain", record)
    assert " To settle what is open, say in trial.eligo.toml what it means" in before.stdout
    assert '\n    # I1\n    [[criterion]]\n    text = "Serviceable bicycle of the wobbly kind"\n' in before.stdout
    record.with_name("trial.eligo.toml").write_text(BICYCLE, encoding="utf-8")
    after = run("explain", record)
    says = '"serviceable bicycle of the wobbly kind" is for a person to judge (judgement) (Ann)'
    assert f"  * Override trial.eligo.toml:1: {says}\n" in after.stdout
    assert f"  * Override trial.eligo.toml:1: {says} [I1]\n" in after.stdout


@pytest.mark.parametrize("command", ["explain", "parse", "lint", "canon", "compile", "graph"])
def test_every_command_knows_shared_overrides(command: str, record: Path) -> None:
    site = record.with_name("site.toml")
    site.write_text(BICYCLE.replace("manual", "manuel"), encoding="utf-8")
    more = ("-o", record.with_name("x.dot")) if command == "graph" else ()
    done = run(command, record, *more, "--overrides", site)
    assert done.returncode == 2
    assert done.stderr == f'eligo: {site}:3:1: [phrase] has no key "manuel"; did you mean manual?\n'
    assert done.stdout == ""


def test_beside_before_shared(record: Path) -> None:
    site, other = record.with_name("a.toml"), record.with_name("b.toml")
    site.write_text(BICYCLE, encoding="utf-8")
    other.write_text(BICYCLE.replace("judgement", "vague"), encoding="utf-8")
    done = run("parse", record, "--overrides", site, "--overrides", other)
    assert '"place": "b.toml:1"' in done.stdout
    record.with_name("trial.eligo.toml").write_text(BICYCLE, encoding="utf-8")
    done = run("parse", record, "--overrides", site, "--overrides", other)
    assert '"place": "trial.eligo.toml:1"' in done.stdout
    assert "b.toml" not in done.stdout


def test_a_bad_file_beside_a_record_is_one_line(record: Path) -> None:
    beside = record.with_name("trial.eligo.toml")
    beside.write_text("[[phrase]]\nphrase = 'x'\nconcept = 'asthmaa'\n", encoding="utf-8")
    done = run("compile", record)
    assert done.returncode == 2
    assert done.stderr == f'eligo: {beside}:3:11: concept: no concept "asthmaa"; did you mean asthma?\n'


@pytest.mark.parametrize(
    "path", sorted(p for p in CRITERIA.iterdir() if p.suffix in (".txt", ".json")), ids=lambda p: p.stem
)
def test_suggestions_are_toml_that_fits(path: Path) -> None:
    protocol = eligo.compile(path)
    for criterion in protocol.criteria:
        if any(e.kind == "residue" and any(ch.isalnum() for ch in e.span.of(protocol.text)) for e in criterion.ledger):
            assert stanzas(protocol, criterion), criterion.id
        for stanza in stanzas(protocol, criterion):
            tomllib.loads(stanza)
            if '…"  #' not in stanza:
                parse(stanza)


def test_readings_are_offered() -> None:
    record = "Exclusion Criteria:\n- Hemoglobin =9 g/dL\n"
    protocol = eligo.compile(record)
    (criterion,) = protocol.criteria
    if criterion.status == "computable":
        pytest.skip("the language reads a lost comparator without help")
    (stanza,) = stanzas(protocol, criterion)
    settled = eligo.compile(record, overrides=parse(stanza))
    assert settled.criteria[0].status == "computable"


def test_words_that_say_nothing_alone_are_not_offered() -> None:
    record = "Exclusion Criteria:\n- Asthma of on frindle kind\n- Wobbly COPD\n- Family history of breast cancer\n"
    protocol = eligo.compile(record)
    for criterion in protocol.criteria:
        for stanza in stanzas(protocol, criterion):
            entry = tomllib.loads(stanza)
            (phrase,) = entry.get("phrase", [{"phrase": "a whole criterion"}])
            assert phrase["phrase"] not in ("on", "of", "Family history of"), stanza
            assert " " in phrase["phrase"] or "criterion" in phrase, stanza


def test_a_stretch_goes_over_what_changes_nothing_in_it() -> None:
    protocol = eligo.compile("Inclusion Criteria:\n- Asthma, with a frindle of the blorb in it\n")
    offered = [s for c in protocol.criteria for s in stanzas(protocol, c)]
    assert offered
    assert all("frindle of the blorb" in s for s in offered)
