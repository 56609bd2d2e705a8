"""How often.

Records of the same day and the same first code are one event.
"""

from __future__ import annotations

from dataclasses import replace

from harness.concepts import INFARCTION, LUNG_CANCER, MALIGNANCY
from harness.records import codings, diagnosis, person
from harness.spec import Paragraph
from harness.terms import last

from eligo.logic import Condition
from eligo.patient import Coding

TWICE = Condition(INFARCTION, "history", count=2)
SKIN = Coding("icd10cm", "C44.02", "Squamous cell carcinoma of skin of lip")

PARAGRAPHS = (
    Paragraph(
        "At least two",
        "On two days.",
        TWICE,
        {
            "two days": (person(diagnosis(INFARCTION, "2020-01-01"), diagnosis(INFARCTION, "2022-01-01")), True),
            "one day, recorded twice": (
                person(diagnosis(INFARCTION, "2020-01-01"), diagnosis(INFARCTION, "2020-01-01")), False),
            "one": (person(diagnosis(INFARCTION, "2020-01-01")), False),
            "one, and one tomorrow": (person(diagnosis(INFARCTION, "2020-01-01"), diagnosis(INFARCTION, "2026-01-16")), False),
            "none": (person(), False),
        },
    ),
    Paragraph(
        "Different codes on one day",
        "They are different events.",
        Condition(MALIGNANCY, "history", count=2),
        {
            "lung and skin": (person(diagnosis(LUNG_CANCER, "2020-01-01"), diagnosis(SKIN, "2020-01-01")), True),
            "lung only": (person(diagnosis(LUNG_CANCER, "2020-01-01")), False),
            "lung twice, with different second codes": (
                person(diagnosis(LUNG_CANCER, "2020-01-01"),
                       replace(diagnosis(LUNG_CANCER, "2020-01-01"), codes=(*codings(LUNG_CANCER), SKIN))), False),
            "lung twice": (person(diagnosis(LUNG_CANCER, "2020-01-01"), diagnosis(LUNG_CANCER, "2020-01-01")), False),
        },
    ),
    Paragraph(
        "At least two in a window",
        "Those outside it don't count.",
        Condition(INFARCTION, "history", last(2, "a"), count=2),
        {
            "both in it": (person(diagnosis(INFARCTION, "2024-01-15"), diagnosis(INFARCTION, "2025-01-01")), True),
            "one tomorrow": (person(diagnosis(INFARCTION, "2026-01-16"), diagnosis(INFARCTION, "2025-01-01")), False),
            "one a day early": (person(diagnosis(INFARCTION, "2024-01-14"), diagnosis(INFARCTION, "2025-01-01")), False),
        },
    ),
    Paragraph(
        "Doubtful records",
        "Too few with them is false, too few without them unknown.",
        TWICE,
        {
            "one, and one provisional": (
                person(diagnosis(INFARCTION, "2020-01-01"), diagnosis(INFARCTION, "2022-01-01", verification="provisional")),
                None),
            "one, and one refuted": (
                person(diagnosis(INFARCTION, "2020-01-01"), diagnosis(INFARCTION, "2022-01-01", verification="refuted")), False),
            "two, and one provisional": (
                person(diagnosis(INFARCTION, "2020-01-01"), diagnosis(INFARCTION, "2021-01-01"),
                       diagnosis(INFARCTION, "2022-01-01", verification="provisional")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no verification status",
    ),
    Paragraph(
        "Counting partial and missing dates",
        "They don't tell whether two records are of one event.",
        TWICE,
        {
            "2020 alone": (person(diagnosis(INFARCTION, "2020")), False),
            "2020 and 2020": (person(diagnosis(INFARCTION, "2020"), diagnosis(INFARCTION, "2020")), None),
            "2020 and 1 March 2020": (person(diagnosis(INFARCTION, "2020"), diagnosis(INFARCTION, "2020-03-01")), None),
            "no date and 1 March 2020": (person(diagnosis(INFARCTION), diagnosis(INFARCTION, "2020-03-01")), None),
            "2020, and two days": (
                person(diagnosis(INFARCTION, "2020"), diagnosis(INFARCTION, "2020-03-01"), diagnosis(INFARCTION, "2021-01-01")),
                True),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
)
