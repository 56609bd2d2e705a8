"""Hostile text in records, overrides and vocabularies: ``python -m tests.bench.hostile [RECORDS] [SEED] [TARGET ...]``.

Every record (10,000 unless given) is compiled and emitted for each target, every second one with hostile texts put into its plan
as well, as a vocabulary may bring them; one of a thousand has a line of 1 MB. The emitted text has to have the shape of the same
plan with harmless words (``tests/targets/hostile.py``); SQL has to be one SELECT to DuckDB. One module and one query of fifty is
run, on a patient and on an empty CDM, and one library of five hundred translated and run. Fails on the first that isn't so.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("spec", "targets")]

from harness.engine_cql import CqlEngine, ask  # noqa: E402
from harness.engine_sql import connected  # noqa: E402
from harness.omop import create  # noqa: E402
from hostile import LONG, benign, cql_shape, poisoned, python_shape, record, sql_shape  # noqa: E402

from eligo.dialect import emit_sql  # noqa: E402
from eligo.emit import load, render  # noqa: E402
from eligo.plan import Plan  # noqa: E402

INDEX = "2026-01-15"
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [{"resource": {"resourceType": "Patient", "id": "1", "gender": "male", "birthDate": "1970-01-01"}}],
}
SHAPES: dict[str, Callable[[str], list[Any]]] = {"python": python_shape, "sql": sql_shape, "cql": cql_shape}


class Runs:
    """The engines, and how often each was asked."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._translates = CqlEngine().available() is None
        self.count: Counter[str] = Counter()

    def python(self, source: str, plan: Plan) -> None:
        """The module runs on a patient and says nothing."""
        module = sys.modules["hostile_module"] = ModuleType("hostile_module")
        exec(compile(source, "<emitted>", "exec"), module.__dict__)
        assert len(module.check(BUNDLE, INDEX).to_dict()["criteria"]) == len(plan.criteria)
        self.count["modules run"] += 1

    def sql(self, source: str, plan: Plan) -> None:
        """The query runs on a CDM without a person."""
        assert self._database.execute(source).fetchall() == []
        self.count["queries run"] += 1

    def one_statement(self, source: str) -> None:
        """DuckDB finds one SELECT."""
        kinds = [str(s.type) for s in self._database.extract_statements(source)]
        assert kinds == ["StatementType.SELECT"], kinds
        self.count["statements parsed"] += 1

    def cql(self, source: str, plan: Plan) -> None:
        """The library is translated without a remark and runs."""
        if self._translates:
            asked = ["Verdict", "Screen", *(c.id for c in plan.criteria)]
            jobs: list[dict[str, Any]] = [
                {"library": "x", "cql": source},
                {"library": "x", "bundle": BUNDLE, "expressions": asked},
            ]
            translated, answer = ask(jobs)
            assert translated == {"problems": []}, translated
            assert set(answer["values"]) == set(asked), answer
            self.count["libraries translated and run"] += 1


def emitted(plan: Plan, target: str) -> str:
    """The text of a target."""
    return emit_sql(plan) if target == "sql" else render(plan, load(target))


def check(number: int, seed: int, targets: Sequence[str], runs: Runs) -> None:
    """One record. Raises AssertionError, SyntaxError or ValueError, with its number."""
    rng = Random(f"{seed} {number}")
    protocol = record(rng, LONG if number % 1000 == 999 else None)
    for target in targets:
        plan = protocol.plan("omop" if target == "sql" else "fhir", as_of=INDEX)
        if number % 2:
            plan = poisoned(plan, rng)
        source, shape = emitted(plan, target), SHAPES[target]
        assert shape(source) == shape(emitted(benign(plan), target)), f"record {number}: {target} has another shape"
        runs.count[f"{target} shapes"] += 1
        if target == "sql":
            runs.one_statement(source)
        if number % (500 if target == "cql" else 50) == 0:
            getattr(runs, target)(source, plan)


def main(arguments: Sequence[str]) -> None:
    """Run, and print what was run."""
    numbers = [int(a) for a in arguments if a.isdigit()]
    count, seed = (*numbers, *(10_000, 20261125)[len(numbers) :])
    targets = [a for a in arguments if not a.isdigit()] or list(SHAPES)
    began = time.perf_counter()
    with connected("duckdb") as database:
        create(database)
        runs = Runs(database)
        with click.progressbar(range(count), label="records", file=sys.stderr, show_pos=True) as bar:
            for number in bar:
                check(number, seed, targets, runs)
    print(f"{count} records, seed {seed}, {time.perf_counter() - began:.0f} s")
    for what, n in runs.count.items():
        print(f"{n:8} {what}")


if __name__ == "__main__":
    main(sys.argv[1:])
