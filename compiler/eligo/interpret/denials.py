"""Negations at the beginning of a list, and the parts of other kinds after them.

- **D29** "no diabetes, HbA1c > 9 % or insulin": whether the negation goes over what is of another kind is unsettled; over drugs and
  procedures after "no investigational drugs" it surely does. Of "not A or not B" mostly both are meant: unsettled.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.interpret.scene import Scene
from eligo.logic import And, Drug, Either, Expr, Manual, Not, Opaque, Or, Procedure, walk
from eligo.scope import Statement
from eligo.scope.neighbours import begins_with


def run(
    parts: Sequence[Expr], words: Sequence[str], mains: Sequence[Statement], scene: Scene
) -> tuple[int, int, Expr] | None:
    """The first and the last part of such a list, and what they say together; None without one."""
    joins = resolved(words)
    if not scene.forbids and set(joins) == {"or"} and all(map(_says_not, parts, mains)):
        # "Not pregnant or not breastfeeding": mostly both are meant.
        return 0, len(parts) - 1, Either((And(tuple(parts)), Or(tuple(parts))), "negation")
    for i, word in enumerate(joins):
        studied = not scene.forbids and _denies_study(parts[i], mains[i])
        unread = not scene.forbids and isinstance(parts[i], Opaque | Manual) and i == 0 and opens_denial(mains[i])
        denied = unread or (_denied(parts[i]) and mains[i].has("NEG") is not None)
        if not (studied or (word == "or" and denied)):
            continue
        end = i
        while end < len(joins) and joins[end] in ("or", "comma") and _open(parts[end + 1], mains[end + 1]):
            if joins[end] == "comma" and not _administered(parts[end + 1]):
                break
            end += 1
        if end == i:
            continue
        after = parts[i + 1 : end + 1]
        none = And((parts[i], *(Not(p) for p in after)), parts[i].origin)
        if studied and all(isinstance(p, Opaque | Manual) or _administered(p) for p in after):
            return i, end, none
        return i, end, Either((none, Or((parts[i], *after))), "negation")
    return None


def resolved(words: Sequence[str]) -> list[str]:
    """O2: a comma takes the connective that follows it; trailing commas take the one before."""
    out = list(words)
    following = "comma"
    for i in range(len(out) - 1, -1, -1):
        if out[i] == "comma":
            out[i] = following
        else:
            following = out[i]
    before = next((w for w in out if w != "comma"), "comma")
    return [before if w == "comma" and before != "comma" else w for w in out]


def _open(part: Expr, main: Statement) -> bool:
    """Whether a part may be denied by what stands before it: it isn't already, and says nothing of the kind itself."""
    return not isinstance(part, Not | Either) and "D3" not in main.rules and main.has("NEG", "NAIVE") is None


def _says_not(part: Expr, main: Statement) -> bool:
    """Whether a part is denied by a word of its own."""
    own = isinstance(part, Not) and "D3" not in main.rules
    return own or (isinstance(part, Manual | Opaque) and opens_denial(main))


def _administered(part: Expr) -> bool:
    """Whether a part names nothing but drugs and procedures."""
    leaves = [n for n in walk(part) if not isinstance(n, And | Or | Opaque)]
    return bool(leaves) and all(isinstance(n, Drug | Procedure) for n in leaves)


def _denied(expr: Expr) -> bool:
    return isinstance(expr, Not) or (isinstance(expr, And) and any(isinstance(a, Not) for a in expr.args))


def _denies_study(part: Expr, main: Statement) -> bool:
    """Whether a part is a manual phrase about studies that begins with a negation ("no investigational drugs")."""
    return isinstance(part, Manual) and part.reason == "participation" and main.head is None and opens_denial(main)


def opens_denial(main: Statement) -> bool:
    """Whether the first word of a statement is a negation, be it part of a longer phrase ("no clinically significant …")."""
    own = [e for e in main.elements() if not e.foreign]
    if not own:
        return False
    first = min(own, key=lambda e: e.start)
    return first.cue("NEG") is not None or begins_with(first, "NEG")
