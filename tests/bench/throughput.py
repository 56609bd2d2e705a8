"""From item text to bound logic on one core: ``python tests/bench/throughput.py [TRIALS] [SEED]``.

Prints criteria per second, the median and the 99th percentile of a criterion, the peak of memory, and for scale how many
texts of the same lengths the raw tokeniser alone takes per second: figures to compare are the ratio, on any machine.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from dataclasses import replace

from study import criteria_text, shuffled

from eligo.document import Document
from eligo.errors import InputError
from eligo.items import criteria
from eligo.lex.raw import raw_tokens
from eligo.read import read
from eligo.segment import segment


def documents(count: int, seed: int) -> list[Document]:
    """Random trials of the corpus, segmented."""
    out: list[Document] = []
    for trial in shuffled(seed)[:count]:
        try:
            out.extend(segment(r) for r in read(criteria_text(trial)))
        except InputError:
            continue
    return out


def main(count: int, seed: int) -> None:
    """Measure and print."""
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
