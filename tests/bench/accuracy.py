"""Shares of statuses over random trials of the study corpus: ``python tests/bench/accuracy.py [N] [SEED]``.

Prints the table of docs/accuracy.md and fails if a record crashes or a ledger doesn't add up.
"""

from __future__ import annotations

import collections
import gzip
import json
import random
import sys
import time
from pathlib import Path

from eligo import compile
from eligo.errors import InputError

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "trials.jsonl.gz"


def text_of(trial: dict[str, str]) -> str:
    """The criteria text of a corpus trial."""
    halves = f"Inclusion Criteria:\n\n{trial.get('inclusion') or ''}\n\nExclusion Criteria:\n\n{trial.get('exclusion') or ''}"
    return trial.get("text") or halves


def main(count: int, seed: int) -> None:
    if not CORPUS.is_file():
        sys.exit(f"no corpus at {CORPUS}")
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        trials = random.Random(seed).sample([json.loads(line) for line in lines], count)
    statuses: collections.Counter[str] = collections.Counter()
    characters: collections.Counter[str] = collections.Counter()
    empty = 0
    start = time.perf_counter()
    for trial in trials:
        try:
            protocol = compile(text_of(trial))
        except InputError:
            empty += 1
            continue
        for criterion in protocol.criteria:
            statuses[criterion.status] += 1
            assert sum(len(e.span) for e in criterion.ledger) == sum(len(s) for s in criterion.spans), trial["id"]
            for entry in criterion.ledger:
                characters[entry.kind] += len(entry.span)
    seconds = time.perf_counter() - start
    total = sum(statuses.values())
    print(f"{count} trials (seed {seed}), {empty} without criteria, {total} criteria, {total / seconds:.0f} criteria/s")
    for status in ("computable", "partial", "manual", "residue"):
        print(f"| {status} | {statuses[status]} | {statuses[status] / total:.1%} |")
    for kind in ("logic", "noise", "manual", "residue"):
        print(f"| characters: {kind} | {characters[kind] / sum(characters.values()):.1%} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 20261125)
