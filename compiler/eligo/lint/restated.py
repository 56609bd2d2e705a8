"""An exclusion that only says again what an inclusion requires."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.canon import say
from eligo.implication import disjoint, implies, same_subject
from eligo.lint.check import Check, Finding, Subject
from eligo.lint.obligations import Obligation, obligations, pairs, read_whole


def _find(subject: Subject) -> Iterator[Finding]:
    for one, other in pairs(obligations(subject)):
        if one.criterion.effect != other.criterion.effect and "registry" not in (
            one.criterion.section,
            other.criterion.section,
        ):
            required, excluded = (one, other) if one.criterion.effect == "require" else (other, one)
            if _settles(required, excluded) and read_whole(required, excluded):
                yield Finding(
                    excluded.criterion.id,
                    excluded.span,
                    f"excludes {say(excluded.atom)}, which {required.criterion.id} rules out already",
                    "leave it out, or say what it adds",
                )


def _settles(required: Obligation, excluded: Obligation) -> bool:
    if excluded.holds:
        return False
    if required.holds:
        return disjoint(required.atom, excluded.atom)
    return same_subject(excluded.atom, required.atom) and implies(excluded.atom, required.atom)


CHECK = Check("restated-inclusion", "note", "an exclusion that only says again what an inclusion requires", _find)
