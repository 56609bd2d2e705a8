"""``eligo diff`` on random trials of the study corpus: ``python tests/bench/diff_corpus.py [N] [SEED]``.

Each trial is compared with itself, with a version in which one number of one line is another, and with the next trial; printed are
the kinds of change that were found and the time a comparison takes. The difference the other way round has to be the inverse.
"""

from __future__ import annotations

import collections
import itertools
import random
import re
import sys
import time
from dataclasses import replace

from lint_corpus import record
from study import TRIALS, rows

import eligo
from eligo.diff import diff
from eligo.diff.change import Difference
from eligo.errors import InputError
from eligo.protocol import Protocol


def compiled(trial: dict[str, object]) -> Protocol | None:
    try:
        return eligo.compile(record(trial))
    except InputError:
        return None


def renumbered(protocol: Protocol, trial: dict[str, object], rng: random.Random) -> Protocol | None:
    """The trial with one number of one criterion changed."""
    lines = [c.text for c in protocol.criteria if c.spans and re.search(r"\d", c.text)]
    if not lines:
        return None
    fields = {k: v for k, v in trial.items() if isinstance(v, str)}
    line = rng.choice(lines)
    number = rng.choice(list(re.finditer(r"\d+", line)))
    other = f"{line[: number.start()]}{int(number[0]) + rng.randint(1, 9)}{line[number.end() :]}"
    return compiled(
        trial | {k: v.replace(line, other, 1) for k, v in fields.items() if k in ("text", "inclusion", "exclusion")}
    )


def same(one: Difference, other: Difference) -> bool:
    """Whether two differences have the same changes, with the same facts, in whatever order."""
    mine, theirs = (
        sorted((repr(replace(c, facts=())), sorted(map(repr, c.facts))) for c in d.changes) for d in (one, other)
    )
    return mine == theirs and one.unchanged == other.unchanged


def main(count: int, seed: int) -> None:
    rng = random.Random(seed)
    trials = rng.sample(list(rows(TRIALS)), count)
    protocols = [(t, p) for t in trials if (p := compiled(t)) is not None]
    pairs = {
        "itself": [(p, p) for _, p in protocols],
        "a number changed": [
            (p, n) for t, p in protocols if (n := renumbered(p, t, rng)) is not None and n.text != p.text
        ],
        "another trial": [(a, b) for (_, a), (_, b) in itertools.pairwise(protocols)],
    }
    for name, those in pairs.items():
        kinds: collections.Counter[str] = collections.Counter()
        times = []
        for old, new in those:
            start = time.perf_counter()
            found = diff(old, new)
            times.append(time.perf_counter() - start)
            kinds.update(found.counts())
            if not same(diff(new, old).reversed(), found):
                print(f"  not its own inverse: {old.id} {new.id}")
        times.sort()
        median, worst = 1000 * times[len(times) // 2], 1000 * times[-1]
        print(f"{name}: {len(those)} pairs, {dict(kinds)}; ms: median {median:.1f}, worst {worst:.1f}")


if __name__ == "__main__":
    main(*(int(a) for a in (sys.argv[1:] or ["100", "2026"])))
