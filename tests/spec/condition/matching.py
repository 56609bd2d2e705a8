"""Which records are of a condition.

A record is of the condition if one of its codes is included and none is excluded.
"""

from __future__ import annotations

from harness.concepts import DIABETES, E1, E10_9, E11, E11_9, HEART_FAILURE, HYPERTENSION, LOCAL_E11
from harness.records import codings, diagnosis, person
from harness.spec import Paragraph

from eligo.concepts import Code, Concept
from eligo.logic import Condition
from eligo.patient import Coding, ConditionRecord

BOTH = ConditionRecord((E10_9, *codings(DIABETES)), diagnosis(E11, "2024-01-01").onset)

PARAGRAPHS = (
    Paragraph(
        "A code",
        "An included code of the same system.",
        Condition(HEART_FAILURE),
        {
            "heart failure": (person(diagnosis(HEART_FAILURE, "2024-01-01")), True),
            "hypertension": (person(diagnosis(HYPERTENSION, "2024-01-01")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "A subtree of ICD-10-CM",
        "Every code that begins with the code of the subtree, that code included.",
        Condition(DIABETES),
        {
            "E11.9": (person(diagnosis(E11_9, "2024-01-01")), True),
            "E11": (person(diagnosis(E11, "2024-01-01")), True),
            "E1": (person(diagnosis(E1, "2024-01-01")), False),
            "E10.9": (person(diagnosis(E10_9, "2024-01-01")), False),
            "E11.9 of another system": (person(diagnosis(LOCAL_E11, "2024-01-01")), False),
        },
    ),
    Paragraph(
        "A code of ICD-10-CM without its subtree",
        "Only the code itself.",
        Condition(Concept("", "lung cancer", "condition", (Code("icd10cm", "C34.1"), Code("icd10cm", "C34.2")))),
        {
            "C34.2": (person(diagnosis(Coding("icd10cm", "C34.2"), "2024-01-01")), True),
            "C34.10": (person(diagnosis(Coding("icd10cm", "C34.10"), "2024-01-01")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "Several codes",
        "One included code is enough.",
        Condition(DIABETES),
        {
            "E10.9 and type 2 diabetes": (person(BOTH), True),
            "E10.9 alone": (person(diagnosis(E10_9, "2024-01-01")), False),
            "E10.9 in one record, E11.9 in another": (
                person(diagnosis(E10_9, "2024-01-01"), diagnosis(E11_9, "2024-01-01")), True),
        },
    ),
    Paragraph(
        "Verification",
        "Refuted and mistaken records don't exist. Unconfirmed, provisional and differential ones make a true unknown.",
        Condition(HEART_FAILURE),
        {
            "confirmed": (person(diagnosis(HEART_FAILURE, "2024-01-01", verification="confirmed")), True),
            "refuted": (person(diagnosis(HEART_FAILURE, "2024-01-01", verification="refuted")), False),
            "entered in error": (person(diagnosis(HEART_FAILURE, "2024-01-01", verification="entered-in-error")), False),
            "unconfirmed": (person(diagnosis(HEART_FAILURE, "2024-01-01", verification="unconfirmed")), None),
            "provisional": (person(diagnosis(HEART_FAILURE, "2024-01-01", verification="provisional")), None),
            "differential": (person(diagnosis(HEART_FAILURE, "2024-01-01", verification="differential")), None),
            "provisional and ended": (
                person(diagnosis(HEART_FAILURE, "2024-01-01", "2024-03-01", verification="provisional")), False),
            "provisional, and confirmed": (
                person(diagnosis(HEART_FAILURE, "2024-01-01", verification="provisional"),
                       diagnosis(HEART_FAILURE, "2024-02-01", verification="confirmed")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no verification status",
    ),
)
