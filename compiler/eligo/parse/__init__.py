"""Stage *parse*: tokens → :class:`~eligo.parse.ast.Clause`, by the two grammars of ``grammar/``."""

from __future__ import annotations

from dataclasses import replace

from eligo.lex import Token
from eligo.parse.anchors import listed
from eligo.parse.ast import Clause, Coord, Element, Item, Segment, Tail
from eligo.parse.attributive import described
from eligo.parse.normalise import JUNCTS, chunk, normalise
from eligo.parse.tables import Node, clause_table
from eligo.parse.unwrapped import unwrapped

__all__ = ["parse"]


def parse(tokens: list[Token]) -> Clause:
    """The syntax tree of an item. Total: every token stream has one."""
    stream, dropped, trailing = normalise(listed(described(unwrapped(chunk(tokens)))))
    tree = clause_table().whole([_Typed(e) for e in stream], "start")
    if tree is None:
        raise AssertionError(
            "the normaliser let a stream through that clause.lark rejects: " + " ".join(e.type for e in stream)
        )
    return Clause(tuple(_segment(p) for p in _named(tree, "segment")), tuple(dropped), trailing)


class _Typed:
    """An element as a terminal."""

    __slots__ = ("element",)

    def __init__(self, element: Element) -> None:
        self.element = element

    @property
    def types(self) -> tuple[str, ...]:
        return (self.element.type,)


def _named(node: Node, name: str) -> list[Node]:
    return [p for p in node.parts if isinstance(p, Node) and p.name == name]


def _leaf(node: Node) -> Element:
    part = node.parts[0]
    assert not isinstance(part, Node)
    element: Element = part[1].element
    return element


def _segment(node: Node) -> Segment:
    return Segment(tuple(_coord(c) for c in _named(node, "coord")))


def _coord(node: Node) -> Coord:
    chains = _named(node, "chain")
    items, juncts = _chain(chains[0]) if chains else ((), ())
    return Coord(items, juncts, tuple(_tail(t) for t in _named(node, "tail")))


def _tail(node: Node) -> Tail:
    chains = _named(node, "chain")
    items, juncts = _chain(chains[0]) if chains else ((), ())
    return Tail(_leaf(_named(node, "cue")[0]), items, juncts)


def _chain(node: Node) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    items = tuple(Item(tuple(_element(e) for e in _named(i, "element"))) for i in _named(node, "item"))
    return items, tuple(_juncture(_leaf(j)) for j in _named(node, "junct"))


def _juncture(element: Element) -> str:
    """The juncture's name; "slash" for "/" and "and/or", which leave open whether all or any is meant."""
    sense = element.cue("OR")
    return "slash" if sense is not None and sense.value == "slash" else JUNCTS[element.type]


def _element(node: Node) -> Element:
    part = node.parts[0]
    if isinstance(part, Node):
        inside = tuple(_segment(s) for s in _named(part, "segment"))
        left, right = part.parts[0], part.parts[-1]
        assert not isinstance(left, Node)
        assert not isinstance(right, Node)
        opening: Element = left[1].element
        return replace(opening, type="PAREN", tokens=(*opening.tokens, *right[1].element.tokens), paren=inside)
    element: Element = part[1].element
    return element
