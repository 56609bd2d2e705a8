"""Canonical text and back: ``python tests/bench/canon_round_trip.py [TREES] [CRITERIA] [SEED]``.

Prints the figures of docs/canonical.md; fails at the first expression that doesn't come back as it was.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from study import criteria_text, shuffled

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.canon.strategies import expressions  # noqa: E402

from eligo import compile  # noqa: E402
from eligo.canon import canonical, read, say  # noqa: E402
from eligo.errors import InputError  # noqa: E402
from eligo.logic import Expr  # noqa: E402


def check(expr: Expr) -> str:
    """The canonical text; fails if it doesn't read back."""
    text = canonical(expr)
    if read(text) != expr:
        sys.exit(f"comes back as another:\n{text}\n{canonical(read(text))}\n{expr}")
    return text


def trees(count: int, start: int) -> None:
    """Random trees over all atoms and fields."""
    longest = 0

    @seed(start)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(expressions)
    def one(expr: Expr) -> None:
        nonlocal longest
        longest = max(longest, len(check(expr)))

    one()
    print(f"{count} random trees come back identical; the longest text has {longest} characters")


def criteria(count: int, start: int) -> None:
    """Criteria of the study corpus, trial by trial in random order."""
    seen = same = 0
    seconds = 0.0
    for trial in shuffled(start):
        try:
            found = compile(criteria_text(trial)).criteria
        except InputError:
            continue
        begun = time.perf_counter()
        for criterion in found:
            same += check(criterion.logic) == say(criterion.logic)
            seen += 1
        seconds += time.perf_counter() - begun
        if seen >= count:
            break
    print(f"{seen} criteria (seed {start}) come back identical, {same / seen:.1%} in the words of the reader's form")
    print(f"{1000 * seconds / seen:.2f} ms a criterion, printed and read")


if __name__ == "__main__":
    given_numbers = [int(a) for a in sys.argv[1:]] + [10_000, 5_000, 2026][len(sys.argv) - 1 :]
    trees(given_numbers[0], given_numbers[2])
    criteria(given_numbers[1], given_numbers[2])
