"""Scores as numbers.

A set of values or bounds; a score has no unit, and one that is recorded is ignored.
"""

from __future__ import annotations

from decimal import Decimal

from harness.concepts import ECOG
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import last, most

from eligo.logic import Measurement

PARAGRAPHS = (
    Paragraph(
        "One of some values",
        "ECOG 0 or 1.",
        Measurement(ECOG, values=(Decimal(0), Decimal(1))),
        {
            "0": (person(result(ECOG, "0")), True),
            "1": (person(result(ECOG, "1")), True),
            "2": (person(result(ECOG, "2")), False),
            "1 {score}": (person(result(ECOG, "1", "{score}")), True),
            "no number": (person(result(ECOG)), None),
            "not recorded": (person(), None),
        },
    ),
    Paragraph(
        "A comparator against values",
        "False if none of the values is in what it says, else unknown.",
        Measurement(ECOG, values=(Decimal(0), Decimal(1))),
        {
            "<=1": (person(result(ECOG, "<=1", "{score}")), None),
            ">=2": (person(result(ECOG, ">=2", "{score}")), False),
            ">1": (person(result(ECOG, ">1", "{score}")), False),
            "<2, older, and 1": (
                person(result(ECOG, "<2", "{score}", "2025-12-01"), result(ECOG, "1", "{score}")), True),
        },
    ),
    Paragraph(
        "Bounds",
        "ECOG at most 1.",
        Measurement(ECOG, most("1")),
        {
            "1": (person(result(ECOG, "1")), True),
            "2": (person(result(ECOG, "2")), False),
            "<=1": (person(result(ECOG, "<=1", "{score}")), True),
            "<=2": (person(result(ECOG, "<=2", "{score}")), None),
            "not recorded": (person(), None),
        },
    ),
    Paragraph(
        "In a window",
        "ECOG at most 1 within 2 weeks.",
        Measurement(ECOG, most("1"), window=last(2, "wk")),
        {
            "14 days ago": (person(result(ECOG, "1", date="2026-01-01")), True),
            "15 days ago": (person(result(ECOG, "1", date="2025-12-31")), None),
            "worse since": (person(result(ECOG, "1", date="2026-01-01"), result(ECOG, "2", date="2026-01-08")), False),
        },
    ),
)
