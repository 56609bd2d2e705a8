"""Hostile text stays text in every target; 10,000 records: ``python -m tests.bench.hostile``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hostile import LONG, benign, cql_shape, poisoned, python_shape, record, sql_shape

from eligo.dialect import emit_sql
from eligo.emit import load, render
from eligo.plan import Plan
from eligo.protocol import Protocol

INDEX, SEED = "2026-01-15", 20261125
SHAPES: dict[str, Callable[[str], list[Any]]] = {"python": python_shape, "sql": sql_shape, "cql": cql_shape}


def emitted(plan: Plan, target: str) -> str:
    return emit_sql(plan) if target == "sql" else render(plan, load(target))


def plan(protocol: Protocol, target: str) -> Plan:
    return protocol.plan("omop" if target == "sql" else "fhir", as_of=INDEX)


@pytest.mark.parametrize("target", SHAPES)
@pytest.mark.parametrize("number", range(12))
def test_hostile_text_stays_text(number: int, target: str) -> None:
    rng, shape = Random(f"{SEED} {number}"), SHAPES[target]
    hostile = poisoned(plan(record(rng), target), rng)
    assert shape(emitted(hostile, target)) == shape(emitted(benign(hostile), target))


@pytest.mark.parametrize("target", SHAPES)
def test_a_line_of_a_megabyte(target: str) -> None:
    hostile = plan(record(Random(SEED), LONG), target)
    assert max(len(c.text) for c in hostile.criteria) > 500_000
    assert SHAPES[target](emitted(hostile, target)) == SHAPES[target](emitted(benign(hostile), target))


def test_hostile_queries_are_one_statement() -> None:
    duckdb = pytest.importorskip("duckdb")
    for number in range(12):
        rng = Random(f"{SEED} {number}")
        query = emitted(poisoned(plan(record(rng), "sql"), rng), "sql")
        assert len(duckdb.extract_statements(query)) == 1


def test_shapes_tell_code_from_text() -> None:
    whole = plan(record(Random(1)), "python")
    other = replace(whole, criteria=whole.criteria[:-1])
    assert python_shape(emitted(whole, "python")) != python_shape(emitted(other, "python"))
    assert sql_shape("SELECT 'a' -- b\n, 1") == ["SELECT", "string", "comment", ",", "1"]
    assert sql_shape("SELECT 'a'; DROP TABLE b") != sql_shape("SELECT 'a; DROP TABLE b'")
    assert cql_shape(r"define 'a\'b': 1 // x") == ["define", "string", ":", "1", "comment"]
    with pytest.raises(ValueError, match="hidden"):
        sql_shape("SELECT 1 -- \u202e")
