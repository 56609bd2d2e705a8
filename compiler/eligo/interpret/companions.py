"""A12: treatments that are given together (see ``scope.companions`` for what they share)."""

from __future__ import annotations

from dataclasses import replace

from eligo.interpret.scene import Scene
from eligo.logic import Allergy, And, Drug, Either, Expr, Not, Or, Procedure, walk
from eligo.scope import Statement


def together(host: Expr, inner: Expr, part: Statement, scene: Scene) -> Expr:
    """Both; a negation denies the two together, and that both were given at some time doesn't say that it was together."""
    if isinstance(host, Not):
        arg = inner.arg if isinstance(inner, Not) else inner
        return replace(host, arg=together(host.arg, arg, part, scene))
    if isinstance(host, Allergy):
        return Either((And((host, inner), host.origin), Or((host, inner), host.origin)), "and-or", host.origin)
    taken = [n for n in walk(inner) if isinstance(n, Drug | Procedure)]
    if all(isinstance(n, Drug) and n.when == "current" and n.window is None for n in taken):
        return And((host, inner), host.origin)
    opened = part.silent[:1]
    return And((host, inner, scene.manual(opened, "not-recorded", "A12")), host.origin)
