"""The grammars: no conflicts, the lexer's types are theirs, and every stream is accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.lex import lex
from eligo.lex.phrases import lexicon
from eligo.lexicon.tables import rows
from eligo.parse import parse
from eligo.parse.tables import Table

COMPILER = Path(__file__).resolve().parents[2] / "compiler" / "eligo"

PHRASES = (
    "diabetes",
    "age",
    "ALT",
    "ECOG",
    "<",
    "≥",
    "5",
    "10 mg",
    "3 months",
    "x ULN",
    "and",
    "or",
    ",",
    ";",
    ":",
    "(",
    ")",
    "no",
    "history of",
    "within",
    "prior to",
    "enrollment",
    "except",
    "unless",
    "e.g.",
    "i.e.",
    "if",
    "with",
    "due to",
    "severe",
    "informed consent",
    "women",
    "to",
    "between",
    "at least",
    "daily",
    "III",
    "stable",
    "for",
    "xyzzy",
    ".",
    "-",
    "[",
    "]",
    "=",
)


@pytest.mark.parametrize(("grammar", "starts"), [("phrase", ("value", "window")), ("clause", ("start",))])
def test_grammar_has_no_conflicts(grammar: str, starts: tuple[str, ...]) -> None:
    pytest.importorskip("interegular")
    Table(grammar, starts, strict=True)


def test_every_cue_type_is_known_to_a_grammar_or_a_rule() -> None:
    terminals = Table("phrase", ("value", "window")).terminals | Table("clause", ("start",)).terminals
    source = "".join(p.read_text(encoding="utf-8") for p in COMPILER.rglob("*.py"))
    # A relative pronoun has no rule of its own: it stays as a left-over, and that is its meaning.
    for cue in {r["type"] for r in rows("cues")} - {"REL"}:
        assert cue in terminals or f'"{cue}"' in source, cue


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PHRASES), max_size=24).map(" ".join))
def test_every_text_parses(text: str) -> None:
    clause = parse(lex(text))
    kept = [e for s in clause.segments for c in s.coords for i in c.items for e in i.elements]
    assert all(e.start < e.end for e in kept)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_tokens_cover_all_but_space(text: str) -> None:
    covered = set()
    for token in lex(text):
        assert text[token.start : token.end] == token.text
        covered.update(range(token.start, token.end))
    assert all(i in covered or c.isspace() for i, c in enumerate(text))


def test_python_rules_hold_no_words_of_the_lexicon() -> None:
    """Words live in ``grammar/``: rules test classes, kinds and structure (DESIGN, pipeline)."""
    phrases = {r["phrase"] for r in rows("cues") if len(r["phrase"].split()) > 1}
    for package in ("scope", "interpret"):
        for path in (COMPILER / package).rglob("*.py"):
            text = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.S)
            literals = set(re.findall(r'"([^"\n]+)"', text))
            assert not literals & phrases, path


def test_lexicon_is_not_empty() -> None:
    assert lexicon().at(__import__("eligo.lex.raw", fromlist=["raw_tokens"]).raw_tokens("diabetes"), 0) is not None
