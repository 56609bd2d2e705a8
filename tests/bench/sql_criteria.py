"""Laboratory criteria in the words of trials, and the same as OHDSI Circe's cohort definition and as SQL written by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import eligo
from eligo.canon import canonical
from eligo.dialect import back
from eligo.logic import Measurement, Offset

from .omop_generator import Lab, concept_ids, unit_ids

INDEX = date(2026, 1, 15)

WORDS = """
Haemoglobin >= 9 g/dL; Platelets >= 100 x 10^9/L; Absolute neutrophil count >= 1.5 x 10^9/L; White blood cell count >= 3 x 10^9/L;
Serum creatinine <= 1.5 mg/dL; Total bilirubin <= 1.5 mg/dL; ALT <= 120 U/L; AST <= 120 U/L; Alkaline phosphatase <= 300 U/L;
Serum albumin >= 3 g/dL; Serum potassium >= 3.5 mmol/L; Serum sodium >= 130 mmol/L; Serum calcium <= 11 mg/dL; HbA1c <= 9 %;
Fasting plasma glucose <= 200 mg/dL; LDL cholesterol <= 190 mg/dL; HDL cholesterol >= 35 mg/dL; Triglycerides <= 400 mg/dL;
Total cholesterol <= 300 mg/dL; BNP >= 100 pg/mL; NT-proBNP >= 300 pg/mL; CRP <= 50 mg/L; Ferritin >= 15 ng/mL; TSH <= 10 mIU/L;
Blood urea nitrogen <= 40 mg/dL; Lymphocyte count >= 0.5 x 10^9/L; Serum magnesium >= 1.2 mg/dL; Serum phosphate <= 6 mg/dL;
Uric acid <= 9 mg/dL; Amylase <= 300 U/L; Lipase <= 180 U/L; LDH <= 500 U/L; GGT <= 150 U/L; Creatine kinase <= 1000 U/L;
PSA <= 20 ng/mL; CA-125 <= 70 U/mL; AFP <= 100 ng/mL; Vitamin B12 >= 200 pg/mL; Folate >= 3 ng/mL;
25-hydroxyvitamin D >= 20 ng/mL; Free T4 <= 2.5 ng/dL; Fibrinogen >= 150 mg/dL; Serum bicarbonate >= 18 mmol/L;
Serum chloride <= 110 mmol/L; CD4 count >= 200 /uL; Testosterone >= 300 ng/dL; Prolactin <= 25 ng/mL; Procalcitonin <= 2 ng/mL;
Hematocrit >= 30 %; Eosinophil count <= 1.5 x 10^9/L; Troponin I <= 0.4 ng/mL; Cystatin C <= 2 mg/L; Direct bilirubin <= 0.5 mg/dL;
Ammonia <= 80 umol/L; ESR <= 60 mm/h
"""
"""Limits as trials have them, the common quantities first. A database has all of these; a trial asks for the first few."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion: its text, what it asks for in canonical text with the *any* reduction, the quantity, and its window."""

    text: str
    any_value: str
    lab: Lab
    concepts: tuple[int, ...]
    unit_id: int
    since: date


@cache
def everything() -> tuple[Asked, ...]:
    """All criteria. Fails if eligo doesn't read one of them as the limit of one quantity."""
    texts = [
        f"{' '.join(words.split())} within {12 if n % 2 else 6} months" for n, words in enumerate(WORDS.split(";"))
    ]
    protocol = eligo.compile(text_of(texts))
    logics = [c.logic for c in protocol.criteria if c.status == "computable"]
    limits = [m for m in logics if isinstance(m, Measurement) and m.bounds and m.window and m.window.since]
    assert len(limits) == len(texts), [c.text for c in protocol.criteria if c.status != "computable"]
    labs = []
    for m in limits:
        assert m.bounds is not None
        assert m.unit is not None
        low, high = m.bounds.low, m.bounds.high
        labs.append(Lab(tuple(c.code for c in m.concept.include), m.unit, float(low or high or 0), low is not None))
    units, ids = unit_ids(labs), concept_ids(labs)
    return tuple(
        Asked(text, canonical(replace(m, which="any")), lab, tuple(own), units[lab.unit], back(INDEX, _since(m)))
        for text, m, lab, own in zip(texts, limits, labs, ids, strict=True)
    )


def _since(m: Measurement) -> Offset:
    assert m.window is not None
    assert m.window.since is not None
    return m.window.since


def text_of(criteria: Sequence[str]) -> str:
    """A record of inclusion criteria."""
    return "Inclusion Criteria:\n" + "\n".join(f"{n}. {text}" for n, text in enumerate(criteria, 1)) + "\n"


def overrides(asked: Sequence[Asked]) -> str:
    """A site's overrides that read each criterion as *any value*; free text has no words that say so safely."""
    entries = [f"[[criterion]]\ntext = {json.dumps(a.text)}\nmeans = {json.dumps(a.any_value)}\n" for a in asked]
    return "\n".join(entries)


def circe(asked: Sequence[Asked]) -> str:
    """OHDSI's SQL for the cohort that meets all criteria on the index date, for DuckDB: statements for an empty table ``cohort``.

    An entry event on a given day is Circe's observation period with a user-defined start and end.
    """
    from circe.api import build_cohort_query, cohort_expression_from_json
    from circe.cohortdefinition import BuildExpressionQueryOptions
    from circe.sqlrender import render, translate

    day = INDEX.isoformat()
    entry = {"ObservationPeriod": {"UserDefinedPeriod": {"StartDate": day, "EndDate": day}}}
    definition = {
        "ConceptSets": [_concept_set(n, a) for n, a in enumerate(asked)],
        "PrimaryCriteria": {
            "CriteriaList": [entry],
            "ObservationWindow": {"PriorDays": 0, "PostDays": 0},
            "PrimaryCriteriaLimit": {"Type": "All"},
        },
        "QualifiedLimit": {"Type": "First"},
        "ExpressionLimit": {"Type": "First"},
        "InclusionRules": [_rule(n, a) for n, a in enumerate(asked)],
        "CensoringCriteria": [],
        "CollapseSettings": {"CollapseType": "ERA", "EraPad": 0},
    }
    options = BuildExpressionQueryOptions()  # type: ignore[no-untyped-call]
    options.cdm_schema = options.vocabulary_schema = options.result_schema = "main"
    options.target_table = "main.cohort"
    options.cohort_id = 1
    options.generate_stats = False
    return str(
        translate(render(build_cohort_query(cohort_expression_from_json(json.dumps(definition)), options)), "duckdb")
    )


def _concept_set(number: int, asked: Asked) -> dict[str, object]:
    items = [
        {
            "concept": {
                "CONCEPT_ID": c,
                "CONCEPT_NAME": "",
                "VOCABULARY_ID": "LOINC",
                "DOMAIN_ID": "Measurement",
                "CONCEPT_CODE": "",
            },
            "isExcluded": False,
            "includeDescendants": True,
            "includeMapped": False,
        }
        for c in asked.concepts
    ]
    return {"id": number, "name": asked.text, "expression": {"items": items}}


def _rule(number: int, asked: Asked) -> dict[str, object]:
    value = {"Value": asked.lab.bound, "Op": "gte" if asked.lab.at_least else "lte"}
    window = {
        "Start": {"Days": (INDEX - asked.since).days, "Coeff": -1},
        "End": {"Days": 0, "Coeff": 1},
        "UseEventEnd": False,
    }
    one = {
        "Criteria": {"Measurement": {"CodesetId": number, "ValueAsNumber": value}},
        "StartWindow": window,
        "Occurrence": {"Type": 2, "Count": 1},
    }
    group = {"Type": "ALL", "CriteriaList": [one], "DemographicCriteriaList": [], "Groups": []}
    return {"name": asked.text, "expression": group}


def by_hand(asked: Sequence[Asked], *, latest: bool) -> str:
    """The table that eligo's statement gives, by one pass over the measurements, as for DuckDB and these data alone: no two
    values of a person on a day, one unit, no operators. A NULL is a value that is missing.
    """
    cases = " ".join(f"WHEN {c} THEN {n}" for n, a in enumerate(asked, 1) for c in a.concepts)
    ids = ", ".join(str(c) for a in asked for c in a.concepts)
    earliest = min(a.since for a in asked)
    tests = " ".join(
        f"WHEN {n} THEN CASE WHEN unit_id <> {a.unit_id} THEN NULL WHEN value {_sign(a.lab)} {a.lab.bound} THEN 1 ELSE 0 END"
        for n, a in enumerate(asked, 1)
    )
    answers = ", ".join(f"MAX(CASE WHEN criterion = {n} THEN met END) AS I{n}" for n in range(1, len(asked) + 1))
    windows = {
        since: [n for n, a in enumerate(asked, 1) if a.since == since]
        for since in dict.fromkeys(a.since for a in asked)
    }
    within = " OR ".join(
        f"criterion IN ({', '.join(map(str, n))}) AND day >= DATE '{since}'" for since, n in windows.items()
    )
    columns = [f"I{n}" for n in range(1, len(asked) + 1)]
    lowest = (
        f"LEAST({', '.join(f'COALESCE({c}, 0.5)' for c in columns)})"
        if len(columns) > 1
        else f"COALESCE({columns[0]}, 0.5)"
    )
    values = (
        "SELECT person_id, criterion, ARG_MAX(value, day) AS value, ARG_MAX(unit_id, day) AS unit_id FROM wanted GROUP BY ALL"
        if latest
        else "SELECT person_id, criterion, value, unit_id FROM wanted"
    )
    return f"""
WITH recorded AS (
  SELECT person_id, CASE measurement_concept_id {cases} END AS criterion, measurement_date AS day,
    value_as_number AS value, unit_concept_id AS unit_id
  FROM measurement
  WHERE measurement_concept_id IN ({ids}) AND measurement_date BETWEEN DATE '{earliest}' AND DATE '{INDEX}'
), wanted AS (
  SELECT * FROM recorded WHERE {within}
), tested AS (
  SELECT person_id, {answers}
  FROM (SELECT person_id, criterion, CASE criterion {tests} END AS met FROM ({values}))
  GROUP BY person_id
), judged AS (
  SELECT p.person_id, CASE WHEN d.person_id IS NULL THEN 0 ELSE 1 END AS deceased,
    CASE WHEN d.person_id IS NOT NULL THEN 0 ELSE {lowest} END AS verdict, {", ".join(columns)}
  FROM person p
  LEFT JOIN (SELECT DISTINCT person_id FROM death WHERE death_date <= DATE '{INDEX}') d ON d.person_id = p.person_id
  LEFT JOIN tested t ON t.person_id = p.person_id
)
SELECT person_id, deceased,
  CASE verdict WHEN 1 THEN 'eligible' WHEN 0 THEN 'ineligible' ELSE 'undetermined' END AS verdict,
  CASE verdict WHEN 1 THEN 'potential' WHEN 0 THEN 'ineligible' ELSE 'undetermined' END AS screen,
  {", ".join(f"{c}, {c} AS {c}_screen" for c in columns)}
FROM judged ORDER BY person_id
"""


def _sign(lab: Lab) -> str:
    return ">=" if lab.at_least else "<="


def scan() -> str:
    """A plain scan: the sum of every column that the statement needs of measurements and persons, without a filter or a join."""
    columns = (
        "person_id",
        "measurement_concept_id",
        "measurement_source_concept_id",
        "measurement_date - DATE '1970-01-01'",
        "operator_concept_id",
        "value_as_number",
        "unit_concept_id",
    )
    persons = "(SELECT SUM(person_id) + SUM(year_of_birth) FROM person)"
    return f"SELECT {', '.join(f'SUM({c})' for c in columns)}, {persons} FROM measurement"
