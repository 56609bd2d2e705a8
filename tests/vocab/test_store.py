"""The store: built from Athena's files, read back, and every fault of the files said in one line."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path

import pytest
from athena import FILES, written
from click.testing import CliRunner

from eligo.cli.vocab_command import command
from eligo.concepts import Code
from eligo.errors import EligoError, InputError, UsageError
from eligo.vocab.build import build
from eligo.vocab.source import open_source
from eligo.vocab.store import Store, open_store


def codes(store: Store, *roots: Code) -> set[str]:
    return {c.code for c in store.descendants(roots)}


def test_what_is_kept(store: Store) -> None:
    assert store.version == "v5.0 27-FEB-26"
    assert store.facts()["concept"] == "9"
    assert store.facts()["concept_relationship"] == "1"  # neither the invalid one nor the "Is a"


def test_a_code_stands_for_all_below_it_and_all_that_maps_there(store: Store) -> None:
    infarction = Code("snomed", "22298006")
    assert codes(store, infarction) == {"22298006", "57054005", "1755008", "723858002", "I21.9"}
    assert codes(store, Code("snomed", "723858002")) == {"723858002"}
    assert codes(store, Code("snomed", "73211009")) == set()


def test_a_code_that_is_not_standard_is_no_root_in_another_vocabulary(store: Store) -> None:
    assert codes(store, Code("icd10cm", "I21.9")) == {"I21.9"}


def test_entries_and_maps(store: Store) -> None:
    asked = (Code("snomed", "57054005"), Code("icd10cm", "I21.9"), Code("snomed", "404684003"))
    found = store.entries(asked)
    assert [e.name for e in found.values()] == [
        "Acute myocardial infarction",
        "Acute myocardial infarction, unspecified",
    ]
    (target,) = store.standard(found[asked[1]])
    assert target == found[asked[0]]
    assert store.standard(target) == (target,)


def test_ingredients_by_name(store: Store) -> None:
    assert store.ingredient("ibuprofen") == Code("rxnorm", "5640")
    assert store.ingredient("ibuprofen 200 MG Oral Tablet") is None
    assert store.ingredient("ibuprofe") is None


@pytest.mark.parametrize(
    ("text", "options", "names"),
    [
        ("heart attack", {}, ["Myocardial infarction"]),
        ("infarctions, myocardial", {"standard": True, "limit": 1}, ["Myocardial infarction"]),
        ("acute infarction", {"vocabulary": "icd10cm"}, ["Acute myocardial infarction, unspecified"]),
        ("ibuprofen", {"domain": "drug"}, ["Ibuprofen", "ibuprofen 200 MG Oral Tablet"]),
        ("ibuprofen", {"domain": "Condition"}, []),
        ('"left" rib*', {}, ['Fracture of "left" rib']),
        ("NEAR(", {}, []),
        ("??", {}, []),
    ],
)
def test_search(store: Store, text: str, options: dict[str, object], names: list[str]) -> None:
    assert [h.entry.name for h in store.search(text, **options)] == names  # type: ignore[arg-type]


def test_a_store_crosses_process_borders(store: Store) -> None:
    assert pickle.loads(pickle.dumps(store)) == store


def test_the_order_and_case_of_columns_and_files_are_open(tmp_path: Path) -> None:
    folder = written(tmp_path / "athena", CONCEPT_ANCESTOR=None)
    text = "\ufeffDESCENDANT_CONCEPT_ID\tANCESTOR_CONCEPT_ID\r\n312327\t4329847\r\n"
    (folder / "concept_ancestor.CSV").write_bytes(text.encode())
    build(open_source(str(folder)), tmp_path / "s")
    assert codes(open_store(tmp_path / "s"), Code("snomed", "22298006")) == {"22298006", "57054005", "I21.9"}


def concept_with(old: str, new: str) -> dict[str, str]:
    assert old in FILES["CONCEPT.csv"]
    return {"CONCEPT": FILES["CONCEPT.csv"].replace(old, new)}


FAULTS: dict[str, tuple[dict[str, str | None], tuple[str, ...]]] = {
    "a file is missing": ({"CONCEPT_ANCESTOR": None}, ("CONCEPT_ANCESTOR.csv", "Athena")),
    "a column is missing": (dict(concept_with("concept_code", "code")), ("CONCEPT.csv:1", "concept_code")),
    "commas": (dict(concept_with("\t", ",")), ("CONCEPT.csv", "commas", "tabs")),
    "an empty file": ({"CONCEPT": ""}, ("CONCEPT.csv:1", "concept_id")),
    "no rows": ({"CONCEPT": FILES["CONCEPT.csv"].split("\n")[0]}, ("no concept",)),
    "a row is cut off": (
        {"CONCEPT_ANCESTOR": FILES["CONCEPT_ANCESTOR.csv"][:-4]},
        ("CONCEPT_ANCESTOR.csv:8", "columns"),
    ),
    "an id is no number": (dict(concept_with("312327\t", "x\t")), ("concept", "'x'", "concept_id")),
    "an id stands twice": (dict(concept_with("312327\t", "4329847\t")), ("twice",)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_the_files(fault: str, tmp_path: Path) -> None:
    changed, words = FAULTS[fault]
    folder = written(tmp_path / "athena", **changed)
    with pytest.raises(InputError) as caught:
        build(open_source(str(folder)), tmp_path / "s")
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["athena"]  # nothing half-written


def test_places_that_are_no_source_or_no_store(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        open_source(str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="eligo vocab build"):
        open_store(tmp_path / "nowhere")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE concept (id)")
    for path in (other, Path(__file__)):
        with pytest.raises(InputError, match="not a vocabulary store"):
            open_store(path)
    folder = written(tmp_path / "athena")
    with pytest.raises(UsageError, match="is no vocabulary store"):
        build(open_source(str(folder)), other)
    with pytest.raises(EligoError, match="can't write"):
        build(open_source(str(folder)), other / "below" / "s")


def test_a_store_is_replaced_by_a_new_one(tmp_path: Path) -> None:
    folder, path = written(tmp_path / "athena"), tmp_path / "s"
    assert build(open_source(str(folder)), path) == build(open_source(str(folder)), path)


def test_the_commands(tmp_path: Path) -> None:
    folder, path = written(tmp_path / "athena"), tmp_path / "s"

    def run(*arguments: str | Path) -> str:
        done = CliRunner().invoke(command, [*map(str, arguments)], catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    assert "9 rows of concept" in run("build", folder, "-o", path)
    assert "22298006" in run("search", "--vocab", path, "heart attack", "--standard")
    told = run("explain", "--vocab", path, "heart attack or ibuprofen or zzz old infarction")
    assert "Myocardial infarction (standard), 5 codes with those below" in told
    assert "rxnorm 5640 ibuprofen: Ibuprofen (standard), 2 codes" in told
    assert "not in the lexicon" in told
    assert "verified by" in run("explain", "heart attack")
