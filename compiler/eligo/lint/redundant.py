"""A criterion that another one of the same effect contains."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.canon import say
from eligo.implication import implies, same_subject
from eligo.lex.raw import word_folds
from eligo.lint.check import Check, Finding, Subject
from eligo.lint.obligations import Obligation, alone, obligations, of_other_times, pairs, read_whole
from eligo.logic import Age, Measurement, Reproduction

SECOND_LIST = 2
"""So many criteria that say again what others of their section say are a second list, of other people or for another visit."""


def _find(subject: Subject) -> Iterator[Finding]:
    found = list(_contained(subject))
    again = [(w, n) for w, n in found if w.atom == n.atom and w.criterion.section == n.criterion.section]
    if len({n.criterion.id for _, n in again}) >= SECOND_LIST:
        found = [pair for pair in found if pair not in again]
    told: set[frozenset[str]] = set()
    for wide, narrow in found:
        both = frozenset((wide.criterion.id, narrow.criterion.id))
        if both in told or (wide.atom == narrow.atom and not _same_words(subject, wide, narrow)):
            continue
        told.add(both)
        same = "says the same as" if wide.atom == narrow.atom else "adds nothing to"
        yield Finding(
            narrow.criterion.id,
            narrow.span,
            f"{say(narrow.atom)} {same} {wide.criterion.id} ({say(wide.atom)})",
            "leave one of the two out; if they were meant to differ, say how",
        )


def _contained(subject: Subject) -> Iterator[tuple[Obligation, Obligation]]:
    """Pairs of which one contains the other; limits that are given twice are mostly those of two groups or visits."""
    for one, other in pairs(obligations(subject)):
        if (
            not isinstance(one.atom, Age | Measurement)
            and one.criterion.effect == other.criterion.effect
            and one.holds == other.holds
            and same_subject(one.atom, other.atom)
            and not of_other_times(one, other)
        ):
            wide, narrow = _ordered(one, other)
            if wide is not None and narrow is not None and alone(narrow) and read_whole(wide, narrow):
                yield wide, narrow


def _same_words(subject: Subject, one: Obligation, other: Obligation) -> bool:
    """Whether equal facts are named by the same words: other words ("allergy", "intolerance") may mean to differ."""
    if isinstance(one.atom, Reproduction):
        return True
    said = [word_folds(subject.words(o.span)) if o.span else () for o in (one, other)]
    return said[0] == said[1]


def _ordered(one: Obligation, other: Obligation) -> tuple[Obligation, Obligation] | tuple[None, None]:
    """The obligation that settles the other, first; of two equal ones the earlier."""
    forward, backward = implies(one.atom, other.atom), implies(other.atom, one.atom)
    if one.holds:
        return (one, other) if forward else (other, one) if backward else (None, None)
    return (one, other) if backward else (other, one) if forward else (None, None)


CHECK = Check("redundant", "note", "a statement that another criterion of the same effect contains", _find)
