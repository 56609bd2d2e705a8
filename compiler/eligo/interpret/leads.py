"""Items that lead to a list of items below them: labels, quantifiers, and what they share with the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from eligo.diagnostics import Diagnostic
from eligo.document import Context, Item
from eligo.interpret import Interpretation
from eligo.interpret.brackets import definable, is_label
from eligo.interpret.clauses import operator, segment_elements
from eligo.interpret.lists import list_expr
from eligo.interpret.plain_leads import asks_nothing
from eligo.interpret.quantified import beside
from eligo.interpret.scene import Scene
from eligo.lex import lex
from eligo.logic import And, AtLeast, Effect, Expr, Not, Opaque, Or, Origin, Sex
from eligo.parse import parse
from eligo.parse.ast import Clause, Element
from eligo.protocol import SpanClass
from eligo.scope import Listing, Statement, Unit, copy_cues, listing


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead, read.

    ``kind``: *label* (says nothing; its children stand for themselves), *list* (its children make one statement by
    ``operator``), or *unknown* (its words restrict in a way that was not understood). ``own`` is a fact the lead itself
    states, beside its children or (``alternative``) instead of them; ``shared`` a statement of cues and periods that goes over
    every child; ``whom`` those people that the children are about.
    """

    kind: Literal["label", "list", "unknown"]
    operator: Literal["any", "all", "default"] | int
    effect: Effect
    paint: Mapping[int, tuple[int, SpanClass, str]]
    text: str
    own: Expr | None = None
    alternative: bool = False
    whom: Sex | None = None
    shared: Statement | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    def over(self, clause: Clause, item: Item, context: Context) -> Interpretation:
        """Read a child with the lead's cues and periods (L2)."""
        scene = Scene(item.text, item.offsets, item.section, context.registry)
        for token, why in clause.noise:
            scene.paint[token.start] = (token.end, "noise", why)
        simple = (
            len(clause.segments) == 1 and len(clause.segments[0].coords) == 1 and not clause.segments[0].coords[0].tails
        )
        if not simple or self.shared is None:
            return Interpretation(
                scene,
                scene.opaque([e for s in clause.segments for e in segment_elements(s)], "residue", "J0"),
                scene.paint,
            )
        made = listing(clause.segments[0].coords[0])
        shared = Statement(
            cues=[c.elsewhere() for c in self.shared.cues], periods=[p.elsewhere() for p in self.shared.periods]
        )
        for unit in made.units:
            copy_cues(shared, unit.main)
        return Interpretation(
            scene, list_expr(made, scene), {s: p for s, p in scene.paint.items() if s < len(item.text)}
        )

    def joined(self, parts: tuple[Expr, ...], forbids: bool, origin: Origin) -> Expr:
        """The statement of the lead over its children's statements."""
        if self.kind == "unknown" or not parts:
            return Opaque("residue", self.text, origin)
        if isinstance(self.operator, int):
            body: Expr = AtLeast(self.operator, parts, origin)
        elif self.operator == "any" or (self.operator == "default" and forbids):
            body = Or(parts, origin)
        else:
            body = And(parts, origin)
        if self.whom is not None:
            # L11: what is asked of women is asked of nobody else.
            return And((self.whom, body), origin) if forbids else Or((Not(self.whom), body), origin)
        if self.own is None:
            return body
        return Or((self.own, body), origin) if self.alternative else And((self.own, body), origin)


def lead(item: Item, context: Context) -> Lead:
    """Read the lead-in of an item that has children."""
    clause = parse(lex(item.text.rstrip(" :"), context.abbreviations, item.settled))
    scene = Scene(item.text, item.offsets, item.section, context.registry)
    for token, why in clause.noise:
        scene.paint[token.start] = (token.end, "noise", why)
    elements = [e for s in clause.segments for e in segment_elements(s)]
    quantifier = next((e for e in elements if e.cue("QUANT")), None)
    asked = operator(elements, quantifier)
    forbid = next((s for e in elements if (s := e.cue("LINE"))), None)
    if forbid is not None and item.section == "inclusion" and forbid.value == "forbid":
        scene.flips = [e for e in elements if e.cue("LINE")][:1]
    rest = [
        e
        for e in elements
        if not e.cue("QUANT", "LINE", "PREP", "WITH", "METHOD")
        and e.type not in ("COMMA",)
        and not (isinstance(asked, int) and e.type == "VALUE")
    ]
    scene.mark([e for e in elements if e not in rest], "logic", "L7")
    tails = any(c.tails and any(t.items for t in c.tails) for s in clause.segments for c in s.coords)
    if not isinstance(asked, int) and asks_nothing(elements, item.text, forbids=scene.forbids):
        scene.mark(elements, "noise", "L10")
        apart = asked in ("default", "any" if scene.forbids else "all") and not scene.flips
        return Lead("label" if apart else "list", asked, scene.effect, scene.paint, item.text)
    if forbid is not None and forbid.value == "permit":
        return _unknown(elements, scene, item)
    if not tails and _says_nothing(rest, clause, scene):
        scene.mark(rest, "noise", "L1")
        return Lead(
            "label" if asked == "default" and not scene.flips else "list",
            asked,
            scene.effect,
            scene.paint,
            item.text,
        )
    mains = [u.main for s in clause.segments for c in s.coords for u in listing(c).units]
    if (
        len(mains) == 1
        and not tails
        and mains[0].head is None
        and (mains[0].cues or mains[0].periods)
        and not (mains[0].before or mains[0].after or mains[0].manual or mains[0].values)
    ):
        scene.mark([*mains[0].cues, *mains[0].periods, *mains[0].silent], "logic", "L2")
        return Lead("list", asked, scene.effect, scene.paint, item.text, shared=mains[0])
    whom = list_expr(Listing([Unit([mains[0]])], []), scene) if _names_sex(mains, elements) and not tails else None
    if isinstance(whom, Sex):
        scene.mark([e for e in elements if e is not mains[0].head], "logic", "L11")
        return Lead("list", asked, scene.effect, scene.paint, item.text, whom=whom)
    plain = len(clause.segments) == 1 and len(clause.segments[0].coords) == 1 and not clause.segments[0].coords[0].tails
    if quantifier is not None and plain:
        told = [e for e in rest if not e.cue("GENERIC", "KNOWN", "REL")]
        found = beside(clause.segments[0].coords[0], quantifier, told, scene)
        if found is not None:
            return Lead(
                "list",
                asked,
                scene.effect,
                scene.paint,
                item.text,
                own=found[0],
                alternative=found[1],
                diagnostics=tuple(scene.diagnostics),
            )
    return _unknown(elements, scene, item)


def _names_sex(mains: list[Statement], elements: list[Element]) -> bool:
    """L11: whether a lead names one sex and nothing else ("for female subjects:")."""
    idle = all(e.cue("FOR", "PREP", "QUANT") or e is mains[0].head for e in elements) if len(mains) == 1 else False
    return idle and mains[0].kind == "sex" and not mains[0].has("NEG")


def _unknown(elements: list[Element], scene: Scene, item: Item) -> Lead:
    scene.mark(elements, "residue", "lead")
    return Lead("unknown", "default", scene.effect, scene.paint, item.text)


def _says_nothing(rest: list[Element], clause: Clause, scene: Scene) -> bool:
    """Whether a lead is a mere label: no words of its own, or a label's noun phrase, or findings that its limits define."""
    if not rest:
        return True
    if any(
        e.type in ("VALUE", "WINDOW")
        or e.cue("NEG", "HIST", "ALLERGY", "USE", "USEPAST", "SUSPECT", "FAMILY", "PLANNED", "EXCEPT")
        for e in rest
    ):
        return False
    mains = [u.main for s in clause.segments for c in s.coords for u in listing(c).units]
    return bool(mains) and all(is_label(m, scene) or definable(m, scene) for m in mains)
