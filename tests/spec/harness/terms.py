"""Bounds, windows and distances in few words, for the specification."""

from __future__ import annotations

from decimal import Decimal

from eligo.logic import Bounds, Offset, TimeUnit, Window


def least(value: str) -> Bounds:
    """``>= value``."""
    return Bounds(low=Decimal(value))


def above(value: str) -> Bounds:
    """``> value``."""
    return Bounds(low=Decimal(value), low_closed=False)


def most(value: str) -> Bounds:
    """``<= value``."""
    return Bounds(high=Decimal(value))


def below(value: str) -> Bounds:
    """``< value``."""
    return Bounds(high=Decimal(value), high_closed=False)


def between(low: str, high: str) -> Bounds:
    """From ``low`` to ``high``, both included."""
    return Bounds(low=Decimal(low), high=Decimal(high))


def ago(count: int, unit: TimeUnit, *, strict: bool = False) -> Offset:
    """A distance back from the index date."""
    return Offset(count, unit, strict)


def last(count: int, unit: TimeUnit, *, strict: bool = False) -> Window:
    """The time from a distance back to the index date."""
    return Window(since=Offset(count, unit, strict))
