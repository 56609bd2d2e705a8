"""The SQL target over OMOP tables: what the specification can't say in terms of the neutral patient."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from harness.concepts import INFLUENZA_VACCINE
from harness.engine_sql import SqlEngine, connected
from harness.omop import Cdm, NotInOmop, create, insert

from eligo.concepts import Answer, Code, Concept, Ingredient, UnitScale
from eligo.dialect import DIALECTS, NATIVE, emit_sql
from eligo.errors import UsageError
from eligo.evaluate.verdict import verdict
from eligo.logic import (
    Age,
    Allergy,
    And,
    AtLeast,
    Bounds,
    Condition,
    Drug,
    Effect,
    Either,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Procedure,
    Section,
    Sex,
    StudyParticipation,
    Truth,
    Window,
)
from eligo.lower import lower
from eligo.patient import Coding, ConditionRecord, DrugRecord, ObservationRecord, PartialDate, Patient
from eligo.plan import Plan
from eligo.protocol import Criterion

DAY = "2026-01-15"
DIABETES = Concept("diabetes", "diabetes", "condition", (Code("snomed", "73211009"), Code("icd10cm", "E11", True)),
                   exclude=(Code("icd10cm", "E11.A"),))
HBA1C = Concept("hba1c", "HbA1c", "lab", (Code("loinc", "4548-4"),), unit="%", units=(UnitScale("%", Decimal(1)),))
NYHA = Concept("nyha", "NYHA class", "score", (Code("loinc", "88020-3"),), answers=(
    Answer("II", (Code("loinc", "LA28405-7"),), Decimal(2)), Answer("III", (Code("loinc", "LA28406-5"),), Decimal(3))))
PREDNISONE = Concept("prednisone", "prednisone", "drug", ingredients=(
    Ingredient("prednisone", (Code("rxnorm", "8640"),), Decimal(1)),))
APPENDECTOMY = Concept("appendectomy", "appendectomy", "procedure", (Code("snomed", "80146002"),))


def at(text: str) -> PartialDate:
    return PartialDate.parse(text)


def criterion(
    id: str, logic: Expr, effect: Effect = "require", group: str | None = None, text: str = "",
) -> Criterion:
    section: Section = "inclusion" if effect == "require" else "exclusion"
    return Criterion(id, section, effect, text, (), logic, "computable", applies_to=group)


def plan(*criteria: Criterion, index: str | None = DAY) -> Plan:
    return lower(criteria, "omop", trial="T1", title="A trial", index=index)


@pytest.fixture(params=NATIVE, scope="module")
def engine(request: pytest.FixtureRequest) -> str:
    why = SqlEngine(request.param).available()
    if why:
        pytest.skip(why)
    return str(request.param)


@pytest.fixture(scope="module")
def server(engine: str) -> Iterator[Any]:
    with connected(engine) as connection:
        yield connection


class Site:
    """A database that a test fills and asks."""

    def __init__(self, connection: Any, engine: str) -> None:
        self.connection = connection
        self.engine = engine
        self.cdm = Cdm()

    def person(self, **columns: Any) -> int:
        return self.cdm.person(Patient(f"p{len(self.cdm.rows['person'])}", at("1980-01-01"), **columns))

    def ask(self, *criteria: Criterion, **options: Any) -> list[dict[str, Any]]:
        schema = "site"
        self.connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        self.connection.execute(f"CREATE SCHEMA {schema}")
        path = "SET search_path = 'site'" if self.engine == "duckdb" else "SET search_path TO site"
        self.connection.execute(path)
        create(self.connection)
        insert(self.connection, self.cdm)
        cursor = self.connection.execute(emit_sql(plan(*criteria), dialect=self.engine, **options))
        names = [c[0].lower() for c in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def truths(self, logic: Expr, **options: Any) -> list[Truth]:
        return [None if r["i1"] is None else bool(r["i1"]) for r in self.ask(criterion("I1", logic), **options)]


@pytest.fixture
def site(server: Any, engine: str) -> Site:
    return Site(server, engine)


# --- concepts --------------------------------------------------------------------------------------------------------


def condition(site: Site, concept: int, source: int = 0) -> None:
    site.cdm.add("condition_occurrence", site.person(), concept, date(2025, 1, 1), None, source)


def test_concept_and_source_concept_both_match_and_an_excluded_one_on_either_side_rules_out(site: Site) -> None:
    snomed, icd = site.cdm.concept("SNOMED", "73211009"), site.cdm.concept("ICD10CM", "E11.9")
    no, excluded = site.cdm.concept("SNOMED", "38341003"), site.cdm.concept("ICD10CM", "E11.A")
    for pair in (
        (snomed, no), (no, icd), (0, icd), (snomed, excluded), (excluded, snomed), (no, excluded), (no, 0), (0, 0),
    ):
        condition(site, *pair)
    assert site.truths(Condition(DIABETES)) == [True, True, True, False, False, False, False, False]


def test_a_prefix_is_one_of_codes_of_its_vocabulary_only(site: Site) -> None:
    cm = "ICD10CM"
    for vocabulary, code in ((cm, "E11"), (cm, "E11.65"), (cm, "E1"), ("ICD10", "E11.65"), (cm, "XE11")):
        condition(site, 0, site.cdm.concept(vocabulary, code))
    assert site.truths(Condition(DIABETES)) == [True, True, False, False, False]


def test_a_standard_concept_counts_if_all_codes_that_map_to_it_do(site: Site) -> None:
    narrow, broad, outside = (site.cdm.concept("SNOMED", c) for c in ("44054006", "64572001", "38341003"))
    for code, targets in (("E11.9", (narrow, broad)), ("E11.65", (narrow,)), ("I10", (broad, outside))):
        for target in targets:
            site.cdm.maps_to(site.cdm.concept("ICD10CM", code), target)
    for concept in (narrow, broad, outside):
        condition(site, concept)
    assert site.truths(Condition(DIABETES)) == [True, False, False]


def test_descendants_are_an_option(site: Site) -> None:
    child = site.cdm.concept("SNOMED", "44054006")
    site.cdm.rows["concept_ancestor"].append((site.cdm.concept("SNOMED", "73211009"), child))
    condition(site, child)
    assert site.truths(Condition(DIABETES)) == [False]
    assert site.truths(Condition(DIABETES), descendants=True) == [True]


def test_drug_names_match_as_whole_words(site: Site) -> None:
    for name in ("prednisone 5 MG Oral Tablet", "Prednisone-5", "methylprednisone 5 MG", "PREDNISONE", "prednisones"):
        drug = site.cdm.concept("RxNorm", "x", name)
        site.cdm.add("drug_exposure", site.person(), drug, date(2025, 12, 1), date(2026, 2, 1), None, 62, 0)
    assert site.truths(Drug(PREDNISONE)) == [True, True, False, True, False]
    assert site.truths(Allergy(PREDNISONE)) == [False] * 5


# --- measurements ----------------------------------------------------------------------------------------------------


def measured(
    site: Site, value: float | None, unit: int | None = 0, unit_text: str | None = None, operator: int | None = None,
    answer: int = 0, loinc: str = "4548-4",
) -> None:
    concept = site.cdm.concept("LOINC", loinc)
    row = (concept, date(2025, 12, 1), operator, value, answer, unit, None, None, 0, unit_text)
    site.cdm.add("measurement", site.person(), *row)


def test_units_go_by_concept_then_by_source_value(site: Site) -> None:
    percent, kelvin = site.cdm.concept("UCUM", "%"), site.cdm.concept("UCUM", "K")
    other = site.cdm.concept("SNOMED", "%")
    for unit, text in (
        (percent, None), (percent, "mmol/mol"), (0, "%"), (None, "%"), (kelvin, "%"), (0, None), (other, "%"),
    ):
        measured(site, 8.0, unit, text)
    assert site.truths(Measurement(HBA1C, Bounds(low=Decimal(7)), "%")) == [True, True, True, True, None, None, True]


@pytest.mark.parametrize(("operator", "low", "high"), [
    (None, True, False), (0, True, False), (4172703, True, False), (4171756, False, True), (4171754, None, True),
    (4172704, True, None), (4171755, True, None), (999, None, None),
])
def test_operators(site: Site, operator: int | None, low: Truth, high: Truth) -> None:
    """A value of 7 with each operator, against >= 7 and < 7 (where <= 7 and >= 7 may be either)."""
    measured(site, 7.0, 0, "%", operator)
    expected_high = {4171754: None, 4172704: False, 4171755: False}.get(operator or 0, high)
    assert site.truths(Measurement(HBA1C, Bounds(low=Decimal(7)), "%")) == [low]
    assert site.truths(Measurement(HBA1C, Bounds(high=Decimal(7), high_closed=False), "%")) == [expected_high]


def test_decimals_are_exact_and_absurd_numbers_unknown(site: Site) -> None:
    for value in (0.1 + 0.2, 0.3, 0.30000001, 1e25, None):
        measured(site, value, 0, "%")
    assert site.truths(Measurement(HBA1C, Bounds(high=Decimal("0.3")), "%")) == [True, True, False, None, None]


def test_coded_answers_carry_their_number(site: Site) -> None:
    for code in ("LA28405-7", "LA28406-5", "LA9999-9"):
        measured(site, None, answer=site.cdm.concept("LOINC", code), loinc="88020-3")
    measured(site, 3.0, loinc="88020-3")
    assert site.truths(Measurement(NYHA, Bounds(low=Decimal(3)))) == [False, True, None, True]
    assert site.truths(Measurement(NYHA, values=(Decimal(2), Decimal(3)))) == [True, True, None, True]
    assert site.truths(Measurement(NYHA, answer="III")) == [False, True, None, None]


# --- visits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("concept", "inpatient", "icu", "emergency"),
    [
        (9201, True, None, False), (262, True, None, True), (8717, True, None, False), (32037, True, True, False),
        (9203, False, False, True), (9202, False, False, False), (581477, False, False, False), (0, None, None, None),
        (581385, None, None, None),
    ],
)
def test_visits_by_their_concept(site: Site, concept: int, inpatient: Truth, icu: Truth, emergency: Truth) -> None:
    site.cdm.add("visit_occurrence", site.person(), concept, date(2026, 1, 2), date(2026, 1, 5))
    month = Window(Offset(30, "d"))
    asked = [criterion(f"I{n}", Encounter(s, month)) for n, s in enumerate(("inpatient", "icu", "emergency"), 1)]  # type: ignore[arg-type]
    (row,) = site.ask(*asked)
    assert [None if row[f"i{n}"] is None else bool(row[f"i{n}"]) for n in (1, 2, 3)] == [inpatient, icu, emergency]


def test_intensive_care_in_the_details_of_a_visit(site: Site) -> None:
    who = site.person()
    site.cdm.add("visit_occurrence", who, 9201, date(2026, 1, 2), date(2026, 1, 9))
    site.cdm.add("visit_detail", who, 32037, date(2026, 1, 3), date(2026, 1, 4))
    month = Window(Offset(30, "d"))
    asked = (Encounter("icu", month), Encounter("inpatient", month, 2), Encounter("icu"))
    (row,) = site.ask(*(criterion(f"I{n}", logic) for n, logic in enumerate(asked, 1)))
    assert (row["i1"], row["i2"], row["i3"]) == (1, 0, 0)


def test_what_the_cdm_cannot_hold_is_unknown_for_everybody(site: Site) -> None:
    site.person()
    condition(site, site.cdm.coded(DIABETES.include[0]))
    assert site.truths(Condition(DIABETES, certainty="suspected")) == [None, None]
    assert site.truths(StudyParticipation()) == [None, None]
    assert site.truths(Condition(DIABETES, severity=("severe",))) == [False, None]


# --- drugs -----------------------------------------------------------------------------------------------------------


def test_daily_dose_needs_the_strength_of_the_one_ingredient(site: Site) -> None:
    mg, ingredient = site.cdm.concept("UCUM", "mg"), site.cdm.concept("RxNorm", "8640")
    other = site.cdm.concept("RxNorm", "1", "other")
    strengths: Sequence[Sequence[tuple[int, float | None, int | None]]] = (
        [(ingredient, 5.0, mg)], [(ingredient, 5.0, mg), (other, 500.0, mg)],
        [(ingredient, 5.0, mg), (ingredient, 1.0, mg)],
        [(other, 5.0, mg)], [(ingredient, None, mg)], [(ingredient, 5.0, None)], [])
    for n, rows in enumerate(strengths):
        drug = site.cdm.concept("RxNorm", f"d{n}", f"prednisone {n}")
        site.cdm.rows["drug_strength"] += [(drug, i, amount, unit, None) for i, amount, unit in rows]
        site.cdm.add("drug_exposure", site.person(), drug, date(2026, 1, 1), date(2026, 1, 30), 60.0, 30, 0)
    dose = Drug(PREDNISONE, dose=Bounds(low=Decimal(10)), dose_unit="mg")
    assert site.truths(dose) == [True, True, None, None, None, None, None]


NONSENSE = [(None, 30), (60.0, None), (60.0, 0), (1e12, 30), (-60.0, 30), (60.0, 2**31 - 1)]


@pytest.mark.parametrize(("quantity", "supply"), NONSENSE)
def test_a_dose_that_makes_no_sense_is_unknown(site: Site, quantity: float | None, supply: int | None) -> None:
    drug = site.cdm.concept("RxNorm", "8640")
    site.cdm.rows["drug_strength"].append((drug, drug, 5.0, site.cdm.concept("UCUM", "mg"), None))
    site.cdm.add("drug_exposure", site.person(), drug, date(2026, 1, 1), date(2026, 1, 30), quantity, supply, 0)
    assert site.truths(Drug(PREDNISONE, dose=Bounds(low=Decimal(5)), dose_unit="mg")) == [None]


def test_a_missing_end_goes_by_the_supply_and_else_is_unknown(site: Site) -> None:
    drug = site.cdm.concept("RxNorm", "8640")
    for supply in (30, 15, 14, None):  # the 15th day is the index date
        site.cdm.add("drug_exposure", site.person(), drug, date(2026, 1, 1), None, None, supply, 0)
    assert site.truths(Drug(PREDNISONE)) == [True, True, False, None]
    assert site.truths(Drug(PREDNISONE, when="ever")) == [True, True, True, True]


# --- the statement ---------------------------------------------------------------------------------------------------

ADULT = criterion("I1", Age(Bounds(low=Decimal(18))))
CONSENT = criterion("I2", And((Manual("consent", "gives consent"), Sex("female"))))
NO_DIABETES = criterion("E1.1", Condition(DIABETES), "forbid")


def test_a_row_per_person(site: Site) -> None:
    site.person(sex="female")
    site.person(sex="male")
    site.cdm.person(Patient("young", at("2010"), "female"))
    site.cdm.person(Patient("half", at("2008"), "female"))
    site.cdm.person(Patient("dead", at("1980"), "female", death=at(DAY)))
    diagnosis = ConditionRecord((Coding("icd10cm", "E11.9"),), at("2020-01-01"))
    site.cdm.person(Patient("sick", at("1980"), "female", conditions=(diagnosis,)))
    rows = site.ask(ADULT, CONSENT, NO_DIABETES)
    assert [(r["verdict"], r["screen"]) for r in rows] == [
        ("undetermined", "potential"), ("ineligible", "ineligible"), ("ineligible", "ineligible"),
        ("undetermined", "undetermined"), ("ineligible", "ineligible"), ("ineligible", "ineligible")]
    assert [r["deceased"] for r in rows] == [0, 0, 0, 0, 1, 0]
    assert rows[0] == {
        "person_id": 1, "deceased": 0, "verdict": "undetermined", "screen": "potential", "i1": 1, "i1_screen": 1,
        "i2": None, "i2_screen": 1, "e1_1": 0, "e1_1_screen": 0}


def test_the_funnel_counts_every_step(site: Site) -> None:
    for sex in ("female", "female", "male"):
        site.person(sex=sex)
    site.cdm.person(Patient("half", at("2008"), "female"))
    site.cdm.person(Patient("dead", at("1980"), "female", deceased=True))
    rows = site.ask(ADULT, CONSENT, NO_DIABETES, funnel=True)
    columns = ("criterion", "met", "not_met", "unknown", "set_aside", "remaining", "remaining_for_certain")
    assert [tuple(r[c] for c in columns) for r in rows] == [
        ("deceased", 4, 1, 0, 0, 4, 4), ("I1", 3, 0, 1, 0, 4, 3), ("I2", 0, 1, 0, 3, 3, 0), ("E1.1", 4, 0, 0, 0, 3, 0)]


def test_the_funnel_of_nobody_has_every_row(site: Site) -> None:
    rows = site.ask(ADULT, CONSENT, NO_DIABETES, funnel=True)
    assert [r["criterion"] for r in rows] == ["deceased", "I1", "I2", "E1.1"]
    counts = ("met", "not_met", "unknown", "set_aside", "remaining", "remaining_for_certain")
    assert all(r[c] == 0 for r in rows for c in counts)


def test_any_group_makes_eligible(site: Site) -> None:
    for sex in ("female", "male", None):
        site.person(sex=sex)
    criteria = (ADULT, criterion("I2", Sex("female"), group="A"), criterion("I3", Sex("male"), group="B"))
    assert [r["verdict"] for r in site.ask(*criteria)] == ["eligible", "eligible", "undetermined"]
    rows = site.ask(*criteria, funnel=True)
    assert [(r["arm"], r["criterion"], r["remaining"], r["remaining_for_certain"]) for r in rows] == [
        ("A", "deceased", 3, 3), ("A", "I1", 3, 3), ("A", "I2", 2, 1),
        ("B", "deceased", 3, 3), ("B", "I1", 3, 3), ("B", "I3", 2, 1)]


def test_every_group_has_its_own_answers(site: Site) -> None:
    """As the reference evaluator gives them: of the living and the dead, with and without a sex, of age, not, and perhaps."""
    patients = [
        Patient(f"{birth} {sex} {death}", at(birth), sex, death=death and at(death))
        for birth in ("1980-01-01", "2010-01-01", "2008")
        for sex in ("female", "male", None)
        for death in (None, "2026-01-01")
    ]
    for patient in patients:
        site.cdm.person(patient)
    criteria = (
        ADULT, NO_DIABETES, criterion("I2", Sex("female"), group="women -- of any age"),
        criterion("I3", Manual("consent", "signs"), group="*/ volunteers"), criterion("E2", Sex("male"), "forbid", "*/ volunteers"),
    )
    rows = site.ask(*criteria)
    for patient, row in zip(patients, rows, strict=True):
        expected = verdict(criteria, patient, date.fromisoformat(DAY))
        found = [(row[f"g{n}_verdict"], row[f"g{n}_screen"]) for n in (1, 2)]
        assert found == [(g.verdict, g.screen) for g in expected.groups]
        assert (row["verdict"], row["screen"]) == (expected.verdict, expected.screen)
    assert "G2: * / volunteers" in emit_sql(plan(*criteria))


def test_operators_of_logic(site: Site) -> None:
    site.person(sex="female")
    yes, no, unknown = Sex("female"), Sex("male"), Opaque("residue", "x")
    cases: dict[Expr, Truth] = {
        And(()): True, Or(()): False, And((yes, unknown)): None, And((no, unknown)): False,
        Or((yes, unknown)): True, Or((no, unknown)): None, Not(unknown): None, Not(no): True,
        Either((yes, unknown)): None, Either((yes, yes)): True, Either((yes, no)): None,
        AtLeast(2, (yes, yes, unknown)): True, AtLeast(2, (yes, unknown, no)): None,
        AtLeast(2, (no, unknown, no)): False, AtLeast(1, (And((yes, unknown)), no)): None,
    }
    row = site.ask(*(criterion(f"I{n}", logic) for n, logic in enumerate(cases)))[0]
    got = [row[f"i{n}"] for n in range(len(cases))]
    assert [None if v is None else bool(v) for v in got] == list(cases.values())


def test_schemas_qualify_the_tables(site: Site) -> None:
    site.person(sex="female")
    site.ask(ADULT)
    site.connection.execute("SET search_path = 'main'" if site.engine == "duckdb" else "SET search_path TO public")
    query = emit_sql(plan(ADULT, NO_DIABETES), dialect=site.engine, cdm_schema="site")
    assert len(site.connection.execute(query).fetchall()) == 1
    assert '"cdm"."x".person' in emit_sql(plan(ADULT), cdm_schema="cdm.x")
    assert '"voc".concept' in emit_sql(plan(NO_DIABETES), cdm_schema="cdm", vocab_schema="voc")


HOSTILE = ["*/ DROP TABLE person; --", "a\nSELECT 1", "a\u2028b", "'; --", "\u202e", "{{ 7 }}", "\\"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_record_stays_text(site: Site, text: str) -> None:
    site.person(sex="female")
    logic = And((Manual(text, text), Opaque("residue", text), Age(Bounds(low=Decimal(18)))))
    hostile = criterion("I1", logic, group=text, text=text)
    assert site.ask(hostile)[0]["i1"] is None
    assert site.ask(hostile, funnel=True)[0]["criterion"] == "deceased"


EVERYTHING = (
    ADULT, CONSENT, NO_DIABETES,
    criterion("I4", Measurement(HBA1C, Bounds(high=Decimal("2.5")), times="ULN")),
    criterion("I5", Measurement(HBA1C, answer="normal", which="any", window=Window(Offset(6, "mo")))),
    criterion("I6", Measurement(NYHA, Bounds(low=Decimal(2)), which="all")),
    criterion("I7", Drug(PREDNISONE, dose=Bounds(low=Decimal(5)), dose_unit="mg", duration=Offset(3, "mo"))),
    criterion("I8", Drug(PREDNISONE, when="ever", duration=Offset(3, "mo"))),
    criterion("I9", Drug(PREDNISONE, stable=Offset(4, "wk"))),
    criterion("I10", Drug(PREDNISONE, dose=Bounds(high=Decimal(20)), dose_unit="mg")),
    criterion("I11", Condition(DIABETES, "history", count=2)),
    criterion("I12", Procedure(APPENDECTOMY, count=2)),
    criterion("I13", Allergy(PREDNISONE)),
    criterion("I14", Condition(DIABETES, severity=("severe",))),
    criterion("I15", Encounter("icu", Window(Offset(1, "a")))),
    criterion("I16", Encounter("inpatient", Window(Offset(1, "a")), 2)),
    criterion("I17", Immunisation(INFLUENZA_VACCINE, Window(Offset(14, "d")))),
    criterion("I18", FamilyHistory(DIABETES)),
    criterion("I19", StudyParticipation()),
    criterion("I20", Age(Bounds(low=Decimal(12)), "h")),
)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("funnel", [False, True])
def test_every_dialect_parses(dialect: str, funnel: bool) -> None:
    sqlglot = pytest.importorskip("sqlglot")
    text = emit_sql(plan(*EVERYTHING), dialect=dialect, funnel=funnel)
    assert sqlglot.parse_one(text, read=dialect) is not None
    assert "IS TRUE" not in text
    assert "Undefined" not in text


def test_the_same_plan_gives_the_same_text() -> None:
    assert emit_sql(plan(*EVERYTHING)) == emit_sql(plan(*EVERYTHING))


def test_no_criteria(site: Site) -> None:
    site.person()
    assert site.ask()[0]["verdict"] == "eligible"


def test_refusals() -> None:
    with pytest.raises(UsageError, match="index date"):
        emit_sql(plan(ADULT, index=None))
    with pytest.raises(UsageError, match="index date"):
        emit_sql(lower((ADULT,), "fhir", index=DAY))
    with pytest.raises(UsageError, match="unknown SQL dialect 'oracle'"):
        emit_sql(plan(ADULT), dialect="oracle")


def test_what_the_cdm_cannot_hold_is_refused_whole() -> None:
    cdm = Cdm()
    good = ObservationRecord((Coding("loinc", "4548-4"),), at("2025-01-01"), value=Decimal(7))
    for bad in (
        Patient("a", observations=(good, ObservationRecord((Coding("loinc", "4548-4"),), at("2025")))),
        Patient("b", drugs=(DrugRecord((Coding("rxnorm", "8640"),), at("2025-01-01")),)),
        Patient("c", conditions=(ConditionRecord((), at("2025-01-01"), verification="unconfirmed"),)),
    ):
        with pytest.raises(NotInOmop):
            cdm.person(bad)
    assert not cdm.rows["person"]
    assert not cdm.rows["measurement"]
