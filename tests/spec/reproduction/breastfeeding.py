"""Breastfeeding.

As pregnancy, by its own codes.
"""

from __future__ import annotations

from harness.records import diagnosis, person
from harness.spec import Paragraph

from eligo.logic import Not, Reproduction
from eligo.patient import Coding

CARE = Coding("icd10cm", "Z39.1", "Encounter for care and examination of lactating mother")

PARAGRAPHS = (
    Paragraph(
        "A diagnosis",
        "Says yes from its onset, for 300 days, unless it ended.",
        Reproduction("lactating"),
        {
            "begun in November": (person(diagnosis(CARE, "2025-11-01")), True),
            "ended": (person(diagnosis(CARE, "2025-11-01", "2025-12-31")), False),
            "begun 301 days ago": (person(diagnosis(CARE, "2025-03-20")), False),
            "nothing recorded": (person(), False),
            "a man": (person(diagnosis(CARE, "2025-11-01"), sex="male"), False),
        },
    ),
    Paragraph(
        "Not breastfeeding",
        "What is doubtful stays unknown under a negation.",
        Not(Reproduction("lactating")),
        {
            "nothing recorded": (person(), True),
            "begun in November": (person(diagnosis(CARE, "2025-11-01")), False),
            "unconfirmed": (person(diagnosis(CARE, "2025-11-01", verification="unconfirmed")), None),
            "begun in March": (person(diagnosis(CARE, "2025-03")), None),
        },
        not_in=("omop",),
        why_not="the CDM has no verification status and needs full dates",
    ),
)
