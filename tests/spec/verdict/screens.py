"""Screens.

A screen is the verdict with every statement for people set to the value that favours eligibility where it stands. Words that were
not understood, concepts without codes and missing data are not set aside.
"""

from __future__ import annotations

from harness.concepts import HEART_FAILURE, HEMOGLOBIN, UNBOUND_CONDITION
from harness.records import diagnosis, person, result
from harness.spec import VerdictParagraph
from harness.terms import least

from eligo.logic import And, Condition, Effect, Either, Expr, Manual, Measurement, Not, Opaque, Or
from eligo.protocol import Criterion

CONSENT = Manual("consent", "signed informed consent")
JUDGED = Manual("judgement", "unfit in the opinion of the investigator")
WORDS = Opaque("residue", "in a good mood")
FAILURE = Condition(HEART_FAILURE)
ENOUGH = Measurement(HEMOGLOBIN, least("9"), "g/dL")
WITH = person(diagnosis(HEART_FAILURE, "2020-01-01"))
WITHOUT = person()


def one(effect: Effect, logic: Expr) -> tuple[Criterion, ...]:
    section = "inclusion" if effect == "require" else "exclusion"
    return (Criterion("C1", section, effect, "", (), logic, "partial"),)  # type: ignore[arg-type]


PARAGRAPHS = (
    VerdictParagraph(
        "Required",
        "Consent is set aside as given.",
        one("require", And((CONSENT, FAILURE))),
        {
            "with heart failure": (WITH, "undetermined", "potential"),
            "without": (WITHOUT, "ineligible", "ineligible"),
        },
    ),
    VerdictParagraph(
        "Forbidden",
        "A judgement is set aside as not made.",
        one("forbid", Or((JUDGED, FAILURE))),
        {
            "with heart failure": (WITH, "ineligible", "ineligible"),
            "without": (WITHOUT, "undetermined", "potential"),
        },
    ),
    VerdictParagraph(
        "Forbidden together",
        "Heart failure that is judged to matter: the judgement decides.",
        one("forbid", And((JUDGED, FAILURE))),
        {
            "with heart failure": (WITH, "undetermined", "potential"),
            "without": (WITHOUT, "eligible", "potential"),
        },
    ),
    VerdictParagraph(
        "Under a negation",
        "Required not to be judged unfit: set aside the other way round.",
        one("require", And((Not(JUDGED), FAILURE))),
        {
            "with heart failure": (WITH, "undetermined", "potential"),
            "without": (WITHOUT, "ineligible", "ineligible"),
        },
    ),
    VerdictParagraph(
        "Under a negation that is forbidden",
        "Forbidden unless consent is given.",
        one("forbid", And((FAILURE, Not(CONSENT)))),
        {
            "with heart failure": (WITH, "undetermined", "potential"),
            "without": (WITHOUT, "eligible", "potential"),
        },
    ),
    VerdictParagraph(
        "Words that were not understood",
        "They are not set aside.",
        one("require", And((WORDS, FAILURE))),
        {
            "with heart failure": (WITH, "undetermined", "undetermined"),
            "without": (WITHOUT, "ineligible", "ineligible"),
        },
    ),
    VerdictParagraph(
        "Missing data",
        "They are not set aside.",
        one("require", And((CONSENT, ENOUGH))),
        {
            "10": (person(result(HEMOGLOBIN, "10", "g/dL")), "undetermined", "potential"),
            "no value": (WITHOUT, "undetermined", "undetermined"),
            "8": (person(result(HEMOGLOBIN, "8", "g/dL")), "ineligible", "ineligible"),
        },
    ),
    VerdictParagraph(
        "Concepts without codes",
        "They are not set aside.",
        one("forbid", Condition(UNBOUND_CONDITION)),
        {"anybody": (WITHOUT, "undetermined", "undetermined"), "dead": (person(death="2020-01-01"), "ineligible", "ineligible")},
    ),
    VerdictParagraph(
        "Readings",
        "A statement for people is set aside in every reading.",
        one("require", Either((CONSENT, And((CONSENT, FAILURE))))),
        {
            "with heart failure": (WITH, "undetermined", "potential"),
            "without": (WITHOUT, "undetermined", "undetermined"),
        },
    ),
)
