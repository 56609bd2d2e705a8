"""Exact numbers, and intervals of them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import NamedTuple

from .truth import Truth

# --- emitted ---
# --- Numbers: exact decimals ---

EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN)
EIGHT_PLACES = Decimal("1E-8")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")


class Bounds(NamedTuple):
    """An interval of numbers; None is unbounded. ``*_closed``: the end itself belongs."""

    low: Decimal | None = None
    low_closed: bool = True
    high: Decimal | None = None
    high_closed: bool = True

    def contains(self, value: Decimal) -> bool:
        """Whether ``value`` lies in the interval."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below

    def times(self, factor: Decimal) -> Bounds:
        """Both ends times ``factor``."""
        low, high = (None if end is None else EXACT.multiply(end, factor) for end in (self.low, self.high))
        return Bounds(low, self.low_closed, high, self.high_closed)

    def rounded(self) -> Bounds:
        """Both ends rounded half-even to 8 decimals."""
        low, high = (None if end is None else EXACT.quantize(end, EIGHT_PLACES) for end in (self.low, self.high))
        return Bounds(low, self.low_closed, high, self.high_closed)

    def admits(self, said: Bounds) -> Truth:
        """True if all of ``said`` lies in the interval, False if nothing of it does, else unknown."""
        if _below(said, self) or _below(self, said):
            return False
        from_low = self.low is None or (
            said.low is not None
            and (said.low > self.low or (said.low == self.low and (self.low_closed or not said.low_closed)))
        )
        to_high = self.high is None or (
            said.high is not None
            and (said.high < self.high or (said.high == self.high and (self.high_closed or not said.high_closed)))
        )
        return True if from_low and to_high else None


def _below(a: Bounds, b: Bounds) -> bool:
    """Whether all of ``a`` lies below ``b``."""
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and not (a.high_closed and b.low_closed))


def read_number(value: object) -> Decimal | None:
    """A JSON number as the decimal that was written, or a string that holds one; None if it is none.

    Numbers of 100 digits and more are no measurements, and exact arithmetic on them could take forever: None.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, ValueError):
        return None
    if not number.is_finite() or not -100 < number.adjusted() < 100:
        return None
    if isinstance(value, str | Decimal) and (len(str(value)) > 100 or not NUMBER.fullmatch(str(value))):
        return None
    return number
