"""Screening a population: the same counts from FHIR files in every shape and from an OMOP database, and counts that add up."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "spec"), str(ROOT / "tests" / "differential")]

from harness.omop import load
from neutral import closed, patient

import eligo
from eligo.cli.screen_command import command
from eligo.errors import InputError, UsageError
from eligo.logic import walk
from eligo.screen import Answer, Tally, screen_fhir, screen_omop
from eligo.screen.omop import connect

AS_OF = "2026-01-15"
PATIENTS = sorted((ROOT / "criteria" / "patients" / "lupus").glob("*.json"))
BUNDLES: list[dict[str, Any]] = [json.loads(p.read_text(encoding="utf-8")) for p in PATIENTS]
RECORD = ROOT / "criteria" / "lupus.txt"
PROTOCOL = eligo.compile(RECORD)
GROUPS = eligo.compile(
    "Inclusion Criteria:\n\nCohort A:\n\n- Age 18 to 40 years\n\nCohort B:\n\n- Age 41 to 90 years\n\n"
    "Exclusion Criteria:\n\n- Pregnancy\n"
)


def ndjson(folder: Path) -> Path:
    file = folder / "all.ndjson"
    file.write_text("".join(json.dumps(b) + "\n" for b in BUNDLES), encoding="utf-8")
    return file


def zipped(folder: Path) -> Path:
    file = folder / "all.ndjson.gz"
    file.write_bytes(gzip.compress(ndjson(folder).read_bytes()))
    return file


def bulk(folder: Path) -> Path:
    """An export with one file a resource type; ids are made unique, as a server's are."""
    files: dict[str, list[str]] = {}
    for n, bundle in enumerate(BUNDLES):
        for entry in bundle["entry"]:
            resource = json.loads(json.dumps(entry["resource"]))
            if resource["resourceType"] == "Patient":
                resource["id"] = f"p{n:03}"
            for name in ("subject", "patient"):
                if name in resource:
                    resource[name] = {"reference": f"Patient/p{n:03}"}
            files.setdefault(resource["resourceType"], []).append(json.dumps(resource))
    (folder / "export").mkdir()
    for kind, lines in files.items():
        (folder / "export" / f"{kind}.000.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "export"


def tallied(protocol: eligo.Protocol, answers: Iterator[Answer]) -> Tally:
    tally = Tally(protocol)
    for answer in answers:
        tally.add(answer)
    return tally


@pytest.mark.parametrize(
    "shape", [lambda _: PATIENTS[0].parent, ndjson, zipped, bulk], ids=["folder", "ndjson", "gz", "bulk"]
)
def test_every_shape_of_fhir_gives_what_check_gives(shape: Any, tmp_path: Path) -> None:
    found = sorted(
        (a.verdict, a.screen, a.deceased, str(a.values)) for a in screen_fhir(PROTOCOL, shape(tmp_path), AS_OF)
    )
    results = [PROTOCOL.check(b, as_of=AS_OF) for b in BUNDLES]
    assert found == sorted(
        (r.verdict, r.screen, r.reason == "deceased", str(tuple(o.value for o in r.criteria))) for r in results
    )


def test_the_funnel_narrows_and_adds_up() -> None:
    tally = tallied(PROTOCOL, screen_fhir(PROTOCOL, PATIENTS[0].parent, AS_OF))
    steps = list(tally.funnel())
    assert [s.criterion and s.criterion.id for s in steps] == [None, *(c.id for c in PROTOCOL.criteria)]
    living = steps[0].met
    assert living + steps[0].not_met == tally.patients == len(BUNDLES)
    assert all(s.met + s.not_met + s.unknown + s.set_aside == living for s in steps[1:])
    for before, after in pairwise(steps):
        assert before.remaining >= after.remaining >= after.certain
        assert before.certain >= after.certain
    assert steps[-1].remaining == tally.screens["potential"] + tally.screens["undetermined"]
    assert steps[-1].certain == tally.verdicts["eligible"]


def test_the_gain_of_a_criterion_is_what_screening_without_it_finds() -> None:
    answers = list(screen_fhir(PROTOCOL, PATIENTS[0].parent, AS_OF))
    kept = {g.criterion.id: g.potential for g in tallied(PROTOCOL, iter(answers)).gains()}
    bad = [c.effect == "forbid" for c in PROTOCOL.criteria]
    whole = sum(not a.deceased and all(v is None or v != bad[i] for i, v in enumerate(a.screened)) for a in answers)
    for n, criterion in enumerate(PROTOCOL.criteria):
        without = sum(
            not a.deceased and all(v is None or v != bad[i] for i, v in enumerate(a.screened) if i != n)
            for a in answers
        )
        assert kept[criterion.id] == without - whole


def test_groups_have_a_funnel_each() -> None:
    tally = tallied(GROUPS, screen_fhir(GROUPS, PATIENTS[0].parent, AS_OF))
    arms = {
        s.group: [x.criterion and x.criterion.id for x in tally.funnel() if x.group == s.group] for s in tally.funnel()
    }
    assert len(arms) == 2
    assert all(ids[0] is None and ids[-1] == "E1" for ids in arms.values())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    duckdb = pytest.importorskip("duckdb", reason="the OMOP side needs DuckDB")
    people = [closed(patient(b)) for b in BUNDLES]
    concepts = {
        n.concept: None
        for c in PROTOCOL.criteria
        for n in walk(c.logic)
        if getattr(n, "concept", None) is not None  # type: ignore[union-attr]
    }
    file = tmp_path / "cdm.duckdb"
    with duckdb.connect(str(file)) as connection:
        load(connection, people, concepts)
    return file


def test_omop_in_a_file_and_in_parquet(database: Path, tmp_path: Path) -> None:
    import duckdb

    folder = tmp_path / "parquet"
    folder.mkdir()
    with duckdb.connect(str(database), read_only=True) as connection:
        for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall():
            connection.execute(f"COPY {name} TO '{folder / name}.parquet' (FORMAT parquet)")
    file, parquet = (list(screen_omop(PROTOCOL, connect(str(p)), AS_OF)) for p in (database, folder))
    assert file == parquet
    assert len(file) == len(BUNDLES)


def test_a_missing_table_is_said(database: Path) -> None:
    import duckdb

    with duckdb.connect(str(database)) as connection:
        connection.execute("DROP TABLE death")
    with pytest.raises(InputError, match="death"):
        list(screen_omop(PROTOCOL, connect(str(database)), AS_OF))


def run(*arguments: object) -> Any:
    return CliRunner().invoke(command, [str(a) for a in arguments])


def test_command_writes_patients_only_where_asked(tmp_path: Path) -> None:
    done = run(RECORD, "--fhir", PATIENTS[0].parent, "--as-of", AS_OF, "-o", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(BUNDLES) + 1
    assert lines[0].startswith("patient,deceased,verdict,screen,I1,")
    ids = [b["entry"][0]["resource"]["id"] for b in BUNDLES]
    assert not any(id in done.output for id in ids)
    assert list(tmp_path.iterdir()) == [tmp_path / "out.csv"]


def test_parquet_has_the_rows_of_the_csv(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    for suffix in ("csv", "parquet"):
        assert (
            run(RECORD, "--fhir", PATIENTS[0].parent, "--as-of", AS_OF, "-o", tmp_path / f"out.{suffix}").exit_code == 0
        )
    with duckdb.connect() as connection:
        csv, parquet = (
            connection.execute(f"SELECT * FROM '{tmp_path}/out.{s}'").fetchall() for s in ("csv", "parquet")
        )
    assert [list(map(str, row)) for row in parquet] == [list(map(str, row)) for row in csv]


def test_small_counts_are_masked() -> None:
    done = run(RECORD, "--fhir", PATIENTS[0].parent, "--as-of", AS_OF, "--json", "--min-count", 11)
    report = json.loads(done.output)
    counts = [v for step in report["funnel"] for k, v in step.items() if k not in ("group", "criterion", "text")]
    assert "<11" in counts
    assert all(n == "<11" or n == 0 or n >= 11 for n in counts)


@pytest.mark.parametrize(
    ("arguments", "error", "word"),
    [
        ((RECORD,), UsageError, "--omop DB or --fhir PATH"),
        ((RECORD, "--fhir", "nowhere.ndjson"), InputError, "no such file"),
        ((RECORD, "--omop", "nowhere.duckdb"), InputError, "no such file"),
        ((RECORD, "--fhir", RECORD), InputError, "not JSON"),
        ((RECORD, "--omop", RECORD), InputError, "not a DuckDB database"),
        ((RECORD, "--fhir", PATIENTS[0], "-o", "out.xls"), UsageError, ".csv"),
        ((RECORD, "--omop", "postgresql://127.0.0.1:1/none"), InputError, "can't connect"),
    ],
)
def test_what_cannot_be_screened_is_said(arguments: tuple[object, ...], error: type[Exception], word: str) -> None:
    done = run(*arguments)
    assert isinstance(done.exception, error)
    assert word in str(done.exception)


def test_a_bad_line_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "all.ndjson"
    file.write_text(json.dumps(BUNDLES[0]) + "\n{oops\n", encoding="utf-8")
    done = run(RECORD, "--fhir", file, "--as-of", AS_OF, "-o", tmp_path / "out.csv")
    assert isinstance(done.exception, InputError)
    assert f"{file}:2" in str(done.exception)
    assert list(tmp_path.iterdir()) == [file]
