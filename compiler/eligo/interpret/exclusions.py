"""Sentences that exclude somebody, beside others that ask for something.

- **G6** "age ≥ 18 years; pregnant women are excluded" asks for the one and forbids the other: only the sentence that says so
  turns round, or what stands behind its "but". What follows such a sentence asks for something if it is a duty, or tells an age
  or a limit; else it may go on about who is excluded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.interpret.clauses import segment_elements, segments_expr
from eligo.interpret.duties import is_duty
from eligo.interpret.exempted import permits
from eligo.interpret.permissions import with_permissions
from eligo.interpret.scene import Scene
from eligo.logic import Age, And, Expr, Measurement, Not, Or, Sex, walk
from eligo.parse.ast import Clause, Coord, Element, Segment


def excludes(e: Element) -> bool:
    """Whether an element says that somebody is excluded."""
    sense = e.cue("LINE")
    return sense is not None and sense.value == "forbid"


def with_exclusions(clause: Clause, scene: Scene) -> Expr | None:
    """G6: the statement of a required line that has sentences of both sorts; None for any other."""
    segments = [part for s in clause.segments for part in _parted(s)]
    turned = [any(map(excludes, segment_elements(s))) for s in segments]
    if all(turned) or not any(turned):
        return None
    first = turned.index(True)
    asked = [s for s, t in zip(segments, turned, strict=True) if not t]
    early = asked[: sum(not t for t in turned[:first])]
    parts = [_asked(replace(clause, segments=tuple(early)), scene)] if early else []
    parts += [_later(s, scene) for s in asked[len(early) :]]
    lines = [e for s in segments for e in segment_elements(s) if excludes(e)]
    scene.flips = lines[:1]
    denied = segments_expr(tuple(s for s, t in zip(segments, turned, strict=True) if t), scene)
    scene.flips = []
    scene.mark(lines, "logic", "G6")
    return And((*parts, Not(denied, denied.origin)))


def _parted(segment: Segment) -> Sequence[Segment]:
    """A sentence in two where "but" opens who is excluded."""
    coord = segment.coords[0]
    if len(segment.coords) > 1 or "but" not in coord.juncts:
        return [segment]
    at = coord.juncts.index("but") + 1
    before, after = coord.items[:at], coord.items[at:]
    if any(excludes(e) for i in before for e in i.elements) or not any(excludes(e) for i in after for e in i.elements):
        return [segment]
    return [
        Segment((Coord(before, coord.juncts[: at - 1]),)),
        Segment((Coord(after, coord.juncts[at:], coord.tails),)),
    ]


def _asked(clause: Clause, scene: Scene) -> Expr:
    elements = [e for s in clause.segments for e in segment_elements(s)]
    if any(map(permits, elements)):
        return with_permissions(clause, scene) or scene.opaque(elements, "permission", "J5")
    return segments_expr(clause.segments, scene)


def _later(segment: Segment, scene: Scene) -> Expr:
    elements = segment_elements(segment)
    if any(map(permits, elements)):
        return scene.opaque(elements, "permission", "J5")
    said = segments_expr((segment,), scene)
    plain = all(isinstance(n, Age | Measurement | Sex | And | Or | Not) for n in walk(said))
    return said if plain or is_duty(elements, scene.text) else scene.opaque(elements, "residue", "G6")
