"""Scores as coded answers.

A coded answer stands for its number.
"""

from __future__ import annotations

from decimal import Decimal

from harness.concepts import MODERATE, NYHA
from harness.records import answered, person, result
from harness.spec import Paragraph
from harness.terms import between, least

from eligo.logic import Measurement

ONE, TWO, THREE, FOUR = NYHA.answers

PARAGRAPHS = (
    Paragraph(
        "Bounds",
        "NYHA class II to III.",
        Measurement(NYHA, between("2", "3")),
        {
            "I": (person(answered(NYHA, ONE)), False),
            "II": (person(answered(NYHA, TWO)), True),
            "III": (person(answered(NYHA, THREE)), True),
            "IV": (person(answered(NYHA, FOUR)), False),
            "3 as a number": (person(result(NYHA, "3")), True),
            "another answer": (person(answered(NYHA, MODERATE)), None),
            "not recorded": (person(), None),
        },
    ),
    Paragraph(
        "One of some values",
        "NYHA class III or IV.",
        Measurement(NYHA, values=(Decimal(3), Decimal(4))),
        {
            "III": (person(answered(NYHA, THREE)), True),
            "II": (person(answered(NYHA, TWO)), False),
            "II and III on one day": (person(answered(NYHA, TWO), answered(NYHA, THREE)), None),
            "IV, later II": (person(answered(NYHA, FOUR, "2025-12-01"), answered(NYHA, TWO)), False),
        },
    ),
    Paragraph(
        "At any time in the last year",
        "NYHA class IV, whichever value.",
        Measurement(NYHA, least("4"), which="any"),
        {
            "IV, later II": (person(answered(NYHA, FOUR, "2025-12-01"), answered(NYHA, TWO)), True),
            "III, later II": (person(answered(NYHA, THREE, "2025-12-01"), answered(NYHA, TWO)), False),
            "another answer, later II": (person(answered(NYHA, MODERATE, "2025-12-01"), answered(NYHA, TWO)), None),
        },
    ),
)
