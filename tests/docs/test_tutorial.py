"""The tutorial, from its first command to its last, in a new folder: what it shows is what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .blocks import blocks, matches, run, steps
from .folder import ROOT, checkout

PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_tutorial(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the tutorial screens a DuckDB file")
    folder = checkout(tmp_path)
    for block in blocks(PAGE):
        if not block.needs and (block.file or block.language == "console"):
            run(block, folder)


def test_the_tutorial_shows_what_is_printed() -> None:
    shown = [output for b in blocks(PAGE) if b.language == "console" and not b.needs for _, output in steps(b)]
    assert sum(bool(text.strip()) for text in shown) >= 8


def test_matching() -> None:
    assert matches("a\n...\nd", "a\nb\nc\nd\n")
    assert matches("a ... d", "a b d")
    assert matches("a", "a  \n")
    assert not matches("a", "a\nb")
    assert not matches("a...c", "a\nb")
    assert not matches("", "a")
