"""Allergies to what no code names: the study drug, its excipients, a substance that the lexicon doesn't know.

- **K10** whoever is allergic to something unnamed has a recorded allergy; to what it must be is for a person to say.
- **K21** "history of allergy", of nothing said or meant, is any recorded allergy or allergic disease. Whoever is allergic to a
  drug is allergic to a component of it.
"""

from __future__ import annotations

from dataclasses import replace

from eligo.interpret.leftovers import folds_of, turned, words
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import negated
from eligo.lex.raw import folds
from eligo.lexicon.concepts import concept, with_history
from eligo.logic import Allergy, And, Condition, Drug, Either, Expr, Manual, Not, Opaque, Or, mapped
from eligo.parse.ast import Element
from eligo.scope import Statement, texts
from eligo.scope.lists import Unit
from eligo.scope.statement import act

TO_SOMETHING, TO_NOTHING = "K10", "K10 not"
"""Rules in the origin of a leaf that says an allergy to something unnamed, or that there is none."""


ANY = "allergic_disease"
"""The condition of whoever has an allergic disease, which is an allergy without a substance."""


def marked(leaf: Expr, st: Statement, scene: Scene) -> Expr:
    """``leaf``, the whole of a statement, with the rule in its origin if it is about such an allergy."""
    suspect = st.has("SUSPECT")
    at_risk = suspect is not None and (suspect.cue("SUSPECT") or suspect.senses[0]).value == ""
    if not isinstance(leaf, Manual | Opaque) or at_risk or st.has("CONTRA", "FAMILY", "PLANNED") is not None:
        return leaf
    said = [e for e in st.elements() if e not in (*st.silent, *st.line, *st.parens)]
    if isinstance(leaf, Opaque) and not st.parens and _to_matter(st, said, scene.text):
        leaf = _for_a_person(leaf, st.elements(), scene)
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


def of_anything(st: Statement, scene: Scene) -> Expr | None:
    """K21: a word for allergy alone, where the text names nothing that it may be to."""
    cue = st.has("ALLERGY")
    # "Allergy or atopic disease": the head is that of the next part.
    borrowed = [st.head] if "D2" in st.rules and st.kind == "condition" else []
    own = [e for e in st.elements() if e not in (*st.silent, *st.line, *borrowed)]
    if (
        cue is None
        or not all(e is cue or e.cue("HIST", "KNOWN", "CURRENT", "NEG") for e in own)
        or any(e.foreign for e in own)
    ):
        return None
    said = folds(scene.text)
    named = words("allergy_words", "matter", "drug", "link").isdisjoint(said) and ":" not in said
    if not named or words("allergy_words", "allergy").isdisjoint(folds_of([cue], scene.text)):
        return None
    elements = [e for e in st.elements() if e not in (*st.line, *borrowed)]
    scene.mark(elements, "logic", "K21")
    origin = scene.origin(elements, "K21")
    found = Or((Allergy(None, origin), Condition(with_history(ANY), "history", origin=origin)), origin)
    return Not(found, origin) if negated(st) else found


def of_component(st: Statement, scene: Scene) -> Expr | None:
    """K21: "hypersensitivity to any component of X": to X, or to what a person has to say."""
    head = st.head
    if (
        head is None
        or st.kind != "drug"
        or st.parens
        or st.values
        or st.periods
        or st.parts
        or (scene.forbids and negated(st))
    ):
        return None
    said = [e for e in st.elements() if e not in st.line]
    allergy = words("allergy_words", "allergy")
    at = next((i for i, e in enumerate(said) if not allergy.isdisjoint(folds_of([e], scene.text))), None)
    if at is None or said[-1] is not head or any(e.foreign for e in said):
        return None
    tied = folds(scene.text[said[at].start : head.start])
    told = [f for f in tied if f not in allergy and f.isalnum() and f not in words("allergy_words", "link")]
    plain = all(e.cue("HIST", "KNOWN", "NEG", "CURRENT", "WITH", "SUSPECT") for e in said[:at])
    if not plain or not _matter(told) or words("allergy_words", "part").isdisjoint(told):
        return None
    scene.mark(said, "manual", "not-recorded")
    scene.mark([said[at], head], "logic", st.id)
    origin = scene.origin(said, "K21")
    other = Manual("not-recorded", texts(said[at:], scene.text), scene.origin(said[at:], "K21", TO_SOMETHING))
    found = Or((Allergy(concept(st.id), origin), other), origin)
    return Not(found, origin) if negated(st) else found


def shared(parts: list[Expr], units: list[Unit], scene: Scene) -> list[Expr]:
    """The parts of a list: "its excipients" after an allergy is more that it is to, and a drug's name may be."""
    out: list[Expr] = []
    rule: str | None = None
    for part, unit in zip(parts, units, strict=True):
        own = _rule(part)
        if own is None and isinstance(part, Manual | Opaque) and _only_matter(unit, scene.text):
            if rule is not None and isinstance(part, Opaque):
                part = _for_a_person(part, unit.main.elements(), scene)
            part = _with_rule(part, rule) if rule else part
        elif rule == TO_SOMETHING and isinstance(part, Drug) and _bare(unit):
            part = _or_use(part)
        elif rule == TO_SOMETHING and (named := _of_unread(part, unit)):
            # "Allergy to A, medications containing B (D, E), or C": what isn't understood ends no list of what it is to.
            part = Or(tuple(_or_use(p) if isinstance(p, Drug) else p for p in named)) if len(named) > 1 else part
        else:
            rule = own
        out.append(part)
    return out


def _or_use(taken: Drug) -> Either:
    return Either((Allergy(taken.concept, taken.origin), taken), "allergy or use", taken.origin)


def _of_unread(part: Expr, unit: Unit) -> tuple[Expr, ...]:
    """What a part that isn't understood says, with the drugs that its bracket names; () for any other part."""
    said = part.args if isinstance(part, Or) else (part,)
    unread = isinstance(said[0], Opaque) and all(act(c) == "USE" for c in unit.main.cues)
    return said if unread and all(isinstance(p, Opaque | Drug) for p in said) and _rule(said[0]) is None else ()


def _bare(unit: Unit) -> bool:
    """Whether a part is a name, but for a word for its use that came over from the part before it."""
    main = unit.main
    own = [c for c in main.cues if "D4" not in main.rules or act(c) != "USE"]
    return len(unit.statements) == 1 and replace(main, cues=own).bare


def _for_a_person(leaf: Opaque, elements: list[Element], scene: Scene) -> Manual:
    """K10: which drug or part of it is meant the text doesn't say: for a person who knows."""
    scene.mark(elements, "manual", "not-recorded")
    return Manual("not-recorded", leaf.text, leaf.origin)


def _to_matter(st: Statement, said: list[Element], text: str) -> bool:
    """Whether an allergy is to nothing but words for what drugs are made of ("any of the drugs used in this protocol")."""
    cue = st.has("ALLERGY")
    later = [e for e in said if cue is not None and e.start > cue.start]
    if cue is None or cue.foreign or st.head is not None or not later:
        return False
    # "Allergy medication" is no allergy to one.
    tied = not words("allergy_words", "link").isdisjoint(folds(text[cue.start : later[0].start]))
    return tied and _matter(folds_of(later, text))


def _matter(folds: list[str]) -> bool:
    told = {f for f in folds if f.isalnum()}
    return bool(told & words("allergy_words", "matter")) and told <= words("allergy_words") - words(
        "allergy_words", "allergy"
    )


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
    alone = len(unit.statements) == 1 and unit.main.head is None
    return alone and _matter(folds_of(unit.main.elements(), text))


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
