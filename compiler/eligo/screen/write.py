"""Writing the table of patients: CSV, or Parquet through DuckDB; the whole file or nothing."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from eligo.errors import InputError, UsageError
from eligo.protocol import Protocol
from eligo.screen.answer import Answer, header, row


class Table:
    """An open table of patients."""

    def __init__(self, stream: csv._writer) -> None:  # type: ignore[name-defined]
        self._stream = stream

    def add(self, answer: Answer) -> None:
        """Write a patient."""
        self._stream.writerow(row(answer))


@contextmanager
def table(protocol: Protocol, path: Path) -> Iterator[Table]:
    """A table that appears at ``path`` when all of it is written; by its suffix ``.csv`` or ``.parquet``.

    Raises UsageError for another suffix or a missing DuckDB, InputError where the file can't be written.
    """
    if path.suffix not in (".csv", ".parquet"):
        raise UsageError(f"{path}: write to a .csv or a .parquet file")
    if path.suffix == ".parquet" and find_spec("duckdb") is None:
        raise UsageError("Parquet needs the duckdb package: pip install 'eligo[omop]'")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise InputError(error.strerror or str(error), str(path)) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(header(protocol))
            yield Table(writer)
        if path.suffix == ".parquet":
            part = _to_parquet(part, protocol)
        part.replace(path)
    except OSError as error:
        raise InputError(error.strerror or str(error), str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def _to_parquet(csv_file: Path, protocol: Protocol) -> Path:
    """The CSV file as a Parquet file beside it, with truths as integers."""
    import duckdb

    parquet = csv_file.with_suffix(".parquet")
    types = {"deceased": "INTEGER", **{c.id: "INTEGER" for c in protocol.criteria}}
    columns = ", ".join(f"{_quoted(name)}: '{types.get(name, 'VARCHAR')}'" for name in header(protocol))
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv({_quoted(str(csv_file))}, header = true, columns = {{{columns}}})) "  # noqa: S608
            f"TO {_quoted(str(parquet))} (FORMAT parquet)"
        )
    csv_file.unlink()
    return parquet


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
