"""Exposure.

An exposure lasts from its start to its end, or for as long as the supply; an active one without either goes on.
"""

from __future__ import annotations

from harness.concepts import ANTICOAGULANT
from harness.records import person, taken
from harness.spec import Paragraph
from harness.terms import ago, last

from eligo.logic import Drug, Not, Window
from eligo.patient import Patient

EVER = Drug(ANTICOAGULANT, "ever")
NOW = Drug(ANTICOAGULANT)
LAST_30_DAYS = Drug(ANTICOAGULANT, "ever", last(30, "d"))
NO_OPEN_END = "the CDM needs full dates and an end"


def took(start: str | None, end: str | None = None, **fields: object) -> Patient:
    return person(taken(ANTICOAGULANT, start, end, **fields))


PARAGRAPHS = (
    Paragraph(
        "Ever",
        "Begun by the index date.",
        EVER,
        {
            "years ago": (took("2001-01-01", "2001-02-01"), True),
            "from today": (took("2026-01-15", "2026-02-01"), True),
            "from tomorrow": (took("2026-01-16", "2026-02-01"), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "Never",
        "No record means no exposure.",
        Not(EVER),
        {
            "no record": (person(), True),
            "years ago": (took("2001-01-01", "2001-02-01"), False),
            "from tomorrow": (took("2026-01-16", "2026-02-01"), True),
        },
    ),
    Paragraph(
        "Now",
        "The index date is a day of the exposure.",
        NOW,
        {
            "until today": (took("2025-01-01", "2026-01-15"), True),
            "until yesterday": (took("2025-01-01", "2026-01-14"), False),
            "from tomorrow": (took("2026-01-16", "2026-02-01"), False),
            "30 days' supply that ends today": (took("2025-12-17", supply_days=30), True),
            "30 days' supply that ended yesterday": (took("2025-12-16", supply_days=30), False),
            "an end, and a longer supply": (took("2025-12-17", "2026-01-10", supply_days=30), False),
        },
    ),
    Paragraph(
        "Now, without an end",
        "Active is open; completed or stopped ended at some time up to the index date.",
        NOW,
        {
            "active": (took("2025-01-01"), True),
            "active, from tomorrow": (took("2026-01-16"), False),
            "completed": (took("2025-01-01", status="completed"), None),
            "stopped": (took("2025-01-01", status="stopped"), None),
            "completed, begun today": (took("2026-01-15", status="completed"), True),
            "on hold": (took("2025-01-01", status="on-hold"), None),
        },
        not_in=("omop",),
        why_not=NO_OPEN_END,
    ),
    Paragraph(
        "Now, with partial and missing dates",
        "An exposure without a start began at some time up to its end, or the index date.",
        NOW,
        {
            "until January": (took("2025-01-01", "2026-01"), None),
            "until February": (took("2025-01-01", "2026-02"), True),
            "from January, active": (took("2026-01"), None),
            "60 days' supply from December": (took("2025-12", supply_days=60), True),
            "30 days' supply from December": (took("2025-12", supply_days=30), None),
            "30 days' supply from November": (took("2025-11", supply_days=30), False),
            "30 days' supply, no start": (took(None, supply_days=30), None),
            "no start, active": (took(None), True),
            "no start, until today": (took(None, "2026-01-15"), True),
            "no start, until tomorrow": (took(None, "2026-01-16"), None),
            "no start, until yesterday": (took(None, "2026-01-14"), False),
            "no start, completed": (took(None, status="completed"), None),
        },
        not_in=("omop",),
        why_not=NO_OPEN_END,
    ),
    Paragraph(
        "Ever, with partial and missing dates",
        "An exposure without a start has begun.",
        EVER,
        {
            "in 2025": (took("2025", "2025"), True),
            "in January": (took("2026-01", "2026-03"), None),
            "in February": (took("2026-02"), False),
            "no start": (took(None, status="completed"), True),
        },
        not_in=("omop",),
        why_not=NO_OPEN_END,
    ),
    Paragraph(
        "In a window",
        "Some day of the exposure is a day of the window.",
        LAST_30_DAYS,
        {
            "until its first day": (took("2025-11-01", "2025-12-16"), True),
            "until the day before": (took("2025-11-01", "2025-12-15"), False),
            "all through it": (took("2025-01-01", "2026-12-31"), True),
            "from tomorrow": (took("2026-01-16", "2026-02-01"), False),
            "14 days' supply into it": (took("2025-12-03", supply_days=14), True),
            "13 days' supply up to it": (took("2025-12-03", supply_days=13), False),
        },
    ),
    Paragraph(
        "Up to 3 months ago",
        "A window may end before the index date.",
        Drug(ANTICOAGULANT, "ever", Window(ago(6, "mo"), ago(3, "mo", strict=True))),
        {
            "until 6 months ago": (took("2025-01-01", "2025-07-15"), True),
            "until a day earlier": (took("2025-01-01", "2025-07-14"), False),
            "from 3 months ago": (took("2025-10-15", "2026-01-01"), False),
            "from a day earlier": (took("2025-10-14", "2026-01-01"), True),
        },
    ),
    Paragraph(
        "In a window, with uncertain ends",
        "Where the end is unknown, only the day of the start is certain.",
        LAST_30_DAYS,
        {
            "begun before, completed": (took("2025-11-01", status="completed"), None),
            "begun in it, completed": (took("2025-12-20", status="completed"), True),
            "begun in December, completed": (took("2025-12", status="completed"), None),
            "until December": (took("2025-01-01", "2025-12"), None),
            "no start, until 20 December": (took(None, "2025-12-20"), True),
            "no start, until 1 December": (took(None, "2025-12-01"), False),
            "active": (took("2025-01-01"), True),
        },
        not_in=("omop",),
        why_not=NO_OPEN_END,
    ),
    Paragraph(
        "A duration or a stable time in a window",
        "It isn't defined which days it would be about: unknown.",
        Drug(ANTICOAGULANT, "ever", last(1, "a"), duration=ago(3, "mo")),
        {
            "all through it": (took("2020-01-01", "2026-12-31"), None),
            "before it": (took("2020-01-01", "2020-12-31"), None),
            "no record": (person(), None),
        },
    ),
)
