"""The latest value.

The latest value of the window counts; without a window in the text that is the last 365 days. Every value that may be the latest
takes part, and they have to agree.
"""

from __future__ import annotations

from harness.concepts import PLATELETS
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import least

from eligo.logic import Measurement
from eligo.patient import ObservationRecord

ENOUGH = Measurement(PLATELETS, least("100"), "10*9/L")


def count(value: str | None, date: str | None) -> ObservationRecord:
    return result(PLATELETS, value, "10*9/L", date)


PARAGRAPHS = (
    Paragraph(
        "The latest value decides",
        "Earlier ones don't matter. No value is unknown.",
        ENOUGH,
        {
            "high, later low": (person(count("150", "2025-11-01"), count("80", "2025-12-01")), False),
            "low, later high": (person(count("80", "2025-11-01"), count("150", "2025-12-01")), True),
            "no value": (person(), None),
        },
    ),
    Paragraph(
        "365 days",
        "An older value is no value; nor is one after the index date.",
        ENOUGH,
        {
            "365 days ago": (person(count("150", "2025-01-15")), True),
            "366 days ago": (person(count("150", "2025-01-14")), None),
            "today": (person(count("80", "2026-01-15")), False),
            "tomorrow": (person(count("150", "2026-01-16")), None),
            "high, and low tomorrow": (person(count("150", "2025-12-01"), count("80", "2026-01-16")), True),
        },
    ),
    Paragraph(
        "Several values on the latest day",
        "They have to agree.",
        ENOUGH,
        {
            "high and low": (person(count("150", "2025-12-01"), count("80", "2025-12-01")), None),
            "both high": (person(count("150", "2025-12-01"), count("120", "2025-12-01")), True),
            "both low": (person(count("90", "2025-12-01"), count("80", "2025-12-01")), False),
            "high and no number": (person(count("150", "2025-12-01"), count(None, "2025-12-01")), None),
        },
    ),
    Paragraph(
        "A latest value that can't be used",
        "It is unknown, never skipped.",
        ENOUGH,
        {
            "high, later no number": (person(count("150", "2025-11-01"), count(None, "2025-12-01")), None),
            "no number, later high": (person(count(None, "2025-11-01"), count("150", "2025-12-01")), True),
            "no number, later low": (person(count(None, "2025-11-01"), count("80", "2025-12-01")), False),
        },
    ),
    Paragraph(
        "Partial and missing dates",
        "A value takes part if one of its days may be the latest. One value has to be in the window for certain.",
        ENOUGH,
        {
            "high in December, low on the 20th": (person(count("150", "2025-12"), count("80", "2025-12-20")), None),
            "high in November, low on 20 December": (person(count("150", "2025-11"), count("80", "2025-12-20")), False),
            "high in December": (person(count("150", "2025-12")), True),
            "high in 2025": (person(count("150", "2025")), None),
            "high in 2026, high on 20 December": (person(count("150", "2026"), count("150", "2025-12-20")), True),
            "low without a date, high on 20 December": (person(count("80", None), count("150", "2025-12-20")), None),
            "high without a date": (person(count("150", None)), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
)
