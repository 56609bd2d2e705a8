"""The ledger: every character of every criterion in one class; "computable" is claimed only when nothing is left."""

from __future__ import annotations

import contextlib
import gzip
import json
import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.test_grammar import PHRASES

from eligo import compile
from eligo.bind import atoms, settled
from eligo.errors import InputError
from eligo.logic import Either, Manual, Opaque, walk
from eligo.protocol import Protocol


def check(protocol: Protocol) -> None:
    for criterion in protocol.criteria:
        assert sum(len(e.span) for e in criterion.ledger) == sum(len(s) for s in criterion.spans)
        places = [i for e in criterion.ledger for i in range(e.span.start, e.span.end)]
        assert len(places) == len(set(places))
        if criterion.status == "computable":
            assert all(e.kind in ("logic", "noise") for e in criterion.ledger)
            assert all(settled(a) for a in atoms(criterion.logic))
            assert not any(isinstance(n, Manual | Opaque | Either) for n in walk(criterion.logic))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=18).map(" ".join),
    st.sampled_from(["Inclusion", "Exclusion"]),
)
def test_random_phrases(text: str, section: str) -> None:
    with contextlib.suppress(InputError):
        check(compile(f"{section} Criteria:\n\n- {text}\n"))


def test_corpus_sample(shared: Path) -> None:
    """150 random trials: no crash, the ledger adds up, no claim with anything left over."""
    with gzip.open(shared / "corpus" / "trials.jsonl.gz", "rt", encoding="utf-8") as lines:
        trials = [json.loads(line) for line in lines]
    for trial in random.Random(2026).sample(trials, 150):
        halves = (trial.get("inclusion") or "", trial.get("exclusion") or "")
        text = trial.get("text") or "Inclusion Criteria:\n\n{}\n\nExclusion Criteria:\n\n{}".format(*halves)
        protocol = read_or_none(text)
        if protocol is not None:
            check(protocol)


def read_or_none(text: str) -> Protocol | None:
    """The protocol, or None for a text without criteria."""
    try:
        return compile(text)
    except InputError:
        return None
