"""Numbers and units as criteria write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eligo.lex import lex


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("50*10^9/L", "50", "10*9/L"),
        ("100 x 10^9/L", "100", "10*9/L"),
        ("100 × 10⁹/L", "100", "10*9/L"),
        ("1.5 x 109/L", "1.5", "10*9/L"),
        ("1.5 x 10E9/L", "1.5", "10*9/L"),
        ("100,000/mm3", "100000", "/uL"),
        ("1,500 cells/mm3", "1500", "/uL"),
        ("7,5%", "7.5", "%"),
        ("30ml / min", "30", "mL/min"),
        ("60 mL/min/1.73 m2", "60", "mL/min/{1.73_m2}"),
        ("9.0 gm/dL", "9.0", "g/dL"),
        ("354umol/L", "354", "umol/L"),
        ("3-month", "3", "mo"),
        ("18 years", "18", "a"),
        ("0.5g", "0.5", "g"),
        ("470 ms", "470", "ms"),
    ],
)
def test_number_with_unit(text: str, number: str, unit: str) -> None:
    value, measure, *rest = lex(text)
    assert value.number == Decimal(number)
    assert not rest
    sense = measure.sense("UNIT", "TUNIT")
    assert sense is not None
    assert sense.value == unit


@pytest.mark.parametrize("text", ["5 x ULN", "2.5 times", "10 or", "3 of the following"])
def test_what_is_no_unit_stays_apart(text: str) -> None:
    assert lex(text)[1].sense("UNIT", "TUNIT") is None
