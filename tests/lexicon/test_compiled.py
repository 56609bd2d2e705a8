"""Compiled tables: the same as what they were made of, made anew when that changes, and never needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from eligo.lex.phrases import Phrases, curated
from eligo.lexicon import compiled as module
from eligo.lexicon.compiled import compiled


def test_phrases_come_back_as_they_were() -> None:
    made = curated()
    back = Phrases.of(made.plain())
    assert vars(back) == vars(made)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "words.tsv").write_text("one")
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return tmp_path / "lexicon"


def made(folder: Path) -> list[str]:
    """What comes back, and "made" before it if it had to be made."""
    out: list[str] = []

    def make() -> str:
        out.append("made")
        return (folder / "words.tsv").read_text()

    value = compiled("words", (__file__,), make)
    return [*out, value]


def test_made_once_and_again_after_a_change(folder: Path) -> None:
    assert made(folder) == ["made", "one"]
    assert made(folder) == ["one"]
    (folder / "words.tsv").write_text("two")
    os.utime(folder / "words.tsv", (1, 1))
    assert made(folder) == ["made", "two"]
    (folder / "more.tsv").write_text("")
    assert made(folder) == ["made", "two"]
    assert made(folder) == ["two"]


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"i\x01\x00\x00\x00"])
def test_a_broken_file_is_made_anew(folder: Path, content: bytes) -> None:
    made(folder)
    (file,) = (folder / "__pycache__").iterdir()
    file.write_bytes(content)
    assert made(folder) == ["made", "one"]
    assert made(folder) == ["one"]


def test_nothing_is_written_where_python_writes_no_modules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert made(folder) == ["made", "one"]
    assert not (folder / "__pycache__").exists()


def test_a_place_that_cannot_be_written(folder: Path) -> None:
    (folder / "__pycache__").write_text("a file where the folder would be")
    assert made(folder) == ["made", "one"]
