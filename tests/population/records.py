"""The records that run on the population: the examples, the first user's, and trials of common diseases."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from answers import Record
from bundles import SHARED

import eligo
from eligo.errors import InputError
from eligo.protocol import Protocol

CRITERIA = Path(__file__).resolve().parents[2] / "criteria"
SEED_RECORD = SHARED / "records" / "seed" / "ChiCTR1900025376.txt"
TRIALS = SHARED / "corpus" / "trials.jsonl.gz"
COMMON = re.compile(
    r"diabetes|hypertensi|asthma|obes|hyperlipid|hypercholesterol|coronary|COPD|osteoarthritis|kidney disease",
    re.IGNORECASE,
)
"""Diseases that the synthetic population has."""


def examples() -> Iterator[Record]:
    """The example records, and the first user's where the study material is."""
    for path in sorted(CRITERIA.iterdir()):
        if path.suffix in (".txt", ".json"):
            yield Record(path.stem, eligo.compile(path))
    if SEED_RECORD.is_file():
        yield Record("seed", eligo.compile(SEED_RECORD))


def common_trials(count: int, seed: int) -> Iterator[Record]:
    """Random trials of the corpus about common diseases, with at least five criteria of which records decide two in three."""
    with gzip.open(TRIALS, "rt", encoding="utf-8") as lines:
        about = [t for t in map(json.loads, lines) if COMMON.search(" ".join(t.get("conditions") or ()))]
    Random(seed).shuffle(about)
    found = 0
    for trial in about:
        if found == count:
            return
        protocol = _compiled(trial)
        if protocol is None or len(protocol.criteria) < 5:
            continue
        if 3 * sum(c.status == "computable" for c in protocol.criteria) >= 2 * len(protocol.criteria):
            found += 1
            yield Record(trial["id"], protocol)


def _compiled(trial: dict[str, Any]) -> Protocol | None:
    halves = f"Inclusion Criteria:\n\n{trial.get('inclusion') or ''}\n\nExclusion Criteria:\n\n{trial.get('exclusion') or ''}"
    try:
        return eligo.compile(trial.get("text") or halves)
    except InputError:
        return None
