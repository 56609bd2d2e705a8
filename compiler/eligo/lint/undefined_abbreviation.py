"""An abbreviation that neither the text nor the lexicon explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.lexicon.tables import rows
from eligo.lint.check import Check, Finding, Subject

SHORT = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,4}s?")
STAGE = re.compile(r"[IVX]+[A-D]?")
IN_BRACKETS = re.compile(r"[(\[]\W?([A-Z][A-Za-z]*[A-Z]s?)[-\d]*\W?[)\]]")
COMPOUND = re.compile(r"\(\W?([A-Z][A-Za-z]*(?:[-/][A-Z][A-Za-z]*)+)\W?\)")
BEFORE_LONG = re.compile(r"\b([A-Z][A-Za-z]*[A-Z]s?)[-\d]*\s*(?:\(\s*[A-Za-z]+,?[ -]\w|[=:]\s*[A-Za-z]+[ -][a-z])")
JOINED = re.compile(r"-[A-Z0-9]")
JOINING = re.compile(r"[A-Za-z0-9]-\Z")
"""What makes a word a part of a name or number ("IL-17", "SARS-CoV-2")."""
SHOUTING = 0.5
"""In a line with more capitals than this, capitals mark no abbreviation."""


def _find(subject: Subject) -> Iterator[Finding]:
    explained = {r["word"] for r in rows("initialisms")} | set(subject.document.context.abbreviations)
    text = subject.protocol.text
    compounds = (part for found in COMPOUND.findall(text) for part in re.split("[-/]", found))
    known = {_stem(w) for w in (*explained, *IN_BRACKETS.findall(text), *BEFORE_LONG.findall(text), *compounds)}
    for line in subject.lines:
        if _shouting(line.item.text):
            continue
        for token in line.tokens:
            word = token.text
            if JOINED.match(text, line.span(token).end) or JOINING.search(text, 0, line.span(token).start):
                continue
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
