"""Measurements in a window.

A window in the text replaces the 365 days.
"""

from __future__ import annotations

from harness.concepts import HEMOGLOBIN
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import ago, last, least

from eligo.logic import Measurement, Window
from eligo.patient import Patient


def enough(window: Window) -> Measurement:
    return Measurement(HEMOGLOBIN, least("9"), "g/dL", window=window)


def on(*values: tuple[str, str]) -> Patient:
    return person(*(result(HEMOGLOBIN, value, "g/dL", date) for value, date in values))


PARAGRAPHS = (
    Paragraph(
        "Within 14 days",
        "A value outside is no value.",
        enough(last(14, "d")),
        {
            "14 days ago": (on(("10", "2026-01-01")), True),
            "15 days ago": (on(("10", "2025-12-31")), None),
            "low, 14 days ago": (on(("8", "2026-01-01")), False),
        },
    ),
    Paragraph(
        "Less than 14 days ago",
        "The day itself doesn't count.",
        enough(last(14, "d", strict=True)),
        {
            "14 days ago": (on(("10", "2026-01-01")), None),
            "13 days ago": (on(("10", "2026-01-02")), True),
            "low, 13 days ago": (on(("8", "2026-01-02")), False),
        },
    ),
    Paragraph(
        "Within 2 years",
        "A window may be longer than the 365 days.",
        enough(last(2, "a")),
        {
            "2 years ago": (on(("10", "2024-01-15")), True),
            "a day earlier": (on(("10", "2024-01-14")), None),
            "low since": (on(("10", "2024-01-15"), ("8", "2024-06-01")), False),
        },
    ),
    Paragraph(
        "At least 3 months ago",
        "The latest value up to that day.",
        enough(Window(until=ago(3, "mo"))),
        {
            "high then, low since": (on(("10", "2025-10-15"), ("8", "2025-10-16")), True),
            "low then, high since": (on(("8", "2025-10-15"), ("10", "2025-10-16")), False),
            "only since": (on(("10", "2025-10-16")), None),
            "high years ago": (on(("10", "2001-01-01")), True),
        },
    ),
)
