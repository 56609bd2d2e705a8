"""What a trial asks of every patient, as single facts: what holds in each criterion however the rest of it turns out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from eligo.bind import settled
from eligo.lint.check import Subject, place
from eligo.logic import ATOMS, And, Atom, Expr, Not, Or
from eligo.protocol import Criterion
from eligo.spans import Span


@dataclass(frozen=True, slots=True)
class Obligation:
    """Every eligible patient has this fact (``holds``) or hasn't, by this criterion."""

    criterion: Criterion
    atom: Atom
    holds: bool

    @property
    def span(self) -> Span | None:
        """Where the fact is said."""
        return place(self.atom.origin.spans, self.criterion.spans)


def facts(expr: Expr, holds: bool) -> Iterator[tuple[Atom, bool]]:
    """The settled atoms that have to hold, or must not, for ``expr`` to be true (``holds``) or false."""
    match expr:
        case Not(arg=arg):
            yield from facts(arg, not holds)
        case And(args=args) if holds or len(args) == 1:
            for arg in args:
                yield from facts(arg, holds)
        case Or(args=args) if not holds or len(args) == 1:
            for arg in args:
                yield from facts(arg, holds)
        case _ if isinstance(expr, ATOMS) and settled(expr):
            yield expr, holds


def obligations(subject: Subject) -> list[Obligation]:
    """All obligations, in the order of the text."""
    return [
        Obligation(c, atom, holds)
        for c in subject.protocol.criteria
        for atom, holds in facts(c.logic, c.effect == "require")
    ]


def pairs(found: Sequence[Obligation]) -> Iterator[tuple[Obligation, Obligation]]:
    """Pairs that bind the same people: of no group or of one group, from two criteria."""
    for one, other in combinations(found, 2):
        groups = {g for g in (one.criterion.applies_to, other.criterion.applies_to) if g}
        if len(groups) < 2 and one.criterion.id != other.criterion.id:
            yield one, other


def alone(o: Obligation) -> bool:
    """Whether the fact is all that its criterion asks for, or one of several that exclude: nothing narrows it."""
    whole = o.criterion.logic.arg if isinstance(o.criterion.logic, Not) else o.criterion.logic
    return whole == o.atom or (isinstance(whole, Or) and o.atom in whole.args)


def read_whole(one: Obligation, other: Obligation) -> bool:
    """Whether nothing of either criterion was left unread, that might tell the two apart."""
    return one.criterion.status == other.criterion.status == "computable"
