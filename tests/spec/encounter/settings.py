"""What sort of encounter.

A stay in hospital, a visit of the emergency department, intensive care, or any encounter.
"""

from __future__ import annotations

from harness.records import person, stay
from harness.spec import Paragraph
from harness.terms import last

from eligo.logic import Encounter
from eligo.patient import Patient


def one(setting: str | None, icu: bool = False) -> Patient:
    return person(stay("2026-01-02", "2026-01-05", setting, icu=icu))


def before(setting: str | None) -> Patient:
    return person(stay("2020-01-02", "2020-01-05", setting))


PARAGRAPHS = (
    Paragraph(
        "A stay in hospital",
        "What isn't said to be one or another sort is unknown.",
        Encounter("inpatient", last(30, "d")),
        {
            "inpatient": (one("inpatient"), True),
            "intensive care": (one("inpatient", icu=True), True),
            "emergency": (one("emergency"), False),
            "outpatient": (one("other"), False),
            "not said": (one(None), None),
            "not said, long ago": (before(None), False),
        },
    ),
    Paragraph(
        "Intensive care",
        "That a stay in hospital had none can't be told.",
        Encounter("icu", last(30, "d")),
        {
            "intensive care": (one("inpatient", icu=True), True),
            "inpatient": (one("inpatient"), None),
            "inpatient, long ago": (before("inpatient"), False),
            "emergency": (one("emergency"), False),
            "outpatient": (one("other"), False),
            "not said": (one(None), None),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "An emergency visit",
        "A stay in hospital is none by itself.",
        Encounter("emergency", last(30, "d")),
        {
            "emergency": (one("emergency"), True),
            "inpatient": (one("inpatient"), False),
            "outpatient": (one("other"), False),
            "not said": (one(None), None),
        },
    ),
    Paragraph(
        "Any encounter",
        "Of whatever sort.",
        Encounter("any", last(30, "d")),
        {
            "outpatient": (one("other"), True),
            "not said": (one(None), True),
            "long ago": (before("other"), False),
        },
    ),
)
