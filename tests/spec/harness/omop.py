"""The neutral patient as OMOP CDM 5.4 rows, with a small vocabulary made of the codes that occur.

A coding becomes one concept for each display and dose unit it occurs with. The first code of a record is its
``*_concept_id``, a second one its ``*_source_concept_id``. The daily dose is written as a quantity of a drug of
strength 1, so that ``quantity × amount_value ÷ days_supply`` gives it back. What the CDM can't hold raises
:class:`NotInOmop`, but for the clinical status "active", which says no more than the dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from eligo.concepts import Code, Concept
from eligo.patient import (
    AllergyRecord,
    Coding,
    ConditionRecord,
    DrugRecord,
    EncounterRecord,
    FamilyRecord,
    ImmunisationRecord,
    ObservationRecord,
    PartialDate,
    Patient,
    ProcedureRecord,
)
from eligo.vocab.model import VOCABULARIES

Row = tuple[Any, ...]

TABLES: dict[str, str] = {
    "concept": "concept_id INTEGER, concept_name VARCHAR(2000), domain_id VARCHAR(20), vocabulary_id VARCHAR(40), "
    "concept_class_id VARCHAR(20), standard_concept VARCHAR(1), concept_code VARCHAR(100), invalid_reason VARCHAR(1)",
    "concept_relationship": "concept_id_1 INTEGER, concept_id_2 INTEGER, relationship_id VARCHAR(20), "
    "invalid_reason VARCHAR(1)",
    "concept_ancestor": "ancestor_concept_id INTEGER, descendant_concept_id INTEGER",
    "drug_strength": "drug_concept_id INTEGER, ingredient_concept_id INTEGER, amount_value FLOAT8, "
    "amount_unit_concept_id INTEGER, invalid_reason VARCHAR(1)",
    "person": "person_id INTEGER, gender_concept_id INTEGER, year_of_birth INTEGER, month_of_birth INTEGER, "
    "day_of_birth INTEGER, person_source_value VARCHAR(200)",
    "death": "person_id INTEGER, death_date DATE",
    "condition_occurrence": "condition_occurrence_id INTEGER, person_id INTEGER, condition_concept_id INTEGER, "
    "condition_start_date DATE, condition_end_date DATE, condition_source_concept_id INTEGER",
    "measurement": "measurement_id INTEGER, person_id INTEGER, measurement_concept_id INTEGER, measurement_date DATE, "
    "operator_concept_id INTEGER, value_as_number FLOAT8, value_as_concept_id INTEGER, unit_concept_id INTEGER, "
    "range_low FLOAT8, range_high FLOAT8, measurement_source_concept_id INTEGER, unit_source_value VARCHAR(50)",
    "drug_exposure": "drug_exposure_id INTEGER, person_id INTEGER, drug_concept_id INTEGER, "
    "drug_exposure_start_date DATE, drug_exposure_end_date DATE, quantity FLOAT8, days_supply INTEGER, "
    "drug_source_concept_id INTEGER",
    "procedure_occurrence": "procedure_occurrence_id INTEGER, person_id INTEGER, procedure_concept_id INTEGER, "
    "procedure_date DATE, procedure_source_concept_id INTEGER",
    "visit_occurrence": "visit_occurrence_id INTEGER, person_id INTEGER, visit_concept_id INTEGER, "
    "visit_start_date DATE, visit_end_date DATE",
    "visit_detail": "visit_detail_id INTEGER, person_id INTEGER, visit_detail_concept_id INTEGER, "
    "visit_detail_start_date DATE, visit_detail_end_date DATE",
    "observation": "observation_id INTEGER, person_id INTEGER, observation_concept_id INTEGER, observation_date DATE, "
    "value_as_concept_id INTEGER",
}
"""The columns that the queries read: CDM 5.4, https://ohdsi.github.io/CommonDataModel/cdm54.html."""

VOCABULARY = ("concept", "concept_relationship", "concept_ancestor", "drug_strength")

OPERATORS = {"<": 4171756, "<=": 4171754, ">": 4172704, ">=": 4171755}
"""``operator_concept_id`` of domain Meas Value Operator."""

GENDERS = {"male": 8507, "female": 8532}

ALLERGY = Coding("snomed", "419199007", "Allergy to substance")
FAMILY_HISTORY = Coding("snomed", "416471007", "Family history of clinical finding")

VISITS = {"inpatient": 9201, "emergency": 9203, "other": 9202, None: 0}
INTENSIVE_CARE = 32037
"""``visit_concept_id`` of domain Visit: Inpatient Visit, Emergency Room Visit, Outpatient Visit, Intensive Care."""

UCUM = (
    "mg", "g", "ug", "kg", "%", "g/dL", "mg/dL", "mmol/L", "umol/L", "10*9/L", "10*3/uL", "U/L", "[IU]", "mmol/mol",
    "mL/min", "cm", "mm[Hg]",
)
"""Units that get a concept; any other goes to ``unit_source_value``."""


class NotInOmop(ValueError):  # noqa: N818
    """The CDM has no place for something in a patient."""


class Connection(Protocol):
    """What loading needs of a DB-API connection or DuckDB's own."""

    def execute(self, statement: Any, /) -> Any: ...


@dataclass
class Cdm:
    """Rows by table, growing; concepts are numbered as they occur."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    _concepts: dict[tuple[str, str, str, str], int] = field(default_factory=dict)

    def concept(self, vocabulary: str, code: str, name: str = "", unit: str = "") -> int:
        """The id of a concept; ``unit`` tells apart drugs that differ only in the unit of their dose."""
        key = (vocabulary, code, name, unit)
        if key not in self._concepts:
            number = 1000 + len(self._concepts)
            self._concepts[key] = number
            self.rows["concept"].append((number, name or code, "Metadata", vocabulary, "Undefined", "S", code, None))
            self.rows["concept_relationship"].append((number, number, "Maps to", None))
            self.rows["concept_ancestor"].append((number, number))
        return self._concepts[key]

    def coded(self, code: Coding | Code, unit: str = "") -> int:
        """The concept of a record's code or of a concept set's."""
        display = code.display if isinstance(code, Coding) else ""
        return self.concept(VOCABULARIES.get(code.system, code.system), code.code or "text", display, unit)

    def maps_to(self, source: int, standard: int) -> None:
        """``source`` is mapped to ``standard``; it maps to itself no more."""
        own = self.rows["concept_relationship"]
        if (source, source, "Maps to", None) in own:
            own.remove((source, source, "Maps to", None))
        own.append((source, standard, "Maps to", None))

    def add(self, table: str, *values: Any) -> None:
        """A row of a table; its id is its number."""
        self.rows[table].append((len(self.rows[table]) + 1, *values))

    def person(self, patient: Patient) -> int:
        """Add a patient and return ``person_id``; on NotInOmop nothing of the patient stays."""
        before = {name: len(rows) for name, rows in self.rows.items() if name not in VOCABULARY}
        try:
            return self._person(patient)
        except NotInOmop:
            for name, count in before.items():
                del self.rows[name][count:]
            raise

    def _person(self, patient: Patient) -> int:
        year, month, day = _birth(patient.birth)
        self.add("person", GENDERS.get(patient.sex or "", 0), year, month, day, patient.id)
        who = len(self.rows["person"])
        if patient.death is not None or patient.deceased:
            self.rows["death"].append((who, _day(patient.death) if patient.death else None))
        for condition in patient.conditions:
            self._condition(who, condition)
        for observation in patient.observations:
            self._observation(who, observation)
        for drug in patient.drugs:
            self._drug(who, drug)
        for procedure in patient.procedures:
            self._procedure(who, procedure)
        for allergy in patient.allergies:
            self._allergy(who, allergy)
        for encounter in patient.encounters:
            self._encounter(who, encounter)
        for immunisation in patient.immunisations:
            self._immunisation(who, immunisation)
        for relative in patient.family:
            self._relative(who, relative)
        if patient.studies:
            raise NotInOmop("participation in a study")
        return who

    def _pair(self, codes: Sequence[Coding], unit: str = "") -> tuple[int, int]:
        if len(codes) > 2:
            raise NotInOmop("more than two codes for one record")
        ids = [self.coded(c, unit) for c in codes]
        return (ids[0] if ids else 0, ids[1] if len(ids) > 1 else 0)

    def _condition(self, who: int, r: ConditionRecord) -> None:
        if r.verification in ("refuted", "entered-in-error"):
            return
        if r.verification not in (None, "confirmed"):
            raise NotInOmop("condition verification")
        if r.severity is not None:
            raise NotInOmop("condition severity")
        start = _day(r.onset)
        over = r.clinical in ("inactive", "remission", "resolved")
        end = _day(r.end) if r.end else start if over else None
        concept, source = self._pair(r.codes)
        self.add("condition_occurrence", who, concept, start, end, source)

    def _observation(self, who: int, r: ObservationRecord) -> None:
        if r.status in ("cancelled", "entered-in-error"):
            return
        if r.status in ("registered", "unknown"):
            raise NotInOmop("observation status")
        if len(r.answer) > 1:
            raise NotInOmop("more than one code for an answer")
        concept, source = self._pair(r.codes)
        unit = self.concept("UCUM", r.unit) if r.unit in UCUM else 0
        self.add(
            "measurement", who, concept, _day(r.date), OPERATORS[r.comparator] if r.comparator else None,
            _float(r.value), self.coded(r.answer[0]) if r.answer else 0, unit, _float(r.range_low),
            _float(r.range_high), source, r.unit,
        )

    def _drug(self, who: int, r: DrugRecord) -> None:
        if r.status in ("not-taken", "intended", "entered-in-error", "cancelled"):
            return
        if r.status in ("unknown", "on-hold"):
            raise NotInOmop("drug status")
        start = _day(r.start)
        if r.end is None and r.supply_days is None:
            raise NotInOmop("an exposure that is open or has an unknown end")
        end = _day(r.end) if r.end else start + timedelta(days=(r.supply_days or 1) - 1)
        days = r.supply_days or (end - start).days + 1
        quantity = None if r.as_needed or r.dose is None or r.per_day is None else r.dose * r.per_day * days
        unit = "" if quantity is None else r.dose_unit or ""
        concept, source = self._pair(r.codes, unit)
        if quantity is not None:
            for drug in {concept, source} - {0}:
                row = (drug, drug, 1.0, self.concept("UCUM", unit) if unit else 0, None)
                if row not in self.rows["drug_strength"]:
                    self.rows["drug_strength"].append(row)
        self.add("drug_exposure", who, concept, start, end, _float(quantity), days, source)

    def _procedure(self, who: int, r: ProcedureRecord) -> None:
        if r.status in ("not-done", "preparation", "on-hold", "entered-in-error"):
            return
        if r.status == "unknown":
            raise NotInOmop("procedure status")
        concept, source = self._pair(r.codes)
        self.add("procedure_occurrence", who, concept, _day(r.date), source)

    def _allergy(self, who: int, r: AllergyRecord) -> None:
        if r.verification in ("refuted", "entered-in-error") or r.clinical in ("inactive", "resolved"):
            return
        if r.verification not in (None, "confirmed"):
            raise NotInOmop("allergy verification")
        if len(r.codes) > 1:
            raise NotInOmop("more than one code for an allergy")
        for code in r.codes:
            self.add("observation", who, self.coded(ALLERGY), date(2000, 1, 1), self.coded(code))

    def _encounter(self, who: int, r: EncounterRecord) -> None:
        if r.status in ("planned", "cancelled", "entered-in-error"):
            return
        if r.status in ("arrived", "triaged", "unknown"):
            raise NotInOmop("encounter status")
        if r.end is None and r.status != "finished":
            raise NotInOmop("an open encounter")
        if r.icu and r.setting != "inpatient":
            raise NotInOmop("intensive care in another setting")
        kind = INTENSIVE_CARE if r.icu else VISITS[r.setting]
        self.add("visit_occurrence", who, kind, _day(r.start), _day(r.end) if r.end else None)

    def _immunisation(self, who: int, r: ImmunisationRecord) -> None:
        if r.status == "completed":
            concept, source = self._pair(r.codes)
            self.add("drug_exposure", who, concept, _day(r.date), _day(r.date), None, None, source)

    def _relative(self, who: int, r: FamilyRecord) -> None:
        if r.status == "entered-in-error":
            return
        if r.status == "health-unknown":
            raise NotInOmop("family history status")
        if len(r.codes) > 1:
            raise NotInOmop("more than one code for a condition of a relative")
        for code in r.codes:
            self.add("observation", who, self.coded(FAMILY_HISTORY), date(2000, 1, 1), self.coded(code))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _day(day: PartialDate | None) -> date:
    if day is None or day.first != day.last:
        raise NotInOmop("a partial or missing date")
    return day.first


def _birth(birth: PartialDate | None) -> tuple[int | None, int | None, int | None]:
    if birth is None:
        return None, None, None
    precision = str(birth).count("-")
    return birth.first.year, birth.first.month if precision else None, birth.first.day if precision == 2 else None


def create(connection: Connection) -> None:
    """Create the tables, empty."""
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({columns})")


def insert(connection: Connection, cdm: Cdm) -> None:
    """Write the rows, many to a statement: it is the fastest way both engines share."""
    for name, rows in cdm.rows.items():
        for n in range(0, len(rows), 500):
            values = ", ".join("(" + ", ".join(map(_literal, row)) + ")" for row in rows[n : n + 500])
            connection.execute(f"INSERT INTO {name} VALUES {values}")


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def load(connection: Connection, patients: Sequence[Patient], concepts: Iterable[Concept] = ()) -> Cdm:
    """Create the tables and load patients as persons 1, 2, …, and the codes of concept sets as vocabulary.

    Raises NotInOmop for a patient that the CDM can't hold.
    """
    cdm = Cdm()
    for concept in concepts:
        listed = (*concept.include, *concept.exclude, *(c for i in concept.ingredients for c in i.codes))
        for code in (*listed, *(c for a in concept.answers for c in a.codes)):
            cdm.coded(code)
    for patient in patients:
        cdm.person(patient)
    create(connection)
    insert(connection, cdm)
    return cdm
