"""The examples of docs/overrides.md: a record, the override, and what the record says with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import eligo
from eligo.canon import say
from eligo.overrides import digest, load, parse, save

PAGE = (Path(__file__).parents[2] / "docs" / "overrides.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```text\n(.*?)```\n\n```toml\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.S)


def test_there_are_examples() -> None:
    keys = ("read_as", "noise", "manual", "means", "concept", "codes", "kind", "unit", "section", "criterion", "trial")
    for key in (*keys, "note", "text", "effect", "lab", "uln", "lln", "event", "date", "conditions"):
        assert any(re.search(rf"^{key} = ", toml, re.M) for _, toml, _ in EXAMPLES), key


@pytest.mark.parametrize(("record", "toml", "expected"), EXAMPLES, ids=[t.split("\n")[2] for _, t, _ in EXAMPLES])
def test_example(record: str, toml: str, expected: str) -> None:
    protocol = eligo.compile(record, overrides=parse(toml))
    lines = [f"{c.id} {c.effect} {c.status}: {say(c.logic)}" for c in protocol.criteria]
    codes = [d.code for c in protocol.criteria for d in c.diagnostics if d.code.startswith("override")]
    codes += [d.code for d in protocol.diagnostics if d.code.startswith("override")]
    assert [*lines, *codes] == expected.strip().split("\n")


def test_python(tmp_path: Path) -> None:
    path = tmp_path / "lupus.eligo.toml"
    path.write_text('# mine\n[[phrase]]\nphrase = "x"\nnoise = true\n', encoding="utf-8")
    before = path.read_bytes()
    save(load(path), path)
    assert path.read_bytes() == before
    assert digest("Age of 18 years or more") == digest("age of 18  year or more")
