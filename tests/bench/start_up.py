"""How long eligo takes to start: ``python tests/bench/start_up.py [RECORD] [ROUNDS]``.

Each round starts the interpreter alone, ``eligo --help`` and ``eligo explain RECORD`` (default: the lupus record) in turn, so that
a busy machine slows all alike. Prints the best and the median of wall clock and processor time in ms, and what is left without
the interpreter's own start. The caches beside the lexicon are warmed first, and written though PYTHONDONTWRITEBYTECODE be set.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def once(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Wall clock and processor time of a command, in ms."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * wall, 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main(record: str, rounds: int) -> None:
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    commands = {
        "interpreter": [sys.executable, "-c", "pass"],
        "eligo --help": [sys.executable, "-m", "eligo", "--help"],
        "eligo explain": [sys.executable, "-m", "eligo", "explain", record],
    }
    for command in commands.values():
        once(command, env)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(once(command, env))
    print(f"{rounds} rounds, ms: best and median of wall clock, best and median of processor time")
    own = [min(column) for column in zip(*found["interpreter"], strict=True)]
    for name, times in found.items():
        wall, cpu = ([t[i] for t in times] for i in (0, 1))
        row = (min(wall), statistics.median(wall), min(cpu), statistics.median(cpu))
        less = f"  without the interpreter {min(wall) - own[0]:.0f} wall, {min(cpu) - own[1]:.0f} processor"
        print(f"{name:14}" + "".join(f"{ms:8.0f}" for ms in row) + (less if name != "interpreter" else ""))


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0] if given else str(ROOT / "criteria" / "lupus.txt"), int(given[1]) if len(given) > 1 else 10)
