"""Whom a list is about.

- **D19** a word for people before the first part of a list goes over all of its parts: "women with diabetes or
  hypertension". Where commas part what is forbidden, a new entry may begin at one: both readings stay.
- **C3** "for females, A or B" is a condition on people. **C5** "women who are pregnant, breastfeeding or not willing to
  use contraception" says all of it of women.
- **C4** "women must …", or a duty that no record decides, is a duty of women, no demand to be one.
"""

from __future__ import annotations

from eligo.implication import disjoint
from eligo.interpret.childbearing import manual_topic, opens_with_women
from eligo.interpret.scene import Scene
from eligo.logic import Age, And, Either, Expr, Manual, Not, Or, Reproduction, Sex, walk
from eligo.scope import Listing, Statement, Unit

PEOPLE = ("sex", "age", "agegroup", "reproduction")


def whom(made: Listing) -> tuple[Unit, Listing] | None:
    """The people that a list begins with, and the list without them; None where they are not said of the whole list."""
    if len(made.units) < 2:
        return None
    first, *others = made.units
    leading = [s for s in first.statements[:-1] if _people(s)]
    rest = [s for s in first.statements if s not in leading]
    plain = all(not s.has("NEG", "FAMILY") and "C3" not in s.rules for s in leading)
    placed = all(_start(s) < _start(first.main) for s in leading)
    if not leading or not plain or not placed or any(_people(s) for u in others for s in u.statements):
        return None
    return Unit(leading), Listing([Unit(rest), *others], made.juncts)


def before_comma(made: Listing) -> tuple[Unit, Listing] | None:
    """D19: "adults, treated for A or B": the people that stand before the first comma of a list, and the list without them."""
    first, *others = made.units
    named = any(_people(s) for u in others for s in u.statements)
    plain = all(_people(s) and not s.has("NEG", "FAMILY") and "C3" not in s.rules for s in first.statements)
    if len(others) < 2 or named or not plain or made.juncts[0] != "comma":
        return None
    return first, Listing(others, made.juncts[1:])


def opening(made: Listing) -> tuple[Unit, Listing] | None:
    """C3: "For females, A or B": the people that a list opens with, and the list."""
    first = made.units[0]
    if len(made.units) < 2 or len(first.statements) > 1 or first.main.kind != "sex" or not first.main.bare:
        return None
    named = any(_people(s) and s.kind != "reproduction" for u in made.units[1:] for s in u.statements)
    if "C3" not in first.main.rules or made.juncts[0] != "comma" or named:
        return None
    return first, Listing(made.units[1:], made.juncts[1:])


def sharing(made: Listing, parts: list[Expr], scene: Scene) -> tuple[Expr, Listing] | None:
    """C5: "women who are pregnant, breastfeeding or not willing to use contraception": all that a list says of
    pregnancies is said of the women that its first part names; they, and the list without them.
    """
    first, *others = made.units
    sexes = [s for s in first.statements if s.kind == "sex" and s.bare and s.id == "female"]
    head = first.main.head
    said = opens_with_women(scene.text[head.start : head.end]) if head is not None and not sexes else bool(sexes)
    if not others or not said or len(first.statements) != 1 + len(sexes) or first.main.kind != "reproduction":
        return None
    named = any(_people(s) and s.kind != "reproduction" for u in others for s in u.statements)
    if named or not all(_of_pregnancy(p) for p in parts[1:]) or first.main.has("NEG"):
        return None
    if not any(isinstance(n, Manual) for p in parts[1:] for n in walk(p)):
        return None
    women = [s.head for s in sexes if s.head is not None]
    scene.mark(women, "logic", "C5")
    origin = scene.origin(women or [head] if head is not None else women, "C5")
    return Sex("female", origin), Listing([Unit([first.main]), *others], made.juncts)


def apart(made: Listing, parts: list[Expr], i: int) -> bool:
    """O3: whether "and" behind part ``i`` of what is forbidden stands between states that are alternatives: "pregnant
    and lactating women", "lactating women and those who plan a pregnancy", "children (< 18) and patients over 85".
    """
    states = [u.main.kind == "reproduction" and not u.main.has("NEG") for u in made.units[i : i + 2]]
    here, onward = parts[i], parts[i + 1]
    if isinstance(here, Age) and isinstance(onward, Age) and disjoint(here, onward):
        return True
    plan = isinstance(onward, Manual) and onward.reason == "planned-event" and manual_topic(onward)
    return states[0] and (states[1] or plan)


def _of_pregnancy(part: Expr) -> bool:
    match part:
        case And(args=args) | Or(args=args):
            return all(map(_of_pregnancy, args))
        case Not(arg=arg):
            return _of_pregnancy(arg)
        case Manual():
            return manual_topic(part)
    return isinstance(part, Reproduction)


def alternatives(made: Listing) -> tuple[Listing, Unit] | None:
    """ "Pregnant or breastfeeding women with epilepsy": words for people that share what the last of them is said to have."""
    *others, last = made.units
    leading = [s for s in last.statements[:-1] if _people(s)]
    alone = all(len(u.statements) == 1 and _people(u.main) and u.main.bare for u in others)
    ages = all(s.kind == "agegroup" for s in (*(u.main for u in others), *leading))
    if all(s.kind == "sex" for s in leading) and any(u.main.kind == "reproduction" for u in others):
        # "Pregnant or female with a positive test": she is one more, not who is pregnant.
        return None
    if (
        not others
        or not alone
        or not leading
        or _people(last.main)
        or any(j not in ("or", "slash", *(("and",) if ages else ())) for j in made.juncts)
    ):
        return None
    rest = [s for s in last.statements if s not in leading]
    return Listing([*others, Unit(leading)], made.juncts), Unit(rest)


def over(people: Expr, body: Expr, first: Expr, rest: Expr, made: Listing, duty: bool, scene: Scene) -> Expr:
    """``people`` over the whole list ``body``, or, where it is open, over its ``first`` part only, beside the ``rest``."""
    if not scene.forbids and isinstance(people, Sex) and duty:
        return Or((Not(people, people.origin), body))
    whole = And((people, body), people.origin)
    if scene.forbids and "comma" in made.juncts:
        return Either((whole, Or((And((people, first)), rest))), "attachment", people.origin)
    return whole


def only_manual(expr: Expr) -> bool:
    """Whether nothing but statements for a person is said."""
    return all(isinstance(a, Manual) for a in (expr.args if isinstance(expr, And | Or) else (expr,)))


def _people(statement: Statement) -> bool:
    return statement.kind in PEOPLE or "A8" in statement.rules


def _start(statement: Statement) -> int:
    telling = [e for e in statement.elements() if not e.foreign and e not in statement.silent]
    return min((e.start for e in telling or statement.silent), default=0)
