"""A policy for facts of which nothing is recorded: put into the logic just before it is lowered, so that all engines share it.

"No record" means that there was none, unless a policy says that it means nothing. Then only what is on record decides: a fact
that its record makes true stays true, any other is unknown (U5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eligo.canon import say
from eligo.logic import (
    Allergy,
    And,
    Condition,
    Drug,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Not,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    StudyParticipation,
)
from eligo.overrides.apply import rebuilt
from eligo.overrides.model import Family
from eligo.protocol import Criterion

FAMILY_OF: dict[type, Family] = {
    Condition: "conditions",
    Drug: "drugs",
    Procedure: "procedures",
    Allergy: "allergies",
    Immunisation: "vaccines",
    Encounter: "encounters",
    Reproduction: "pregnancy",
    FamilyHistory: "family history",
    StudyParticipation: "studies",
}


def open_world(criteria: Iterable[Criterion], families: tuple[Family, ...]) -> tuple[Criterion, ...]:
    """The criteria, with facts of these families unknown where nothing is recorded."""
    return tuple(
        replace(c, logic=rebuilt(c.logic, lambda leaf: _opened(leaf, families))) if families else c for c in criteria
    )


def _opened(leaf: Expr, families: tuple[Family, ...]) -> Expr:
    if FAMILY_OF.get(type(leaf)) not in families:
        return leaf
    unknown = Opaque("no record", say(leaf), leaf.origin)
    if isinstance(leaf, Drug) and (leaf.stable is not None or (leaf.dose is not None and leaf.dose.low is None)):
        # An upper bound, or an unchanged dose, holds without any exposure.
        taken = replace(leaf, dose=None, dose_unit=None, per_kg=False, equivalent=None, duration=None, stable=None)
        return And((leaf, Or((taken, unknown), leaf.origin)), leaf.origin)
    if isinstance(leaf, Reproduction):
        return Or((leaf, And((unknown, Not(Sex("male", leaf.origin), leaf.origin)), leaf.origin)), leaf.origin)
    return Or((leaf, unknown), leaf.origin)
