"""A record's answers for a population, from each engine: the values and screens of every criterion, the verdict, the screen.

The evaluator reads the neutral patients, Python and CQL the FHIR bundles, SQL the CDM that the same bundles were loaded into.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import click
from compare import in_cdm
from fhir_to_omop import Loader, loaded
from harness.engine_cql import CqlError, ask
from harness.engine_sql import connected
from harness.omop import create, insert
from neutral import patient as neutral
from relevant import Relevance

from eligo.evaluate import verdict
from eligo.patient import Patient
from eligo.protocol import Protocol
from eligo.screen.answer import Answer
from eligo.screen.omop import screen_omop
from eligo.targets_api import checker

Json = dict[str, Any]
Answers = dict[str, Answer]
"""Answers by patient id."""
EngineName = Literal["python", "cql", "duckdb", "postgres"]
ENGINES: tuple[EngineName, ...] = ("python", "cql", "duckdb", "postgres")
MODELS: Mapping[EngineName, Literal["fhir", "omop"]] = {
    "python": "fhir",
    "cql": "fhir",
    "duckdb": "omop",
    "postgres": "omop",
}


@dataclass(frozen=True)
class Record:
    """A compiled record and the name it goes by."""

    name: str
    protocol: Protocol


@dataclass(frozen=True)
class People:
    """A population: its bundles, and the neutral form of each."""

    bundles: tuple[Json, ...]
    patients: tuple[Patient, ...]

    @classmethod
    def of(cls, bundles: Sequence[Json]) -> People:
        """The people of bundles."""
        return cls(tuple(bundles), tuple(map(neutral, bundles)))


def evaluated(record: Record, patients: Sequence[Patient], index: date) -> Answers:
    """By the reference evaluator."""
    with bar(patients, f"{record.name}: evaluator") as each:
        return {p.id: _evaluated(record.protocol, p, index) for p in each}


def as_held(protocol: Protocol) -> Protocol:
    """The record as the CDM can answer it: atoms that no row of it decides are unknown."""
    return replace(protocol, criteria=tuple(replace(c, logic=in_cdm(c.logic)) for c in protocol.criteria))


def python(record: Record, people: People, index: date) -> Answers:
    """By the emitted Python, bundle by bundle."""
    check = checker(record.protocol)
    found: Answers = {}
    with bar(people.bundles, f"{record.name}: python") as each:
        for bundle in each:
            result = check(bundle, index.isoformat())
            values = tuple(o.value for o in result.criteria)
            screened = tuple(o.screen for o in result.criteria)
            dead = result.reason == "deceased"
            found[result.patient] = Answer(result.patient, dead, result.verdict, result.screen, values, screened)
    return found


def cql(record: Record, people: People, index: date) -> Answers:
    """By the emitted CQL on cql-execution, all patients in one process. Raises CqlError."""
    ids, relevance = [c.id for c in record.protocol.criteria], Relevance(record.protocol)
    asked = [*ids, *(f"{id} screen" for id in ids), "Deceased", "Verdict", "Screen"]
    jobs: list[Json] = [{"library": "record", "cql": record.protocol.emit("cql", as_of=index.isoformat())}]
    jobs += [{"library": "record", "bundle": relevance.bundle(b), "expressions": asked} for b in people.bundles]
    translated, *answers = ask(jobs)
    if translated.get("problems") or "failure" in translated:
        raise CqlError(f"{record.name}: {translated}")
    found: Answers = {}
    for patient, answer in zip(people.patients, answers, strict=True):
        if "failure" in answer:
            raise CqlError(f"{record.name} {patient.id}: {answer['failure']}")
        v = answer["values"]
        values, screened = tuple(v[id] for id in ids), tuple(v[f"{id} screen"] for id in ids)
        found[patient.id] = Answer(patient.id, v["Deceased"] is True, v["Verdict"], v["Screen"], values, screened)
    return found


@dataclass
class _Rows:
    """An open connection, as screening asks it."""

    dialect: str
    connection: Any

    def rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The rows of a query."""
        return iter(self.connection.execute(sql).fetchall())


@contextmanager
def database(name: EngineName, loader: Loader) -> Iterator[Callable[[Record, date], Answers]]:
    """The population in an empty database; what it gives answers a record by the emitted SQL."""
    people = {str(person): patient for patient, person in loader.persons.items()}
    with connected(name) as connection:
        create(connection)
        insert(connection, loader.cdm)
        if name == "postgres":
            connection.execute("ANALYZE")

        def answers(record: Record, index: date) -> Answers:
            found = screen_omop(record.protocol, _Rows(name, connection), index.isoformat())
            named = (replace(answer, patient=people[answer.patient]) for answer in found)
            return {answer.patient: answer for answer in named}

        yield answers


def load(people: People) -> Loader:
    """The population as rows of the CDM."""
    with bar(people.bundles, "FHIR to OMOP") as each:
        return loaded(each)


def bar(items: Sequence[Any], label: str) -> Any:
    """Progress on standard error."""
    return click.progressbar(items, label=label, file=sys.stderr, show_pos=True)


def _evaluated(protocol: Protocol, patient: Patient, index: date) -> Answer:
    v = verdict(protocol.criteria, patient, index, protocol.settings)
    return Answer(patient.id, v.reason == "deceased", v.verdict, v.screen, v.values, v.screened)
