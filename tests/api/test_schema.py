"""The JSON of a compiled record keeps to its schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import eligo

ROOT = Path(__file__).resolve().parents[2]
RECORDS = sorted(p for p in (ROOT / "criteria").iterdir() if p.suffix in (".txt", ".json"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda p: p.stem)
def test_protocol_keeps_to_its_schema(record: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs" / "schemas" / "protocol.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(eligo.compile(record).to_dict())), schema)


def test_public_names() -> None:
    protocol = eligo.compile("Inclusion Criteria:\n\n- Age ≥ 18 years\n")
    assert [c.status for c in protocol.criteria] == ["computable"]
    assert protocol.graph.number_of_nodes() == 2
    with pytest.raises(eligo.InputError):
        eligo.compile("")
    with pytest.raises(eligo.UsageError):
        protocol.emit("nonsense")
    with pytest.raises(AttributeError):
        eligo.nonsense  # noqa: B018
