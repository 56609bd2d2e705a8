"""Planted faults that the suite has to catch: ``python tests/bench/planted_faults.py [ID ...]``.

Every fault of ``faults.toml`` is put into a copy of the project, one at a time, and the suites that ought to notice run there
until one fails: the specification on one engine (the chapter that the fault is about before the whole), that target's own tests,
random logic. Golden files are not among them: that a text changed doesn't say that it means something else. Only a wrong answer
catches a fault; a test that dies of another error than its own assertion, or runs out of time, shows that the fault was no fair
one. Prints a line a fault and a table; fails if one survived. The figures of docs/engines.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import cache_from_source
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]
FAULTS = Path(__file__).with_name("faults.toml")
PATIENCE = 900
"""Seconds that a suite may take."""

COPIED = ("compiler", "grammar", "targets", "tests", "criteria", "pyproject.toml")
HEAVY = ("__pycache__", ".mypy_cache", "golden", "node_modules")

ASK = "tests/bench/spec_asked.py"
RANDOM = "tests/differential/test_random_trees.py"
TESTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "python": (("tests/targets/test_python.py",), (RANDOM, "-k", "python")),
    "duckdb": (
        (
            "tests/targets/test_sql.py",
            "tests/targets/test_sql_drugs.py",
            "-k",
            "not postgres and not dialect and not text",
        ),
        (RANDOM, "-k", "duckdb"),
    ),
    "cql": (("tests/targets/test_cql.py",), (RANDOM, "-k", "[cql]")),
    "units": (("tests/lexicon/test_conversions.py",),),
}
"""Suite → pytest's arguments, run after run. Those of an engine come after its specification."""

Outcome = Literal["caught", "survived", "crashed", "out of time"]


@dataclass(frozen=True)
class Fault:
    """A change of one place that makes the project wrong in the way that it ``says``."""

    id: str
    about: str
    file: str
    says: str
    old: str
    new: str
    suites: tuple[str, ...]

    @property
    def part(self) -> str:
        """What of the project it is in."""
        parts = {"targets/python": "Python", "targets/sql": "SQL", "targets/cql": "CQL", "grammar": "units and codes"}
        if self.file.endswith("dialect.py"):
            return "SQL"
        return next((name for start, name in parts.items() if self.file.startswith(start)), "lowering")

    def planted(self, text: str) -> str:
        """The file's text with the fault in it. Raises ValueError where the text to replace isn't there exactly once."""
        if (times := text.count(self.old)) != 1 or self.new == self.old:
            raise ValueError(
                f"{self.id}: {self.old!r} occurs {times} times in {self.file}, not once: bring the fault up to date"
            )
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Finding:
    """What became of a fault: the first test that failed, or the error that was none of a test's own."""

    fault: Fault
    outcome: Outcome
    by: str = ""
    why: str = ""


def faults() -> tuple[Fault, ...]:
    """Every fault, in the order of the file."""
    listed = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"]
    return tuple(Fault(**(f | {"suites": tuple(f["suites"])})) for f in listed)


@contextmanager
def copy() -> Iterator[Path]:
    """A copy of the project in a temporary folder, to be imported in place of this one."""
    with tempfile.TemporaryDirectory(prefix="planted-") as name:
        folder = Path(name)
        for part in COPIED:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns(*HEAVY))
            else:
                shutil.copy2(source, folder / part)
        for data in ("grammar", "targets"):  # the data packages, as an installed eligo has them
            (folder / "compiler" / "eligo" / data).symlink_to(folder / data)
        engine = Path("tests/engines/cql/node_modules")
        if (ROOT / engine).is_dir():
            (folder / engine).symlink_to(ROOT / engine)
        yield folder


@contextmanager
def planted(fault: Fault, folder: Path) -> Iterator[None]:
    """The fault in the copy, for a while."""
    file = folder / fault.file
    sound = file.read_text(encoding="utf-8")
    _write(file, fault.planted(sound))
    try:
        yield
    finally:
        _write(file, sound)


def _write(file: Path, text: str) -> None:
    """Write a file that Python may have compiled within the same second."""
    file.write_text(text, encoding="utf-8")
    if file.suffix == ".py":
        Path(cache_from_source(str(file))).unlink(missing_ok=True)


def asked(engine: str, chapters: Sequence[str], folder: Path) -> tuple[Outcome, str, str]:
    """Ask an engine of the copy chapters of the specification, or all: what came of it, the test and what is wrong."""
    run = _run(folder, ASK, engine, *chapters)
    if run is None:
        return "out of time", ASK, f"more than {PATIENCE} s"
    if run.returncode == 0:
        return "survived", "", ""
    test, _, why = run.stdout.partition(" ")
    return ("caught", test, why.strip()) if test.startswith("tests/spec/") else ("crashed", ASK, run.stderr[-300:])


def tested(arguments: Sequence[str], folder: Path) -> tuple[Outcome, str, str]:
    """Run tests in the copy until one fails: what came of it, the test and its message."""
    run = _run(folder, "-m", "pytest", "-x", "-q", "--tb=no", "-rf", "-p", "no:cacheprovider", *arguments)
    if run is None:
        return "out of time", arguments[0], f"more than {PATIENCE} s"
    if run.returncode == 0:
        return "survived", "", ""
    failed = re.search(r"^FAILED (?P<test>\S+?::.+?)(?: - (?P<why>.*))?$", run.stdout, re.MULTILINE)
    if failed is None:
        return "crashed", arguments[0], (run.stdout + run.stderr)[-300:]
    why = failed["why"] or ""
    return "caught" if why.startswith(("assert", "AssertionError")) else "crashed", failed["test"], why


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str] | None:
    """Python on the copy; None where it takes too long."""
    environment = os.environ | {"PYTHONPATH": str(folder / "compiler"), "COLUMNS": "300", "NO_COLOR": "1"}
    command = [sys.executable, *arguments]
    try:
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return None


Hunt = Callable[[Path], tuple[Outcome, str, str]]


def hunts(fault: Fault) -> Iterator[tuple[str, Hunt]]:
    """What has to notice a fault, the quickest first, each with the name of what passes without one."""
    engines = [suite for suite in fault.suites if suite != "units"]
    for engine in engines:
        yield f"{engine} {fault.about}", partial(asked, engine, (fault.about,))
    for engine in engines:
        yield engine, partial(asked, engine, ())
    for arguments in (run for suite in fault.suites for run in TESTS[suite]):
        yield " ".join(arguments), partial(tested, arguments)


def hunted(fault: Fault, folder: Path, sound: set[str]) -> Finding:
    """Plant a fault in the copy and run what has to notice it until something does.

    ``sound``: what is known to pass without a fault. Exits where something does not.
    """
    for name, hunt in hunts(fault):
        if name not in sound:
            outcome, test, why = hunt(folder)
            if outcome != "survived":
                sys.exit(f"without a fault {name} is {outcome}: {test} {why}")
            sound.add(name)
        with planted(fault, folder):
            outcome, test, why = hunt(folder)
        if outcome != "survived":
            return Finding(fault, outcome, test, why)
    return Finding(fault, "survived")


def imported(folder: Path) -> None:
    """Exit where Python would import anything but the copy."""
    where = "import eligo, eligo.targets, eligo.grammar as g; print(eligo.__file__, eligo.targets.__file__, g.__file__)"
    environment = os.environ | {"PYTHONPATH": str(folder / "compiler")}
    run = subprocess.run([sys.executable, "-c", where], env=environment, capture_output=True, text=True, check=True)
    if any(not path.startswith(str(folder)) for path in run.stdout.split()):
        sys.exit(f"the copy is not what Python imports: {run.stdout}")


def table(findings: Sequence[Finding]) -> str:
    """How many of each part's faults were caught, in Markdown, and by what."""
    planted_in, caught_in = Counter(f.fault.part for f in findings), Counter[str]()
    by: dict[str, Counter[str]] = {part: Counter() for part in planted_in}
    for f in findings:
        if f.outcome == "caught":
            caught_in[f.fault.part] += 1
            by[f.fault.part][f.by.split("/")[1]] += 1
    lines = ["| faults in | planted | caught | by |", "|---|--:|--:|---|"]
    for part, count in planted_in.items():
        suites = ", ".join(f"tests/{suite} {n}" for suite, n in by[part].most_common())
        lines.append(f"| {part} | {count} | {caught_in[part]} | {suites} |")
    return "\n".join([*lines, f"| all | {planted_in.total()} | {caught_in.total()} | |"])


def main(ids: Sequence[str]) -> None:
    """Hunt the faults of these ids, or all."""
    wanted = [f for f in faults() if not ids or f.id in ids]
    findings = []
    sound: set[str] = set()
    with copy() as folder:
        imported(folder)
        for fault in wanted:
            findings.append(found := hunted(fault, folder, sound))
            print(f"{found.outcome:12} {fault.id}: {found.by or fault.says} {found.why[:120]}".rstrip(), flush=True)
    print(f"\n{table(findings)}")
    sys.exit(any(f.outcome != "caught" for f in findings))


if __name__ == "__main__":
    main(sys.argv[1:])
