"""Allergies to what no code names: the study drug, its excipients, a substance that the lexicon doesn't know.

- **K10** whoever is allergic to something unnamed has a recorded allergy; to what it must be is for a person to say.
"""

from __future__ import annotations

from dataclasses import replace

from eligo.interpret.leftovers import folds_of, turned, words
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import negated
from eligo.logic import Allergy, And, Drug, Either, Expr, Manual, Not, Opaque, Or, mapped
from eligo.parse.ast import Element
from eligo.scope import Statement
from eligo.scope.lists import Unit

TO_SOMETHING, TO_NOTHING = "K10", "K10 not"
"""Rules in the origin of a leaf that says an allergy to something unnamed, or that there is none."""


def marked(leaf: Expr, st: Statement, scene: Scene) -> Expr:
    """``leaf``, the whole of a statement, with the rule in its origin if it is about such an allergy."""
    suspect = st.has("SUSPECT")
    at_risk = suspect is not None and (suspect.cue("SUSPECT") or suspect.senses[0]).value == ""
    if not isinstance(leaf, Manual | Opaque) or at_risk or st.has("CONTRA", "FAMILY", "PLANNED") is not None:
        return leaf
    said = [e for e in st.elements() if e not in (*st.silent, *st.line, *st.parens)]
    found = _allergy_at(said, scene.text)
    if found is None:
        return leaf
    first, end = found
    if not all(e.cue("KNOWN", "HIST", "NEG", "CURRENT", "SUSPECT", "WITH", "MOD") for e in said[:first]):
        return leaf
    if turned(said[end:], scene.text, "turns_after"):
        return leaf
    if negated(st):
        # Under Exclusion "no known allergy" may mean its opposite.
        return leaf if scene.forbids else _with_rule(leaf, TO_NOTHING)
    # A required line that names an allergy mostly denies it, and the negation may be one that a list shares.
    return _with_rule(leaf, TO_SOMETHING) if scene.forbids else leaf


def shared(parts: list[Expr], units: list[Unit], text: str) -> list[Expr]:
    """The parts of a list: "its excipients" after an allergy is more that it is to, and a drug's name may be."""
    out: list[Expr] = []
    rule: str | None = None
    for part, unit in zip(parts, units, strict=True):
        own = _rule(part)
        if own is None and isinstance(part, Manual | Opaque) and _only_matter(unit, text):
            part = _with_rule(part, rule) if rule else part
        elif rule == TO_SOMETHING and isinstance(part, Drug) and unit.main.bare and len(unit.statements) == 1:
            part = Either((Allergy(part.concept, part.origin), part), "allergy or use", part.origin)
        else:
            rule = own
        out.append(part)
    return out


def _rule(part: Expr) -> str | None:
    match part:
        case Allergy():
            return TO_SOMETHING
        case Not(arg=Allergy()):
            return TO_NOTHING
        case Manual() | Opaque():
            return next((r for r in (TO_SOMETHING, TO_NOTHING) if r in part.origin.rules), None)
    return None


def _only_matter(unit: Unit, text: str) -> bool:
    """Whether a part of a list is nothing but words for what drugs are made of."""
    folds = set(folds_of(unit.main.elements(), text))
    alone = len(unit.statements) == 1 and unit.main.head is None
    return (
        alone
        and bool(folds & words("allergy_words", "matter"))
        and folds <= words("allergy_words") - words("allergy_words", "allergy")
    )


def grounded(expr: Expr) -> Expr:
    """K10: the logic with what its marked leaves, and its allergies to substances without codes, imply."""
    match expr:
        case Allergy(concept=concept) if concept is not None and not concept.bound:
            return And((Allergy(None, expr.origin), expr), expr.origin)
        case Manual() | Opaque() if TO_SOMETHING in expr.origin.rules:
            return And((Allergy(None, expr.origin), expr), expr.origin)
        case Manual() | Opaque() if TO_NOTHING in expr.origin.rules:
            return Or((Not(Allergy(None, expr.origin), expr.origin), expr), expr.origin)
    return mapped(expr, grounded)


def _with_rule(leaf: Manual | Opaque, rule: str) -> Expr:
    return replace(leaf, origin=replace(leaf.origin, rules=(*leaf.origin.rules, rule)))


def _allergy_at(said: list[Element], text: str) -> tuple[int, int] | None:
    """The first and behind the last of the elements that say "allergy to …", or "drug allergy" of no drug in particular."""
    folds = [(i, f) for i, e in enumerate(said) for f in folds_of([e], text)]
    at = next((k for k, (_, f) in enumerate(folds) if f in words("allergy_words", "allergy")), None)
    if at is None:
        return None
    if at > 0 and folds[at - 1][1] in words("allergy_words", "drug"):
        return folds[at - 1][0], folds[at][0] + 1
    link = next((i for i, f in folds[at + 1 :] if f in words("allergy_words", "link")), None)
    return (folds[at][0], link + 1) if link is not None else None
