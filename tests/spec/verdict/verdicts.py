"""Verdicts.

*Eligible* if every required statement is true and every forbidden one false; *ineligible* if one is violated for certain; else
*undetermined*. What a line does counts, not the section it stands in.
"""

from __future__ import annotations

from typing import Literal

from harness.concepts import HEART_FAILURE, HEMOGLOBIN
from harness.records import diagnosis, person, result
from harness.spec import VerdictParagraph
from harness.terms import between, least

from eligo.logic import Age, Condition, Effect, Expr, Measurement, Section, Sex
from eligo.patient import Patient
from eligo.protocol import Criterion

ADULT = Age(least("18"))
FAILURE = Condition(HEART_FAILURE)
ENOUGH = Measurement(HEMOGLOBIN, least("9"), "g/dL")
TEN = result(HEMOGLOBIN, "10", "g/dL")
EIGHT = result(HEMOGLOBIN, "8", "g/dL")
FAILING = diagnosis(HEART_FAILURE, "2020-01-01")
Row = tuple[Patient, str, str]


def criterion(id: str, section: Section, effect: Effect, logic: Expr, group: str | None = None) -> Criterion:
    return Criterion(id, section, effect, "", (), logic, "computable", applies_to=group)


def row(patient: Patient, verdict: Literal["eligible", "ineligible", "undetermined"]) -> Row:
    """Without statements for people the screen says what the verdict does."""
    return patient, verdict, "potential" if verdict == "eligible" else verdict


PARAGRAPHS = (
    VerdictParagraph(
        "Required and forbidden",
        "Adults with hemoglobin of at least 9; no heart failure.",
        (
            criterion("I1", "inclusion", "require", ADULT),
            criterion("I2", "inclusion", "require", ENOUGH),
            criterion("E1", "exclusion", "forbid", FAILURE),
        ),
        {
            "everything met": row(person(TEN), "eligible"),
            "a required one is false": row(person(EIGHT), "ineligible"),
            "a forbidden one is true": row(person(TEN, FAILING), "ineligible"),
            "a required one is unknown": row(person(), "undetermined"),
            "one unknown, one violated": row(person(FAILING), "ineligible"),
        },
    ),
    VerdictParagraph(
        "A line under Inclusion that forbids",
        '"Patients with heart failure are not eligible", under Inclusion.',
        (criterion("I1", "inclusion", "forbid", FAILURE),),
        {
            "with it": row(person(FAILING), "ineligible"),
            "without": row(person(), "eligible"),
            "ended": row(person(diagnosis(HEART_FAILURE, "2020-01-01", "2021-01-01")), "eligible"),
        },
    ),
    VerdictParagraph(
        "A line under Exclusion that requires",
        '"Hemoglobin must be at least 9", under Exclusion.',
        (criterion("E1", "exclusion", "require", ENOUGH),),
        {
            "10": row(person(TEN), "eligible"),
            "8": row(person(EIGHT), "ineligible"),
            "no value": row(person(), "undetermined"),
        },
    ),
    VerdictParagraph(
        "Limits of the registry",
        "Age and sex of the registry's own fields count where the text is silent.",
        (
            criterion("R1", "registry", "require", Age(between("18", "65"))),
            criterion("R2", "registry", "require", Sex("female")),
        ),
        {
            "woman of 55": row(person(), "eligible"),
            "woman of 70": row(person(birth="1955-06-15"), "ineligible"),
            "man of 55": row(person(sex="male"), "ineligible"),
            "woman of unknown age": row(person(birth=None), "undetermined"),
            "man of unknown age": row(person(birth=None, sex="male"), "ineligible"),
        },
    ),
    VerdictParagraph(
        "No criteria",
        "Nobody is ruled out.",
        (),
        {"anybody": row(person(), "eligible"), "dead": row(person(death="2020-01-01"), "ineligible")},
    ),
    VerdictParagraph(
        "Groups",
        "What applies to everybody has to hold, and all that applies to one of the groups.",
        (
            criterion("I1", "inclusion", "require", ADULT),
            criterion("I2", "inclusion", "require", FAILURE, "A"),
            criterion("I3", "inclusion", "require", ENOUGH, "B"),
            criterion("E1", "exclusion", "forbid", FAILURE, "B"),
            criterion("I4", "inclusion", "require", Sex("male"), "C"),
        ),
        {
            "group A": row(person(FAILING), "eligible"),
            "group B": row(person(TEN), "eligible"),
            "neither": row(person(EIGHT), "ineligible"),
            "perhaps B": row(person(), "undetermined"),
            "group A, but a child": row(person(FAILING, birth="2015-01-01"), "ineligible"),
        },
    ),
)
