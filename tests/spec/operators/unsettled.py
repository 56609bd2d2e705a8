"""What isn't settled.

Statements for people, words that were not understood and concepts without codes are unknown. They leave an answer open and never
decide one.
"""

from __future__ import annotations

from harness.concepts import (
    HYPERTENSION,
    METFORMIN,
    PREDNISONE,
    UNBOUND_CONDITION,
    UNBOUND_DRUG,
    UNBOUND_LAB,
)
from harness.records import diagnosis, person, taken
from harness.spec import Paragraph
from harness.terms import least

from eligo.concepts import Code, Concept
from eligo.logic import Age, Allergy, And, Condition, Drug, Manual, Measurement, Not, Opaque, Or, Procedure, Truth
from eligo.patient import Patient

ADULT = Age(least("18"))
CONSENT = Manual("consent", "signed informed consent")
WORDS = Opaque("residue", "in a good mood")
AN_ADULT = person()
A_CHILD = person(birth="2015-01-01")
CODES_ONLY = Concept("", "prednisone", "drug", (Code("rxnorm", "8640"),))


def both(adult: Truth, child: Truth) -> dict[str, tuple[Patient, Truth]]:
    return {"adult": (AN_ADULT, adult), "child": (A_CHILD, child), "of unknown age": (person(birth=None), None)}


PARAGRAPHS = (
    Paragraph("A statement for people", "Unknown.", CONSENT, both(None, None)),
    Paragraph("Words that were not understood", "Unknown, and so is their negation.", Not(WORDS), both(None, None)),
    Paragraph("Narrowed by them", "False where the rest is.", And((ADULT, WORDS)), both(None, False)),
    Paragraph("Widened by them", "True where the rest is.", Or((ADULT, WORDS)), both(True, None)),
    Paragraph("Narrowed by a statement for people", "False where the rest is.", And((ADULT, CONSENT)), both(None, False)),
    Paragraph(
        "A condition without codes", "Unknown: no record doesn't mean that there is none.", Condition(UNBOUND_CONDITION),
        {
            "no record": (AN_ADULT, None),
            "another record": (person(diagnosis(HYPERTENSION, "2020-01-01")), None),
            "a record of that name": (person(diagnosis("an unlisted syndrome", "2020-01-01")), None),
        },
    ),
    Paragraph("No condition without codes", "Unknown as well.", Not(Condition(UNBOUND_CONDITION)), both(None, None)),
    Paragraph("A measurement without codes", "Unknown.", Measurement(UNBOUND_LAB, least("1")), both(None, None)),
    Paragraph("A drug without ingredients", "Unknown.", Not(Drug(UNBOUND_DRUG, "ever")), both(None, None)),
    Paragraph(
        "A drug with codes but no ingredient", "Unknown: doses and names are those of ingredients.", Drug(CODES_ONLY, "ever"),
        {
            "no record": (AN_ADULT, None),
            "another drug": (person(taken(METFORMIN, "2025-01-01", "2025-02-01")), None),
            "a record": (person(taken(PREDNISONE, "2025-01-01", "2025-02-01")), None),
        },
    ),
    Paragraph("A procedure or an allergy without codes", "Unknown.",
              Or((Procedure(Concept("", "an unlisted procedure", "procedure")), Allergy(UNBOUND_DRUG))), both(None, None)),
)
