"""Limits of normal.

Multiples of ULN and LLN go by the record's own reference range; "normal" is inside it. Without the limit it is unknown.
"""

from __future__ import annotations

from harness.concepts import ALT, HEMOGLOBIN, PLATELETS
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import above, below, least, most

from eligo.logic import Measurement
from eligo.patient import Patient


def alt(value: str, high: str | None = "40", unit: str | None = "U/L", low: str | None = None) -> Patient:
    return person(result(ALT, value, unit, low=low, high=high))


def hemoglobin(value: str | None, low: str | None = "12", high: str | None = "16") -> Patient:
    return person(result(HEMOGLOBIN, value, "g/dL", low=low, high=high))


PARAGRAPHS = (
    Paragraph(
        "At most 3 × ULN",
        "The upper end of the reference range, three times.",
        Measurement(ALT, most("3"), times="ULN"),
        {
            "120, up to 40": (alt("120"), True),
            "121, up to 40": (alt("121"), False),
            "120, no range": (alt("120", None), None),
            "120, only a lower limit": (alt("120", None, low="5"), None),
            "no value": (person(), None),
        },
    ),
    Paragraph(
        "The record's own unit",
        "Value and range are in the same unit, whatever that is.",
        Measurement(ALT, most("3"), times="ULN"),
        {
            "2 ukat/L, up to 0.7": (alt("2", "0.7", "ukat/L"), True),
            "2.2 ukat/L, up to 0.7": (alt("2.2", "0.7", "ukat/L"), False),
            "120 without unit, up to 40": (alt("120", "40", None), True),
        },
    ),
    Paragraph(
        "Below 2.5 × ULN",
        "The product is exact: 2.5 × 33.3 is 83.25.",
        Measurement(ALT, below("2.5"), times="ULN"),
        {
            "83.24": (alt("83.24", "33.3"), True),
            "83.25": (alt("83.25", "33.3"), False),
            "<83.25": (alt("<83.25", "33.3"), True),
            ">83.25": (alt(">83.25", "33.3"), False),
            "<83.26": (alt("<83.26", "33.3"), None),
        },
    ),
    Paragraph(
        "Above ULN",
        "One times the limit.",
        Measurement(ALT, above("1"), times="ULN"),
        {"41": (alt("41"), True), "40": (alt("40"), False), "no range": (alt("41", None), None)},
    ),
    Paragraph(
        "At least LLN",
        "The lower end of the reference range.",
        Measurement(PLATELETS, least("1"), times="LLN"),
        {
            "150, from 150": (person(result(PLATELETS, "150", "10*9/L", low="150")), True),
            "149, from 150": (person(result(PLATELETS, "149", "10*9/L", low="150")), False),
            "149, only an upper limit": (person(result(PLATELETS, "149", "10*9/L", high="400")), None),
        },
    ),
    Paragraph(
        "Normal",
        "Inside the reference range; a limit that isn't given is open.",
        Measurement(HEMOGLOBIN, answer="normal"),
        {
            "14": (hemoglobin("14"), True),
            "16": (hemoglobin("16"), True),
            "16.1": (hemoglobin("16.1"), False),
            "14, only a lower limit": (hemoglobin("14", high=None), True),
            "11, only a lower limit": (hemoglobin("11", high=None), False),
            "14, no range": (hemoglobin("14", None, None), None),
            ">14": (hemoglobin(">14"), None),
        },
    ),
    Paragraph(
        "Abnormal",
        "Outside the reference range.",
        Measurement(HEMOGLOBIN, answer="abnormal"),
        {
            "14": (hemoglobin("14"), False),
            "11.9": (hemoglobin("11.9"), True),
            "14, no range": (hemoglobin("14", None, None), None),
            "no number": (hemoglobin(None), None),
        },
    ),
)
