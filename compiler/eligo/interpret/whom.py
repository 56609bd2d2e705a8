"""Whom words that aren't wholly understood may be about (permissions and exceptions, rules E6, E8, E9)."""

from __future__ import annotations

from dataclasses import replace

from eligo.interpret.narrowing import once
from eligo.logic import (
    Age,
    And,
    Condition,
    Drug,
    Either,
    Expr,
    Immunisation,
    Measurement,
    Or,
    Procedure,
    Reproduction,
    Sex,
)

TREATMENTS = (Drug, Procedure, Immunisation)


def concerned(inner: Expr, *, listed: bool) -> Expr | None:
    """Everybody whom a permission may be about, and perhaps more: who once had what it names; None where that can't be said.

    ``listed``: it names several things, each of which may be meant for itself.
    """
    if listed and isinstance(inner, And):
        inner = Or(inner.args)
    match inner:
        case And(args=args):
            told = tuple(t for t in map(_alone, args) if t is not None)
            sexes = [t for t in told if isinstance(t, Sex)]
            # "Males with female partners": the first is who takes part.
            told = tuple(t for t in told if t not in sexes[1:])
            return None if not told else told[0] if len(told) == 1 else And(told)
        case Or(args=args) | Either(readings=args):
            each = tuple(t for t in map(_alone, args) if t is not None)
            return None if not args or len(each) < len(args) else Or(each)
        case Condition() | Procedure() | Immunisation():
            return once(replace(inner, count=1))
        case Drug():
            return once(inner)
        case Age() | Sex() | Reproduction() | Measurement():
            return inner
    return None


def _alone(inner: Expr) -> Expr | None:
    return concerned(inner, listed=False)
