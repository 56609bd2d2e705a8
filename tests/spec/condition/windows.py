"""Conditions in a window.

A record counts if it was there on some day of the window, whose first and last day belong to it.
"""

from __future__ import annotations

from datetime import date

from harness.concepts import HEART_FAILURE, INFARCTION
from harness.records import diagnosis, person
from harness.spec import Paragraph
from harness.terms import ago, last

from eligo.logic import Condition, Window
from eligo.patient import Patient


def infarction(window: Window) -> Condition:
    return Condition(INFARCTION, "history", window)


def of(onset: str | None, end: str | None = None, **fields: str) -> Patient:
    return person(diagnosis(INFARCTION, onset, end, **fields))


PARAGRAPHS = (
    Paragraph(
        "Within 6 months",
        "From the same day six months earlier to the index date.",
        infarction(last(6, "mo")),
        {
            "6 months ago": (of("2025-07-15"), True),
            "a day earlier": (of("2025-07-14"), False),
            "today": (of("2026-01-15"), True),
            "tomorrow": (of("2026-01-16"), False),
            "earlier, with an end in the window": (of("2025-07-01", "2025-07-20"), True),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "Less than 6 months ago",
        "The day itself doesn't count.",
        infarction(last(6, "mo", strict=True)),
        {
            "6 months ago": (of("2025-07-15"), False),
            "a day later": (of("2025-07-16"), True),
            "earlier, with an end on that day": (of("2025-07-01", "2025-07-15"), False),
        },
    ),
    Paragraph(
        "At least 6 months ago",
        "The window has no beginning.",
        infarction(Window(until=ago(6, "mo"))),
        {
            "6 months ago": (of("2025-07-15"), True),
            "a day later": (of("2025-07-16"), False),
            "years ago": (of("1999-01-01"), True),
        },
    ),
    Paragraph(
        "More than 6 months ago",
        "The window ends on the day before.",
        infarction(Window(until=ago(6, "mo", strict=True))),
        {
            "6 months ago": (of("2025-07-15"), False),
            "a day earlier": (of("2025-07-14"), True),
            "a day earlier, ended since": (of("2025-07-14", "2025-09-01"), True),
        },
    ),
    Paragraph(
        "Between 12 and 6 months ago",
        "Both days count.",
        infarction(Window(ago(12, "mo"), ago(6, "mo"))),
        {
            "12 months ago": (of("2025-01-15"), True),
            "a day earlier": (of("2025-01-14"), False),
            "6 months ago": (of("2025-07-15"), True),
            "a day later": (of("2025-07-16"), False),
        },
    ),
    Paragraph(
        "Weeks",
        "A week is seven days.",
        infarction(last(2, "wk")),
        {
            "14 days ago": (of("2026-01-01"), True),
            "15 days ago": (of("2025-12-31"), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "The end of a month",
        "Six months before 31 August is the last day of February.",
        infarction(last(6, "mo")),
        {
            "28 February": (of("2026-02-28"), True),
            "27 February": (of("2026-02-27"), False),
            "1 September": (of("2026-09-01"), False),
        },
        index=date(2026, 8, 31),
    ),
    Paragraph(
        "The end of February in a leap year",
        "One month before 31 March is 29 February.",
        infarction(last(1, "mo")),
        {
            "29 February": (of("2024-02-29"), True),
            "28 February": (of("2024-02-28"), False),
            "1 April": (of("2024-04-01"), False),
        },
        index=date(2024, 3, 31),
    ),
    Paragraph(
        "A year before 29 February",
        "It is 28 February.",
        infarction(last(1, "a")),
        {
            "28 February": (of("2023-02-28"), True),
            "27 February": (of("2023-02-27"), False),
            "29 February, the index date": (of("2024-02-29"), True),
        },
        index=date(2024, 2, 29),
    ),
    Paragraph(
        "A chronic condition",
        "It goes on until it ends.",
        Condition(HEART_FAILURE, "history", last(6, "mo")),
        {
            "begun years ago, no end": (person(diagnosis(HEART_FAILURE, "2010-01-01")), True),
            "ended on the first day": (person(diagnosis(HEART_FAILURE, "2010-01-01", "2025-07-15")), True),
            "ended the day before": (person(diagnosis(HEART_FAILURE, "2010-01-01", "2025-07-14")), False),
            "begins tomorrow": (person(diagnosis(HEART_FAILURE, "2026-01-16")), False),
        },
    ),
    Paragraph(
        "Partial and missing dates",
        "All days of a date have to be in the window, or out of it.",
        infarction(last(6, "mo")),
        {
            "June": (of("2025-06"), False),
            "July": (of("2025-07"), None),
            "August": (of("2025-08"), True),
            "2025": (of("2025"), None),
            "no date": (of(None), None),
            "no onset, ended before the window": (of(None, "2025-07-14"), False),
            "no onset, ended in the window": (of(None, "2025-07-20"), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "Ended by its status, without a date",
        "What began before the window lasted for an unknown time.",
        infarction(last(6, "mo")),
        {
            "resolved, begun before": (of("2025-01-01", clinical="resolved"), None),
            "resolved, begun in it": (of("2025-09-01", clinical="resolved"), True),
            "resolved, begins tomorrow": (of("2026-01-16", clinical="resolved"), False),
            "active, begun before": (of("2025-01-01", clinical="active"), False),
        },
        not_in=("omop",),
        why_not="the CDM has no clinical status",
    ),
    Paragraph(
        "A chronic condition that ended by its status",
        "It may have ended before the window.",
        Condition(HEART_FAILURE, "history", last(6, "mo")),
        {
            "in remission": (person(diagnosis(HEART_FAILURE, "2010-01-01", clinical="remission")), None),
            "active": (person(diagnosis(HEART_FAILURE, "2010-01-01", clinical="active")), True),
            "provisional": (person(diagnosis(HEART_FAILURE, "2010-01-01", verification="provisional")), None),
            "refuted": (person(diagnosis(HEART_FAILURE, "2010-01-01", verification="refuted")), False),
        },
        not_in=("omop",),
        why_not="the CDM has no clinical or verification status",
    ),
)
