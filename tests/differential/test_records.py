"""The example records on their patients: every engine gives what the reference evaluator gives, criterion by criterion.

The record of the study material that the first user brought runs on the same patients, where it is present.
"""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "spec"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness.engines import SOUND, engine, unavailable
from harness.spec import Case, VerdictCase
from neutral import AS_OF, closed, patient

import eligo
from eligo.evaluate import evaluate, verdict
from eligo.patient import Patient
from eligo.protocol import Protocol

SEED = ROOT.parent / "shared" / "records" / "seed" / "ChiCTR1900025376.txt"


@dataclass(frozen=True)
class Example:
    """A record and the patients it is run on."""

    name: str
    protocol: Protocol
    patients: tuple[Patient, ...]


@cache
def examples() -> tuple[Example, ...]:
    made = []
    for folder in sorted((ROOT / "criteria" / "patients").iterdir()):
        record = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["record"]
        people = tuple(
            closed(patient(json.loads(p.read_text(encoding="utf-8")))) for p in sorted(folder.glob("*.json"))
        )
        made.append(Example(folder.name, eligo.compile(ROOT / "criteria" / record), people))
        if folder.name == "lupus" and SEED.is_file():
            made.append(Example("seed", eligo.compile(SEED), people))
    return tuple(made)


@cache
def cases() -> tuple[Case, ...]:
    return tuple(
        Case(
            f"{e.name}-{c.id}",
            c.logic,
            e.patients,
            AS_OF,
            tuple(evaluate(c.logic, p, AS_OF) for p in e.patients),
            tuple(p.id for p in e.patients),
            (),
            "",
        )
        for e in examples()
        for c in e.protocol.criteria
    )


@cache
def verdict_cases() -> tuple[VerdictCase, ...]:
    made = []
    for e in examples():
        expected = [verdict(e.protocol.criteria, p, AS_OF) for p in e.patients]
        made.append(
            VerdictCase(
                e.name,
                e.protocol.criteria,
                e.patients,
                AS_OF,
                tuple((v.verdict, v.screen) for v in expected),
                tuple(p.id for p in e.patients),
                (),
                "",
            )
        )
    return tuple(made)


@pytest.mark.engine
@pytest.mark.parametrize("name", SOUND)
def test_values_agree(name: str) -> None:
    if why := unavailable(name):
        pytest.skip(why)
    found = engine(name).run_all(cases())
    wrong = [
        f"{case.id} {label}: {value}, not {expected}"
        for case in cases()
        for label, value, expected in zip(case.labels, found[case.id], case.expected, strict=True)
        if value is not expected
    ]
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.engine
@pytest.mark.parametrize("name", SOUND)
def test_verdicts_agree(name: str) -> None:
    if why := unavailable(name):
        pytest.skip(why)
    run = getattr(engine(name), "run_verdicts", None)
    if run is None:
        pytest.skip(f"the adapter of {name} gives no verdicts")
    found = run(verdict_cases())
    wrong = [
        f"{case.id} {label}: {answer}, not {expected}"
        for case in verdict_cases()
        for label, answer, expected in zip(case.labels, found[case.id], case.expected, strict=True)
        if tuple(answer) != expected
    ]
    assert not wrong, "\n".join(wrong[:20])
