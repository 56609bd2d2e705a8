"""What a result is asked for: bounds by unit, multiples of a limit, values, answers, normality."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from .codes import Codes
from .numbers import Bounds
from .readings import Reading
from .truth import Truth, opposite

# --- emitted ---
# --- Tests of one result ---

Test = Callable[[Reading], Truth]
Ordinals = tuple[tuple[Codes, Decimal], ...]


def in_bounds(bounds: Bounds, ordinals: Ordinals = ()) -> Test:
    """The number lies in the bounds, whatever its unit. Coded answers stand for their ordinals."""

    def test(r: Reading) -> Truth:
        said = _said(r, ordinals)
        return None if said is None else bounds.admits(said)

    return test


def in_bounds_by_unit(*bounds: tuple[Bounds, tuple[str, ...]], ordinals: Ordinals = ()) -> Test:
    """The number lies in the bounds that go with its unit; in another unit: unknown."""
    by_unit = {unit: each for each, units in bounds for unit in units}

    def test(r: Reading) -> Truth:
        said = _said(r, ordinals)
        here = None if r.unit is None else by_unit.get(r.unit)
        return None if said is None or here is None else here.admits(said)

    return test


def in_multiples(bounds: Bounds, limit: str) -> Test:
    """The number lies in the bounds times the upper ("ULN") or lower ("LLN") limit of the result's reference range."""

    def test(r: Reading) -> Truth:
        said, end = r.said(), r.limits()[limit == "ULN"]
        return None if said is None or end is None else bounds.times(end).rounded().admits(said.rounded())

    return test


def one_of(values: tuple[Decimal, ...], ordinals: Ordinals = ()) -> Test:
    """The number is one of the values."""

    def test(r: Reading) -> Truth:
        said = _said(r, ordinals)
        if said is None:
            return None
        if said.low is not None and said.low == said.high:
            return said.low in values
        return None if any(said.contains(value) for value in values) else False

    return test


def answered(met: Codes, other: Codes) -> Test:
    """The coded answer is one of ``met``; not if it is one of ``other``; else unknown."""

    def test(r: Reading) -> Truth:
        return True if met.meets(r.answers) else False if other.meets(r.answers) else None

    return test


def normal(yes: bool) -> Test:
    """The number lies within the result's reference range; ``yes`` False: it doesn't."""

    def test(r: Reading) -> Truth:
        low, high = r.limits()
        if r.value is None or r.comparator is not None or (low is None and high is None):
            return None
        inside = Bounds(low, True, high, True).contains(r.value)
        return inside if yes else opposite(inside)

    return test


def _said(r: Reading, ordinals: Ordinals) -> Bounds | None:
    if r.value is not None or not r.answers:
        return r.said()
    found = {ordinal for codes, ordinal in ordinals if codes.meets(r.answers)}
    number = found.pop() if len(found) == 1 else None
    return None if number is None else Bounds(number, True, number, True)
