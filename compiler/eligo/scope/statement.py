"""From an item's elements to statements: what the item is about, and what acts on it.

Rules (documented in docs/rules.md):

- **A1** age, sex and reproductive state are statements of their own beside the main one ("women with diabetes").
- **A2** a value goes to the nearest measurable mention on its left, else to the first on its right.
- **A3** "with" after a head opens a second statement that holds together with the first.
- **A4** what stands after a complement opener (due to, requiring, confirmed by …) is a complement of the head.
- **A6** a word for an age group adds nothing to an age beside it.
- **N1** a level word ("class", "grade") beside a score or a value, and a generic noun after a condition, say nothing of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from eligo.lex import Sense
from eligo.parse.ast import Element, Item

DEMOGRAPHIC = frozenset({"sex", "age", "agegroup", "reproduction"})
MEASURABLE = frozenset({"lab", "vital", "score"})
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
)
NARROWING = frozenset({"vague", "criteria-set", "pathology", "imaging"})
"""Manual reasons that qualify what they stand beside; the others take their statement over."""


@dataclass(slots=True)
class Statement:
    """One statement: a ``head`` mention (or none), the cues that act on it, its value and periods, and what is left over.

    ``before``/``after`` are left-overs beside the head, ``complement`` what a complement opener begins; ``sense`` is the
    head's chosen sense. ``silent`` elements say nothing of their own and are noise if the statement settles.
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
    elements = list(item.elements)
    for i, e in enumerate(elements):
        if e.type == "MENTION":
            sense = choose(e, elements, i)
            kind = sense.value.partition(":")[0]
            if kind in DEMOGRAPHIC and _swallowed(current):
                current.after.append(e)
            elif kind in DEMOGRAPHIC:
                others.append(
                    Statement(
                        head=e,
                        sense=sense,
                        rules=["A1", *(["C3"] if kind == "sex" and i and elements[i - 1].cue("PREP") else [])],
                    )
                )
            elif current.complement:
                current.complement.append(e)
            elif current.head is None:
                current.head, current.sense = e, sense
            else:
                current.after.append(e)
        elif e.type == "PAREN":
            aside = others and main.head is None and not (main.before or main.manual or main.cues)
            (others[-1] if aside and others[-1].kind != "sex" else current).parens.append(e)
        elif e.type == "VALUE":
            current.values.append(e)
        elif e.type == "WINDOW":
            current.periods.append(e)
        elif e.type == "MANUAL":
            acting = e.cue(*ACTING)
            if current.complement:
                current.complement.append(e)
            elif acting is not None and acting.type not in ("CURRENT", "KNOWN", "HIST"):
                current.cues.append(e)
            else:
                current.manual.append(e)
        elif e.type == "CUE":
            current = _cue(e, main, current, elements, i)
        else:
            (
                current.complement if current.complement else current.before if current.head is None else current.after
            ).append(e)
    _long_form(main)
    _told_by_age(others)
    for statement in (main, *others, *main.parts):
        _absorb(statement)
    _ages(main, others)
    if others and main.cues and main.empty and not main.values:
        _give_cues(main, others)
    if not others or not main.empty or main.cues or (main.values and others[0].kind == "sex"):
        return [*others, main]
    for bucket in ("values", "periods", "silent", "line"):
        getattr(others[0], bucket).extend(getattr(main, bucket))
    return others


def _told_by_age(others: list[Statement]) -> None:
    """A6: "children aged 6 to 11": the word for the age group adds nothing to the age."""
    age = next((s for s in others if s.kind == "age"), None)
    for group in [s for s in others if s.kind == "agegroup"]:
        if age is not None and group.bare and group.head is not None:
            age.silent.append(group.head)
            others.remove(group)


def _long_form(main: Statement) -> None:
    """P1: unknown words before a bracket with one measurement are its long form ("… severity index (RCLASI) ≥ 4")."""
    if main.head is not None or not main.before or not main.parens or not main.values:
        return
    inside = _simple(main.parens[0])
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


def _absorb(statement: Statement) -> None:
    """P5: a bracket with nothing but a value or a period belongs to the head; beside a value in another unit it restates it."""
    for bracket in list(statement.parens):
        inside = _simple(bracket)
        if statement.head is None or not inside or any(e.type not in ("VALUE", "WINDOW") for e in inside):
            continue
        values = [e for e in inside if e.type == "VALUE"]
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


def _simple(bracket: Element) -> list[Element]:
    """The elements of a bracket that holds one item and no tail; else none."""
    if len(bracket.paren) != 1 or len(bracket.paren[0].coords) != 1:
        return []
    coord = bracket.paren[0].coords[0]
    return list(coord.items[0].elements) if len(coord.items) == 1 and not coord.tails else []


def _swallowed(statement: Statement) -> bool:
    """Whether a manual phrase that takes its statement over stands before (M1)."""
    return any(s.type == "MANUAL" and s.value not in NARROWING for e in statement.manual for s in e.senses)


def _give_cues(main: Statement, others: list[Statement]) -> None:
    """Cues act on the age, sex or state that follows them, if the main statement has nothing else to act on."""
    for cue in main.cues:
        onward = next((o for o in others if o.head is not None and o.head.start > cue.start), others[-1])
        onward.cues.append(cue)
    main.cues = []


def _cue(e: Element, main: Statement, current: Statement, elements: list[Element], i: int) -> Statement:
    types = {s.type for s in e.senses}
    if "LINE" in types:
        main.line.append(e)
    elif current.complement:
        current.complement.append(e)
    elif (current.head is not None and "COMP" in types and not ("WITH" in types and _opens_fact(elements, i))) or (
        current.head is not None and "CAUSE" in types and "NEG" not in types
    ):
        current.complement.append(e)
        current.rules.append("A4")
    elif "WITH" in types and current.head is not None and _opens_fact(elements, i):
        part = Statement(rules=["A3"])
        part.silent.append(e)
        current.parts.append(part)
        return part
    elif (
        ("LEVELWORD" in types and _beside_level(elements, i))
        or ("GENERIC" in types and current.head is not None and current.kind in ("condition", ""))
        or "QUANT" in types
        or "METHOD" in types
        or "MODAL" in types
        or ("PREP" in types and _loose(elements, i))
        or ("WITH" in types and current.head is None)
    ):
        current.silent.append(e)
    elif current.head is not None and "NEG" in types and "ANSWER" not in types:
        current.after.append(e)
    elif e.cue(*ACTING) is not None:
        current.cues.append(e)
    else:
        (current.before if current.head is None else current.after).append(e)
    return current


def _opens_fact(elements: list[Element], i: int) -> bool:
    return any(e.type in ("MENTION", "WORD", "MANUAL") for e in elements[i + 1 :]) and not (
        i + 1 < len(elements) and elements[i + 1].type == "VALUE"
    )


def _beside_level(elements: list[Element], i: int) -> bool:
    near = [elements[j] for j in (i - 1, i + 1, i - 2) if 0 <= j < len(elements)]
    return any(e.type == "VALUE" or any(s.value.startswith("score:") for s in e.senses) for e in near)


def _loose(elements: list[Element], i: int) -> bool:
    """A preposition at an edge, or beside a value, a period or a bracket, ties nothing together."""
    if i == 0 or i + 1 == len(elements):
        return True
    return (
        any(elements[j].type in ("VALUE", "WINDOW", "PAREN") for j in (i - 1, i + 1)) or elements[i - 1].type == "CUE"
    )


def choose(e: Element, elements: list[Element], i: int) -> Sense:
    """The sense of a mention that its surroundings ask for: a value or an answer beside it wants a measurement,
    "allergy to" a substance.
    """
    senses = [s for s in e.senses if s.type == "MENTION"]
    if len(senses) == 1:
        return senses[0]
    kinds = {s.value.partition(":")[0] for s in senses}
    wants_number = any(x.type == "VALUE" and x.value is not None and not x.value.time for x in elements)
    answered = any(x.cue("ANSWER") for x in elements if x.type == "CUE")
    if MEASURABLE & kinds and (wants_number or answered):
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
    return " ".join(text[listed[0].start : listed[-1].end].split()) if listed else ""
