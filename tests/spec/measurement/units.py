"""Units.

A bound is scaled to every unit of the concept and rounded to 8 decimals; the value is compared as it was recorded. A unit that is
not among the concept's makes the value unknown.
"""

from __future__ import annotations

from harness.concepts import CREATININE, HEMOGLOBIN, NEUTROPHILS, PLATELETS, TEMPERATURE
from harness.records import person, result
from harness.spec import Paragraph
from harness.terms import above, between, least, most

from eligo.logic import Measurement

PARAGRAPHS = (
    Paragraph(
        "Spellings and multiples",
        "Platelets at least 100 × 10⁹/L.",
        Measurement(PLATELETS, least("100"), "10*9/L"),
        {
            "120 10*9/L": (person(result(PLATELETS, "120", "10*9/L")), True),
            "120 10*3/uL": (person(result(PLATELETS, "120", "10*3/uL")), True),
            "120 K/uL": (person(result(PLATELETS, "120", "K/uL")), True),
            "100000 /uL": (person(result(PLATELETS, "100000", "/uL")), True),
            "99999 /uL": (person(result(PLATELETS, "99999", "/uL")), False),
            "120 g/L": (person(result(PLATELETS, "120", "g/L")), None),
            "120 k/ul": (person(result(PLATELETS, "120", "k/ul")), None),
        },
    ),
    Paragraph(
        "No unit, where the concept allows it",
        "Its scale is the one that the concept gives.",
        Measurement(PLATELETS, least("100"), "10*9/L"),
        {
            "120": (person(result(PLATELETS, "120")), True),
            "80": (person(result(PLATELETS, "80")), False),
            "no number": (person(result(PLATELETS)), None),
        },
    ),
    Paragraph(
        "No unit, where the concept doesn't",
        "It may be anything.",
        Measurement(NEUTROPHILS, least("1.5"), "10*9/L"),
        {
            "2": (person(result(NEUTROPHILS, "2")), None),
            "2 10*9/L": (person(result(NEUTROPHILS, "2", "10*9/L")), True),
            "1200 /uL": (person(result(NEUTROPHILS, "1200", "/uL")), False),
        },
    ),
    Paragraph(
        "Mass and amount of substance",
        "Creatinine at most 1.5 mg/dL is at most 132.6 µmol/L, exactly.",
        Measurement(CREATININE, most("1.5"), "mg/dL"),
        {
            "1.5 mg/dL": (person(result(CREATININE, "1.5", "mg/dL")), True),
            "1.51 mg/dL": (person(result(CREATININE, "1.51", "mg/dL")), False),
            "132.6 umol/L": (person(result(CREATININE, "132.6", "umol/L")), True),
            "132.7 umol/L": (person(result(CREATININE, "132.7", "umol/L")), False),
            "1.5 without unit": (person(result(CREATININE, "1.5")), None),
        },
    ),
    Paragraph(
        "A bound that has to be rounded",
        "133 µmol/L is 1.50452488687… mg/dL: the bound is 1.50452489.",
        Measurement(CREATININE, most("133"), "umol/L"),
        {
            "1.50452489 mg/dL": (person(result(CREATININE, "1.50452489", "mg/dL")), True),
            "1.5045249 mg/dL": (person(result(CREATININE, "1.5045249", "mg/dL")), False),
            "133 umol/L": (person(result(CREATININE, "133", "umol/L")), True),
            "133 mmol/L": (person(result(CREATININE, "133", "mmol/L")), None),
        },
    ),
    Paragraph(
        "A unit whose zero is somewhere else",
        "38 °C is 100.4 °F: the bound is stretched and moved, exactly.",
        Measurement(TEMPERATURE, least("38"), "Cel"),
        {
            "38 Cel": (person(result(TEMPERATURE, "38", "Cel")), True),
            "100.4 [degF]": (person(result(TEMPERATURE, "100.4", "[degF]")), True),
            "100.3 [degF]": (person(result(TEMPERATURE, "100.3", "[degF]")), False),
            "100.4 Cel": (person(result(TEMPERATURE, "100.4", "Cel")), True),
            "311.2 K": (person(result(TEMPERATURE, "311.2", "K")), None),
        },
    ),
    Paragraph(
        "A bound in such a unit",
        "Above 99.5 °F is above 37.5 °C.",
        Measurement(TEMPERATURE, above("99.5"), "[degF]"),
        {
            "99.5 [degF]": (person(result(TEMPERATURE, "99.5", "[degF]")), False),
            "37.5 Cel": (person(result(TEMPERATURE, "37.5", "Cel")), False),
            "37.6 Cel": (person(result(TEMPERATURE, "37.6", "Cel")), True),
        },
    ),
    Paragraph(
        "Open bounds",
        "An open bound stays open in every unit.",
        Measurement(HEMOGLOBIN, above("10"), "g/dL"),
        {
            "10 g/dL": (person(result(HEMOGLOBIN, "10", "g/dL")), False),
            "100 g/L": (person(result(HEMOGLOBIN, "100", "g/L")), False),
            "100.1 g/L": (person(result(HEMOGLOBIN, "100.1", "g/L")), True),
            "6.3 mmol/L": (person(result(HEMOGLOBIN, "6.3", "mmol/L")), None),
        },
    ),
    Paragraph(
        "A range",
        "Both ends belong to it.",
        Measurement(HEMOGLOBIN, between("9", "12"), "g/dL"),
        {
            "8.9 g/dL": (person(result(HEMOGLOBIN, "8.9", "g/dL")), False),
            "9 g/dL": (person(result(HEMOGLOBIN, "9", "g/dL")), True),
            "120 g/L": (person(result(HEMOGLOBIN, "120", "g/L")), True),
            "121 g/L": (person(result(HEMOGLOBIN, "121", "g/L")), False),
            "no value": (person(), None),
        },
    ),
    Paragraph(
        "A bound in a unit that the concept doesn't have",
        "It is compared with records in that very unit, as it stands; what another unit would make of it is not known.",
        Measurement(HEMOGLOBIN, least("5.6"), "mmol/L"),
        {
            "6 mmol/L": (person(result(HEMOGLOBIN, "6", "mmol/L")), True),
            "5.5 mmol/L": (person(result(HEMOGLOBIN, "5.5", "mmol/L")), False),
            "9 g/dL": (person(result(HEMOGLOBIN, "9", "g/dL")), None),
            "6 without unit": (person(result(HEMOGLOBIN, "6")), None),
        },
    ),
)
