"""What the parts of a list share: cues, values, periods and words that stand only once.

- **D3** a negation goes over the parts of its own kind in an or/comma list, which then all fail ("no A or B").
- **D4** "history of", "allergy to", "use of" go over bare parts of the same kind.
- **D5** a value is shared leftwards with measurable parts that have none ("AST or ALT > 3 × ULN").
- **D10** words before the first head, **D11** words after the last one may qualify every bare part, so they do.
- **D13** an exception in a bracket holds for earlier parts about the same thing.
- **D14** whom an alternative limit is for is open where several measures share the limit before it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from eligo.lexicon.tables import rows
from eligo.parse.ast import Element
from eligo.scope.adjectives import is_course, leading_course, qualifies
from eligo.scope.neighbours import tells_who
from eligo.scope.others import other
from eligo.scope.places import ending_place
from eligo.scope.statement import ACTING, MEASURABLE, NARROWING, Statement
from eligo.scope.treatments import FAMILIES

if TYPE_CHECKING:
    from eligo.scope.lists import Listing

SHARED = {
    "HIST": ("condition", "drug", "procedure"),
    "ALLERGY": ("drug", "substance"),
    "CONTRA": ("drug", "substance"),
    "USE": ("drug",),
    "USEPAST": ("drug", "procedure"),
    "RECENT": ("condition", "drug", "procedure"),
    "PLANNED": ("drug", "procedure"),
    "STABLE": ("drug",),
    "ANSWER": ("lab", "condition"),
    "FAMILY": ("condition",),
    "SUSPECT": ("condition", "drug", "procedure"),
}
DENYING = ("NEG", "NAIVE")
NAMING = NARROWING | {"not-recorded", "planned-event"}
"""Manual reasons of phrases that name things; the others tell what somebody does or thinks."""
TOUCHED = {"drug": "material", "substance": "material"}
"""The same for allergies."""
TESTED = {"condition": "lab"}
"""The same for results: an infection that a test tells of is as good as the test."""


@cache
def _tested() -> frozenset[str]:
    return frozenset(r["id"] for r in rows("tested_by"))


def _leading(statement: Statement, *types: str) -> Element | None:
    for cue in statement.cues:
        sense = cue.cue(*ACTING)
        if sense is not None and sense.type in types and (statement.head is None or cue.start < statement.head.start):
            return cue
    return None


def share_left_cues(made: Listing) -> None:
    """D3, D4: negations, and cues such as "history of", go over the like parts after them."""
    for kind in (*DENYING, *SHARED):
        carried: Element | None = None
        source: Statement | None = None
        for i, unit in enumerate(made.units):
            main = unit.main
            if i and carried is not None and source is not None and _reaches(kind, made.juncts[i - 1], source, main):
                main.cues.insert(0, carried)
                main.rules.append("D3" if kind in DENYING or denies(carried) else "D4")
                act = _denied_act(carried, source) if kind in DENYING else []
                if source.head is None and set(made.juncts) == {"comma"} and kind in DENYING:
                    # Commas alone may begin new entries: whether the negation reaches them is open.
                    act = [e for e in source.elements() if e is not carried]
                main.before = [*act, *main.before]
                continue
            shared = source is not None and i > 1 and {"D3", "D4"} & {r for u in made.units[1:i] for r in u.main.rules}
            if (
                i
                and carried is not None
                and _passes(kind, made.juncts[i - 1], main)
                and (shared or made.juncts[i - 1] != "cor")
            ):
                main.rules.append("D3" if kind in DENYING or denies(carried) else "D4")
                continue
            carried, source = _leading(main, kind), main


def denies(cue: Element) -> bool:
    """Whether a cue is a negative answer: "negative test for A or B" is one for each of them."""
    answer = cue.cue("ANSWER")
    return answer is not None and answer.value == "negative"


def testable(statement: Statement) -> bool:
    """Whether a statement is about a test, or an infection that one tells of."""
    return statement.kind == "lab" or (statement.kind == "condition" and statement.id in _tested())


def _passes(kind: str, junct: str, main: Statement) -> bool:
    """Whether a cue goes over a part that isn't understood to the parts after it ("no A, something or B")."""
    own = {(c.cue(*ACTING) or c.senses[0]).type for c in main.cues}
    return (
        main.head is None
        and own <= {"USE"}
        and not main.values
        and junct in ("or", "comma", "cor", "slash")
        and bool(main.before or main.manual)
    )


def _reaches(kind: str, junct: str, source: Statement, main: Statement) -> bool:
    """Whether a cue before ``source`` goes over ``main`` too: a part of the same kind without a cue of its own."""
    material = kind in ("ALLERGY", "CONTRA")
    if material and any(e.cue("EFFECT") for e in (*main.before, *main.manual)):
        return False
    alike = TOUCHED if material else TESTED if kind == "ANSWER" else FAMILIES
    if kind == "ANSWER" and main.kind == "condition" and main.id not in _tested():
        return False
    # A cue that came over from the same place as this one is no sign of a part that speaks for itself.
    own = {(c.cue(*ACTING) or c.senses[0]).type for c in main.cues if all(c is not s for s in source.cues)}
    if kind in DENYING and source.head is None and main.head is not None:
        cue = _leading(source, kind)
        return cue is not None and _denies_noun(cue, source) and not own & {*DENYING} and junct != "but"
    cue = _leading(source, kind)
    opened = cue is not None and (past := cue.cue("HIST")) is not None and past.value == "of"
    if opened and main.kind in SHARED["HIST"] and source.kind != main.kind and _open_source(source):
        return not own & {"CURRENT", *DENYING, *SHARED} and junct in ("or", "comma", "cor", "and", "cand")
    if main.head is None or source.parts or (source.head is None and not material):
        return False
    if source.head is not None and alike.get(main.kind, main.kind) != alike.get(source.kind, source.kind):
        return False
    if kind in DENYING:
        cue = _leading(source, kind)
        if cue is not None and _denied_act(cue, source) and not main.bare:
            return False
        ands = junct in ("and", "cand") and main.bare and kind == "NEG"
        return not own & {*DENYING} and (ands or junct in ("or", "comma", "cor", "slash"))
    return not own & {"CURRENT", *DENYING, *SHARED} and main.kind in SHARED[kind] and junct != "but"


def _open_source(source: Statement) -> bool:
    """Whether what "history of" stands before names something that a list may go on from: no limit, no period, no clause."""
    return not (source.values or source.periods or source.parts or source.complement)


def _denies_noun(cue: Element, source: Statement) -> bool:
    """Whether a negation denies a thing that isn't understood ("no serious illness or pneumonia"), not what somebody does."""
    sense = cue.cue("NEG", "NAIVE")
    things = [s.value in NAMING for e in source.elements() for s in e.senses if s.type == "MANUAL"]
    others = (source.values, source.periods, source.parens, source.parts)
    return sense is not None and sense.value != "act" and all(things) and not any(others)


def _denied_act(cue: Element, source: Statement) -> list[Element]:
    """The words of an act for the head which is what a negation denies ("not completing treatment for tuberculosis"); else none."""
    head = source.head
    if head is None:
        return []
    between = [e for e in source.elements() if cue.start < e.start < head.start]
    purpose = any((s := e.cue("PREP")) is not None and s.value == "purpose" for e in between)
    return [e for e in between if e.cue("NEG") is None] if purpose else []


def share_left_words(made: Listing) -> None:
    """D10: words before the first head may hold for the bare parts after it, so they qualify those too."""
    carried: list[Element] = []
    measured = False
    for i, unit in enumerate(made.units):
        main = unit.main
        plain = main.head is not None and not (
            main.values or main.parens or main.before or main.complement or main.after or main.manual or main.parts
        )
        own = [c for c in main.cues if c not in (u.main.cues[0] for u in made.units[:i] if u.main.cues)]
        if carried and plain and not own and (main.kind in MEASURABLE or not measured):
            main.before = list(carried)
            main.rules.append("D10")
        elif i == 0 or not plain:
            early = [e for e in (*main.before, *main.manual) if main.head is None or e.start < main.head.start]
            early += leading_course(main)
            # "Active infection or malignancy": a phrase with a noun of its own is a part, no adjective of the next one.
            adjectives = bool(early) and all(qualifies(e) and not e.cue("GENERIC") and not _of_organ(e) for e in early)
            said = main.head is not None or (adjectives and not main.cues)
            if not said and not any(s.head for s in unit.statements):
                # "Severe frobnitis, …": what the adjective stands before isn't known, but it may go on all the same.
                early, said = list(takewhile(_lone_adjective, early)), True
            measured = main.kind in MEASURABLE
            # "A, severe B, or C": an adjective in the middle of a list stays with its part.
            stays = 0 < i < len(made.units) - 1 and made.juncts[i] in ("comma", "cor", "cand")
            carried = early if said and not stays and not main.parens and not main.values else []


def _of_organ(e: Element) -> bool:
    return e.cue("MOD") is not None and not is_course(e)


def _lone_adjective(e: Element) -> bool:
    """Whether an element is one word of course, severity or opinion: no organ's ("gastric frobnitis, …"), no phrase with a noun
    of its own ("serious condition").
    """
    return qualifies(e) and not _of_organ(e) and not e.cue("GENERIC") and " " not in e.tokens[0].text and len(e.tokens) == 1


def share_right_words(made: Listing) -> None:
    """D11: what stands after the last head may hold for the bare parts before it, so it qualifies those too."""
    if len(made.units) < 2:
        return
    last = made.units[-1].main
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
    if not late or whole or (last.parens and not alternative):
        return
    if any(e.type == "MANUAL" and tells_who(e) for e in late):
        # "…, negative pregnancy test for women of childbearing age": whom the test is asked of.
        return
    if other(last) is not None and any(s.type == "MANUAL" and s.value == "judgement" for e in late for s in e.senses):
        # D26: "A, B or other C that could confound the results" tells what other C is meant.
        return
    for unit in reversed(made.units[:-1]):
        main = unit.main
        limited = (main.values or main.parens) and not (alternative and last.head in (None, main.head))
        taken = main.kind in ("reproduction", *({"condition"} - {last.kind})) and any(map(_foresees, late))
        if main.head is None or limited or main.complement or main.after or main.parts or main.periods or taken:
            break
        main.complement = list(late)
        main.rules.append("D11")


def _foresees(e: Element) -> bool:
    """Whether a phrase puts its own head into the future ("in the next year"): a state that another part names is of now."""
    return any(s.type == "MANUAL" and s.value == "planned-event" for s in e.senses)


def _excepts(bracket: Element) -> bool:
    """Whether a bracket is an exception ("(except …)")."""
    coords = [c for s in bracket.paren for c in s.coords]
    return len(coords) == 1 and not coords[0].items and any(t.cue.type == "EXCEPT" for t in coords[0].tails)


def share_values(made: Listing) -> None:
    """D5, D14."""
    for i in range(len(made.units) - 1, 0, -1):
        main, before = made.units[i].main, made.units[i - 1].main
        if (
            main.values
            and main.kind in MEASURABLE
            and before.kind
            and not before.values
            and before.head is not None
            and not _limits(before)
            and not before.has("ANSWER")
        ) and (before.kind in MEASURABLE or _may_measure(before)):
            before.values = list(main.values)
            before.after += [
                e for e in main.after if main.head is not None and main.head.end <= e.start < main.values[0].start
            ]
            before.parens = before.parens or [p for p in main.parens if p.start > main.values[0].start]
            before.rules.append("D5")
            _withhold_alternative(made, i)


def _withhold_alternative(made: Listing, i: int) -> None:
    """D14: whether the alternative of part ``i`` (D8) is meant for all who share its limit is open ("A or B > 3 or < 1")."""
    onward = made.units[i + 1].main if i + 1 < len(made.units) else None
    if onward is not None and "D8" in onward.rules and onward.head is made.units[i].main.head:
        onward.head, onward.sense = None, None


def _limits(statement: Statement) -> bool:
    """Whether a bracket of the statement holds a value."""
    return any(
        e.type == "VALUE"
        for p in statement.parens
        for s in p.paren
        for c in s.coords
        for i in c.items
        for e in i.elements
    )


def _may_measure(statement: Statement) -> bool:
    return statement.head is not None and any(
        s.type == "MENTION" and s.value.partition(":")[0] in MEASURABLE for s in statement.head.senses
    )


def share_cues(source: Statement, members: Listing) -> None:
    """X1: examples of something take what acts on it: an allergy, a use, a history, and the periods."""
    for unit in members.units:
        wanted = [
            c.elsewhere()
            for c in source.cues
            if (sense := c.cue(*ACTING)) is not None and sense.type in SHARED and unit.main.kind in SHARED[sense.type]
        ]
        copy_cues(Statement(cues=wanted, periods=[p.elsewhere() for p in source.periods]), unit.main)


def copy_cues(source: Statement, target: Statement) -> None:
    """Give ``target`` the leading cues and the periods of ``source``, where it has none of its own (L2)."""
    own = {(c.cue(*ACTING) or c.senses[0]).type for c in target.cues}
    target.cues[:0] = [c for c in source.cues if (c.cue(*ACTING) or c.senses[0]).type not in own]
    if not target.periods:
        target.periods = [replace(p) for p in source.periods]
    target.rules.append("L2")
