"""A negation under Exclusion, or inside another one: what is excluded may be the opposite of what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from eligo.lexicon.tables import rows
from eligo.lint.check import Check, Finding, Subject, from_diagnostics

MEND = "say what excludes a patient without a negation"

_said = from_diagnostics(lambda _: MEND, "negated-exclusion")


def _find(subject: Subject) -> Iterator[Finding]:
    for found in _said(subject):
        criterion = next((c for c in subject.protocol.criteria if c.id == found.criterion), None)
        yield (
            found
            if found.span or criterion is None
            else Finding(found.criterion, criterion.spans[0] if criterion.spans else None, found.message, found.mend)
        )
    for line in subject.lines:
        for first, second in pairwise(line.tokens):
            turning = second.text.lower() in {r["phrase"] for r in rows("second_negations")}
            if turning and first.senses[0].type == second.senses[0].type == "NEG":
                span = line.span(first, second)
                yield Finding(
                    line.id, span, f'"{subject.words(span)}" negates twice', "say it without the two negations"
                )


CHECK = Check("double-negation", "warning", "a negation under Exclusion, or inside another one", _find)
