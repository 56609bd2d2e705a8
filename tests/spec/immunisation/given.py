"""Vaccines.

Given by the index date, or in a window.
"""

from __future__ import annotations

from dataclasses import replace

from harness.concepts import INFLUENZA_VACCINE, LIVE_VACCINES
from harness.records import given, person
from harness.spec import Paragraph
from harness.terms import last

from eligo.logic import Immunisation, Not
from eligo.patient import Coding

MMR = Coding("cvx", "03", "MMR")
VARICELLA = Coding("cvx", "21", "varicella")
FLU = INFLUENZA_VACCINE

PARAGRAPHS = (
    Paragraph(
        "Ever",
        "By the index date.",
        Immunisation(FLU),
        {
            "years ago": (person(given(FLU, "2001-01-01")), True),
            "today": (person(given(FLU, "2026-01-15")), True),
            "tomorrow": (person(given(FLU, "2026-01-16")), False),
            "another code of the set": (person(given(Coding("cvx", "141"), "2025-01-01")), True),
            "another vaccine": (person(given(MMR, "2025-01-01")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "A title",
        "A displayed name that equals a title, as for conditions.",
        Immunisation(replace(FLU, titles=("influenza vaccine",))),
        {
            "an unlisted code, named": (person(given(Coding("local", "V1", "Influenza vaccine"), "2025-10-01")), True),
            "a name that goes on": (person(given(Coding("local", "V2", "Influenza vaccine refused"), "2025-10-01")), False),
        },
    ),
    Paragraph(
        "Within 4 weeks",
        "From the day 28 days earlier on.",
        Immunisation(LIVE_VACCINES, last(4, "wk")),
        {
            "28 days ago": (person(given(MMR, "2025-12-18")), True),
            "29 days ago": (person(given(MMR, "2025-12-17")), False),
            "tomorrow": (person(given(VARICELLA, "2026-01-16")), False),
            "one that isn't live": (person(given(FLU, "2026-01-02")), False),
        },
    ),
    Paragraph(
        "Statuses",
        "What was not done, or is a mistake, doesn't exist.",
        Immunisation(FLU),
        {
            "completed": (person(given(FLU, "2025-10-01")), True),
            "not done": (person(given(FLU, "2025-10-01", status="not-done")), False),
            "entered in error": (person(given(FLU, "2025-10-01", status="entered-in-error")), False),
        },
    ),
    Paragraph(
        "Not within 14 days",
        "No record is a no.",
        Not(Immunisation(FLU, last(14, "d"))),
        {
            "14 days ago": (person(given(FLU, "2026-01-01")), False),
            "15 days ago": (person(given(FLU, "2025-12-31")), True),
            "no record": (person(), True),
        },
    ),
    Paragraph(
        "Partial and missing dates",
        "Without a window a missing date is given; in a window it is unknown.",
        Immunisation(FLU, last(14, "d")),
        {
            "January": (person(given(FLU, "2026-01")), None),
            "December": (person(given(FLU, "2025-12")), False),
            "no date": (person(given(FLU, None)), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "At least two",
        "Records of one day and first code are one.",
        Immunisation(LIVE_VACCINES, last(12, "mo"), count=2),
        {
            "two days": (person(given(MMR, "2025-03-01"), given(MMR, "2025-06-01")), True),
            "one day, two vaccines": (person(given(MMR, "2025-03-01"), given(VARICELLA, "2025-03-01")), True),
            "one day, recorded twice": (person(given(MMR, "2025-03-01"), given(MMR, "2025-03-01")), False),
            "one": (person(given(MMR, "2025-03-01")), False),
        },
    ),
)
