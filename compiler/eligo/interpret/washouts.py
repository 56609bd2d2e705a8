"""Periods of their own for some of what a treatment's period is about.

- **W6** "at least 4 weeks since prior chemotherapy (6 weeks for nitrosoureas or mitomycin C)": a bracket with a time and some drugs
  says how long ago these have to be, or may not be, whatever the rest. A shorter one leaves the statement open where it would
  forbid.
"""

from __future__ import annotations

from dataclasses import replace

from eligo.interpret.leftovers import words
from eligo.interpret.periods import offset
from eligo.interpret.scene import Scene
from eligo.logic import And, Bounds, Drug, Expr, Not, Offset, Opaque, Or, Procedure, Window, walk
from eligo.parse.ast import Coord, Element, Item
from eligo.scope import Statement, listing, texts

TREATMENTS = ("drug", "procedure")
DAYS = {"d": 1, "wk": 7, "mo": 30, "a": 365}
"""How long a unit is, to compare two times."""


def with_longer(statement: Statement, host: Expr, bracket: Element, scene: Scene) -> Expr | None:
    """W6; None for any other bracket."""
    coords = [c for s in bracket.paren for c in s.coords]
    if statement.kind not in TREATMENTS or len(coords) != 1:
        return None
    coord = coords[0]
    lead, named, juncts = _parted(coord)
    time = _time(lead, scene)
    if time is None or not named:
        return None
    limit = _limit(host)
    if limit is None:
        return None
    if _days(time) < _days(limit):
        # A shorter one takes the drug out of the rest.
        scene.mark([bracket], "residue", "aside")
        said = Opaque("aside", texts([bracket], scene.text), scene.origin([bracket], "W6"))
        return Not(And((host.arg, said)), host.origin) if isinstance(host, Not) else And((host, said), host.origin)
    made = listing(Coord(named, juncts))
    mains = [u.main for u in made.units]
    if any(
        m.kind not in TREATMENTS or not m.bare or len(u.statements) > 1 for m, u in zip(mains, made.units, strict=True)
    ):
        return None
    from eligo.interpret.facts import fact

    window = Window(since=replace(time, strict=limit.strict))
    facts = [_within(fact(m, scene), window) for m in mains]
    if any(f is None for f in facts):
        return None
    kept = [f for f in facts if f is not None]
    scene.mark_brackets(bracket)
    scene.mark(lead, "logic", "W6")
    either = Or(tuple(kept)) if len(kept) > 1 else kept[0]
    origin = scene.origin([bracket], "W6")
    if isinstance(host, Not):
        return And((host, Not(either, origin)), host.origin)
    return Or((host, either), host.origin)


def _parted(coord: Coord) -> tuple[list[Element], tuple[Item, ...], tuple[str, ...]]:
    """The elements with the time, and the list of what it is for ("6 weeks for A or B", "6 weeks if A")."""
    if coord.tails:
        only = coord.tails[0]
        if len(coord.tails) > 1 or only.cue.type != "IF" or len(coord.items) != 1:
            return [], (), ()
        return [*coord.items[0].elements, only.cue], tuple(map(_bare, only.items)), only.juncts
    first, *others = coord.items
    at = next((i for i, e in enumerate(first.elements) if e.cue("FOR")), None)
    if at is None or at + 1 >= len(first.elements):
        return [], (), ()
    items = tuple(map(_bare, (Item(first.elements[at + 1 :]), *others)))
    return list(first.elements[: at + 1]), items, coord.juncts


def _bare(item: Item) -> Item:
    """A part without words that only say that it was given before."""
    kept = tuple(e for e in item.elements if not (e.type == "CUE" and words("washout_words").issuperset(e.folds)))
    return Item(kept or item.elements)


def _time(lead: list[Element], scene: Scene) -> Offset | None:
    """How long ago: a bare or a least time."""
    told = [e for e in lead if e.type in ("VALUE", "WINDOW")]
    if len(told) != 1 or len(lead) > len(told) + 1:
        return None
    e = told[0]
    bounds: Bounds | None = None
    unit = ""
    if e.value is not None and e.value.time and not e.value.values:
        bounds, unit = e.value.bounds, e.value.unit
    elif e.period is not None and e.period.kind in ("within", "ago", "lasting") and not e.period.after:
        bounds, unit = e.period.bounds, e.period.unit
    if bounds is None:
        return None
    amount = bounds.low if bounds.low is not None else bounds.high
    return None if amount is None else offset(amount, unit, strict=False, scene=scene, element=e)


def _days(time: Offset) -> int:
    return time.count * DAYS[time.unit]


def _limit(host: Expr) -> Offset | None:
    """The beginning of the one window that all of the host's treatments have."""
    inner = host.arg if isinstance(host, Not) else host
    found = [n for n in walk(inner) if not isinstance(n, And | Or)]
    windows = {n.window for n in found if isinstance(n, Drug | Procedure)}
    only = windows.pop() if len(windows) == 1 else None
    if only is None or only.since is None or only.until is not None:
        return None
    return only.since if all(isinstance(n, Drug | Procedure) for n in found) else None


def _within(named: Expr, window: Window) -> Expr | None:
    """A treatment with this window."""
    match named:
        case Drug():
            return replace(named, when="ever", window=window) if named.window is None else None
        case Procedure():
            return replace(named, window=window) if named.window is None else None
        case Or(args=args):
            inner = tuple(_within(a, window) for a in args)
            kept = tuple(i for i in inner if i is not None)
            return replace(named, args=kept) if len(kept) == len(args) else None
    return None
