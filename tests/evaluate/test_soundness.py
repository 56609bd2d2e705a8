"""A definite answer never depends on what isn't known.

Random records with partial dates, doubtful statuses, comparators and unknown ends are completed at random, in all the ways
they can be; an answer that was true or false has to stay.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from eligo.concepts import Answer, Code, Concept, Ingredient, UnitScale
from eligo.evaluate import evaluate
from eligo.logic import Bounds, Condition, Drug, Expr, Measurement, Offset, Procedure, Reproduction, Window
from eligo.patient import (
    Coding,
    ConditionRecord,
    DrugRecord,
    ObservationRecord,
    PartialDate,
    Patient,
    ProcedureRecord,
)

INDEX = date(2026, 1, 15)
PREGNANT = (Coding("snomed", "77386006"),)
CODES = (Coding("local", "a"),), (Coding("local", "b"),)
INCLUDE = (Code("local", "a"), Code("local", "b"))
CHRONIC = Concept("c", "c", "condition", INCLUDE)
EPISODIC = replace(CHRONIC, days=30)
LAB = Concept("l", "l", "lab", INCLUDE, unit="g", units=(UnitScale("g", Decimal(1)), UnitScale("mg", Decimal(1000))))
DRUG = Concept("d", "d", "drug", ingredients=(Ingredient("x", INCLUDE, Decimal(1)),))
ANSWERED = Concept("q", "q", "lab", INCLUDE, answers=(
    Answer("positive", (Code("local", "+"),)), Answer("negative", (Code("local", "-"),))))


def some_date(rng: random.Random) -> PartialDate:
    day = INDEX - timedelta(rng.randrange(-40, 420))
    form = rng.choice(("%Y-%m-%d", "%Y-%m-%d", "%Y-%m", "%Y"))
    return PartialDate.parse(day.strftime(form))


def a_day_of(rng: random.Random, recorded: PartialDate) -> PartialDate:
    day = recorded.first + timedelta(rng.randrange((recorded.last - recorded.first).days + 1))
    return PartialDate(day, day)


# --- conditions, procedures ---


def a_condition(rng: random.Random) -> ConditionRecord:
    onset, end = some_date(rng), rng.choice((None, some_date(rng)))
    if end is not None and end.first < onset.last:
        end = None
    return ConditionRecord(
        rng.choice(CODES), onset, end, rng.choice((None, None, "active", "resolved")),
        rng.choice((None, None, "provisional", "refuted")),
    )


def complete_condition(rng: random.Random, r: ConditionRecord) -> ConditionRecord:
    verification = rng.choice(("confirmed", "refuted")) if r.verification == "provisional" else r.verification
    return replace(
        r, onset=r.onset and a_day_of(rng, r.onset), end=r.end and a_day_of(rng, r.end), verification=verification,
    )


def a_procedure(rng: random.Random) -> ProcedureRecord:
    return ProcedureRecord(rng.choice(CODES), some_date(rng), rng.choice(("completed", "completed", "unknown", "not-done")))


def complete_procedure(rng: random.Random, r: ProcedureRecord) -> ProcedureRecord:
    status = rng.choice(("completed", "not-done")) if r.status == "unknown" else r.status
    return replace(r, date=r.date and a_day_of(rng, r.date), status=status)


# --- results ---


def a_result(rng: random.Random) -> ObservationRecord:
    value = rng.choice((None, *(Decimal(v) for v in range(6))))
    return ObservationRecord(
        rng.choice(CODES), some_date(rng), rng.choice(("final", "final", "final", "registered")), value,
        rng.choice((None, None, None, "<", "<=", ">", ">=")) if value is not None else None, "g",
        rng.choice(((), (Coding("local", "+"),), (Coding("local", "-"),))), None, rng.choice((None, Decimal(2))),
    )


def complete_result(rng: random.Random, r: ObservationRecord) -> ObservationRecord:
    value = r.value if r.value is not None else Decimal(rng.randrange(6))
    step = Decimal(rng.choice(("0.5", "1", "2", "7")))
    moved = {"<": value - step, ">": value + step, "<=": rng.choice((value, value - step)), ">=": rng.choice((value, value + step))}
    status = rng.choice(("final", "cancelled")) if r.status == "registered" and r.date is None else "final"
    answer = r.answer or rng.choice(((Coding("local", "+"),), (Coding("local", "-"),)))
    return replace(
        r, date=r.date and a_day_of(rng, r.date), value=moved.get(r.comparator or "", value), comparator=None, status=status,
        answer=answer,
    )


# --- drugs ---


def an_exposure(rng: random.Random) -> DrugRecord:
    start, end = some_date(rng), rng.choice((None, some_date(rng)))
    if end is not None and end.first < start.last:
        end = None
    return DrugRecord(
        rng.choice(CODES), start, end, rng.choice((None, None, 60)) if end is None else None,
        rng.choice(("active", "active", "completed", "on-hold", "not-taken")),
        rng.choice((None, Decimal(5), Decimal(10), Decimal(20))), "mg", Decimal(1), rng.random() < 0.1,
    )


def complete_exposure(rng: random.Random, r: DrugRecord) -> DrugRecord:
    start = a_day_of(rng, r.start) if r.start else None
    end = r.end and a_day_of(rng, r.end)
    if end is None and r.supply_days is None and r.status == "completed" and start is not None:
        end = a_day_of(rng, PartialDate(start.first, max(start.first, INDEX)))
    status = rng.choice(("active", "not-taken")) if r.status == "on-hold" else r.status
    dose = r.dose if r.dose is not None and not r.as_needed else Decimal(rng.choice((1, 5, 10, 20)))
    return replace(r, start=start, end=end, status=status, dose=dose, as_needed=False)


Make = Callable[[random.Random], Any]
Complete = Callable[[random.Random, Any], Any]
SIX_MONTHS = Window(Offset(6, "mo"))
LOW, HIGH, BETWEEN = Bounds(low=Decimal(10)), Bounds(high=Decimal(10)), Bounds(Decimal(5), True, Decimal(10), False)

CASES: list[tuple[str, Make, Complete, Expr]] = [
    *(("conditions", a_condition, complete_condition, e) for e in (
        Condition(CHRONIC), Condition(EPISODIC), Condition(CHRONIC, "active"), Condition(EPISODIC, "active"),
        Condition(CHRONIC, "history"), Condition(CHRONIC, "history", count=2), Condition(CHRONIC, "history", SIX_MONTHS),
        Condition(EPISODIC, "history", SIX_MONTHS), Condition(EPISODIC, "history", SIX_MONTHS, count=2),
        Condition(EPISODIC, "history", Window(until=Offset(3, "mo", strict=True))),
    )),
    *(("procedures", a_procedure, complete_procedure, e) for e in (
        Procedure(CHRONIC), Procedure(CHRONIC, SIX_MONTHS), Procedure(CHRONIC, SIX_MONTHS, count=2), Procedure(CHRONIC, count=3),
    )),
    *(("observations", a_result, complete_result, e) for e in (
        Measurement(LAB, LOW), Measurement(LAB, Bounds(low=Decimal(3)), "g"),
        Measurement(LAB, Bounds(Decimal(1), False, Decimal(3), True), "g"),
        Measurement(LAB, Bounds(high=Decimal(1)), times="ULN"), Measurement(LAB, values=(Decimal(1), Decimal(3))),
        Measurement(LAB, answer="normal"), Measurement(ANSWERED, answer="positive"),
        Measurement(LAB, Bounds(low=Decimal(3)), "g", which="any", window=SIX_MONTHS),
        Measurement(LAB, Bounds(low=Decimal(3)), "g", which="all", window=SIX_MONTHS),
    )),
    *(("drugs", an_exposure, complete_exposure, e) for e in (
        Drug(DRUG), Drug(DRUG, "ever"), Drug(DRUG, "ever", SIX_MONTHS),
        Drug(DRUG, dose=LOW, dose_unit="mg"), Drug(DRUG, dose=HIGH, dose_unit="mg"), Drug(DRUG, dose=BETWEEN, dose_unit="mg"),
        Drug(DRUG, "ever", SIX_MONTHS, dose=LOW, dose_unit="mg"), Drug(DRUG, "ever", SIX_MONTHS, dose=HIGH, dose_unit="mg"),
        Drug(DRUG, duration=Offset(2, "mo")), Drug(DRUG, "ever", duration=Offset(3, "mo", strict=True)),
        Drug(DRUG, duration=Offset(2, "mo"), dose=LOW, dose_unit="mg"),
        Drug(DRUG, duration=Offset(2, "mo"), dose=HIGH, dose_unit="mg"),
        Drug(DRUG, "ever", duration=Offset(3, "mo"), dose=LOW, dose_unit="mg"),
        Drug(DRUG, stable=Offset(2, "mo")), Drug(DRUG, dose=LOW, dose_unit="mg", stable=Offset(2, "mo")),
    )),
]


@pytest.mark.parametrize(("field", "make", "complete", "logic"), CASES, ids=range(len(CASES)))
def test_a_definite_answer_stays(field: str, make: Make, complete: Complete, logic: Expr) -> None:
    rng = random.Random(7)
    seen = set()
    for _ in range(400):
        patient = Patient("p", **{field: tuple(make(rng) for _ in range(rng.randrange(5)))})
        answer = evaluate(logic, patient, INDEX)
        seen.add(answer)
        if answer is None:
            continue
        for _ in range(8):
            known = replace(patient, **{field: tuple(complete(rng, r) for r in getattr(patient, field))})
            assert evaluate(logic, known, INDEX) in (answer, None), f"{patient}\n{known}"
    assert len(seen) >= 2


def test_a_definite_answer_stays_for_pregnancy() -> None:
    rng = random.Random(7)
    codes = (Coding("loinc", "2106-3"),)
    answers = (Coding("snomed", "10828004"),), (Coding("snomed", "260385009"),)
    seen = set()
    for _ in range(400):
        tests = tuple(ObservationRecord(codes, some_date(rng), answer=rng.choice(answers)) for _ in range(rng.randrange(3)))
        states = tuple(replace(a_condition(rng), codes=PREGNANT) for _ in range(rng.randrange(3)))
        patient = Patient("p", conditions=states, observations=tests)
        answer = evaluate(Reproduction("pregnant"), patient, INDEX)
        seen.add(answer)
        if answer is None:
            continue
        for _ in range(8):
            known = replace(
                patient, conditions=tuple(complete_condition(rng, r) for r in states),
                observations=tuple(replace(r, date=r.date and a_day_of(rng, r.date)) for r in tests),
            )
            assert evaluate(Reproduction("pregnant"), known, INDEX) in (answer, None), f"{patient}\n{known}"
    assert seen == {True, False, None}
