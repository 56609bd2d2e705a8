"""Limits whose sign the text has lost.

- **V3** a bare "=" may stand for ≥ or ≤: every reading stays.
- **V22** a number without a sign, or with a bare "=", is a limit on the side that criteria ask of the quantity
  (``usual_sides``): "platelet count 100,000/mm³" of a required line is a least count. Where there is no "=" either, it
  stays open whether the number itself counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from eligo.concepts import ONE, Concept
from eligo.interpret.scene import Scene
from eligo.lexicon.tables import rows
from eligo.logic import Bounds, Either, Expr, Measurement
from eligo.parse.ast import Element, Value

LEVELS = 10
"""The widest scale whose points are levels that a text names one by one."""


def unsigned(limit: Measurement, value: Value, element: Element, scene: Scene) -> Expr | None:
    """V22: ``limit``, whose bounds say no more than its number, on its usual side; None where no side is usual."""
    number = value.bounds.low
    side = _side(limit.concept, value, limit.unit)
    if number is None or side is None:
        return None
    lower = (side == ">=") != scene.forbids
    closed, opened = (
        Bounds(number, closed, None, True) if lower else Bounds(None, True, number, closed) for closed in (True, False)
    )
    exact = limit.concept.kind == "score" and not wide(limit.concept)
    first = replace(limit, bounds=None, values=(number,)) if exact else replace(limit, bounds=opened)
    sign = "≥" if lower else "≤"
    scene.note(
        "lost-comparator",
        f'the sign before {number} is missing; read as "{sign}", as this is usually asked for',
        [element],
        f"{sign} {number}",
    )
    origin = scene.origin([element], "V22")
    if value.lost and not exact:
        # What a register prints as "=" was "≥" or "≤": it keeps "<" and ">".
        return replace(limit, bounds=closed)
    return Either((replace(limit, bounds=closed), first), "lost-comparator", origin)


def open_sign(limit: Measurement, value: Value, element: Element, scene: Scene) -> Expr:
    """V3: the limit either way."""
    number = value.bounds.low
    scene.note(
        "lost-comparator", f'the sign before {number} may be "≥", "≤" or "="; say which in an override', [element]
    )
    either: Sequence[Bounds] = (Bounds(low=number), Bounds(high=number))
    return Either(tuple(replace(limit, bounds=b) for b in either), "lost-comparator", limit.origin)


def usual_side(id: str, number: Decimal | Fraction, times: str = "") -> str | None:
    """The sign that criteria ask for at a number of a quantity, in its canonical unit or as a multiple; None for none."""
    side, low, high = _sides().get((id, times), ("", Decimal(0), Decimal(0)))
    return side if side and low <= number <= high else None


@cache
def _sides() -> dict[tuple[str, str], tuple[str, Decimal, Decimal]]:
    return {(r["id"], r["times"]): (r["side"], Decimal(r["low"]), Decimal(r["high"])) for r in rows("usual_sides")}


def _side(bound: Concept, value: Value, unit: str | None) -> str | None:
    known = bound.measure(unit) if unit else ONE
    number = value.bounds.low
    if number is None or known is None or number != value.bounds.high:
        return None
    return usual_side(bound.id, known.canonical(Fraction(number)), value.times or "")


def wide(bound: Concept) -> bool:
    """Whether a score has so many points that one number alone has lost its sign ("Karnofsky score 70")."""
    return bound.id in _wide_scales()


@cache
def _wide_scales() -> frozenset[str]:
    ranges = ((r["id"], r["min"], r["max"]) for r in rows("scores"))
    return frozenset(id for id, low, high in ranges if low and high and Decimal(high) - Decimal(low) > LEVELS)
