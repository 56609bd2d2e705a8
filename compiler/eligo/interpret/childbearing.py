"""Statements for a person about becoming pregnant or about contraception hold of women only.

- **K11** "planning to become pregnant" says: a woman who has her womb, and that is the plan; what women of childbearing
  potential must do binds nobody else.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from eligo.interpret.narrowing import words
from eligo.lex.raw import raw_tokens
from eligo.lexicon.concepts import concept
from eligo.logic import And, AtLeast, Either, Expr, Manual, Not, Or, Procedure, Sex

WOMB_REMOVED = "hysterectomy"
TABLE = "childbearing_words"


def of_women(expr: Expr, forbids: bool) -> Expr:
    """K11: the logic with what its manual leaves about pregnancies and contraception imply."""
    match expr:
        case And(args=args) | Or(args=args) | AtLeast(args=args):
            return replace(expr, args=tuple(of_women(a, forbids) for a in args))
        case Either(readings=readings):
            return replace(expr, readings=tuple(of_women(r, forbids) for r in readings))
        case Not(arg=arg):
            return replace(expr, arg=of_women(arg, forbids))
        case Manual():
            told = _told(expr, forbids)
            woman, removed = Sex("female", expr.origin), Procedure(concept(WOMB_REMOVED), origin=expr.origin)
            if told == "plan":
                return And((woman, Not(removed, expr.origin), expr), expr.origin)
            if told == "duty":
                return Or((Not(woman, expr.origin), removed, expr), expr.origin)
    return expr


def _told(leaf: Manual, forbids: bool) -> str | None:
    """Whether the leaf tells what only such a woman can do (a *plan*), or what only such women must do (a *duty*)."""
    folds = [r.fold for r in raw_tokens(leaf.text) if r.kind == "word"]
    if not words(TABLE, "other").isdisjoint(folds):
        return None
    becoming = any(a in words(TABLE, "become") and b in words(TABLE, "state") for a, b in pairwise(folds))
    bearing = any(f in words(TABLE, "bearing") for f in (*folds, *map("".join, pairwise(folds))))
    denied = not words(TABLE, "negation").isdisjoint(folds)
    first = next((f for f in folds if f not in words(TABLE, "filler")), "")
    if first in words(TABLE, "woman") and (bearing or becoming):
        if forbids:
            return "plan"
        return "duty" if bearing and not words(TABLE, "duty").isdisjoint(folds) else None
    # A leaf that doesn't say its own negation may stand under one that a list shares.
    if not becoming or denied == forbids:
        return None
    return "duty" if denied else "plan"
