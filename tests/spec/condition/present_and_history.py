"""Present, and history.

*History* is whatever began by the index date. *Present* is what began and did not end; an episodic condition that began long
ago and has no end recorded may be over, and is unknown.
"""

from __future__ import annotations

from datetime import date

from harness.concepts import HEART_FAILURE, PNEUMONIA
from harness.records import diagnosis, person
from harness.spec import Paragraph

from eligo.logic import Condition, Not

PARAGRAPHS = (
    Paragraph(
        "History",
        "Begun by the index date, ended or not.",
        Condition(PNEUMONIA, "history"),
        {
            "begun years ago": (person(diagnosis(PNEUMONIA, "2010-05-01")), True),
            "ended": (person(diagnosis(PNEUMONIA, "2010-05-01", "2010-06-01")), True),
            "begun today": (person(diagnosis(PNEUMONIA, "2026-01-15")), True),
            "begins tomorrow": (person(diagnosis(PNEUMONIA, "2026-01-16")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "History with partial and missing dates",
        "A month or year that reaches past the index date is unknown; a record without a date counts as begun.",
        Condition(PNEUMONIA, "history"),
        {
            "begun in 2025": (person(diagnosis(PNEUMONIA, "2025")), True),
            "begun in January 2026": (person(diagnosis(PNEUMONIA, "2026-01")), None),
            "begun in 2026": (person(diagnosis(PNEUMONIA, "2026")), None),
            "begins in February 2026": (person(diagnosis(PNEUMONIA, "2026-02")), False),
            "no date": (person(diagnosis(PNEUMONIA)), True),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "A month that ends on the index date",
        "It covers the last day of the month, and none of the next.",
        Condition(PNEUMONIA, "history"),
        {
            "begun in December 2025": (person(diagnosis(PNEUMONIA, "2025-12")), True),
            "begins in January 2026": (person(diagnosis(PNEUMONIA, "2026-01")), False),
        },
        index=date(2025, 12, 31),
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "A chronic condition is present",
        "From its onset to its end, the day of the end included.",
        Condition(HEART_FAILURE),
        {
            "no end": (person(diagnosis(HEART_FAILURE, "2010-05-01")), True),
            "ended yesterday": (person(diagnosis(HEART_FAILURE, "2010-05-01", "2026-01-14")), False),
            "ended today": (person(diagnosis(HEART_FAILURE, "2010-05-01", "2026-01-15")), True),
            "resolved, no end": (person(diagnosis(HEART_FAILURE, "2010-05-01", clinical="resolved")), False),
            "in remission, no end": (person(diagnosis(HEART_FAILURE, "2010-05-01", clinical="remission")), False),
            "begins tomorrow": (person(diagnosis(HEART_FAILURE, "2026-01-16")), False),
            "ended, and begun again": (
                person(diagnosis(HEART_FAILURE, "2010-05-01", "2011-01-01"), diagnosis(HEART_FAILURE, "2020-01-01")), True),
        },
    ),
    Paragraph(
        "A chronic condition with partial and missing dates",
        "An end that may be before the index date is unknown.",
        Condition(HEART_FAILURE),
        {
            "no onset": (person(diagnosis(HEART_FAILURE)), True),
            "ended in December": (person(diagnosis(HEART_FAILURE, "2010", "2025-12")), False),
            "ended in January": (person(diagnosis(HEART_FAILURE, "2010", "2026-01")), None),
            "ends in February": (person(diagnosis(HEART_FAILURE, "2010", "2026-02")), True),
            "begun in January": (person(diagnosis(HEART_FAILURE, "2026-01")), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "An episodic condition is present",
        "For its usual course, here 30 days; later it is unknown unless an end says how long it lasted.",
        Condition(PNEUMONIA),
        {
            "begun 30 days ago": (person(diagnosis(PNEUMONIA, "2025-12-16")), True),
            "begun 31 days ago": (person(diagnosis(PNEUMONIA, "2025-12-15")), None),
            "begun in June, ends tomorrow": (person(diagnosis(PNEUMONIA, "2025-06-01", "2026-01-16")), True),
            "begun in June, ended yesterday": (person(diagnosis(PNEUMONIA, "2025-06-01", "2026-01-14")), False),
            "begun in June, resolved": (person(diagnosis(PNEUMONIA, "2025-06-01", clinical="resolved")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "An episodic condition with partial and missing dates",
        "It is present where every day of the date is in its course.",
        Condition(PNEUMONIA),
        {
            "begun in December": (person(diagnosis(PNEUMONIA, "2025-12")), None),
            "begun in 2025": (person(diagnosis(PNEUMONIA, "2025")), None),
            "no date": (person(diagnosis(PNEUMONIA)), None),
            "no date, resolved": (person(diagnosis(PNEUMONIA, clinical="resolved")), False),
            "no onset, ends tomorrow": (person(diagnosis(PNEUMONIA, None, "2026-01-16")), True),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "No history",
        "No record means no condition.",
        Not(Condition(PNEUMONIA, "history")),
        {
            "no record": (person(), True),
            "begun years ago": (person(diagnosis(PNEUMONIA, "2010-05-01")), False),
            "begins tomorrow": (person(diagnosis(PNEUMONIA, "2026-01-16")), True),
        },
    ),
)
