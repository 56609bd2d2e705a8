"""How fast the emitted SQL is: ``python -m tests.bench.sql_scale --persons 1000000 --measurements 20000000``.

On a generated OMOP database in DuckDB, one thread, warm, in turns, the median of the rounds' CPU seconds (on one thread they are
the time on a calm machine). Counts are compared first, which also warms up; a difference ends the run. What is compared writes the
same: with Circe's script, which fills a cohort, the persons that eligo's statement finds eligible; with the hand-written statement
the whole table, a row per person. Prints Markdown; figures to compare are the ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .omop_generator import generate
from .sql_criteria import INDEX, Asked, by_hand, circe, everything, overrides, scan, text_of

Counts = tuple[int, ...]
"""Persons who meet all criteria, and who meet each."""

COHORT = """CREATE OR REPLACE TABLE cohort (
  cohort_definition_id INT, subject_id BIGINT, cohort_start_date DATE, cohort_end_date DATE)"""
"""The table that Circe's script fills."""


def emitted(asked: Sequence[Asked], *, latest: bool, funnel: bool = False) -> str:
    """What ``eligo compile`` writes for the criteria: with ``latest`` for the texts alone, else with overrides for *any*."""
    with tempfile.TemporaryDirectory() as folder:
        record, site = Path(folder, "trial.txt"), Path(folder, "site.toml")
        record.write_text(text_of([a.text for a in asked]), encoding="utf-8")
        site.write_text(overrides([] if latest else asked), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "eligo",
            "compile",
            str(record),
            "--target",
            "sql",
            "--as-of",
            INDEX.isoformat(),
        ]
        subprocess.run(
            [*command, "--overrides", str(site), "--quiet", "-o", folder],
            check=True,
            env=os.environ | {"PYTHONUTF8": "1"},
        )
        (path,) = (p for p in Path(folder).glob("*.sql") if p.name.endswith(".funnel.sql") == funnel)
        return path.read_text(encoding="utf-8")


def database(folder: Path, persons: int, measurements: int, asked: Sequence[Asked], concepts: int) -> Any:
    """A connection of one thread to the generated database, made if the folder doesn't have it."""
    import duckdb

    path = folder / f"omop-{persons}-{measurements}-{concepts}.duckdb"
    if not path.exists():
        begun = time.perf_counter()
        with duckdb.connect(f"{path}.part") as made:
            generate(made, persons, measurements, [a.lab for a in asked], INDEX, concepts=concepts)
        Path(f"{path}.part").rename(path)
        print(
            f"{path}: {path.stat().st_size // 2**20} MB, made in {time.perf_counter() - begun:.0f} s", file=sys.stderr
        )
    connection = duckdb.connect(str(path), config={"threads": 1})
    connection.execute(COHORT)
    return connection


def table_counts(connection: Any, statement: str, criteria: int) -> Counts:
    """The counts of a statement that gives a row per person; of a criterion those in Circe's entry, the living."""
    each = ", ".join(f"COUNT(CASE WHEN deceased = 0 AND I{n} = 1 THEN 1 END)" for n in range(1, criteria + 1))
    query = f"SELECT COUNT(CASE WHEN verdict = 'eligible' THEN 1 END), {each} FROM ({statement.rstrip().rstrip(';')})"
    return tuple(connection.execute(query).fetchone())


def circe_counts(connection: Any, script: str, criteria: int) -> Counts:
    """The counts of Circe's script: its cohort, and its events by inclusion rule before it drops them."""
    before, after = script.split("DELETE FROM inclusion_events")
    connection.execute(before)
    rows = dict(connection.execute("SELECT inclusion_rule_id, COUNT(*) FROM inclusion_events GROUP BY ALL").fetchall())
    connection.execute("DELETE FROM inclusion_events" + after)
    (whole,) = connection.execute("SELECT COUNT(*) FROM cohort").fetchone()
    return (whole, *(rows.get(n, 0) for n in range(criteria)))


def same_rows(connection: Any, one: str, other: str) -> bool:
    """Whether two statements give the same table."""
    sums = [
        connection.execute(
            f"SELECT COUNT(*), SUM(hash(t)), BIT_XOR(hash(t)) FROM ({s.rstrip().rstrip(';')}) t"
        ).fetchone()
        for s in (one, other)
    ]
    return bool(sums[0] == sums[1])


Measure = Callable[[Any, Sequence[Asked], int], dict[str, float]]
"""Seconds by what was run, of a connection, criteria and rounds."""


def timed(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median CPU seconds of each run, in turns."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            begun = time.process_time()
            run()
            times[name].append(time.process_time() - begun)
    return {name: statistics.median(t) for name, t in times.items()}


def eligible(statement: str) -> str:
    """A query for those whom the statement finds eligible."""
    return f"SELECT person_id FROM ({statement.rstrip().rstrip(';')}) WHERE verdict = 'eligible'"


def against_circe(connection: Any, asked: Sequence[Asked], rounds: int) -> dict[str, float]:
    """Seconds for the cohort that has any value as asked: eligo, Circe; and the scan. AssertionError if counts differ."""
    statement, script = emitted(asked, latest=False), circe(asked)
    assert same_rows(connection, statement, by_hand(asked, latest=False)), "eligo's table is not the hand-written one"
    ours, theirs = table_counts(connection, statement, len(asked)), circe_counts(connection, script, len(asked))
    assert ours == theirs, f"eligo {ours}, Circe {theirs}"
    runs: dict[str, Callable[[], object]] = {
        "eligo": lambda: connection.execute(f"CREATE OR REPLACE TEMP TABLE result AS {eligible(statement)}"),
        "other": lambda: connection.execute(script),
        "scan": lambda: connection.execute(scan()).fetchall(),
    }
    return timed(runs, rounds)


def against_hand(connection: Any, asked: Sequence[Asked], rounds: int) -> dict[str, float]:
    """Seconds for the table by the latest values: eligo, by hand; and the scan. AssertionError if the tables differ."""
    statement, hand = emitted(asked, latest=True), by_hand(asked, latest=True)
    assert same_rows(connection, statement, hand), "eligo's table is not the hand-written one"
    runs: dict[str, Callable[[], object]] = {
        "eligo": lambda: connection.execute(f"CREATE OR REPLACE TEMP TABLE result AS {statement}"),
        "other": lambda: connection.execute(f"CREATE OR REPLACE TEMP TABLE result AS {hand}"),
        "scan": lambda: connection.execute(scan()).fetchall(),
    }
    return timed(runs, rounds)


PARTS: tuple[tuple[str, str, str, Callable[[dict[str, float]], float], Measure], ...] = (
    ("Any value in a window: the cohort", "Circe", "Circe ÷ eligo", lambda s: s["other"] / s["eligo"], against_circe),
    ("The latest value: the table", "by hand", "eligo ÷ by hand", lambda s: s["eligo"] / s["other"], against_hand),
)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--persons", type=int, default=1_000_000)
    options.add_argument("--measurements", type=int, default=20_000_000)
    options.add_argument("--concepts", type=int, default=100_000, help="of the vocabulary, beside the quantities'")
    options.add_argument("--criteria", type=int, nargs="+", default=[1, 3, 10, 25, 50])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument(
        "--shares", type=int, nargs="+", default=[4, 2, 1], help="of the persons, each a smaller database"
    )
    options.add_argument("--folder", type=Path, help="where databases are kept; default: a temporary one")
    given = options.parse_args()
    everyone = everything()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for title, other, ratio, compared, measure in PARTS:
            heads = ("persons", "criteria", "eligo s", f"{other} s", ratio, "scan s", "eligo ÷ scan")
            print(f"\n{title}\n\n| {' | '.join(heads)} |\n|{'--:|' * len(heads)}", flush=True)
            for share in given.shares:
                persons = given.persons // share
                with database(folder, persons, given.measurements // share, everyone, given.concepts) as connection:
                    for count in given.criteria if share == 1 else [min(10, max(given.criteria))]:
                        s = measure(connection, everyone[:count], given.rounds)
                        figures = (s["eligo"], s["other"], compared(s), s["scan"], s["eligo"] / s["scan"])
                        cells = (f"{figure:.2f}" for figure in figures)
                        print(f"| {persons:,} | {count} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
