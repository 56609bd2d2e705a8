"""Random token streams through both grammars: ``python tests/bench/streams.py [COUNT] [SEED]``. None may be rejected.

Streams are made of phrases of every kind the lexicon has (cues, mentions, modifiers, manual phrases, noise), of numbers,
units, brackets and punctuation, 1 to 40 of them, brackets unbalanced as often as not.
"""

from __future__ import annotations

import random
import sys
import time

from eligo.lex import lex
from eligo.lexicon.tables import rows
from eligo.parse import parse

SIGNS = ("(", ")", "[", "]", ",", ";", ":", ".", "-", "/", "=", "<", ">", "≥", "≤", "±", "%", "+", "'", "“")
NUMBERS = ("0", "1", "2.5", "1,000", "III", "II-IV", "10^9/L", "140/90", "½", "twelve", "18-65")
UNITS = ("mg", "mg/dL", "years", "weeks", "x ULN", "mmHg", "kg/m2", "% predicted", "half-lives")


def phrases() -> list[tuple[str, ...]]:
    """The words to draw from, by kind."""
    cues: dict[str, list[str]] = {}
    for row in rows("cues"):
        cues.setdefault(row["type"], []).append(row["phrase"])
    mentions = [
        tuple(row["name"] for row in rows(table))
        for table in ("conditions", "labs", "vitals", "scores", "drugs", "procedures")
    ]
    others = [tuple(row["phrase"] for row in rows(table)) for table in ("modifiers", "complements", "manual", "noise")]
    return [*map(tuple, cues.values()), *mentions, *others, SIGNS, SIGNS, SIGNS, NUMBERS, NUMBERS, UNITS]


def main(count: int, seed: int) -> None:
    """Parse ``count`` streams; an exception is the first that was rejected."""
    rng = random.Random(seed)
    kinds = phrases()
    begun = time.perf_counter()
    tokens = 0
    for n in range(count):
        text = " ".join(rng.choice(rng.choice(kinds)) for _ in range(rng.randint(1, 40)))
        try:
            stream = lex(text)
            parse(stream)
        except Exception as e:
            sys.exit(f"stream {n} of seed {seed} was rejected ({e!r}): {text}")
        tokens += len(stream)
    print(f"{count} streams, {tokens} tokens, none rejected (seed {seed}, {time.perf_counter() - begun:.0f} s)")


if __name__ == "__main__":
    main(*(int(a) for a in (sys.argv[1:] + ["100000", "20261125"][len(sys.argv) - 1 :])))
