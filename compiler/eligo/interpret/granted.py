"""Lines that are nothing but a permission.

- **E8** "prior radiotherapy is allowed" asks for nothing: it holds for everybody. What limits it ("… if completed 4 weeks ago")
  is asked only of those whom it is about, who are sure to be told as far as their number is: all others fulfil it. Where it is
  about people who have something ("patients with X are eligible if …"), they may be all that the study is open to: both readings
  stay, which leave open only who hasn't it. Where things are forbidden, a plain permission forbids nothing.
- **E12** "no other chemotherapy is allowed" denies what it names, and "only patients with X are eligible" asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eligo.interpret.leftovers import turned, words
from eligo.interpret.lists import list_expr
from eligo.interpret.scene import Scene
from eligo.interpret.tails import tail_expr
from eligo.interpret.whom import TREATMENTS, concerned
from eligo.lex.raw import folds
from eligo.logic import (
    And,
    Drug,
    Either,
    Expr,
    Immunisation,
    Manual,
    Not,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    Window,
    walk,
)
from eligo.parse.ast import Clause, Coord, Element, Item
from eligo.scope import listing, texts


def granted(clause: Clause, scene: Scene) -> Expr | None:
    """E8, E12: the statement of a line that is one permission; None for any other."""
    if len(clause.segments) != 1 or len(clause.segments[0].coords) != 1:
        return None
    coord = clause.segments[0].coords[0]
    elements = [e for i in coord.items for e in i.elements] + [e for t in coord.tails for e in (t.cue, *t.elements)]
    lines = [e for e in elements if e.cue("LINE")]
    at = next((n for n, i in enumerate(coord.items) if lines[0] in i.elements), None)
    if len(lines) != 1 or at is None or at != len(coord.items) - 1:
        return None
    own = coord.items[at].elements
    cut = own.index(lines[0])
    if not cut:
        return None
    items = (*coord.items[:at], Item(own[:cut]))
    rest = [e for e in own[cut + 1 :] if not _idle(e, scene)]
    before = dict(scene.paint)
    scene.mark([e for e in own[cut + 1 :] if e not in rest], "noise", "E8")
    if not _plain(elements, scene):
        return _bounded(items, coord, rest, lines[0], scene)
    inner = list_expr(listing(Coord(items, coord.juncts[:at])), scene)
    said = _Said(coord, items, rest, lines[0], inner, elements)
    logic = _frees(said, scene) if scene.forbids else _asks(said, scene)
    if logic is None:
        scene.paint = before
    return logic


@dataclass(frozen=True, slots=True)
class _Said:
    """A permission: the parts it names (``items``, ``inner``), its ``line`` word, and what ``rest`` is told behind that."""

    coord: Coord
    items: tuple[Item, ...]
    rest: list[Element]
    line: Element
    inner: Expr
    elements: list[Element]

    @property
    def about(self) -> list[Element]:
        """The elements of what it names."""
        return [e for i in self.items for e in i.elements]

    @property
    def whole(self) -> bool:
        """Whether what it names is understood."""
        return not any(isinstance(n, Opaque | Manual | Either) for n in walk(self.inner))

    @property
    def plain(self) -> bool:
        """Whether nothing is told behind it."""
        return not self.rest and not self.coord.tails

    @property
    def who(self) -> Expr | None:
        """All whom it may be about."""
        return concerned(self.inner, listed=len(self.items) > 1)

    def unread(self, scene: Scene) -> Opaque:
        """All of it as words that aren't understood."""
        scene.mark(self.elements, "residue", "permission")
        return Opaque("permission", texts(self.elements, scene.text), scene.origin(self.elements, "E8"))


def _asks(said: _Said, scene: Scene) -> Expr | None:
    """E8: what a permission asks for in a required line."""
    of_people = _of_people(said.line, scene)
    if said.plain and _unlimited(said.inner, said.about, of_people):
        scene.mark(said.elements, "noise", "E8")
        return And(())
    who = said.who
    if who is None:
        return None
    scene.mark([said.line], "logic", "E8")
    treated = not of_people and all(isinstance(n, (And, Or, *TREATMENTS)) for n in walk(who))
    condition = _condition(said.coord, scene, treated=treated) if said.whole and not said.rest else None
    named = [n for n in walk(who) if not isinstance(n, And | Or | Sex | Reproduction)]
    if condition == And(()) and not named:
        scene.mark(said.elements, "noise", "E8")
        return condition
    origin = scene.origin(said.elements, "E8")
    if condition is None:
        return Or((Not(who), said.unread(scene)), origin) if treated or not named else None
    free = Or((Not(who), condition), origin) if condition != And(()) else condition
    return free if treated or not named else Either((free, And((said.inner, condition), origin)), "polarity", origin)


def _frees(said: _Said, scene: Scene) -> Expr | None:
    """E8: what a permission leaves forbidden in a line where things are forbidden."""
    limited = any(e.type in ("VALUE", "WINDOW", "PAREN") for e in said.about)
    if said.plain and said.whole and not limited:
        scene.mark(said.elements, "noise", "E8")
        return Or(())
    who = said.who
    return None if who is None else And((who, said.unread(scene)), scene.origin(said.elements, "E8"))


def _bounded(items: tuple[Item, ...], coord: Coord, rest: list[Element], line: Element, scene: Scene) -> Expr | None:
    """E12: "no other chemotherapy is allowed" denies it, and "only patients with X are eligible" asks for X."""
    first, *others = items
    denied = first.elements[0].cue("NEG") is not None
    only = not denied and words("only").issuperset(first.elements[0].folds)
    if rest or coord.tails or scene.forbids or not (denied or only) or (only and not _of_people(line, scene)):
        return None
    bare = (Item(first.elements[1:]), *others) if only else items
    if not bare[0].elements or turned((e for i in bare for e in i.elements), scene.text, "permission_turns"):
        return None
    scene.mark([line, *(first.elements[:1] if only else ())], "logic", "E12")
    return list_expr(listing(Coord(bare, coord.juncts[: len(bare) - 1])), scene)


def _plain(elements: Iterable[Element], scene: Scene) -> bool:
    """Whether a permission is no bound or denial: not "no X is allowed", "only X is allowed"."""
    every = list(elements)
    return not every[0].cue("NEG") and not turned(every, scene.text, "permission_turns")


def _idle(e: Element, scene: Scene) -> bool:
    """Whether words behind a permission only say that it is for the study."""
    return words("permitted_where").issuperset(folds(scene.text[e.start : e.end]))


def _of_people(line: Element, scene: Scene) -> bool:
    """Whether the permission is said of people, not of what they take or had."""
    sense = line.cue("LINE")
    named = not words("people_words").isdisjoint(folds(scene.text[: line.start]))
    return named or (sense is not None and sense.value == "admit")


def _unlimited(inner: Expr, about: list[Element], of_people: bool) -> bool:
    """Whether what is allowed is allowed as it is: a bare treatment, or any of what can't be told ("any number of recurrences")."""
    quantifier = about[0].cue("QUANT")
    if quantifier is not None and quantifier.value == "any" and not of_people:
        return not any(e.type in ("VALUE", "WINDOW", "PAREN") for e in about)
    return not of_people and bare_treatment(inner)


def bare_treatment(expr: Expr) -> bool:
    """Whether an expression names treatments and nothing that narrows them, whatever a record can tell of them."""
    match expr:
        case Or(args=args):
            return bool(args) and all(map(bare_treatment, args))
        case And(args=args) if args:
            return bare_treatment(args[0]) and all(map(_left_open, args[1:]))
        case Opaque():
            return False
        case Drug():
            return expr.window in ANY_TIME and expr.dose is None and expr.duration is None and expr.stable is None
        case Procedure() | Immunisation():
            return expr.window in ANY_TIME and expr.count == 1
    return False


ANY_TIME = (None, Window())
OPEN = ("K6", "R10")
"""Rules whose leaves say what records leave open of a treatment that the text doesn't narrow."""


def _left_open(expr: Expr) -> bool:
    """Whether a leaf is no more than what records leave open of a treatment."""
    undated = isinstance(expr, Opaque) and expr.reason == "undated"
    return undated or (isinstance(expr, Manual) and not set(OPEN).isdisjoint(expr.origin.rules))


def _condition(coord: Coord, scene: Scene, *, treated: bool) -> Expr | None:
    """What an "if" asks for, where all of it is understood; people without one are admitted, a treatment within its limits."""
    if not coord.tails:
        return None if treated else And(())
    told = coord.tails[0]
    if len(coord.tails) > 1 or told.cue.type != "IF" or not told.items:
        return None
    condition = tail_expr(told, scene)
    if any(isinstance(n, Opaque) for n in walk(condition)):
        return None
    scene.mark([told.cue], "logic", "E8")
    return condition
