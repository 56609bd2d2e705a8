"""Equivalent doses.

A dose is multiplied by the factor of its ingredient. An ingredient without a factor, or two with different ones in a record,
make it unknown.
"""

from __future__ import annotations

from dataclasses import replace

from harness.concepts import GLUCOCORTICOIDS
from harness.records import person, taken
from harness.spec import Paragraph
from harness.terms import least, most

from eligo.concepts import Code
from eligo.logic import Drug
from eligo.patient import Coding, DrugRecord, Patient

PREDNISONE = Coding("rxnorm", "8640", "prednisone")
METHYLPREDNISOLONE = Coding("rxnorm", "6902", "methylprednisolone")
HYDROCORTISONE = Coding("rxnorm", "5492", "hydrocortisone")
BUDESONIDE = Coding("local", "B9", "budesonide 3 mg capsule")
PREDNISOLONE = Coding("rxnorm", "8638")
WITH_PREDNISOLONE = replace(GLUCOCORTICOIDS, include=(Code("rxnorm", "8638"),))
AT_LEAST_20 = Drug(GLUCOCORTICOIDS, dose=least("20"), dose_unit="mg", equivalent="prednisone")


def now(what: Coding, dose: str) -> DrugRecord:
    return taken(what, "2025-12-01", "2026-02-01", dose)


def took(what: Coding, dose: str) -> Patient:
    return person(now(what, dose))


PARAGRAPHS = (
    Paragraph(
        "At least 20 mg of prednisone or equivalent",
        "16 mg of methylprednisolone or 80 mg of hydrocortisone.",
        AT_LEAST_20,
        {
            "prednisone 20 mg": (took(PREDNISONE, "20 mg"), True),
            "methylprednisolone 16 mg": (took(METHYLPREDNISOLONE, "16 mg"), True),
            "methylprednisolone 15 mg": (took(METHYLPREDNISOLONE, "15 mg"), False),
            "hydrocortisone 80 mg": (took(HYDROCORTISONE, "80 mg"), True),
            "hydrocortisone 20 mg": (took(HYDROCORTISONE, "20 mg"), False),
            "no exposure": (person(), False),
        },
    ),
    Paragraph(
        "No equivalence known",
        "An ingredient without a factor is unknown, whatever its dose.",
        AT_LEAST_20,
        {
            "budesonide 9 mg": (took(BUDESONIDE, "9 mg"), None),
            "budesonide 9 mg and prednisone 20 mg": (person(now(BUDESONIDE, "9 mg"), now(PREDNISONE, "20 mg")), True),
            "prednisone 5 mg": (took(PREDNISONE, "5 mg"), False),
        },
    ),
    Paragraph(
        "Two ingredients in one record",
        "With different factors it is unknown which the dose is of.",
        AT_LEAST_20,
        {
            "prednisone or hydrocortisone": (took(Coding("local", "X", "prednisone / hydrocortisone"), "40 mg"), None),
            "prednisone": (took(Coding("local", "X", "prednisone / calcium"), "40 mg"), True),
            "hydrocortisone": (took(Coding("local", "X", "hydrocortisone / urea"), "40 mg"), False),
        },
        not_in=("omop",),
        why_not="the CDM holds strengths by ingredient",
    ),
    Paragraph(
        "At most 10 mg of prednisone or equivalent",
        "An upper bound holds without an exposure.",
        Drug(GLUCOCORTICOIDS, dose=most("10"), dose_unit="mg", equivalent="prednisone"),
        {
            "hydrocortisone 40 mg": (took(HYDROCORTISONE, "40 mg"), True),
            "hydrocortisone 60 mg": (took(HYDROCORTISONE, "60 mg"), False),
            "budesonide 9 mg": (took(BUDESONIDE, "9 mg"), None),
            "no exposure": (person(), True),
        },
    ),
    Paragraph(
        "Without equivalence",
        "A dose of any of them, as it stands.",
        Drug(GLUCOCORTICOIDS, dose=least("20"), dose_unit="mg"),
        {
            "hydrocortisone 20 mg": (took(HYDROCORTISONE, "20 mg"), True),
            "methylprednisolone 16 mg": (took(METHYLPREDNISOLONE, "16 mg"), False),
            "budesonide 20 mg": (took(BUDESONIDE, "20 mg"), True),
        },
    ),
    Paragraph(
        "A code of none of the ingredients",
        "The class lists it, but nothing says what it is worth.",
        Drug(WITH_PREDNISOLONE, dose=least("20"), dose_unit="mg", equivalent="prednisone"),
        {
            "prednisolone 20 mg": (took(PREDNISOLONE, "20 mg"), None),
            "prednisolone 20 mg and prednisone 20 mg": (person(now(PREDNISOLONE, "20 mg"), now(PREDNISONE, "20 mg")), True),
            "prednisone 5 mg": (took(PREDNISONE, "5 mg"), False),
        },
    ),
)
