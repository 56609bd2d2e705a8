"""Stage *interpret*: syntax tree → :data:`~eligo.logic.Expr`, and the class of every token.

Rule ids are documented in docs/rules.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eligo.interpret.allergies import grounded
from eligo.interpret.childbearing import for_men_too, of_women
from eligo.interpret.clauses import segment_elements, segments_expr
from eligo.interpret.combinations import parted
from eligo.interpret.duties import stated_duties
from eligo.interpret.exclusions import with_exclusions
from eligo.interpret.granted import granted
from eligo.interpret.leftovers import words
from eligo.interpret.permissions import with_permissions
from eligo.interpret.recorded import recorded
from eligo.interpret.scene import Scene
from eligo.lex.raw import folds
from eligo.logic import (
    Age,
    Allergy,
    And,
    Condition,
    Drug,
    Either,
    Expr,
    Manual,
    Measurement,
    Not,
    Opaque,
    Or,
    Procedure,
    Section,
    Sex,
    walk,
)
from eligo.parse.ast import Clause, Element
from eligo.protocol import SpanClass
from eligo.record import Registry

__all__ = ["Interpretation", "interpret"]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What an item says: its logic, and the class of its tokens by first character (end, class, why)."""

    scene: Scene
    logic: Expr
    paint: dict[int, tuple[int, SpanClass, str]]


def interpret(
    clause: Clause, text: str, offsets: Sequence[int], section: Section, registry: Registry
) -> Interpretation:
    """Read one item. ``offsets`` map characters of ``text`` to the record."""
    scene = Scene(text, offsets, section, registry)
    for token, why in clause.noise:
        scene.paint[token.start] = (token.end, "noise", why)
    elements = [e for s in clause.segments for e in segment_elements(s)]
    lines = [(e, e.cue("LINE")) for e in elements if e.cue("LINE")]
    admits = _admits(clause, elements, section)
    scene.flips = stated_duties(clause, text) if section == "exclusion" else []
    both = with_exclusions(clause, scene) if lines and section == "inclusion" else None
    if both is not None:
        logic: Expr = both
    elif any(s is not None and (s.value == "permit" or (s.value == "admit" and not admits)) for _, s in lines):
        allowed = with_permissions(clause, scene)
        allowed = granted(clause, scene) if allowed is None else allowed
        logic = scene.opaque(elements, "permission", "J5") if allowed is None else allowed
    else:
        if lines and section == "inclusion" and not admits:
            scene.flips = [lines[0][0]]
        logic = segments_expr(clause.segments, scene)
        scene.mark([e for e, _ in lines], "logic", "G4" if admits else "G2")
        logic = _admitted(logic) if admits else logic
    if clause.trailing == "or":
        logic = Or((logic, Opaque("continues", "or …", scene.origin(elements[-1:], "L5"))), logic.origin)
    if text.rstrip().endswith(":") and clause.segments:
        onward = Opaque("continues", "a list that the text does not give", scene.origin(elements[-1:], "L9"))
        logic = onward if scene.forbids else And((logic, onward), logic.origin)
        if scene.forbids:
            scene.mark(elements, "residue", "a lead without its list")
    lacking = any((cue := e.cue("NEG")) is not None and cue.value == "lack" for e in elements)
    logic = of_women(grounded(parted(logic if lacking else _doubtful(logic, scene))), scene.forbids)
    logic = recorded(logic if scene.forbids else for_men_too(logic, scene.text))
    return Interpretation(scene, logic, scene.paint)


def _admits(clause: Clause, elements: Sequence[Element], section: Section) -> bool:
    """G4: whether a required line is one plain statement that ends in its polarity ("… will be eligible")."""
    plain = len(clause.segments) == 1 and len(clause.segments[0].coords) == 1 and not clause.segments[0].coords[0].tails
    last = elements[-1].cue("LINE") if elements else None
    only = sum(e.cue("LINE") is not None for e in elements) == 1
    return section == "inclusion" and plain and only and last is not None and last.value == "admit"


def _admitted(logic: Expr) -> Expr:
    """G4: an age or a sex is required; other people who "will be eligible" may be some that are admitted beside others."""
    atoms = [n for n in walk(logic) if not isinstance(n, And | Or | Not | Either)]
    demanded = any(isinstance(n, Age) for n in atoms) and all(isinstance(n, Age | Sex | Measurement) for n in atoms)
    unread = all(isinstance(n, Opaque | Manual) for n in atoms)
    return logic if demanded or unread else Either((logic, And(())), "polarity", logic.origin)


def _doubtful(logic: Expr, scene: Scene) -> Expr:
    """G3: a wholly negated line where things are forbidden ("Exclusion: no HIV test") may mean its opposite; one that forbids the
    absence of something doesn't.
    """
    denied = logic.args if isinstance(logic, And) else (logic,)
    opposite = tuple(d.arg for d in denied if isinstance(d, Not))
    if not (scene.forbids and scene.section == "exclusion" and denied and len(opposite) == len(denied)):
        return logic
    bare = words("bare_negations").issuperset(folds(scene.text)[:1])
    # "At least 4 weeks since prior chemotherapy" forbids nobody who never had it.
    bare = bare or any("W4" in n.origin.rules for n in walk(logic) if isinstance(n, Drug | Procedure))
    named = Allergy | Condition | Measurement | Drug | Procedure if bare else Allergy | Condition | Measurement
    if any(isinstance(n, named) for n in walk(logic)):
        scene.note(
            "negated-exclusion",
            "a negated statement under Exclusion may mean its opposite; say which in an override",
            [],
        )
        return Either((logic, Or(opposite) if len(opposite) > 1 else opposite[0]), "polarity", logic.origin)
    return logic
