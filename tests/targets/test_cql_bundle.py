"""The CQL as a FHIR bundle: valid resources, CQL that translates without a remark, and the answers of the target ``cql``."""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness.engine_cql import CqlEngine, ask
from harness.engines import runs
from harness.fhir import Json, to_bundle
from harness.spec import cases
from test_cql import EVERYTHING, HOSTILE, INDEX, statement

import eligo
from eligo.cql_bundle import BASE, LONGEST_ID, emit_bundle
from eligo.lower import lower
from eligo.overrides import parse
from eligo.protocol import Criterion

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "lupus" / "cql-bundle.golden"
needs_node = pytest.mark.skipif(CqlEngine().available() is not None, reason=str(CqlEngine().available()))


def made(criteria: Sequence[Criterion], index: date, trial: str = "") -> Json:
    bundle: Json = json.loads(emit_bundle(lower(criteria, "fhir", trial=trial, index=index.isoformat())))
    return bundle


def resources(bundle: Json, kind: str) -> list[Json]:
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]


def cql(bundle: Json) -> str:
    (library,) = resources(bundle, "Library")
    return base64.b64decode(library["content"][0]["data"]).decode("utf-8")


def job(name: str, bundle: Json) -> Json:
    """The library and its value sets, as a terminology server without a hierarchy expands them."""
    codes = {
        s["url"]: {
            s["version"]: [
                {"code": c["code"], "system": i["system"], "version": ""}
                for i in s["compose"]["include"]
                for c in i.get("concept", ())
            ]
        }
        for s in resources(bundle, "ValueSet")
    }
    return {"library": name, "cql": cql(bundle), "valueSets": codes}


@pytest.fixture(scope="module")
def lupus() -> Json:
    bundle: Json = json.loads(eligo.compile(ROOT / "criteria" / "lupus.txt").emit("cql-bundle", as_of="2026-01-15"))
    return bundle


def test_golden(lupus: Json, update_golden: bool) -> None:
    text = json.dumps(lupus, indent=1, ensure_ascii=False)
    text = re.sub(r'("data": ")[^"]+', r"\1…", text)
    text = re.sub(r'(?:\s*\{\s*"code": "[^"]+"\s*\},?){4,}', lambda m: f" <{m.group().count('code')} codes> ", text)
    if update_golden:
        GOLDEN.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("record", ["lupus.txt", "diabetes.txt", "hiv.json"])
def test_is_valid_fhir(record: str) -> None:
    models = pytest.importorskip("fhir.resources.R4B.bundle", reason="the check of resources needs fhir.resources")
    text = eligo.compile(ROOT / "criteria" / record).emit("cql-bundle", as_of="2026-01-15")
    bundle = models.Bundle.model_validate_json(text)
    assert bundle.type == "transaction"
    ids = [e.resource.id for e in bundle.entry]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(rf"[A-Za-z0-9.-]{{1,{LONGEST_ID}}}", i) for i in ids)
    assert all(e.request.url == f"{e.resource.get_resource_type()}/{e.resource.id}" for e in bundle.entry)


def test_every_value_set_is_declared_and_used(lupus: Json) -> None:
    text = cql(lupus)
    declared = dict(re.findall(r"^valueset \"([^\"]+)\": '([^']+)'$", text, re.M))
    (library,) = resources(lupus, "Library")
    assert list(declared.values()) == [s["url"] for s in resources(lupus, "ValueSet")]
    assert [a["resource"] for a in library["relatedArtifact"]] == [f"{u}|1.0.0" for u in declared.values()]
    assert all(f'in "{name}"' in text for name in declared)


def test_the_address_is_the_sites() -> None:
    protocol = eligo.compile("Inclusion Criteria:\n- Asthma\n")
    text = protocol.emit("cql-bundle", base="https://fhir.site.example/r4/")
    assert BASE not in text
    (asthma,) = resources(json.loads(text), "ValueSet")
    assert asthma["url"] == "https://fhir.site.example/r4/ValueSet/eligibility-asthma"
    assert asthma["url"] in cql(json.loads(text))


def test_a_code_with_all_below_it_is_a_filter() -> None:
    toml = (
        '[[phrase]]\nphrase = "sugar trouble"\nkind = "condition"\n'
        'codes = [{ system = "snomed", code = "73211009", descendants = true }, { system = "snomed", code = "237599002" }]\n'
    )
    protocol = eligo.compile("Exclusion Criteria:\n- Sugar trouble\n", overrides=parse(toml))
    (found,) = resources(json.loads(protocol.emit("cql-bundle")), "ValueSet")
    snomed = "http://snomed.info/sct"
    assert found["compose"]["include"] == [
        {"system": snomed, "concept": [{"code": "237599002"}]},
        {"system": snomed, "filter": [{"property": "concept", "op": "is-a", "value": "73211009"}]},
    ]


@needs_node
def test_every_construct_translates_without_a_remark() -> None:
    assert ask([job("all", made([statement("I1", EVERYTHING)], INDEX))]) == [{"problems": []}]


@needs_node
def test_text_never_becomes_code() -> None:
    bundles = [made([statement("I1", EVERYTHING, text)], INDEX, trial=text) for text in HOSTILE]
    assert ask([job("h", b) for b in bundles]) == [{"problems": []}] * len(HOSTILE)


@needs_node
def test_value_sets_give_the_specified_answers() -> None:
    """Every third paragraph of the specification, on cql-execution and its code service."""
    chosen = sorted((c for c in cases() if runs("cql", c.not_in)), key=lambda c: (c.index, c.id))[::3]
    jobs: list[Json] = []
    asked: list[tuple[str, str, Any]] = []
    for index, group in groupby(chosen, key=lambda c: c.index):
        together = list(group)
        name = f"spec_{index:%Y%m%d}"
        jobs.append(
            job(
                name,
                made([Criterion(c.id, "inclusion", "require", "", (), c.logic, "computable") for c in together], index),
            )
        )
        for c in together:
            for label, patient, expected in zip(c.labels, c.patients, c.expected, strict=True):
                jobs.append({"library": name, "bundle": to_bundle(patient, "concept"), "expressions": [c.id]})
                asked.append((c.id, label, expected))
    answers = ask(jobs)
    assert [a for a in answers if a.get("problems") or "failure" in a] == []
    found = [a["values"] for a in answers if "values" in a]
    assert len(asked) > 200
    assert [(q, v) for q, v in zip(asked, found, strict=True) if v[q[0]] is not q[2]] == []
