"""What could settle what a criterion leaves open, as the lines of an override file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from eligo.canon import canonical
from eligo.graph.simplify import simplify
from eligo.logic import ATOMS, And, AtLeast, Either, Expr, Not, Opaque, Or, walk
from eligo.overrides.toml import string
from eligo.overrides.words import MORE, is_text, normalised
from eligo.protocol import Criterion, Entry, Protocol
from eligo.spans import Span, cover
from eligo.wording.readings import day_of, tell
from eligo.wording.reasons import is_read, settles_whole
from eligo.wording.sources import unescaped
from eligo.wording.told import nothing_read

OPENING = 60
"""Characters of a criterion's text that name it; cut at a word."""
LONGEST = 400
"""Characters of a reading that is offered as it is."""
UNDER_A_LEAD = "under a lead that was not understood"
_OPEN = 'means = "…"  # or one of the other four lines at the top'
_TELLING = re.compile(r"[^\W\d_]{4}|[A-Z]{2}")
"""A word long enough, or an abbreviation, to be decided on wherever it stands."""


def stanzas(protocol: Protocol, criterion: Criterion) -> tuple[str, ...]:
    """For each stretch of words that are not understood the table that would settle it; for readings that compete one of the first.

    A stretch goes over what is left out between its words. One that would say nothing by itself ("on", "5") is not offered:
    then the whole criterion is.
    """
    return tuple(dict.fromkeys(_stanzas(protocol, criterion)))


def _stanzas(protocol: Protocol, criterion: Criterion) -> Iterator[str]:
    if nothing_read(criterion.logic) and not any(isinstance(n, Opaque) for n in walk(criterion.logic)):
        return
    competing = [n for n in walk(criterion.logic) if isinstance(n, Either)]
    if len(competing) == 1 and not any(
        e.kind == "residue" and not e.why.startswith("unsettled") for e in criterion.ledger
    ):
        yield from _readings(criterion, competing[0], day_of(protocol))
        return
    for run in _runs(criterion):
        unsettled = all(e.kind == "noise" or e.why.startswith("unsettled") for e in run)
        if (unsettled and not competing) or all(e.kind == "noise" or e.why == UNDER_A_LEAD for e in run):
            continue  # the reading is the same in both cases; what the line above a list means has to be settled first
        cut = Span(run[0].span.start, run[-1].span.end)
        whole = _whole(cut, criterion)
        span = whole or cut
        words = " ".join(unescaped(span.of(protocol.text)).split())
        if not any(ch.isalnum() for ch in words):
            continue
        head = f"[[phrase]]\nphrase = {string(words)}\n"
        if words.isalpha() and not words.isupper():
            # Elsewhere a word such as "conventional" may restrict something else.
            head += f"criterion = {string(opening(criterion.text))}\n"
        spans = [e.span for e in run]
        mend = next((d.suggestion for d in criterion.diagnostics if d.suggestion and spans == [d.span]), None)
        if mend is not None:
            yield f"{head}read_as = {string(mend)}"
        elif (
            (unsettled or whole is None or not _TELLING.search(words))
            or any(settles_whole(e.why) for e in run)
            or is_text(words, criterion.text)
        ):
            yield f"[[criterion]]\ntext = {string(opening(criterion.text))}\n{_OPEN}"
        elif all(e.why.startswith("unbound") for e in run) and not any(ch.isdigit() for ch in words):
            yield f'{head}concept = "…"  # or kind = "condition" and codes = [{{ system = "…", code = "…" }}]'
        else:
            yield f"{head}{_OPEN}"
    for leaf in (n for n in walk(criterion.logic) if isinstance(n, Opaque)):
        if not any(e.kind == "residue" and e.span.meets(s) for e in criterion.ledger for s in leaf.origin.spans):
            words = " ".join(leaf.text.split())
            if is_read(leaf.reason) or is_text(words, criterion.text):
                yield f"[[criterion]]\ntext = {string(opening(criterion.text))}\n{_OPEN}"
            elif words in " ".join(criterion.text.split()):
                yield f"[[phrase]]\nphrase = {string(words)}\n{_OPEN}"


def _whole(span: Span, criterion: Criterion) -> Span | None:
    """All of what was not understood, as its reading quotes it, where a stretch is a part of it; None where facts are in it too."""
    facts = [s for n in walk(criterion.logic) if isinstance(n, ATOMS) for s in n.origin.spans]
    for n in walk(criterion.logic):
        if isinstance(n, Opaque) and n.origin.spans and (hull := cover(n.origin.spans)).holds(span):
            home = any(s.holds(hull) for s in criterion.spans)
            if home and hull != span:
                return None if any(hull.meets(s) and not span.holds(s) for s in facts) else hull
    return span


def _runs(criterion: Criterion) -> Iterator[list[Entry]]:
    """Stretches of residue, over the noise between them."""
    run: list[Entry] = []
    for e in criterion.ledger:
        if run and (e.kind not in ("residue", "noise") or e.span.start != run[-1].span.end):
            yield from _trimmed(run)
            run = []
        if e.kind == "residue" or (e.kind == "noise" and run):
            run.append(e)
    yield from _trimmed(run)


def _trimmed(run: list[Entry]) -> Iterator[list[Entry]]:
    last = max((n for n, e in enumerate(run) if e.kind == "residue"), default=-1)
    if last >= 0:
        yield run[: last + 1]


def _readings(criterion: Criterion, competing: Either, day: str) -> Iterator[str]:
    settled = [simplify(_settled(criterion.logic, competing, r)) for r in competing.readings]
    said = [(canonical(logic), tell(logic, day)) for logic in settled]
    if len(said[0][0]) <= LONGEST:
        lines = [f"# reading {n}: {told}" for n, (text, told) in enumerate(said, 1) if len(text) <= LONGEST]
        first, *others = (text for text, _ in said if len(text) <= LONGEST)
        lines += [f"means = {string(first)}", *(f"# or means = {string(o)}" for o in others)]
        yield "\n".join((f"[[criterion]]\ntext = {string(opening(criterion.text))}", *lines))


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
