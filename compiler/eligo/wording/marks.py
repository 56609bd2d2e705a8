"""The source of a criterion by what became of its words, in the same classes as its reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from eligo.logic import Expr, Manual, Not, Opaque, walk
from eligo.protocol import Criterion, Protocol, SpanClass
from eligo.spans import Span
from eligo.wording.readings import unread
from eligo.wording.reasons import is_read, why, why_words
from eligo.wording.told import nothing_read

MarkClass = SpanClass | Literal["open"]
"""A class of the ledger, or *open*: read, but readings compete, or records can't tell."""

READ_BUT_OPEN = ("unsettled", "unbound")
"""How the reasons of the ledger for words that were read begin."""


OPEN_CLASSES = ("manual", "open", "residue")
JOINT = "; "


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source, its class, and why in plain words where it stays open."""

    span: Span
    kind: MarkClass
    why: str = ""


def marks(protocol: Protocol, criterion: Criterion, told: Expr) -> tuple[Mark, ...]:
    """The source of a criterion in classes; ``told`` is its logic as :func:`eligo.wording.as_told` gives it.

    Words that its reading quotes as open are marked as open, whatever the ledger says of the rule that read them. Where nothing of
    a criterion was understood and its reading says so of all of it, all of it has the one mark.
    """
    leaf = told.arg if isinstance(told, Not) else told
    whole: MarkClass | None = None
    if nothing_read(criterion.logic) and (leaf is not criterion.logic or unread(leaf)):
        whole = _whole(criterion.logic)
    found = tuple(_pieces(protocol, criterion, _said(criterion.logic), whole))
    return tuple(_joined(_bridged(protocol, found)))


def _whole(logic: Expr) -> MarkClass | None:
    """The class of all that is open in it, if there is but one."""
    kinds = {type(n) for n in walk(logic) if isinstance(n, Manual | Opaque)}
    return None if len(kinds) > 1 else "manual" if Manual in kinds else "residue"


def _said(logic: Expr) -> dict[int, tuple[MarkClass, str]]:
    """What the open leaves say of each character that they stand for."""
    found: dict[int, tuple[MarkClass, str]] = {}
    for n in walk(logic):
        if isinstance(n, Manual):
            own: tuple[MarkClass, str] = ("manual", why("manual", n.reason))
        elif isinstance(n, Opaque):
            own = ("open" if is_read(n.reason) else "residue", why("opaque", n.reason))
        else:
            continue
        found.update((at, own) for s in n.origin.spans for at in range(s.start, s.end))
    return found


def _pieces(
    protocol: Protocol, criterion: Criterion, said: dict[int, tuple[MarkClass, str]], whole: MarkClass | None
) -> Iterator[Mark]:
    for e in criterion.ledger:
        kind: MarkClass = e.kind
        told = why_words(e.kind, e.why) if e.kind in ("manual", "residue") else e.why
        if e.kind == "residue" and (e.why.partition(":")[0] in READ_BUT_OPEN or is_read(e.why)):
            kind = "open"
        if e.kind == "override":
            yield Mark(e.span, kind, told)
        elif whole is not None:
            yield Mark(e.span, whole, told if e.kind == whole else "")
        elif kind in ("logic", "open"):
            yield from _split(e.span, (kind, told), said)
        else:
            yield Mark(e.span, kind, told)


def _split(span: Span, own: tuple[MarkClass, str], said: dict[int, tuple[MarkClass, str]]) -> Iterator[Mark]:
    at = span.start
    for (kind, told), run in groupby(said.get(n, own) for n in range(span.start, span.end)):
        size = sum(1 for _ in run)
        yield Mark(Span(at, at + size), kind, told)
        at += size


def _bridged(protocol: Protocol, found: tuple[Mark, ...]) -> Iterator[Mark]:
    """White space between two open stretches of a class goes with them."""
    for n, m in enumerate(found):
        before, after = found[n - 1 : n], found[n + 1 : n + 2]
        between = m.kind == "noise" and before and after and before[0].kind == after[0].kind
        if between and before[0].kind in OPEN_CLASSES and not m.span.of(protocol.text).strip():
            yield Mark(m.span, before[0].kind, before[0].why)
        else:
            yield m


def _joined(found: Iterator[Mark]) -> Iterator[Mark]:
    """Neighbours of one class as one, with the reasons of all."""
    last: Mark | None = None
    for m in found:
        if last is not None and last.kind == m.kind and last.span.end == m.span.start and _same(last, m):
            whys = [*filter(None, last.why.split(JOINT)), *filter(None, [m.why])]
            last = Mark(Span(last.span.start, m.span.end), m.kind, JOINT.join(dict.fromkeys(whys)))
            continue
        if last is not None:
            yield last
        last = m
    if last is not None:
        yield last


def _same(one: Mark, other: Mark) -> bool:
    return one.why == other.why or one.kind in OPEN_CLASSES
