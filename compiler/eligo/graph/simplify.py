"""Rewriting rules that keep the Kleene value of an expression for every assignment of its leaves.

Each rule is a function from a node to an equal, simpler node, or None where it doesn't apply; :data:`RULES` is tried until
nothing applies. Contradictions are left alone: they are findings, not something to rewrite.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from eligo.logic import And, AtLeast, Either, Expr, Manual, Not, Opaque, Or, children, mapped, walk

Rule = Callable[[Expr], Expr | None]


def simplify(expr: Expr) -> Expr:
    """``expr`` with all rules applied, innermost first."""
    expr = mapped(expr, simplify)
    changed = True
    while changed:
        changed = False
        for rule in RULES:
            new = rule(expr)
            if new is not None:
                expr, changed = mapped(new, simplify), True
    return expr


def flatten(expr: Expr) -> Expr | None:
    """``and(and(a, b), c)`` → ``and(a, b, c)``; the same for or."""
    if isinstance(expr, And | Or) and any(type(a) is type(expr) for a in expr.args):
        kind = type(expr)
        return replace(expr, args=tuple(x for a in expr.args for x in (children(a) if type(a) is kind else (a,))))
    return None


def single(expr: Expr) -> Expr | None:
    """An operator over one part is that part."""
    if isinstance(expr, And | Or) and len(expr.args) == 1:
        return expr.args[0]
    if isinstance(expr, Either) and len(expr.readings) == 1:
        return expr.readings[0]
    return None


def double_negation(expr: Expr) -> Expr | None:
    """``not(not(a))`` → ``a``."""
    return expr.arg.arg if isinstance(expr, Not) and isinstance(expr.arg, Not) else None


def _mergeable(expr: Expr) -> bool:
    return not any(isinstance(n, Manual | Opaque) for n in walk(expr))


def _distinct(args: Sequence[Expr]) -> tuple[Expr, ...]:
    kept: list[Expr] = []
    for a in args:
        if not (_mergeable(a) and a in kept):
            kept.append(a)
    return tuple(kept)


def repeated(expr: Expr) -> Expr | None:
    """``or(a, a)`` → ``or(a)``: idempotence, for all but opaque and manual leaves, which never merge."""
    if isinstance(expr, And | Or):
        args = _distinct(expr.args)
        return replace(expr, args=args) if len(args) < len(expr.args) else None
    if isinstance(expr, Either):
        args = _distinct(expr.readings)
        return replace(expr, readings=args) if len(args) < len(expr.readings) else None
    return None


def counted(expr: Expr) -> Expr | None:
    """At least one of = or; at least all of = and."""
    if isinstance(expr, AtLeast) and expr.k == 1:
        return Or(expr.args, expr.origin)
    if isinstance(expr, AtLeast) and expr.k == len(expr.args):
        return And(expr.args, expr.origin)
    return None


RULES: tuple[Rule, ...] = (flatten, repeated, single, double_negation, counted)
