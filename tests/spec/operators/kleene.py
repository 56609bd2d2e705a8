"""And, or, not.

Kleene's strong logic: an unknown part matters only where the others don't decide.
"""

from __future__ import annotations

from harness.concepts import HEART_FAILURE
from harness.records import diagnosis, person
from harness.spec import Paragraph
from harness.terms import least

from eligo.logic import Age, And, AtLeast, Condition, Either, Expr, Not, Or, Sex, Truth
from eligo.patient import Patient

ADULT = Age(least("18"))
WOMAN = Sex("female")
FAILURE = Condition(HEART_FAILURE)

BIRTHS = {True: ("adult", "1970-06-15"), False: ("child", "2015-06-15"), None: ("of unknown age", None)}
SEXES = {True: ("woman", "female"), False: ("man", "male"), None: ("sex not given", None)}


def who(adult: Truth, woman: Truth) -> Patient:
    return person(birth=BIRTHS[adult][1], sex=SEXES[woman][1])


def table(*truths: Truth) -> dict[str, tuple[Patient, Truth]]:
    """All nine pairs of (adult, woman), in the order true, false, unknown."""
    pairs = [(a, w) for a in (True, False, None) for w in (True, False, None)]
    return {
        f"{BIRTHS[a][0]}, {SEXES[w][0]}": (who(a, w), truth) for (a, w), truth in zip(pairs, truths, strict=True)
    }


def three(adult: Truth, woman: Truth, failure: bool) -> Patient:
    records = (diagnosis(HEART_FAILURE, "2020-01-01"),) if failure else ()
    return person(*records, birth=BIRTHS[adult][1], sex=SEXES[woman][1])


def of_three(logic: Expr, title: str, says: str, *truths: Truth) -> Paragraph:
    people = {
        "adult woman with it": three(True, True, True),
        "adult man with it": three(True, False, True),
        "adult, sex not given, with it": three(True, None, True),
        "adult, sex not given, without": three(True, None, False),
        "child, sex not given, without": three(False, None, False),
        "boy with it": three(False, False, True),
        "age and sex not given, without": three(None, None, False),
        "age and sex not given, with it": three(None, None, True),
    }
    return Paragraph(title, says, logic, dict(zip(people, zip(people.values(), truths, strict=True), strict=True)))


PARAGRAPHS = (
    Paragraph("And", "True if all are, false if any is.", And((ADULT, WOMAN)),
              table(True, False, None, False, False, False, None, False, None)),
    Paragraph("Or", "True if any is, false if all are.", Or((ADULT, WOMAN)),
              table(True, True, True, True, False, None, True, None, None)),
    Paragraph("Not", "Unknown stays unknown.", Not(ADULT),
              {"adult": (who(True, True), False), "child": (who(False, True), True), "of unknown age": (who(None, True), None)}),
    Paragraph("Not and, or", "Not all of them, which is some not.", Not(And((ADULT, Not(WOMAN)))),
              table(True, False, None, True, True, True, True, None, None)),
    of_three(AtLeast(2, (ADULT, WOMAN, FAILURE)), "At least two of three", "What is unknown may or may not count.",
             True, True, True, None, False, False, None, None),
    of_three(AtLeast(1, (ADULT, WOMAN, FAILURE)), "At least one of three", "As or.",
             True, True, True, True, None, True, None, True),
    of_three(AtLeast(3, (ADULT, WOMAN, FAILURE)), "At least three of three", "As and.",
             True, False, None, False, False, False, False, None),
    Paragraph("Nothing to hold", "Or of nothing is false.", And((Or(()),)),
              {
                  "anybody": (who(True, True), False),
                  "a child": (who(False, True), False),
                  "of unknown age": (who(None, None), False),
              }),
    Paragraph("All of nothing", "And of nothing is true.", Or((And(()), ADULT)),
              {
                  "an adult": (who(True, True), True),
                  "a child": (who(False, True), True),
                  "of unknown age": (who(None, None), True),
              }),
    Paragraph("Either reading", "The common value of the readings, else unknown.", Either((ADULT, WOMAN)),
              table(True, None, None, None, False, None, None, None, None)),
    Paragraph("Neither reading", "A negation of readings that differ is unknown.", Not(Either((ADULT, WOMAN))),
              table(False, None, None, None, True, None, None, None, None)),
)
