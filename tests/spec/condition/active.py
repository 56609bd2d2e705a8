"""Active.

By the clinical status where there is one, else as *present*.
"""

from __future__ import annotations

from harness.concepts import HEART_FAILURE, PNEUMONIA
from harness.records import diagnosis, person
from harness.spec import Paragraph

from eligo.logic import Condition

NO_STATUS = "the CDM has no clinical status"

PARAGRAPHS = (
    Paragraph(
        "By status",
        "Active, recurrence and relapse are active; inactive, remission and resolved are not.",
        Condition(HEART_FAILURE, "active"),
        {
            "active": (person(diagnosis(HEART_FAILURE, "2020-01-01", clinical="active")), True),
            "recurrence": (person(diagnosis(HEART_FAILURE, "2020-01-01", clinical="recurrence")), True),
            "relapse": (person(diagnosis(HEART_FAILURE, "2020-01-01", clinical="relapse")), True),
            "inactive": (person(diagnosis(HEART_FAILURE, "2020-01-01", clinical="inactive")), False),
            "remission": (person(diagnosis(HEART_FAILURE, "2020-01-01", clinical="remission")), False),
            "resolved, ends tomorrow": (person(diagnosis(HEART_FAILURE, "2020-01-01", "2026-01-16", clinical="resolved")), False),
            "active but provisional": (
                person(diagnosis(HEART_FAILURE, "2020-01-01", clinical="active", verification="provisional")), None),
        },
        not_in=("omop",),
        why_not=NO_STATUS,
    ),
    Paragraph(
        "Dates win over an active status",
        "What hasn't begun or has ended is not active.",
        Condition(HEART_FAILURE, "active"),
        {
            "active, ended yesterday": (person(diagnosis(HEART_FAILURE, "2020-01-01", "2026-01-14", clinical="active")), False),
            "active, ended today": (person(diagnosis(HEART_FAILURE, "2020-01-01", "2026-01-15", clinical="active")), True),
            "active, ended in January": (person(diagnosis(HEART_FAILURE, "2020-01-01", "2026-01", clinical="active")), None),
            "active from tomorrow": (person(diagnosis(HEART_FAILURE, "2026-01-16", clinical="active")), False),
            "active, no onset": (person(diagnosis(HEART_FAILURE, clinical="active")), True),
        },
        not_in=("omop",),
        why_not=NO_STATUS,
    ),
    Paragraph(
        "An active status keeps an episode present",
        "However long ago it began.",
        Condition(PNEUMONIA, "active"),
        {
            "active since June": (person(diagnosis(PNEUMONIA, "2025-06-01", clinical="active")), True),
            "no status, begun in June": (person(diagnosis(PNEUMONIA, "2025-06-01")), None),
            "no status, begun last week": (person(diagnosis(PNEUMONIA, "2026-01-08")), True),
            "resolved, begun last week": (person(diagnosis(PNEUMONIA, "2026-01-08", clinical="resolved")), False),
        },
        not_in=("omop",),
        why_not=NO_STATUS,
    ),
    Paragraph(
        "Without a status",
        "As present.",
        Condition(PNEUMONIA, "active"),
        {
            "begun 30 days ago": (person(diagnosis(PNEUMONIA, "2025-12-16")), True),
            "begun 31 days ago": (person(diagnosis(PNEUMONIA, "2025-12-15")), None),
            "ended yesterday": (person(diagnosis(PNEUMONIA, "2025-12-16", "2026-01-14")), False),
        },
    ),
)
