"""Texts of every style, as data: `cases.toml` beside this file. Adding a case adds an entry."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from eligo.document import Document
from eligo.read import read
from eligo.segment import segment

CASES = [
    case
    for name in ("cases.toml", "groups.toml", "styles.toml")
    for case in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["case"]
]


def outline(document: Document) -> list[str]:
    """The items as `cases.toml` writes them."""
    lines = []
    for item in document.walk():
        tags = [f"[{item.applies_to}]"] if item.applies_to else []
        tags += ["(lead)"] if item.lead else []
        tags += ["(open)"] if item.open_ended else []
        tags += [f"({item.link})"] if item.link else []
        lines.append(" ".join([item.id, *tags, item.text]))
    return lines


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_text_is_cut_into_these_items(case: dict[str, Any]) -> None:
    document = segment(read(case["text"], "text")[0])
    assert outline(document) == case["items"]
    assert [note.of(case["text"]) for note in document.notes] == case.get("notes", [])
    assert [diagnostic.code for diagnostic in document.diagnostics] == case.get("diagnostics", [])


def test_names_are_unique() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names)) >= 120
