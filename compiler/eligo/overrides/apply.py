"""What was said, put in its place in the criteria that were read (the last part of the stage *bind*).

- **U1** a phrase that means a statement is read as the name of a condition, and gives way to its statement where it stands alone:
  nothing around it may change it (a period, "history of", an allergy), and no "and" that might be read otherwise for conditions.
- **U2** a site's own codes join the concept that a phrase names.
- **U3** a multiple of a reference limit that a site has set is a plain limit, for each sex where it is set by sex.

What doesn't fit is read as if it had not been said, and a diagnostic says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from eligo.bind import atoms, unsettled_spans
from eligo.concepts import Concept
from eligo.diagnostics import Diagnostic
from eligo.document import Context, Item
from eligo.graph.simplify import simplify
from eligo.ledger import status
from eligo.lex import lex
from eligo.lexicon.concepts import concept as lexicon_concept
from eligo.logic import (
    ATOMS,
    And,
    AtLeast,
    Atom,
    Bounds,
    Condition,
    Either,
    Expr,
    Measurement,
    Not,
    Opaque,
    Or,
    Origin,
    Sex,
    walk,
)
from eligo.overrides.lines import line
from eligo.overrides.model import Bound, Limit, Means
from eligo.overrides.model import Entry as Said
from eligo.overrides.senses import stand_in
from eligo.overrides.stretch import Stretch
from eligo.protocol import Criterion, Entry
from eligo.spans import Span

Items = tuple[Item, ...]
Read = tuple[list[Criterion], list[Span]]

ALONE = "the words around the phrase change what it says: take them in, or settle the whole criterion"
BESIDE_AND = 'an "and" beside the phrase may mean "or" here: settle the whole criterion'


def applied(items: Items, context: Context, read: Callable[[Items], Read]) -> Read:
    """The criteria that ``read`` makes of some items, and the labels among these, with all overrides in their place."""
    found, labels = read(items)
    if not context.overrides:
        return found, labels
    faults: dict[Stretch, str] = {}
    while new := {s: why for i, s in _stretches(items) if (why := _fault(s, i, found, context)) is not None}:
        # What is read without one phrase may not let another stand alone any more.
        faults |= new
        items = tuple(_less(i, new) for i in items)
        found, labels = read(items)
    places = [(i.source(s.start, s.end), s) for i, s in _stretches(items)]
    done = [_with(c, [(p, s) for p, s in places if _covers(c, p)], context.overrides.limits) for c in found]
    if faults and done:
        said = dict.fromkeys(f"{s.entry.place}: {why}" for s, why in faults.items())
        remarks = (Diagnostic("override-not-applied", message, None) for message in said)
        done[0] = replace(done[0], diagnostics=(*done[0].diagnostics, *remarks))
    return done, labels


def _stretches(items: Items) -> Iterator[tuple[Item, Stretch]]:
    return ((i, s) for top in items for i in top.walk() for s in i.settled)


def _less(item: Item, faults: dict[Stretch, str]) -> Item:
    return item._replace(
        settled=tuple(s for s in item.settled if s not in faults),
        children=tuple(_less(c, faults) for c in item.children),
    )


def _covers(criterion: Criterion, place: Span) -> bool:
    return any(place.meets(e.span) for e in criterion.ledger)


# --- what doesn't fit --------------------------------------------------------------------------------------------------


def _fault(stretch: Stretch, item: Item, found: list[Criterion], context: Context) -> str | None:
    """Why a phrase can't give way to what it stands for; None if it can, or stands for itself."""
    action, place = stretch.entry.action, item.source(stretch.start, stretch.end)
    own = [c for c in found if _covers(c, place)]
    held = [a for c in own for a in atoms(c.logic)]
    if stretch.entry.phrase is None:
        return None
    if isinstance(action, Means):
        stands = stand_in(stretch.entry)
        those = [a for a in held if stands.id in _names(a)]
        if not those or any(a != Condition(stands) for a in those):
            return ALONE
        forbids = any(c.effect == "forbid" for c in own)
        if forbids and not isinstance(action.logic, Condition) and _beside_and(stretch, item, context):
            return BESIDE_AND
    if (
        isinstance(action, Bound)
        and action.id
        and action.codes
        and not any(_is_named(a, action.id, place) for a in held)
    ):
        return ALONE
    return None


def _names(atom: Atom) -> str:
    concept = getattr(atom, "concept", None)
    return concept.name if concept is not None else ""


def _is_named(atom: Atom, id: str, place: Span) -> bool:
    concept = getattr(atom, "concept", None)
    return concept is not None and concept.id == id and any(s.meets(place) for s in atom.origin.spans)


def _beside_and(stretch: Stretch, item: Item, context: Context) -> bool:
    tokens = [t for t in lex(item.text, context.abbreviations, item.settled) if t.sense("COMMA", "NOISE") is None]
    at = next((n for n, t in enumerate(tokens) if t.start >= stretch.start), len(tokens))
    return any(t.sense("AND", "BUT") is not None for t in (*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2]))


# --- what fits ---------------------------------------------------------------------------------------------------------


def _with(criterion: Criterion, settled: list[tuple[Span, Stretch]], limits: tuple[Limit, ...]) -> Criterion:
    used: list[Limit] = []

    def put(atom: Expr) -> Expr:
        if not isinstance(atom, ATOMS):
            return atom
        for place, s in settled:
            action = s.entry.action
            if isinstance(action, Means) and s.entry.phrase is not None and atom == Condition(stand_in(s.entry)):
                return located(action.logic, replace(atom.origin, rules=(*atom.origin.rules, "U1")))
            if isinstance(action, Bound) and action.id and action.codes and _is_named(atom, action.id, place):
                atom = _coded(atom, action)
        return atom

    def limit(leaf: Expr) -> Expr:
        return _limited(leaf, limits, used) if isinstance(leaf, Measurement) else leaf

    logic = rebuilt(rebuilt(criterion.logic, put), limit)
    told: list[Said | Limit] = [*(s.entry for _, s in settled), *used]
    lines = tuple(dict.fromkeys(map(line, told)))
    if logic == criterion.logic:
        return replace(criterion, assumptions=(*criterion.assumptions, *lines)) if lines else criterion
    logic, ledger = simplify(logic), unsettled(criterion.ledger, logic)
    return replace(
        criterion,
        logic=logic,
        ledger=ledger,
        status=status(logic, ledger),
        assumptions=(*criterion.assumptions, *lines),
    )


def located(logic: Expr, origin: Origin) -> Expr:
    """A statement that was told apart from the record, as if it stood at ``origin``."""
    return rebuilt(logic, lambda leaf: replace(leaf, origin=origin), origin)


def unsettled(ledger: tuple[Entry, ...], logic: Expr) -> tuple[Entry, ...]:
    """The ledger with words as residue whose override says something that isn't settled itself."""
    opaque = ((s, f"unsettled: {n.reason}") for n in walk(logic) if isinstance(n, Opaque) for s in n.origin.spans)
    told = [*unsettled_spans(logic), *opaque]

    def of(entry: Entry) -> Entry:
        why = next((why for span, why in told if span.meets(entry.span)), None)
        return entry if entry.kind != "override" or why is None else replace(entry, kind="residue", why=why)

    return tuple(map(of, ledger))


def rebuilt(expr: Expr, put: Callable[[Expr], Expr], origin: Origin | None = None) -> Expr:
    """The expression with each leaf as ``put`` gives it; ``origin``: that of all operators."""
    whence = expr.origin if origin is None else origin
    match expr:
        case And(args=args) | Or(args=args) | AtLeast(args=args):
            return replace(expr, args=tuple(rebuilt(a, put, origin) for a in args), origin=whence)
        case Either(readings=readings):
            return replace(expr, readings=tuple(rebuilt(r, put, origin) for r in readings), origin=whence)
        case Not(arg=arg):
            return replace(expr, arg=rebuilt(arg, put, origin), origin=whence)
    return put(expr)


def _coded(atom: Atom, action: Bound) -> Atom:
    """U2: the concept as it was read, with the site's codes."""
    own = getattr(atom, "concept", None)
    assert isinstance(own, Concept)
    plain, full = lexicon_concept(action.id or ""), action.concept
    added = replace(
        own,
        include=(*own.include, *full.include[len(plain.include) :]),
        ingredients=(*own.ingredients, *full.ingredients[len(plain.ingredients) :]),
    )
    changed: Atom = replace(atom, concept=added)  # type: ignore[arg-type]  # it has a concept, as was seen
    return changed


def _limited(atom: Measurement, limits: tuple[Limit, ...], used: list[Limit]) -> Expr:
    """U3: multiples of a limit that a site has set, as plain bounds."""
    limit = next((n for n in limits if n.lab == atom.concept.id and n.end == atom.times), None)
    if limit is None or atom.bounds is None:
        return atom
    used.append(limit)
    origin = replace(atom.origin, rules=(*atom.origin.rules, "U3"))
    told = dict(limit.values)
    if "both" in told:
        return replace(atom, bounds=_times(atom.bounds, told["both"]), times=None, unit=limit.unit, origin=origin)
    return Or(
        tuple(
            And((Sex(sex, origin), _limited(atom, (replace(limit, values=(("both", told[sex]),)),), [])), origin)
            for sex in ("male", "female")
        ),
        origin,
    )


def _times(bounds: Bounds, limit: Decimal) -> Bounds:
    low, high = (None if b is None else b * limit for b in (bounds.low, bounds.high))
    return replace(bounds, low=low, high=high)
