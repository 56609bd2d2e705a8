"""The benchmark of the emitted SQL at a size that any machine holds: not how fast, but that all of it counts the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

duckdb = pytest.importorskip("duckdb")

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import sql_scale as bench
from tests.bench.omop_generator import generate
from tests.bench.sql_criteria import INDEX, Asked, by_hand, circe, everything

PERSONS, MEASUREMENTS, CRITERIA = 2000, 40_000, 5


@cache
def statement_of(count: int, latest: bool) -> str:
    return bench.emitted(everything()[:count], latest=latest)


@pytest.fixture(scope="module")
def asked() -> tuple[Asked, ...]:
    return everything()


@pytest.fixture(scope="module")
def database(asked: tuple[Asked, ...]) -> Iterator[Any]:
    with duckdb.connect(config={"threads": 1}) as connection:
        generate(connection, PERSONS, MEASUREMENTS, [a.lab for a in asked], INDEX, concepts=3000)
        connection.execute(bench.COHORT)
        yield connection


@pytest.mark.parametrize("latest", [False, True], ids=["any", "latest"])
def test_the_table_is_the_hand_written_one(database: Any, asked: tuple[Asked, ...], latest: bool) -> None:
    few = asked[:CRITERIA]
    statement = statement_of(CRITERIA, latest)
    assert bench.same_rows(database, statement, by_hand(few, latest=latest))
    whole, *each = bench.table_counts(database, statement, CRITERIA)
    assert PERSONS > min(each) > whole > 0


def test_any_value_in_sixty_facts(database: Any, asked: tuple[Asked, ...]) -> None:
    """More facts than fit into one number of answers."""
    assert len(asked) > 30
    assert bench.same_rows(database, statement_of(len(asked), False), by_hand(asked, latest=False))


@pytest.mark.skipif(find_spec("circe") is None, reason="not installed: ohdsi-circepy (extra bench)")
def test_circe_finds_the_same_persons(database: Any, asked: tuple[Asked, ...]) -> None:
    few = asked[:CRITERIA]
    ours = bench.table_counts(database, statement_of(CRITERIA, False), CRITERIA)
    assert bench.circe_counts(database, circe(few), CRITERIA) == ours


def test_the_data_are_the_same_each_time(asked: tuple[Asked, ...]) -> None:
    sums = []
    for _ in range(2):
        with duckdb.connect() as connection:
            generate(connection, 400, 4000, [a.lab for a in asked], INDEX, concepts=300)
            sums.append(connection.execute("SELECT BIT_XOR(hash(m)) FROM measurement m").fetchone())
    assert sums[0] == sums[1]


def test_too_many_measurements_are_refused(asked: tuple[Asked, ...]) -> None:
    with duckdb.connect() as connection, pytest.raises(ValueError, match="more persons"):
        generate(connection, 40, 4000, [a.lab for a in asked], INDEX)
