"""A trial whose criteria together leave nobody, though no two of them contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from eligo.implication import Interval, meet, of_one_value, quantity
from eligo.lint.check import Check, Finding, Subject, place
from eligo.lint.contradiction import opposed
from eligo.lint.obligations import Obligation, alone, facts, obligations, pairs
from eligo.logic import Expr, Or
from eligo.protocol import Criterion


def _find(subject: Subject) -> Iterator[Finding]:
    found = obligations(subject)
    common = [o for o in found if o.criterion.applies_to is None and alone(o) and o.criterion.status == "computable"]
    if any(opposed(one, other) for one, other in pairs(common)):
        return
    for members in _by_quantity(common).values():
        if (
            len(members) > 2
            and _nothing_left(members)
            and len(list(pairs(members))) == len(members) * (len(members) - 1) / 2
        ):
            yield _finding(members)
    for criterion in subject.protocol.criteria:
        if criterion.effect == "require" and criterion.applies_to is None and isinstance(criterion.logic, Or):
            others = [o for o in common if o.criterion.id != criterion.id]
            blockers = [_blocker(reading, criterion, others) for reading in criterion.logic.args]
            if len(blockers) > 1 and all(b is not None for b in blockers):
                ids = sorted({b.criterion.id for b in blockers if b is not None})
                yield Finding(
                    criterion.id,
                    place(criterion.spans),
                    f"each of its alternatives is ruled out by {', '.join(ids)}: nobody is eligible",
                    "correct the limits, or say for whom each holds",
                )


def _by_quantity(found: list[Obligation]) -> dict[Hashable, list[Obligation]]:
    out: dict[Hashable, list[Obligation]] = defaultdict(list)
    for o in found:
        bounded = quantity(o.atom)
        if bounded is not None and of_one_value(o.atom):
            out[bounded[0]].append(o)
    return out


def _nothing_left(members: list[Obligation]) -> bool:
    left = [Interval()]
    for o in members:
        bounded = quantity(o.atom)
        assert bounded is not None
        left = meet(left, (bounded[1],) if o.holds else bounded[1].rest())
    return not left


def _finding(members: list[Obligation]) -> Finding:
    last = members[-1]
    ids = sorted({o.criterion.id for o in members})
    return Finding(
        last.criterion.id,
        last.span,
        f"{', '.join(ids)} together leave no value: nobody is eligible",
        "correct the limits, or say for whom each holds",
    )


def _blocker(reading: Expr, criterion: Criterion, others: list[Obligation]) -> Obligation | None:
    """An obligation that rules a reading out."""
    for atom, holds in facts(reading, True):
        for o in others:
            if opposed(Obligation(criterion, atom, holds), o):
                return o
    return None


CHECK = Check("unsatisfiable", "error", "criteria that together leave nobody, though no two of them contradict", _find)
