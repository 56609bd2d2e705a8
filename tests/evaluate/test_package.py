"""The evaluator stands by itself, and its settings matter."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import eligo.evaluate
from eligo.concepts import Code, Concept, Ingredient, UnitScale
from eligo.evaluate import evaluate, screen_value, verdict
from eligo.logic import Bounds, Drug, Manual, Measurement, Not, Offset, Reproduction
from eligo.patient import Coding, DrugRecord, ObservationRecord, PartialDate, Patient
from eligo.protocol import Criterion, Settings

INDEX = date(2026, 1, 15)
ALLOWED = {"canon", "concepts", "evaluate", "lexicon", "logic", "patient", "protocol"}


def test_it_imports_nothing_of_what_it_measures() -> None:
    for path in sorted(Path(eligo.evaluate.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
            parts = {name.split(".")[1] for name in names if name.startswith("eligo.")}
            assert parts <= ALLOWED, f"{path.name} imports {parts - ALLOWED}"


def at(text: str) -> PartialDate:
    return PartialDate.parse(text)


HGB = Concept("hgb", "hemoglobin", "lab", (Code("loinc", "718-7"),), unit="g/dL", units=(UnitScale("g/dL", Decimal(1)),))
ENOUGH = Measurement(HGB, Bounds(low=Decimal(9)), "g/dL")


def result(value: str, day: str, unit: str = "g/dL") -> ObservationRecord:
    return ObservationRecord((Coding("loinc", "718-7"),), at(day), value=Decimal(value), unit=unit)


def test_the_look_back_is_a_setting() -> None:
    patient = Patient("p", observations=(result("10", "2025-12-01"),))
    assert evaluate(ENOUGH, patient, INDEX) is True
    assert evaluate(ENOUGH, patient, INDEX, Settings(look_back_days=30)) is None


def test_the_gap_is_a_setting() -> None:
    drug = Concept("d", "d", "drug", ingredients=(Ingredient("methotrexate", (Code("rxnorm", "6851"),)),))
    codes = (Coding("rxnorm", "6851"),)
    times = (("2025-10-01", "2025-12-01"), ("2025-12-21", "2026-02-01"))
    patient = Patient("p", drugs=tuple(DrugRecord(codes, at(a), at(b)) for a, b in times))
    atom = Drug(drug, duration=Offset(2, "mo"))
    assert evaluate(atom, patient, INDEX) is True
    assert evaluate(atom, patient, INDEX, Settings(gap_days=14)) is False


def test_the_time_that_evidence_of_pregnancy_lasts_is_a_setting() -> None:
    test = ObservationRecord((Coding("loinc", "2106-3"),), at("2025-06-01"), answer=(Coding("snomed", "10828004"),))
    patient = Patient("p", observations=(test,))
    assert evaluate(Reproduction("pregnant"), patient, INDEX) is True
    assert evaluate(Reproduction("pregnant"), patient, INDEX, Settings(reproduction_days=90)) is False


@pytest.mark.parametrize(("unit", "expected"), [("g/dL", None), ("furlong", True)])
def test_a_bound_in_a_unit_of_no_scale_is_compared_in_that_unit_only(unit: str, expected: bool | None) -> None:
    atom = replace(ENOUGH, unit="furlong")
    assert evaluate(atom, Patient("p", observations=(result("10", "2026-01-01", unit),)), INDEX) is expected


def test_what_favours_eligibility_turns_with_effect_and_negation() -> None:
    said, patient = Manual("consent", "consents"), Patient("p")
    assert screen_value(said, patient, INDEX, "require") is True
    assert screen_value(said, patient, INDEX, "forbid") is False
    assert screen_value(Not(said), patient, INDEX, "require") is True
    assert screen_value(Not(Not(said)), patient, INDEX, "forbid") is False
    assert evaluate(Not(said), patient, INDEX) is None


def test_a_verdict_gives_its_reason_and_the_truth_of_each_criterion() -> None:
    criterion = Criterion("I1", "inclusion", "require", "", (), Manual("consent", "consents"), "manual")
    alive, dead = Patient("p"), Patient("p", death=at("2025-01-01"))
    assert verdict((criterion,), dead, INDEX).reason == "deceased"
    found = verdict((criterion,), alive, INDEX)
    assert (found.reason, found.values, found.screened) == (None, (None,), (True,))
