"""Conditional limits.

"At most 2.5 × ULN, or at most 5 × ULN with a malignancy" is one limit for everybody and a wider one for some.
"""

from __future__ import annotations

from harness.concepts import ALT, MALIGNANCY
from harness.records import diagnosis, person, result
from harness.spec import Paragraph
from harness.terms import most

from eligo.logic import And, Condition, Measurement, Or
from eligo.patient import Patient


def alt(value: str | None, *, cancer: bool, high: str | None = "40", **doubt: str) -> Patient:
    records = (result(ALT, value, "U/L", high=high),) if value else ()
    return person(*records, *((diagnosis(MALIGNANCY, "2024-01-01", **doubt),) if cancer else ()))


LIMIT = Or((
    Measurement(ALT, most("2.5"), times="ULN"),
    And((Condition(MALIGNANCY), Measurement(ALT, most("5"), times="ULN"))),
))

PARAGRAPHS = (
    Paragraph(
        "A wider limit for some",
        "It is no condition on the first.",
        LIMIT,
        {
            "100": (alt("100", cancer=False), True),
            "150": (alt("150", cancer=False), False),
            "150, with it": (alt("150", cancer=True), True),
            "250, with it": (alt("250", cancer=True), False),
            "no value": (alt(None, cancer=True), None),
            "150, no range, with it": (alt("150", cancer=True, high=None), None),
        },
    ),
    Paragraph(
        "Where it isn't known who has it",
        "The first limit decides for whom it holds; the second is unknown.",
        LIMIT,
        {
            "100": (alt("100", cancer=True, verification="provisional"), True),
            "150": (alt("150", cancer=True, verification="provisional"), None),
            "250": (alt("250", cancer=True, verification="provisional"), False),
        },
        not_in=("omop",),
        why_not="the CDM has no verification status",
    ),
)
