"""Age in completed units.

Bounds go by completed units at the index date: "≤ 70" holds on the day before the 71st birthday.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from harness.records import person
from harness.spec import Paragraph

from eligo.logic import Age, Bounds

PARAGRAPHS = (
    Paragraph(
        "At least 18 years",
        "Holds from the 18th birthday on, that day included.",
        Age(Bounds(low=Decimal(18))),
        {
            "born 18 years before the day": (person(birth="2008-01-15"), True),
            "born a day later": (person(birth="2008-01-16"), False),
            "no birth date": (person(birth=None), None),
        },
    ),
    Paragraph(
        "At most 70 years",
        "Holds until the day before the 71st birthday.",
        Age(Bounds(high=Decimal(70))),
        {
            "71 tomorrow": (person(birth="1955-01-16"), True),
            "71 today": (person(birth="1955-01-15"), False),
            "70 today": (person(birth="1956-01-15"), True),
            "no birth date": (person(birth=None), None),
        },
    ),
    Paragraph(
        "Born on 29 February",
        "In other years the birthday falls on 28 February.",
        Age(Bounds(low=Decimal(18))),
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
