"""A criterion as the page shows it: its words by class, its reading as a tree, the codes that its facts are bound to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from eligo.bind import concepts, settled
from eligo.canon.naming import SYSTEMS
from eligo.concepts import Code, Concept
from eligo.diagnostics import Diagnostic
from eligo.lint import Check, Finding
from eligo.logic import ATOMS, Expr, Manual, Not
from eligo.protocol import Criterion, Protocol
from eligo.wording import Mark, MarkClass, as_told, day_of, headed, marks, tell, unescaped, unread

FEW = 8
"""So many codes of a system are listed before the rest, which is folded."""
MANY = 200
"""No more codes of a system are listed at all."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the source that are in one class, and why."""

    text: str
    kind: MarkClass
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A node of the logic in words. ``kind``: an *operator* over ``parts``; a *fact*; one without codes or unit (*unbound*); what
    is left to a person (*manual*) or was not understood (*residue*)."""

    kind: Literal["operator", "fact", "unbound", "manual", "residue"]
    words: str
    parts: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes of one system (``+``: with all below): the first few, the others, and how many more are not listed."""

    system: str
    first: tuple[str, ...]
    others: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Binding:
    """What a concept is bound to; ``members`` are the ingredients of a drug or class."""

    concept: Concept
    codes: tuple[CodeList, ...]
    excluded: tuple[CodeList, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """What the page says of a criterion. ``anchor`` is the id of its place in the page."""

    criterion: Criterion
    anchor: str
    source: tuple[Stretch, ...]
    reading: Reading
    bindings: tuple[Binding, ...]
    findings: tuple[tuple[Check, Finding], ...]

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """What the compiler remarked, but for what a finding says as well."""
        said = {f.message for _, f in self.findings}
        return tuple(d for d in self.criterion.diagnostics if d.message not in said)

    @property
    def unread(self) -> tuple[Stretch, ...]:
        """The words that a person has to judge, that stay open, or that were not understood."""
        return tuple(s for s in self.source if s.kind in ("manual", "open", "residue") and s.text.strip())


def view(
    protocol: Protocol, criterion: Criterion, anchor: str, findings: Sequence[tuple[Check, Finding]]
) -> CriterionView:
    """A criterion of a record; ``findings`` are all of the record."""
    own = tuple(pair for pair in findings if pair[1].criterion == criterion.id)
    bound = tuple(map(binding, dict.fromkeys(concepts(criterion.logic))))
    source = tuple(source_of(protocol, criterion))
    return CriterionView(criterion, anchor, source, reading(as_told(protocol, criterion), day_of(protocol)), bound, own)


def source_of(protocol: Protocol, criterion: Criterion) -> Iterator[Stretch]:
    """The source by class; of parts that lie apart, with a line break between."""
    if not criterion.ledger:
        yield Stretch(" ".join(criterion.text.split()), "logic", "from the registry's own field")
        return
    for mark, apart in parted(protocol, criterion):
        if apart:
            yield Stretch("\n", "noise")
        yield Stretch(unescaped(mark.span.of(protocol.text)), mark.kind, mark.why)


def parted(protocol: Protocol, criterion: Criterion) -> Iterator[tuple[Mark, bool]]:
    """The source by what became of its words; with each stretch, whether something else stood between it and the one before."""
    end = criterion.ledger[0].span.start if criterion.ledger else 0
    for mark in marks(protocol, criterion, as_told(protocol, criterion)):
        start = mark.span.start
        yield mark, bool(protocol.text[end:start].strip()) or start < end
        end = mark.span.end


def reading(expr: Expr, day: str) -> Reading:
    """The logic as a tree of words; ``day`` is what the index date is called."""
    head, parts = headed(expr)
    if head:
        return Reading("operator", head, tuple(dict.fromkeys(reading(part, day) for part in parts)))
    if parts:
        return reading(parts[0], day)
    return Reading(_kind(expr.arg if isinstance(expr, Not) else expr), tell(expr, day))


def _kind(leaf: Expr) -> Literal["fact", "unbound", "manual", "residue"]:
    if isinstance(leaf, Manual):
        return "manual"
    if unread(leaf) or not isinstance(leaf, ATOMS):
        return "residue"
    return "unbound" if isinstance(leaf, ATOMS) and not settled(leaf) else "fact"


def binding(concept: Concept) -> Binding:
    """The codes of a concept, by system."""
    members = tuple(i.name for i in concept.ingredients)
    codes = (*concept.include, *(code for i in concept.ingredients for code in i.codes))
    return Binding(concept, _lists(codes), _lists(concept.exclude), members)


def _lists(codes: Sequence[Code]) -> tuple[CodeList, ...]:
    by_system = groupby(sorted(dict.fromkeys(codes), key=lambda c: c.system), key=lambda c: c.system)
    return tuple(_list(SYSTEMS[system], [c.code + "+" * c.descendants for c in run]) for system, run in by_system)


def _list(system: str, codes: list[str]) -> CodeList:
    return CodeList(system, tuple(codes[:FEW]), tuple(codes[FEW:MANY]), max(len(codes) - MANY, 0))
