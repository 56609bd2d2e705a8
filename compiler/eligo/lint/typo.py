"""A word that is one letter from a word of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from eligo.lexicon import second_tier
from eligo.lexicon.tables import cell_list, rows
from eligo.lint.check import Check, Finding, Subject, from_diagnostics

SHORTEST = 7
TABLES = (
    "conditions",
    "procedures",
    "drugs",
    "drug_classes",
    "drug_combinations",
    "labs",
    "vitals",
    "scores",
    "cues",
    "noise",
    "manual",
    "modifiers",
    "generics",
)

_said = from_diagnostics(
    lambda suggestion: f'write "{suggestion}"' if suggestion else "correct the word", "likely-typo"
)


def _find(subject: Subject) -> Iterator[Finding]:
    for said in _said(subject):
        if not _beside_its_like(subject, said):
            continue
        word = said.span.of(subject.protocol.text).lower() if said.span else ""
        if word not in _right() and not any(c.isdigit() for c in word):
            yield said
    told: set[str] = set()
    for line in subject.lines:
        for token in line.tokens:
            word = token.text.lower()
            if (
                not re.fullmatch(r"[a-z]+", token.text)
                or len(word) < SHORTEST
                or word in told
                or not line.unread(token)
            ):
                continue
            meant = near(word) if all(s.type == "WORD" for s in token.senses) else None
            if meant is not None:
                told.add(word)
                yield Finding(
                    line.id, line.span(token), f'"{token.text}" may be meant for "{meant}"', f'write "{meant}"'
                )


def _beside_its_like(subject: Subject, said: Finding) -> bool:
    """Whether a measurement that is suggested is one that goes with another in the line; any other word needs no company."""
    meant = next(
        (s for c, span, m, s in subject.diagnosed("likely-typo") if span == said.span and m == said.message), None
    )
    if meant is None or not meant.isupper():
        return True
    line = next((c.text for c in subject.protocol.criteria if c.id == said.criterion), "")
    groups = (cell_list(row, "abbreviations") for row in rows("companions"))
    return any(re.search(rf"\b{re.escape(o)}\b", line) for g in groups if meant in g for o in g if o != meant)


@cache
def _words() -> frozenset[str]:
    """The words of the curated tables."""
    found: set[str] = set()
    for table in TABLES:
        for row in rows(table):
            for text in (row.get("name", ""), row.get("phrase", ""), row.get("form", ""), *cell_list(row, "forms")):
                found |= set(re.findall(r"[a-z]+", text.lower()))
    return frozenset(found)


@cache
def _right() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("right_words"))


@cache
def _cut() -> dict[str, list[str]]:
    """Long words by what is left of them without one letter."""
    out: dict[str, list[str]] = {}
    for word in sorted(w for w in _words() if len(w) >= SHORTEST):
        for i in range(len(word)):
            out.setdefault(word[:i] + word[i + 1 :], []).append(word)
    return out


@cache
def near(word: str) -> str | None:
    """The one word of the lexicon that differs by a letter or two neighbours; None if the word may be right.

    Endings are left out (plurals, participles, Latin and English forms), and so are spellings of two countries.
    """
    if word in _words() or word in _right() or word in second_tier.forms_by_word():
        return None
    shortened = [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]
    close = {w for s in shortened for w in _cut().get(s, ())} | {
        s for s in shortened[1:] if s in _words() and len(s) >= SHORTEST
    }
    fitting = sorted(w for w in close if _one_slip(word, w))
    return fitting[0] if len(fitting) == 1 else None


def _one_slip(word: str, other: str) -> bool:
    """One letter more, fewer or other, or two neighbours swapped, between the first letter and the last three."""
    if word[0] != other[0] or word[-3:] != other[-3:] or _spelling(word) == _spelling(other):
        return False
    i = next((k for k, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    if len(word) == len(other):
        return word[i + 1 :] == other[i + 1 :] or (
            word[i : i + 2] == other[i : i + 2][::-1] and word[i + 2 :] == other[i + 2 :]
        )
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    return len(longer) - len(shorter) == 1 and longer[i + 1 :] == shorter[i:]


def _spelling(word: str) -> str:
    """One spelling for those of Britain and America."""
    for row in rows("spelling_variants"):
        word = word.replace(row["british"], row["american"])
    return word


CHECK = Check("likely-typo", "warning", "a word that is one letter from a word of the lexicon", _find)
