"""Kleene's tables, exhaustively against what they stand for: a truth is the set of booleans it may be."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from eligo.evaluate import kleene
from eligo.logic import Truth

TRUTHS: tuple[Truth, ...] = (True, False, None)
TUPLES = [t for n in range(5) for t in product(TRUTHS, repeat=n)]


def over_all_completions(truths: tuple[Truth, ...], decide: Callable[[tuple[bool, ...]], bool]) -> Truth:
    """What ``decide`` says whichever way the unknown ones turn out; None if that depends."""
    choices = [(True, False) if t is None else (t,) for t in truths]
    found = {decide(chosen) for chosen in product(*choices)}
    return found.pop() if len(found) == 1 else None


@pytest.mark.parametrize("truths", TUPLES, ids=repr)
def test_and_or_and_at_least_are_exact_for_independent_parts(truths: tuple[Truth, ...]) -> None:
    assert kleene.all_of(truths) is over_all_completions(truths, all)
    assert kleene.any_of(truths) is over_all_completions(truths, any)
    for k in range(len(truths) + 2):
        assert kleene.at_least(k, truths) is over_all_completions(truths, lambda chosen, k=k: sum(chosen) >= k)  # type: ignore[misc]


@pytest.mark.parametrize("truths", TUPLES, ids=repr)
def test_agreement_is_the_common_value(truths: tuple[Truth, ...]) -> None:
    common = truths[0] if truths and all(t is truths[0] for t in truths) else None
    assert kleene.agreement(truths) is common


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, repeat=2)))
def test_de_morgan(a: Truth, b: Truth) -> None:
    negated = (kleene.opposite(a), kleene.opposite(b))
    assert kleene.opposite(kleene.all_of((a, b))) is kleene.any_of(negated)
    assert kleene.opposite(kleene.any_of((a, b))) is kleene.all_of(negated)
    assert kleene.opposite(kleene.opposite(a)) is a


def test_a_doubt_takes_only_the_true() -> None:
    assert [kleene.doubted(t) for t in TRUTHS] == [None, False, None]
