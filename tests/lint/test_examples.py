"""Every check with the examples of docs/lint.md: one text that has the finding, one that hasn't."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from eligo.lint import CHECKS, SEVERITIES, Subject, findings
from eligo.read import read
from eligo.segment import segment

PAGE = (Path(__file__).parents[2] / "docs" / "lint.md").read_text(encoding="utf-8")
RULES = re.findall(r"^### `([a-z-]+)` \((\w+)\)\n(.*?)\n```\n(.*?)\n```\n```\n(.*?)\n```$", PAGE, re.S | re.M)


def found(lines: str) -> set[str]:
    """The ids of the checks that find something in "I: …" and "E: …" lines."""
    sides = {head: [line[3:] for line in lines.split("\n") if line.startswith(head)] for head in ("I:", "E:")}
    heads = {"I:": "Inclusion Criteria", "E:": "Exclusion Criteria"}
    text = "\n\n".join(
        f"{heads[h]}:\n\n" + "\n".join(f"- {line}" for line in side) for h, side in sides.items() if side
    )
    module = {"eligibilityCriteria": text, "minimumAge": "18 Years"}
    source = json.dumps(
        {"protocolSection": {"eligibilityModule": module, "identificationModule": {"nctId": "NCT00000000"}}}
    )
    (record,) = read(source.encode())
    return {check.id for check, _ in findings(Subject.of(segment(record)))}


def test_every_check_is_documented() -> None:
    assert [(name, severity) for name, severity, *_ in RULES] == [(c.id, c.severity) for c in CHECKS.values()]
    assert {c.severity for c in CHECKS.values()} == set(SEVERITIES)
    assert all(c.about for c in CHECKS.values())


@pytest.mark.parametrize(("name", "bad", "good"), [(r[0], r[3], r[4]) for r in RULES], ids=[r[0] for r in RULES])
def test_example(name: str, bad: str, good: str) -> None:
    assert name in found(bad)
    assert name not in found(good)
