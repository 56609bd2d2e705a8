"""Random logic on every engine: ``python tests/bench/differential.py [TREES] [PATIENTS] [SEED] [ENGINE ...]``.

TREES distinct expressions with PATIENTS patients each (400 and 50 unless given), on all engines but PostgreSQL and Spark unless
some are named. Prints how often each kind of atom is true, false and unknown, what the OMOP CDM can't hold, and the smallest
case of every expression on which an engine and the reference evaluator disagree; fails if there is one. The figures of
docs/engines.md.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "spec"), str(ROOT / "tests" / "differential")]

from compare import Disagreement, disagreements, held, made, smallest, truths  # noqa: E402
from harness.engines import unavailable  # noqa: E402
from harness.spec import Case  # noqa: E402

from eligo.logic import walk  # noqa: E402

BATCH = 50
"""Expressions that an engine is given at once."""


def describe(cases: Sequence[Case]) -> None:
    """What the cases are made of."""
    print(f"{'atom':20}{'true':>8}{'false':>8}{'unknown':>8}")
    for kind, found in truths(cases).items():
        print(f"{kind:20}" + "".join(f"{found[t]:8}" for t in (True, False, None)))
    whole = Counter(t for c in cases for t in c.expected)
    print(f"{'whole expression':20}" + "".join(f"{whole[t]:8}" for t in (True, False, None)))
    nodes = Counter(type(e).__name__ for c in cases for e in walk(c.logic))
    print("\nnodes: " + ", ".join(f"{kind} {n}" for kind, n in nodes.most_common()))
    kept, left_out = held(cases)
    print(f"\nin the CDM: {sum(len(c.patients) for c in kept)} patients; left out {left_out.total()}:")
    for why, n in left_out.most_common():
        print(f"{n:8} {why}")


def run(name: str, cases: Sequence[Case]) -> list[Disagreement]:
    """The disagreements of an engine, with a line that sums them up."""
    began = time.perf_counter()
    wrong = [d for n in range(0, len(cases), BATCH) for d in disagreements(name, cases[n : n + BATCH])]
    print(f"{name}: {len(wrong)} disagreements, {time.perf_counter() - began:.0f} s", flush=True)
    return wrong


def main(arguments: Sequence[str]) -> None:
    """Run the engines; the exit code says whether all agree."""
    numbers = [int(a) for a in arguments if a.isdigit()]
    trees, patients, seed = (*numbers, *(400, 50, 20261125)[len(numbers) :])
    names = [a for a in arguments if not a.isdigit()] or ["python", "duckdb", "cql"]
    cases = made(trees, patients, seed)
    print(f"{trees} expressions, {patients} patients each, seed {seed}\n")
    describe(cases)
    print()
    wrong: list[Disagreement] = []
    for name in names:
        if why := unavailable(name):
            print(f"{name}: not run, {why}")
            continue
        wrong += run(name, cases)
    for first in {(d.engine, d.logic): d for d in reversed(wrong)}.values():
        print(f"\n{smallest(first)}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
