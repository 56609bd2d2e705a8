"""What stands at the end of a list and may hold for the parts before it.

- **D11** words after the last head, or a clause in a last part that isn't understood ("disorders or abnormalities that would
  interfere with absorption"), may qualify every bare part, so they do; likewise a grade ("hemorrhage/bleeding of grade 3").
- **D13** an exception in a bracket holds for earlier parts about the same thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eligo.parse.ast import Element
from eligo.scope.adjectives import is_course
from eligo.scope.junctures import OR_LIST
from eligo.scope.neighbours import tells_who
from eligo.scope.others import CLASSES, other
from eligo.scope.places import ending_place
from eligo.scope.statement import Statement

if TYPE_CHECKING:
    from eligo.scope.lists import Listing


def share_right_words(made: Listing) -> None:
    """D11, D13."""
    if len(made.units) < 2:
        return
    end = _closing(made)
    last = made.units[end].main
    spoken = [e for e in last.elements() if e not in last.silent]
    anchor = last.head.start if last.head is not None else min((e.start for e in spoken), default=0)
    # An alternative limit had no head when it was read, so that all its words stand before one.
    alternative = "D8" in last.rules or (last.head is None and bool(last.values))
    place = ending_place(last)
    words = last.before if alternative else place
    late = [e for e in (*last.complement, *last.after, *last.manual, *words) if e.start > anchor]
    exceptions = [p for p in last.parens if _excepts(p)]
    for unit in made.units[:-1]:
        if exceptions and unit.main.head is not None and unit.main.id == last.id:
            unit.main.parens += [p for p in exceptions if p not in unit.main.parens]
            unit.main.rules.append("D13")
    whole = last.head is None and not alternative and not place
    if whole:
        late = _clause(last)
    elif last.kind == "condition" and not late and last.values:
        _share_grade(made)
    if not late or (last.parens and not alternative):
        return
    if any(e.type == "MANUAL" and tells_who(e) for e in late):
        # "…, negative pregnancy test for women of childbearing age": whom the test is asked of.
        return
    if other(last) is not None and any(e.manual_for("judgement") for e in late):
        # D26: "A, B or other C that could confound the results" tells what other C is meant.
        return
    tight = made.juncts[end - 1] == "slash"
    for i in range(end - 1, -1, -1):
        main = made.units[i].main
        limited = (main.values or main.parens) and not (alternative and last.head in (None, main.head))
        if whole and made.juncts[i] not in (("slash",) if tight else OR_LIST):
            break
        if whole and main.head is None and not (main.values or main.periods):
            continue
        taken = (
            main.kind in ("reproduction", *({"condition"} - {last.kind})) and any(map(_foresees, late)) and not whole
        )
        # "History of A or planned A during the study": when the plan is for says nothing of what was.
        past = main.has("HIST", "USEPAST") is not None and last.has("PLANNED") is not None
        taken = taken or (past and main.has("PLANNED") is None and any(map(_foresees, late)))
        named = main.head is not None and not (whole and main.kind not in CLASSES)
        if not named or limited or main.complement or main.after or main.parts or main.periods or taken:
            break
        main.complement = list(late)
        main.rules.append("D11")


def _foresees(e: Element) -> bool:
    """Whether a phrase puts its own head into the future ("in the next year"): a state that another part names is of now."""
    return e.manual_for("planned-event")


def _closing(made: Listing) -> int:
    """The place of the part that the end of a list belongs to: the last one, or, where nothing but parts without a head follow, the
    first of these that opens a clause ("an illness or situation that would limit safety, compliance or consent").
    """
    end = len(made.units) - 1
    place = end
    for i in range(end, 0, -1):
        main = made.units[i].main
        if main.head is not None or main.values:
            break
        if _clause(main):
            place = i
    return place


def _clause(main: Statement) -> list[Element]:
    """What a part without a head says from the first opener of a clause on ("situations that would limit compliance")."""
    said = [e for e in main.elements() if e not in main.silent]
    # "Any disorder that …", "associated disorders that …" are phrases of their own.
    own = bool(said) and said[0].cue("MOD") is not None and not is_course(said[0])
    noun = said[1].cue("GENERIC") if len(said) > 1 and said[0].type == "WORD" else None
    own = own or (noun is not None and not noun.value)
    if own or any(e.cue("QUANT") for e in main.silent):
        return []
    start = next((i for i, e in enumerate(said) if i and e.cue("REL", "COMP", "CAUSE")), len(said))
    return [e for e in said[start:] if e not in main.periods]


def _share_grade(made: Listing) -> None:
    """D11: "hemorrhage/bleeding of grade 3": the grade may be asked of both."""
    last = made.units[-1].main
    named = [e for e in last.silent if (word := e.cue("LEVELWORD")) is not None and word.value == "stage"]
    before = made.units[-2].main
    bare = before.kind == last.kind and not (
        before.values or before.parens or before.complement or before.after or before.parts
    )
    if named and bare:
        before.values, before.silent = list(last.values), [*before.silent, *named]
        before.rules.append("D11")


def _excepts(bracket: Element) -> bool:
    """Whether a bracket is an exception ("(except …)")."""
    coords = [c for s in bracket.paren for c in s.coords]
    return len(coords) == 1 and not coords[0].items and any(t.cue.type == "EXCEPT" for t in coords[0].tails)
