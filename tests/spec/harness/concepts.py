"""The concepts of the specification: small sets of real codes.

Codes and names are those of SNOMED CT, ICD-10-CM (CDC/NCHS), LOINC and RxNorm. Scales are UCUM's; molar ones follow from the
molar mass of the substance. Courses in days are for the examples only.
"""

from __future__ import annotations

from decimal import Decimal

from eligo.concepts import Answer, Code, Concept, Ingredient, UnitScale
from eligo.patient import Coding


def _snomed(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("snomed", c) for c in codes)


def _loinc(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("loinc", c) for c in codes)


def _rxnorm(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("rxnorm", c) for c in codes)


def _subtree(*codes: str) -> tuple[Code, ...]:
    return tuple(Code("icd10cm", c, descendants=True) for c in codes)


# --- conditions ---

DIABETES = Concept("type_2_diabetes", "type 2 diabetes", "condition", _snomed("44054006") + _subtree("E11"))
ANY_DIABETES = Concept("diabetes", "diabetes", "condition", _snomed("73211009", "44054006", "46635009") + _subtree("E10", "E11"))
HYPERTENSION = Concept("hypertension", "hypertension", "condition", _snomed("38341003", "59621000"))
HEART_FAILURE = Concept("heart_failure", "heart failure", "condition", _snomed("84114007"))
INFARCTION = Concept("myocardial_infarction", "myocardial infarction", "condition", _snomed("22298006"), days=28)
PNEUMONIA = Concept("pneumonia", "pneumonia", "condition", _snomed("233604007"), days=30)
LUNG_CANCER = Concept("lung_cancer", "lung cancer", "condition", _snomed("254637007", "254632001", "363358000") + _subtree("C34"))
BASAL_CELL = Concept(
    "basal_cell_carcinoma", "basal cell carcinoma", "condition", _snomed("254701007") + _subtree("C44.01", "C44.11"),
)
MALIGNANCY = Concept(
    "malignancy", "malignancy", "condition",
    _snomed("363346000", "254637007", "254632001", "254701007", "254837009") + _subtree("C34", "C44"),
)
MALIGNANCY_BUT_BASAL_CELL = Concept(
    "malignancy", "malignancy except basal cell carcinoma", "condition", MALIGNANCY.include, BASAL_CELL.include,
)
UNBOUND_CONDITION = Concept("", "an unlisted syndrome", "condition")

LIPODYSTROPHY = Concept(
    "lipodystrophy", "lipodystrophy", "condition", _subtree("E88.1"), titles=("lipodystrophy", "lipodystrophic syndrome"),
)
LIPODYSTROPHY_BUT_OF_HIV = Concept(
    "lipodystrophy-", "lipodystrophy other than that of HIV drugs", "condition", LIPODYSTROPHY.include,
    titles=LIPODYSTROPHY.titles, exclude_titles=("lipodystrophy due to hiv drugs",),
)
LIPODYSTROPHY_BY_NAME = Concept("", "lipodystrophy", "condition", titles=LIPODYSTROPHY.titles)

E11 = Coding("icd10cm", "E11")
E11_9 = Coding("icd10cm", "E11.9", "Type 2 diabetes mellitus without complications")
E1 = Coding("icd10cm", "E1")
E10_9 = Coding("icd10cm", "E10.9", "Type 1 diabetes mellitus without complications")
LOCAL_E11 = Coding("local", "E11.9")

# --- measurements ---

COUNTS = tuple(UnitScale(u, Decimal(s)) for u, s in (
    ("10*9/L", "1"), ("10*3/uL", "1"), ("K/uL", "1"), ("/uL", "1000"), ("/mm3", "1000"), ("", "1"),
))
PLATELETS = Concept("platelets", "platelets", "lab", _loinc("777-3"), unit="10*9/L", units=COUNTS)
NEUTROPHILS = Concept("neutrophils", "neutrophils", "lab", _loinc("751-8"), unit="10*9/L", units=COUNTS[:-1])
HEMOGLOBIN = Concept(
    "hemoglobin", "hemoglobin", "lab", _loinc("718-7"), unit="g/dL",
    units=tuple(UnitScale(u, Decimal(s)) for u, s in (("g/dL", "1"), ("g/L", "10"), ("mg/dL", "1000"))),
)
CREATININE = Concept(
    "creatinine", "creatinine", "lab", _loinc("2160-0"), unit="mg/dL",
    units=tuple(UnitScale(u, Decimal(s)) for u, s in (("mg/dL", "1"), ("umol/L", "88.4"))),
)
TEMPERATURE = Concept(
    "body_temperature", "body temperature", "vital", _loinc("8310-5"), unit="Cel",
    units=(UnitScale("Cel", Decimal(1)), UnitScale("[degF]", Decimal("1.8"), Decimal(32))),
)
ALT = Concept("alt", "ALT", "lab", _loinc("1742-6"), unit="U/L", units=tuple(UnitScale(u, Decimal(1)) for u in ("U/L", "[IU]/L")))
POSITIVE = Answer("positive", _snomed("10828004", "260373001"))
NEGATIVE = Answer("negative", _snomed("260385009"))
HBSAG = Concept("hbsag", "hepatitis B surface antigen", "lab", _loinc("5196-1"), answers=(POSITIVE, NEGATIVE))
HER2 = Concept("erbb2", "ERBB2 amplification", "lab", _loinc("31150-6"), answers=(POSITIVE, NEGATIVE), lasting=True)
WEIGHT = Concept("body_weight", "body weight", "vital", _loinc("29463-7"), unit="kg", units=(UnitScale("kg", Decimal(1)),))
UNBOUND_LAB = Concept("", "an unlisted marker", "lab")
MODERATE = Coding("snomed", "6736007", "Moderate")

# --- scores ---

ECOG = Concept("ecog", "ECOG performance status", "score", _loinc("89247-1"))
SLEEPINESS = Concept("", "Epworth Sleepiness Scale", "score", titles=(
    "epworth sleepiness scale", "epworth sleepiness scale total score",
))
NYHA = Concept("nyha_class", "NYHA class", "score", _loinc("88020-3"), answers=tuple(
    Answer(label, _loinc(code), Decimal(n))
    for n, (label, code) in enumerate((("I", "LA28404-4"), ("II", "LA28405-1"), ("III", "LA28406-9"), ("IV", "LA28407-7")), 1)
))

# --- drugs ---

PREDNISONE = Concept("prednisone", "prednisone", "drug", ingredients=(
    Ingredient("prednisone", _rxnorm("8640", "312617", "312615"), Decimal(1)),
))
GLUCOCORTICOIDS = Concept("glucocorticoids", "glucocorticoids", "drug", ingredients=(
    Ingredient("prednisone", _rxnorm("8640"), Decimal(1)),
    Ingredient("methylprednisolone", _rxnorm("6902"), Decimal("1.25")),
    Ingredient("hydrocortisone", _rxnorm("5492"), Decimal("0.25")),
    Ingredient("budesonide", ()),
))
"""Prednisone 5 mg = methylprednisolone 4 mg = hydrocortisone 20 mg; oral budesonide has no accepted equivalence."""
METFORMIN = Concept("metformin", "metformin", "drug", ingredients=(Ingredient("metformin", _rxnorm("6809")),))
METHOTREXATE = Concept("methotrexate", "methotrexate", "drug", ingredients=(Ingredient("methotrexate", _rxnorm("6851")),))
ANTICOAGULANT = Concept("warfarin", "warfarin", "drug", ingredients=(Ingredient("warfarin", _rxnorm("11289", "855332")),))
AMOXICILLIN = Concept("amoxicillin", "amoxicillin", "drug", ingredients=(Ingredient("amoxicillin", _rxnorm("723")),))
UNBOUND_DRUG = Concept("", "an unlisted drug", "drug")

# --- procedures and allergies ---

BYPASS = Concept("cabg", "coronary artery bypass graft", "procedure", _snomed("232717009"))
TRANSFUSION = Concept("transfusion", "red cell transfusion", "procedure", _snomed("116863004", "71493000"))
PENICILLINS = Concept("penicillins", "penicillins", "drug", _snomed("91936005"), ingredients=(
    Ingredient("amoxicillin", _rxnorm("723")), Ingredient("penicillin G", _rxnorm("7980")),
))
INFLUENZA_VACCINE = Concept("influenza_vaccine", "influenza vaccine", "vaccine", (Code("cvx", "140"), Code("cvx", "141")))
LIVE_VACCINES = Concept("live_vaccines", "live vaccine", "vaccine", (Code("cvx", "03"), Code("cvx", "21"), Code("cvx", "121")))
PEANUT = Concept("peanut", "peanut", "substance", _snomed("762952008", "91935009"))
