"""Allergies.

A recorded allergy or intolerance that is not over. No record means none.
"""

from __future__ import annotations

from harness.concepts import DIABETES, PEANUT, PENICILLINS
from harness.records import allergic, diagnosis, person
from harness.spec import Paragraph

from eligo.logic import Allergy, Not
from eligo.patient import Coding

FINDING = Coding("snomed", "91936005", "Allergy to penicillin")
AMOXICILLIN = Coding("rxnorm", "723", "amoxicillin")

PARAGRAPHS = (
    Paragraph(
        "To a class of drugs",
        "A code of the class or of a member, or a member's name.",
        Allergy(PENICILLINS),
        {
            "allergy to penicillin": (person(allergic(FINDING)), True),
            "amoxicillin": (person(allergic(AMOXICILLIN)), True),
            "amoxicillin, by name": (person(allergic(Coding("local", "A1", "Amoxicillin 500 mg"))), True),
            "peanut": (person(allergic(PEANUT)), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "To another substance",
        "By its codes only.",
        Allergy(PEANUT),
        {
            "peanut": (person(allergic(PEANUT)), True),
            "a local code named peanut": (person(allergic(Coding("local", "N1", "peanut"))), False),
            "amoxicillin": (person(allergic(AMOXICILLIN)), False),
        },
    ),
    Paragraph(
        "To anything",
        "Every record counts, whatever its codes.",
        Allergy(None),
        {
            "amoxicillin": (person(allergic(AMOXICILLIN)), True),
            "peanut": (person(allergic(PEANUT)), True),
            "a local code": (person(allergic(Coding("local", "N1", "peanut"))), True),
            "resolved": (person(allergic(PEANUT, clinical="resolved")), False),
            "refuted": (person(allergic(PEANUT, verification="refuted")), False),
            "a resolved and an active one": (
                person(allergic(PEANUT, clinical="resolved"), allergic(AMOXICILLIN)), True),
            "another record": (person(diagnosis(DIABETES, "2020-01-05")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "Doubtful allergies to anything",
        "Unconfirmed and presumed ones are unknown.",
        Allergy(None),
        {
            "unconfirmed": (person(allergic(PEANUT, verification="unconfirmed")), None),
            "presumed": (person(allergic(PEANUT, verification="presumed")), None),
            "unconfirmed, and confirmed": (
                person(allergic(PEANUT, verification="unconfirmed"), allergic(AMOXICILLIN, verification="confirmed")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no verification status",
    ),
    Paragraph(
        "Allergies that are over or were none",
        "Inactive, resolved, refuted and mistaken ones don't count.",
        Allergy(PENICILLINS),
        {
            "active": (person(allergic(AMOXICILLIN, clinical="active")), True),
            "confirmed": (person(allergic(AMOXICILLIN, verification="confirmed")), True),
            "inactive": (person(allergic(AMOXICILLIN, clinical="inactive")), False),
            "resolved": (person(allergic(AMOXICILLIN, clinical="resolved")), False),
            "refuted": (person(allergic(AMOXICILLIN, verification="refuted")), False),
            "entered in error": (person(allergic(AMOXICILLIN, verification="entered-in-error")), False),
        },
    ),
    Paragraph(
        "Doubtful allergies",
        "Unconfirmed and presumed ones are unknown.",
        Allergy(PENICILLINS),
        {
            "unconfirmed": (person(allergic(AMOXICILLIN, verification="unconfirmed")), None),
            "presumed": (person(allergic(AMOXICILLIN, verification="presumed")), None),
            "unconfirmed and resolved": (person(allergic(AMOXICILLIN, verification="unconfirmed", clinical="resolved")), False),
            "unconfirmed, and confirmed": (
                person(allergic(AMOXICILLIN, verification="unconfirmed"), allergic(FINDING, verification="confirmed")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no verification status",
    ),
    Paragraph(
        "No allergy",
        "No record means none.",
        Not(Allergy(PENICILLINS)),
        {
            "no record": (person(), True),
            "amoxicillin": (person(allergic(AMOXICILLIN)), False),
            "peanut": (person(allergic(PEANUT)), True),
        },
    ),
)
