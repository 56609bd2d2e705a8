"""An "if" behind a list, or behind an exception.

- **C7** behind the last part of a list it may be said of that part alone or of all of them: both readings stay
  ("hepatitis or cirrhosis if decompensated"). Whom a requirement is for goes over all of it.
- **E7** behind an exception it tells which of what is excepted is meant, so that the exception is open ("malignancy except
  basal cell carcinoma if completely resected").
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.interpret.lists import list_expr
from eligo.interpret.scene import Scene
from eligo.interpret.tails import tail_expr, tailed
from eligo.logic import And, Either, Expr, Opaque, Or, Sex, walk
from eligo.parse.ast import Tail
from eligo.scope import Listing


def of_exception(tails: Sequence[Tail], i: int) -> bool:
    """Whether the tail after the exception at ``i`` is an "if" that closes the line."""
    if tails[i].cue.type != "EXCEPT" or i + 2 != len(tails) or tails[i + 1].cue.type != "IF" or not tails[i].items:
        return False
    return not any(e.cue("LINE") for e in tails[i].elements)


def excepted_if(expr: Expr, made: Listing, tails: Sequence[Tail], i: int, scene: Scene) -> Expr:
    """E7."""
    less = tailed(expr, made, tails[i], scene)
    if isinstance(less, Opaque):
        return less
    scene.mark([tails[i + 1].cue, *tails[i + 1].elements], "residue", "E7")
    return Either((less, expr), "exception", expr.origin) if less != expr else less


def of_last_or_all(whole: Expr, expr: Expr, made: Listing, tail: Tail, scene: Scene) -> Expr:
    """C7: ``whole`` is ``expr``, which the list gave, under the condition of ``tail``."""
    if len(made.units) < 2 or isinstance(whole, Opaque) or whole == expr:
        return whole
    if any(isinstance(n, Sex) for n in walk(whole)):
        return whole
    both = made.juncts[-1] in ("and", "cand") and not scene.forbids
    if not isinstance(expr, And if both else Or):
        return whole
    first, last = Listing(made.units[:-1], made.juncts[:-1]), Listing(made.units[-1:], [])
    one = list_expr(last, scene)
    if both:
        return Either(
            (whole, And((list_expr(first, scene), tailed(one, last, tail, scene)))), "attachment", whole.origin
        )
    told = And((one, tail_expr(tail, scene)))
    return Either((whole, Or((list_expr(first, scene), told))), "attachment", whole.origin)
