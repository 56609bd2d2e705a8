"""The deceased.

Who died by the index date is ineligible, whatever the criteria say.
"""

from __future__ import annotations

from harness.records import person
from harness.spec import VerdictParagraph
from harness.terms import least

from eligo.logic import Age
from eligo.protocol import Criterion

ADULT = (Criterion("I1", "inclusion", "require", "", (), Age(least("18")), "computable"),)

PARAGRAPHS = (
    VerdictParagraph(
        "Died on a day",
        "Up to the index date.",
        ADULT,
        {
            "last year": (person(death="2025-03-01"), "ineligible", "ineligible"),
            "today": (person(death="2026-01-15"), "ineligible", "ineligible"),
            "after the index date": (person(death="2026-01-16"), "eligible", "potential"),
            "alive": (person(), "eligible", "potential"),
            "of unknown age, last year": (person(birth=None, death="2025-03-01"), "ineligible", "ineligible"),
        },
    ),
    VerdictParagraph(
        "Died at an unknown time",
        "Dead without a date is dead by the index date; a date that may be before or after it leaves it open.",
        ADULT,
        {
            "no date": (person(deceased=True), "ineligible", "ineligible"),
            "in December 2025": (person(death="2025-12"), "ineligible", "ineligible"),
            "in January 2026": (person(death="2026-01"), "undetermined", "undetermined"),
            "in February 2026": (person(death="2026-02"), "eligible", "potential"),
            "a child, in January 2026": (person(birth="2015-01-01", death="2026-01"), "ineligible", "ineligible"),
        },
        not_in=("omop",),
        why_not="the CDM needs the day of death",
    ),
)
