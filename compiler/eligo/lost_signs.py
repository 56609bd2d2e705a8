"""R2: criteria of a record whose source has dropped signs. What is left of "≥ 3" there is "3", and reads as an equality."""

from __future__ import annotations

from dataclasses import replace

from eligo.diagnostics import Diagnostic
from eligo.ledger import status
from eligo.logic import Opaque, Origin
from eligo.protocol import Criterion, Entry

_WHY = "the source has dropped signs such as < and ≥; a number in it can't be trusted"


def distrusted(criterion: Criterion) -> Criterion:
    """The criterion as residue where it has a number that no override has put right, else as it is."""
    if all(e.kind == "override" for e in criterion.ledger) or not any(
        character.isdigit() for character in criterion.text
    ):
        return criterion
    logic = Opaque("lost-signs", criterion.text, Origin(criterion.spans, ("R2",)))
    ledger = tuple(Entry(span, "residue", _WHY) for span in criterion.spans)
    return replace(
        criterion,
        logic=logic,
        ledger=ledger,
        status=status(logic, ledger),
        diagnostics=(*criterion.diagnostics, Diagnostic("lost-signs", _WHY, criterion.spans[0])),
    )
