"""Daily doses.

A single dose times how often a day, in mg. A lower bound needs an exposure; an upper bound alone holds without one. Records side by
side may add up, and then the sum isn't known.
"""

from __future__ import annotations

from harness.concepts import PREDNISONE
from harness.records import person, taken
from harness.spec import Paragraph
from harness.terms import above, below, between, last, least, most

from eligo.logic import Drug
from eligo.patient import DrugRecord


def now(dose: str | None, **fields: object) -> DrugRecord:
    return taken(PREDNISONE, "2025-12-01", "2026-02-01", dose, **fields)


def past(dose: str | None, **fields: object) -> DrugRecord:
    return taken(PREDNISONE, "2025-06-01", "2025-09-01", dose, **fields)


PARAGRAPHS = (
    Paragraph(
        "At least 10 mg a day",
        "Some exposure of the index date has the dose.",
        Drug(PREDNISONE, dose=least("10"), dose_unit="mg"),
        {
            "10 mg": (person(now("10 mg")), True),
            "5 mg": (person(now("5 mg")), False),
            "5 mg twice a day": (person(now("5 mg", per_day="2")), True),
            "20 mg every other day": (person(now("20 mg", per_day="0.5")), True),
            "10 mg in the past": (person(past("10 mg")), False),
            "no exposure": (person(), False),
        },
    ),
    Paragraph(
        "Doses that aren't known",
        "No dose, no frequency or as needed.",
        Drug(PREDNISONE, dose=least("10"), dose_unit="mg"),
        {
            "no dose": (person(now(None)), None),
            "no frequency": (person(now("20 mg", per_day=None)), None),
            "as needed": (person(now("20 mg", as_needed=True)), None),
            "no dose, in the past": (person(past(None)), False),
            "20 mg": (person(now("20 mg")), True),
        },
    ),
    Paragraph(
        "Units of the dose",
        "Grams and micrograms are scaled; other units only match themselves.",
        Drug(PREDNISONE, dose=least("10"), dose_unit="mg"),
        {
            "0.01 g": (person(now("0.01 g")), True),
            "10000 ug": (person(now("10000 ug")), True),
            "10000 mcg": (person(now("10000 mcg")), True),
            "9999 ug": (person(now("9999 ug")), False),
            "10 mL": (person(now("10 mL")), None),
            "10 without unit": (person(now("10")), None),
        },
    ),
    Paragraph(
        "Strict bounds",
        "More than 10 mg is not 10 mg.",
        Drug(PREDNISONE, dose=above("10"), dose_unit="mg"),
        {"10 mg": (person(now("10 mg")), False), "10.5 mg": (person(now("10.5 mg")), True), "no dose": (person(now(None)), None)},
    ),
    Paragraph(
        "At most 10 mg a day",
        "Holds without an exposure.",
        Drug(PREDNISONE, dose=most("10"), dose_unit="mg"),
        {
            "10 mg": (person(now("10 mg")), True),
            "15 mg": (person(now("15 mg")), False),
            "15 mg in the past": (person(past("15 mg")), True),
            "no exposure": (person(), True),
            "no dose": (person(now(None)), None),
        },
    ),
    Paragraph(
        "Less than 10 mg a day in a window",
        "On every day of it.",
        Drug(PREDNISONE, "ever", last(6, "mo"), dose=below("10"), dose_unit="mg"),
        {
            "5 mg in the past": (person(past("5 mg")), True),
            "10 mg in the past": (person(past("10 mg")), False),
            "10 mg before it": (person(taken(PREDNISONE, "2025-01-01", "2025-07-14", "10 mg")), True),
            "no dose, in the past": (person(past(None)), None),
        },
    ),
    Paragraph(
        "From 5 to 10 mg a day",
        "A lower bound needs an exposure.",
        Drug(PREDNISONE, dose=between("5", "10"), dose_unit="mg"),
        {
            "5 mg": (person(now("5 mg")), True),
            "15 mg": (person(now("15 mg")), False),
            "no exposure": (person(), False),
            "no dose": (person(now(None)), None),
        },
    ),
    Paragraph(
        "Side by side, with a lower bound",
        "Two doses below the bound may reach it together.",
        Drug(PREDNISONE, dose=least("10"), dose_unit="mg"),
        {
            "5 mg and 5 mg": (person(now("5 mg"), now("5 mg")), None),
            "5 mg and 10 mg": (person(now("5 mg"), now("10 mg")), True),
            "5 mg, and 5 mg in the past": (person(now("5 mg"), past("5 mg")), False),
            "5 mg until today, 5 mg from today": (
                person(taken(PREDNISONE, "2025-12-01", "2026-01-15", "5 mg"),
                       taken(PREDNISONE, "2026-01-15", "2026-02-01", "5 mg")), False),
        },
    ),
    Paragraph(
        "Side by side, with an upper bound",
        "Two doses within the bound may pass it together.",
        Drug(PREDNISONE, dose=most("10"), dose_unit="mg"),
        {
            "5 mg and 5 mg": (person(now("5 mg"), now("5 mg")), None),
            "5 mg and 15 mg": (person(now("5 mg"), now("15 mg")), False),
            "5 mg, and 5 mg in the past": (person(now("5 mg"), past("5 mg")), True),
        },
    ),
    Paragraph(
        "Side by side, with both bounds",
        "The sum may be in the range, or above it.",
        Drug(PREDNISONE, dose=between("5", "10"), dose_unit="mg"),
        {
            "6 mg and 6 mg": (person(now("6 mg"), now("6 mg")), None),
            "3 mg and 3 mg": (person(now("3 mg"), now("3 mg")), None),
            "6 mg alone": (person(now("6 mg")), True),
            "3 mg alone": (person(now("3 mg")), False),
        },
    ),
    Paragraph(
        "Doubtful exposures",
        "What may not be taken can neither reach nor break a bound for certain.",
        Drug(PREDNISONE, dose=most("10"), dose_unit="mg"),
        {
            "15 mg on hold": (person(now("15 mg", status="on-hold")), None),
            "5 mg on hold": (person(now("5 mg", status="on-hold")), True),
            "15 mg not taken": (person(now("15 mg", status="not-taken")), True),
            "15 mg, completed without end": (
                person(taken(PREDNISONE, "2025-12-01", None, "15 mg", status="completed")), None),
        },
        not_in=("omop",),
        why_not="the CDM has no status of an exposure, and needs an end",
    ),
)
