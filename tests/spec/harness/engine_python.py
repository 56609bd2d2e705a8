"""The Python engine of the specification: emitted modules in a bare interpreter, on FHIR bundles.

The interpreter runs isolated and without site packages, so an emitted module can use nothing but the standard library. All
modules and bundles go to one process as JSON lines, one line a case, and one line of answers comes back for each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from eligo.emit import load, render
from eligo.logic import Truth
from eligo.lower import lower
from eligo.patient import Patient
from eligo.protocol import Criterion

from .fhir import to_bundle
from .spec import Case, VerdictCase

T = TypeVar("T")
Question = tuple[str, Sequence[Criterion], Sequence[Patient], date]
"""A case's id, its criteria, its patients and the index date."""

RUNNER = """
import json, sys, types
for line in sys.stdin:
    source, bundles, as_of = json.loads(line)
    module = sys.modules["emitted"] = types.ModuleType("emitted")
    exec(compile(source, "<emitted>", "exec"), module.__dict__)
    print(json.dumps([module.check(bundle, as_of).to_dict() for bundle in bundles]))
"""
VERSION = "import sys; print(sys.version_info >= (3, 10))"


@dataclass(frozen=True)
class PythonEngine:
    """Emitted Python in an interpreter of its own; ``ELIGO_PYTHON`` names another one than that of the tests."""

    name: str = "python"
    model: str = "fhir"

    def available(self) -> str | None:
        """Why it can't run here, or None."""
        try:
            found = subprocess.run([interpreter(), "-I", "-S", "-c", VERSION], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            return f"{interpreter()} does not run: {type(error).__name__}"
        return None if found.stdout.strip() == "True" else f"{interpreter()} is older than Python 3.10"

    def run_all(self, cases: Sequence[Case]) -> dict[str, list[Truth]]:
        """Every case's truths, in the order of its patients."""
        asked = [(c.id, (_statement(c),), c.patients, c.index) for c in cases]
        return _ask(asked, lambda result: result["criteria"][0]["value"])

    def run_verdicts(self, cases: Sequence[VerdictCase]) -> dict[str, list[tuple[str, str]]]:
        """Every case's verdicts and screens, in the order of its patients."""
        asked = [(c.id, c.criteria, c.patients, c.index) for c in cases]
        return _ask(asked, lambda result: (result["verdict"], result["screen"]))


def interpreter() -> str:
    """The interpreter that runs emitted modules."""
    return os.environ.get("ELIGO_PYTHON", sys.executable)


def answers(questions: Sequence[tuple[str, Sequence[dict[str, Any]], str]]) -> list[list[dict[str, Any]]]:
    """Run emitted modules: (source, bundles, index date) → the JSON form of each bundle's result."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    run = subprocess.run([interpreter(), "-I", "-S", "-c", RUNNER], input=lines, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr)
    return [json.loads(line) for line in run.stdout.splitlines()]


def _ask(questions: Sequence[Question], read: Callable[[dict[str, Any]], T]) -> dict[str, list[T]]:
    target = load("python")
    asked = [
        (render(lower(criteria, "fhir", trial=id), target), [to_bundle(p) for p in patients], index.isoformat())
        for id, criteria, patients, index in questions
    ]
    found = zip(questions, answers(asked), strict=True)
    return {id: [read(result) for result in results] for (id, *_), results in found}


def _statement(case: Case) -> Criterion:
    return Criterion("I1", "inclusion", "require", "", (), case.logic, "computable")
