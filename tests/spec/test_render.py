"""The chapters of docs/semantics are those of the specification."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from render import DOCS, ENGINES_PAGE, chapters, with_engines


def test_chapters_are_rendered(update_golden: bool) -> None:
    for name, text in chapters().items():
        path = DOCS / f"{name}.md"
        if update_golden:
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{name}: run tests/spec/render.py"


def test_the_table_of_engines_is_rendered(update_golden: bool) -> None:
    text = with_engines(ENGINES_PAGE.read_text(encoding="utf-8"))
    if update_golden:
        ENGINES_PAGE.write_text(text, encoding="utf-8")
    assert ENGINES_PAGE.read_text(encoding="utf-8") == text, "run tests/spec/render.py"


def test_every_value_is_in_its_chapter() -> None:
    text = chapters()["operators"]
    assert "| adult, sex not given |" in text
    assert "| unknown |" in text
