"""Pregnancy.

The latest evidence of the last 300 days decides: a recorded status, a test or a diagnosis. No evidence means no.
"""

from __future__ import annotations

from harness.concepts import MODERATE, NEGATIVE, POSITIVE
from harness.records import answered, diagnosis, person
from harness.spec import Paragraph

from eligo.logic import Reproduction
from eligo.patient import Coding

PREGNANT = Reproduction("pregnant")
STATUS = Coding("loinc", "82810-3", "Pregnancy status")
TEST = Coding("loinc", "2106-3", "Choriogonadotropin (pregnancy test) [Presence] in Urine")
YES = Coding("snomed", "77386006", "Pregnant")
NO = Coding("snomed", "60001007", "Not pregnant")
DIAGNOSIS = Coding("snomed", "77386006", "Pregnant")
SUPERVISION = Coding("icd10cm", "Z34.90", "Encounter for supervision of normal pregnancy, unspecified trimester")

PARAGRAPHS = (
    Paragraph(
        "A recorded status",
        "The coded answer says yes or no; any other answer is unknown. A man is not pregnant.",
        PREGNANT,
        {
            "pregnant": (person(answered(STATUS, YES)), True),
            "not pregnant": (person(answered(STATUS, NO)), False),
            "another answer": (person(answered(STATUS, MODERATE)), None),
            "nothing recorded": (person(), False),
            "a man": (person(answered(STATUS, YES), sex="male"), False),
            "sex not given": (person(answered(STATUS, YES), sex=None), True),
        },
    ),
    Paragraph(
        "The latest test",
        "A later answer replaces an earlier one; on one day they have to agree.",
        PREGNANT,
        {
            "positive, later negative": (
                person(answered(TEST, POSITIVE, "2025-11-01"), answered(TEST, NEGATIVE, "2025-12-01")), False),
            "negative, later positive": (
                person(answered(TEST, NEGATIVE, "2025-11-01"), answered(TEST, POSITIVE, "2025-12-01")), True),
            "both on one day": (
                person(answered(TEST, NEGATIVE, "2025-12-01"), answered(TEST, POSITIVE, "2025-12-01")), None),
        },
    ),
    Paragraph(
        "300 days",
        "Evidence older than 300 days says nothing.",
        PREGNANT,
        {
            "positive 300 days ago": (person(answered(TEST, POSITIVE, "2025-03-21")), True),
            "positive 301 days ago": (person(answered(TEST, POSITIVE, "2025-03-20")), False),
            "unclear 300 days ago": (person(answered(TEST, MODERATE, "2025-03-21")), None),
            "positive tomorrow": (person(answered(TEST, POSITIVE, "2026-01-16")), False),
        },
    ),
    Paragraph(
        "A diagnosis",
        "Says yes from its onset, for 300 days, unless it ended.",
        PREGNANT,
        {
            "begun in October": (person(diagnosis(DIAGNOSIS, "2025-10-01")), True),
            "a code of a subtree": (person(diagnosis(SUPERVISION, "2025-10-01")), True),
            "begun 301 days ago": (person(diagnosis(DIAGNOSIS, "2025-03-20")), False),
            "ended": (person(diagnosis(DIAGNOSIS, "2025-10-01", "2025-12-20")), False),
            "ended today": (person(diagnosis(DIAGNOSIS, "2025-10-01", "2026-01-15")), False),
            "ends tomorrow": (person(diagnosis(DIAGNOSIS, "2025-10-01", "2026-01-16")), True),
            "diagnosis and a negative test on one day": (
                person(diagnosis(DIAGNOSIS, "2025-12-01"), answered(TEST, NEGATIVE, "2025-12-01")), None),
        },
    ),
    Paragraph(
        "The end of a pregnancy",
        "A diagnosis that ended is evidence against, as of the day of its end.",
        PREGNANT,
        {
            "positive test before it": (
                person(answered(TEST, POSITIVE, "2025-09-01"), diagnosis(DIAGNOSIS, "2025-09-10", "2025-12-20")), False),
            "positive test during it": (
                person(answered(TEST, POSITIVE, "2025-11-01"), diagnosis(DIAGNOSIS, "2025-09-10", "2025-12-20")), False),
            "positive test after it": (
                person(answered(TEST, POSITIVE, "2026-01-05"), diagnosis(DIAGNOSIS, "2025-09-10", "2025-12-20")), True),
            "positive test on that day": (
                person(answered(TEST, POSITIVE, "2025-12-20"), diagnosis(DIAGNOSIS, "2025-09-10", "2025-12-20")), None),
        },
    ),
    Paragraph(
        "Ended by its status",
        "A diagnosis that is resolved without a date ended on some day since its onset.",
        PREGNANT,
        {
            "alone": (person(diagnosis(DIAGNOSIS, "2025-09-10", clinical="resolved")), False),
            "positive test before": (
                person(answered(TEST, POSITIVE, "2025-08-01"), diagnosis(DIAGNOSIS, "2025-09-10", clinical="resolved")), False),
            "positive test since": (
                person(answered(TEST, POSITIVE, "2025-11-01"), diagnosis(DIAGNOSIS, "2025-09-10", clinical="resolved")), None),
            "resolved years ago, positive test": (
                person(answered(TEST, POSITIVE, "2025-11-01"), diagnosis(DIAGNOSIS, "2022-09-10", clinical="resolved")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no clinical status",
    ),
    Paragraph(
        "Doubtful diagnoses",
        "Refuted and mistaken records don't exist; unconfirmed ones are unknown.",
        PREGNANT,
        {
            "confirmed": (person(diagnosis(DIAGNOSIS, "2025-10-01", verification="confirmed")), True),
            "refuted": (person(diagnosis(DIAGNOSIS, "2025-10-01", verification="refuted")), False),
            "entered in error": (person(diagnosis(DIAGNOSIS, "2025-10-01", verification="entered-in-error")), False),
            "unconfirmed": (person(diagnosis(DIAGNOSIS, "2025-10-01", verification="unconfirmed")), None),
            "positive test, then one unconfirmed and ended": (
                person(answered(TEST, POSITIVE, "2025-09-01"),
                       diagnosis(DIAGNOSIS, "2025-09-10", "2025-12-20", verification="unconfirmed")), None),
        },
        not_in=("omop",),
        why_not="the CDM has no verification status",
    ),
    Paragraph(
        "Partial and missing dates",
        "Evidence that may be the latest takes part; evidence that is in the last 300 days only perhaps leaves it unknown.",
        PREGNANT,
        {
            "positive in March": (person(answered(TEST, POSITIVE, "2025-03")), None),
            "positive in February": (person(answered(TEST, POSITIVE, "2025-02")), False),
            "positive in December": (person(answered(TEST, POSITIVE, "2025-12")), True),
            "positive in December, negative on the 15th": (
                person(answered(TEST, POSITIVE, "2025-12"), answered(TEST, NEGATIVE, "2025-12-15")), None),
            "diagnosis without onset": (person(diagnosis(DIAGNOSIS)), None),
            "diagnosis that ended in January": (person(diagnosis(DIAGNOSIS, "2025-10-01", "2026-01")), None),
            "and a positive test in November": (
                person(diagnosis(DIAGNOSIS, "2025-10-01", "2026-01"), answered(TEST, POSITIVE, "2025-11-01")), None),
        },
        not_in=("omop",),
        why_not="the CDM needs full dates",
    ),
)
