"""Patients from FHIR R4 files: bundles (JSON, NDJSON, a folder of them), and bulk exports with one file per resource type."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from eligo.errors import InputError
from eligo.protocol import Protocol
from eligo.screen.answer import Answer
from eligo.targets_api import checker, iso_date

Json = dict[str, Any]
SUFFIXES = (".json", ".ndjson", ".jsonl")


def screen_fhir(protocol: Protocol, path: Path, as_of: str | None = None) -> Iterator[Answer]:
    """The answers for every patient of a file or folder, one patient in memory at a time.

    A line or file is a Bundle of one patient, or a resource of a bulk export, which are gathered by patient first.
    Raises InputError with file and line for what is no such thing.
    """
    check = checker(protocol)
    day = iso_date(as_of)
    for where, bundle in bundles(path):
        try:
            result = check(bundle, day)
        except (TypeError, ValueError, RecursionError) as error:
            raise InputError("not the bundle of one patient", where) from error
        yield Answer(
            result.patient or where,
            result.reason == "deceased",
            result.verdict,
            result.screen,
            tuple(o.value for o in result.criteria),
            tuple(o.screen for o in result.criteria),
        )


def bundles(path: Path) -> Iterator[tuple[str, Json]]:
    """Bundles of one patient each, with their places."""
    bulk = _Bulk()
    for where, resource in _resources(path):
        if resource.get("resourceType") == "Bundle":
            yield where, resource
        else:
            bulk.add(where, resource)
    yield from bulk.patients()


def _resources(path: Path) -> Iterator[tuple[str, Json]]:
    for file in _files(path):
        with _opened(file) as stream:
            try:
                yield from _parsed(file, stream)
            except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
                raise InputError("not readable as UTF-8 text", str(file)) from error


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.name.removesuffix(".gz").endswith(SUFFIXES))
        if not found:
            raise InputError(f"no {', '.join(SUFFIXES)} file in this folder", str(path))
        return found
    if not path.is_file():
        raise InputError("no such file", str(path))
    return [path]


def _opened(file: Path) -> IO[str]:
    try:
        if file.name.endswith(".gz"):
            return gzip.open(file, "rt", encoding="utf-8")
        return file.open(encoding="utf-8")
    except OSError as error:
        raise InputError(error.strerror or str(error), str(file)) from error


def _parsed(file: Path, lines: Iterator[str]) -> Iterator[tuple[str, Json]]:
    """Objects of a file: one a line, or the whole file if its first line isn't one by itself."""
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    first = next(numbered, None)
    if first is None:
        return
    number, line = first
    if line.strip() == "{" or not line.rstrip().endswith("}"):
        yield str(file), _object(line + "".join(lines), str(file), number)
        return
    yield f"{file}:{number}", _object(line, str(file), number)
    for number, line in numbered:
        yield f"{file}:{number}", _object(line, str(file), number)


def _object(text: str, file: str, line: int) -> Json:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", f"{file}:{line + error.lineno - 1}:{error.colno}") from error
    except RecursionError as error:
        raise InputError("not JSON: nested too deeply", f"{file}:{line}") from error
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise InputError("not a FHIR resource: it has no resourceType", f"{file}:{line}")
    return value


class _Bulk:
    """Resources of a bulk export, kept on disk until all of a patient's are there."""

    def __init__(self) -> None:
        self._store: sqlite3.Connection | None = None
        self._shared: dict[str, Json] = {}

    def add(self, where: str, resource: Json) -> None:
        """Keep a resource with its patient; one that is about nobody may be referred to by others (Medication)."""
        if self._store is None:
            self._store = sqlite3.connect("")  # a temporary file that SQLite removes
            self._store.execute("CREATE TABLE resource (patient TEXT, place TEXT, body TEXT)")
        patient = _patient_of(resource)
        if patient is None:
            if resource["resourceType"] == "Medication" and isinstance(resource.get("id"), str):
                self._shared[f"Medication/{resource['id']}"] = resource
            return
        self._store.execute("INSERT INTO resource VALUES (?, ?, ?)", (patient, where, json.dumps(resource)))

    def patients(self) -> Iterator[tuple[str, Json]]:
        """A bundle for each patient whose Patient resource is there."""
        if self._store is None:
            return
        self._store.execute("CREATE INDEX by_patient ON resource (patient)")
        current, where = None, ""
        held: list[Json] = []
        for patient, place, body in self._store.execute("SELECT patient, place, body FROM resource ORDER BY patient"):
            if patient != current:
                yield from self._bundle(where, held)
                current, held = patient, []
            resource = json.loads(body)
            if not held or resource["resourceType"] == "Patient":
                where = place
            held.append(resource)
        yield from self._bundle(where, held)
        self._store.close()

    def _bundle(self, where: str, held: list[Json]) -> Iterator[tuple[str, Json]]:
        if not held:
            return
        if not any(r["resourceType"] == "Patient" for r in held):
            raise InputError("a resource refers to a patient whose Patient resource isn't there", where)
        medications = [r["medicationReference"]["reference"] for r in held if _refers(r)]
        shared = [self._shared[m] for m in dict.fromkeys(medications) if m in self._shared]
        yield where, {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in held + shared]}


def _refers(resource: Json) -> bool:
    reference = resource.get("medicationReference")
    return isinstance(reference, dict) and isinstance(reference.get("reference"), str)


def _patient_of(resource: Json) -> str | None:
    if resource["resourceType"] == "Patient":
        return resource.get("id") if isinstance(resource.get("id"), str) else None
    for name in ("subject", "patient", "individual"):
        reference = resource.get(name)
        if isinstance(reference, dict) and isinstance(reference.get("reference"), str):
            kind, _, id = reference["reference"].rpartition("/")
            return id if kind.rpartition("/")[2] in ("Patient", "") else None
    return None
