"""Scores without a code.

Their records are those that display a title. Where none does, the score is unknown, as without a record.
"""

from __future__ import annotations

from harness.concepts import SLEEPINESS
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import last, least

from eligo.logic import Measurement
from eligo.patient import Coding


def named(display: str) -> Coding:
    """A code that no concept lists, and its name."""
    return Coding("local", "L1", display)


PARAGRAPHS = (
    Paragraph(
        "By a title",
        "A displayed name that equals a title, whatever its case and what stands between its words.",
        Measurement(SLEEPINESS, least("11")),
        {
            "11": (person(result(named("Epworth Sleepiness Scale"), "11")), True),
            "10": (person(result(named("Epworth Sleepiness Scale"), "10")), False),
            "its total score": (person(result(named("Epworth sleepiness scale - total score"), "11")), True),
            "no code": (person(result("Epworth Sleepiness Scale", "11")), True),
            "not recorded": (person(), None),
        },
    ),
    Paragraph(
        "Another name",
        "A name that holds a title is another: an item is not the score.",
        Measurement(SLEEPINESS, least("11")),
        {
            "an item": (person(result(named("Epworth Sleepiness Scale item 1"), "11")), None),
            "a longer name": (person(result(named("Modified Epworth Sleepiness Scale"), "11")), None),
            "no name": (person(result(named(""), "11")), None),
            "the item is older": (
                person(result(named("Epworth Sleepiness Scale item 1"), "3"),
                       result(named("Epworth Sleepiness Scale"), "12", date="2026-01-02")), True),
        },
    ),
    Paragraph(
        "The latest by a title",
        "Records that belong by a title are like any others.",
        Measurement(SLEEPINESS, least("11"), window=last(2, "wk")),
        {
            "worse, then better": (
                person(result(named("Epworth Sleepiness Scale"), "14", date="2026-01-02"),
                       result(named("Epworth Sleepiness Scale"), "8", date="2026-01-08")), False),
            "too old": (person(result(named("Epworth Sleepiness Scale"), "14", date="2025-12-01")), None),
        },
    ),
)
