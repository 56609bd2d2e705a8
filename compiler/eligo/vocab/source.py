"""Where a vocabulary comes from: the files of an Athena download, or the vocabulary tables of a CDM."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from eligo.errors import InputError

COLUMNS: dict[str, tuple[str, ...]] = {
    "concept": (
        *("concept_id", "vocabulary_id", "concept_code", "concept_name"),
        *("domain_id", "concept_class_id", "standard_concept", "invalid_reason"),
    ),
    "concept_synonym": ("concept_id", "concept_synonym_name"),
    "concept_relationship": ("concept_id_1", "concept_id_2", "relationship_id", "invalid_reason"),
    "concept_ancestor": ("ancestor_concept_id", "descendant_concept_id"),
}
"""The tables that are read, and the columns of each: https://ohdsi.github.io/CommonDataModel/cdm54.html#Vocabulary_Tables"""

VERSION_COLUMNS = ("vocabulary_id", "vocabulary_version")
CHUNK = 1 << 14
"""Bytes of a file that are read at a time: of more, garbage collection walks so many rows that it takes most of the time."""
BATCH = 20_000
"""Rows of a database that are read at a time."""

Cells = Sequence[Any]


class Source(Protocol):
    """The vocabulary tables, row by row."""

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[tuple[float, list[Cells]]]:
        """The columns of the rows, batch by batch, each with the part of the table (0 to 1) that is read with it.

        Raises InputError for a table or column that isn't there, or a row that can't be read.
        """
        ...

    def version(self) -> str:
        """The release that the vocabulary names; "" if it names none."""
        ...


def open_source(place: str, schema: str | None = None) -> Source:
    """The source at a place: a folder of Athena's CSV files, a folder of Parquet files, a DuckDB file or a ``postgresql://`` URL.

    ``schema``: where a database keeps the vocabulary tables. Raises InputError for a place where nothing can be read.
    """
    path = Path(place)
    if "://" not in place and not path.exists():
        raise InputError("no such file or folder", place)
    parquet = path.is_dir() and (any(path.glob("*.parquet")) or any(path.glob("*/*.parquet")))
    return Athena(path) if path.is_dir() and not parquet else Database(place, schema)


class Athena:
    """A folder of Athena's tab-separated files, ``CONCEPT.csv`` and its kin; the case of their names is open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = {file.name.lower(): file for file in folder.iterdir() if file.is_file()}

    def version(self) -> str:
        """The version of the row "None" in ``VOCABULARY.csv``, which Athena uses for the whole."""
        if "vocabulary.csv" not in self._files:
            return ""
        found = (row for _, rows in self.batches("vocabulary", VERSION_COLUMNS) for row in rows)
        return next((str(version) for name, version in found if name == "None"), "")

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[tuple[float, list[Cells]]]:
        """The columns of the lines, as text; Athena quotes nothing."""
        file = self._files.get(f"{table}.csv")
        if file is None:
            raise InputError(
                f"no {table.upper()}.csv in this folder: give the folder of an Athena download, unpacked",
                str(self._folder),
            )
        size = file.stat().st_size or 1
        with file.open("rb") as source:
            first = source.readline()
            head = _text(first, file, 1).removeprefix("\ufeff").lower().split("\t")
            pick = itemgetter(*_places(head, columns, file))
            read, number = len(first), 2
            while lines := source.readlines(CHUNK):
                rows = [line.split("\t") for line in _text(b"".join(lines), file, number).split("\n")]
                odd = next((n for n, row in enumerate(rows, number) if len(row) != len(head)), None)
                if odd is not None:
                    cells = len(rows[odd - number])
                    raise InputError(f"{cells} columns where the header has {len(head)}", f"{file}:{odd}")
                read, number = read + sum(map(len, lines)), number + len(rows)
                yield read / size, list(map(pick, rows))


def _text(content: bytes, file: Path, number: int) -> str:
    """The text of some lines from ``number`` on, without the end of the last."""
    try:
        return content.decode("utf-8").replace("\r\n", "\n").removesuffix("\n")
    except UnicodeDecodeError as error:
        at = number + content.count(b"\n", 0, error.start)
        raise InputError("not UTF-8 text", f"{file}:{at}") from error


def _places(head: list[str], columns: Sequence[str], file: Path) -> list[int]:
    other = next(
        (name for sign, name in ((",", "commas"), (";", "semicolons"), ("|", "bars")) if sign in head[0]), None
    )
    if len(head) == 1 and other:
        raise InputError(
            f"columns are parted by {other} where Athena writes tabs: export it again with tabs", str(file)
        )
    missing = [c for c in columns if c not in head]
    if missing:
        raise InputError(f"no column {', '.join(missing)} in the header", f"{file}:1")
    return [head.index(c) for c in columns]


class Database:
    """The vocabulary tables of a CDM in a database that ``eligo screen --omop`` takes."""

    def __init__(self, place: str, schema: str | None) -> None:
        from eligo.escape import FILTERS
        from eligo.screen.omop import connect

        self._database = connect(place)
        self._schema = ".".join(FILTERS["sql_ident"](part) for part in schema.split(".")) + "." if schema else ""

    def version(self) -> str:
        """The version of the row "None" in ``vocabulary``."""
        sql = f"SELECT vocabulary_version FROM {self._schema}vocabulary WHERE vocabulary_id = 'None'"  # noqa: S608
        return next((str(row[0] or "") for row in self._database.rows(sql)), "")

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[tuple[float, list[Cells]]]:
        """The columns of the rows; NULL is the empty text."""
        name = self._schema + table
        total = max(1, next(iter(self._database.rows(f"SELECT COUNT(*) FROM {name}")))[0])  # noqa: S608
        listed = ", ".join(f"COALESCE(CAST({c} AS VARCHAR), '')" for c in columns)
        rows = self._database.rows(f"SELECT {listed} FROM {name}")  # noqa: S608
        read = 0
        while batch := list(islice(rows, BATCH)):
            read += len(batch)
            yield read / total, batch
