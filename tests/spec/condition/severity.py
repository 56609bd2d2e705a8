"""Severity.

A record's own severity is one of those asked for. A record without severity leaves it open; the condition itself is judged as
always.
"""

from __future__ import annotations

from harness.concepts import HYPERTENSION, PNEUMONIA
from harness.records import diagnosis, person
from harness.spec import Paragraph
from harness.terms import last

from eligo.logic import Condition, Not

SEVERE = Condition(PNEUMONIA, severity=("severe",))

PARAGRAPHS = (
    Paragraph(
        "Without severity",
        "Unknown where the condition holds, false where it doesn't.",
        SEVERE,
        {
            "pneumonia now": (person(diagnosis(PNEUMONIA, "2026-01-10")), None),
            "pneumonia that ended": (person(diagnosis(PNEUMONIA, "2025-12-20", "2026-01-05")), False),
            "another condition": (person(diagnosis(HYPERTENSION, "2026-01-10")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "One severity",
        "Another one is a no.",
        SEVERE,
        {
            "severe": (person(diagnosis(PNEUMONIA, "2026-01-10", severity="severe")), True),
            "moderate": (person(diagnosis(PNEUMONIA, "2026-01-10", severity="moderate")), False),
            "mild": (person(diagnosis(PNEUMONIA, "2026-01-10", severity="mild")), False),
            "severe, but over": (person(diagnosis(PNEUMONIA, "2025-12-20", "2026-01-05", severity="severe")), False),
            "severe, unconfirmed": (
                person(diagnosis(PNEUMONIA, "2026-01-10", severity="severe", verification="unconfirmed")), None),
            "mild, and one without": (
                person(diagnosis(PNEUMONIA, "2026-01-10", severity="mild"), diagnosis(PNEUMONIA, "2026-01-11")), None),
        },
        not_in=("omop",),
        why_not="the CDM has no severity of a condition",
    ),
    Paragraph(
        "Several severities",
        "Any of them.",
        Condition(HYPERTENSION, severity=("moderate", "severe")),
        {
            "severe": (person(diagnosis(HYPERTENSION, "2020-01-01", severity="severe")), True),
            "moderate": (person(diagnosis(HYPERTENSION, "2020-01-01", severity="moderate")), True),
            "mild": (person(diagnosis(HYPERTENSION, "2020-01-01", severity="mild")), False),
        },
        not_in=("omop",),
        why_not="the CDM has no severity of a condition",
    ),
    Paragraph(
        "In a window, more than once, and negated",
        "Each record has its own severity.",
        Not(Condition(PNEUMONIA, "history", last(12, "mo"), count=2, severity=("severe",))),
        {
            "two, without severity": (person(diagnosis(PNEUMONIA, "2025-06-01"), diagnosis(PNEUMONIA, "2025-09-01")), None),
            "one, without severity": (person(diagnosis(PNEUMONIA, "2025-06-01")), True),
            "none": (person(), True),
        },
    ),
)
