"""Permissions beside what a line forbids or asks for.

- **J5** a line that is nothing but a permission is residue: it forbids nothing, and asks for nothing.
- **E6** a permission after something takes out of it what it permits, as an exception does: "autoimmune disease; patients with
  vitiligo are eligible". Where it isn't understood, what is forbidden is open for whoever has it, and what is required open
  for whoever hasn't. A permission that sets limits of its own ("X is allowed if …") may ask for them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from eligo.interpret import tails
from eligo.interpret.clauses import coord_elements, segment_elements, segments_expr
from eligo.interpret.exempted import permits
from eligo.interpret.leftovers import turned
from eligo.interpret.lists import list_expr
from eligo.interpret.narrowing import once
from eligo.interpret.others import less
from eligo.interpret.scene import Scene
from eligo.interpret.whom import concerned
from eligo.logic import (
    Age,
    And,
    Condition,
    Drug,
    Either,
    Expr,
    Immunisation,
    Manual,
    Measurement,
    Not,
    Opaque,
    Or,
    Procedure,
    Sex,
    walk,
)
from eligo.parse.ast import Clause, Coord, Segment
from eligo.protocol import SpanClass
from eligo.scope import listing, texts
from eligo.scope.others import related, within

TREATMENTS = (Drug, Procedure, Immunisation)
CLAUSE_ENDS = ("comma", "but", "cand", "cor")


@dataclass(frozen=True, slots=True)
class _Permission:
    """What a permission says: ``inner`` what it names, ``said`` all of it as words that aren't understood, ``limited`` whether
    it tells for whom or how far, ``depends`` whether it does so by more than a limit, ``paint`` the classes of its words where
    it is understood, ``who`` all whom it may be about.
    """

    inner: Expr
    who: Expr | None
    said: Opaque
    limited: bool
    depends: bool
    paint: dict[int, tuple[int, SpanClass, str]]

    @property
    def read(self) -> bool:
        """Whether all of it is understood, and nothing in it denied."""
        return not any(isinstance(n, Opaque | Manual | Not | Either) for n in walk(self.inner))

    @property
    def owed(self) -> Expr:
        """What it says, of those whom it is about."""
        return self.said if self.who is None else Or((Not(self.who), self.said))

    @property
    def facts(self) -> list[Condition | Drug]:
        """The conditions and drugs that it names."""
        return [n for n in walk(self.inner) if isinstance(n, Condition | Drug)]

    @property
    def treats(self) -> bool:
        """Whether it is about nothing but treatments."""
        return _all_treatments(self.inner)


def _all_treatments(expr: Expr) -> bool:
    """Whether an expression names treatments alone, each perhaps with words that narrow it."""
    if isinstance(expr, Or):
        return bool(expr.args) and all(map(_all_treatments, expr.args))
    if isinstance(expr, And) and expr.args:
        first, *rest = expr.args
        return _all_treatments(first) and all(isinstance(n, Opaque | Manual) or _all_treatments(n) for n in rest)
    return isinstance(expr, TREATMENTS)


def with_permissions(clause: Clause, scene: Scene) -> Expr | None:
    """E6: the statement of a line that permits something after saying something else; None where that can't be told apart."""
    if any(e.cue("LINE") and not permits(e) for s in clause.segments for e in segment_elements(s)):
        return None
    segments = [_unlabelled(s, scene) for s in clause.segments]
    at = next(i for i, s in enumerate(segments) if any(map(permits, segment_elements(s))))
    if at == 0:
        cut = _cut(segments[0], scene)
        if cut is None:
            return None
        segments[:1], at = cut, 1
    if any(not (plain(s, scene) or _lifts(s, scene)) for s in segments if any(map(permits, segment_elements(s)))):
        return None
    painted = dict(scene.paint)
    expr: Expr | None = segments_expr(tuple(segments[:at]), scene)
    if expr is not None and not any(tails.names_fact(p) for p in tails.members(expr)):
        expr = None
    if expr is not None and scene.forbids and any(isinstance(p, Not) for p in tails.members(expr)):
        # "Exclusion: no brain metastases": what it means is open, and so is what the permission takes from it (G3).
        expr = None
    for segment in segments[at:]:
        if expr is None:
            break
        if any(map(permits, segment_elements(segment))):
            if plain(segment, scene):
                expr = joined(expr, segment, scene, narrows=scene.forbids)
            else:
                expr = And((expr, scene.opaque(segment_elements(segment), "permission", "E6")), expr.origin)
            continue
        told = segment_elements(segment)
        more = (
            scene.opaque(told, "permission", "E6")
            if any(e.cue("MODAL") for e in told)
            else segments_expr((segment,), scene)
        )
        expr = Or((expr, more)) if scene.forbids else And((expr, more))
    if expr is None:
        scene.paint = painted
    return expr


def _unlabelled(segment: Segment, scene: Scene) -> Segment:
    """A permission without "Exception:" before it, which says no more than the permission does."""
    first = segment.coords[0]
    only = first.tails[0] if len(segment.coords) == 1 and not first.items and len(first.tails) == 1 else None
    if only is None or only.cue.type != "EXCEPT" or not any(map(permits, only.elements)):
        return segment
    scene.mark([only.cue], "noise", "E6")
    return Segment((Coord(only.items, only.juncts),))


def joined(expr: Expr, segment: Segment, scene: Scene, *, narrows: bool) -> Expr | None:
    """``expr`` with a permission beside it, which takes something from it (``narrows``: something forbidden or denied) or may add
    to it; None where neither is sure.
    """
    permission = _read(segment, scene)
    out = _lifted(expr, permission) if narrows else _widened(expr, permission)
    if out is not None and permission.said not in walk(out):
        scene.paint.update(permission.paint)
    return out


def _cut(segment: Segment, scene: Scene) -> list[Segment] | None:
    """A permission that only a comma or "but" parts from what stands before it, and that is the end of its sentence."""
    if len(segment.coords) != 1:
        return None
    coord = segment.coords[0]
    at = next((i for i, item in enumerate(coord.items) if any(map(permits, item.elements))), None)
    if not at or at != len(coord.items) - 1:
        return None
    start = next((i for i in range(at, 0, -1) if coord.juncts[i - 1] in CLAUSE_ENDS), 0)
    contrasted = start > 0 and coord.juncts[start - 1] == "but"
    if not start or not (contrasted or (scene.forbids and start == at)):
        return None
    before = Coord(coord.items[:start], coord.juncts[: start - 1])
    after = Coord(coord.items[start:], coord.juncts[start:], coord.tails)
    return [Segment((before,)), Segment((after,))]


def plain(segment: Segment, scene: Scene) -> bool:
    """Whether a permission is a plain one: not "no X is allowed", "only X is allowed", and nothing but its list and its tails."""
    if len(segment.coords) != 1 or not segment.coords[0].items:
        return False
    coord = segment.coords[0]
    denied = any(i.elements[0].cue("NEG") for i in coord.items)
    return (
        not denied
        and not turned(coord_elements(coord), scene.text, "permission_turns")
        and any(permits(e) for i in coord.items for e in i.elements)
    )


def _lifts(segment: Segment, scene: Scene) -> bool:
    """Whether a permission that isn't plain can only take something from what is forbidden: no bound, no denial."""
    elements = segment_elements(segment)
    denied = any(e.cue("NEG") for c in segment.coords for i in c.items for e in i.elements[:1])
    other = any(e.cue("LINE") and not permits(e) for e in elements)
    return scene.forbids and not denied and not other and not turned(elements, scene.text, "permission_turns")


def _read(segment: Segment, scene: Scene) -> _Permission:
    coord, elements = segment.coords[0], segment_elements(segment)
    items = tuple(replace(i, elements=tuple(e for e in i.elements if not permits(e))) for i in coord.items)
    listed = tuple(i for i in items if i.elements)
    inner = list_expr(listing(Coord(listed, coord.juncts[: max(len(listed) - 1, 0)])), scene) if listed else And(())
    scene.mark([e for e in elements if permits(e)], "logic", "E6")
    first, last = elements[0].start, elements[-1].end
    paint = {at: told for at, told in scene.paint.items() if first <= at < last}
    scene.mark(elements, "residue", "permission")
    said = Opaque("permission", texts(elements, scene.text), scene.origin(elements, "E6"))
    depends = bool(coord.tails) or "but" in coord.juncts or any(e.type == "WINDOW" for e in elements)
    limited = depends or any(e.type == "VALUE" for e in elements)
    return _Permission(inner, concerned(inner, listed=len(listed) > 1), said, limited, depends, paint)


def _lifted(expr: Expr, permission: _Permission) -> Expr:
    """What is forbidden, without what is permitted."""
    parts = expr.args if isinstance(expr, Or) and expr.args else (expr,)
    facts = permission.facts if not any(isinstance(n, Not) for n in walk(permission.inner)) else []
    settled = permission.read and not permission.limited and all(map(_bare, facts))
    touched = [_taken(p, facts, sole=len(parts) == 1) for p in parts]
    beside = [f for f in facts if not any(f in t for t in touched)]
    if settled:
        # What a drug list doesn't hold needn't be taken out of it.
        ours = {p.concept.id for p in parts if isinstance(p, Drug)}
        beside = [f for f in beside if not (isinstance(f, Drug) and f.concept.id not in ours)]
    if facts and not beside:
        out = tuple(_without(p, t, settled) if t else p for p, t in zip(parts, touched, strict=True))
        return Or(out, expr.origin) if len(out) > 1 else out[0]
    if permission.treats and permission.read and not permission.limited:
        # What may be taken has no bearing on what diseases are forbidden.
        kept = [p for p in parts if isinstance(p, Condition)]
        rest = [p for p in parts if not isinstance(p, Condition)]
        open_ = (And((Or(tuple(rest)) if len(rest) > 1 else rest[0], permission.said)),) if rest else ()
        return Or((*kept, *open_), expr.origin) if len(kept) + len(open_) > 1 else (*kept, *open_)[0]
    guarded = And((expr, permission.owed), expr.origin)
    # "X is allowed if …" may forbid X otherwise.
    owed = tuple(And((once(f), permission.said)) for f in beside) if permission.limited and permission.read else ()
    return Or((guarded, *owed), expr.origin) if owed else guarded


def _taken(part: Expr, facts: Iterable[Condition | Drug], *, sole: bool) -> list[Condition | Drug]:
    """The facts that can be taken out of a part: those of its own kind, and where it isn't the only one, of its own concept."""
    base = part.args[0] if isinstance(part, And) and part.args else part
    if not isinstance(base, Condition | Drug):
        return []
    return [
        f
        for f in facts
        if type(f) is type(base)
        and f.concept.id != base.concept.id
        and not within(base.concept, f.concept)
        and (sole or related(f.concept, base.concept))
    ]


def _bare(fact: Condition | Drug) -> bool:
    if isinstance(fact, Condition):
        return fact.window is None and not fact.severity and fact.certainty == "stated"
    return fact.window is None and fact.dose is None and fact.duration is None and fact.stable is None


def _without(part: Expr, facts: list[Condition | Drug], settled: bool) -> Expr:
    if isinstance(part, And):
        return replace(part, args=(_without(part.args[0], facts, settled), *part.args[1:]))
    assert isinstance(part, Condition | Drug)
    least = less(part, facts)
    return least if settled else Either((least, part), "exception", part.origin)


def _goes_further(who: Expr, expr: Expr) -> bool:
    """Whether a permission sets a limit for what is limited already."""
    ours = [n for n in walk(expr) if isinstance(n, Age | Measurement)]
    told = [n for n in walk(who) if isinstance(n, Age | Measurement)]
    ids = {n.concept.id for n in ours if isinstance(n, Measurement)}
    aged = any(isinstance(n, Age) for n in ours)
    return any(n.concept.id in ids if isinstance(n, Measurement) else aged for n in told)


def _widened(expr: Expr, permission: _Permission) -> Expr | None:
    """What is required, or what is permitted beside it."""
    if isinstance(expr, Not):
        return replace(expr, arg=_lifted(expr.arg, permission))
    parts = expr.args if isinstance(expr, And) and expr.args else (expr,)
    denying = [p for p in parts if isinstance(p, Not) and _taken(p.arg, permission.facts, sole=False)]
    if len(denying) == 1:
        only = denying[0]
        less = replace(only, arg=_lifted(only.arg, permission))
        return And(tuple(less if p is only else p for p in parts), expr.origin)
    if permission.treats and all(isinstance(p, Condition | Age | Sex | Opaque | Manual) for p in parts):
        # Whoever has to have a disease may be treated: nothing is added to it; limits may be asked for.
        return expr if permission.read and not permission.limited else And((expr, permission.owed), expr.origin)
    if permission.read and not permission.limited:
        added = permission.said if permission.who is None else And((permission.who, permission.said))
        return Or((expr, added), expr.origin)
    if permission.who is None:
        return None
    if _goes_further(permission.who, expr):
        # "Bilirubin ≤ 1.5 × ULN; patients with Gilbert's disease and bilirubin ≤ 3 × ULN may be enrolled": one more limit.
        known = permission.read and not permission.depends
        more = permission.inner if known else And((permission.who, permission.said))
        return Or((expr, more), expr.origin)
    # What it asks for of those whom it is about, may be instead of the rest, or more than that.
    others = And((expr, Not(permission.who)), expr.origin)
    return Or((others, And((permission.who, permission.said))), expr.origin)
