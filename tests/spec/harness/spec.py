"""Paragraphs of the specification, and where they are found.

A chapter is a folder beside this one, a section a file of it, with a docstring (its title and what it is about) and a tuple
``PARAGRAPHS``. Every paragraph is one statement and a few patients with the value it has for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from eligo.logic import Expr, Truth
from eligo.patient import Patient
from eligo.protocol import Criterion

ROOT = Path(__file__).resolve().parents[1]
INDEX = date(2026, 1, 15)

CHAPTERS: dict[str, tuple[str, ...]] = {
    "age": ("completed_units", "partial_births", "hours"),
    "sex": ("administrative_sex",),
    "reproduction": ("pregnancy", "breastfeeding"),
    "condition": ("matching", "present_and_history", "active", "windows", "counts", "severity", "suspected"),
    "measurement": ("latest", "units", "comparators", "limits", "answers", "any_and_all", "windows", "statuses"),
    "score": ("numbers", "ordinals", "names"),
    "drug": ("matching", "exposure", "dose", "duration", "stable", "per_kg", "equivalents"),
    "procedure": ("done",),
    "allergy": ("recorded",),
    "encounter": ("stays", "settings", "counts"),
    "immunisation": ("given",),
    "family_history": ("relatives",),
    "study_participation": ("subjects",),
    "operators": ("kleene", "unsettled"),
    "exceptions": ("class_exceptions", "circumstances"),
    "conditions_on_people": ("women_and_men", "limits"),
    "verdict": ("verdicts", "screens", "deceased"),
}
"""The table of contents: chapters and their sections in reading order."""


@dataclass(frozen=True)
class Paragraph:
    """One statement and its value for some patients.

    ``not_in`` names data models ("omop", "fhir") or engines that can't hold these patients, ``why_not`` says why.
    """

    title: str
    says: str
    logic: Expr
    rows: Mapping[str, tuple[Patient, Truth]]
    index: date = INDEX
    not_in: tuple[str, ...] = ()
    why_not: str = ""


@dataclass(frozen=True)
class VerdictParagraph:
    """Some criteria, and for each patient the verdict and the screen."""

    title: str
    says: str
    criteria: tuple[Criterion, ...]
    rows: Mapping[str, tuple[Patient, str, str]]
    index: date = INDEX
    not_in: tuple[str, ...] = ()
    why_not: str = ""


@dataclass(frozen=True)
class Section:
    """A file of the specification: ``title`` and ``intro`` are its docstring."""

    chapter: str
    name: str
    title: str
    intro: str
    paragraphs: tuple[Paragraph | VerdictParagraph, ...]


@dataclass(frozen=True)
class Case:
    """A paragraph as an engine runs it. Patients have ids that are unique in the whole specification."""

    id: str
    logic: Expr
    patients: tuple[Patient, ...]
    index: date
    expected: tuple[Truth, ...]
    labels: tuple[str, ...]
    not_in: tuple[str, ...]
    why_not: str


@dataclass(frozen=True)
class VerdictCase:
    """A paragraph of criteria as an engine runs it; an answer is (verdict, screen)."""

    id: str
    criteria: tuple[Criterion, ...]
    patients: tuple[Patient, ...]
    index: date
    expected: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    not_in: tuple[str, ...]
    why_not: str


@cache
def sections() -> tuple[Section, ...]:
    """The specification in reading order."""
    return tuple(_section(chapter, name) for chapter, names in CHAPTERS.items() for name in names)


def _section(chapter: str, name: str) -> Section:
    spec = spec_from_file_location(f"spec_{chapter}_{name}", ROOT / chapter / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"no section {chapter}/{name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    title, _, intro = (module.__doc__ or "").strip().partition("\n")
    return Section(chapter, name, title.rstrip("."), intro.strip(), tuple(module.PARAGRAPHS))


@cache
def cases() -> tuple[Case, ...]:
    """Every :class:`Paragraph` as a case."""
    return tuple(_case(*found) for found in _numbered() if isinstance(found[1], Paragraph))  # type: ignore[arg-type]


@cache
def verdict_cases() -> tuple[VerdictCase, ...]:
    """Every :class:`VerdictParagraph` as a case."""
    return tuple(_verdict_case(*found) for found in _numbered() if isinstance(found[1], VerdictParagraph))  # type: ignore[arg-type]


def _numbered() -> list[tuple[str, Paragraph | VerdictParagraph]]:
    return [
        (f"{s.chapter}-{s.name}-{n}".replace("_", "-"), p) for s in sections() for n, p in enumerate(s.paragraphs, 1)
    ]


def _case(id: str, p: Paragraph) -> Case:
    patients = _named(id, [patient for patient, _ in p.rows.values()])
    expected = tuple(truth for _, truth in p.rows.values())
    return Case(id, p.logic, patients, p.index, expected, tuple(p.rows), p.not_in, p.why_not)


def _verdict_case(id: str, p: VerdictParagraph) -> VerdictCase:
    patients = _named(id, [row[0] for row in p.rows.values()])
    expected = tuple((verdict, screen) for _, verdict, screen in p.rows.values())
    return VerdictCase(id, p.criteria, patients, p.index, expected, tuple(p.rows), p.not_in, p.why_not)


def _named(id: str, patients: list[Patient]) -> tuple[Patient, ...]:
    return tuple(replace(patient, id=f"{id}-{n}") for n, patient in enumerate(patients, 1))
