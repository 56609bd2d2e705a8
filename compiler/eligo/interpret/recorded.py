"""M5: what a record may say of a statement for a person: if it holds it, the statement is true; without it all is open."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret.leftovers import words
from eligo.lex.raw import ARTICLES, word_folds
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import Condition, Expr, Manual, Or, mapped


def recorded(expr: Expr) -> Expr:
    """The logic with what a record may say of its manual leaves."""
    state = _states().get(_key(expr.text)) if isinstance(expr, Manual) else None
    if state is None:
        return mapped(expr, recorded)
    found = Condition(concept(state), origin=replace(expr.origin, rules=(*expr.origin.rules, "M5")))
    return Or((found, expr), expr.origin)


@cache
def _states() -> dict[tuple[str, ...], str]:
    return {_key(r["phrase"]): r["condition"] for r in rows("recorded")}


def _key(text: str) -> tuple[str, ...]:
    return tuple(f for f in word_folds(text) if f not in ARTICLES | words("about_people", "idle"))
