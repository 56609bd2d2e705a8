"""Searching for the concept that words name: in the lexicon, and in a site's vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from eligo.canon.naming import named
from eligo.concepts import Code, Kind
from eligo.errors import UsageError
from eligo.lexicon.concepts import concept
from eligo.vocab.explain import explain
from eligo.vocab.model import SYSTEMS, VOCABULARIES, Entry, Vocabulary

MOST = 12
"""Concepts that are offered from each source."""
KINDS: dict[str, Kind] = {"Condition": "condition", "Procedure": "procedure", "Drug": "drug"}
"""The kind of a site's own concept by OMOP domain; a measurement also needs a unit, which a vocabulary doesn't have."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A concept to choose: ``value`` is what the form sends back, ``about`` what helps to tell it from others."""

    value: str
    name: str
    kind: str
    about: str


def offers(text: str, vocabulary: Vocabulary | None) -> tuple[Offer, ...]:
    """Concepts for some words, the nearest first."""
    ids = dict.fromkeys(islice(_ids(text), MOST))
    return (*map(_of_lexicon, ids), *(_of_vocabulary(text, vocabulary) if vocabulary else ()))


def _ids(text: str) -> Iterator[str]:
    """Ids of the lexicon: what the words are read as, then names that hold all of them, short ones first."""
    seen: set[str] = set()
    for id in (*_read(text), *_holding(text)):
        if id not in seen:
            seen.add(id)
            yield id


def _read(text: str) -> Iterator[str]:
    whole = text.strip().lower()
    if any(id == whole for id in named().values()):
        yield whole
    yield from (c.concept.id for reading in explain(text) for c in reading.candidates)


def _holding(text: str) -> Iterator[str]:
    sought = text.lower().split()
    if sought:
        held = [(len(name), name, id) for (_, name), id in named().items() if all(w in name for w in sought)]
        yield from (id for _, _, id in sorted(held))


def _of_lexicon(id: str) -> Offer:
    found = concept(id)
    codes = len(found.include) + sum(len(i.codes) for i in found.ingredients)
    return Offer(f"lexicon {id}", found.name, found.kind, f"{id}, {codes or 'no'} code{'s' * (codes != 1)}")


def _of_vocabulary(text: str, vocabulary: Vocabulary) -> Iterator[Offer]:
    hits = (h.entry for domain in KINDS for h in vocabulary.search(text, domain=domain, standard=True, limit=MOST))
    usable = (e for e in hits if e.vocabulary in SYSTEMS and (e.domain != "Drug" or e.concept_class == "Ingredient"))
    for e in islice(usable, MOST):
        yield Offer(f"code {SYSTEMS[e.vocabulary]} {e.code}", e.name, KINDS[e.domain], f"{e.vocabulary} {e.code}")


def told(value: str, vocabulary: Vocabulary | None) -> dict[str, str | bool | list[dict[str, str | bool]]]:
    """The keys of an override that say an offer's ``value``. Raises UsageError for a value that was never offered."""
    match value.split(" "):
        case ["lexicon", id]:
            return {"concept": id}
        case ["code", system, code] if vocabulary is not None:
            entry = _entry(vocabulary, system, code)
            own: dict[str, str | bool] = {"system": system, "code": code, "display": entry.name, "descendants": True}
            return {"kind": KINDS[entry.domain], "codes": [own]}
    raise UsageError("choose one of the concepts that the search has found")


def _entry(vocabulary: Vocabulary, system: str, code: str) -> Entry:
    known = next((s for s in VOCABULARIES if s == system), None)
    found = vocabulary.entries([Code(known, code)]) if known else {}
    for entry in found.values():
        if entry.domain in KINDS:
            return entry
    raise UsageError("choose one of the concepts that the search has found")
