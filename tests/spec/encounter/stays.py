"""When it lasts.

An encounter covers the days from its start to its end. Without an end one in progress is open; a finished one may have ended on
any day up to the index date.
"""

from __future__ import annotations

from harness.records import person, stay
from harness.spec import Paragraph
from harness.terms import ago, last

from eligo.logic import Encounter, Not, Window

NOW = Encounter("inpatient")
MONTH = Encounter("inpatient", last(30, "d"))
NEEDS = "the CDM needs full dates, and has no open encounter and no status of one"

PARAGRAPHS = (
    Paragraph(
        "Now",
        "On the index date, the days of admission and discharge included.",
        NOW,
        {
            "admitted last week, discharged tomorrow": (person(stay("2026-01-10", "2026-01-16")), True),
            "discharged today": (person(stay("2026-01-10", "2026-01-15")), True),
            "discharged yesterday": (person(stay("2026-01-10", "2026-01-14")), False),
            "admitted tomorrow": (person(stay("2026-01-16", "2026-01-20")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "Within 30 days",
        "Some day of it lies in the window.",
        MONTH,
        {
            "discharged 30 days ago": (person(stay("2025-12-01", "2025-12-16")), True),
            "discharged a day earlier": (person(stay("2025-12-01", "2025-12-15")), False),
            "still there": (person(stay("2025-12-01", "2026-01-20")), True),
            "admitted tomorrow": (person(stay("2026-01-16", "2026-01-20")), False),
            "one before, one in it": (person(stay("2020-01-01", "2020-01-05"), stay("2025-12-24", "2025-12-26")), True),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "More than 6 months ago",
        "A window without a beginning.",
        Encounter("inpatient", Window(until=ago(6, "mo", strict=True))),
        {
            "years ago": (person(stay("2001-01-01", "2001-01-05")), True),
            "since": (person(stay("2025-10-01", "2025-10-05")), False),
        },
    ),
    Paragraph(
        "No stay",
        "No record of one is a no.",
        Not(MONTH),
        {
            "no record": (person(), True),
            "a stay": (person(stay("2026-01-01", "2026-01-03")), False),
        },
    ),
    Paragraph(
        "A finished one without an end",
        "From its start on it is not known when it ended.",
        NOW,
        {
            "began last week": (person(stay("2026-01-10")), None),
            "began today": (person(stay("2026-01-15")), True),
            "begins tomorrow": (person(stay("2026-01-16")), False),
        },
    ),
    Paragraph(
        "One in progress, without an end",
        "It is open.",
        NOW,
        {
            "in progress": (person(stay("2026-01-10", status="in-progress")), True),
            "on leave": (person(stay("2026-01-10", status="onleave")), True),
            "in progress, an end given": (person(stay("2026-01-10", "2026-01-14", status="in-progress")), False),
            "in progress, no start": (person(stay(None, status="in-progress")), True),
        },
        not_in=("omop",),
        why_not=NEEDS,
    ),
    Paragraph(
        "Statuses",
        "Planned, cancelled and mistaken ones don't exist; arrived, triaged and unknown ones are unknown at most.",
        MONTH,
        {
            "planned": (person(stay("2026-01-10", "2026-01-20", status="planned")), False),
            "cancelled": (person(stay("2026-01-10", "2026-01-12", status="cancelled")), False),
            "entered in error": (person(stay("2026-01-10", "2026-01-12", status="entered-in-error")), False),
            "arrived": (person(stay("2026-01-10", status="arrived")), None),
            "triaged": (person(stay("2026-01-10", status="triaged")), None),
            "unknown": (person(stay("2026-01-10", "2026-01-12", status="unknown")), None),
            "unknown, before the window": (person(stay("2020-01-10", "2020-01-12", status="unknown")), False),
        },
        not_in=("omop",),
        why_not=NEEDS,
    ),
    Paragraph(
        "Partial and missing dates",
        "A missing start is anything up to the end.",
        MONTH,
        {
            "in December": (person(stay("2025-12", "2025-12")), None),
            "from 2 January to some day of February": (person(stay("2026-01-02", "2026-02")), True),
            "in November": (person(stay("2025-11", "2025-11")), False),
            "no dates": (person(stay(None)), None),
            "no start, ended in time": (person(stay(None, "2026-01-02")), True),
            "no start, ended before": (person(stay(None, "2025-01-02")), False),
        },
        not_in=("omop",),
        why_not=NEEDS,
    ),
)
