"""The specification on Spark: ``python tests/bench/spark_spec.py [PARAGRAPHS] [SEED]``.

Runs every paragraph that the CDM can hold (or that many random ones) in a local Spark session, prints each answer that isn't
the paragraph's and how many there were, and fails if there is one. It needs pyspark and Java, and on two cores half an hour:
Spark plans a query of forty criteria for minutes, which is why it is no part of the tests.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from harness.engine_sql import SqlEngine
from harness.engines import runs
from harness.omop import NotInOmop
from harness.spec import Case, cases


def chosen(count: int | None, seed: int) -> list[Case]:
    """The paragraphs that a database engine runs, or some of them."""
    held = [case for case in cases() if runs("duckdb", case.not_in)]
    return held if count is None else random.Random(seed).sample(held, min(count, len(held)))


def main(count: int | None = None, seed: int = 20261125) -> int:
    """Run and print; 1 if an answer differs."""
    spark = SqlEngine("spark")
    why = spark.available()
    if why:
        sys.exit(why)
    begun = time.monotonic()
    asked = chosen(count, seed)
    answers = spark.run_all(asked)
    held = wrong = values = 0
    for case in asked:
        try:
            found = answers[case.id]
        except NotInOmop:
            continue
        held += 1
        values += len(found)
        for label, expected, value in zip(case.labels, case.expected, found, strict=True):
            if value is not expected:
                wrong += 1
                print(f"{case.id}: {label}: {value}, not {expected}")
    print(f"{held} paragraphs, {values} patients, {wrong} answers differ; {time.monotonic() - begun:.0f} s")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*(int(a) for a in sys.argv[1:])))
