"""What a criterion asks of a patient, and how two demands compare."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.diff.change import Kind
from eligo.diff.entailment import TooInvolved, follows
from eligo.logic import And, Expr, Not
from eligo.protocol import Criterion


def asks(criterion: Criterion) -> Expr:
    """What has to be true of a patient by this criterion: its statement, or the opposite of what it forbids."""
    return criterion.logic if criterion.effect == "require" else Not(criterion.logic)


def readable(criterion: Criterion) -> bool:
    """Whether all of the criterion is understood and computable: of others nothing is claimed."""
    return criterion.status == "computable"


def same_meaning(old: Expr, new: Expr) -> bool:
    """Whether each is proven to follow from the other."""
    return compared(old, new) is None


def compared(old: Expr, new: Expr) -> Kind | None:
    """What a demand has become: *loosened*, *tightened*, *changed*, *unknown* where it is too involved; None: it is the same."""
    try:
        wider, narrower = follows(old, new), follows(new, old)
    except (TooInvolved, ValueError):
        return "unknown"
    if wider and narrower:
        return None
    return "loosened" if wider else "tightened" if narrower else "changed"


def asking(demanded: Criterion, others: Sequence[Criterion]) -> tuple[str, ...]:
    """Ids of the fewest of ``others``, in their order, from which all that ``demanded`` asks for follows; () if it doesn't."""
    wanted = asks(demanded)
    fit = [c for c in others if readable(c) and c.applies_to in (None, demanded.applies_to)]
    try:
        for one in fit:
            if follows(asks(one), wanted):
                return (one.id,)
        if not follows(And(tuple(map(asks, fit))), wanted):
            return ()
        for one in tuple(fit):
            fewer = [c for c in fit if c is not one]
            if follows(And(tuple(map(asks, fewer))), wanted):
                fit = fewer
    except (TooInvolved, ValueError):
        return ()
    return tuple(c.id for c in fit)
