"""The examples of docs/canonical.md are canonical text, and ``eligo canon`` prints it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from eligo import compile
from eligo.canon import canonical, read
from eligo.cli.canon_command import command
from eligo.concepts import Concept
from eligo.wording import phrase

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "canonical.md").read_text(encoding="utf-8")
FACTS = re.search(r"```text\n(.*?)```", PAGE, re.S)[1].splitlines()  # type: ignore[index]
CONCEPTS = re.findall(r"^\| `(.*?)` \|", PAGE.partition("## Concepts")[2], re.M)
RECORD = ROOT / "criteria" / "heart-failure.txt"


@pytest.mark.parametrize("text", FACTS)
def test_fact(text: str) -> None:
    expr = read(text)
    assert read(canonical(expr)) == expr
    assert canonical(expr) == text
    concept = getattr(expr, "concept", None)
    assert concept is None or (isinstance(concept, Concept) and concept.bound)


@pytest.mark.parametrize("text", CONCEPTS)
def test_concept(text: str) -> None:
    assert canonical(read(text)) == text


def test_record_as_text() -> None:
    done = CliRunner().invoke(command, [str(RECORD)])
    assert done.exit_code == 0
    for criterion in compile(RECORD).criteria:
        told = f"{phrase(f'effect.{criterion.effect}')}; {phrase(f'status.{criterion.status}')}"
        assert f"{criterion.id}  {told}\n" in done.stdout
    assert "\n  = history of angioedema\n" in done.stdout
    assert re.search(r"^  NT-proBNP \(lab\): LOINC ", done.stdout, re.M)
    assert re.search(r" and \d{3} more", done.stdout)


def test_record_as_json() -> None:
    done = CliRunner().invoke(command, ["--json", str(RECORD)])
    record = json.loads(done.stdout)
    for told, criterion in zip(record["criteria"], compile(RECORD).criteria, strict=True):
        assert read(told["canonical"]) == criterion.logic
    assert any(c["name"] == "NT-proBNP" and c["codes"] for c in record["concepts"])


def test_all_codes() -> None:
    done = CliRunner().invoke(command, ["--codes", str(RECORD)])
    assert " more" not in done.stdout.partition("\nConcepts, ")[2]
