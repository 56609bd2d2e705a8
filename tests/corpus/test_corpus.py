"""Text → meaning: every case of the tables beside this file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from eligo import compile
from eligo.canon import say
from eligo.logic import walk

CASES = [
    pytest.param(case, id=f"{path.stem}-{n}")
    for path in sorted(Path(__file__).parent.glob("*.toml"))
    for n, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1)
]


@pytest.mark.parametrize("case", CASES)
def test_reading(case: dict[str, Any]) -> None:
    protocol = compile(f"{case['section'].title()} Criteria:\n\n- {case['text']}\n")
    (criterion,) = protocol.criteria
    assert say(criterion.logic) == case["says"]
    assert criterion.status == case["status"]
    assert criterion.effect == case.get("effect", "require" if case["section"] == "inclusion" else "forbid")
    assert [d.code for d in criterion.diagnostics] == case.get("diagnostics", [])


@pytest.mark.parametrize("case", CASES)
def test_every_span_points_into_the_text(case: dict[str, Any]) -> None:
    protocol = compile(f"{case['section'].title()} Criteria:\n\n- {case['text']}\n")
    for criterion in protocol.criteria:
        assert "".join(protocol.text[e.span.start : e.span.end] for e in criterion.ledger) == case["text"]
        for node in walk(criterion.logic):
            for span in node.origin.spans:
                assert 0 <= span.start < span.end <= len(protocol.text)
