"""A few patients of the population, mutated: every engine gives what the reference evaluator gives.

The whole population: ``python -m tests.bench.population``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("spec", "differential", "population")]

from agreement import Comparison, Expected, compare, expected
from answers import Answers, EngineName, People, Record, cql, database, evaluated, load, python
from bundles import absent, bundles
from fhir_to_omop import EXTRACTED, Loader
from harness.engines import unavailable
from mutate import mutated
from records import examples
from relevant import Relevance

PATIENTS, EVERY, SEED, INDEX = 30, 20, 20261125, date(2020, 2, 29)
CQL_RECORDS = ("diabetes",)
"""cql-execution and its translator take their time."""

pytestmark = pytest.mark.skipif(absent() is not None, reason=str(absent()))


@cache
def people() -> People:
    return People.of([mutated(b, SEED) for b in bundles(PATIENTS, EVERY)])


@cache
def rows() -> Loader:
    return load(people())


@cache
def records() -> tuple[Record, ...]:
    return tuple(examples())


@cache
def wanted(name: str) -> Expected:
    (record,) = (r for r in records() if r.name == name)
    return expected(record, people(), INDEX, frozenset(rows().persons))


def compared(engine: EngineName, answers: dict[str, Answers]) -> list[Comparison]:
    ids = [p.id for p in people().patients]
    return [compare(r, engine, answers[r.name], wanted(r.name), ids) for r in records() if r.name in answers]


def check(found: list[Comparison]) -> None:
    wrong = [str(d) for c in found for d in c.disagreements]
    assert not wrong, "\n".join(wrong[:20])
    values = {v for c in found for v in c.values}
    assert {True, False, None} <= values


def test_python_agrees() -> None:
    check(compared("python", {r.name: python(r, people(), INDEX) for r in records()}))


@pytest.mark.engine
@pytest.mark.parametrize("engine", ["duckdb", "postgres"])
def test_sql_agrees(engine: EngineName) -> None:
    if why := unavailable(engine):
        pytest.skip(why)
    with database(engine, rows()) as answers:
        found = compared(engine, {r.name: answers(r, INDEX) for r in records()})
    check(found)
    pairs, partial = sum(c.pairs for c in found), sum(c.set_aside["partial date"] for c in found)
    assert 0 < partial < pairs / 10


@pytest.mark.engine
def test_cql_agrees() -> None:
    if why := unavailable("cql"):
        pytest.skip(why)
    check(compared("cql", {r.name: cql(r, people(), INDEX) for r in records() if r.name in CQL_RECORDS}))


def test_what_no_criterion_asks_for_tells_on_nothing() -> None:
    record = records()[0]
    some = people().patients[:5]
    trimmed = list(map(Relevance(record.protocol).patient, some))
    assert sum(len(p.observations) for p in trimmed) < sum(len(p.observations) for p in some) / 2
    assert evaluated(record, trimmed, INDEX) == evaluated(record, some, INDEX)


def test_a_wrong_value_is_found() -> None:
    record = records()[0]
    answers = dict(wanted(record.name).whole)
    id, answer = next(iter(answers.items()))
    answers[id] = replace(answer, values=tuple(None if v is False else False for v in answer.values))
    (found,) = compared("python", {record.name: answers})
    assert {d.patient for d in found.disagreements} == {id}
    assert len(found.disagreements) == len(record.protocol.criteria)


def test_the_same_seed_gives_the_same_copy() -> None:
    (bundle,) = bundles(1)
    assert mutated(bundle, 1) == mutated(bundle, 1) != mutated(bundle, 2)
    assert mutated(bundle, 1) != bundle


def test_the_population_was_taken_after_every_record() -> None:
    ends = [d.end.last for p in people().patients for d in p.drugs if d.end is not None]
    seen = [o.date.last for p in people().patients for o in p.observations if o.date is not None]
    assert max(INDEX, *ends, *seen) < EXTRACTED
