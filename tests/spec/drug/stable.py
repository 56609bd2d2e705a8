"""Stable.

No start, stop or change over the time; true without an exposure. Interruptions of up to 30 days at the same dose don't count. A
change that another record may explain is unknown.
"""

from __future__ import annotations

from dataclasses import replace

from harness.concepts import GLUCOCORTICOIDS, METFORMIN, PREDNISONE
from harness.records import codings, person, taken
from harness.spec import Paragraph
from harness.terms import ago, least

from eligo.logic import Drug
from eligo.patient import Coding, Patient

TWO_CODES = (*codings(METFORMIN), Coding("local", "M5", "metformin 500 mg tablet"))
STABLE = Drug(METFORMIN, stable=ago(3, "mo"))


def took(*times: tuple[str | None, str | None] | tuple[str | None, str | None, str], **fields: str) -> Patient:
    return person(*(taken(METFORMIN, *time, **fields) for time in times))


PARAGRAPHS = (
    Paragraph(
        "For 3 months",
        "From the same day three months earlier to the index date.",
        STABLE,
        {
            "all the time": (took(("2025-10-15", "2026-02-01", "500 mg")), True),
            "no exposure": (person(), True),
            "begun in it": (took(("2025-10-16", "2026-02-01", "500 mg")), False),
            "ended in it": (took(("2025-01-01", "2026-01-14", "500 mg")), False),
            "ended before it": (took(("2025-01-01", "2025-10-14", "500 mg")), True),
            "begins tomorrow": (took(("2026-01-16", "2026-02-01", "500 mg")), True),
        },
    ),
    Paragraph(
        "For more than 3 months",
        "One day longer.",
        Drug(METFORMIN, stable=ago(3, "mo", strict=True)),
        {
            "a day longer": (took(("2025-10-14", "2026-02-01", "500 mg")), True),
            "3 months": (took(("2025-10-15", "2026-02-01", "500 mg")), False),
            "ended 3 months and a day ago": (took(("2025-01-01", "2025-10-14", "500 mg")), False),
        },
    ),
    Paragraph(
        "One record after the other",
        "The same drug and dose goes on.",
        STABLE,
        {
            "without a gap": (took(("2025-01-01", "2025-11-30", "500 mg"), ("2025-12-01", "2026-02-01", "500 mg")), True),
            "off for 30 days": (took(("2025-01-01", "2025-11-30", "500 mg"), ("2025-12-31", "2026-02-01", "500 mg")), True),
            "off for 31 days": (took(("2025-01-01", "2025-11-30", "500 mg"), ("2026-01-01", "2026-02-01", "500 mg")), False),
            "begun in it, then goes on": (
                took(("2025-11-01", "2025-11-30", "500 mg"), ("2025-12-01", "2026-02-01", "500 mg")), False),
            "begun in it, recorded twice": (
                took(("2025-12-01", "2026-02-01", "500 mg"), ("2025-12-01", "2026-02-01", "500 mg")), False),
            "with another second code": (
                person(taken(METFORMIN, "2025-01-01", "2025-11-30", "500 mg"),
                       replace(taken(METFORMIN, "2025-12-01", "2026-02-01", "500 mg"), codes=TWO_CODES)), True),
        },
    ),
    Paragraph(
        "Another dose",
        "It may be a change, or an addition: unknown.",
        STABLE,
        {
            "500 mg, then 1000 mg": (took(("2025-01-01", "2025-11-30", "500 mg"), ("2025-12-01", "2026-02-01", "1000 mg")), None),
            "no doses, one after the other": (took(("2025-01-01", "2025-11-30"), ("2025-12-01", "2026-02-01")), None),
            "no dose, one record": (took(("2025-01-01", "2026-02-01")), True),
            "500 mg all the time, 1000 mg begun in it": (
                took(("2025-01-01", "2026-02-01", "500 mg"), ("2025-12-01", "2026-02-01", "1000 mg")), None),
        },
    ),
    Paragraph(
        "Uncertain days",
        "Unknown if they leave room for a change.",
        STABLE,
        {
            "active": (took(("2025-01-01", None, "500 mg")), True),
            "active since October": (took(("2025-10", None, "500 mg")), None),
            "active since November": (took(("2025-11", None, "500 mg")), False),
            "completed, end unknown": (took(("2025-01-01", None, "500 mg"), status="completed"), None),
            "begun in it, end unknown": (took(("2025-11-01", None, "500 mg"), status="completed"), False),
            "on hold": (took(("2025-01-01", None, "500 mg"), status="on-hold"), None),
            "no start, active": (took((None, None, "500 mg")), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates and an end",
    ),
    Paragraph(
        "A stable dose of at least 1000 mg",
        "Stable, and of that dose at the index date.",
        Drug(METFORMIN, dose=least("1000"), dose_unit="mg", stable=ago(3, "mo")),
        {
            "1000 mg": (took(("2025-01-01", "2026-02-01", "1000 mg")), True),
            "500 mg": (took(("2025-01-01", "2026-02-01", "500 mg")), False),
            "1000 mg, begun in it": (took(("2025-12-01", "2026-02-01", "1000 mg")), False),
            "no dose": (took(("2025-01-01", "2026-02-01")), None),
            "no exposure": (person(), False),
        },
    ),
    Paragraph(
        "From one drug of a class to another",
        "At the same dose that may be a change or none.",
        Drug(GLUCOCORTICOIDS, stable=ago(3, "mo")),
        {
            "prednisone, then hydrocortisone": (
                person(
                    taken(PREDNISONE, "2025-01-01", "2025-11-30", "20 mg"),
                    taken(Coding("rxnorm", "5492"), "2025-12-01", "2026-02-01", "20 mg"),
                ), None),
            "prednisone, then prednisone": (
                person(
                    taken(PREDNISONE, "2025-01-01", "2025-11-30", "20 mg"),
                    taken(PREDNISONE, "2025-12-01", "2026-02-01", "20 mg"),
                ), True),
        },
    ),
)
