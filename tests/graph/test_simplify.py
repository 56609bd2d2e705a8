"""Simplification keeps the Kleene value for every assignment of the leaves."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.graph import build, simplify
from eligo.logic import Age, And, AtLeast, Bounds, Either, Expr, Manual, Not, Opaque, Or, Truth, walk
from eligo.protocol import Criterion

LEAVES: tuple[Expr, ...] = (*tuple(Age(Bounds(low=n)) for n in range(4)), Manual("consent", "m"), Opaque("residue", "o"))


def trees() -> st.SearchStrategy[Expr]:
    def grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        some = st.lists(inner, min_size=1, max_size=4).map(tuple)
        return st.one_of(
            some.map(And),
            some.map(Or),
            inner.map(Not),
            some.map(Either),
            st.builds(lambda args, k: AtLeast(1 + k % len(args), args), some, st.integers(0, 3)),
        )

    return st.recursive(st.sampled_from(LEAVES), grow, max_leaves=8)


def value(expr: Expr, world: dict[Expr, Truth]) -> Truth:
    match expr:
        case And(args=args):
            found = [value(a, world) for a in args]
            return False if False in found else None if None in found else True
        case Or(args=args):
            found = [value(a, world) for a in args]
            return True if True in found else None if None in found else False
        case Not(arg=arg):
            inner = value(arg, world)
            return None if inner is None else not inner
        case AtLeast(k=k, args=args):
            found = [value(a, world) for a in args]
            return True if found.count(True) >= k else False if len(found) - found.count(False) < k else None
        case Either(readings=readings):
            found = [value(r, world) for r in readings]
            return found[0] if all(f is found[0] for f in found) else None
    return world.get(expr)


@settings(max_examples=300, deadline=None)
@given(trees())
def test_same_value_in_every_world(tree: Expr) -> None:
    leaves = [n for n in dict.fromkeys(walk(tree)) if isinstance(n, Age)]
    simple = simplify(tree)
    for values in product((True, False, None), repeat=len(leaves)):
        world: dict[Expr, Truth] = dict(zip(leaves, values, strict=True))
        assert value(simple, world) is value(tree, world)


@settings(max_examples=100, deadline=None)
@given(trees())
def test_simplifying_twice_changes_nothing(tree: Expr) -> None:
    assert simplify(simplify(tree)) == simplify(tree)


def test_equal_statements_are_one_node_and_opaque_ones_never_merge() -> None:
    shared, words = Age(Bounds(low=18)), Opaque("residue", "w")
    criteria = [Criterion(f"I{i}", "inclusion", "require", "", (), And((shared, words)), "partial") for i in (1, 2)]
    graph = build(criteria)
    kinds = [data["kind"] for _, data in graph.digraph.nodes(data=True)]
    assert kinds.count("age") == 1
    assert kinds.count("opaque") == 2
    assert graph.users(shared) == ("I1", "I2")
