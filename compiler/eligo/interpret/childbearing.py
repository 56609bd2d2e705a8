"""Who can become pregnant, and what is said of them.

- **K11** "planning to become pregnant" says: a woman who has her womb, and that is the plan; what women of childbearing
  potential must do binds nobody else, and a woman whom a record tells to be past it is none of them (``childless``).
- **K16** what women of childbearing potential and men must do about contraception is demanded of both.
- **K15** "women of childbearing potential must have a negative pregnancy test" is answered by the test; a positive
  test is a woman's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Literal

from eligo.interpret.leftovers import words
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import negated
from eligo.lex.raw import word_folds
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import cell_list, rows
from eligo.logic import (
    And,
    Condition,
    Expr,
    Manual,
    Measurement,
    Not,
    Or,
    Origin,
    Procedure,
    Reproduction,
    Sex,
    mapped,
    walk,
)
from eligo.parse.ast import Element
from eligo.scope import Statement

TABLE = "childbearing_words"
TEST = "pregnancy_test"
LONGEST = 5
"""Words in a phrase like "women of child bearing age"."""
Told = Literal["plan", "bearing", "no plan", "duty"]


def of_women(expr: Expr, forbids: bool, among: bool = False) -> Expr:
    """K11, K15: the logic with what its leaves about pregnancies and contraception imply; ``among``: women are said already."""
    match expr:
        case And(args=args):
            if Sex("male") in args:
                # "Men whose partner is pregnant": the partner's record isn't this one.
                return replace(expr, args=tuple(map(_of_partner, args)))
            carrying = any(isinstance(a, Reproduction) for a in args)
            args = tuple(a for a in args if not (carrying and (_positive(a) or only_bearing(a))))
            among = among or Sex("female") in args
            told = tuple(of_women(a, forbids, among) for a in args)
            return replace(expr, args=told) if len(told) != 1 else told[0]
        case Measurement() if forbids and not among and _positive(expr):
            return And((Not(Sex("male", expr.origin), expr.origin), expr), expr.origin)
        case Manual():
            tells = _told(expr, forbids)
            if tells in ("duty", "no plan"):
                return Or((*_others("plan" if tells == "no plan" else "bearing", expr.origin), expr), expr.origin)
            if tells is not None:
                return And((*_such_women(tells, expr.origin)[1 if among else 0 :], expr), expr.origin)
    return mapped(expr, lambda part: of_women(part, forbids, among))


def for_men_too(expr: Expr, text: str) -> Expr:
    """K16: a demand about contraception whose text is also about men binds them: no man is let off, or out, by a word for women."""
    told = (word_folds(n.text) for n in walk(expr) if isinstance(n, Manual) and n.reason == "contraception")
    demanded = any(not words(TABLE, "duty").isdisjoint(folds) for folds in told)
    return _unsexed(expr) if demanded and _about_men(word_folds(text)) else expr


def _unsexed(expr: Expr) -> Expr:
    let_off = (
        isinstance(expr, Or)
        and any(isinstance(a, Not) and a.arg == Sex("female") for a in expr.args)
        and any(isinstance(n, Manual) for n in walk(expr))
    )
    demanded = (
        isinstance(expr, And) and Sex("female") in expr.args and any(isinstance(a, Manual) for a in expr.args)
    )
    if isinstance(expr, And | Or) and (let_off or demanded):
        kept = tuple(a for a in expr.args if (a.arg if isinstance(a, Not) else a) != Sex("female"))
        return replace(expr, args=kept) if len(kept) > 1 else kept[0]
    return mapped(expr, _unsexed)


def _about_men(folds: Sequence[str]) -> bool:
    """Whether a text names men who aren't the partners of those it is about."""
    return any(a in words(TABLE, "man") and b not in words(TABLE, "of_a_partner") for a, b in pairwise((*folds, "")))


def _of_partner(expr: Expr) -> Expr:
    return Manual("not-recorded", expr.state, expr.origin) if isinstance(expr, Reproduction) else expr


def only_bearing(expr: Expr) -> bool:
    """Whether a leaf says no more than "of childbearing age": whoever is pregnant or has a child at the breast is."""
    if isinstance(expr, And) and expr.args[:1] == (Sex("female"),):
        return all(map(only_bearing, expr.args[1:]))
    folds = word_folds(expr.text) if isinstance(expr, Manual) else ()
    return (
        _bearing(folds)
        and len(folds) <= LONGEST
        and (words(TABLE, "duty") | words(TABLE, "negation")).isdisjoint(folds)
    )


def _positive(expr: Expr) -> bool:
    return isinstance(expr, Measurement) and expr.concept.id == TEST and expr.answer == "positive"


def asked(st: Statement, scene: Scene) -> tuple[Statement, list[Element]] | None:
    """K15: a pregnancy test asked of women of childbearing potential: the statement without them, and the words for them."""
    told = {e.start: word_folds(scene.text[e.start : e.end]) for e in (*st.manual, *st.parens)}
    whom = [e for e in (*st.manual, *st.parens) if _bearing(told[e.start]) or _bearing(told[e.start], "fertile")]
    others = [e for e in st.manual if e not in whom]
    if not whom or others or st.id != TEST or st.has("ANSWER") is None or any(p not in whom for p in st.parens):
        return None
    if scene.forbids and any(e.cue("MODAL") for e in st.silent):
        # "Women … must have a negative test" among exclusions: it is the duty that is meant, and who fails it is excluded.
        return None
    left = [e for e in (*st.before, *st.after, *st.complement) if e.cue("PREP") is None]
    if left or {f for e in whom for f in told[e.start]} & words(TABLE, "negation"):
        return None
    ties = [e for e in (*st.before, *st.after, *st.complement) if e.cue("PREP") is not None]
    silent = [*st.silent, *ties]
    st.parens = []
    return replace(st, manual=[], before=[], after=[], complement=[], silent=silent), whom


def tested(st: Statement, test: Expr, whom: list[Element], scene: Scene) -> Expr:
    """K15: ``test``, the pregnancy test that is asked of ``whom``."""
    origin = scene.origin(whom, "K15")
    scene.mark(whom, "logic", "K15")
    if not scene.forbids:
        return Or((*_others("bearing", origin), test), origin)
    # Whoever tests positive is of childbearing potential.
    whose = (Sex("female", origin),) if _positive(test) and not negated(st) else _such_women("bearing", origin)
    return And((*whose, test), origin)


def _such_women(told: Told, origin: Origin) -> tuple[Expr, ...]:
    """A woman, and that no record tells her to be past it."""
    return (Sex("female", origin), *(Not(_atom(kind, id, origin), origin) for kind, id in _past_it(told)))


def _others(told: Told, origin: Origin) -> tuple[Expr, ...]:
    """Those who are no women of childbearing potential, or can't plan a pregnancy."""
    return (Not(Sex("female", origin), origin), *(_atom(kind, id, origin) for kind, id in _past_it(told)))


def _atom(kind: str, id: str, origin: Origin) -> Expr:
    found = concept(id)
    return Procedure(found, origin=origin) if kind == "procedure" else Condition(found, "history", origin=origin)


@cache
def _past_it(told: Told) -> tuple[tuple[str, str], ...]:
    return tuple((r["kind"], r["id"]) for r in rows("childless") if told in cell_list(r, "of"))


def _told(leaf: Manual, forbids: bool) -> Told | None:
    """What the leaf tells: what only such a woman can do (a *plan*) or must not do, what is said of such women
    (*bearing*), or what only such women must do (a *duty*).
    """
    folds = word_folds(leaf.text)
    if not words(TABLE, "other").isdisjoint(folds):
        return None
    becoming = any(a in words(TABLE, "become") and b in words(TABLE, "state") for a, b in pairwise(folds))
    bearing, fertile = _bearing(folds), _bearing(folds, "fertile")
    denied = not words(TABLE, "negation").isdisjoint(folds)
    first = next((f for f in folds if f not in words(TABLE, "filler")), "")
    woman = first in words(TABLE, "woman")
    if (woman and (bearing or fertile or becoming)) or (bearing and first in words(TABLE, "potential")):
        if forbids:
            return "bearing" if bearing or fertile else "plan"
        return "duty" if (bearing or fertile) and not words(TABLE, "duty").isdisjoint(folds) else None
    # A leaf that doesn't say its own negation may stand under one that a list shares.
    if not becoming or denied == forbids:
        return None
    return "no plan" if denied else "plan"


def _bearing(folds: Sequence[str], kind: str = "bearing") -> bool:
    return any(f in words(TABLE, kind) for f in (*folds, *map("".join, pairwise(folds))))


def manual_topic(leaf: Manual) -> bool:
    """Whether a manual leaf is about pregnancy, breastfeeding or contraception."""
    return leaf.reason == "contraception" or not words(TABLE, "topic").isdisjoint(word_folds(leaf.text))


def opens_with_women(text: str) -> bool:
    """Whether the words for a state begin with those who are in it ("women who are pregnant")."""
    return next(iter(word_folds(text)), "") in words(TABLE, "woman")
