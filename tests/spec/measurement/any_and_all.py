"""Any value, every value.

Over all values of the window; without any it is unknown.
"""

from __future__ import annotations

from harness.concepts import PLATELETS
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import below, last, least

from eligo.logic import Measurement
from eligo.patient import ObservationRecord, Patient

ANY_LOW = Measurement(PLATELETS, below("50"), "10*9/L", which="any", window=last(6, "mo"))
ALL_HIGH = Measurement(PLATELETS, least("100"), "10*9/L", which="all", window=last(6, "mo"))


def count(value: str, date: str | None, unit: str = "10*9/L") -> ObservationRecord:
    return result(PLATELETS, value, unit, date)


def counts(*values: tuple[str, str]) -> Patient:
    return person(*(count(value, date) for value, date in values))


PARAGRAPHS = (
    Paragraph(
        "Any value",
        "One is enough.",
        ANY_LOW,
        {
            "40, then 120": (counts(("40", "2025-09-01"), ("120", "2025-12-01")), True),
            "60, then 120": (counts(("60", "2025-09-01"), ("120", "2025-12-01")), False),
            "40 a day before the window": (counts(("40", "2025-07-14"), ("120", "2025-12-01")), False),
            "40 on its first day": (counts(("40", "2025-07-15"), ("120", "2025-12-01")), True),
            "no value": (person(), None),
            "a value before the window only": (counts(("120", "2025-07-14")), None),
        },
    ),
    Paragraph(
        "Any value, some of no use",
        "One that can't be used may be the one.",
        ANY_LOW,
        {
            "unknown unit, and 120": (person(count("40", "2025-09-01", "g/L"), count("120", "2025-12-01")), None),
            "unknown unit, and 40": (person(count("40", "2025-09-01", "g/L"), count("40", "2025-12-01")), True),
            "<60, and 120": (counts(("<60", "2025-09-01"), ("120", "2025-12-01")), None),
        },
    ),
    Paragraph(
        "Every value",
        "One that fails is enough against it.",
        ALL_HIGH,
        {
            "150, then 120": (counts(("150", "2025-09-01"), ("120", "2025-12-01")), True),
            "80, then 120": (counts(("80", "2025-09-01"), ("120", "2025-12-01")), False),
            "80 before the window": (counts(("80", "2025-07-14"), ("120", "2025-12-01")), True),
            "no value": (person(), None),
        },
    ),
    Paragraph(
        "Every value, some of no use",
        "One that can't be used may fail.",
        ALL_HIGH,
        {
            "unknown unit, and 120": (person(count("40", "2025-09-01", "g/L"), count("120", "2025-12-01")), None),
            "unknown unit, and 80": (person(count("40", "2025-09-01", "g/L"), count("80", "2025-12-01")), False),
            ">90, and 120": (counts((">90", "2025-09-01"), ("120", "2025-12-01")), None),
        },
    ),
    Paragraph(
        "Any value, with partial and missing dates",
        "A value that is in the window only perhaps can't make it true, but keeps it from being false.",
        ANY_LOW,
        {
            "40 in July": (person(count("40", "2025-07")), None),
            "120 in July": (person(count("120", "2025-07")), False),
            "40 in August": (person(count("40", "2025-08")), True),
            "40 in June, 120 in August": (person(count("40", "2025-06"), count("120", "2025-08")), False),
            "40 without a date": (person(count("40", None)), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
    Paragraph(
        "Every value, with partial and missing dates",
        "Likewise.",
        ALL_HIGH,
        {
            "80 in July, 120 in August": (person(count("80", "2025-07"), count("120", "2025-08")), None),
            "120 in July": (person(count("120", "2025-07")), True),
            "80 in August": (person(count("80", "2025-08")), False),
            "80 without a date, 120 in August": (person(count("80", None), count("120", "2025-08")), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
)
