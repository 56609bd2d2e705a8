"""Men and women as parts of one list.

- **D9** both sexes in a list restrict nothing ("a man or woman aged 18 to 65"), unless words stand before the second one.
- **D35** an age behind the second sex is the age of both ("male or non-pregnant female aged 18 to 75"), and so is what "with"
  or "who have" says ("men and postmenopausal women with osteoporosis").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.scope.statement import Statement

if TYPE_CHECKING:
    from eligo.scope.lists import Listing, Unit


def join_sexes(made: Listing) -> None:
    """D9."""
    for i in range(len(made.units) - 1):
        one, two = made.units[i].statements, made.units[i + 1].statements
        alone = len(one) == 1 and one[0].kind == "sex" and one[0].bare
        if (
            alone
            and two[0].kind == "sex"
            and two[0].bare
            and two[0].id != one[0].id
            and not _told_before(two[0], made.units[i + 1])
        ):
            two[0] = Statement(
                silent=[*([one[0].head] if one[0].head else []), *([two[0].head] if two[0].head else [])], rules=["D9"]
            )
            if len(two) > 1:
                two[1].silent += two[0].silent
                del two[0]
            del made.units[i], made.juncts[i]
            return


def share_age(made: Listing) -> None:
    """D35; not where each has an age of its own."""
    sexes = [(i, s) for i, u in enumerate(made.units) for s in u.statements if s.kind == "sex"]
    if len(sexes) != 2 or sexes[0][0] == sexes[1][0] or sexes[0][1].id == sexes[1][1].id:
        return
    (first, one), (last, two) = sexes
    ages = [(i, s) for i, u in enumerate(made.units) for s in u.statements if tells_age(s)]
    if len(ages) != 1:
        return
    at, age = ages[0]
    start = min(e.start for e in age.elements())
    shared = replace(age, rules=[*age.rules, "D35"])
    if at == first and one.head is not None and start < one.head.start:
        made.units[last].statements.insert(0, shared)
    elif at == last and two.head is not None and start > two.head.start:
        made.units[first].statements.insert(0, shared)
    elif (
        at == last + 1 and made.juncts[last] == "comma" and all(s is age or s.empty for s in made.units[at].statements)
    ):
        # "Males and non-pregnant females, ages 18 to 65".
        for i in (first, last):
            made.units[i].statements.insert(0, shared)
        del made.units[at], made.juncts[last]


def share_clause(made: Listing) -> None:
    """D35: what "with" opens behind the second sex is said of both."""
    for one, two, junct in zip(made.units, made.units[1:], made.juncts, strict=False):
        sexes = [s for s in two.statements if s.kind == "sex"]
        people = {s.id for s in one.statements if s.kind == "sex"}
        if len(sexes) != 1 or not people or sexes[0].id in people or junct not in ("or", "and", "slash"):
            continue
        main, head = two.main, sexes[0].head
        alone = all(
            s.kind == "sex" or tells_age(s) or (s is one.main and s.empty and not s.cues) for s in one.statements
        )
        opened = head is not None and any(e.cue("WITH", "REL") and e.start > head.end for e in main.silent)
        if not alone or not opened or head is None or main.head is None:
            continue
        told = replace(main, before=[e for e in main.before if e.start > head.end], rules=[*main.rules, "D35"])
        told.manual = [e for e in main.manual if e.start > head.end]
        one.statements.append(told)


def tells_age(statement: Statement) -> bool:
    """Whether a statement gives an age, by its head or by its unit (A8)."""
    return statement.kind == "age" or statement.kind == "agegroup" or "A8" in statement.rules


def _told_before(sex: Statement, unit: Unit) -> bool:
    """Whether words before a sex tell which of its people are meant ("postmenopausal women")."""
    head = sex.head
    return head is not None and any(e.start < head.start for s in unit.statements for e in s.elements())
