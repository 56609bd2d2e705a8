"""Class exceptions.

"Malignancy except basal cell carcinoma" is some record of a malignancy that is not one of the exception. The exception is taken
away record by record, not patient by patient.
"""

from __future__ import annotations

from harness.concepts import BASAL_CELL, LUNG_CANCER, MALIGNANCY, MALIGNANCY_BUT_BASAL_CELL
from harness.records import codings, diagnosis, person
from harness.spec import Paragraph
from harness.terms import last

from eligo.logic import And, Condition, Not, Opaque, Or
from eligo.patient import Coding, ConditionRecord

LUNG = diagnosis(LUNG_CANCER, "2020-01-01")
BASAL = diagnosis(BASAL_CELL, "2020-01-01")
OF_LIP = Coding("icd10cm", "C44.01", "Basal cell carcinoma of skin of lip")
SQUAMOUS = Coding("icd10cm", "C44.02", "Squamous cell carcinoma of skin of lip")
TWO_CODES = ConditionRecord((OF_LIP, *codings(MALIGNANCY)), BASAL.onset)
TREATED = Opaque("residue", "adequately treated")

PARAGRAPHS = (
    Paragraph(
        "Another record counts",
        "Basal cell carcinoma alone is none; with lung cancer it is one.",
        Condition(MALIGNANCY_BUT_BASAL_CELL, "history"),
        {
            "lung cancer": (person(LUNG), True),
            "basal cell carcinoma": (person(BASAL), False),
            "both": (person(BASAL, LUNG), True),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "Codes of one record",
        "An excluded code takes the record away, whatever the other says; subtrees of the exception do as well.",
        Condition(MALIGNANCY_BUT_BASAL_CELL, "history"),
        {
            "basal cell carcinoma of the lip": (person(diagnosis(OF_LIP, "2020-01-01")), False),
            "squamous cell carcinoma of the lip": (person(diagnosis(SQUAMOUS, "2020-01-01")), True),
            "malignancy and basal cell carcinoma": (person(TWO_CODES), False),
        },
    ),
    Paragraph(
        "Not with an exception",
        "A negation is over all of it.",
        Not(Condition(MALIGNANCY_BUT_BASAL_CELL, "history", last(5, "a"))),
        {
            "basal cell carcinoma": (person(diagnosis(BASAL_CELL, "2024-01-01")), True),
            "both": (person(diagnosis(BASAL_CELL, "2024-01-01"), LUNG), False),
            "no record": (person(), True),
        },
    ),
    Paragraph(
        "A doubtful record outside the exception",
        "Unknown, whatever is inside.",
        Condition(MALIGNANCY_BUT_BASAL_CELL, "history"),
        {
            "provisional lung cancer": (person(diagnosis(LUNG_CANCER, "2020-01-01", verification="provisional")), None),
            "and basal cell carcinoma": (
                person(BASAL, diagnosis(LUNG_CANCER, "2020-01-01", verification="provisional")), None),
            "provisional basal cell carcinoma": (person(diagnosis(BASAL_CELL, "2020-01-01", verification="provisional")), False),
        },
        not_in=("omop",),
        why_not="the CDM has no verification status",
    ),
    Paragraph(
        "An exception that isn't settled",
        '"Except adequately treated basal cell carcinoma": records outside decide, those inside are unknown.',
        Or((Condition(MALIGNANCY_BUT_BASAL_CELL, "history"), And((Condition(BASAL_CELL, "history"), Not(TREATED))))),
        {
            "lung cancer": (person(LUNG), True),
            "basal cell carcinoma": (person(BASAL), None),
            "both": (person(BASAL, LUNG), True),
            "no record": (person(), False),
        },
    ),
)
