"""The first paragraph of the specification that an engine gets wrong: ``python tests/bench/spec_asked.py ENGINE [CHAPTER ...]``.

What ``tests/spec/test_engines.py`` asks, chapter by chapter, without pytest's start: ``planted_faults.py`` asks it a hundred times.
The chapters are asked in the order given, all if none is. Prints the test's id and what is wrong, and exits with 1; with 0 if all
is right.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from harness.engines import engine, runs
from harness.spec import CHAPTERS, cases, verdict_cases

TEST = "tests/spec/test_engines.py::"


def wrong(name: str, chapter: str) -> Iterator[str]:
    """Every patient of a chapter that an engine answers otherwise than the specification."""
    asked: Any = engine(name)
    start = f"{chapter.replace('_', '-')}-"
    stated = [c for c in cases() if c.id.startswith(start) and runs(name, c.not_in)]
    judged = [c for c in verdict_cases() if c.id.startswith(start) and runs(name, c.not_in)]
    for test, chosen, run in (
        ("test_paragraph", stated, "run_all"),
        ("test_verdict_paragraph", judged, "run_verdicts"),
    ):
        answers = getattr(asked, run)(chosen) if chosen else {}
        for case in chosen:
            for label, found, expected in zip(case.labels, answers[case.id], case.expected, strict=True):
                if found != expected:
                    yield f"{TEST}{test}[{case.id}-{name}] {label}: {found}, not {expected}"


def main(name: str, chapters: Sequence[str]) -> None:
    """Ask until something is wrong."""
    for chapter in chapters or CHAPTERS:
        for first in wrong(name, chapter):
            print(first)
            sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
