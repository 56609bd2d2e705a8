"""Stage *interpret*: syntax tree → :data:`~eligo.logic.Expr`, and the class of every token.

Rule ids are documented in docs/rules.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.interpret.clauses import segment_elements, segments_expr
from eligo.interpret.scene import Scene
from eligo.logic import And, Condition, Either, Expr, Measurement, Not, Opaque, Or, Section, walk
from eligo.parse.ast import Clause
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
    clause: Clause, text: str, offsets: tuple[int, ...], section: Section, registry: Registry
) -> Interpretation:
    """Read one item. ``offsets`` map characters of ``text`` to the record."""
    scene = Scene(text, offsets, section, registry)
    for token, why in clause.noise:
        scene.paint[token.start] = (token.end, "noise", why)
    elements = [e for s in clause.segments for e in segment_elements(s)]
    lines = [(e, e.cue("LINE")) for e in elements if e.cue("LINE")]
    if any(sense is not None and sense.value == "permit" for _, sense in lines):
        logic: Expr = scene.opaque(elements, "permission", "J5")
    else:
        if lines and section == "inclusion":
            scene.flips = [lines[0][0]]
        logic = segments_expr(clause.segments, scene)
        scene.mark([e for e, _ in lines], "logic", "G2")
    if clause.trailing == "or":
        logic = Or((logic, Opaque("continues", "or …", scene.origin(elements[-1:], "L5"))), logic.origin)
    if text.rstrip().endswith(":") and clause.segments:
        onward = Opaque("continues", "a list that the text does not give", scene.origin(elements[-1:], "L9"))
        logic = onward if scene.forbids else And((logic, onward), logic.origin)
        if scene.forbids:
            scene.mark(elements, "residue", "a lead without its list")
    logic = _doubtful(logic, scene)
    return Interpretation(scene, logic, scene.paint)


def _doubtful(logic: Expr, scene: Scene) -> Expr:
    """G3: a wholly negated line where things are forbidden ("Exclusion: no HIV test") may mean its opposite."""
    if (
        scene.section == "exclusion"
        and isinstance(logic, Not)
        and any(isinstance(n, Condition | Measurement) for n in walk(logic))
    ):
        scene.note(
            "negated-exclusion",
            "a negated statement under Exclusion may mean its opposite; say which in an override",
            [],
        )
        return Either((logic, logic.arg), "polarity", logic.origin)
    return logic
