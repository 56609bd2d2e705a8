"""Building the store.

SQLite: it comes with Python, so that a store can be read wherever eligo is installed, opens in a millisecond, finds a code or a
subtree by index, and brings full-text search (DuckDB's is an extension that has to be fetched). The whole is written beside the
place it goes to and moved there when it is complete.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from eligo.errors import InputError, UsageError
from eligo.vocab.source import COLUMNS, Cells, Source

FORMAT = 1
"""The store's own format: raised when its tables change."""

APPLICATION = 0x656C6967
"""What marks a SQLite file as a store of eligo ("elig")."""

SCHEMA = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {FORMAT};
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -200000;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE concept (
  id INTEGER PRIMARY KEY, vocabulary TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, domain TEXT NOT NULL,
  class TEXT NOT NULL, standard TEXT NOT NULL, invalid TEXT NOT NULL
) STRICT;
CREATE TABLE label (id INTEGER PRIMARY KEY, concept INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
CREATE TEMP TABLE below_unsorted (ancestor INTEGER NOT NULL, descendant INTEGER NOT NULL) STRICT;
CREATE TABLE below (
  ancestor INTEGER NOT NULL, descendant INTEGER NOT NULL, PRIMARY KEY (ancestor, descendant)
) STRICT, WITHOUT ROWID;
CREATE TABLE maps_to (source INTEGER NOT NULL, standard INTEGER NOT NULL, PRIMARY KEY (source, standard))
STRICT, WITHOUT ROWID;
"""

FINISH = """
INSERT INTO label (concept, text) SELECT id, name FROM concept;
INSERT OR IGNORE INTO below SELECT ancestor, descendant FROM below_unsorted
  WHERE ancestor <> descendant ORDER BY 1, 2;
DROP TABLE below_unsorted;
CREATE INDEX concept_code ON concept (code, vocabulary);
CREATE INDEX concept_name ON concept (LOWER(name)) WHERE vocabulary = 'RxNorm';
CREATE INDEX mapped_from ON maps_to (standard, source);
CREATE VIRTUAL TABLE word USING fts5 (
  text, content = 'label', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO word (word) VALUES ('rebuild');
"""

INSERTS = {
    "concept": "INSERT INTO concept VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "concept_synonym": "INSERT INTO label (concept, text) VALUES (?, ?)",
    "concept_relationship": "INSERT OR IGNORE INTO maps_to VALUES (?, ?)",
    "concept_ancestor": "INSERT INTO below_unsorted VALUES (?, ?)",
}

Tick = Callable[[str, float], None]
"""Told of progress: the table, and the part of it that is read."""


def build(source: Source, path: Path, tick: Tick = lambda table, part: None) -> dict[str, int]:
    """Build the store at ``path``; gives the number of rows kept of each table.

    Raises InputError for a source that can't be read, UsageError for a place that can't be written or holds something else.
    """
    if path.exists() and not is_store(path):
        raise UsageError(f"{path} exists and is no vocabulary store: give another place for it")
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as db:
            counts = _fill(db, source, tick)
        part.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise UsageError(f"can't write {path}: {error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return counts


def _fill(db: sqlite3.Connection, source: Source, tick: Tick) -> dict[str, int]:
    db.executescript(SCHEMA)
    counts = {}
    for table in COLUMNS:
        counts[table] = 0
        for part, batch in source.batches(table, COLUMNS[table]):
            rows = _maps(batch) if table == "concept_relationship" else batch
            try:
                db.executemany(INSERTS[table], rows)
            except sqlite3.IntegrityError as error:
                raise InputError(_fault(rows) or f"a concept_id stands twice ({error})", table) from error
            counts[table] += len(rows)
            tick(table, part)
    if not counts["concept"]:
        raise InputError("no concept in the vocabulary", "concept")
    db.executescript(FINISH)
    facts = {"version": source.version(), **{t: str(n) for t, n in counts.items()}}
    db.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
    db.commit()
    return counts


def _maps(batch: list[Cells]) -> list[Cells]:
    """The valid rows that say what a concept maps to."""
    return [row[:2] for row in batch if row[2] == "Maps to" and not row[3]]


def _fault(rows: list[Cells]) -> str | None:
    """What is wrong with the ids of some rows, if that is it: the first cell of a row is one."""
    odd = next((cell for row in rows for cell in row[: 2 if len(row) == 2 else 1] if not str(cell).isdigit()), None)
    return None if odd is None else f"{odd!r} is no concept_id"


def is_store(path: Path) -> bool:
    """Whether a file is a vocabulary store of this format."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    told = int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")
    return head.startswith(b"SQLite format 3\0") and told == (APPLICATION, FORMAT)
