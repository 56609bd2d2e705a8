"""Partial birth dates.

A year or a month of birth is every day of it. An answer is definite where all those days agree.
"""

from __future__ import annotations

from harness.records import person
from harness.spec import Paragraph
from harness.terms import below, between, least

from eligo.logic import Age, And

PARAGRAPHS = (
    Paragraph(
        "A year of birth",
        "In the year of the birthday it is unknown.",
        Age(least("18")),
        {
            "born in 2007": (person(birth="2007"), True),
            "born in 2008": (person(birth="2008"), None),
            "born in 2009": (person(birth="2009"), False),
        },
    ),
    Paragraph(
        "A month of birth",
        "In the month of the birthday it is unknown.",
        Age(below("18")),
        {
            "born in December 2007": (person(birth="2007-12"), False),
            "born in January 2008": (person(birth="2008-01"), None),
            "born in February 2008": (person(birth="2008-02"), True),
        },
    ),
    Paragraph(
        "Both ends of a range",
        "An end that is out for certain decides, whatever the other one is.",
        And((Age(between("18", "70")), Age(least("20")))),
        {
            "born in 1954": (person(birth="1954"), False),
            "born in 1955": (person(birth="1955"), None),
            "born in 1956": (person(birth="1956"), True),
            "born in 2006": (person(birth="2006"), None),
            "born in 2007": (person(birth="2007"), False),
        },
    ),
)
