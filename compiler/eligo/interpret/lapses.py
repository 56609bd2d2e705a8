"""E5: an exception that says how long ago something was.

"Unless stopped more than 4 weeks before" and "except if it was not within 6 months" except who had it longer ago: what is left
is that it was within that time. So the base is what once was, not what is today, even where the time can't be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.interpret.leftovers import word_folds_of, words
from eligo.interpret.narrowing import once
from eligo.interpret.periods import window
from eligo.interpret.scene import Scene
from eligo.logic import And, Condition, Drug, Expr, Immunisation, Not, Opaque, Or, Procedure, Window, walk
from eligo.parse.ast import Element, Tail

Event = Condition | Drug | Immunisation | Procedure


def lapsed(expr: Expr, tail: Tail, scene: Scene) -> tuple[Expr, Expr | None] | None:
    """The base as what once was, and what is left of it if the time can be read; None where the exception tells no time."""
    body = tail.elements
    times = [e for e in body if e.period is not None and e.period.kind != "lasting"]
    past = not words("ended", "end").isdisjoint(word_folds_of(body, scene.text))
    if not (times or past) or not _dated(expr):
        return None
    rest = [e for e in body if e not in times]
    plain = len(times) == 1 and len(tail.items) == 1 and _says_no_more(rest, scene)
    left = _left(expr, times[0], rest, scene) if plain else None
    return _mapped(expr, None), left


def _left(expr: Expr, time: Element, rest: Sequence[Element], scene: Scene) -> Expr | None:
    found = window(time.period, scene, time) if time.period is not None else None
    if found is None or found == Window() or not _passing(expr):
        return None
    denied = sum(e.cue("NEG") is not None for e in rest) % 2 == 1
    if denied and found.since is not None and found.until is None:
        return _mapped(expr, found)
    if not denied and found.until is not None and found.since is None:
        return _mapped(expr, Window(since=replace(found.until, strict=not found.until.strict)))
    return None


def _says_no_more(rest: Sequence[Element], scene: Scene) -> bool:
    fillers = words("ended")
    return all(e.cue("NEG", "GENERIC", "PREP") is not None or set(word_folds_of([e], scene.text)) <= fillers for e in rest)


def _dated(expr: Expr) -> bool:
    """Whether the base is an event without a time of its own, or several of them."""
    match expr:
        case Not(arg=arg):
            return _dated(arg)
        case Or(args=args):
            return bool(args) and all(map(_dated, args))
        case And(args=args):
            return bool(args) and _dated(args[0]) and all(isinstance(a, Opaque) for a in args[1:])
    return isinstance(expr, Event) and expr.window is None


def _passing(expr: Expr) -> bool:
    """Whether the base is made of events: a chronic condition, or the status after an operation, was there at any later time."""
    return all(n.concept.days is not None for n in walk(expr) if isinstance(n, Condition))


def _mapped(expr: Expr, within: Window | None) -> Expr:
    """Each event of the base within a window, or at any time."""
    match expr:
        case Not(arg=arg):
            return replace(expr, arg=_mapped(arg, within))
        case Or(args=args):
            return replace(expr, args=tuple(_mapped(a, within) for a in args))
        case And(args=args):
            return replace(expr, args=(_mapped(args[0], within), *args[1:]))
    match once(expr):
        case Drug() as taken if within is not None:
            return replace(taken, when="current", window=within)
        case (Condition() | Immunisation() | Procedure()) as was if within is not None:
            return replace(was, window=within)
        case ever:
            return ever
