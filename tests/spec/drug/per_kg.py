"""Doses per kg.

The latest body weight within 365 days turns the bound into mg; all weights that may be the latest have to agree on the answer.
"""

from __future__ import annotations

from harness.concepts import PREDNISONE, WEIGHT
from harness.records import person, result, taken
from harness.spec import Paragraph
from harness.terms import least, most

from eligo.logic import Drug
from eligo.patient import DrugRecord, ObservationRecord

HALF = Drug(PREDNISONE, dose=least("0.5"), dose_unit="mg", per_kg=True)


def now(dose: str | None) -> DrugRecord:
    return taken(PREDNISONE, "2025-12-01", "2026-02-01", dose)


def weighs(value: str, unit: str | None = "kg", date: str = "2026-01-01") -> ObservationRecord:
    return result(WEIGHT, value, unit, date)


PARAGRAPHS = (
    Paragraph(
        "At least 0.5 mg/kg a day",
        "40 mg for 80 kg.",
        HALF,
        {
            "40 mg, 80 kg": (person(now("40 mg"), weighs("80")), True),
            "39 mg, 80 kg": (person(now("39 mg"), weighs("80")), False),
            "40 mg, no weight": (person(now("40 mg")), None),
            "no dose, 80 kg": (person(now(None), weighs("80")), None),
            "no exposure, no weight": (person(), False),
        },
    ),
    Paragraph(
        "Which weight",
        "The latest; not older than 365 days; several of one day have to agree on the answer.",
        HALF,
        {
            "90 kg, later 80 kg": (person(now("40 mg"), weighs("90", date="2025-11-01"), weighs("80")), True),
            "80 kg, later 90 kg": (person(now("40 mg"), weighs("80", date="2025-11-01"), weighs("90")), False),
            "80 kg and 90 kg on one day": (person(now("40 mg"), weighs("80"), weighs("90")), None),
            "80 kg and 79 kg on one day": (person(now("40 mg"), weighs("80"), weighs("79")), True),
            "80 kg, 366 days ago": (person(now("40 mg"), weighs("80", date="2025-01-14")), None),
        },
    ),
    Paragraph(
        "Units of weight",
        "Grams and pounds are scaled; a weight without unit is unknown.",
        HALF,
        {
            "80000 g": (person(now("40 mg"), weighs("80000", "g")), True),
            "170 pounds": (person(now("40 mg"), weighs("170", "[lb_av]")), True),
            "180 pounds": (person(now("40 mg"), weighs("180", "[lb_av]")), False),
            "80 without unit": (person(now("40 mg"), weighs("80", None)), None),
            "<80 kg": (person(now("40 mg"), weighs("<80")), None),
        },
    ),
    Paragraph(
        "On the bound, in another unit",
        "The weight is rounded to 8 decimals of a kg, so that one that was converted is what it was.",
        Drug(PREDNISONE, dose=most("0.5"), dose_unit="mg", per_kg=True),
        {
            "25 mg, 110.23115 pounds": (person(now("25 mg"), weighs("110.23115", "lb")), True),
            "40 mg, 176.36984 pounds": (person(now("40 mg"), weighs("176.36984", "lb")), True),
            "40 mg, 176.3698 pounds": (person(now("40 mg"), weighs("176.3698", "lb")), False),
        },
    ),
    Paragraph(
        "On the bound, by a weight that has to be rounded",
        "160 pounds are 72.574766751… kg: the bound is 72.57476675 mg.",
        Drug(PREDNISONE, dose=least("1"), dose_unit="mg", per_kg=True),
        {
            "72.57476675 mg": (person(now("72.57476675 mg"), weighs("160", "[lb_av]")), True),
            "72.57476674 mg": (person(now("72.57476674 mg"), weighs("160", "[lb_av]")), False),
        },
    ),
    Paragraph(
        "At most 1 mg/kg a day",
        "Holds without an exposure, and then needs no weight.",
        Drug(PREDNISONE, dose=most("1"), dose_unit="mg", per_kg=True),
        {
            "no exposure, no weight": (person(), True),
            "80 mg, 80 kg": (person(now("80 mg"), weighs("80")), True),
            "81 mg, 80 kg": (person(now("81 mg"), weighs("80")), False),
            "80 mg, no weight": (person(now("80 mg")), None),
        },
    ),
)
