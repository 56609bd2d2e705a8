"""The example patients of a review, and what each is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligo.errors import InputError
from eligo.protocol import Protocol
from eligo.screen.fhir import bundles
from eligo.targets_api import checker, iso_date

MOST = 200
"""Patients that a review follows; `eligo screen` is for populations."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A FHIR bundle of one patient and its name on the page."""

    name: str
    bundle: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a patient is told: ``deciding`` are the ids of the criteria that are certainly not met."""

    patient: str
    verdict: str
    screen: str
    deciding: tuple[str, ...]


def load(path: Path) -> tuple[Patient, ...]:
    """The patients of a folder or file of FHIR bundles. Raises InputError for anything else, or for too many."""
    found = tuple(
        Patient(Path(where).stem if where.endswith(".json") else Path(where).name, b) for where, b in bundles(path)
    )
    if len(found) > MOST:
        raise InputError(
            f"{len(found)} patients, more than the {MOST} that a page shows: eligo screen is for those", str(path)
        )
    return found


def answers(protocol: Protocol, patients: tuple[Patient, ...], as_of: str | None) -> tuple[Answer, ...]:
    """The answer of each. Raises InputError for a bundle that is not of one patient."""
    if not patients:
        return ()
    check, day = checker(protocol), iso_date(as_of or protocol.settings.index_date)
    return tuple(_answer(check, p, day) for p in patients)


def _answer(check: Any, patient: Patient, day: str) -> Answer:
    try:
        result = check(patient.bundle, day).to_dict()
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError("not the bundle of one patient", patient.name) from error
    against = tuple(c["id"] for c in result["criteria"] if c["value"] is (c["effect"] == "forbid"))
    return Answer(patient.name, result["verdict"], result["screen"], against)
