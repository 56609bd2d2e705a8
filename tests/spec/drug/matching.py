"""Which records are of a drug.

By a code of an ingredient, or by the ingredient's name as whole words of what the record displays.
"""

from __future__ import annotations

from harness.concepts import AMOXICILLIN, PENICILLINS, PREDNISONE
from harness.records import person, taken
from harness.spec import Paragraph

from eligo.logic import Drug
from eligo.patient import Coding, Patient

EVER = Drug(PREDNISONE, "ever")
TABLET = Coding("rxnorm", "312617", "prednisone 5 MG Oral Tablet")


def took(what: Coding | str, **fields: str) -> Patient:
    return person(taken(what, "2025-01-01", "2025-02-01", **fields))


PARAGRAPHS = (
    Paragraph(
        "Codes",
        "Of the ingredient or of a product that is listed with it.",
        EVER,
        {
            "the ingredient": (took(Coding("rxnorm", "8640")), True),
            "a product": (took(TABLET), True),
            "prednisolone": (took(Coding("rxnorm", "8638")), False),
            "the same code of another system": (took(Coding("local", "8640")), False),
            "no record": (person(), False),
        },
    ),
    Paragraph(
        "Names",
        "Whole words, whatever the case and what stands between them.",
        EVER,
        {
            "an unlisted code, named": (took(Coding("local", "P5", "Prednisone 5 MG Oral Tablet")), True),
            "in capitals": (took("PREDNISONE 5MG TAB"), True),
            "in brackets": (took("corticosteroid (prednisone), oral"), True),
            "methylprednisolone": (took("methylprednisolone 4 mg"), False),
            "prednisolone": (took("Prednisolone 5 mg"), False),
            "meprednisone": (took("meprednisone 8 mg"), False),
        },
    ),
    Paragraph(
        "Names of several words",
        "The words in a row.",
        Drug(PENICILLINS, "ever"),
        {
            "Penicillin-G potassium": (took("Penicillin-G potassium 5 million units"), True),
            "amoxicillin in a combination": (took("amoxicillin / clavulanate"), True),
            "penicillin V": (took("penicillin V 500 mg"), False),
            "penicillin": (took("penicillin"), False),
        },
    ),
    Paragraph(
        "Statuses",
        "What was not taken, is only intended, cancelled or a mistake doesn't exist.",
        EVER,
        {
            "completed": (took(TABLET, status="completed"), True),
            "stopped": (took(TABLET, status="stopped"), True),
            "not taken": (took(TABLET, status="not-taken"), False),
            "intended": (took(TABLET, status="intended"), False),
            "cancelled": (took(TABLET, status="cancelled"), False),
            "entered in error": (took(TABLET, status="entered-in-error"), False),
        },
    ),
    Paragraph(
        "Doubtful statuses",
        "Unknown and on-hold make a true unknown.",
        Drug(AMOXICILLIN, "ever"),
        {
            "unknown": (person(taken(AMOXICILLIN, "2025-01-01", "2025-02-01", status="unknown")), None),
            "on hold": (person(taken(AMOXICILLIN, "2025-01-01", "2025-02-01", status="on-hold")), None),
            "on hold from tomorrow": (person(taken(AMOXICILLIN, "2026-01-16", status="on-hold")), False),
            "on hold, and completed": (
                person(taken(AMOXICILLIN, "2025-01-01", status="on-hold"), taken(AMOXICILLIN, "2020-01-01", "2020-02-01")), True),
        },
        not_in=("omop",),
        why_not="the CDM has no status of an exposure",
    ),
)
