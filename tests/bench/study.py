"""The study material that the scripts beside this one measure on; where it is absent they end with a message."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from eligo import compile
from eligo.errors import InputError
from eligo.protocol import Protocol

SHARED = Path(__file__).resolve().parents[3] / "shared"
TRIALS = SHARED / "corpus" / "trials.jsonl.gz"
CHIA = SHARED / "chia" / "chia.jsonl.gz"
HEADS = {"inc": "Inclusion Criteria:\n\n", "exc": "Exclusion Criteria:\n\n"}

Half = Literal["work", "figures"]
HALVES: tuple[Half, ...] = ("work", "figures")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a compressed file with one a line."""
    if not path.is_file():
        sys.exit(f"no study material at {path}")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sample(count: int, seed: int) -> list[dict[str, Any]]:
    """Random trials of the corpus."""
    return random.Random(seed).sample(list(rows(TRIALS)), count)


def shuffled(seed: int) -> list[dict[str, Any]]:
    """All trials of the corpus in random order."""
    trials = list(rows(TRIALS))
    random.Random(seed).shuffle(trials)
    return trials


def criteria_text(trial: dict[str, Any]) -> str:
    """The criteria text of a corpus trial; inclusions and exclusions kept apart get their heads."""
    halves = f"{HEADS['inc']}{trial.get('inclusion') or ''}\n\n{HEADS['exc']}{trial.get('exclusion') or ''}"
    return trial.get("text") or halves


def chia(half: Half) -> list[dict[str, Any]]:
    """The records of one half of Chia (Kury et al. 2020), parted by the parity of the SHA-256 of their trial's id.

    The half "figures" (odd) is only ever counted; "work" (even) may be read.
    """
    return [r for r in rows(CHIA) if hashlib.sha256(r["nct_id"].encode()).digest()[-1] % 2 == (half == "figures")]


def compiled(record: dict[str, Any]) -> tuple[Protocol, int] | None:
    """A record of Chia under the head of its section, and where its text begins; None where it has no criteria."""
    head = HEADS[record["section"]]
    try:
        return compile(head + record["text"]), len(head)
    except InputError:
        return None
