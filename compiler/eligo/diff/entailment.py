"""Whether one expression follows from another, whatever the patient.

An expression is put into negation normal form over literals; what is to follow is split into clauses, what it follows from into
cases, and each case has to give each clause. A proof is sound: what is said to follow does. That nothing was found is no
disproof, only for intervals of one quantity it is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from eligo.implication import Interval, complementary, disjoint, implies, meet, of_one_value, quantity
from eligo.logic import ATOMS, And, AtLeast, Atom, Expr, Not, Or

LARGEST = 4096
"""So many pairs of a case and a clause are looked at."""


class TooInvolved(Exception):  # noqa: N818
    """The expressions have more cases than are worth a look."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A fact (or a count of facts) that holds, or doesn't."""

    fact: Atom | AtLeast
    holds: bool


@dataclass(frozen=True, slots=True)
class _All:
    parts: tuple[_Form, ...]


@dataclass(frozen=True, slots=True)
class _Any:
    parts: tuple[_Form, ...]


_Form = Literal | _All | _Any
_Clause = frozenset[Literal]


def follows(given: Expr, wanted: Expr) -> bool:
    """Whether ``wanted`` is true wherever ``given`` is. Both hold neither manual nor open nodes.

    Raises TooInvolved where that would take too many cases.
    """
    premise, goal = _normal(given, True), _normal(wanted, True)
    if isinstance(premise, _All) and isinstance(goal, _All):
        goal = _All(tuple(p for p in goal.parts if p not in premise.parts))
    elif isinstance(premise, _Any) and isinstance(goal, _Any):
        premise = _Any(tuple(p for p in premise.parts if p not in goal.parts))
    cases, clauses = _split(premise, _Any), _split(goal, _All)
    if len(cases) * len(clauses) > LARGEST:
        raise TooInvolved
    return all(_gives(case, clause) for case in cases for clause in clauses)


def literals(expr: Expr, holds: bool = True) -> Iterator[Literal]:
    """The atoms of an expression, each with the value in which it speaks for the expression; of a count its members."""
    match expr:
        case Not(arg=arg):
            yield from literals(arg, not holds)
        case And(args=args) | Or(args=args) | AtLeast(args=args):
            for arg in args:
                yield from literals(arg, holds)
        case _ if isinstance(expr, ATOMS):
            yield Literal(expr, holds)


def _normal(expr: Expr, holds: bool) -> _Form:
    match expr:
        case Not(arg=arg):
            return _normal(arg, not holds)
        case And(args=args) | Or(args=args):
            kind = _All if isinstance(expr, And) == holds else _Any
            return kind(tuple(_normal(arg, holds) for arg in args))
        case AtLeast():
            return Literal(expr, holds)
        case _ if isinstance(expr, ATOMS):
            return Literal(expr, holds)
    raise ValueError(f"{type(expr).__name__} has no settled meaning to compare")


def _split(form: _Form, kind: type[_All] | type[_Any]) -> list[_Clause]:
    """The form as parts joined by ``kind``, each a set of literals joined by the other one."""
    if isinstance(form, Literal):
        return [frozenset((form,))]
    parts = [_split(part, kind) for part in form.parts]
    if isinstance(form, kind):
        found = [clause for part in parts for clause in part]
    elif prod(map(len, parts)) > LARGEST:
        raise TooInvolved
    else:
        found = [frozenset().union(*chosen) for chosen in product(*parts)]
    return list(dict.fromkeys(found))


def _gives(case: _Clause, clause: _Clause) -> bool:
    """Whether some of ``clause`` holds wherever all of ``case`` does."""
    return any(_implies(one, other) for one in case for other in clause) or _no_room(case, clause)


def _implies(one: Literal, other: Literal) -> bool:
    a, b = one.fact, other.fact
    if isinstance(a, AtLeast) or isinstance(b, AtLeast):
        if not (isinstance(a, AtLeast) and isinstance(b, AtLeast)) or one.holds != other.holds:
            return False
        return _counts(a, b) if one.holds else _counts(b, a)
    if one.holds and other.holds:
        return implies(a, b)
    if not one.holds and not other.holds:
        return implies(b, a)
    if one.holds:
        return disjoint(a, b)
    return of_one_value(a) and complementary(a, b)


def _counts(one: AtLeast, other: AtLeast) -> bool:
    """Of members that ``other`` has too, in whatever order, so many are true."""
    left = list(other.args)
    missing = 0
    for arg in one.args:
        if arg in left:
            left.remove(arg)
        else:
            missing += 1
    return one.k - missing >= other.k


def _no_room(case: _Clause, clause: _Clause) -> bool:
    """Whether the values that ``case`` leaves to some quantity all lie in what ``clause`` asks of it."""
    room: dict[Hashable, list[Interval]] = {}
    for literal, holds in [*((one, one.holds) for one in case), *((one, not one.holds) for one in clause)]:
        fact = literal.fact
        bounded = None if isinstance(fact, AtLeast) or not of_one_value(fact) else quantity(fact)
        if bounded is None:
            continue
        key, interval = bounded
        room[key] = meet(room.get(key, [Interval()]), (interval,) if holds else interval.rest())
    return any(not left for left in room.values())
