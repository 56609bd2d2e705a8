"""Coded results.

An answer holds if the result has one of its codes, and fails if it has a code of another answer of the concept.
"""

from __future__ import annotations

from harness.concepts import HBSAG, HER2, MODERATE, NEGATIVE, POSITIVE
from harness.records import answered, person, result
from harness.spec import Paragraph

from eligo.logic import Measurement, Not
from eligo.patient import Coding

DETECTED = Coding("snomed", "260373001", "Detected")

PARAGRAPHS = (
    Paragraph(
        "Positive",
        "Any code of the answer will do; a code of no answer is unknown.",
        Measurement(HBSAG, answer="positive"),
        {
            "positive": (person(answered(HBSAG, POSITIVE)), True),
            "detected": (person(answered(HBSAG, DETECTED)), True),
            "negative": (person(answered(HBSAG, NEGATIVE)), False),
            "moderate": (person(answered(HBSAG, MODERATE)), None),
            "a number": (person(result(HBSAG, "3")), None),
            "no result": (person(), None),
        },
    ),
    Paragraph(
        "Not positive",
        "A missing result doesn't say that it is negative.",
        Not(Measurement(HBSAG, answer="positive")),
        {
            "negative": (person(answered(HBSAG, NEGATIVE)), True),
            "positive": (person(answered(HBSAG, POSITIVE)), False),
            "no result": (person(), None),
        },
    ),
    Paragraph(
        "The latest result",
        "As for numbers.",
        Measurement(HBSAG, answer="positive"),
        {
            "positive, later negative": (
                person(answered(HBSAG, POSITIVE, "2025-06-01"), answered(HBSAG, NEGATIVE, "2025-12-01")), False),
            "negative, later positive": (
                person(answered(HBSAG, NEGATIVE, "2025-06-01"), answered(HBSAG, POSITIVE, "2025-12-01")), True),
            "both on one day": (
                person(answered(HBSAG, NEGATIVE, "2025-12-01"), answered(HBSAG, POSITIVE, "2025-12-01")), None),
            "positive years ago": (person(answered(HBSAG, POSITIVE, "2015-06-01")), None),
        },
    ),
    Paragraph(
        "Lasting results",
        "A gene doesn't change: a result of any age counts.",
        Measurement(HER2, answer="positive"),
        {
            "positive years ago": (person(answered(HER2, POSITIVE, "2015-06-01")), True),
            "negative years ago": (person(answered(HER2, NEGATIVE, "2015-06-01")), False),
            "positive tomorrow": (person(answered(HER2, POSITIVE, "2026-01-16")), None),
            "no result": (person(), None),
        },
    ),
)
