"""Conditions of relatives.

A condition is recorded of some member of the family. The patient's own conditions are none of theirs.
"""

from __future__ import annotations

from dataclasses import replace

from harness.concepts import ANY_DIABETES, DIABETES, E11_9, HYPERTENSION
from harness.records import diagnosis, person, relative
from harness.spec import Paragraph

from eligo.logic import FamilyHistory
from eligo.patient import Coding

PARAGRAPHS = (
    Paragraph(
        "Recorded",
        "Of any relative.",
        FamilyHistory(ANY_DIABETES),
        {
            "diabetes": (person(relative(DIABETES)), True),
            "by a code of the subtree": (person(relative(E11_9)), True),
            "hypertension": (person(relative(HYPERTENSION)), False),
            "hypertension and diabetes": (person(relative(HYPERTENSION), relative(DIABETES)), True),
            "the patient's own": (person(diagnosis(DIABETES, "2020-01-01")), False),
            "entered in error": (person(relative(DIABETES, status="entered-in-error")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "A title",
        "A displayed name that equals a title, as for conditions.",
        FamilyHistory(replace(ANY_DIABETES, titles=("diabetes mellitus",), exclude_titles=("neonatal diabetes",))),
        {
            "an unlisted code, named": (person(relative(Coding("local", "F1", "Diabetes mellitus (disorder)"))), True),
            "an excluded title": (person(relative(Coding("icd10cm", "E11.9", "Neonatal diabetes"))), False),
            "a name that goes on": (person(relative(Coding("local", "F2", "Diabetes mellitus screening"))), False),
        },
    ),
    Paragraph(
        "The patient's own condition",
        "A relative's is none.",
        FamilyHistory(HYPERTENSION),
        {
            "both": (person(diagnosis(HYPERTENSION, "2020-01-01"), relative(HYPERTENSION)), True),
            "the patient's only": (person(diagnosis(HYPERTENSION, "2020-01-01")), False),
        },
    ),
    Paragraph(
        "A history that is not known",
        "A condition in it is unknown.",
        FamilyHistory(ANY_DIABETES),
        {
            "health unknown": (person(relative(DIABETES, status="health-unknown")), None),
            "partial": (person(relative(DIABETES, status="partial")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no status of a family history",
    ),
)
