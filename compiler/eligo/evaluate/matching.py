"""Which records belong to a concept, and how many of them there are."""

from __future__ import annotations

from collections.abc import Iterable

from eligo.concepts import Answer, Code, Concept, Ingredient, title
from eligo.evaluate.kleene import any_of, at_least
from eligo.logic import Truth
from eligo.patient import Coding, PartialDate

SUBTREES_BY_PREFIX = ("icd10cm", "icd10pcs")


def is_code(coding: Coding, code: Code) -> bool:
    """Whether a coding is a code, or lies in its subtree where codes tell that by their beginning."""
    if coding.system != code.system:
        return False
    if code.descendants and code.system in SUBTREES_BY_PREFIX:
        return coding.code.startswith(code.code)
    return coding.code == code.code


def has_any(codings: Iterable[Coding], codes: Iterable[Code]) -> bool:
    """Whether any coding is of any code."""
    listed = tuple(codes)
    return any(is_code(coding, code) for coding in codings for code in listed)


def belongs(codings: tuple[Coding, ...], concept: Concept) -> bool:
    """Whether a record has an included code or title, or an ingredient of the concept, and no excluded code or title."""
    if has_any(codings, concept.exclude) or is_titled(codings, concept.exclude_titles):
        return False
    named = is_titled(codings, concept.titles) or any(has_ingredient(codings, i) for i in concept.ingredients)
    return named or has_any(codings, concept.include)


def is_titled(codings: Iterable[Coding], titles: tuple[str, ...]) -> bool:
    """Whether a record displays one of the titles, and nothing beside it."""
    return bool(titles) and any(title(c.display) in titles for c in codings)


def has_ingredient(codings: tuple[Coding, ...], ingredient: Ingredient) -> bool:
    """Whether a record has a code of an ingredient, or displays its name as whole words."""
    name = words(ingredient.name)
    named = bool(name.strip()) and any(name in words(c.display) for c in codings)
    return named or has_any(codings, ingredient.codes)


def words(text: str) -> str:
    """The runs of a–z and 0–9 of a text in lower case, a space between them and at both ends."""
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower())
    return f" {' '.join(kept.split())} "


def answers(codings: tuple[Coding, ...], concept: Concept) -> tuple[Answer, ...]:
    """The answers of a concept that a coded result has."""
    return tuple(a for a in concept.answers if has_any(codings, a.codes))


def occurred(count: int, found: Iterable[tuple[PartialDate | None, tuple[Coding, ...], Truth]]) -> Truth:
    """Whether at least ``count`` of the records (date, codes, truth) are true.

    Records of the same day and first code are one event. A missing or partial date doesn't tell whether it is the same
    day: where several are asked for, such a record is unknown at most and counted on its own.
    """
    listed = list(found)
    if count == 1:
        return any_of(truth for _, _, truth in listed)
    events: dict[object, list[Truth]] = {}
    for n, (day, codings, truth) in enumerate(listed):
        if day is not None and day.first == day.last:
            events.setdefault((day.first, codings[:1]), []).append(truth)
        else:
            events[n] = [None if truth else truth]
    return at_least(count, (any_of(truths) for truths in events.values()))
