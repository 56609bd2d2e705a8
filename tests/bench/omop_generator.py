"""A generated OMOP CDM 5.4 of any size, made inside DuckDB: the tables that laboratory criteria and Circe read.

The same sizes and seed give the same rows. One person in forty is followed closely and has half of all measurements, so that
a long list of criteria still finds persons who meet all of them. Rows lie in no order. A person has at most one measurement on a
day, every quantity comes in one unit, and no measurement lies outside the observation period: that keeps the plainest
hand-written query right, and Circe's, which knows neither. The values of a quantity lie around the bound that is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DAYS = 740
"""Days before the index date over which a person's measurements are spread."""

FOLLOWED = 40
"""One person in so many is followed closely."""

FIRST_LAB, FIRST_UNIT, FIRST_OTHER = 3_000_000, 8_000, 40_000_000
"""Concept ids of the codes of the quantities, of their units, and of everything else."""

QUANTITIES = 100
"""How many quantities a database has, each with as many rows; those that no criterion asks for have codes of their own."""

STRIDES = (7_368_787, 15_485_863)
"""Primes: row numbers times one of them, modulo the count, are all row numbers in no order."""


@dataclass(frozen=True, slots=True)
class Lab:
    """A quantity to generate: its LOINC codes, the UCUM unit of its values, and the bound that criteria ask for."""

    codes: tuple[str, ...]
    unit: str
    bound: float
    at_least: bool


def concept_ids(labs: Sequence[Lab]) -> list[list[int]]:
    """The concept ids of each quantity's codes."""
    starts = [FIRST_LAB + sum(len(lab.codes) for lab in labs[:n]) for n in range(len(labs))]
    return [list(range(start, start + len(lab.codes))) for start, lab in zip(starts, labs, strict=True)]


def unit_ids(labs: Sequence[Lab]) -> dict[str, int]:
    """The concept id of each unit."""
    return {unit: FIRST_UNIT + n for n, unit in enumerate(dict.fromkeys(lab.unit for lab in labs))}


def generate(
    connection: Any,
    persons: int,
    measurements: int,
    labs: Sequence[Lab],
    index: date,
    *,
    seed: int = 1,
    concepts: int = 100_000,
) -> None:
    """Fill an empty DuckDB database.

    ``concepts``: how many concepts the vocabulary has beside those of the quantities. Raises ValueError if two measurements of a
    person would fall on one day.
    """
    labs = [*labs, *(Lab((f"OTHER-{n}",), "1", 1.0, True) for n in range(QUANTITIES - len(labs)))]
    followed = persons // FOLLOWED
    others = persons - followed
    many = measurements // 2 // followed
    few = -(-(measurements - many * followed) // others)
    if max(many, few) > DAYS:
        raise ValueError(f"{many} measurements of a person in {DAYS} days: use fewer measurements or more persons")
    _vocabulary(connection, labs, concepts)
    _persons(connection, persons, index, seed)
    stride = next(s for s in STRIDES if measurements % s)
    connection.execute(f"""
        CREATE TABLE measurement AS
        WITH numbered AS (
          SELECT range AS measurement_id, range * {stride} % {measurements} AS i FROM range({measurements})
        ), placed AS (
          SELECT measurement_id, hash(i, {seed}) AS chance, i < {many * followed} AS closely,
            CASE WHEN closely THEN (i % {followed} + 1) * {FOLLOWED}
              ELSE k % {others} + k % {others} // {FOLLOWED - 1} + 1 END AS person_id,
            CASE WHEN closely THEN i // {followed} ELSE k // {others} END AS nth,
            CASE WHEN closely THEN {many} ELSE {few} END AS total
          FROM (SELECT measurement_id, i, i - {many * followed} AS k FROM numbered)
        )
        SELECT p.measurement_id, p.person_id, l.concept_id AS measurement_concept_id,
          DATE '{index}' - CAST(p.nth * {DAYS} // p.total + hash(p.person_id, {seed}) % ({DAYS} // p.total) AS INTEGER)
            AS measurement_date,
          CAST(NULL AS TIMESTAMP) AS measurement_datetime, 32856 AS measurement_type_concept_id,
          CAST(NULL AS INTEGER) AS operator_concept_id,
          ROUND(l.bound * (1 + l.sign * (p.chance % 10000 / 10000 - 0.15)), 4) AS value_as_number,
          CAST(NULL AS INTEGER) AS value_as_concept_id, l.unit_id AS unit_concept_id,
          CAST(NULL AS DOUBLE) AS range_low, CAST(NULL AS DOUBLE) AS range_high,
          CAST(NULL AS INTEGER) AS visit_occurrence_id, l.concept_id AS measurement_source_concept_id,
          CAST(NULL AS VARCHAR) AS unit_source_value
        FROM placed p
        JOIN quantity l ON l.lab = CASE WHEN p.closely THEN p.nth ELSE p.chance // 10000 END % {len(labs)}
          AND l.nth = p.chance // 100000000 % l.codes
    """)
    connection.execute("DROP TABLE quantity")
    connection.execute("ANALYZE")


def _vocabulary(connection: Any, labs: Sequence[Lab], concepts: int) -> None:
    """Concepts, what maps to what, what lies below what; and for a while the table ``quantity``, a row per code to generate."""
    units = unit_ids(labs)
    coded = [
        (n, k, len(ids), concept, lab.codes[k], units[lab.unit], lab.bound, 1 if lab.at_least else -1)
        for n, (lab, ids) in enumerate(zip(labs, concept_ids(labs), strict=True))
        for k, concept in enumerate(ids)
    ]
    connection.execute(
        "CREATE TABLE quantity (lab INTEGER, nth INTEGER, codes INTEGER, concept_id INTEGER, code VARCHAR, unit_id INTEGER, "
        "bound DOUBLE, sign INTEGER)"
    )
    connection.executemany("INSERT INTO quantity VALUES (?, ?, ?, ?, ?, ?, ?, ?)", coded)
    connection.execute("CREATE TABLE unit_of (concept_id INTEGER, code VARCHAR)")
    connection.executemany("INSERT INTO unit_of VALUES (?, ?)", [(number, unit) for unit, number in units.items()])
    # Every third of the other concepts is a source concept that maps to the one before it.
    connection.execute(f"""
        CREATE TABLE concept AS
        SELECT concept_id, code AS concept_name, 'Measurement' AS domain_id, 'LOINC' AS vocabulary_id,
          'Lab Test' AS concept_class_id, 'S' AS standard_concept, code AS concept_code, CAST(NULL AS VARCHAR) AS invalid_reason
        FROM quantity
        UNION ALL SELECT concept_id, code, 'Unit', 'UCUM', 'Unit', 'S', code, NULL FROM unit_of
        UNION ALL SELECT CAST({FIRST_OTHER} + range AS INTEGER), 'Concept number ' || range, 'Condition',
          CASE range % 3 WHEN 0 THEN 'LOINC' WHEN 1 THEN 'SNOMED' ELSE 'ICD10CM' END, 'Undefined',
          CASE WHEN range % 3 < 2 THEN 'S' END, 'X' || range, NULL
        FROM range({concepts});
        DROP TABLE unit_of;
        CREATE TABLE concept_relationship AS
        SELECT concept_id AS concept_id_1, CASE WHEN standard_concept = 'S' THEN concept_id ELSE concept_id - 1 END
            AS concept_id_2,
          'Maps to' AS relationship_id, CAST(NULL AS VARCHAR) AS invalid_reason FROM concept
        UNION ALL SELECT concept_id, concept_id - 1, 'Is a', NULL FROM concept;
        CREATE TABLE concept_ancestor AS
        SELECT concept_id AS ancestor_concept_id, concept_id AS descendant_concept_id FROM concept WHERE standard_concept = 'S'
        UNION ALL SELECT concept_id - concept_id % 10, concept_id FROM concept
        WHERE concept_id > {FIRST_OTHER} AND concept_id % 10 > 0;
    """)


def _persons(connection: Any, persons: int, index: date, seed: int) -> None:
    """Persons, three in a hundred dead, each with one observation period that lasts to death or beyond the index date."""
    connection.execute(f"""
        CREATE TABLE person AS
        SELECT range + 1 AS person_id, CAST(CASE WHEN h % 2 = 0 THEN 8507 ELSE 8532 END AS INTEGER) AS gender_concept_id,
          CAST(1935 + h // 2 % 75 AS INTEGER) AS year_of_birth, CAST(h // 150 % 12 + 1 AS INTEGER) AS month_of_birth,
          CAST(h // 1800 % 28 + 1 AS INTEGER) AS day_of_birth
        FROM (SELECT range, hash(range, {seed + 1}) AS h FROM range({persons}));
        CREATE TABLE death AS
        SELECT person_id, DATE '{index}' - CAST(h // 100 % 700 AS INTEGER) - 1 AS death_date
        FROM (SELECT person_id, hash(person_id, {seed + 2}) AS h FROM person) WHERE h % 100 < 3;
        CREATE TABLE observation_period AS
        SELECT p.person_id AS observation_period_id, p.person_id, DATE '{index}' - 3650 AS observation_period_start_date,
          COALESCE(d.death_date, DATE '{index}' + 365) AS observation_period_end_date, 32817 AS period_type_concept_id
        FROM person p LEFT JOIN death d ON d.person_id = p.person_id;
    """)
