"""Exceptions from what isn't a class of records.

- **E9** an exception from a statement for a person ("significant disease other than asthma") is for that person as well. One from a
  limit frees whom it names: what is required holds for them or is open, what is forbidden doesn't hold or is open.
- **E10** what it says that they have to keep to instead ("except patients with Gilbert's syndrome, who can have bilirubin
  < 3 mg/dL") is one more limit, for them.
- **E11** what is due to a cause is excepted only where the cause is there ("unless due to Gilbert's syndrome").
"""

from __future__ import annotations

from eligo.interpret import circumstances
from eligo.interpret.leftovers import words
from eligo.interpret.lists import list_expr
from eligo.interpret.scene import Scene
from eligo.interpret.whom import concerned
from eligo.logic import And, Condition, Drug, Either, Expr, Manual, Measurement, Not, Opaque, Or, walk
from eligo.parse.ast import Coord, Element, Item, Tail
from eligo.scope import listing


def own_limit(expr: Expr, tail: Tail, scene: Scene) -> Expr | None:
    """E10; None where an exception sets no limit of its own for what is limited already."""
    limited = {n.concept.id for n in walk(expr) if isinstance(n, Measurement)}
    at = next(((i, n) for i, item in enumerate(tail.items) for n, e in enumerate(item.elements) if e.cue("REL")), None)
    if not limited or at is None or not _frees(tail.cue):
        return None
    i, n = at
    before, after = tail.items[i].elements[:n], tail.items[i].elements[n:]
    while before and before[-1].cue("PREP", "FOR"):
        before, after = before[:-1], (before[-1], *after)
    who = [*tail.items[:i], *([Item(before)] if before else [])]
    told = [e for e in after if not words("exempt_words").issuperset(e.folds) and not permits(e)]
    if not who or not told:
        return None
    painted = dict(scene.paint)
    people = list_expr(listing(Coord(tuple(who), tail.juncts[: len(who) - 1])), scene)
    limit = list_expr(listing(Coord((Item(tuple(told)), *tail.items[i + 1 :]), tail.juncts[i:])), scene)
    whom = [n for n in walk(people) if not isinstance(n, And | Or)]
    theirs = [n for n in walk(limit) if not isinstance(n, And | Or)]
    named = all(isinstance(n, Condition | Drug) for n in whom)
    if not named or not all(isinstance(n, Measurement) and n.concept.id in limited for n in theirs):
        scene.paint = painted
        return None
    scene.mark([tail.cue, *(e for e in after if e not in told)], "logic", "E10")
    free = And((people, limit), scene.origin([tail.cue], "E10"))
    return And((expr, Not(free)), expr.origin) if scene.forbids else Or((expr, free), expr.origin)


def _frees(cue: Element) -> bool:
    """Whether what opens an exception frees people, and can't forbid them."""
    return not words("freeing_words").isdisjoint(cue.folds)


def permits(e: Element) -> bool:
    """Whether an element says that something is allowed."""
    sense = e.cue("LINE")
    return sense is not None and sense.value in ("permit", "admit")


def of_cause(circumstance: Expr, tail: Tail, scene: Scene) -> Expr:
    """E11: a circumstance that isn't understood, where the cause that it names is there."""
    elements = tail.elements
    at = next((i for i, e in enumerate(elements) if e.cue("CAUSE")), None)
    measured = at is not None and all(circumstances.effect(e) is not None for e in elements[:at])
    if not isinstance(circumstance, Opaque) or at is None or not measured or at + 1 >= len(elements):
        return circumstance
    first, *others = tail.items
    items = (Item(first.elements[at + 1 :]), *others) if at + 1 < len(first.elements) else ()
    painted = dict(scene.paint)
    inner = list_expr(listing(Coord(items, tail.juncts)), scene) if items else circumstance
    scene.paint = painted
    who = concerned(inner, listed=True)
    return circumstance if who is None else And((who, circumstance), circumstance.origin)


def exempted(expr: Expr, inner: Expr, elements: list[Element], scene: Scene) -> Expr | None:
    """E9: ``expr`` without what ``elements`` except, which is ``inner``; None for a class of records."""
    atoms = [n for n in walk(expr) if not isinstance(n, And | Or | Not | Either)]
    text = " ".join(scene.text[elements[0].start : elements[-1].end].split())
    origin = scene.origin(elements, "E9")
    first = atoms[0] if atoms else None
    if isinstance(first, Manual) and all(isinstance(a, Manual) for a in atoms):
        scene.mark(elements, "manual", first.reason)
        return And((expr, Manual(first.reason, text, origin)), expr.origin)
    if not atoms or not all(isinstance(a, Measurement) for a in atoms) or not _frees(elements[0]):
        return None
    said = Opaque("exception", text, origin)
    who = concerned(inner, listed=True)
    told = who is not None and all(isinstance(n, And | Or | Condition | Drug) for n in walk(who))
    # A grade may be only half of what is told ("not recovered to baseline or grade 1, except alopecia").
    measured = all(isinstance(a, Measurement) and a.concept.kind != "score" for a in atoms)
    if measured and told and not any(isinstance(n, Opaque | Manual | Either | Not) for n in walk(inner)):
        scene.mark(elements[:1], "logic", "E9")
        return And((expr, Not(inner, origin)), expr.origin) if scene.forbids else Or((expr, inner), expr.origin)
    scene.mark(elements, "residue", "exception")
    if scene.forbids:
        return And((expr, Or((Not(who), said)) if who is not None and told else said), expr.origin)
    return Or((expr, And((who, said)) if who is not None and told else said), expr.origin)
