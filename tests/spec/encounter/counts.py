"""How often.

Encounters that begin on one day are one. One that begins while an earlier one may last, or on its last day, may be a part of it
or go on from it: it is unknown at most.
"""

from __future__ import annotations

from harness.records import person, stay
from harness.spec import Paragraph
from harness.terms import last

from eligo.logic import Encounter

TWICE = Encounter("inpatient", last(12, "mo"), count=2)
FIRST = stay("2025-03-01", "2025-03-10")

PARAGRAPHS = (
    Paragraph(
        "At least two stays within 12 months",
        "Apart from each other.",
        TWICE,
        {
            "two": (person(FIRST, stay("2025-06-01", "2025-06-03")), True),
            "one": (person(FIRST), False),
            "one, recorded twice": (person(FIRST, stay("2025-03-01", "2025-03-05")), False),
            "one within the other": (person(FIRST, stay("2025-03-04", "2025-03-06")), None),
            "one after the other": (person(FIRST, stay("2025-03-10", "2025-03-20")), None),
            "a day apart": (person(FIRST, stay("2025-03-11", "2025-03-20")), True),
            "one within the other, and a third": (
                person(FIRST, stay("2025-03-04", "2025-03-06"), stay("2025-06-01", "2025-06-03")), True),
            "one within the other, which is outpatient": (
                person(FIRST, stay("2025-03-04", "2025-03-06", "other")), False),
            "two, one too early": (person(FIRST, stay("2024-06-01", "2024-06-03")), False),
            "none": (person(), False),
        },
    ),
    Paragraph(
        "At least two, with partial dates",
        "They may be one.",
        TWICE,
        {
            "in March, and in March": (person(stay("2025-03", "2025-03"), stay("2025-03", "2025-03")), None),
            "in March, and on days of March": (person(stay("2025-03", "2025-03"), FIRST), None),
            "one unknown": (person(FIRST, stay("2025-06-01", "2025-06-03", status="unknown")), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates, and has no status of an encounter",
    ),
)
