"""What the embedded lexicon costs a fresh process: ``python tests/bench/lexicon_load.py [RUNS]``.

Prints processor time and memory of loading the phrase dictionary, from the compiled tables beside the tables and from the tables
themselves, and of what a first text and a first concept add. Aim: 60 ms and 120 MB from the compiled tables.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median

CODE = """
import json, resource, sys, time
from eligo.lex.phrases import lexicon, curated
from eligo.lex import lex
from eligo.lexicon.concepts import concept

def spent(work):
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)

first = spent(curated if sys.argv[1] == "tables" else lexicon)
print(json.dumps({
    "load": first,
    "first text": spent(lambda: lex("Type 2 diabetes, platelets < 50 x 10^9/L, no NSAIDs")),
    "first concept": spent(lambda: concept("type_2_diabetes_mellitus")),
    "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def runs(way: str, count: int) -> dict[str, float]:
    """The medians over fresh processes."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    found = []
    for _ in range(count + 1):
        done = subprocess.run(
            [sys.executable, "-c", CODE, way], capture_output=True, check=True, text=True, env=environment
        )
        found.append(json.loads(done.stdout))
    return {key: median(f[key] for f in found[1:]) for key in found[0]}  # the first one compiles the tables


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for way in ("compiled", "tables"):
        figures = runs(way, count)
        print(
            f"{way:9}",
            ", ".join(f"{key} {value:.0f}" + ("" if key == "MB" else " ms") for key, value in figures.items()),
        )
