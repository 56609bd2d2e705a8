"""Treatments that are given together.

- **A12** what acts on a treatment acts on the one that "with" or "plus" adds to it, and one period is the time of both:
  "prior treatment with gemcitabine plus cisplatin", "chemotherapy combined with radiotherapy within 6 months".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eligo.parse.ast import Element

if TYPE_CHECKING:
    from eligo.scope.statement import Statement

TREATMENTS = ("drug", "procedure", "substance")
DENYING = ("NEG", "NAIVE")


def share_with_companions(main: Statement) -> None:
    """A12. A negation stays with the first: what it denies is the two together."""
    companions = [p for p in main.parts if "A3" in p.rules and p.kind in TREATMENTS]
    if main.kind not in TREATMENTS or not companions:
        return
    early = [c for c in main.cues if main.head is not None and c.start < main.head.start and not c.cue(*DENYING)]
    late = next((p for p in reversed(companions) if p.periods), None)
    if late is not None and not main.periods:
        main.periods = list(late.periods)
    for part in companions:
        part.rules.append("A12")
        if not part.cues:
            part.cues = [c.elsewhere() for c in early]
        if not part.periods:
            part.periods = [p.elsewhere() for p in main.periods]


def joins_treatments(elements: Sequence[Element], i: int) -> bool:
    """Whether a plus sign stands between two treatments: elsewhere it may be an answer ("CD20 +")."""
    return 0 < i < len(elements) - 1 and all(_treats(elements[j]) for j in (i - 1, i + 1))


def _treats(e: Element) -> bool:
    return any(s.type == "MENTION" and s.value.partition(":")[0] in TREATMENTS for s in e.senses)
