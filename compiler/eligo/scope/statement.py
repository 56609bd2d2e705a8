"""From an item's elements to statements: what the item is about, and what acts on it.

Rules (documented in docs/rules.md):

- **A1** age, sex and reproductive state are statements of their own beside the main one ("women with diabetes").
- **A2** a value goes to the nearest measurable mention on its left, else to the first on its right.
- **A3** "with" after a head opens a second statement that holds together with the first.
- **A4** what stands after a complement opener (due to, requiring, confirmed by …) is a complement of the head.
- **A12** treatments given together share what acts on them (``companions``).
- **A9** a measure with its limit behind another head, or behind "with", is a statement of its own that holds together with it.
- **A8** a value whose unit says so ("years of age"), or years after a word for a person, is an age and a statement of its
  own; not where a word makes it another's ("mother", "age at onset").
- **A6** a word for an age group adds nothing to an age beside it.
- **A13** a test with its answer before a condition holds together with it ("HER2-positive breast cancer").
- **N1** a level word ("class", "grade") beside a score or a value, and a generic noun after a condition, say nothing of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from eligo.lex import Sense
from eligo.lex.raw import fold
from eligo.lex.word_tables import words
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import Bounds
from eligo.parse.ast import Element, Item, Period
from eligo.scope.companions import joins_treatments, share_with_companions
from eligo.scope.neighbours import MEASURABLE as MEASURABLE
from eligo.scope.neighbours import (
    begins_with,
    idle,
    limited,
    named_by_units,
    named_unit,
    of_another,
    opens_limit,
    opens_time,
    runs_on,
    same_time,
    takings_joined,
    tells_who,
    told_of,
)

DEMOGRAPHIC = frozenset({"sex", "age", "agegroup", "reproduction"})
ACTING = (
    "NEG",
    "HIST",
    "CURRENT",
    "KNOWN",
    "SUSPECT",
    "FAMILY",
    "ALLERGY",
    "USEPAST",
    "USE",
    "STABLE",
    "PLANNED",
    "ANSWER",
    "RECENT",
    "NAIVE",
    "CONTRA",
)
GRADES = 9
"""The largest number that may be a grade or a stage rather than a reference."""
RELATED = ("condition", "drug", "procedure")
"""Kinds of heads that a relative clause tells more of."""
MAJORITY = (16, 18, 19, 20, 21)
"""Ages at which a person is of age somewhere."""
GROWN = 18
"""A range of years at the start of a line is one of ages only if it reaches this age: less may be a duration."""
NARROWING = frozenset({"vague", "criteria-set", "pathology", "imaging"})
"""Manual reasons that qualify what they stand beside; the others take their statement over."""


def act(cue: Element) -> str:
    """The type that a cue acts as; its first sense's where it acts on nothing."""
    return (cue.cue(*ACTING) or cue.senses[0]).type


@dataclass(slots=True)
class Statement:
    """One statement: a ``head`` mention (or none), the cues that act on it, its value and periods, and what is left over.

    ``before``/``after`` are left-overs beside the head, ``complement`` what a complement opener begins; ``sense`` is the
    head's chosen sense. ``silent`` elements say nothing of their own and are noise if the statement settles. ``apart``: ids of
    what "other" before the head sets it apart from (D38); ``apart_open``: perhaps only as far as these are narrowed.
    """

    head: Element | None = None
    sense: Sense | None = None
    cues: list[Element] = field(default_factory=list)
    values: list[Element] = field(default_factory=list)
    periods: list[Element] = field(default_factory=list)
    before: list[Element] = field(default_factory=list)
    after: list[Element] = field(default_factory=list)
    complement: list[Element] = field(default_factory=list)
    manual: list[Element] = field(default_factory=list)
    parens: list[Element] = field(default_factory=list)
    silent: list[Element] = field(default_factory=list)
    line: list[Element] = field(default_factory=list)
    parts: list[Statement] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    apart: tuple[str, ...] = ()
    apart_open: bool = False

    @property
    def kind(self) -> str:
        """The kind of the head: condition, drug, lab …; "" without a head."""
        return self.sense.value.partition(":")[0] if self.sense else ""

    @property
    def id(self) -> str:
        """The lexicon id of the head."""
        return self.sense.value.partition(":")[2] if self.sense else ""

    def has(self, *types: str) -> Element | None:
        """The first acting cue of one of these types."""
        return next((c for c in self.cues if (c.cue(*ACTING) or Sense("", "")).type in types), None)

    def elements(self) -> list[Element]:
        """All elements of this statement and its parts, in text order."""
        own = [
            *self.cues,
            *self.values,
            *self.periods,
            *self.before,
            *self.after,
            *self.complement,
            *self.manual,
            *self.parens,
            *self.silent,
            *self.line,
        ]
        own += [self.head] if self.head else []
        own += [e for p in self.parts for e in p.elements()]
        return sorted({e.start: e for e in own}.values(), key=lambda e: e.start)

    @property
    def bare(self) -> bool:
        """Whether nothing but the head stands here."""
        return self.head is not None and not (
            self.cues
            or self.values
            or self.periods
            or self.before
            or self.after
            or self.complement
            or self.manual
            or self.parens
            or self.parts
        )

    @property
    def empty(self) -> bool:
        """Whether there is no head and nothing left over."""
        return self.head is None and not (
            self.before or self.after or self.complement or self.manual or self.parens or self.parts
        )


def statements(item: Item) -> list[Statement]:
    """The statements of an item, the main one last but for parts; at least one."""
    main = Statement()
    others: list[Statement] = []
    current = main
    elements = takings_joined(named_by_units(item.elements))
    for i, e in enumerate(elements):
        if e.type == "MENTION":
            sense = choose(e, elements, i)
            kind = sense.value.partition(":")[0]
            before = elements[i - 1] if i else None
            denial = before if before is not None and before in current.cues and before.cue("NEG") else None
            if kind in DEMOGRAPHIC and _swallowed(current, denial):
                current.after.append(e)
            elif kind == "reproduction" and _dates(current, elements, i):
                # "Hypertension in pregnancy", "eclampsia in a previous pregnancy": of when, not of who.
                (current.before if current.head is None else current.complement or current.after).append(e)
            elif (kind == "age" and of_another(elements, i)) or (kind == "agegroup" and told_of(elements, i)):
                (current.before if current.head is None else current.after).append(e)
            elif kind == "age" and others and others[-1].head is None and others[-1].values:
                others[-1].silent.append(e)
            elif kind in DEMOGRAPHIC:
                others.append(
                    Statement(
                        head=e,
                        sense=sense,
                        rules=["A1", *(["C3"] if kind == "sex" and i and elements[i - 1].cue("PREP") else [])],
                    )
                )
                if denial is not None and current.manual:
                    current.cues.remove(denial)
                    others[-1].cues.append(denial)
            elif kind in MEASURABLE and limited(elements, i) and _opened(current, elements, i):
                opener = current.complement.pop()
                current = Statement(head=e, sense=sense, silent=[opener], rules=["A9"])
                main.parts.append(current)
            elif current.complement:
                current.complement.append(e)
            elif current.head is None:
                current.head, current.sense = e, sense
            elif kind in MEASURABLE and current.sense in e.senses and not (current.after or current.values):
                current.silent.append(e)
            elif kind == "procedure" and elements[i - 1] is current.head and _names_act(current, sense):
                # "Bypass grafting surgery": the class behind what is of it.
                current.silent.append(e)
            elif (current.kind == "condition" and kind in MEASURABLE and limited(elements, i) and _adjoins(current, e, kind)) or (
                kind == "condition" and current.kind == "score" and current.values and _adjoins(current, e, kind)
            ):
                current.silent += current.after
                current.after = []
                current = Statement(head=e, sense=sense, rules=["A9"])
                main.parts.append(current)
            elif kind == "condition" and current is main and _marks(main):
                _give_marker(main, e, sense)
            elif kind in MEASURABLE and runs_on(elements, i) and current.kind in MEASURABLE and not current.after:
                current = Statement(head=e, sense=sense, rules=["A11"])
                main.parts.append(current)
            else:
                current.after.append(e)
        elif e.type == "PAREN" and i and elements[i - 1].type == "VALUE" and (whom := _for_whom(e)) is not None:
            silent = [x for x in alone(e) if x is not whom]
            others.append(Statement(head=whom, sense=choose(whom, [whom], 0), silent=silent, rules=["A1", "C3"]))
        elif e.type == "PAREN":
            whose = others[-1] if others else None
            # Cues before "pregnant" act on it, so a bracket behind it is its own ("not pregnant (by a urine test)").
            acted = whose is not None and whose.head is not None and all(c.start < whose.head.start for c in main.cues)
            aside = main.head is None and not (main.before or main.manual) and (acted or not main.cues)
            (whose if whose is not None and aside and whose.kind != "sex" else current).parens.append(e)
        elif e.type == "VALUE" and _is_age(e, elements, i, others):
            if main.head is None and opens_time(elements, i + 1):
                current = others[-1]
                current.complement.append(elements[i + 1])
        elif e in current.complement:
            pass
        elif e.type == "VALUE":
            told = current.complement or (current.after if current.kind == "condition" else [])
            inside = told and current.kind in RELATED and e.value is not None and not e.value.time
            (told if inside else current.values).append(e)
        elif e.type == "WINDOW":
            (current.complement if _from_elsewhere(current, elements, i) else current.periods).append(e)
        elif e.type == "MANUAL":
            acting = e.cue(*ACTING)
            if current.complement:
                current.complement.append(e)
            elif acting is not None and acting.type not in ("CURRENT", "KNOWN", "HIST"):
                current.cues.append(e)
            else:
                current.manual.append(e)
        elif e.type == "WORD" and _names_test(e, current):
            current.silent.append(e)
        elif e.type == "CUE":
            current = _cue(e, main, current, elements, i)
        else:
            (
                current.complement if current.complement else current.before if current.head is None else current.after
            ).append(e)
    if main.head is None and any(s.kind == "reproduction" for s in others) and all(e.cue("AT") for e in main.before):
        # "Women during pregnancy": the preposition only ties who they are to when.
        main.silent, main.before = [*main.silent, *main.before], []
    _long_form(main)
    share_with_companions(main)
    _told_by_age(others)
    _join_answer(main)
    for statement in (main, *others, *main.parts):
        absorb(statement)
    _ages(main, others)
    for age in (s for s in others if s.kind == "age"):
        absorb(age)
    if others and main.cues and main.empty and not main.values:
        _give_cues(main, others)
    if others and others[-1].kind == "reproduction" and main.manual and (_only_who(main) or _told_late(main, others[-1])):
        # "Not lactating during the study": what is denied is the state.
        others[-1].cues, main.cues = [*main.cues, *others[-1].cues], []
        return [*others[:-1], main, others[-1]]
    if not others or not main.empty or main.cues or (main.values and others[0].kind == "sex"):
        return [*others, main]
    for bucket in ("values", "periods", "silent", "line"):
        getattr(others[0], bucket).extend(getattr(main, bucket))
    return others


def _adjoins(current: Statement, e: Element, kind: str) -> bool:
    """A9: whether a measure, or the condition of a score with its class, stands right behind what is read already, or over one
    preposition ("heart failure of NYHA class III", "NYHA class III stage heart failure").
    """
    if not current.after:
        last = max((x for x in current.elements()), key=lambda x: x.end)
        return kind != "condition" or last in current.values or last in current.silent
    only = current.after[0] if len(current.after) == 1 else None
    classed = kind == "score" or (kind == "condition" and bool(current.values))
    return only is not None and classed and only.cue("PREP") is not None and only.end <= e.start


def _names_test(e: Element, current: Statement) -> bool:
    """N1: whether a word behind a test, or an infection that one tells of, with its answer says no more than that it is a test."""
    tested = current.kind == "lab" or any(r["id"] == current.id for r in rows("tested_by"))
    told = tested and current.has("ANSWER") is not None and not (current.after or current.complement)
    return told and all(r.fold in words("answer_nouns") for r in e.raws)


def _names_act(current: Statement, sense: Sense) -> bool:
    """N1: whether a mention names the group of acts that a procedure is of ("vitrectomy surgery")."""
    group = sense.value.partition(":")[2]
    return current.kind == "procedure" and any(
        r["group"] == group and r["member"] == current.id for r in rows("procedure_groups")
    )


def _marks(main: Statement) -> bool:
    """A13: whether the main statement is a test with its answer and perhaps adjectives ("HER2-positive metastatic …"), or, denied,
    a score with its class ("no NYHA class III or IV heart failure").
    """
    if main.kind == "score" and main.has("NEG") is not None:
        beyond = (main.periods, main.complement, main.parts, main.after, main.manual, main.before)
        return bool(main.values) and len(main.cues) == 1 and not any(beyond)
    answers = [c for c in main.cues if c.cue("ANSWER") is not None]
    others = (main.values, main.periods, main.complement, main.parts)
    beside = [e for e in (*main.after, *main.manual) if main.head is not None and e.start > main.head.start]
    adjectives = all(e.cue("MOD") or e.manual_for(*NARROWING) for e in beside)
    return main.kind == "lab" and len(answers) == 1 and not any(others) and adjectives and main.has("NEG") is None


def _join_answer(main: Statement) -> None:
    """A13: an answer right behind words that aren't known, before a condition, is theirs ("CD20 positive lymphoma")."""
    answer = next((c for c in main.cues if c.cue("ANSWER") is not None), None)
    if main.kind != "condition" or main.head is None or answer is None or not answer.end <= main.head.start:
        return
    if any(answer.end <= e.start < main.head.start and e.cue("PREP") for e in main.silent):
        # "Nurses tested negative for HIV": the answer is about the condition.
        return
    words: list[Element] = []
    for e in reversed([e for e in main.before if e.start < answer.start]):
        if e.type != "WORD" or any(e.end < x.start < answer.start for x in main.elements() if x not in words):
            break
        words.insert(0, e)
    if words:
        joined = tuple(t for e in (*words, answer) for t in e.tokens)
        marker = replace(words[0], type="CUE", tokens=joined, senses=(Sense("MOD", "marker"),))
        main.before = sorted((*(e for e in main.before if e not in words), marker), key=lambda e: e.start)
        main.cues.remove(answer)
        main.rules.append("A13")


def _give_marker(main: Statement, condition: Element, sense: Sense) -> None:
    """A13: the test and its answer hold together with the condition that they stand before."""
    head, answers = main.head, [c for c in main.cues if c.cue("ANSWER") is not None]
    marker = Statement(head=head, sense=main.sense, cues=answers, values=main.values, parens=main.parens, rules=["A13"])
    main.values = []
    main.cues = [c for c in main.cues if c not in answers]
    main.before, main.after, main.parens = [*main.before, *main.after], [], []
    main.head, main.sense = condition, sense
    main.parts.append(marker)


def _is_age(e: Element, elements: list[Element], i: int, others: list[Statement]) -> bool:
    """A2, A8: whether a value is an age: it stands beside the word, its unit says so, or it is years after a word for a person.

    It then belongs to the statement of that word, or is one of its own.
    """
    value, last = e.value, others[-1] if others else None
    at = next((j for j in range(i - 1, -1, -1) if not idle(elements[j])), None)
    beside = last is not None and at is not None and last.head is elements[at] and not last.values
    # "From 18 years with …".
    opened = i == 1 and elements[0].cue("BETWEEN") is not None
    another = not opened and of_another(elements, i)
    if value is None or another or not (value.time or not (value.unit or value.times)):
        return False
    if beside and last is not None and last.kind == "age":
        last.values.append(e)
        last.rules.append("A2")
        return True
    following = elements[i + 1] if i + 1 < len(elements) else None
    closed = following is None or following.cue("WITH", "REL") is not None
    years = value.time and (value.unit == "a" or (value.ends is not None and "a" in value.ends)) and closed
    person = beside and last is not None and last.kind in ("sex", "agegroup")
    range_of_years = value.bounds.low is not None and (value.bounds.high or 0) >= GROWN
    # "> 18 years infected with …": of age, and said to have something.
    told = following is not None and following.cue("KNOWN", "PLANNED") is not None
    # "Patients ≥ 18 years with …"; at the very start of a line it may be how long somebody has had it.
    told = told or (following is not None and e.start > 0 and following.cue("WITH", "REL") is not None)
    grown = value.bounds.low in MAJORITY and value.bounds.high is None and not value.bare and told
    if opened and told and value.bare and value.unit == "a" and value.bounds.low in MAJORITY and not value.values:
        value = replace(value, bounds=Bounds(low=value.bounds.low), bare=False)
        e, grown = replace(e, value=value), True
    first = (i == 0 or opened) and following is not None and (range_of_years or (grown and value.unit == "a"))
    if not (value.aged or (years and (person or first)) or (first and grown)):
        return False
    whose = elements[at].senses if at is not None and elements[at].type == "MENTION" else ()
    if value.unit in ("mo", "wk", "d") and any(s.value.startswith("condition:") for s in whose) and _nobody(others):
        # "Myocardial infarction less than 3 months old": its age, not the patient's.
        return False
    if beside and last is not None and last.kind == "agegroup":
        last.values.append(e)
    else:
        others.append(Statement(values=[e]))
    others[-1].rules.append("A8")
    if i and elements[i - 1].cue("FOR") is not None and any(x.type == "VALUE" for x in elements[: i - 1]):
        others[-1].rules.append("C8")
    return True


def _nobody(statements: list[Statement]) -> bool:
    return not any(s.kind in ("sex", "agegroup", "age") for s in statements)


def _told_by_age(others: list[Statement]) -> None:
    """A6: "children aged 6 to 11": the word for the age group adds nothing to the age."""
    age = next((s for s in others if s.kind == "age" or "A8" in s.rules), None)
    for group in [s for s in others if s.kind == "agegroup"]:
        if age is not None and group.bare and group.head is not None:
            age.silent.append(group.head)
            others.remove(group)


def _long_form(main: Statement) -> None:
    """P1: unknown words before a bracket with one measurement are its long form ("… severity index (RCLASI) ≥ 4")."""
    if main.head is not None or not main.before or not main.parens or not main.values:
        return
    inside = alone(main.parens[0])
    if len(inside) == 1 and inside[0].type == "MENTION":
        sense = choose(inside[0], [inside[0], *main.values], 0)
        if (
            sense.value.partition(":")[0] in MEASURABLE
            and main.before[-1].end <= main.parens[0].start <= main.values[0].start
        ):
            main.head, main.sense = inside[0], sense
            main.silent += main.before
            main.before = []
            del main.parens[0]
            main.rules.append("P1")


def absorb(statement: Statement) -> None:
    """P5: a bracket with nothing but a value, a period or a unit belongs to the head; a value beside one in another unit
    restates it.
    """
    for bracket in list(statement.parens):
        if _takes_unit(statement, bracket) or _cites(statement, bracket):
            continue
        inside = alone(bracket)
        if _answers(statement, inside):
            # "Total bilirubin (within normal limits)".
            statement.cues += inside
            statement.parens.remove(bracket)
            statement.rules.append("P5")
            continue
        if statement.kind == "agegroup":
            inside, cue = (inside, []) if inside else _defining(bracket)
            statement.silent += cue
            named = [e for e in inside if any(s.value.startswith("age:") for s in e.senses)]
            statement.silent += named
            inside = [e for e in inside if e not in named]
        if statement.head is None or not inside or any(e.type not in ("VALUE", "WINDOW") for e in inside):
            continue
        values = [e for e in inside if e.type == "VALUE"]
        if statement.periods and any(v.value is not None and v.value.time for v in values):
            # "Within the past 2 months (60 days)": the period once more; any other time is left to be read as a bracket.
            if len(values) == len(inside) == 1 and any(same_time(p, values[0]) for p in statement.periods):
                statement.parens.remove(bracket)
                statement.silent.append(bracket)
                statement.rules.append("P5")
            continue
        taken = any(
            own.value is not None and v.value is not None and own.value.time == v.value.time
            for own in statement.values
            for v in values
        )
        if not taken:
            statement.values += values
            statement.periods += [e for e in inside if e.type == "WINDOW"]
            statement.parens.remove(bracket)
            statement.rules.append("P5")


def _answers(statement: Statement, inside: list[Element]) -> bool:
    """P5: whether a bracket holds nothing but the answer of a test that has neither an answer nor a limit beside it."""
    alone = statement.kind == "lab" and len(inside) == 1 and inside[0].cue("ANSWER") is not None
    return alone and not (statement.values or statement.cues)


def _cites(statement: Statement, bracket: Element) -> bool:
    """P6: a bare number behind a condition or a procedure is a reference ("asthma (27)"); whether it was one."""
    inside = alone(bracket)
    value = inside[0].value if len(inside) == 1 else None
    if (
        statement.kind not in ("condition", "procedure")
        or value is None
        or not value.bare
        or value.unit
        or value.levels
    ):
        return False
    if (
        statement.values
        or value.bounds.low is None
        or value.bounds.low != value.bounds.high
        or value.bounds.low <= GRADES
    ):
        return False
    statement.parens.remove(bracket)
    statement.silent.append(bracket)
    return True


def _takes_unit(statement: Statement, bracket: Element) -> bool:
    """P5: a unit in a bracket beside what is measured in it ("age (years): 18–75", "weight (kg) > 50"); whether it was one."""
    named = named_unit(bracket) if statement.kind in (*MEASURABLE, "age") else None
    if named is None or not statement.values:
        return False
    unit, kind = named
    values = [v.value for v in statement.values if v.value is not None]
    if any(v.unit not in ("", unit) or v.times or v.per for v in values):
        return False
    time = kind in ("time", "age")
    statement.values = [
        replace(v, value=replace(v.value, unit=unit, time=time)) if v.value is not None else v for v in statement.values
    ]
    statement.parens.remove(bracket)
    statement.silent.append(bracket)
    statement.rules.append("P5")
    return True


def _defining(bracket: Element) -> tuple[list[Element], list[Element]]:
    """The elements of a bracket that is one definition ("defined as age ≥ 18 years") and its cue; else none."""
    coords = [c for s in bracket.paren for c in s.coords]
    tail = coords[0].tails[0] if len(coords) == 1 and not coords[0].items and len(coords[0].tails) == 1 else None
    told = tail is not None and tail.cue.type == "IE" and len(tail.items) == 1
    return (list(tail.items[0].elements), [tail.cue]) if told and tail is not None else ([], [])


def alone(bracket: Element) -> list[Element]:
    """The elements of a bracket that holds one item and no tail; else none."""
    if len(bracket.paren) != 1 or len(bracket.paren[0].coords) != 1:
        return []
    coord = bracket.paren[0].coords[0]
    return list(coord.items[0].elements) if len(coord.items) == 1 and not coord.tails else []


def _only_who(main: Statement) -> bool:
    """Whether nothing but words for women of childbearing potential stands beside a reproductive state."""
    left = (main.cues, main.values, main.periods, main.before, main.after, main.complement, main.parens, main.parts)
    return main.head is None and not any(left) and all(map(tells_who, main.manual))


def _told_late(main: Statement, state: Statement) -> bool:
    """Whether a person's phrase behind a reproductive state, and at most a negation before that, is all there is beside it."""
    if main.head is not None or state.head is None or main.values or main.periods or main.parens or main.parts:
        return False
    said = (*main.manual, *main.before, *main.after, *main.complement)
    behind = all(e.start > state.head.start for e in said)
    return behind and all(act(c) == "NEG" and c.start < state.head.start for c in main.cues)


def _swallowed(statement: Statement, denial: Element | None) -> bool:
    """Whether a manual phrase that takes its statement over stands before (M1); ``denial``: a negation right before."""
    taking = [e for e in statement.manual if any(s.type == "MANUAL" and s.value not in NARROWING for s in e.senses)]
    # "Of childbearing age who are pregnant": who they are takes nothing over.
    negated = any(c.cue("NEG") is not None and c is not denial for c in statement.cues)
    return bool(taking) and not (all(map(tells_who, taking)) and not negated)


def _give_cues(main: Statement, others: list[Statement]) -> None:
    """Cues act on the age, sex or state that follows them, if the main statement has nothing else to act on."""
    for cue in main.cues:
        onward = next((o for o in others if o.head is not None and o.head.start > cue.start), others[-1])
        onward.cues.append(cue)
    main.cues = []


def _cue(e: Element, main: Statement, current: Statement, elements: list[Element], i: int) -> Statement:
    types = {s.type for s in e.senses}
    if "PLUS" in types and not joins_treatments(elements, i):
        (
            current.complement if current.complement else current.before if current.head is None else current.after
        ).append(e)
    elif "LINE" in types:
        main.line.append(e)
    elif current.complement:
        current.complement.append(e)
    elif "SINCE" in types and current.head is None and current.values and current.values[-1] is elements[i - 1]:
        _since(e, current)
    elif current.head is not None and (_told(types, elements, i) or _only_done(e, current, elements, i) or bare_allergy(e)):
        bucket = current.cues if elements[i - 1] is current.head else current.after
        (bucket if bare_allergy(e) else current.silent).append(e)
    elif _opens_treatment(e, current, elements, i) or _opens_suspicion(e, current, elements, i):
        part = Statement(rules=["A3"])
        part.cues.append(e)
        current.parts.append(part)
        return part
    elif (current.head is not None and "COMP" in types and not ("WITH" in types and _opens_fact(elements, i))) or (
        current.head is not None
        and "NEG" not in types
        and ("CAUSE" in types or ("REL" in types and current.kind in RELATED and _tells(elements, i)))
    ):
        current.complement.append(e)
        current.rules.append("A4")
    elif types & {"WITH", "PLUS"} and (
        (current.head is not None and _opens_fact(elements, i)) or (current.before and opens_limit(elements, i))
    ):
        part = Statement(rules=["A3"])
        part.silent.append(e)
        current.parts.append(part)
        return part
    elif (
        ("LEVELWORD" in types and (_beside_level(elements, i) or ("NOISE" in types and current.kind in MEASURABLE)))
        or _adds_nothing(e, current)
        or (i == 0 and _told(types, elements, i))
        or "QUANT" in types
        or "METHOD" in types
        or "MODAL" in types
        or ("PREP" in types and _loose(elements, i))
        or ({"WITH", "REL"} & types and current.head is None)
        or ("COMP" in types and current.head is None and not current.before and opens_limit(elements, i))
        or ("REL" in types and i + 1 < len(elements) and elements[i + 1].type in ("VALUE", "WINDOW"))
    ):
        current.silent.append(e)
    elif current.head is not None and "NEG" in types and "ANSWER" not in types:
        current.after.append(e)
    elif e.cue(*ACTING) is not None:
        current.cues.append(e)
    else:
        (current.before if current.head is None else current.after).append(e)
    return current


def _from_elsewhere(current: Statement, elements: list[Element], i: int) -> bool:
    """W5: "within 6 months before transplantation": a period up to something else than the index date tells more of the head."""
    onward = elements[i + 1] if i + 2 < len(elements) else None
    return (
        current.head is not None
        and onward is not None
        and any(t.sense("BEFORE", "AFTER") is not None for t in onward.tokens)
        and onward.type != "WINDOW"
    )


def _since(e: Element, current: Statement) -> None:
    """W4: "4 weeks since", "6 months after": the time is since what follows."""
    value, sense = current.values[-1], e.cue("SINCE")
    if value.value is None or not value.value.time or sense is None:
        current.before.append(e)
        return
    current.values.pop()
    passed = Period("elapsed", value.value.bounds, value.value.unit, after=sense.value == "post")
    current.periods.append(replace(value, type="WINDOW", tokens=(*value.tokens, *e.tokens), value=None, period=passed))


def _opens_treatment(e: Element, current: Statement, elements: list[Element], i: int) -> bool:
    """A3: "diabetes on insulin": a condition and what is taken for it now hold together."""
    use = e.cue("USE")
    following = next((x for x in elements[i + 1 :] if x.cue("MOD") is None), None)
    named = following.cue("MENTION") if following is not None else None
    return (
        current.kind == "condition"
        and use is not None
        and use.value == "now"
        and current.has("NEG") is None
        and named is not None
        and named.value.partition(":")[0] in ("drug", "procedure")
    )


def _opens_suspicion(e: Element, current: Statement, elements: list[Element], i: int) -> bool:
    """A3: "transplant recipient with suspected or confirmed COVID-19": the cue begins with "with" and acts on what follows."""
    if current.head is None or e.cue("SUSPECT") is None or not _opens_fact(elements, i):
        return False
    return begins_with(e, "WITH")


def _told(types: set[str], elements: list[Element], i: int) -> bool:
    """N1: "occurred", "performed" between a head and its period."""
    return "DONE" in types and i + 1 < len(elements) and elements[i + 1].type == "WINDOW"


def _only_done(e: Element, current: Statement, elements: list[Element], i: int) -> bool:
    """N1: "pacemaker implanted", "biopsy performed": the last word of a procedure that says no more than that it was done."""
    last = i + 1 == len(elements) and elements[i - 1] is current.head
    return last and current.kind == "procedure" and e.cue("DONE") is not None and e.cue(*ACTING) is None


def bare_allergy(e: Element) -> bool:
    """Whether an element is a word for allergy that stands behind what it is to ("penicillin allergy")."""
    sense = e.cue("ALLERGY")
    return sense is not None and sense.value == "bare"


def _dates(current: Statement, elements: list[Element], i: int) -> bool:
    """Whether a preposition ties a pregnancy to something before it, which it dates."""
    before = [e for e in elements[:i] if not e.cue("HIST", "CURRENT")]
    own = [e for e in current.before if not e.cue("PREP")]
    tied = bool(before) and any(t.sense("PREP", "WITHIN", "AT") is not None for t in before[-1].tokens)
    return tied and (current.head is not None or bool(own))


def _tells(elements: list[Element], i: int) -> bool:
    """Whether a relative is followed by words of its own, not by a value or a period of the head."""
    return i + 1 < len(elements) and elements[i + 1].type not in ("VALUE", "WINDOW")


def _adds_nothing(e: Element, current: Statement) -> bool:
    """N1: a generic noun after a head of its own sort: "asthma disease", "insulin therapy"; not "asthma therapy"."""
    generic = e.cue("GENERIC")
    if generic is None or current.head is None or (current.kind == "condition" and " " in e.tokens[0].text):
        return False
    if current.kind in ("drug", "procedure"):
        return generic.value == "treatment"
    if current.kind == "lab":
        # "HER2-positive disease": the disease that the test is of.
        return not generic.value and current.has("ANSWER") is not None
    if current.kind == "condition" and generic.value == "event":
        return concept(current.id).days is not None
    return current.kind == "condition" and generic.value not in ("treatment", "aspect")


def _opens_fact(elements: list[Element], i: int) -> bool:
    return any(e.type in ("MENTION", "WORD", "MANUAL") for e in elements[i + 1 :]) and not (
        i + 1 < len(elements) and elements[i + 1].type == "VALUE"
    )


def _opened(statement: Statement, elements: list[Element], i: int) -> bool:
    """Whether the opener of a complement stands right before the measure at ``i`` ("classified as NYHA III")."""
    at = next((j for j in range(i - 1, -1, -1) if not idle(elements[j]) or elements[j] in statement.complement), None)
    opener = elements[at] if at is not None else None
    past = statement.has("HIST", "USEPAST", "NEG") is not None
    return (
        opener is not None and not past and statement.complement == [opener] and opener.cue("COMP", "CAUSE") is not None
    )


def _for_whom(bracket: Element) -> Element | None:
    """C3: the sex that a bracket names as the one a limit is for ("> 48 % (women)")."""
    inside = [e for e in alone(bracket) if not idle(e)]
    only = inside[0] if len(inside) == 1 else None
    named = only is not None and only.type == "MENTION" and any(s.value.startswith("sex:") for s in only.senses)
    return only if named else None


def _beside_level(elements: list[Element], i: int) -> bool:
    near = [elements[j] for j in (i - 1, i + 1, i - 2) if 0 <= j < len(elements)]
    return any(e.type == "VALUE" or any(s.value.startswith("score:") for s in e.senses) for e in near)


def _loose(elements: list[Element], i: int) -> bool:
    """A preposition at an edge, or beside a value, a period or a bracket, ties nothing together."""
    if i == 0 or i + 1 == len(elements):
        return True
    graded = idle(elements[i + 1]) and elements[i + 2 : i + 3] != [] and elements[i + 2].type == "VALUE"
    near = any(elements[j].type in ("VALUE", "WINDOW", "PAREN") for j in (i - 1, i + 1))
    return near or elements[i - 1].type == "CUE" or graded


def choose(e: Element, elements: list[Element], i: int) -> Sense:
    """The sense of a mention that its surroundings ask for: a value or an answer beside it wants a measurement,
    "allergy to" a substance.
    """
    senses = [s for s in e.senses if s.type == "MENTION"]
    if len(senses) == 1:
        return senses[0]
    senses = _class_first(e, senses)
    kinds = {s.value.partition(":")[0] for s in senses}
    told = [*elements, *(x for e in elements if e.type == "PAREN" for x in alone(e))]
    wants_number = any(x.type == "VALUE" and x.value is not None and not x.value.time for x in told)
    answered = any(x.cue("ANSWER") for x in elements if x.type == "CUE")
    near = [elements[j] for j in (i - 1, i + 1) if 0 <= j < len(elements)]
    beside = any(x.type == "VALUE" or (x.type == "PAREN" and any(v.type == "VALUE" for v in alone(x))) for x in near)
    if MEASURABLE & kinds and (wants_number or answered or beside):
        return next(s for s in senses if s.value.partition(":")[0] in MEASURABLE)
    if any(x.cue("ALLERGY") for x in elements) and {"drug", "substance"} & kinds:
        return next(s for s in senses if s.value.partition(":")[0] in ("drug", "substance"))
    order = (
        "sex",
        "age",
        "reproduction",
        "agegroup",
        "condition",
        "drug",
        "procedure",
        "score",
        "lab",
        "vital",
        "substance",
        "social",
    )
    return min(senses, key=lambda s: order.index(s.value.partition(":")[0]))


def _class_first(e: Element, senses: list[Sense]) -> list[Sense]:
    """ "Tetracyclines": the class, not the drug of that name."""
    written = e.tokens[0].text.rpartition(" ")[2]
    if sum(s.value.startswith("drug:") for s in senses) < 2 or fold(written) == written.lower():
        return senses
    return sorted(
        senses, key=lambda s: s.value.startswith("drug:") and -len(concept(s.value.partition(":")[2]).ingredients)
    )


def _ages(main: Statement, others: list[Statement]) -> None:
    """An age takes the value in a unit of time (A2)."""
    for age in (s for s in others if s.kind == "age"):
        for v in list(main.values):
            if (
                v.value is not None
                and (v.value.time or not v.value.unit)
                and (main.head is None or v.value.time)
                and not age.values
            ):
                main.values.remove(v)
                age.values.append(v)
                age.rules.append("A2")


def texts(elements: Iterable[Element], text: str) -> str:
    """The source words of elements, from the first to the last."""
    listed = sorted((e for e in elements if not e.foreign), key=lambda e: e.start)
    return " ".join(text[listed[0].start : max(e.end for e in listed)].split()) if listed else ""
