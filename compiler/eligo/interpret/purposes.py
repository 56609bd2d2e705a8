"""What a treatment was given for, and what a condition is treated with.

- **K23** no record tells what a treatment was for; but one that is given for one kind of condition and next to nothing else (table
  ``treats``) was for the only condition of the kind that somebody has: "chemotherapy for lung cancer" of who has no other cancer,
  "diabetes requiring insulin".
- **K24** "requiring" a drug, or a treatment that is a state, behind a condition: who isn't on it doesn't require it (K7).
"""

from __future__ import annotations

from functools import cache

from eligo.concepts import Concept, without
from eligo.interpret.procedures import state_of
from eligo.interpret.scene import Scene
from eligo.lexicon.concepts import concept, with_history
from eligo.lexicon.tables import rows
from eligo.logic import Condition, Drug, Expr, Not, Or
from eligo.parse.ast import Element
from eligo.scope import Statement
from eligo.scope.others import within

TREATMENTS = ("drug", "procedure")
STAGES = "metastatic_disease"
"""Treatment of a cancer that has spread is not told from treatment before it had."""


def settled(treatment: str, condition: str, leaf: Expr) -> tuple[Expr, ...]:
    """K23: what has to hold beside a treatment and a condition for the one to be given for the other; ``leaf`` where open."""
    bound = concept(condition)
    kinds = sorted(_kinds(treatment), key=lambda k: k.id != condition)
    kind = next((k for k in kinds if k.id == condition or within(bound, k)), None)
    if kind is None or condition == STAGES or within(bound, concept(STAGES)):
        return (leaf,)
    if kind.id == condition:
        return ()
    others = Condition(without(with_history(kind.id), [with_history(condition)]), "history", origin=leaf.origin)
    return (Or((Not(others, leaf.origin), leaf), leaf.origin),)


@cache
def _kinds(treatment: str) -> tuple[Concept, ...]:
    own = concept(treatment)
    return tuple(
        concept(r["condition"])
        for r in rows("treats")
        if r["treatment"] == treatment or (own.ingredients and within(own, concept(r["treatment"])))
    )


def requires(late: list[Element]) -> bool:
    """Whether words behind a head begin with "requiring"."""
    opener = late[0].cue("PLANNED") if late else None
    return opener is not None and opener.value == "requiring"


def required(late: list[Element], st: Statement, past: bool, scene: Scene) -> tuple[str, Expr] | None:
    """K24: the treatment that the words behind a condition say it requires, and that it is given; None for other words."""
    named = [e for e in late[1:] if e.type == "MENTION"]
    said = [e for e in late if e.cue("GENERIC") is None or e.cue("USE") is not None]
    if st.kind != "condition" or not requires(late) or len(named) != 1 or named[0] not in said[-2:]:
        return None
    sense = named[0].cue("MENTION")
    kind, _, id = sense.value.partition(":") if sense is not None else ("", "", "")
    between = [
        e
        for e in late[1:]
        if e is not named[0] and e.cue("USE", "GENERIC", "QUANT", "MOD", "CURRENT", "CHRONIC", "STABLE") is None
    ]
    if kind not in TREATMENTS or between or any(e.foreign for e in late):
        return None
    once = past or st.has("HIST") is not None or bool(st.periods)
    origin = scene.origin(late, "K24")
    if kind == "drug":
        return id, Drug(concept(id), "ever" if once else "current", origin=origin)
    given = state_of(named[0], id, scene, once=once)
    return (id, given) if given is not None else None


def of_treatment(
    late: list[Element], st: Statement, implied: list[Expr], leaf: Expr, scene: Scene, *, sure: bool
) -> tuple[Expr, ...]:
    """K23: the condition that the words behind a treatment name as its purpose, and what is open of it."""
    for_one = len(implied) == 1 and isinstance(implied[0], Condition) and implied[0].concept is not None
    if not for_one or st.kind not in TREATMENTS or not sure or not plain(late):
        return (*implied, leaf)
    named = next(s.value.partition(":")[2] for e in reversed(late) for s in e.senses if s.type == "MENTION")
    return (*implied, *told(st.id, named, late, leaf, scene))


def told(treatment: str, condition: str, late: list[Element], leaf: Expr, scene: Scene) -> tuple[Expr, ...]:
    """K23, with the words painted as logic where nothing is open."""
    rest = settled(treatment, condition, leaf)
    if not rest:
        scene.mark(late, "logic", "K23")
    return rest


def plain(late: list[Element]) -> bool:
    """Whether words behind a head only tie one thing to it: no adjective says more of that."""
    return all(e.cue("MOD", "CURRENT", "CHRONIC", "STABLE", "RECENT") is None and e.type != "WORD" for e in late)
