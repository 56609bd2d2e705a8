"""Verdicts of ``eligo diff``: a table, properties, the registry's fields, the command and its JSON."""

from __future__ import annotations

import itertools
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import eligo
from eligo.cli.diff_command import command
from eligo.compiling import compile_record
from eligo.diff import Difference, diff
from eligo.diff.change import KINDS
from eligo.read import read

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
HEADS = {"I: ": "Inclusion Criteria", "E: ": "Exclusion Criteria"}


def text(lines: str) -> str:
    """The text of a record with these "I: " and "E: " lines."""
    sides = {h: [line[3:] for line in lines.split("\n") if line.startswith(h)] for h in HEADS}
    return "\n".join(f"{HEADS[h]}:\n\n" + "".join(f"- {x}\n" for x in side) for h, side in sides.items() if side)


def registered(criteria: str, **fields: str) -> bytes:
    """A record of a registry with fields of its own."""
    module = {"eligibilityCriteria": criteria} | fields
    identification = {"nctId": "NCT00000000"}
    return json.dumps(
        {"protocolSection": {"eligibilityModule": module, "identificationModule": identification}}
    ).encode()


def run(tmp_path: Path, old: str | bytes, new: str | bytes, *arguments: str) -> Result:
    paths = [tmp_path / "old.txt", tmp_path / "new.txt"]
    for path, content in zip(paths, (old, new), strict=True):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(command, [*map(str, paths), *arguments], catch_exceptions=False)


def ordered(found: Difference) -> tuple[list[tuple[str, list[str]]], int]:
    """A difference whatever the order of its changes and of their facts."""
    changes = [(repr(replace(c, facts=())), sorted(map(repr, c.facts))) for c in found.changes]
    return sorted(changes), found.unchanged


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['old'][:40]} - {c['new'][:40]}".replace("\n", " "))
def test_verdict(case: dict[str, Any], tmp_path: Path) -> None:
    old, new = text(case["old"]), text(case["new"])
    found = diff(eligo.compile(old), eligo.compile(new))
    said = [(c.kind, f"{c.old.id if c.old else ''}>{c.new.id if c.new else ''}") for c in found.changes]
    kinds = [k if " " not in k else tuple(k.split(" ")) for k in case["kinds"]]
    assert [pair if isinstance(k, tuple) else pair[0] for pair, k in zip(said, kinds, strict=True)] == kinds
    printed = run(tmp_path, old, new, "--exit-code")
    assert all(part in printed.stdout for part in case.get("says", ())), printed.stdout
    meant = any(k not in ("reworded", "moved") for k, _ in said)
    assert found.differs == case.get("differs", meant)
    assert printed.exit_code == found.differs
    assert ordered(diff(eligo.compile(new), eligo.compile(old)).reversed()) == ordered(found)


def test_every_kind_is_in_the_table() -> None:
    assert {kind.split(" ")[0] for case in CASES for kind in case["kinds"]} == set(KINDS)


# --- properties ---

LINES = sorted({line for case in CASES for line in f"{case['old']}\n{case['new']}".split("\n")})
versions = st.lists(st.sampled_from(LINES), min_size=1, max_size=7).map("\n".join).map(text)


@given(versions)
@settings(max_examples=40, deadline=None)
def test_no_difference_to_itself(version: str) -> None:
    found = diff(eligo.compile(version), eligo.compile(version))
    assert (found.changes, found.fields, found.differs) == ((), (), False)
    assert found.unchanged == len(eligo.compile(version).criteria)


@given(versions, versions)
@settings(max_examples=60, deadline=None)
def test_the_other_way_round_is_the_inverse(one: str, other: str) -> None:
    old, new = eligo.compile(one), eligo.compile(other)
    found, back = diff(old, new), diff(new, old)
    assert ordered(back.reversed()) == ordered(found)
    assert found.reversed().reversed() == found
    assert back.differs == found.differs
    assert {c.old for c in found.changes if c.old} <= set(old.criteria)
    assert len(old.criteria) == found.unchanged + sum(c.old is not None for c in found.changes)
    assert len(new.criteria) == found.unchanged + sum(c.new is not None for c in found.changes)


@pytest.mark.parametrize(
    "record", sorted(p for p in (ROOT / "criteria").iterdir() if p.is_file()), ids=lambda p: p.stem
)
def test_example_records_do_not_differ_from_themselves(record: Path) -> None:
    assert not diff(eligo.compile(record), eligo.compile(record)).changes


def test_records_of_the_corpus_differ_from_each_other_both_ways(shared: Path) -> None:
    records = sorted((shared / "records").glob("*/*.json"))[:12]
    compiled = []
    for record in records:
        try:
            compiled.extend(eligo.compile_all(record))
        except eligo.InputError:
            continue
    for old, new in itertools.pairwise(compiled):
        assert ordered(diff(new, old).reversed()) == ordered(diff(old, new))


# --- the registry's own fields ---


def between(old: bytes, new: bytes) -> Difference:
    (before,), (after,) = read(old), read(new)
    return diff(compile_record(before), compile_record(after), (before.registry, after.registry))


def test_a_limit_that_only_the_registry_has() -> None:
    criteria = text("I: Asthma")
    found = between(
        registered(criteria, minimumAge="18 Years", sex="FEMALE"), registered(criteria, minimumAge="16 Years")
    )
    assert [(c.kind, c.facts[0].gains if c.facts else "") for c in found.changes] == [
        ("loosened", ">= 16 and <= 17 years"),
        ("removed", ""),
    ]
    assert [(f.field, f.old, f.new, f.in_force) for f in found.fields] == [
        ("minimum age", "18 years", "16 years", True),
        ("sex", "female", "not stated", True),
    ]


def test_a_limit_that_the_text_speaks_of() -> None:
    criteria = text("I: Age ≥ 18 years")
    found = between(registered(criteria, minimumAge="18 Years"), registered(criteria, minimumAge="21 Years"))
    assert not found.differs
    assert [(f.field, f.in_force) for f in found.fields] == [("minimum age", False)]


def test_a_limit_that_goes_from_the_registry_into_the_text() -> None:
    old, new = text("I: Asthma"), text("I: Asthma\nI: Age ≥ 18 years")
    found = between(registered(old, minimumAge="18 Years"), registered(new, minimumAge="18 Years"))
    assert [(c.kind, c.moved, c.differs) for c in found.changes] == [("moved", True, False)]


# --- the command ---


def test_json_keeps_to_its_schema(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs" / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for case in CASES:
        printed = json.loads(run(tmp_path, text(case["old"]), text(case["new"]), "--json").stdout)
        jsonschema.validate(printed, schema)
        assert len(printed["changes"]) == len(case["kinds"])


def test_who_it_is_for(tmp_path: Path) -> None:
    old = "Inclusion Criteria:\n\nCohort A:\n\n- Age ≥ 18 years\n- Asthma\n\nCohort B:\n\n- COPD\n"
    new = "Inclusion Criteria:\n\nCohort A:\n\n- Asthma\n\nCohort B:\n\n- COPD\n- Age ≥ 18 years\n"
    found = run(tmp_path, old, new)
    assert "was for Cohort A, is for Cohort B" in found.stdout
    assert "1 changed, 2 unchanged" in found.stdout


def test_exit_code_is_0_without_the_option(tmp_path: Path) -> None:
    assert run(tmp_path, text("I: Asthma"), text("E: Asthma")).exit_code == 0


def test_bad_input_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(eligo.UsageError, match=r"holds 2 records: compare one with one"):
        run(tmp_path, b"[" + b",".join([registered(text("I: Asthma"))] * 2) + b"]", text("I: Asthma"))
    with pytest.raises(eligo.InputError):
        run(tmp_path, "", text("I: Asthma"))


def test_a_site_s_overrides_hold_for_both(tmp_path: Path) -> None:
    old, new = (
        "Exclusion Criteria:\n- Wobbly bones within 6 months before screening\n",
        "Exclusion Criteria:\n- Wobbly bones within 3 months before screening\n",
    )
    site = tmp_path / "site.toml"
    site.write_text('[[phrase]]\nphrase = "wobbly bones"\nconcept = "asthma"\n', encoding="utf-8")
    assert "E1  text changed, meaning unknown" in run(tmp_path, old, new).stdout
    assert "E1  loosened" in run(tmp_path, old, new, "--overrides", str(site)).stdout
    site.write_text("[[phrase]]\n", encoding="utf-8")
    with pytest.raises(eligo.InputError, match="site"):
        run(tmp_path, old, new, "--overrides", str(site))
