"""Suspected.

A suspicion is a record whose verification says unconfirmed, provisional or differential. A confirmed diagnosis is more than a
suspicion, but not its opposite: it leaves the answer open.
"""

from __future__ import annotations

from harness.concepts import HEART_FAILURE, HYPERTENSION
from harness.records import diagnosis, person
from harness.spec import Paragraph
from harness.terms import last

from eligo.logic import Condition, Or

SUSPECTED = Condition(HEART_FAILURE, certainty="suspected")
NOT_HELD = "the CDM can't hold a suspicion"

PARAGRAPHS = (
    Paragraph(
        "Verification",
        "Refuted and mistaken records don't exist here either.",
        SUSPECTED,
        {
            "unconfirmed": (person(diagnosis(HEART_FAILURE, "2025-01-01", verification="unconfirmed")), True),
            "provisional": (person(diagnosis(HEART_FAILURE, "2025-01-01", verification="provisional")), True),
            "differential": (person(diagnosis(HEART_FAILURE, "2025-01-01", verification="differential")), True),
            "confirmed": (person(diagnosis(HEART_FAILURE, "2025-01-01", verification="confirmed")), None),
            "not given": (person(diagnosis(HEART_FAILURE, "2025-01-01")), None),
            "refuted": (person(diagnosis(HEART_FAILURE, "2025-01-01", verification="refuted")), False),
            "unconfirmed, and over": (
                person(diagnosis(HEART_FAILURE, "2025-01-01", "2025-02-01", verification="unconfirmed")), False),
            "another one": (person(diagnosis(HYPERTENSION, "2025-01-01", verification="unconfirmed")), False),
            "no record": (person(), False),
        },
        not_in=("omop",),
        why_not=NOT_HELD,
    ),
    Paragraph(
        "Known or suspected",
        "Both together.",
        Or((Condition(HEART_FAILURE, "history", last(12, "mo")),
            Condition(HEART_FAILURE, "history", last(12, "mo"), certainty="suspected"))),
        {
            "unconfirmed": (person(diagnosis(HEART_FAILURE, "2025-06-01", verification="unconfirmed")), True),
            "confirmed": (person(diagnosis(HEART_FAILURE, "2025-06-01", verification="confirmed")), True),
            "no record": (person(), False),
        },
        not_in=("omop",),
        why_not=NOT_HELD,
    ),
    Paragraph(
        "Where suspicions are not recorded",
        "Always unknown.",
        SUSPECTED,
        {
            "a diagnosis": (person(diagnosis(HEART_FAILURE, "2025-01-01")), None),
            "no record": (person(), None),
        },
        not_in=("fhir", "neutral"),
        why_not="it can hold a suspicion",
    ),
)
