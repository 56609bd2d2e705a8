"""Durations.

"For at least 4 weeks" now holds on every day from 4 weeks ago to the index date; "at some time" once for so long. Gaps of up to
30 days don't interrupt it.
"""

from __future__ import annotations

from harness.concepts import METHOTREXATE, PREDNISONE
from harness.records import person, taken
from harness.spec import Paragraph
from harness.terms import ago, least, most

from eligo.logic import Drug
from eligo.patient import Patient

FOUR_WEEKS = Drug(METHOTREXATE, duration=ago(4, "wk"))
ONCE_3_MONTHS = Drug(METHOTREXATE, "ever", duration=ago(3, "mo"))


def took(*times: tuple[str | None, str | None] | tuple[str | None, str | None, str], **fields: str) -> Patient:
    return person(*(taken(METHOTREXATE, *time, **fields) for time in times))


PARAGRAPHS = (
    Paragraph(
        "For at least 4 weeks",
        "From 28 days ago to today.",
        FOUR_WEEKS,
        {
            "since 28 days": (took(("2025-12-18", "2026-02-01")), True),
            "since 27 days": (took(("2025-12-19", "2026-02-01")), False),
            "until yesterday": (took(("2025-01-01", "2026-01-14")), False),
            "no exposure": (person(), False),
        },
    ),
    Paragraph(
        "For more than 4 weeks",
        "One day longer.",
        Drug(METHOTREXATE, duration=ago(4, "wk", strict=True)),
        {
            "since 29 days": (took(("2025-12-17", "2026-02-01")), True),
            "since 28 days": (took(("2025-12-18", "2026-02-01")), False),
            "no exposure": (person(), False),
        },
    ),
    Paragraph(
        "Gaps",
        "30 days without are bridged, 31 are not.",
        FOUR_WEEKS,
        {
            "off for 29 days": (took(("2025-10-01", "2025-12-01"), ("2025-12-31", "2026-02-01")), True),
            "off for 30 days": (took(("2025-10-01", "2025-12-01"), ("2026-01-01", "2026-02-01")), True),
            "off for 31 days": (took(("2025-10-01", "2025-12-01"), ("2026-01-02", "2026-02-01")), False),
            "three in a row": (
                took(("2025-12-01", "2025-12-20"), ("2025-12-21", "2026-01-05"), ("2026-01-06", "2026-02-01")), True),
        },
    ),
    Paragraph(
        "Uncertain days",
        "What may cover the time is unknown.",
        FOUR_WEEKS,
        {
            "active": (took(("2025-12-01", None)), True),
            "since December, active": (took(("2025-12", None)), None),
            "since 2026, active": (took(("2026", None)), False),
            "completed, end unknown": (took(("2025-12-01", None), status="completed"), None),
            "on hold": (took(("2025-12-01", None), status="on-hold"), None),
            "no start, active": (took((None, None)), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates and an end",
    ),
    Paragraph(
        "At least 15 mg for 3 months",
        "The dose has to hold all the time.",
        Drug(METHOTREXATE, dose=least("15"), dose_unit="mg", duration=ago(3, "mo")),
        {
            "15 mg": (took(("2025-10-15", "2026-02-01", "15 mg")), True),
            "20 mg, then 15 mg": (took(("2025-09-01", "2025-12-01", "20 mg"), ("2025-12-02", "2026-02-01", "15 mg")), True),
            "20 mg, then 10 mg": (took(("2025-09-01", "2025-12-01", "20 mg"), ("2025-12-02", "2026-02-01", "10 mg")), False),
            "no dose": (took(("2025-10-15", "2026-02-01")), None),
            "15 mg since 3 months less a day": (took(("2025-10-16", "2026-02-01", "15 mg")), False),
        },
    ),
    Paragraph(
        "Side by side for 3 months",
        "Doses may add up here as well.",
        Drug(METHOTREXATE, dose=least("15"), dose_unit="mg", duration=ago(3, "mo")),
        {
            "10 mg and 10 mg": (took(("2025-10-01", "2026-02-01", "10 mg"), ("2025-10-01", "2026-02-01", "10 mg")), None),
            "10 mg alone": (took(("2025-10-01", "2026-02-01", "10 mg")), False),
            "10 mg and 15 mg": (took(("2025-10-01", "2026-02-01", "10 mg"), ("2025-10-01", "2026-02-01", "15 mg")), True),
        },
    ),
    Paragraph(
        "At most 10 mg for 4 weeks",
        "No exposure of those weeks is above.",
        Drug(PREDNISONE, dose=most("10"), dose_unit="mg", duration=ago(4, "wk")),
        {
            "no exposure": (person(), True),
            "5 mg": (person(taken(PREDNISONE, "2025-06-01", "2026-02-01", "5 mg")), True),
            "20 mg until the day before": (person(taken(PREDNISONE, "2025-06-01", "2025-12-17", "20 mg")), True),
            "20 mg until the first day": (person(taken(PREDNISONE, "2025-06-01", "2025-12-18", "20 mg")), False),
            "no dose": (person(taken(PREDNISONE, "2025-06-01", "2026-02-01")), None),
        },
    ),
    Paragraph(
        "3 months at some time",
        "Three months from the start of an exposure, the last day included.",
        ONCE_3_MONTHS,
        {
            "January to March": (took(("2024-01-01", "2024-03-31")), True),
            "a day less": (took(("2024-01-01", "2024-03-30")), False),
            "off for 14 days": (took(("2024-01-01", "2024-02-15"), ("2024-03-01", "2024-04-10")), True),
            "off when they are over": (took(("2024-01-01", "2024-03-20"), ("2024-04-05", "2024-06-01")), True),
            "off for 59 days": (took(("2024-01-01", "2024-02-01"), ("2024-04-01", "2024-05-01")), False),
            "no exposure": (person(), False),
        },
    ),
    Paragraph(
        "More than 3 months at some time",
        "One day longer.",
        Drug(METHOTREXATE, "ever", duration=ago(3, "mo", strict=True)),
        {
            "1 January to 1 April": (took(("2024-01-01", "2024-04-01")), True),
            "1 January to 31 March": (took(("2024-01-01", "2024-03-31")), False),
            "3 months are over today": (took(("2025-10-16", "2026-06-01")), False),
        },
    ),
    Paragraph(
        "Only days up to the index date count",
        "What is planned has not happened.",
        ONCE_3_MONTHS,
        {
            "3 months are over today": (took(("2025-10-16", "2026-06-01")), True),
            "3 months are over tomorrow": (took(("2025-10-17", "2026-06-01")), False),
            "from tomorrow": (took(("2026-01-16", "2026-12-31")), False),
        },
    ),
    Paragraph(
        "3 months at some time, with uncertain days",
        "Unknown if it may have been.",
        ONCE_3_MONTHS,
        {
            "from January to 10 April": (took(("2024-01", "2024-04-10")), None),
            "completed, end unknown": (took(("2024-01-01", None), status="completed"), None),
            "begun in December, end unknown": (took(("2025-12-01", None), status="completed"), False),
            "active since October": (took(("2025-10-01", None)), True),
            "on hold since October": (took(("2025-10-01", None), status="on-hold"), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates and an end",
    ),
    Paragraph(
        "3 months of at least 15 mg at some time",
        "Only exposures of that dose count.",
        Drug(METHOTREXATE, "ever", dose=least("15"), dose_unit="mg", duration=ago(3, "mo")),
        {
            "15 mg": (took(("2024-01-01", "2024-03-31", "15 mg")), True),
            "10 mg": (took(("2024-01-01", "2024-03-31", "10 mg")), False),
            "15 mg for 2 months": (took(("2024-01-01", "2024-02-29", "15 mg")), False),
            "no dose": (took(("2024-01-01", "2024-03-31")), None),
        },
    ),
)
