"""Left-overs of statements: their words, what turns the meaning of what they stand beside, and the leaf that they become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from eligo.interpret.joins import reason
from eligo.interpret.scene import Scene
from eligo.lex.raw import folds, text_key, word_folds
from eligo.lex.word_tables import phrase_keys
from eligo.lex.word_tables import words as words
from eligo.logic import Expr, Manual, Opaque
from eligo.parse.ast import Element
from eligo.scope import Statement, texts

BUCKETS = ("cues", "values", "periods", "before", "after", "complement", "manual", "parens", "silent")


def folds_of(elements: Iterable[Element], text: str) -> list[str]:
    """The folds of all that elements of this text hold: words, numbers and symbols."""
    return [f for e in elements if not e.foreign for f in folds(text[e.start : e.end])]


def word_folds_of(elements: Iterable[Element], text: str) -> list[str]:
    """The folds of the words of elements of this text."""
    return [f for e in elements if not e.foreign for f in word_folds(text[e.start : e.end])]


def turned(elements: Iterable[Element], text: str, table: str = "turns") -> bool:
    """Whether a word that may turn the meaning stands among the elements (``turns_after``: in what follows a head)."""
    return not words(table).isdisjoint(folds_of(elements, text))


def kinds_of(elements: Iterable[Element]) -> set[str]:
    """The kinds of all that elements may name: condition, drug, lab …"""
    return {s.value.partition(":")[0] for e in elements for s in e.senses if s.type == "MENTION"}


def only(st: Statement, wanted: Callable[[Element], bool]) -> Statement:
    """A copy of a statement with just the elements beside its head that satisfy ``wanted``; words of the line stay."""
    copy = replace(st)
    for bucket in BUCKETS:
        setattr(copy, bucket, [e for e in getattr(st, bucket) if wanted(e)])
    return copy


def left_overs(st: Statement) -> tuple[list[Element], list[Element]]:
    """The left-overs before and after the head, in text order."""
    at = st.head.start if st.head is not None else -1
    found = sorted((*st.before, *st.after, *st.complement, *st.manual), key=lambda e: e.start)
    return [e for e in found if e.start < at], [e for e in found if e.start >= at]


def qualifies(e: Element) -> bool:
    """Whether an element is a manual phrase or an adjective, which narrow what they stand beside wherever they stand."""
    return reason(e) is not None or e.cue("MOD") is not None


def narrow(elements: Sequence[Element], scene: Scene, rule: str, known: str | None = None) -> Expr:
    """The leaf that narrowing elements become, painted so: manual where one has a reason (``known`` for another one), or no
    record tells it (J26).
    """
    why = next((r for r in map(reason, elements) if r is not None), None) or known or unrecorded(elements, scene.text)
    said = texts(elements, scene.text)
    if why is not None:
        scene.mark(elements, "manual", why)
        return Manual(why, said, scene.origin(elements, rule))
    scene.mark(elements, "residue", "modifier")
    return Opaque("modifier", said, scene.origin(elements, rule))


def unrecorded(elements: Sequence[Element], text: str) -> str | None:
    """J26: the manual reason of words that are understood though no record tells them: what causes what, which eye is meant."""
    said = text_key(text[elements[0].start : elements[-1].end])
    caused = len(elements) > 1 and elements[0].cue("CAUSE") is not None and not turned(elements, text, "turns_after")
    return "not-recorded" if caused or said in phrase_keys("unrecorded", "phrase") else None
