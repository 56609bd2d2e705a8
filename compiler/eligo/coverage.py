"""How much of a record is accounted for, and how: its criteria by status, its characters by class."""

from __future__ import annotations

from typing import get_args

from eligo.logic import Status
from eligo.protocol import Protocol, SpanClass


def statuses(protocol: Protocol) -> dict[str, int]:
    """How many criteria there are of each status."""
    return {s: sum(c.status == s for c in protocol.criteria) for s in get_args(Status)}


def characters(protocol: Protocol) -> dict[str, int]:
    """The ledger of the record: every character in one class; what no criterion covers is noise or outside."""
    counts = dict.fromkeys(get_args(SpanClass), 0)
    for c in protocol.criteria:
        for e in c.ledger:
            counts[e.kind] += len(e.span)
    outside = sum(len(s) for s in protocol.outside)
    counts["noise"] += len(protocol.text) - outside - sum(counts.values())
    return counts | {"outside": outside}
