"""Hours.

A birth date is a day, and so is the index date: n days after birth a child is more than n - 1 and less than n + 1 days old. What
these days leave open is unknown.
"""

from __future__ import annotations

from harness.records import person
from harness.spec import Paragraph
from harness.terms import below, between, least, most

from eligo.logic import Age

PARAGRAPHS = (
    Paragraph(
        "From 12 to 36 hours",
        "Two days after birth the child is more than 24 and less than 72 hours old.",
        Age(between("12", "36"), "h"),
        {
            "born today": (person(birth="2026-01-15"), None),
            "born yesterday": (person(birth="2026-01-14"), None),
            "born two days ago": (person(birth="2026-01-13"), None),
            "born three days ago": (person(birth="2026-01-12"), False),
            "born tomorrow": (person(birth="2026-01-16"), False),
            "born in 1970": (person(), False),
            "no birth date": (person(birth=None), None),
        },
    ),
    Paragraph(
        "At least 24 hours",
        "Holds for certain from the second day after birth on.",
        Age(least("24"), "h"),
        {
            "born today": (person(birth="2026-01-15"), False),
            "born yesterday": (person(birth="2026-01-14"), None),
            "born two days ago": (person(birth="2026-01-13"), True),
        },
    ),
    Paragraph(
        "Below 72 hours",
        "Holds for certain until the second day after birth.",
        Age(below("72"), "h"),
        {
            "born today": (person(birth="2026-01-15"), True),
            "born two days ago": (person(birth="2026-01-13"), True),
            "born three days ago": (person(birth="2026-01-12"), None),
            "born four days ago": (person(birth="2026-01-11"), False),
        },
    ),
    Paragraph(
        "At most 6 hours",
        "Hours are completed ones, like years: below 7.",
        Age(most("6"), "h"),
        {
            "born today": (person(birth="2026-01-15"), None),
            "born yesterday": (person(birth="2026-01-14"), None),
            "born two days ago": (person(birth="2026-01-13"), False),
        },
    ),
    Paragraph(
        "A partial birth date",
        "All its days count.",
        Age(most("24"), "h"),
        {
            "January": (person(birth="2026-01"), None),
            "December": (person(birth="2025-12"), False),
        },
    ),
)
