"""The engines that every paragraph runs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from eligo.evaluate import evaluate, verdict
from eligo.logic import Truth

from .spec import Case, VerdictCase


class Engine(Protocol):
    """Something that computes the truths of cases.

    ``model`` is the data model it reads ("neutral", "fhir", "omop"). ``available`` gives the reason why it can't run on this
    machine, or None. ``run_all`` takes every case it is to run at once and answers by case id, in the order of the patients.
    An engine may also have ``run_verdicts(cases) -> {id: [(verdict, screen)]}``.
    """

    name: str
    model: str

    def available(self) -> str | None: ...

    def run_all(self, cases: Sequence[Case]) -> dict[str, list[Truth]]: ...


@dataclass(frozen=True)
class Evaluator:
    """The reference evaluator on the neutral patient."""

    name: str = "evaluator"
    model: str = "neutral"

    def available(self) -> str | None:
        """It always is."""
        return None

    def run_all(self, cases: Sequence[Case]) -> dict[str, list[Truth]]:
        """Patient by patient."""
        return {c.id: [evaluate(c.logic, p, c.index) for p in c.patients] for c in cases}

    def run_verdicts(self, cases: Sequence[VerdictCase]) -> dict[str, list[tuple[str, str]]]:
        """Verdict and screen, patient by patient."""
        return {
            c.id: [(v.verdict, v.screen) for v in (verdict(c.criteria, p, c.index) for p in c.patients)] for c in cases
        }


ADAPTERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "python": ("engine_python", "PythonEngine", ()),
    "duckdb": ("engine_sql", "SqlEngine", ("duckdb",)),
    "postgres": ("engine_sql", "SqlEngine", ("postgres",)),
    "cql": ("engine_cql", "CqlEngine", ()),
    "cql-reference": ("engine_cql", "CqlEngine", ("cql-reference", "reference.mjs")),
}
"""Engine name → module of this package, class and arguments. Imported on use: an engine's libraries may be absent."""

OUTSIDE: dict[str, tuple[str, str, tuple[str, ...]]] = {"spark": ("engine_sql", "SqlEngine", ("spark",))}
"""Engines that only benchmarks name: they take too long for the tests."""

DEFECTS: dict[str, dict[str, str]] = {
    "cql-reference": {
        **dict.fromkeys(
            (
                "allergy-recorded-1",
                "condition-matching-6",
                "drug-matching-2",
                "drug-matching-3",
                "family-history-relatives-2",
                "procedure-done-2",
            ),
            "its ReplaceMatches works on the text with quotes around it",
        ),
        **dict.fromkeys(
            (
                "drug-dose-3",
                "drug-dose-4",
                "drug-equivalents-2",
                "drug-equivalents-3",
                "drug-equivalents-4",
                "drug-equivalents-5",
                "drug-per-kg-5",
                "measurement-limits-3",
            ),
            "its products of decimals are cut to the places of a factor",
        ),
    }
}
"""Paragraphs that an engine is known to get wrong, by engine and case, each with the defect of the engine that causes it.

``cql-reference`` is the JavaScript build 5.3.0 of the reference engine, a beta.
"""

SOUND: tuple[str, ...] = tuple(name for name in ADAPTERS if name not in DEFECTS)
"""Engines without a known defect: they have to agree on any logic, not on the specification alone."""

ENGINES: tuple[str, ...] = ("evaluator", *ADAPTERS)


@cache
def engine(name: str) -> Engine:
    """The engine of a name. Raises ImportError if its adapter can't be imported."""
    if name == "evaluator":
        return Evaluator()
    module, kind, arguments = (ADAPTERS | OUTSIDE)[name]
    made: Engine = getattr(import_module(f".{module}", __package__), kind)(*arguments)
    return made


def unavailable(name: str) -> str | None:
    """Why an engine can't run here, or None."""
    try:
        return engine(name).available()
    except ImportError as e:
        return f"no adapter: {e}"


def runs(name: str, not_in: Iterable[str]) -> bool:
    """Whether an engine runs a case that is not held in some models or engines."""
    return not {name, engine(name).model} & set(not_in)
