"""From items to criteria: the stages lex to bind on every item, leads over their children, and limits that only the registry has.

- **L6** children of a label are criteria of their own. **L7** a lead with a quantifier ("any of the following") or
  with cues to share
  makes one criterion of its children. **L8** items tied by a closing "or" are one criterion.
- **R1** an age, sex or healthy-volunteer field of the registry becomes a criterion where the text is silent on the
  point; where it speaks, the
  text rules, and a difference is a diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from eligo.diagnostics import Diagnostic
from eligo.document import Context, Document, Item
from eligo.graph.simplify import simplify
from eligo.interpret import interpret
from eligo.interpret.leads import Lead, lead
from eligo.ledger import entries, status
from eligo.lex import Token, lex
from eligo.logic import And, Effect, Expr, Manual, Opaque, Or, Origin
from eligo.overrides.apply import applied, located, unsettled
from eligo.overrides.model import Judged, Means
from eligo.overrides.stretch import Stretch
from eligo.parse import parse
from eligo.protocol import Criterion, Entry, SpanClass
from eligo.spans import Span
from eligo.unread import beside_residue, joint, unpainted

LONGEST_ITEM = 20_000
DEEPEST_BRACKETS = 20
_BRACKETS = re.compile(r"[()\[\]{}]")


@dataclass(frozen=True, slots=True)
class _Read:
    """One item (with its children), read."""

    logic: Expr
    effect: Effect
    ledger: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]
    assumptions: tuple[str, ...]
    spans: tuple[Span, ...]
    text: str


def criteria(document: Document) -> tuple[tuple[Criterion, ...], tuple[Span, ...]]:
    """The criteria of a document, and spans of labels that are none."""
    out: list[Criterion] = []
    labels: list[Span] = []
    onward = _followed(document.items)
    for items in _tied(document.items):
        found, heads = applied(items, document.context, partial(_run, document.context, onward))
        out.extend(found)
        labels.extend(heads)
    return tuple(out), tuple(labels)


def _run(context: Context, onward: frozenset[str], items: tuple[Item, ...]) -> tuple[list[Criterion], list[Span]]:
    labels: list[Span] = []
    return list(_criteria(items, context, labels, onward)), labels


def _followed(items: tuple[Item, ...]) -> frozenset[str]:
    """L8: the items of what is forbidden that end in "or" and have a next one."""
    return frozenset(
        a.id for a, b in pairwise(items) if a.link == "or" and a.section == b.section and a.section == "exclusion"
    )


def _tied(items: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    """L8: runs of items that a closing "or" ties together."""
    run: list[Item] = []
    for i, item in enumerate(items):
        run.append(item)
        onward = i + 1 < len(items) and items[i + 1].section == item.section
        if not (item.link == "or" and onward and item.section == "inclusion"):
            yield tuple(run)
            run = []


def _criteria(
    items: tuple[Item, ...], context: Context, labels: list[Span], onward: frozenset[str]
) -> Iterator[Criterion]:
    first = items[0]
    if len(items) == 1 and first.children and _whole(first) is None:
        head = lead(first, context)
        if head.kind == "label":
            labels.append(first.span)
            for run in _tied(first.children):
                yield from _criteria(run, context, labels, onward | _followed(first.children))
            return
    reads = [_read(i, context, None) for i in items]
    if len(reads) == 1:
        only = reads[0]
        # "Severe asthma, or": of what is forbidden the next item is one more, whatever joins it.
        yield _criterion(first, replace(only, logic=_closed(only.logic)) if first.id in onward else only)
        return
    logic = _any_of(reads)
    merged = _Read(
        logic,
        reads[0].effect,
        tuple(e for r in reads for e in r.ledger),
        tuple(d for r in reads for d in r.diagnostics),
        tuple(a for r in reads for a in r.assumptions),
        tuple(s for r in reads for s in r.spans),
        " ".join(r.text for r in reads),
    )
    yield _criterion(first, merged)


def _any_of(reads: Sequence[_Read]) -> Expr:
    """L8: any of the items that a closing "or" ties together; what it leaves open, the next one says."""
    if len(reads) == 1:
        return reads[0].logic
    *early, last = (r.logic for r in reads)
    return Or((*map(_closed, early), last), Origin((), ("L8",)))


def _closed(logic: Expr) -> Expr:
    """A reading without what its closing "or" leaves open."""
    if not isinstance(logic, Or):
        return logic
    kept = tuple(a for a in logic.args if not (isinstance(a, Opaque) and a.reason == "continues"))
    return (
        logic if not kept or len(kept) == len(logic.args) else kept[0] if len(kept) == 1 else replace(logic, args=kept)
    )


def _criterion(item: Item, read: _Read) -> Criterion:
    logic = simplify(read.logic)
    ledger = read.ledger
    if logic == And(()) and read.effect == "forbid":
        logic = Opaque("residue", read.text, Origin(read.spans, ("J0",)))
        ledger = tuple(replace(e, kind="residue", why="says nothing to forbid") for e in ledger)
    return Criterion(
        item.id,
        item.section,
        read.effect,
        read.text,
        read.spans,
        logic,
        status(logic, ledger),
        ledger,
        read.diagnostics,
        tuple(dict.fromkeys(read.assumptions)),
        item.applies_to,
    )


def _read(item: Item, context: Context, above: Lead | None) -> _Read:
    """Read an item; ``above`` is a lead that shares cues and periods with it."""
    whole = _whole(item)
    if whole is not None:
        return _settled(item, whole, above)
    if item.children:
        return _read_lead(item, context)
    if _unreadable(item.text):
        return _unread(item)
    tokens = lex(item.text, context.abbreviations, item.settled)
    clause = parse(tokens)
    if above is not None and above.shared is not None:
        found = above.over(clause, item, context)
    else:
        found = interpret(clause, item.text, item.offsets, item.section, context.registry)
    paint = dict(found.paint)
    logic = found.logic
    left = unpainted(tokens, paint)
    known = beside_residue(tokens, left, paint)
    for t in left:
        if joint(t) is not None:
            paint[t.start] = (t.end, "logic" if t.sense("OR", "AND", "BUT") else "noise", "juncture")
            continue
        paint[t.start] = (t.end, "residue", "unread")
        if t.start not in known:
            logic = Opaque("unread", item.text, Origin((item.span,), ("J0",)))
    found.scene.diagnostics.extend(_misspelt(item, tokens))
    return _Read(
        logic,
        found.scene.effect,
        entries(item, paint, logic),
        tuple(found.scene.diagnostics),
        tuple(found.scene.assumptions),
        (item.span,),
        item.written,
    )


def _whole(item: Item) -> Stretch | None:
    """The override that settles all of an item, with what stands below it."""
    settling = (s for s in item.settled if s.entry.phrase is None and not s.written)
    return next(settling, None)


def _settled(item: Item, whole: Stretch, above: Lead | None) -> _Read:
    """U4: an item whose meaning, or lack of one, an override gives."""
    entry, spans = whole.entry, tuple(i.span for i in item.walk())
    effect = entry.effect or (
        above.effect if above is not None else "require" if item.section == "inclusion" else "forbid"
    )
    text, origin = " ".join(i.text for i in item.walk()), Origin(spans, ("U4",))
    nothing: Expr = And(()) if effect == "require" else Or(())
    match entry.action:
        case Means(logic=said):
            logic = located(said, origin)
        case Judged(reason=reason):
            logic = Manual(reason, text, origin)
        case _:
            logic = nothing
    kind: SpanClass = "manual" if isinstance(logic, Manual) else "override"
    ledger = unsettled(tuple(Entry(s, kind, entry.place) for s in spans), logic)
    return _Read(logic, effect, ledger, (), (), spans, text)


def _unreadable(text: str) -> bool:
    """Longer or deeper than any criterion is (the longest of 204,068 real lines has 8,739 characters)."""
    if len(text) > LONGEST_ITEM:
        return True
    depth = deepest = 0
    for bracket in _BRACKETS.findall(text):
        depth += 1 if bracket in "([{" else -1
        deepest = max(deepest, depth)
    return deepest > DEEPEST_BRACKETS


def _unread(item: Item) -> _Read:
    """An item that is left as residue as it stands."""
    logic = Opaque("too long", item.text[:80] + "…", Origin((item.span,), ("J0",)))
    return _Read(
        logic,
        "require" if item.section == "inclusion" else "forbid",
        (Entry(item.span, "residue", "too long or too deeply nested for a criterion"),),
        (Diagnostic("too-long", "too long or too deeply nested to be one criterion; it was not read", item.span),),
        (),
        (item.span,),
        item.text,
    )


def _misspelt(item: Item, tokens: list[Token]) -> Iterator[Diagnostic]:
    """T2: function words that were read in spite of a wrong letter."""
    for t in tokens:
        if t.typo is not None:
            yield Diagnostic(
                "likely-typo", f'"{t.text}" is read with "{t.typo}" in it', item.source(t.start, t.end), t.typo
            )


def _read_lead(item: Item, context: Context) -> _Read:
    head = lead(item, context)
    runs = [[_read(c, context, head) for c in run] for run in _tied(item.children)]
    reads = [r for run in runs for r in run]
    parts = tuple(logic for run in runs if (logic := _any_of(run)) != And(()))
    forbids = head.effect == "forbid"
    origin = Origin((item.span,), ("L7",))
    joined: Expr = head.joined(parts, forbids, origin)
    if item.open_ended and not isinstance(joined, Opaque):
        joined = Opaque("residue", "a list whose end the text does not show", origin)
    ledger = (*entries(item, head.paint, head.own or And(())), *(e for r in reads for e in r.ledger))
    spans = (item.span, *(s for r in reads for s in r.spans))
    if isinstance(joined, Opaque):
        ledger = tuple(
            replace(e, kind="residue", why="under a lead that was not understood") if e.kind == "logic" else e
            for e in ledger
        )
    return _Read(
        joined,
        head.effect,
        ledger,
        (*head.diagnostics, *(d for r in reads for d in r.diagnostics)),
        tuple(a for r in reads for a in r.assumptions),
        spans,
        " ".join([item.written, *(r.text for r in reads)]),
    )
