"""Kleene's three truth values."""

from __future__ import annotations

# --- emitted ---
# --- Truth: True, False, or None for unknown ---

Truth = bool | None


def all_of(*truths: Truth) -> Truth:
    """True if all are, False if any is, else unknown; of nothing: True."""
    return False if False in truths else None if None in truths else True


def any_of(*truths: Truth) -> Truth:
    """True if any is, False if all are, else unknown; of nothing: False."""
    return True if True in truths else None if None in truths else False


def opposite(truth: Truth) -> Truth:
    """Negation."""
    return None if truth is None else not truth


def at_least(k: int, *truths: Truth) -> Truth:
    """True if at least ``k`` are, False if too many are false for that, else unknown."""
    if truths.count(True) >= k:
        return True
    return False if len(truths) - truths.count(False) < k else None


def agreement(*truths: Truth) -> Truth:
    """The value that all have; unknown where they differ, or of nothing."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def doubted(truth: Truth) -> Truth:
    """A truth from a record that may not hold: True becomes unknown."""
    return None if truth else truth
