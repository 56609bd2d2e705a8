"""What eligo says of random trials of the study corpus: ``python tests/bench/accuracy.py [N] [SEED] [--words K]``.

Prints the tables of docs/accuracy.md: statuses, by register too, characters by class, and the K most frequent words of residue with
the number of criteria they stand in. Fails if a record crashes or a ledger doesn't add up.
"""

from __future__ import annotations

import argparse
import collections
import re
import time
from dataclasses import dataclass, field

from study import criteria_text, sample

from eligo import compile
from eligo.errors import InputError
from eligo.lex.raw import ARTICLES
from eligo.protocol import Criterion, Protocol

STATUSES = ("computable", "partial", "manual", "residue")
FUNCTION_WORDS = ARTICLES | {
    "of",
    "or",
    "and",
    "in",
    "to",
    "for",
    "with",
    "by",
    "at",
    "on",
    "as",
    "is",
    "are",
    "be",
    "from",
    "any",
}


@dataclass
class Count:
    """What is counted over the trials."""

    statuses: dict[str, collections.Counter[str]] = field(
        default_factory=lambda: collections.defaultdict(collections.Counter)
    )
    characters: collections.Counter[str] = field(default_factory=collections.Counter)
    words: collections.Counter[str] = field(default_factory=collections.Counter)

    def add(self, register: str, protocol: Protocol) -> None:
        """Count a record."""
        for criterion in protocol.criteria:
            for key in ("all", register):
                self.statuses[key][criterion.status] += 1
            for entry in criterion.ledger:
                self.characters[entry.kind] += len(entry.span)
            self.words.update(residue_words(protocol.text, criterion))


def residue_words(text: str, criterion: Criterion) -> set[str]:
    """The words of a criterion's residue, each once."""
    left = " ".join(text[e.span.start : e.span.end] for e in criterion.ledger if e.kind == "residue")
    return set(re.findall(r"[a-z][a-z-]+", left.lower())) - FUNCTION_WORDS


def shares(label: str, counts: collections.Counter[str]) -> str:
    """A row of the table."""
    total = sum(counts.values())
    return f"| {label} | {total:,} | " + " | ".join(f"{counts[s] / total:.1%}" for s in STATUSES) + " |"


def main(count: int, seed: int, words: int) -> None:
    trials = sample(count, seed)
    counted = Count()
    empty = 0
    start = time.perf_counter()
    for trial in trials:
        try:
            protocol = compile(criteria_text(trial))
        except InputError:
            empty += 1
            continue
        for criterion in protocol.criteria:
            assert sum(len(e.span) for e in criterion.ledger) == sum(len(s) for s in criterion.spans), trial["id"]
        counted.add(trial["register"], protocol)
    seconds = time.perf_counter() - start
    total = sum(counted.statuses["all"].values())
    print(
        f"{count} trials (seed {seed}), {empty} without criteria, {total:,} criteria, {total / seconds:.0f} criteria/s\n"
    )
    print("| register | criteria | " + " | ".join(STATUSES) + " |")
    for register, counts in sorted(counted.statuses.items(), key=lambda item: -sum(item[1].values())):
        print(shares(register, counts))
    print()
    for kind in ("logic", "noise", "manual", "residue"):
        print(f"| characters: {kind} | {counted.characters[kind] / sum(counted.characters.values()):.1%} |")
    if words:
        print("\n" + ", ".join(f"{word} {n}" for word, n in counted.words.most_common(words)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trials", type=int, nargs="?", default=200)
    parser.add_argument("seed", type=int, nargs="?", default=20261125)
    parser.add_argument("--words", type=int, default=0)
    options = parser.parse_args()
    main(options.trials, options.seed, options.words)
