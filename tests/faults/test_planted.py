"""The planted faults of ``tests/bench/faults.toml``: each can still be planted, and a few of them are caught here and now."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "bench"), str(ROOT / "tests" / "spec")]

from harness.engines import unavailable  # noqa: E402
from planted_faults import TESTS, Fault, copy, faults, hunted  # noqa: E402

SEED, FEW = 20261125, 5


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.id)
def test_a_fault_can_be_planted(fault: Fault) -> None:
    sound = (ROOT / fault.file).read_text(encoding="utf-8")
    assert fault.planted(sound) != sound
    assert set(fault.suites) <= set(TESTS)


def test_faults_are_many_and_told_apart() -> None:
    ids = [fault.id for fault in faults()]
    assert len(ids) == len(set(ids)) >= 60


def test_a_fault_that_is_out_of_date_is_refused() -> None:
    with pytest.raises(ValueError, match="occurs 0 times"):
        faults()[0].planted("some other text")


@pytest.mark.slow
@pytest.mark.engine
def test_a_few_are_caught() -> None:
    if why := unavailable("duckdb"):
        pytest.skip(why)
    quick = [fault for fault in faults() if fault.suites[0] == "duckdb" and fault.part == "SQL"]
    sound: set[str] = set()
    with copy() as folder:
        found = [hunted(fault, folder, sound) for fault in Random(SEED).sample(quick, FEW)]
    assert [f.fault.id for f in found if f.outcome != "caught"] == []
