"""Where the end of a list attaches: readings that the words leave open, kept side by side.

- **D18** what "with" or "who have" opens after the last part may hold for all of its bare parts.
- **D20** a part after "with" may be one more of what "with" opened.
- **D21** a score after a comma may be the class of the condition before it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from eligo.interpret.brackets import with_brackets
from eligo.interpret.facts import fact
from eligo.interpret.scene import Scene
from eligo.logic import And, Either, Expr, Or
from eligo.scope import Listing, Statement


def held_in_common(made: Listing, parts: list[Expr], scene: Scene) -> Expr | None:
    """D18: what "with" or "who have" opens after the last part of a list may hold for all of its bare parts: both readings stay."""
    *others, last = [u.main for u in made.units]
    alone = all(len(u.statements) == 1 for u in made.units)
    if not others or not last.parts or not alone or made.juncts[-1] not in ("or", "cor"):
        return None
    plain = (
        m.head is not None and m.kind == last.kind and not (m.parts or m.values or m.parens or m.after) for m in others
    )
    if not all(plain) or any(m.has("NEG", "NAIVE") for m in (*others, last)):
        return None
    bare = replace(last, parts=[])
    hosts = Or((*parts[:-1], with_brackets(bare, fact(bare, scene), scene)))
    inner = [with_brackets(p, fact(p, scene), scene) for p in last.parts]
    return Either((Or(tuple(parts)), And((hosts, *inner))), "attachment")


def goes_on(made: Listing, parts: list[Expr], scene: Scene) -> Expr | None:
    """D20: "A with B or C": C may be one more of what "with" opened; both readings stay."""
    first, *others = [u.main for u in made.units]
    alone = all(len(u.statements) == 1 for u in made.units)
    if len(others) != 1 or not first.parts or not alone or made.juncts[0] != "or" or first.has("NEG", "NAIVE"):
        return None
    opened, other = first.parts[-1], others[0]
    if opened.kind != other.kind or other.head is None or other.parts or other.has("NEG", "NAIVE"):
        return None
    host = replace(first, parts=first.parts[:-1])
    inner = with_brackets(opened, fact(opened, scene), scene)
    inside = And((with_brackets(host, fact(host, scene), scene), Or((inner, parts[1]))))
    return Either((Or(tuple(parts)), inside), "attachment")


def graded(mains: list[Statement], words: list[str]) -> int | None:
    """D21: "heart failure, NYHA class IV": the place of such a score; None without one."""
    for i, (before, main) in enumerate(pairwise(mains), 1):
        classed = main.kind == "score" and bool(main.values) and before.kind == "condition"
        if classed and words[i - 1] == "comma" and not before.has("NEG"):
            return i
    return None
