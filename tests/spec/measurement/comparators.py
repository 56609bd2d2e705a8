"""Values with a comparator.

"<5" is every number below 5, ">=5" every number from 5 up. The test holds if it holds for all of them, fails if for none.
"""

from __future__ import annotations

from harness.concepts import PLATELETS
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import above, below, between, least, most

from eligo.logic import Measurement
from eligo.patient import Patient


def count(value: str, unit: str = "10*9/L") -> Patient:
    return person(result(PLATELETS, value, unit))


PARAGRAPHS = (
    Paragraph(
        "Against an open bound",
        "Platelets below 50.",
        Measurement(PLATELETS, below("50"), "10*9/L"),
        {
            "<50": (count("<50"), True),
            "<=50": (count("<=50"), None),
            "<60": (count("<60"), None),
            ">=50": (count(">=50"), False),
            ">50": (count(">50"), False),
            ">40": (count(">40"), None),
        },
    ),
    Paragraph(
        "Against a closed bound",
        "Platelets at least 100.",
        Measurement(PLATELETS, least("100"), "10*9/L"),
        {
            ">=100": (count(">=100"), True),
            ">100": (count(">100"), True),
            ">90": (count(">90"), None),
            "<100": (count("<100"), False),
            "<=100": (count("<=100"), None),
        },
    ),
    Paragraph(
        "Against an upper bound",
        "Platelets at most 450.",
        Measurement(PLATELETS, most("450"), "10*9/L"),
        {
            "<=450": (count("<=450"), True),
            "<5": (count("<5"), True),
            ">450": (count(">450"), False),
            ">=450": (count(">=450"), None),
        },
    ),
    Paragraph(
        "Against a range",
        "An interval that ends nowhere is never inside a range.",
        Measurement(PLATELETS, between("50", "100"), "10*9/L"),
        {
            "<50": (count("<50"), False),
            "<=50": (count("<=50"), None),
            ">100": (count(">100"), False),
            "<80": (count("<80"), None),
            ">80": (count(">80"), None),
            "80": (count("80"), True),
        },
    ),
    Paragraph(
        "In another unit",
        "The bound is scaled as for any value.",
        Measurement(PLATELETS, below("50"), "10*9/L"),
        {
            "<50000 /uL": (count("<50000", "/uL"), True),
            "<50001 /uL": (count("<50001", "/uL"), None),
            ">=50000 /uL": (count(">=50000", "/uL"), False),
        },
    ),
    Paragraph(
        "Against an open lower bound",
        "Platelets above 100.",
        Measurement(PLATELETS, above("100"), "10*9/L"),
        {
            ">100": (count(">100"), True),
            ">=100": (count(">=100"), None),
            ">90": (count(">90"), None),
            "<=100": (count("<=100"), False),
            "<101": (count("<101"), None),
        },
    ),
)
