"""Random drug exposures and body weights: SQL against the reference evaluator, for every rule a drug atom can ask for."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from harness.concepts import GLUCOCORTICOIDS, PREDNISONE
from harness.engine_sql import SqlEngine
from harness.spec import Case

from eligo.dialect import NATIVE
from eligo.evaluate import evaluate
from eligo.logic import Bounds, Drug, Offset, Window
from eligo.patient import Coding, DrugRecord, ObservationRecord, PartialDate, Patient

INDEX = date(2026, 1, 15)
DOSES = (
    None, Bounds(low=Decimal(10)), Bounds(high=Decimal(10)), Bounds(Decimal(10), False, Decimal(20), True),
    Bounds(high=Decimal(20), high_closed=False),
)
DAYS, MONTHS = Offset(60, "d"), Offset(2, "mo")
TIMES: tuple[dict[str, Any], ...] = (
    {}, {"when": "ever"}, {"window": Window(Offset(30, "d"))}, {"window": Window(MONTHS, Offset(1, "mo"))},
    {"duration": DAYS}, {"duration": Offset(60, "d", strict=True)}, {"duration": MONTHS},
    {"when": "ever", "duration": MONTHS}, {"when": "ever", "duration": Offset(8, "wk", strict=True)},
    {"stable": DAYS}, {"stable": Offset(8, "wk", strict=True)}, {"stable": DAYS, "duration": DAYS},
    {"window": Window(DAYS), "stable": DAYS},
)


def atoms(random: Random) -> list[Drug]:
    found = []
    for dose, time in product(DOSES, TIMES):
        concept = random.choice((PREDNISONE, GLUCOCORTICOIDS))
        found.append(Drug(concept, dose=dose, dose_unit=dose and "mg", **time))
        if dose is not None:
            per_kg = Bounds(dose.low and dose.low / 20, dose.low_closed, dose.high and dose.high / 20, dose.high_closed)
            found.append(random.choice((
                Drug(concept, dose=dose, dose_unit="mg", equivalent="prednisone", **time),
                Drug(concept, dose=per_kg, dose_unit="mg", per_kg=True, **time),
            )))
    return found


def exposures(random: Random) -> tuple[DrugRecord, ...]:
    """A few exposures that follow each other with gaps and overlaps around the limits of the rules."""
    codes = [Coding("rxnorm", "8640")] * 3 + [Coding("rxnorm", "6902"), Coding("local", "x", "Prednisone 5 MG")]
    day = INDEX - timedelta(days=random.randint(0, 200))
    made = []
    for _ in range(random.randint(0, 5)):
        end = day + timedelta(days=random.choice((0, 10, 29, 30, 59, 60, 61, 62, 90, 180)))
        dose = random.choice(("20", "20", "20", "5", "7.5", "0.02", "10000", None))
        made.append(DrugRecord(
            (random.choice(codes),), PartialDate(day, day), PartialDate(end, end), dose=dose and Decimal(dose),  # type: ignore[arg-type]
            dose_unit=random.choice(("mg", "mg", "mg", "g", "[IU]", None)), per_day=Decimal(random.choice(("1", "0.5"))),
            as_needed=random.random() < 0.05,
        ))
        day = end + timedelta(days=random.choice((-40, -20, -1, 0, 1, 30, 31, 32, 40)))
    return tuple(made)


def weights(random: Random) -> tuple[ObservationRecord, ...]:
    """Weights of one day or of several, of which some can't be used."""
    day = INDEX - timedelta(days=random.randint(0, 380))
    return tuple(
        ObservationRecord(
            (Coding("loinc", "29463-7"),), PartialDate(day, day) if same else PartialDate(INDEX, INDEX),
            value=Decimal(random.choice(("20", "40", "80", "0"))), unit=random.choice(("kg", "kg", "kg", "g", "foo", None)),
            comparator=random.choice((None, None, None, "<")),
        )
        for same in random.choices((True, False), (3, 1), k=random.randint(0, 3))
    )


@pytest.mark.parametrize("engine", NATIVE)
def test_random_exposures(engine: str) -> None:
    runner = SqlEngine(engine)
    why = runner.available()
    if why:
        pytest.skip(why)
    random = Random(7)
    people = tuple(Patient(str(n), drugs=exposures(random), observations=weights(random)) for n in range(40))
    asked = atoms(random)
    answers = runner.run_all([Case(str(n), atom, people, INDEX, (), (), (), "") for n, atom in enumerate(asked)])
    wrong = [
        (atom, patient, got)
        for n, atom in enumerate(asked)
        for patient, got in zip(people, answers[str(n)], strict=True)
        if got is not evaluate(atom, patient, INDEX)
    ]
    assert not wrong, f"{len(wrong)} differ, such as {wrong[0]}"
