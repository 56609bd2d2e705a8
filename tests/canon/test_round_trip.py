"""Canonical text and back gives the identical expression: random trees, the example records, criteria of the study corpus."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from tests.canon.strategies import ATOM_STRATEGIES, expressions

from eligo import compile
from eligo.canon import canonical, read
from eligo.concepts import Concept
from eligo.errors import InputError
from eligo.logic import ATOMS, Atom, Expr
from eligo.parse.tables import Table

RECORDS = sorted(p for p in (Path(__file__).parents[2] / "criteria").iterdir() if p.suffix in (".txt", ".json"))


def test_every_atom_has_a_strategy() -> None:
    assert set(ATOM_STRATEGIES) == set(ATOMS) == set(get_args(Atom))


def test_the_text_of_a_concept_tells_all_its_fields() -> None:
    """A new field of ``Concept`` has to come into ``told``, the grammar and the strategies."""
    told = {"id", "name", "kind", "include", "exclude", "ingredients", "unit", "units", "answers", "days", "lasting"}
    assert {f.name for f in fields(Concept)} == told | {"complete", "titles", "exclude_titles"}


def test_grammar_has_no_conflicts() -> None:
    pytest.importorskip("interegular")
    Table("canon", ("start",), strict=True)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(expressions)
def test_random_expressions(expr: Expr) -> None:
    assert read(canonical(expr)) == expr


@pytest.mark.parametrize("record", RECORDS, ids=lambda p: p.stem)
def test_example_records(record: Path) -> None:
    for criterion in compile(record).criteria:
        assert read(canonical(criterion.logic)) == criterion.logic


def test_criteria_of_the_study_corpus(shared: Path) -> None:
    with gzip.open(shared / "corpus" / "trials.jsonl.gz", "rt", encoding="utf-8") as lines:
        trials = random.Random(2026).sample([json.loads(line) for line in lines], 30)
    seen = 0
    for trial in trials:
        halves = f"Inclusion Criteria:\n\n{trial.get('inclusion') or ''}\n\nExclusion Criteria:\n\n{trial.get('exclusion') or ''}"
        try:
            criteria = compile(trial.get("text") or halves).criteria
        except InputError:
            continue
        for criterion in criteria:
            assert read(canonical(criterion.logic)) == criterion.logic
        seen += len(criteria)
    assert seen >= 200
