"""The lock file: the same bytes again, bindings kept when the lexicon changes, and what differs reported."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import eligo
from eligo.cli.compile_command import command
from eligo.lock.file import lexicon_digest, load, save
from eligo.lock.hold import bindings
from eligo.lock.model import Locked, path_beside

CRITERIA = Path(__file__).parents[2] / "criteria"
RECORD = (
    "Inclusion Criteria:\n- Type 2 diabetes\n- ALT < 100 U/L\n"
    "Exclusion Criteria:\n- History of asthma\n- Prednisone > 5 mg/day\n"
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "trial.txt"
    path.write_text(RECORD, encoding="utf-8")
    return path


def compiled(record: Path, *options: str) -> tuple[Result, dict[str, bytes]]:
    folder = record.parent / "out"
    done = CliRunner().invoke(command, [str(record), "-o", str(folder), "--as-of", "2026-01-15", *options])
    return done, {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.mark.parametrize("name", sorted(p.name for p in CRITERIA.iterdir() if p.suffix in (".txt", ".json")))
def test_round_trip_of_the_example_records(name: str, tmp_path: Path) -> None:
    protocol = eligo.compile(CRITERIA / name)
    path = tmp_path / "x.eligo.lock"
    save(path, [Locked(protocol.id, bindings(protocol))])
    (locked,) = load(path).records
    assert locked.bindings == bindings(protocol)
    assert locked.lexicon == lexicon_digest()


def test_again_the_same_bytes(record: Path) -> None:
    _, first = compiled(record, "--lock")
    lock = path_beside(record).read_bytes()
    done, second = compiled(record, "--lock")
    assert done.exit_code == 0
    assert second == first
    assert path_beside(record).read_bytes() == lock
    done, third = compiled(record, "--update-lock")
    assert third == first
    assert path_beside(record).read_bytes() == lock


def test_changed_codes_are_held_and_reported(record: Path) -> None:
    _, first = compiled(record, "--lock")
    path = path_beside(record)
    text = path.read_text(encoding="utf-8")
    assert "195967001" in text
    path.write_text(text.replace("195967001", "389145006"), encoding="utf-8")
    done, held = compiled(record)
    assert done.exit_code == 1
    assert (
        '"History of asthma": the codes of asthma have changed; the lock file\'s is kept (--update-lock' in done.output
    )
    assert held != first
    assert b"389145006" in held["trial.py"]
    done, again = compiled(record)
    assert again == held
    done, mended = compiled(record, "--update-lock")
    assert done.exit_code == 0
    assert mended == first
    assert path.read_text(encoding="utf-8") == text


def test_another_concept_is_held_and_reported(record: Path) -> None:
    protocol = eligo.compile(record)
    asthma, diabetes = (
        next(b for b in bindings(protocol) if b.concept.name.startswith(n)) for n in ("asthma", "type 2")
    )
    others = tuple(replace(b, concept=asthma.concept) if b == diabetes else b for b in bindings(protocol))
    save(path_beside(record), [Locked(protocol.id, others)])
    held = eligo.compile(record)
    (remark,) = held.diagnostics
    assert remark.code == "lock-differs"
    assert (
        remark.message
        == '"Type 2 diabetes": type 2 diabetes mellitus would be bound where it was asthma; the lock file\'s is kept'
    )
    assert held.criteria[0].logic.concept == asthma.concept  # type: ignore[union-attr]


def test_new_and_gone_phrases(record: Path) -> None:
    compiled(record, "--lock")
    record.write_text(RECORD.replace("Type 2 diabetes", "Gout"), encoding="utf-8")
    done, _ = compiled(record)
    assert done.exit_code == 1
    assert '"Type 2 diabetes" isn\'t bound any more' in done.output
    assert '"Gout" is bound to gout; the lock file doesn\'t have it' in done.output


def test_an_override_goes_before_the_lock(record: Path) -> None:
    compiled(record, "--lock")
    toml = '[[phrase]]\nphrase = "type 2 diabetes"\nconcept = "gout"\n'
    record.with_name("trial.eligo.toml").write_text(toml, encoding="utf-8")
    protocol = eligo.compile(record)
    assert protocol.criteria[0].logic.concept.id == "gout"  # type: ignore[union-attr]
    assert ["is not kept" in d.message for d in protocol.diagnostics] == [True]


def test_many_records(tmp_path: Path) -> None:
    import json

    def study(id: str, condition: str) -> dict[str, object]:
        return {
            "protocolSection": {
                "identificationModule": {"nctId": id},
                "eligibilityModule": {"eligibilityCriteria": f"Inclusion Criteria:\n\n* {condition}"},
            }
        }

    path = tmp_path / "all.json"
    path.write_text(json.dumps([study("NCT00000001", "Asthma"), study("NCT00000002", "Gout")]), encoding="utf-8")
    done, _ = compiled(path, "--lock")
    assert done.exit_code == 0
    assert [(r.id, [b.phrase for b in r.bindings]) for r in load(path_beside(path)).records] == [
        ("NCT00000001", ["Asthma"]),
        ("NCT00000002", ["Gout"]),
    ]
    done, _ = compiled(path)
    assert done.exit_code == 0


HEAD = 'eligo = "1"\nlexicon = ""\nvocabulary = ""\n'


@pytest.mark.parametrize(
    "text", ["", "eligo = 1", "[[record]]", "\x00", f"{HEAD}record = 3\n", f"{HEAD}[[record]]\nid = 1\n"]
)
def test_bad_lock_files(record: Path, text: str) -> None:
    path = path_beside(record)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(eligo.InputError, match="write it anew with eligo compile --update-lock"):
        eligo.compile(record)
    done, _ = compiled(record, "--update-lock")
    assert done.exit_code == 0
    eligo.compile(record)


def test_standard_input_has_no_lock_file() -> None:
    done = CliRunner().invoke(command, ["-", "--lock"], input=RECORD)
    assert done.exit_code != 0
    assert re.search("a lock file stands beside a FILE", str(done.exception))
