"""An abbreviation that neither the text nor the lexicon explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.lexicon.tables import rows
from eligo.lint.check import Check, Finding, Subject

SHORT = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,4}s?")
STAGE = re.compile(r"[IVX]+[A-D]?")
IN_BRACKETS = re.compile(r"\(\W?([A-Z][A-Za-z]*[A-Z]s?)[-\d]*\W?\)")
BEFORE_LONG = re.compile(r"\b([A-Z][A-Za-z]*[A-Z]s?)[-\d]*\s*(?:\(|=|:)\s*[A-Za-z]+[ -][a-z]")
SHOUTING = 0.5
"""In a line with more capitals than this, capitals mark no abbreviation."""


def _find(subject: Subject) -> Iterator[Finding]:
    explained = {r["word"] for r in rows("initialisms")} | set(subject.document.context.abbreviations)
    text = subject.protocol.text
    known = {_stem(word) for word in (*explained, *IN_BRACKETS.findall(text), *BEFORE_LONG.findall(text))}
    for line in subject.lines:
        if _shouting(line.item.text):
            continue
        for token in line.tokens:
            word = token.text
            if not SHORT.fullmatch(word) or STAGE.fullmatch(word) or _stem(word) in known:
                continue
            if all(s.type == "WORD" for s in token.senses) and line.unread(token):
                known.add(_stem(word))
                yield Finding(
                    line.id,
                    line.span(token),
                    f'"{word}" is not explained',
                    f"write it out where it is first used: … ({word})",
                )


def _stem(word: str) -> str:
    """Without a plural's s."""
    return word.upper().removesuffix("S")


def _shouting(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) / len(letters) > SHOUTING


CHECK = Check("undefined-abbreviation", "note", "an abbreviation that neither the text nor the lexicon explains", _find)
