"""What a trial asks of every patient, as single facts: what holds in each criterion however the rest of it turns out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from eligo.bind import settled
from eligo.lint.check import Subject, place
from eligo.logic import ATOMS, And, Atom, Condition, Drug, Expr, Not, Or
from eligo.protocol import Criterion
from eligo.segment.words import fold, pattern
from eligo.spans import Span

LABEL = re.compile(r"[^:;,.]{3,30}:\s")
"""Who or what a line is about, before it."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """Every eligible patient has this fact (``holds``) or hasn't, by this criterion.

    ``round`` counts how often inclusions begin anew after exclusions, ``stretch`` the lines that end in a colon, begin with a
    label or name a part of the trial ("Part B"): on either side of such a line, lists may be about other people.
    """

    criterion: Criterion
    atom: Atom
    holds: bool
    round: int = 0
    stretch: int = 0

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
    found = []
    round = stretch = end = 0
    before = ""
    text = fold(subject.protocol.text)
    ordered = sorted(subject.protocol.criteria, key=lambda c: c.spans[0].start if c.spans else 0)
    for c in ordered:
        round += before == "exclusion" and c.section == "inclusion"
        before = c.section if c.spans else before
        start = c.spans[0].start if c.spans else end
        named = pattern("designator", r"\b{}").search(text[min(end, start) : start] + c.text.lower())
        stretch += c.text.rstrip().endswith(":") or named is not None or LABEL.match(c.text) is not None
        end = c.spans[-1].end if c.spans else end
        found += [Obligation(c, atom, holds, round, stretch) for atom, holds in facts(c.logic, c.effect == "require")]
    return found


def pairs(found: Sequence[Obligation]) -> Iterator[tuple[Obligation, Obligation]]:
    """Pairs from two criteria that surely bind the same people."""
    for one, other in combinations(found, 2):
        if one.criterion.id != other.criterion.id and not _of_others(one, other):
            yield one, other


def _of_others(one: Obligation, other: Obligation) -> bool:
    """Whether two criteria may be about different people: of two groups; of a group and the list before its heading; or in lists
    that a heading parts which was not seen as one."""
    if "registry" in (one.criterion.section, other.criterion.section):
        return False
    groups = {one.criterion.applies_to, other.criterion.applies_to}
    if one.criterion.section != other.criterion.section:
        return len(groups - {None}) > 1 or one.round != other.round
    return len(groups) > 1 or one.round != other.round or one.stretch != other.stretch


def of_other_times(one: Obligation, other: Obligation) -> bool:
    """Whether one speaks of what was ever had and the other of what is there now: the text may mean "before, not now"."""
    ever = [_ever(o.atom) for o in (one, other)]
    return None not in ever and ever[0] != ever[1]


def _ever(atom: Atom) -> bool | None:
    """Whether a condition or drug is asked for at any time (True) or as of now (False); None with a window, or of other facts."""
    match atom:
        case Condition(window=None):
            return atom.state == "history"
        case Drug(window=None):
            return atom.when == "ever"
    return None


def alone(o: Obligation) -> bool:
    """Whether the fact is all that its criterion asks for, or one of several that exclude: nothing narrows it."""
    whole = o.criterion.logic.arg if isinstance(o.criterion.logic, Not) else o.criterion.logic
    return whole == o.atom or (isinstance(whole, Or) and o.atom in whole.args)


def read_whole(one: Obligation, other: Obligation) -> bool:
    """Whether nothing of either criterion was left unread, that might tell the two apart."""
    return one.criterion.status == other.criterion.status == "computable"
