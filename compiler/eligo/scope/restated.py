"""Limits that "or" says once more.

- **D45** a bare number behind "or", in another unit of the same quantity and as large as the limit before it, restates that
  limit ("creatinine ≤ 1.5 mg/dL or 133 µmol/L"); a bare multiple of a reference limit is an alternative with the sign of
  the limit before it ("≤ 1.5 mg/dL or 1.5 × ULN").
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from eligo.lexicon.concepts import concept
from eligo.parse.ast import Value
from eligo.scope.neighbours import MEASURABLE

if TYPE_CHECKING:
    from eligo.scope.lists import Listing
    from eligo.scope.statement import Statement

NEAR = Fraction(1, 10)
"""By how much two numbers for one limit may differ: texts round them."""


def join_restated(made: Listing) -> None:
    """D45."""
    for i in range(len(made.units) - 1, 0, -1):
        target, only = made.units[i - 1].main, made.units[i].main
        own = _one_sided(target)
        said = only.values[0] if len(only.values) == 1 else None
        told = said.value if said is not None else None
        plain = only.empty and not (only.cues or only.periods) and len(made.units[i].statements) == 1
        if own is None or said is None or told is None or not plain or made.juncts[i - 1] not in ("or", "cor"):
            continue
        if not told.bare or told.values or told.bounds.low is None or told.bounds.low != told.bounds.high:
            continue
        if told.times and own.times is None and own.unit:
            only.values = [replace(said, value=_signed(told, own))]
        elif told.unit not in ("", own.unit) and not told.times and _as_large(target.id, own, told):
            target.silent += [said, *only.silent]
            target.rules.append("D45")
            del made.units[i], made.juncts[i - 1]


def _one_sided(st: Statement) -> Value | None:
    """The one limit of a measure, if it has a sign."""
    value = st.values[0].value if len(st.values) == 1 and st.kind in MEASURABLE else None
    if value is None or value.bare or value.lost or (value.bounds.low is None) == (value.bounds.high is None):
        return None
    return value


def _signed(told: Value, own: Value) -> Value:
    """A bare number with the sign of the limit before it."""
    number, b = told.bounds.low, own.bounds
    bounds = replace(b, low=number) if b.low is not None else replace(b, high=number)
    return replace(told, bounds=bounds, bare=False)


def _as_large(id: str, own: Value, told: Value) -> bool:
    """Whether two numbers in two units of a quantity are the same amount."""
    units = [concept(id).measure(v.unit) for v in (own, told)]
    one = own.bounds.low if own.bounds.low is not None else own.bounds.high
    two = told.bounds.low
    if units[0] is None or units[1] is None or one is None or two is None:
        return False
    first, second = units[0].canonical(Fraction(one)), units[1].canonical(Fraction(two))
    return abs(first - second) <= NEAR * abs(first)
