"""Which records are of a condition.

A record is of the condition if one of its codes is included, or it displays a title, and none is excluded, by code or by title.
"""

from __future__ import annotations

from harness.concepts import (
    DIABETES,
    E1,
    E10_9,
    E11,
    E11_9,
    HEART_FAILURE,
    HYPERTENSION,
    LIPODYSTROPHY,
    LIPODYSTROPHY_BUT_OF_HIV,
    LIPODYSTROPHY_BY_NAME,
    LOCAL_E11,
)
from harness.records import codings, diagnosis, person
from harness.spec import Paragraph

from eligo.concepts import Code, Concept
from eligo.logic import Condition
from eligo.patient import Coding, ConditionRecord

BOTH = ConditionRecord((E10_9, *codings(DIABETES)), diagnosis(E11, "2024-01-01").onset)


def named(display: str, code: str = "L1") -> Coding:
    """A code that no concept lists, and its name."""
    return Coding("local", code, display)


TWO_NAMES = ConditionRecord(
    (named("Lipodystrophy"), named("Lipodystrophy due to HIV drugs", "L2")), diagnosis(E11, "2024-01-01").onset
)

PARAGRAPHS = (
    Paragraph(
        "A code",
        "An included code of the same system.",
        Condition(HEART_FAILURE),
        {
            "heart failure": (person(diagnosis(HEART_FAILURE, "2024-01-01")), True),
            "hypertension": (person(diagnosis(HYPERTENSION, "2024-01-01")), False),
            "the same number in another system": (person(diagnosis(Coding("local", "84114007"), "2024-01-01")), False),
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
        "A title",
        "A displayed name that equals a title, whatever its case and what stands between its words. "
        "A name that holds a title is another.",
        Condition(LIPODYSTROPHY),
        {
            "an unlisted code, named": (person(diagnosis(named("Lipodystrophy"), "2024-01-01")), True),
            "in capitals": (person(diagnosis(named("LIPODYSTROPHY"), "2024-01-01")), True),
            "of two words": (person(diagnosis(named("Lipodystrophic--syndrome."), "2024-01-01")), True),
            "no code": (person(diagnosis("lipodystrophy", "2024-01-01")), True),
            "a name that goes on": (person(diagnosis(named("Lipodystrophy due to HIV drugs"), "2024-01-01")), False),
            "a name with more before it": (person(diagnosis(named("Familial lipodystrophy"), "2024-01-01")), False),
            "a part of a title": (person(diagnosis(named("Lipodystrophic"), "2024-01-01")), False),
            "no name": (person(diagnosis(named(""), "2024-01-01")), False),
            "the code, otherwise named": (person(diagnosis(Coding("icd10cm", "E88.1", "Other"), "2024-01-01")), True),
        },
    ),
    Paragraph(
        "A tag at the end of a name",
        "SNOMED CT's tag in brackets is no part of the name; other brackets are, and so is a tag that other words follow.",
        Condition(LIPODYSTROPHY),
        {
            "(disorder)": (person(diagnosis(named("Lipodystrophy (disorder)"), "2024-01-01")), True),
            "(finding)": (person(diagnosis(named("Lipodystrophy (finding)"), "2024-01-01")), True),
            "(morphologic abnormality)": (person(diagnosis(named("lipodystrophy (Morphologic Abnormality)"), "2024-01-01")), True),
            "(localized)": (person(diagnosis(named("Lipodystrophy (localized)"), "2024-01-01")), False),
            "in the middle": (person(diagnosis(named("Lipodystrophy (disorder) NOS"), "2024-01-01")), False),
            "without brackets": (person(diagnosis(named("Lipodystrophy disorder"), "2024-01-01")), False),
        },
    ),
    Paragraph(
        "A record that belongs by a title",
        "It is like any other: one that ended is over.",
        Condition(LIPODYSTROPHY),
        {
            "ended": (person(diagnosis(named("Lipodystrophy"), "2020-01-01", "2023-01-01")), False),
            "resolved": (person(diagnosis(named("Lipodystrophy"), "2020-01-01", clinical="resolved")), False),
            "begins tomorrow": (person(diagnosis(named("Lipodystrophy"), "2026-01-16")), False),
        },
    ),
    Paragraph(
        "An excluded title",
        "Takes a record out as an excluded code does, whatever else it is named or coded.",
        Condition(LIPODYSTROPHY_BUT_OF_HIV),
        {
            "lipodystrophy": (person(diagnosis(named("Lipodystrophy"), "2024-01-01")), True),
            "the code": (person(diagnosis(Coding("icd10cm", "E88.1"), "2024-01-01")), True),
            "the code, with the excluded title": (
                person(diagnosis(Coding("icd10cm", "E88.1", "Lipodystrophy due to HIV drugs"), "2024-01-01")), False),
            "both names": (person(TWO_NAMES), False),
            "each in a record": (person(*(diagnosis(c, "2024-01-01") for c in TWO_NAMES.codes)), True),
        },
    ),
    Paragraph(
        "Titles without codes",
        "A record with a title makes it true; without one it is unknown.",
        Condition(LIPODYSTROPHY_BY_NAME),
        {
            "named": (person(diagnosis(named("Lipodystrophy"), "2024-01-01")), True),
            "otherwise named": (person(diagnosis(named("Lipoatrophy"), "2024-01-01")), None),
            "named, but over": (person(diagnosis(named("Lipodystrophy"), "2020-01-01", "2023-01-01")), None),
            "no record": (person(), None),
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
