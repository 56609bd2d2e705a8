"""What the parts of a list share: cues, values, periods and words that stand only once.

- **D3** a negation goes over the parts of its own kind in an or/comma list, which then all fail ("no A or B").
- **D4** "history of", "allergy to", "use of" go over bare parts of the same kind.
- **D5** a value is shared leftwards with measurable parts that have none ("AST or ALT > 3 × ULN").
- **D10** words before the first head may qualify every bare part, so they do, past parts that are not understood too.
- **D14** whom an alternative limit is for is open where several measures share the limit before it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from eligo.lex.phrases import lexicon
from eligo.lex.raw import raw_tokens
from eligo.lex.word_tables import words
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element
from eligo.scope.adjectives import is_course, leading_course, qualifies
from eligo.scope.junctures import OR_LIST
from eligo.scope.neighbours import begins_with, inner
from eligo.scope.statement import ACTING, MEASURABLE, NARROWING, Statement, act
from eligo.scope.treatments import FAMILIES

if TYPE_CHECKING:
    from eligo.scope.lists import Listing

SHARED = {
    "CURRENT": ("drug", "procedure"),
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
                past = _leading(source, "HIST") if kind == "ANSWER" and main.kind == "lab" else None
                main.cues += [past] if past is not None and past not in main.cues else []
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
    own = {act(c) for c in main.cues}
    return (
        main.head is None
        and own <= {"USE"}
        and not main.values
        and junct in OR_LIST
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
    own = {act(c) for c in main.cues if all(c is not s for s in source.cues)}
    if kind in DENYING and source.head is None and main.head is not None:
        cue = _leading(source, kind)
        return cue is not None and _denies_noun(cue, source) and not own & {*DENYING} and junct != "but"
    cue = _leading(source, kind)
    opened = cue is not None and (past := cue.cue("HIST")) is not None and past.value == "of"
    if opened and main.head is not None and main.kind == "drug":
        # "History of gout or on allopurinol": on it now.
        own |= {"USE" for e in main.silent if e.cue("USE") is not None and e.start < main.head.start}
    if opened and main.kind in SHARED["HIST"] and source.kind != main.kind and _open_source(source):
        return not own & {"CURRENT", *DENYING, *SHARED} and junct in ("or", "comma", "cor", "and", "cand")
    # "Concurrent frobnitis drugs or radiotherapy": what isn't understood is concurrent, and so is what follows.
    # A plan for "A plus B or C" is one for C too.
    parts = [p for p in source.parts if kind != "PLANNED" or "A12" not in p.rules]
    named = source.head is not None or material or kind == "CURRENT"
    if main.head is None or parts or not (named or (kind in ("USE", "USEPAST") and _open_source(source))):
        return False
    if source.head is not None and alike.get(main.kind, main.kind) != alike.get(source.kind, source.kind):
        return False
    if kind in DENYING:
        cue = _leading(source, kind)
        if cue is not None and _denied_act(cue, source) and not main.bare:
            return False
        ands = junct in ("and", "cand") and main.bare and kind == "NEG"
        return not own & {*DENYING} and (ands or junct in OR_LIST)
    # "Concurrent use of A or radiotherapy": both are concurrent.
    going_on = kind == "USE" and cue is not None and not cue.foreign and begins_with(cue, "CURRENT")
    kinds = SHARED["CURRENT"] if going_on else SHARED[kind]
    return not own & {"CURRENT", *DENYING, *SHARED} and main.kind in kinds and junct != "but"


def _open_source(source: Statement) -> bool:
    """Whether what "history of" or "treatment with" opens names something that a list goes on from: no limit, no clause."""
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
        earlier = [u.main.cues[0] for u in made.units[:i] if u.main.cues]
        own = [c for c in main.cues if c not in earlier and not _tells_late(c, main)]
        # "Any" begins a phrase of its own.
        counted = i and any(e.cue("QUANT") for e in main.silent if main.head is not None and e.start < main.head.start)
        if carried and plain and not own and not counted and (main.kind in MEASURABLE or not measured):
            main.before = list(carried)
            main.rules.append("D10")
        elif i == 0 or not plain:
            early = [e for e in (*main.before, *main.manual) if main.head is None or e.start < main.head.start]
            early += leading_course(main)
            # "Active infection or malignancy": a phrase with a noun of its own is a part, no adjective of the next one.
            adjectives = bool(early) and all(
                qualifies(e) and not e.cue("GENERIC") and not _of_organ(e) and not names_thing(e) for e in early
            )
            said = main.head is not None or (adjectives and not main.cues)
            if not said and not any(s.head for s in unit.statements):
                # "Severe frobnitis, …": what the adjective stands before isn't known, but it may go on all the same.
                early, said = list(takewhile(_lone_adjective, early)), True
            measured = main.kind in MEASURABLE
            # "A, severe B, or C": an adjective in the middle of a list stays with its part.
            inside = 0 < i < len(made.units) - 1 and made.juncts[i] in ("comma", "cor", "cand")
            # "Unstable or decompensated A, B or C": two adjectives of one head go on together.
            paired = i > 0 and "D17" in made.units[i - 1].main.rules
            stays = inside and main.head is not None and not paired
            # "Severe frobnitis, an ulcer or pneumonia": a part that isn't understood hands on what the first one gave.
            passing = i and main.head is None and not early and not (main.values or main.cues or main.parens)
            given = early if said and not stays and not main.parens and not main.values else []
            given = [*carried, *given] if paired else given
            carried = list(takewhile(_lone_adjective, carried)) if passing else given


def _tells_late(cue: Element, main: Statement) -> bool:
    """Whether a cue behind the head only tells that something is known ("malignancy diagnosed within 5 years")."""
    return cue.cue("KNOWN") is not None and main.head is not None and cue.start > main.head.start


def _of_organ(e: Element) -> bool:
    return e.cue("MOD") is not None and not is_course(e)


def names_thing(e: Element) -> bool:
    """Whether a phrase for a person ends with a noun that stands for itself ("abnormal electrocardiogram", "chronic illness")."""
    raws = raw_tokens(e.tokens[-1].text)
    match = lexicon().whole(raws[-1:]) if len(raws) > 1 else None
    named = match is not None and any(s.type in ("MENTION", "GENERIC") for s in match.senses)
    return len(raws) > 1 and (named or raws[-1].fold in words("labels"))


def _lone_adjective(e: Element) -> bool:
    """Whether an element is one word of course, severity or opinion: no organ's ("gastric frobnitis, …"), no phrase with a noun
    of its own ("serious condition").
    """
    said = e.tokens[0].text.split()
    single = len(said) == 1 or (is_course(_word(e, said[0])) and is_course(_word(e, said[-1])))
    return qualifies(e) and not _of_organ(e) and not e.cue("GENERIC") and single and len(e.tokens) == 1


def _word(e: Element, word: str) -> Element:
    """One word of an element of one token ("severe and/or uncontrolled")."""
    return replace(e, tokens=(replace(e.tokens[0], text=word),))


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
    return any(e.type == "VALUE" for p in statement.parens for e in inner(p))


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
    own = {act(c) for c in target.cues}
    target.cues[:0] = [c for c in source.cues if act(c) not in own]
    if not target.periods:
        target.periods = [replace(p) for p in source.periods]
    target.rules.append("L2")
