"""From item text to bound logic on one core: ``python tests/bench/throughput.py [TRIALS] [SEED]``.

Prints criteria per second, the median and the 99th percentile of a criterion, the peak of memory, and for scale how many
texts of the same lengths the raw tokeniser alone takes per second: figures to compare are the ratio, on any machine.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

from eligo.document import Document
from eligo.errors import InputError
from eligo.items import criteria
from eligo.lex.raw import raw_tokens
from eligo.read import read
from eligo.segment import segment

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "trials.jsonl.gz"


def documents(count: int, seed: int) -> list[Document]:
    """Random trials of the corpus, segmented."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(seed).shuffle(rows)
    out: list[Document] = []
    for row in rows[:count]:
        parts = (
            f"Inclusion Criteria:\n{row.get('inclusion') or ''}\nExclusion Criteria:\n{row.get('exclusion') or ''}\n"
        )
        try:
            out.extend(segment(r) for r in read(row.get("text") or parts))
        except InputError:
            continue
    return out


def main(count: int, seed: int) -> None:
    """Measure and print."""
    if not CORPUS.is_file():
        sys.exit(f"no corpus at {CORPUS}")
    single = [replace(d, items=(i,)) for d in documents(count, seed) for i in d.items]
    for document in single[:100]:
        criteria(document)
    times: list[float] = []
    made, spent = 0, 0.0
    for document in single:
        begun = time.process_time()
        found, _ = criteria(document)
        took = time.process_time() - begun
        spent += took
        times.append(took / max(len(found), 1))
        made += len(found)
    begun = time.process_time()
    for document in single:
        for item in document.walk():
            raw_tokens(item.text + " ")  # a text that was not yet met
    bare = time.process_time() - begun
    times.sort()
    print(
        f"{made} criteria, {made / spent:.0f} per second; median {statistics.median(times) * 1000:.2f} ms, "
        f"p99 {times[int(len(times) * 0.99)] * 1000:.2f} ms; peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB "
        f"(the corpus file included); {spent / bare:.0f} times the raw tokens alone"
    )


if __name__ == "__main__":
    main(*(int(a) for a in (sys.argv[1:] + ["300", "20261125"][len(sys.argv) - 1 :])))
