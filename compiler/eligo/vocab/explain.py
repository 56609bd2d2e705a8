"""What a text would be bound to, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eligo.concepts import Code, Concept, Kind
from eligo.lex import lex
from eligo.lexicon import second_tier
from eligo.lexicon.concepts import KIND_OF_TABLE, concept
from eligo.lexicon.tables import cell_list, rows
from eligo.vocab.model import Entry, Hit, Vocabulary

DOMAINS: dict[Kind, str] = {
    "condition": "Condition",
    "procedure": "Procedure",
    "drug": "Drug",
    "lab": "Measurement",
    "vital": "Measurement",
}
"""The OMOP domain in which candidates for a kind of concept are looked for."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A code of a concept: its row in the vocabulary (None = it has none, or no vocabulary is at hand), the number of codes that
    it stands for with all below, and the ingredient that brings it, "" for none.
    """

    code: Code
    entry: Entry | None
    below: int
    ingredient: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing a phrase may stand for: the lexicon's concept, its tier ("curated", "second tier"), and the evidence."""

    concept: Concept
    tier: str
    evidence: str
    verified_by: str
    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase of the text: what the lexicon has for it, else what the vocabulary finds by its words."""

    text: str
    candidates: tuple[Candidate, ...]
    hits: tuple[Hit, ...] = ()


def explain(text: str, vocabulary: Vocabulary | None = None) -> tuple[Reading, ...]:
    """The readings of a text, phrase by phrase; words that no table has stand together in one reading without candidates."""
    readings: list[Reading] = []
    unread: list[tuple[int, int]] = []

    def flush() -> None:
        if unread:
            words = text[unread[0][0] : unread[-1][1]]
            readings.append(Reading(words, (), vocabulary.search(words, limit=5) if vocabulary else ()))
            unread.clear()

    for token in lex(text):
        found = tuple(
            candidate
            for sense in token.senses
            if sense.type == "MENTION"
            for candidate in _candidates(sense.value, token.text, vocabulary)
        )
        if found:
            flush()
            hits = _hits(token.text, found, vocabulary) if vocabulary else ()
            readings.append(Reading(token.text, found, hits))
        elif token.sense("WORD", "MOD", "GENERIC"):
            unread.append((token.start, token.end))
        else:
            flush()
    flush()
    return tuple(readings)


def _hits(text: str, found: tuple[Candidate, ...], vocabulary: Vocabulary) -> tuple[Hit, ...]:
    """For what no code binds: concepts of the right domain by the same words."""
    kinds = dict.fromkeys(c.concept.kind for c in found if not c.concept.include and not c.concept.ingredients)
    return tuple(
        hit for kind in kinds for hit in vocabulary.search(text, domain=DOMAINS.get(kind), standard=True, limit=5)
    )


def _candidates(value: str, text: str, vocabulary: Vocabulary | None) -> Iterator[Candidate]:
    kind, _, id = value.partition(":")
    curated = next(
        (r for t in KIND_OF_TABLE if KIND_OF_TABLE[t] == kind for r in rows(t) if r["id"] == id),
        None,
    )
    row = curated or second_tier.row(id)
    if row is None:
        return  # a sense that is no concept: an age group, a sex
    bound = concept(id)
    yield Candidate(
        bound,
        "curated" if curated else "second tier",
        _evidence(text, row),
        row.get("verified_by", ""),
        tuple(_listed(bound, vocabulary)),
    )


def _evidence(text: str, row: dict[str, str]) -> str:
    if text in cell_list(row, "abbreviations"):
        return "short form, letter by letter"
    return "preferred name" if text.lower() == row["name"].lower() else f"a form of {row['name']}"


def _listed(bound: Concept, vocabulary: Vocabulary | None) -> Iterator[Listed]:
    codes = [(c, "") for c in bound.include] + [(c, i.name) for i in bound.ingredients for c in i.codes]
    entries = vocabulary.entries(c for c, _ in codes) if vocabulary else {}
    for code, ingredient in codes:
        entry = entries.get(code)
        below = len(vocabulary.descendants((code,))) if vocabulary and entry else 0
        yield Listed(code, entry, below, ingredient)
