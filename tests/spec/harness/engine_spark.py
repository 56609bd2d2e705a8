"""A local Spark session as a connection of the SQL engine; the tables stand in temporary views."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any

from .omop import TABLES, Cdm


def missing() -> str | None:
    """Why Spark can't run here, or None."""
    if find_spec("pyspark") is None:
        return "not installed: pyspark"
    return None if shutil.which("java") else "Spark needs a Java run-time"


TYPES = {"INTEGER": "INT", "FLOAT8": "DOUBLE", "DATE": "DATE"}
"""Column type of the other engines → Spark's; all others are strings."""


class Cursor:
    """A result as a DB-API cursor gives it."""

    def __init__(self, frame: Any) -> None:
        self.description = [(name,) for name in frame.columns]
        self._frame = frame

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""
        return [tuple(row) for row in self._frame.collect()]


class Session:
    """A Spark session with what the harness asks of a connection."""

    def __init__(self, spark: Any) -> None:
        self._spark = spark

    def execute(self, statement: str) -> Cursor:
        """Run a query."""
        return Cursor(self._spark.sql(statement.strip().removesuffix(";")))

    def load(self, cdm: Cdm) -> None:
        """The rows as temporary views of literal values, whose types are those of the other engines."""
        for name, columns in TABLES.items():
            typed = [column.rsplit(" ", 1) for column in columns.split(", ")]
            casts = ", ".join(f"CAST({column} AS {TYPES.get(kind, 'STRING')}) AS {column}" for column, kind in typed)
            names = ", ".join(column for column, _ in typed)
            rows = cdm.rows[name] or [(None,) * len(typed)]
            values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
            kept = "" if cdm.rows[name] else " WHERE false"
            self._spark.sql(f"SELECT {casts} FROM VALUES {values} AS t({names}){kept}").createOrReplaceTempView(name)


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return (
        str(value)
        if isinstance(value, int | float)
        else "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
    )


@cache
def session() -> Any:
    """The session of this process: small, quiet, without a web page, and without what only large data repays."""
    from pyspark.sql import SparkSession

    return (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.driver.memory", "6g")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


@contextmanager
def loaded(cdm: Cdm) -> Iterator[Session]:
    """A session that holds the rows."""
    found = Session(session())
    found.load(cdm)
    yield found
