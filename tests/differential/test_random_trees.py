"""Random expressions and patients: every engine gives what the reference evaluator gives.

Larger runs: ``tests/bench/differential.py``.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "spec"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from compare import disagreements, held, made, smallest, truths
from harness.engines import SOUND, unavailable
from harness.spec import Case

TREES, PATIENTS, SEED = 40, 20, 20261125


@cache
def cases() -> tuple[Case, ...]:
    return made(TREES, PATIENTS, SEED)


@pytest.mark.engine
@pytest.mark.parametrize("name", SOUND)
def test_random_trees_agree(name: str) -> None:
    if why := unavailable(name):
        pytest.skip(why)
    wrong = disagreements(name, cases())
    assert not wrong, f"{len(wrong)} disagreements, the first:\n{smallest(wrong[0])}"


def test_every_kind_of_atom_comes_out_each_way() -> None:
    for kind, counts in truths(made(300, 10, SEED)).items():
        assert min(counts[t] for t in (True, False, None)) >= 3, f"{kind}: {dict(counts)}"


def test_the_same_seed_makes_the_same_cases() -> None:
    assert made(5, 5, SEED) == made(5, 5, SEED)
    assert len({c.logic for c in cases()}) == TREES


def test_most_patients_are_held_by_the_cdm() -> None:
    kept, left_out = held(cases())
    assert sum(len(c.patients) for c in kept) > TREES * PATIENTS / 2
    assert left_out
