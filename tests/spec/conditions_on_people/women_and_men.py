"""Women and men.

"For women: …" on something required is *a man, or …*; on something forbidden it is *a woman, and …*.
"""

from __future__ import annotations

from harness.concepts import CREATININE, HEMOGLOBIN
from harness.records import diagnosis, person, result
from harness.spec import Paragraph
from harness.terms import above, least

from eligo.logic import And, Measurement, Not, Or, Reproduction, Sex
from eligo.patient import Coding, Patient

WOMAN, MAN = Sex("female"), Sex("male")
ENOUGH = Measurement(HEMOGLOBIN, least("12"), "g/dL")
PREGNANT = Coding("snomed", "77386006", "Pregnant")


def hemoglobin(value: str | None, sex: str | None) -> Patient:
    return person(*((result(HEMOGLOBIN, value, "g/dL"),) if value else ()), sex=sex)


def creatinine(value: str | None, sex: str | None) -> Patient:
    return person(*((result(CREATININE, value, "mg/dL"),) if value else ()), sex=sex)


PARAGRAPHS = (
    Paragraph(
        "Required of women",
        "For women, hemoglobin at least 12.",
        Or((Not(WOMAN), ENOUGH)),
        {
            "woman, 13": (hemoglobin("13", "female"), True),
            "woman, 11": (hemoglobin("11", "female"), False),
            "woman, no value": (hemoglobin(None, "female"), None),
            "man, 11": (hemoglobin("11", "male"), True),
            "man, no value": (hemoglobin(None, "male"), True),
            "sex not given, 13": (hemoglobin("13", None), True),
            "sex not given, 11": (hemoglobin("11", None), None),
        },
    ),
    Paragraph(
        "Forbidden for women",
        "Women who are pregnant.",
        And((WOMAN, Reproduction("pregnant"))),
        {
            "pregnant": (person(diagnosis(PREGNANT, "2025-10-01")), True),
            "not pregnant": (person(), False),
            "a man": (person(sex="male"), False),
            "sex not given, pregnant": (person(diagnosis(PREGNANT, "2025-10-01"), sex=None), None),
            "sex not given, not pregnant": (person(sex=None), False),
        },
    ),
    Paragraph(
        "A limit for each",
        "Creatinine above 1.2 in women or above 1.4 in men.",
        Or((And((WOMAN, Measurement(CREATININE, above("1.2"), "mg/dL"))),
            And((MAN, Measurement(CREATININE, above("1.4"), "mg/dL"))))),
        {
            "woman, 1.3": (creatinine("1.3", "female"), True),
            "woman, 1.2": (creatinine("1.2", "female"), False),
            "man, 1.3": (creatinine("1.3", "male"), False),
            "man, 1.5": (creatinine("1.5", "male"), True),
            "man, no value": (creatinine(None, "male"), None),
            "sex not given, 1.3": (creatinine("1.3", None), None),
            "sex not given, 1.1": (creatinine("1.1", None), False),
        },
    ),
)
