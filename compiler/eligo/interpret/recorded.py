"""M5: what a record may say of a statement for a person: if it holds it, the statement is true; without it all is open."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret.narrowing import words
from eligo.lex.raw import ARTICLES, raw_tokens
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import And, AtLeast, Condition, Either, Expr, Manual, Not, Or


def recorded(expr: Expr) -> Expr:
    """The logic with what a record may say of its manual leaves."""
    match expr:
        case And(args=args) | Or(args=args) | AtLeast(args=args):
            return replace(expr, args=tuple(map(recorded, args)))
        case Either(readings=readings):
            return replace(expr, readings=tuple(map(recorded, readings)))
        case Not(arg=arg):
            return replace(expr, arg=recorded(arg))
        case Manual():
            state = _states().get(_key(expr.text))
            if state is not None:
                found = Condition(concept(state), origin=replace(expr.origin, rules=(*expr.origin.rules, "M5")))
                return Or((found, expr), expr.origin)
    return expr


@cache
def _states() -> dict[tuple[str, ...], str]:
    return {_key(r["phrase"]): r["condition"] for r in rows("recorded")}


def _key(text: str) -> tuple[str, ...]:
    folds = (r.fold for r in raw_tokens(text) if r.kind == "word" and r.fold not in ARTICLES)
    return tuple(f for f in folds if f not in words("about_people", "idle"))
