"""From expressions to the shared logic graph.

A node's key is a hash of its meaning, so equal statements of different criteria are one node. Opaque and manual nodes never
merge: equal words may mean different things in different places. Where an expression came from is kept on the edges.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eligo.canon import say
from eligo.logic import And, AtLeast, Atom, Either, Expr, Manual, Not, Opaque, Or, children, walk
from eligo.protocol import Criterion

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Graph:
    """The logic graph. Nodes: criteria (key = id), operators, leaves. Edges: parent → child with ``index``, ``role``,
    ``spans``, ``rules``.
    """

    digraph: nx.DiGraph[str]
    atom_users: dict[Atom, tuple[str, ...]]

    def users(self, atom: Atom) -> tuple[str, ...]:
        """Ids of the criteria that use an atom, in order."""
        return self.atom_users.get(atom, ())


def build(criteria: Sequence[Criterion]) -> Graph:
    """The graph of ``criteria``."""
    import networkx as nx

    digraph: nx.DiGraph[str] = nx.DiGraph()
    users: dict[Atom, dict[str, None]] = {}
    for criterion in criteria:
        digraph.add_node(
            criterion.id, kind="criterion", effect=criterion.effect, status=criterion.status, label=criterion.id
        )
        _add(digraph, criterion.id, criterion.logic, 0, "statement", criterion.id)
        for node in walk(criterion.logic):
            if not children(node) and not isinstance(node, Manual | Opaque | And | Or | Not | AtLeast | Either):
                users.setdefault(node, {})[criterion.id] = None
    return Graph(digraph, {a: tuple(u) for a, u in users.items()})


def _add(digraph: nx.DiGraph[str], parent: str, expr: Expr, index: int, role: str, path: str) -> str:
    kids = children(expr)
    own_path = f"{path}.{index}"
    key = _key(expr, own_path)
    if key not in digraph:
        kind = type(expr).__name__.lower()
        label = say(expr) if not kids else f"at least {expr.k}" if isinstance(expr, AtLeast) else kind
        digraph.add_node(key, kind=kind, label=label, expr=expr)
        for i, kid in enumerate(kids):
            _add(digraph, key, kid, i, role_of(expr, i), own_path)
    if digraph.has_edge(parent, key):
        digraph.edges[parent, key]["indexes"] += (index,)
    else:
        digraph.add_edge(parent, key, indexes=(index,), role=role, spans=expr.origin.spans, rules=expr.origin.rules)
    return key


def role_of(parent: Expr, index: int) -> str:
    """What a child is to its parent: ``reading 2`` of an Either, else ``part``."""
    return f"reading {index + 1}" if isinstance(parent, Either) else "part"


def _key(expr: Expr, path: str) -> str:
    """A hash of the meaning; for opaque and manual leaves, and all above them, of the place too."""
    return hashlib.blake2b(_meaning(expr, path).encode(), digest_size=8).hexdigest()


def _meaning(expr: Expr, path: str) -> str:
    if isinstance(expr, Manual | Opaque):
        return f"{type(expr).__name__}@{path}"
    kids = children(expr)
    if not kids and not isinstance(expr, And | Or | AtLeast | Either):
        return repr((type(expr).__name__, *(getattr(expr, f) for f in expr.__slots__ if f != "origin")))
    parts = [_meaning(k, f"{path}.{i}") for i, k in enumerate(kids)]
    extra = expr.k if isinstance(expr, AtLeast) else ""
    ordered = sorted(parts) if isinstance(expr, And | Or | AtLeast | Either) else parts
    return f"{type(expr).__name__}{extra}({'|'.join(ordered)})"
