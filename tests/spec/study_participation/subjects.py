"""Subjects of studies.

The patient is recorded as a subject of a study, on the index date or on some day of a window.
"""

from __future__ import annotations

from harness.records import person, subject
from harness.spec import Paragraph
from harness.terms import last

from eligo.logic import StudyParticipation, Window

NOT_HELD = "the CDM has no participation in studies"
MONTH = StudyParticipation(last(30, "d"))

PARAGRAPHS = (
    Paragraph(
        "Now",
        "One that is not over is open.",
        StudyParticipation(),
        {
            "on study": (person(subject("2025-06-01")), True),
            "in follow-up": (person(subject("2025-06-01", status="follow-up")), True),
            "on study, up to yesterday": (person(subject("2025-06-01", "2026-01-14")), False),
            "from tomorrow": (person(subject("2026-01-16")), False),
            "off study since some time": (person(subject("2025-06-01", status="off-study")), None),
            "no record": (person(), False),
        },
        not_in=("omop",),
        why_not=NOT_HELD,
    ),
    Paragraph(
        "Within 30 days",
        "Some day of it lies in the window.",
        MONTH,
        {
            "ended 30 days ago": (person(subject("2025-06-01", "2025-12-16", status="off-study")), True),
            "ended a day earlier": (person(subject("2025-06-01", "2025-12-15", status="off-study")), False),
            "no start": (person(subject(None, "2025-12-20", status="off-study")), True),
        },
        not_in=("omop",),
        why_not=NOT_HELD,
    ),
    Paragraph(
        "Statuses",
        "Who never was on the study doesn't count; who is being screened, or waits, may.",
        MONTH,
        {
            "candidate": (person(subject("2026-01-02", status="candidate")), False),
            "potential candidate": (person(subject("2026-01-02", status="potential-candidate")), False),
            "eligible": (person(subject("2026-01-02", status="eligible")), False),
            "ineligible": (person(subject("2026-01-02", status="ineligible")), False),
            "not registered": (person(subject("2026-01-02", status="not-registered")), False),
            "withdrawn before registration": (person(subject("2026-01-02", status="withdrawn")), False),
            "screening": (person(subject("2026-01-02", status="screening")), None),
            "pending": (person(subject("2026-01-02", status="pending-on-study")), None),
            "intervention": (person(subject("2026-01-02", status="on-study-intervention")), True),
            "observation": (person(subject("2026-01-02", status="on-study-observation")), True),
        },
        not_in=("omop",),
        why_not=NOT_HELD,
    ),
    Paragraph(
        "Ever",
        "Up to the index date.",
        StudyParticipation(Window()),
        {
            "years ago": (person(subject("2001-01-01", "2002-01-01", status="off-study")), True),
            "no dates": (person(subject(None, status="off-study")), None),
            "from tomorrow": (person(subject("2026-01-16")), False),
        },
        not_in=("omop",),
        why_not=NOT_HELD,
    ),
    Paragraph(
        "Where studies are not recorded",
        "Always unknown.",
        StudyParticipation(),
        {
            "no record": (person(), None),
            "a man without one": (person(sex="male"), None),
        },
        not_in=("fhir", "neutral"),
        why_not="it can hold a participation",
    ),
)
