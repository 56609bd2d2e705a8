"""Kleene's strong three-valued logic: True, False, and None for unknown.

Source: S. C. Kleene, Introduction to Metamathematics, § 64.
"""

from __future__ import annotations

from collections.abc import Iterable

from eligo.logic import Truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """True if all are, False if any is, else unknown; of nothing: True."""
    found = set(truths)
    return False if False in found else None if None in found else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if any is, False if all are, else unknown; of nothing: False."""
    found = set(truths)
    return True if True in found else None if None in found else False


def opposite(truth: Truth) -> Truth:
    """Negation."""
    return None if truth is None else not truth


def at_least(k: int, truths: Iterable[Truth]) -> Truth:
    """True if at least ``k`` are, False if too many are false for that, else unknown."""
    listed = list(truths)
    if sum(t is True for t in listed) >= k:
        return True
    return False if sum(t is not False for t in listed) < k else None


def agreement(truths: Iterable[Truth]) -> Truth:
    """The value that all have; unknown where they differ, or of nothing."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def doubted(truth: Truth) -> Truth:
    """A truth from a record that may not hold: True becomes unknown."""
    return None if truth else truth
