"""From the logic graph to boxes and arrows, in the order of the record."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from eligo.bind import settled
from eligo.concepts import Concept
from eligo.logic import ATOMS, And, AtLeast, Either, Expr, Manual, Opaque, Or
from eligo.protocol import Criterion, Protocol

LINE = 34
"""Characters to a line of a box."""
LINES = 5
WORDS: dict[type, str] = {And: "all of", Or: "any of", Either: "either reading"}


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its words in ``lines``, ``hover`` what more there is to say (source text, codes), ``kind`` what it is
    ("criterion", "operator", "atom", "manual", "residue") and ``state`` how far it is settled: a criterion's status, for an atom
    "computable" or "residue" (unbound). Left upper corner and size in pixels once it has a place."""

    id: str
    kind: str
    state: str
    lines: tuple[str, ...]
    hover: str
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a box to one of its parts; ``label`` where the part has a role ("reading 1")."""

    tail: str
    head: str
    label: str = ""
    x1: float = 0
    y1: float = 0
    x2: float = 0
    y2: float = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and arrows; ``title`` names the record."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float = 0
    height: float = 0


def picture(protocol: Protocol) -> Picture:
    """The picture of a record's logic graph, without places."""
    graph = protocol.graph
    criteria = {c.id: c for c in protocol.criteria}
    ids = {key: f"n{n}" for n, key in enumerate(graph.nodes)}
    boxes = tuple(
        _criterion_box(ids[key], criteria[key])
        if key in criteria
        else _logic_box(ids[key], data["expr"], data["label"])
        for key, data in graph.nodes.items()
    )
    arrows = tuple(
        Arrow(ids[tail], ids[head], data["role"] if data["role"].startswith("reading") else "")
        for tail, head, data in graph.edges(data=True)
    )
    title = " ".join(" ".join((protocol.id, protocol.title)).split()) or "Eligibility criteria"
    return Picture(title, boxes, arrows)


def _criterion_box(id: str, criterion: Criterion) -> Box:
    head = f"{criterion.id}: {criterion.effect}" + (f", {criterion.applies_to}" if criterion.applies_to else "")
    text = " ".join(criterion.text.split())
    return Box(id, "criterion", criterion.status, (head, *_wrapped(text)), f"{criterion.status}: {text}")


def _logic_box(id: str, expr: Expr, label: str) -> Box:
    if isinstance(expr, Manual):
        return Box(id, "manual", "manual", _wrapped(f"{expr.reason}: {expr.text}"), f"no record decides: {expr.text}")
    if isinstance(expr, Opaque):
        return Box(id, "residue", "residue", _wrapped(f"not understood: {expr.text}"), f"{expr.reason}: {expr.text}")
    if isinstance(expr, ATOMS):
        state = "computable" if settled(expr) else "residue"
        return Box(id, "atom", state, _wrapped(label), "; ".join((label, *_codes(expr))))
    word = f"at least {expr.k} of" if isinstance(expr, AtLeast) else WORDS.get(type(expr), label)
    return Box(id, "operator", "computable", (word,), word)


def _codes(expr: Expr) -> list[str]:
    concept = getattr(expr, "concept", None)
    if not isinstance(concept, Concept):
        return []
    if not concept.bound:
        return ["no verified code"]
    listed = [f"{c.system} {c.code}" for c in concept.include[:8]]
    more = len(concept.include) - len(listed)
    return [*listed, f"and {more} more codes"] if more > 0 else listed


def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, LINE, max_lines=LINES, placeholder=" …")) or ("",)
