"""What in a record's criteria looks wrong, contradictory or undecidable: ``eligo lint``.

A check is one file; docs/lint.md describes each with an example. Checks read the compiled criteria and the words; they never
change what a criterion means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from eligo.lint import (
    contradiction,
    double_negation,
    improbable_limit,
    lost_comparator,
    missing_unit,
    redundant,
    registry_differs,
    restated,
    reversed_range,
    typo,
    unanchored_window,
    undefined_abbreviation,
    unsatisfiable,
    vague,
)
from eligo.lint.check import SEVERITIES, Check, Finding, Severity, Subject

__all__ = ["CHECKS", "SEVERITIES", "Check", "Finding", "Severity", "Subject", "findings"]

CHECKS: dict[str, Check] = {
    module.CHECK.id: module.CHECK
    for module in (
        contradiction,
        unsatisfiable,
        reversed_range,
        restated,
        redundant,
        lost_comparator,
        missing_unit,
        improbable_limit,
        registry_differs,
        double_negation,
        typo,
        unanchored_window,
        undefined_abbreviation,
        vague,
    )
}
"""All checks by id, in the order of docs/lint.md."""


def findings(subject: Subject, ids: Collection[str] = tuple(CHECKS)) -> Iterator[tuple[Check, Finding]]:
    """What the checks of these ids find, in the order of the text."""
    order = {c.id: n for n, c in enumerate(subject.protocol.criteria)}
    found = [(check, f) for id, check in CHECKS.items() if id in ids for f in dict.fromkeys(check.run(subject))]
    yield from sorted(found, key=lambda pair: order.get(pair[1].criterion or "", -1))
