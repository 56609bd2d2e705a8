"""What the other dialects make of the one text: golden files of where they differ from it.

``--update-golden`` writes ``tests/golden/dialects`` anew. Both texts are laid out alike and a file holds each change once, with how
often it occurs: numbers of several digits as "…", long lists by their first lines. SQLGlot writes some things otherwise from one
release to the next, so they are compared with the release that they are of.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from pathlib import Path

import pytest

sqlglot = pytest.importorskip("sqlglot")

from test_sql import EVERYTHING, criterion, plan  # noqa: E402

from eligo.dialect import DIALECTS, NATIVE, emit_sql  # noqa: E402
from eligo.logic import Sex  # noqa: E402

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "dialects"
CRITERIA = (*EVERYTHING, criterion("I21", Sex("female"), group="A"), criterion("I22", Sex("male"), group="B"))
SHOWN = 4
VERSION = f"SQLGlot {sqlglot.__version__}"


@cache
def laid_out(dialect: str) -> list[str]:
    """The lines, without what says nothing: comments, "x.y AS y", which numbers they are."""
    tree = sqlglot.parse_one(emit_sql(plan(*CRITERIA), dialect=dialect), read=dialect)
    text = str(tree.sql(dialect=dialect, pretty=True, comments=False))
    text = re.sub(r"\b((?:\w+\.)?(\w+)) AS \2\b", r"\1", text)
    return [re.sub(r"\d{2,}", "…", line.strip()) for line in text.split("\n")]


def shown(sign: str, lines: list[str]) -> list[str]:
    rest = [f"{sign} … {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [*(f"{sign} {line}" for line in lines[:SHOWN]), *rest]


def differences(dialect: str) -> str:
    base, own = laid_out("duckdb"), laid_out(dialect)
    changes = [
        "\n".join([*shown("-", base[a:b]), *shown("+", own[c:d])])
        for kind, a, b, c, d in difflib.SequenceMatcher(None, base, own).get_opcodes()
        if kind != "equal"
    ]
    return "\n\n".join([VERSION, *(f"{changes.count(c)} ×\n{c}" for c in dict.fromkeys(changes))]) + "\n"


@pytest.mark.parametrize("dialect", [d for d in DIALECTS if d not in NATIVE])
def test_golden(dialect: str, update_golden: bool) -> None:
    path = GOLDEN / f"{dialect}.diff"
    text = differences(dialect)
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"no golden file {path.name}: run with --update-golden"
    kept = path.read_text(encoding="utf-8")
    if not kept.startswith(f"{VERSION}\n"):
        pytest.skip(f"the golden files are those of {kept.splitlines()[0]}, here is {VERSION}")
    assert text == kept
