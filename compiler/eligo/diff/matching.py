"""Which criterion of the new version is which of the old: by words, by meaning, by what they speak of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz

from eligo.bind import atoms, settled
from eligo.concepts import Concept
from eligo.diff.meaning import asks, same_meaning
from eligo.implication import member
from eligo.logic import Atom, Encounter, Expr, Reproduction
from eligo.protocol import Criterion

T = TypeVar("T")

ALIKE = 0.6
"""Criteria that score less are not one criterion, changed."""
SAME_MEANING = 2.0
OTHER_GROUP, OTHER_SECTION = 0.1, 0.02
"""What it costs to be of another group or section."""


def matched(old: Sequence[Criterion], new: Sequence[Criterion]) -> list[tuple[Criterion, Criterion]]:
    """The pairs, in the order of ``new``: those of the same words, and among the others those that are most alike."""
    same = best_pairs(old, new, _sameness)
    left, right = {o.id for o, _ in same}, {n.id for _, n in same}
    rest = [c for c in old if c.id not in left], [c for c in new if c.id not in right]
    places = {c.id: n for n, c in enumerate(new)}
    return sorted((*same, *best_pairs(*rest, _score)), key=lambda pair: places[pair[1].id])


def best_pairs(old: Sequence[T], new: Sequence[T], score: Callable[[T, T], float]) -> list[tuple[T, T]]:
    """One-to-one pairs with a positive score, the best first taken; of equal ones those at nearer places, then the earlier.

    Symmetric where ``score`` is: with the sides changed it gives the same pairs.
    """
    scored = [(score(o, n), i, j) for i, o in enumerate(old) for j, n in enumerate(new)]
    ranked = sorted((-s, abs(i - j), i + j, i, j) for s, i, j in scored if s > 0)
    left, right = set(range(len(old))), set(range(len(new)))
    found: list[tuple[int, int]] = []
    for *_, i, j in ranked:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append((j, i))
    return [(old[i], new[j]) for j, i in sorted(found)]


def plain_words(text: str) -> str:
    """A text without line breaks, and without the punctuation it ends in."""
    return " ".join(text.split()).rstrip(" .;,")


def _cost(old: Criterion, new: Criterion) -> float:
    return OTHER_GROUP * (old.applies_to != new.applies_to) + OTHER_SECTION * (old.section != new.section)


def _sameness(old: Criterion, new: Criterion) -> float:
    return 1 - _cost(old, new) if plain_words(old.text) == plain_words(new.text) else 0


def _score(old: Criterion, new: Criterion) -> float:
    cost = _cost(old, new)
    ours, theirs = subjects(old.logic), subjects(new.logic)
    if ours and len(ours) == len(theirs) and shared(ours, theirs) == 1 and same_meaning(asks(old), asks(new)):
        return SAME_MEANING - cost
    likeness = _likeness(plain_words(old.text), plain_words(new.text))
    if ours and theirs:
        likeness = (likeness + shared(ours, theirs)) / 2
    return max(likeness - cost, 0) if likeness - cost >= ALIKE else 0


def _likeness(one: str, other: str) -> float:
    """From 0 to 1, by the letters in order or by the words in any order."""
    one, other = one.casefold(), other.casefold()
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)) / 100


@lru_cache(maxsize=4096)
def subjects(expr: Expr) -> tuple[Hashable, ...]:
    """What the settled facts speak of: concepts, or the kind of fact that has none."""
    return tuple(dict.fromkeys(subject(a) for a in atoms(expr) if settled(a)))


def subject(atom: Atom) -> Hashable:
    """What a fact speaks of."""
    concept = getattr(atom, "concept", None)
    if concept is not None:
        return concept  # type: ignore[no-any-return]
    match atom:
        case Reproduction(state=state):
            return state
        case Encounter(setting=setting):
            return setting
    return type(atom).__name__


def related(one: Hashable, other: Hashable) -> bool:
    """Whether two subjects are the same, or one is a kind of the other."""
    if one == other:
        return True
    if not (isinstance(one, Concept) and isinstance(other, Concept) and one.kind == other.kind):
        return False
    return member(one, other) or member(other, one)


def shared(ours: Iterable[Hashable], theirs: Iterable[Hashable]) -> float:
    """The share of subjects, from 0 to 1, that have a related one on the other side."""
    left, right = tuple(ours), tuple(theirs)
    met = sum(any(related(a, b) for b in right) for a in left) + sum(any(related(a, b) for a in left) for b in right)
    return met / (len(left) + len(right))
