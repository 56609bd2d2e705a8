"""Stage *bind*: the last look at an expression before it counts as settled.

Concepts come from the lexicon while a statement is read; here every atom is checked for what it needs: a concept with codes, a unit
the concept can scale, an answer it knows. What fails stays, named, and is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from eligo.concepts import Concept
from eligo.logic import ATOMS, Atom, Either, Expr, Measurement, is_settled, walk
from eligo.spans import Span


def settled(atom: Atom) -> bool:
    """Whether an atom can be computed: its concept is bound, and its unit and answer are known to it."""
    if not is_settled(atom):
        return False
    if isinstance(atom, Measurement):
        if atom.unit is not None and atom.concept.scale(atom.unit) is None:
            return False
        if atom.answer not in (None, "normal", "abnormal") and all(
            a.label != atom.answer for a in atom.concept.answers
        ):
            return False
    return True


def atoms(expr: Expr) -> Iterator[Atom]:
    """All atoms of an expression."""
    return (n for n in walk(expr) if isinstance(n, ATOMS))


def concepts(expr: Expr) -> Iterator[Concept]:
    """The concepts of its atoms, as often as they stand there."""
    found = (getattr(a, "concept", None) for a in atoms(expr))
    return (c for c in found if isinstance(c, Concept))


def unsettled_spans(expr: Expr) -> Iterator[tuple[Span, str]]:
    """The places of atoms that aren't settled and of readings that stay open, with the reason."""
    for node in walk(expr):
        if isinstance(node, Either):
            yield from ((s, f"unsettled: {node.reason}") for n in walk(node) for s in n.origin.spans)
        elif isinstance(node, ATOMS) and not settled(node):
            concept = getattr(node, "concept", None)
            yield from ((s, f"unbound: {concept.name if concept else ''}") for s in node.origin.spans)
