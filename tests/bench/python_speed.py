"""Emitted Python against the CQL engine: ``python tests/bench/python_speed.py [RECORD] [CQL PATIENTS] [PASSES]``.

Both screen the bundles of the synthetic population, already parsed, for the record's criteria (``criteria/lupus.txt`` unless
given): Python every patient, the best of some passes (5); CQL as many as said (20). A patient costs Python all criteria with
their evidence at hand, verdict and screen, on bundles that are met for the first time; CQL the one define ``Verdict``, translated
beforehand. Then the same for some of the criteria, and for those of all example records together. Times are those of the
processor, so that other work on the machine tells less; for scale there is what it takes merely to look at the type of every
resource. Prints the table of docs/engines.md; fails if the verdicts differ.
"""

from __future__ import annotations

import gc
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "spec"))

from harness.engine_cql import FOLDER, emit_cql, node  # noqa: E402

import eligo  # noqa: E402
from eligo.emit import load, render  # noqa: E402
from eligo.lower import lower  # noqa: E402
from eligo.protocol import Criterion  # noqa: E402

POPULATION = ROOT.parent / "shared" / "population" / "fhir-bundles.ndjson.gz"
INDEX = "2026-01-15"

TIMER = """
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const { libraryManager, translator } = await import(pathToFileURL(process.argv[1] + "/translation.mjs"));
const require = createRequire(process.argv[1] + "/run.mjs");
const engine = require("cql-execution");
const patients = require("cql-exec-fhir").PatientSource.FHIRv401();
let library;
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  if (job.cql) {
    const elm = JSON.parse(translator.CqlTranslator.fromText(job.cql, libraryManager()).toJson());
    library = new engine.Library(elm, new engine.Repository([]));
    continue;
  }
  const before = process.cpuUsage();
  patients.reset();
  patients.loadBundles([job]);
  const context = new engine.PatientContext(library, patients.currentPatient(), new engine.CodeService({}), {});
  const verdict = await library.expressions["Verdict"].execute(context);
  const spent = process.cpuUsage(before);
  console.log(JSON.stringify([verdict, (spent.user + spent.system) / 1e6]));
}
"""


def bundles() -> list[Any]:
    """The population, parsed anew."""
    with gzip.open(POPULATION, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def python_check(criteria: Sequence[Criterion]) -> Callable[[Any, str], Any]:
    """The ``check`` of an emitted module."""
    module = sys.modules["emitted"] = ModuleType("emitted")
    source = render(lower(criteria, "fhir", index=INDEX), load("python"))
    exec(compile(source, "<emitted>", "exec"), module.__dict__)
    found: Callable[[Any, str], Any] = module.check
    return found


def each(people: Sequence[Any], work: Callable[[Any], object]) -> float:
    """Seconds of processor time a patient."""
    gc.freeze()  # the parsed bundles are the caller's: to walk through them again and again is no part of the work
    began = time.process_time()
    for bundle in people:
        work(bundle)
    return (time.process_time() - began) / len(people)


def look(bundle: Any) -> object:
    """What no screening can do without."""
    return [entry["resource"]["resourceType"] for entry in bundle["entry"]]


def cql(criteria: Sequence[Criterion], people: Sequence[Any]) -> tuple[list[str], float]:
    """The verdicts, and seconds a patient."""
    from datetime import date

    jobs = [{"cql": emit_cql(criteria, date.fromisoformat(INDEX), "speed")}, *people]
    lines = "".join(json.dumps(job) + "\n" for job in jobs)
    command = [str(node()), "--input-type=module", "-e", TIMER, str(FOLDER)]
    run = subprocess.run(command, cwd=FOLDER, input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    return [verdict for verdict, _ in answers], sum(seconds for _, seconds in answers) / len(answers)


def examples() -> list[Criterion]:
    """The criteria of all example records, renamed."""
    records = [p for p in sorted((ROOT / "criteria").iterdir()) if p.suffix in (".txt", ".json")]
    found = [c for record in records for c in eligo.compile(record).criteria]
    return [replace(c, id=f"C{n}", applies_to=None) for n, c in enumerate(found, 1)]


def main(record: str = "lupus.txt", asked: str = "20", passes: str = "5") -> None:
    """Measure and print."""
    own = eligo.compile(ROOT / "criteria" / record).criteria
    sets = [own[: len(own) // 4], own[: len(own) // 2], own, examples()]
    people = bundles()
    few = people[:: max(1, len(people) // int(asked))][: int(asked)]
    floors: list[float] = []
    times: list[list[float]] = []
    for _ in range(int(passes)):
        people = bundles()
        floors.append(each(people, look))
        times.append([])
        for criteria in sets:
            check = python_check(criteria)
            people = bundles()
            times[-1].append(each(people, lambda bundle, check=check: check(bundle, INDEX)))  # type: ignore[misc]
    floor = min(floors)
    print(f"{len(people)} patients, {sum(len(b['entry']) for b in people) / len(people):.0f} resources each\n")
    print(
        "| criteria | facts | Python, patients/s | times the look | CQL, patients/s | Python : CQL |\n|--:|--:|--:|--:|--:|--:|"
    )
    for n, criteria in enumerate(sets):
        best = min(t[n] for t in times)
        verdicts, slow = cql(criteria, few)
        check = python_check(criteria)
        if [check(b, INDEX).verdict for b in few] != verdicts:
            sys.exit("the engines disagree")
        facts = len(lower(criteria, "fhir").facts)
        print(
            f"| {len(criteria)} | {facts} | {1 / best:,.0f} | {best / floor:.1f} | {1 / slow:.1f} | {slow / best:,.0f} |"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
