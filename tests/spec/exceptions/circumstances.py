"""Circumstances.

"Unless …" on something forbidden is *and not*, on something required it is *or*.
"""

from __future__ import annotations

from harness.concepts import MALIGNANCY, PLATELETS
from harness.records import diagnosis, person, result
from harness.spec import Paragraph
from harness.terms import below, least

from eligo.logic import And, Condition, Measurement, Not, Or

LOW = Measurement(PLATELETS, below("50"), "10*9/L")
ENOUGH = Measurement(PLATELETS, least("100"), "10*9/L")
CANCER = Condition(MALIGNANCY)
WITH = diagnosis(MALIGNANCY, "2024-01-01")

PARAGRAPHS = (
    Paragraph(
        "Forbidden, unless",
        "Platelets below 50, unless there is a malignancy.",
        And((LOW, Not(CANCER))),
        {
            "40": (person(result(PLATELETS, "40", "10*9/L")), True),
            "40, with it": (person(result(PLATELETS, "40", "10*9/L"), WITH), False),
            "no value": (person(), None),
            "no value, with it": (person(WITH), False),
            "60": (person(result(PLATELETS, "60", "10*9/L")), False),
        },
    ),
    Paragraph(
        "Required, unless",
        "Platelets at least 100, unless there is a malignancy.",
        Or((ENOUGH, CANCER)),
        {
            "120": (person(result(PLATELETS, "120", "10*9/L")), True),
            "60": (person(result(PLATELETS, "60", "10*9/L")), False),
            "60, with it": (person(result(PLATELETS, "60", "10*9/L"), WITH), True),
            "no value": (person(), None),
            "no value, with it": (person(WITH), True),
        },
    ),
    Paragraph(
        "Inside a negation",
        "No platelets below 50 unless there is a malignancy.",
        Not(And((LOW, Not(CANCER)))),
        {
            "40": (person(result(PLATELETS, "40", "10*9/L")), False),
            "40, with it": (person(result(PLATELETS, "40", "10*9/L"), WITH), True),
            "no value": (person(), None),
        },
    ),
)
