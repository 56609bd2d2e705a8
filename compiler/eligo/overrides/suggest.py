"""What could settle what a criterion leaves open, as the lines of an override file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.canon import canonical
from eligo.graph.simplify import simplify
from eligo.logic import And, AtLeast, Either, Expr, Not, Or, walk
from eligo.overrides.toml import string
from eligo.overrides.words import MORE, normalised
from eligo.protocol import Criterion, Protocol

OPENING = 60
"""Characters of a criterion's text that name it; cut at a word."""
LONGEST = 400
"""Characters of a reading that is offered as it is."""


def stanzas(protocol: Protocol, criterion: Criterion) -> tuple[str, ...]:
    """For each stretch of residue the table that would settle it; for readings that compete one with the first of them."""
    return tuple(dict.fromkeys(_stanzas(protocol, criterion)))


def _stanzas(protocol: Protocol, criterion: Criterion) -> Iterator[str]:
    competing = [n for n in walk(criterion.logic) if isinstance(n, Either)]
    if len(competing) == 1 and not any(
        e.kind == "residue" and not e.why.startswith("unsettled") for e in criterion.ledger
    ):
        yield from _readings(criterion, competing[0])
        return
    for e in criterion.ledger:
        words = " ".join(e.span.of(protocol.text).split())
        if e.kind != "residue" or not any(ch.isalnum() for ch in words):
            continue
        head = f"[[phrase]]\nphrase = {string(words)}\n"
        mend = next((d.suggestion for d in criterion.diagnostics if d.suggestion and d.span == e.span), None)
        if mend is not None:
            yield f"{head}read_as = {string(mend)}"
        elif e.why.startswith("unbound") and not any(ch.isdigit() for ch in words):
            yield f'{head}concept = "…"  # or kind = "condition" and codes = [{{ system = "…", code = "…" }}]'
        else:
            yield f'{head}means = "…"  # or noise = true, manual = "judgement", concept = "…", read_as = "…"'


def _readings(criterion: Criterion, competing: Either) -> Iterator[str]:
    first, *others = (canonical(simplify(_settled(criterion.logic, competing, r))) for r in competing.readings)
    if len(first) <= LONGEST:
        lines = "".join(f"\n# or means = {string(o)}" for o in others if len(o) <= LONGEST)
        yield f"[[criterion]]\ntext = {string(opening(criterion.text))}\nmeans = {string(first)}{lines}"


def _settled(expr: Expr, competing: Either, reading: Expr) -> Expr:
    """The logic with one reading in the place of those that compete."""
    if expr is competing:
        return reading
    match expr:
        case And(args=args) | Or(args=args) | AtLeast(args=args):
            return replace(expr, args=tuple(_settled(a, competing, reading) for a in args))
        case Not(arg=arg):
            return replace(expr, arg=_settled(arg, competing, reading))
    return expr


def opening(text: str) -> str:
    """The beginning of a criterion's text by which an override names it; all of it if it is short."""
    plain = " ".join(text.split())
    if len(plain) <= OPENING:
        return plain
    cut = plain[:OPENING].rpartition(" ")[0] or plain[:OPENING]
    return f"{cut} {MORE[0]}" if normalised(cut) else plain
