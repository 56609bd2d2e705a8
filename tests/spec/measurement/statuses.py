"""Statuses of results.

Final, amended, corrected and preliminary results count. Mistaken and cancelled ones don't exist. Any other makes the value unknown.
"""

from __future__ import annotations

from harness.concepts import HEMOGLOBIN
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import least

from eligo.logic import Measurement
from eligo.patient import ObservationRecord

ENOUGH = Measurement(HEMOGLOBIN, least("9"), "g/dL")


def value(number: str, status: str, date: str = "2026-01-10") -> ObservationRecord:
    return result(HEMOGLOBIN, number, "g/dL", date, status=status)


PARAGRAPHS = (
    Paragraph(
        "Results that count",
        "And those that don't exist.",
        ENOUGH,
        {
            "final": (person(value("10", "final")), True),
            "amended": (person(value("8", "amended")), False),
            "corrected": (person(value("10", "corrected")), True),
            "preliminary": (person(value("10", "preliminary")), True),
            "entered in error": (person(value("10", "entered-in-error")), None),
            "final, later cancelled": (person(value("10", "final", "2026-01-05"), value("8", "cancelled")), True),
        },
    ),
    Paragraph(
        "Results that may change",
        "They are unknown, and a candidate for the latest.",
        ENOUGH,
        {
            "registered": (person(value("10", "registered")), None),
            "unknown": (person(value("10", "unknown")), None),
            "final, later registered": (person(value("10", "final", "2026-01-05"), value("10", "registered")), None),
            "registered, later final": (person(value("10", "registered", "2026-01-05"), value("10", "final")), True),
            "registered, later low": (person(value("10", "registered", "2026-01-05"), value("8", "final")), False),
        },
        not_in=("omop",),
        why_not="the CDM has no status of a measurement",
    ),
)
