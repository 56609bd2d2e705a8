"""What a lead says beside its quantifier.

- **Q3** "diabetes with any of the following: …" asks for diabetes and any of what follows, "diabetes or any of the following: …"
  for either.
"""

from __future__ import annotations

from eligo.interpret.lists import list_expr
from eligo.interpret.scene import Scene
from eligo.logic import Either, Expr, Manual, Not, Opaque, Reproduction, Sex, walk
from eligo.parse.ast import Coord, Element, Item
from eligo.scope import listing

OPENING = ("WITH", "PREP", "KNOWN", "GENERIC", "REL")
"""What may stand between the words of a lead and its quantifier."""


def beside(lead: Coord, quantifier: Element | None, others: list[Element], scene: Scene) -> tuple[Expr, bool] | None:
    """What a lead says before its quantifier, and whether that is an alternative to what follows; None if it isn't all that it
    says (``others``), or isn't understood.
    """
    k, ahead = _ahead(lead, quantifier)
    ahead = _stripped(ahead)
    items = (*lead.items[:k], *([Item(tuple(ahead))] if ahead else [])) if k >= 0 else ()
    told = [e for i in items for e in i.elements]
    # "≥ 50 years and at least two of the following": the count was taken for the end of a range.
    number = next((e for e in reversed(_ahead(lead, quantifier)[1]) if e.cue("PREP") is None), None)
    if number is not None and number.type == "VALUE" and any(t.sense("AND", "OR") for t in number.tokens):
        return None
    turning = bool(told) and (told[-1].cue("FOR", "PREP") is not None or any(map(_turns, told)))
    if k != len(lead.items) - 1 or not told or turning or not {e.start for e in others} <= {e.start for e in told}:
        return None
    painted = dict(scene.paint)
    said = list_expr(listing(Coord(items, lead.juncts[: len(items) - 1])), scene)
    # "Women must use one of the following", "willing to take any of …": who does it, and what for, is another question.
    if any(isinstance(n, Opaque | Either | Manual | Not | Sex | Reproduction) for n in walk(said)):
        scene.paint = painted
        return None
    return said, instead(lead, quantifier)


def instead(lead: Coord, quantifier: Element | None) -> bool:
    """Whether "or" stands right before the quantifier."""
    k, ahead = _ahead(lead, quantifier)
    return k > 0 and not _stripped(ahead) and lead.juncts[k - 1] in ("or", "cor", "slash")


def _stripped(ahead: list[Element]) -> list[Element]:
    """The elements before a quantifier without the number that counts and what opens the list."""
    out = list(ahead)
    while out and _opens(out[-1]):
        out.pop()
    between = ahead[len(out) :]
    if out and _counts(out[-1]) and all(e.cue("PREP") for e in between):
        out.pop()
        while out and _opens(out[-1]):
            out.pop()
    return out


def _turns(e: Element) -> bool:
    """Whether an element denies, binds or explains what stands beside it."""
    explains = e.cue("CAUSE", "COMP", "REL") is not None and e.cue("WITH") is None
    return explains or e.cue("NEG", "NAIVE", "EXCEPT", "MODAL", "LINE") is not None


def _counts(e: Element) -> bool:
    return e.value is not None and not e.value.unit and not e.value.time


def _opens(e: Element) -> bool:
    return e.cue(*OPENING) is not None and e.cue("FOR") is None


def _ahead(lead: Coord, quantifier: Element | None) -> tuple[int, list[Element]]:
    """The item that the quantifier stands in (-1: none), and the elements of it before the quantifier."""
    k = next((i for i, item in enumerate(lead.items) if quantifier in item.elements), -1)
    own = list(lead.items[k].elements) if k >= 0 else []
    return k, own[: own.index(quantifier)] if quantifier in own else []
