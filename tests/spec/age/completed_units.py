"""Completed units.

Age counts completed years, months, weeks or days at the index date: "at most 70" holds on the day before the 71st birthday.
"""

from __future__ import annotations

from datetime import date

from harness.records import person
from harness.spec import Paragraph
from harness.terms import above, below, between, least, most

from eligo.logic import Age

PARAGRAPHS = (
    Paragraph(
        "At least",
        "Holds from the birthday on, that day included.",
        Age(least("18")),
        {
            "18 today": (person(birth="2008-01-15"), True),
            "18 tomorrow": (person(birth="2008-01-16"), False),
            "no birth date": (person(birth=None), None),
        },
    ),
    Paragraph(
        "More than",
        "More than 18 years is 19 or more: a part of a year doesn't count.",
        Age(above("18")),
        {
            "19 today": (person(birth="2007-01-15"), True),
            "19 tomorrow": (person(birth="2007-01-16"), False),
            "18 today": (person(birth="2008-01-15"), False),
            "no birth date": (person(birth=None), None),
        },
    ),
    Paragraph(
        "At most",
        "Holds until the day before the next birthday.",
        Age(most("70")),
        {
            "71 tomorrow": (person(birth="1955-01-16"), True),
            "71 today": (person(birth="1955-01-15"), False),
            "70 today": (person(birth="1956-01-15"), True),
            "no birth date": (person(birth=None), None),
        },
    ),
    Paragraph(
        "Less than",
        "Less than 18 years ends with the 18th birthday.",
        Age(below("18")),
        {
            "18 tomorrow": (person(birth="2008-01-16"), True),
            "18 today": (person(birth="2008-01-15"), False),
            "no birth date": (person(birth=None), None),
        },
    ),
    Paragraph(
        "A range",
        "Both ends hold.",
        Age(between("18", "70")),
        {
            "17": (person(birth="2008-01-16"), False),
            "18": (person(birth="2008-01-15"), True),
            "70": (person(birth="1955-01-16"), True),
            "71": (person(birth="1955-01-15"), False),
            "no birth date": (person(birth=None), None),
        },
    ),
    Paragraph(
        "Parts of a year",
        "Only whole years are counted, so at least 2.5 years is 3 and at most 2.5 years is 2.",
        Age(least("2.5")),
        {
            "3 today": (person(birth="2023-01-15"), True),
            "3 tomorrow": (person(birth="2023-01-16"), False),
            "born in 2023": (person(birth="2023"), None),
        },
    ),
    Paragraph(
        "Months",
        "Six months after 31 August is the last day of February.",
        Age(least("6"), "mo"),
        {
            "born on 31 August": (person(birth="2025-08-31"), True),
            "born on 29 August": (person(birth="2025-08-29"), True),
            "born on 1 September": (person(birth="2025-09-01"), False),
            "born in September": (person(birth="2025-09"), False),
            "born in 2025": (person(birth="2025"), None),
        },
        index=date(2026, 2, 28),
    ),
    Paragraph(
        "Months that are long enough",
        "Six months after 30 September is 30 March.",
        Age(least("6"), "mo"),
        {
            "born on 29 September": (person(birth="2025-09-29"), True),
            "born on 30 September": (person(birth="2025-09-30"), False),
        },
        index=date(2026, 3, 29),
    ),
    Paragraph(
        "Weeks",
        "A week is seven days.",
        Age(least("2"), "wk"),
        {
            "14 days old": (person(birth="2026-01-01"), True),
            "13 days old": (person(birth="2026-01-02"), False),
            "born this month": (person(birth="2026-01"), None),
        },
    ),
    Paragraph(
        "Days",
        "The day of birth is day 0.",
        Age(most("28"), "d"),
        {
            "28 days old": (person(birth="2025-12-18"), True),
            "29 days old": (person(birth="2025-12-17"), False),
            "born last month": (person(birth="2025-12"), None),
        },
    ),
    Paragraph(
        "Born on 29 February",
        "In other years the birthday falls on 28 February.",
        Age(least("18")),
        {
            "born on 29 February 2008": (person(birth="2008-02-29"), True),
            "born on 28 February 2008": (person(birth="2008-02-28"), True),
            "born on 1 March 2008": (person(birth="2008-03-01"), False),
            "born in February 2008": (person(birth="2008-02"), True),
            "born in 2008": (person(birth="2008"), None),
        },
        index=date(2026, 2, 28),
    ),
)
