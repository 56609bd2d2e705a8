"""A criterion as the page shows it: its words by class, its reading as a tree, the codes that its facts are bound to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from eligo.bind import concepts, settled
from eligo.canon import say
from eligo.canon.naming import SYSTEMS
from eligo.concepts import Code, Concept
from eligo.diagnostics import Diagnostic
from eligo.lint import Check, Finding
from eligo.logic import ATOMS, And, AtLeast, Either, Expr, Manual, Not, Opaque, Or, children
from eligo.protocol import Criterion, Entry, Protocol, SpanClass

FEW = 8
"""So many codes of a system are listed before the rest, which is folded."""
MANY = 200
"""No more codes of a system are listed at all."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the source that are in one class, and why."""

    text: str
    kind: SpanClass
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A node of the logic in words. ``kind``: an *operator* over ``parts``; a *fact*; one without codes or unit (*unbound*);
    *manual* and *residue* with the reason as ``why``."""

    kind: Literal["operator", "fact", "unbound", "manual", "residue"]
    words: str
    parts: tuple[Reading, ...] = ()
    why: str = ""


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
        """The words that a person has to judge, or that were not understood."""
        return tuple(s for s in self.source if s.kind in ("manual", "residue") and s.text.strip())


def view(
    protocol: Protocol, criterion: Criterion, anchor: str, findings: Sequence[tuple[Check, Finding]]
) -> CriterionView:
    """A criterion of a record; ``findings`` are all of the record."""
    own = tuple(pair for pair in findings if pair[1].criterion == criterion.id)
    bound = tuple(map(binding, dict.fromkeys(concepts(criterion.logic))))
    source = tuple(source_of(protocol, criterion))
    return CriterionView(criterion, anchor, source, reading(criterion.logic), bound, own)


def source_of(protocol: Protocol, criterion: Criterion) -> Iterator[Stretch]:
    """The source by class; of parts that lie apart, with a line break between."""
    if not criterion.ledger:
        yield Stretch(" ".join(criterion.text.split()), "logic", "from the registry's own field")
        return
    for entry, apart in parted(protocol, criterion):
        if apart:
            yield Stretch("\n", "noise")
        yield Stretch(entry.span.of(protocol.text), entry.kind, entry.why)


def parted(protocol: Protocol, criterion: Criterion) -> Iterator[tuple[Entry, bool]]:
    """The entries of the ledger; with each, whether something else stood between it and the one before."""
    end = criterion.ledger[0].span.start if criterion.ledger else 0
    for entry in criterion.ledger:
        start = entry.span.start
        yield entry, bool(protocol.text[end:start].strip()) or start < end
        end = entry.span.end


def reading(expr: Expr) -> Reading:
    """The logic as a tree of words."""
    match expr:
        case Manual(reason=reason, text=text):
            return Reading("manual", text, why=reason)
        case Opaque(reason=reason, text=text):
            return Reading("residue", text, why=reason)
        case And(args=()) | Or(args=()):
            return Reading("fact", say(expr))
        case Not(arg=arg) if isinstance(arg, ATOMS):
            return Reading("fact" if settled(arg) else "unbound", f"not: {say(arg)}")
    if isinstance(expr, ATOMS):
        return Reading("fact" if settled(expr) else "unbound", say(expr))
    return Reading("operator", _operator(expr), tuple(map(reading, children(expr))))


def _operator(expr: Expr) -> str:
    match expr:
        case Or():
            return "any of"
        case Not():
            return "not"
        case AtLeast(k=k):
            return f"at least {k} of"
        case Either(reason=reason):
            return f"one of these readings, unsettled ({reason})"
    return "all of"


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
