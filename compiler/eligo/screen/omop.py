"""Patients from an OMOP CDM 5.4 database: a DuckDB file, a folder of Parquet files, a PostgreSQL URL or any open connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from typing import Protocol as Interface

from eligo.errors import InputError, UsageError
from eligo.logic import Truth
from eligo.protocol import Protocol
from eligo.screen.answer import Answer

BATCH = 10_000
TRUTHS: dict[int | None, Truth] = {1: True, 0: False, None: None}


class Database(Interface):
    """An open database: its SQL dialect, and the rows of a query."""

    dialect: str

    def rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The rows, in batches behind the scenes."""
        ...


def screen_omop(
    protocol: Protocol,
    database: Database,
    as_of: str | None = None,
    *,
    cdm_schema: str | None = None,
    vocab_schema: str | None = None,
    descendants: bool = False,
) -> Iterator[Answer]:
    """The answers for every person, by the query that ``eligo compile -t sql`` writes.

    ``cdm_schema``, ``vocab_schema`` and ``descendants`` as in :func:`eligo.dialect.emit_sql`. Raises InputError for a database
    that the query can't run on.
    """
    sql = protocol.emit(
        "sql",
        as_of=as_of,
        dialect=database.dialect,
        cdm_schema=cdm_schema,
        vocab_schema=vocab_schema,
        descendants=descendants,
    )
    columns = 2 * len(protocol.criteria)  # those of groups come behind
    for person, deceased, verdict, screen, *truths in database.rows(sql):
        yield Answer(
            str(person),
            bool(deceased),
            verdict,
            screen,
            tuple(TRUTHS[t] for t in truths[:columns:2]),
            tuple(TRUTHS[t] for t in truths[1:columns:2]),
        )


def connect(place: str) -> Database:
    """Open a database by its place: ``postgresql://…``, a folder of Parquet files named as the CDM's tables, or a DuckDB file.

    Raises InputError if it can't be opened, UsageError if the driver isn't installed.
    """
    if place.startswith(("postgresql://", "postgres://")):
        return Postgres(place)
    return DuckDB(Path(place))


class DuckDB:
    """A DuckDB file, opened for reading, or a folder of Parquet files."""

    dialect = "duckdb"

    def __init__(self, path: Path) -> None:
        try:
            import duckdb
        except ImportError:
            raise UsageError("a DuckDB database needs the duckdb package: pip install 'eligo[omop]'") from None
        self._error = duckdb.Error
        self._path = path
        if not path.exists():
            raise InputError("no such file", str(path))
        try:
            if path.is_dir():
                self._connection = duckdb.connect()
                self._view_parquet(path)
            else:
                self._connection = duckdb.connect(str(path), read_only=True)
        except duckdb.Error as error:
            raise InputError(f"not a DuckDB database: {_first_line(error)}", str(path)) from error

    def _view_parquet(self, folder: Path) -> None:
        """A view for each file ``table.parquet`` or folder ``table/*.parquet``."""
        tables: dict[str, list[str]] = {}
        for file in sorted(folder.glob("*.parquet")):
            tables.setdefault(file.stem.lower(), []).append(str(file))
        for file in sorted(folder.glob("*/*.parquet")):
            tables.setdefault(file.parent.name.lower(), []).append(str(file))
        if not tables:
            raise InputError("no .parquet file in this folder", str(folder))
        for name, found in tables.items():
            files = ", ".join("'" + f.replace("'", "''") + "'" for f in found)
            view = name.replace('"', '""')
            self._connection.execute(f'CREATE VIEW "{view}" AS SELECT * FROM read_parquet([{files}])')  # noqa: S608

    def rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The rows of a query; raises InputError if it can't run."""
        try:
            found = self._connection.execute(sql)
            while batch := found.fetchmany(BATCH):
                yield from batch
        except self._error as error:
            raise InputError(_explained(error), str(self._path)) from error


class Postgres:
    """A PostgreSQL database, read in one transaction."""

    dialect = "postgres"

    def __init__(self, url: str) -> None:
        try:
            import psycopg
        except ImportError:
            raise UsageError("a PostgreSQL database needs the psycopg package: pip install 'eligo[postgres]'") from None
        self._error = psycopg.Error
        try:
            self._connection = psycopg.connect(url)
        except psycopg.Error as error:
            raise InputError(f"can't connect: {_first_line(error)}", "postgresql") from error

    def rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The rows of a query; raises InputError if it can't run."""
        try:
            with self._connection.transaction():
                self._connection.execute("SET TRANSACTION READ ONLY")
                # The planner takes the intermediate results for a few rows each (README of the SQL target).
                self._connection.execute("SET LOCAL enable_nestloop = off")
                with self._connection.cursor(name="eligo") as cursor:
                    cursor.itersize = BATCH
                    cursor.execute(sql.strip().removesuffix(";").encode())
                    yield from cursor
        except self._error as error:
            raise InputError(_explained(error), "postgresql") from error


class Spark:
    """A Spark session that a program has opened; its current catalog and schema hold the CDM."""

    dialect = "spark"

    def __init__(self, session: Any) -> None:
        self._session = session

    def rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The rows of a query, partition by partition."""
        found: Iterable[Sequence[Any]] = self._session.sql(sql.strip().removesuffix(";")).toLocalIterator()
        return iter(found)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def _explained(error: Exception) -> str:
    said = _first_line(error)
    if "does not exist" in said:
        said += " (a CDM without a table can't be screened: create the table, empty if need be)"
    return f"the query can't run: {said}"
