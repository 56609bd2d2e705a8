"""Lists: what the parts of a coordination share, and which operator joins them.

- **D1** a part that is only a value or a period belongs to the part before it.
- **D2** cues alone go to the next part ("current or past X").
- **D7** an adjective alone takes the head noun that follows, where the two make a phrase of the lexicon ("arterial
  or venous thrombosis").
- **D8** a limit alone after "or", beside a limit of the same head, is an alternative.
- **O1** "or" means or. **O2** a comma takes the connective that follows it. **O3** "and", and a bare comma, between like parts of
  what is forbidden means or. **O4** "and" between unlike parts means and. **O5** "and" between like parts of what is required is
  unsettled, unless they are measurements with values: then it means and. **O6** a slash (or "and/or") between
    measurements is each of them: all where required, any where forbidden; else it is or.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from eligo.lex import Sense
from eligo.lex.phrases import mention_of
from eligo.parse.ast import Coord, Element
from eligo.scope.adjectives import course_free, share_heads
from eligo.scope.by_sex import split
from eligo.scope.effects import share_effects
from eligo.scope.frames import share_beginnings, share_frames
from eligo.scope.junctures import JOINING, OR_LIST
from eligo.scope.late_periods import share_periods
from eligo.scope.others import drop_other
from eligo.scope.places import join_places, share_stages, share_types
from eligo.scope.ratios import join_ratios
from eligo.scope.relatives import join_clauses
from eligo.scope.restated import join_restated
from eligo.scope.sexes import join_sexes, share_age, share_clause
from eligo.scope.sharing import denies, share_left_cues, share_left_words, share_values, testable
from eligo.scope.statement import MEASURABLE, Statement, act, statements
from eligo.scope.trailing import share_right_words
from eligo.scope.treatments import (
    drop_methods,
    hand_back_cues,
    join_half_lives,
    leave_abused,
    open_with_period,
    share_allergy,
    share_counts,
    share_early_period,
)


@dataclass(slots=True)
class Unit:
    """One part of a list: the statements of one item, which hold together."""

    statements: list[Statement]

    @property
    def main(self) -> Statement:
        """The statement that the item is about: the last."""
        return self.statements[-1]


@dataclass(slots=True)
class Listing:
    """The parts of a coordination and the junctures between them (``juncts[i]`` stands before ``units[i + 1]``)."""

    units: list[Unit]
    juncts: list[str]


def listing(coord: Coord) -> Listing:
    """The parts of a coordination, with what they share distributed (D1–D6)."""
    coord = split(coord)
    made = Listing([Unit(statements(i)) for i in coord.items], list(coord.juncts))
    if not made.units:
        return made
    join_sexes(made)
    share_age(made)
    share_clause(made)
    open_with_period(made)
    join_half_lives(made)
    _open_with_place(made)
    join_places(made)
    share_stages(made)
    share_types(made)
    join_restated(made)
    _join_fragments(made)
    _withhold_second_limits(made)
    _share_answers(made)
    _share_head_nouns(made)
    share_frames(made)
    share_beginnings(made)
    share_heads(made)
    join_clauses(made)
    _hand_on_cues(made)
    share_effects(made)
    hand_back_cues(made)
    drop_methods(made)
    share_allergy(made)
    leave_abused(made)
    share_left_cues(made)
    join_ratios(made)
    share_values(made)
    share_early_period(made)
    share_periods(made)
    share_left_words(made)
    share_counts(made)
    share_right_words(made)
    drop_other(made)
    return made


def _join_fragments(made: Listing) -> None:
    i = 1
    while i < len(made.units):
        unit, before = made.units[i], made.units[i - 1]
        only = unit.main
        alone = all("C3" in s.rules for s in unit.statements[:-1])
        fragment = alone and only.empty and not only.cues and (only.values or only.periods)
        led = alone and only.head is None and not (only.cues or only.parts) and bool(only.values)
        led = led and all(e.start > only.values[0].start for e in only.before)
        target = next((s for s in reversed(before.statements) if s.head is not None), None)
        if fragment and target is not None and only.values:
            limited = target.parts[-1] if target.parts and target.parts[-1].kind in MEASURABLE else None
            target = limited if limited is not None and limited.values else target
        aged = any(e.value is not None and e.value.time and e.value.unit == "a" for e in only.values)
        own = any(e.value is not None and e.value.aged for e in only.values)
        person = target is not None and target.kind in ("sex", "agegroup", "reproduction")
        if fragment and ((person and aged) or (own and target is not None and target.kind != "age" and not person)):
            i += 1
            continue
        people = all(any("C3" in s.rules for s in u.statements) for u in (unit, before))
        junct = "or" if people and made.juncts[i - 1] in ("and", "cand") else made.juncts[i - 1]
        if (fragment or led) and only.values and target is not None and _alternative(target, only, junct):
            only.head, only.sense = target.head, target.sense
            only.before, only.after = [], [*only.before, *only.after]
            target.values = [_with_unit_of(only, v) for v in target.values]
            only.values = [_with_unit_of(target, v) for v in only.values]
            if people:
                only.values = [_with_end_of(target, v) for v in only.values]
            only.rules.append("D8")
            i += 1
        elif (
            fragment
            and len(unit.statements) == 1
            and target is not None
            and not (only.values and (target.values and not _same_measure(target, only)))
            and not (only.periods and target.periods)
        ):
            target.values += only.values
            target.periods += only.periods
            target.silent += only.silent
            target.rules.append("D1" if made.juncts[i - 1] != "or" or not only.values else "D1or")
            del made.units[i], made.juncts[i - 1]
        else:
            i += 1


def _withhold_second_limits(made: Listing) -> None:
    """D8: "> 450/470 ms": for whom each of two limits holds isn't said, so neither is read."""
    for i in range(1, len(made.units)):
        only, target = made.units[i].main, made.units[i - 1].main
        bare = only.head is None and bool(only.values) and not (only.before or only.cues or only.parts)
        if made.juncts[i - 1] == "slash" and bare and target.kind in MEASURABLE and target.values:
            target.head, target.sense = None, None


def _alternative(target: Statement, fragment: Statement, junct: str) -> bool:
    """D8: a limit alone after "or", beside one that the head has already, is an alternative for the same head."""
    bare = any(e.value is not None and e.value.bare for e in (*target.values, *fragment.values))
    times = {e.value.time for e in (*target.values, *fragment.values) if e.value is not None and e.value.unit}
    return (
        junct in ("or", "cor", "comma")
        and bool(target.values)
        and not bare
        and len(times) <= 1
        and target.kind in MEASURABLE | {"age"}
    )


def _with_unit_of(target: Statement, element: Element) -> Element:
    """A limit without unit takes the unit of the one before it."""
    value, own = element.value, target.values[-1].value
    if value is None or own is None or value.unit or value.times or own.times:
        return element
    return replace(element, value=replace(value, unit=own.unit, per=own.per, time=own.time))


def _with_end_of(target: Statement, element: Element) -> Element:
    """A limit for one sex after a range for the other has the range's other end too ("> 6 and < 13 (men) or < 12 (women)")."""
    value, own = element.value, target.values[-1].value
    if value is None or own is None or own.bounds.low is None or own.bounds.high is None or own.unit != value.unit:
        return element
    b, o = value.bounds, own.bounds
    if b.low is None:
        b = replace(b, low=o.low, low_closed=o.low_closed)
    elif b.high is None:
        b = replace(b, high=o.high, high_closed=o.high_closed)
    return replace(element, value=replace(value, bounds=b))


def _same_measure(target: Statement, fragment: Statement) -> bool:
    values = [e.value for e in (*target.values, *fragment.values)]
    return len({(v.unit, v.times, v.time) for v in values if v is not None}) == 1


def _share_answers(made: Listing) -> None:
    """D22: an answer behind the last of several tests is each one's ("HBsAg, HCV antibody and HIV antibody positive")."""
    for i in range(len(made.units) - 1, 0, -1):
        main, before = made.units[i].main, made.units[i - 1].main
        answer = main.has("ANSWER")
        late = answer is not None and main.head is not None and answer.start > main.head.start
        late = late and not (main.before or main.after or main.complement or main.manual)
        bare = testable(before) and not (before.values or before.has("ANSWER") or before.before or before.after)
        if answer is not None and late and bare and testable(main) and made.juncts[i - 1] != "but":
            before.cues.append(answer)
            before.rules.append("D22")
            if denies(answer):
                main.rules.append("D3")


def _open_with_place(made: Listing) -> None:
    """D21: a circumstance alone before the first comma qualifies what follows ("At rest, oxygen saturation < 93 %")."""
    first = made.units[0].main
    elements = first.elements()
    opens = bool(elements) and any(t.sense("AT", "PREP") for t in elements[0].tokens[:1])
    if len(made.units) > 1 and len(made.units[0].statements) == 1 and made.juncts[0] == "comma" and opens:
        onward = made.units[1].main
        if (
            first.head is None
            and first.before
            and not (first.values or first.periods or first.cues)
            and onward.head is not None
        ):
            onward.before = [*elements, *onward.before]
            del made.units[0], made.juncts[0]


def _share_head_nouns(made: Listing) -> None:
    shared: list[str] = []
    for i in range(len(made.units) - 2, -1, -1):
        only, onward = made.units[i].main, made.units[i + 1].main
        shared, handed = [], shared
        if only.head is not None or not only.before or onward.head is None or made.juncts[i] not in JOINING:
            continue
        adjective, noun = only.before[-1], handed or onward.head.tokens[0].text.split()
        for size in (1, 2, 3):
            whole = len(noun) == size and bool(onward.before or handed)
            if not (len(noun) > size or whole) or adjective.type not in ("WORD", "CUE", "MANUAL"):
                continue
            taken = next((n for n in (2, 1) if _named(only.before[-n:], n, noun[-size:]) is not None), 0)
            sense = _named(only.before[-taken:], taken, noun[-size:]) if taken else None
            if sense is not None:
                words = [t for e in only.before[-taken:] for t in e.tokens]
                only.head, only.sense = replace(adjective, type="MENTION", tokens=tuple(words), senses=(sense,)), sense
                only.before = only.before[:-taken]
                only.rules.append("D7")
                shared = noun[-size:]
                _share_stage(only, onward)
                break


def _share_stage(only: Statement, onward: Statement) -> None:
    """D7: "stage I–III colorectal or breast cancer": a stage before the first adjective is of each."""
    early = [e for e in (*only.values, *only.silent) if only.head is not None and e.end <= only.head.start]
    staged = [e for e in early if e.type == "VALUE" or e.cue("LEVELWORD") is not None]
    levels = any(e.cue("LEVELWORD") is not None for e in staged)
    if levels and any(e.type == "VALUE" for e in staged) and not (onward.values or onward.before):
        onward.values = [e for e in staged if e.type == "VALUE"]
        onward.silent = [*onward.silent, *(e for e in staged if e.type != "VALUE")]
        onward.rules.append("D7")


def _named(adjectives: list[Element], count: int, noun: list[str]) -> Sense | None:
    """The mention that ``count`` adjectives make with a noun, if the lexicon has it."""
    if len(adjectives) != count or any(e.type not in ("WORD", "CUE", "MANUAL") for e in adjectives):
        return None
    return mention_of(" ".join([*(e.text for e in adjectives), *noun]))


def _ongoing_head(only: Statement, onward: Statement) -> tuple[Element, Sense] | None:
    """D2: "active or latent tuberculosis": what "active" is said of has no course of its own."""
    current = only.has("CURRENT")
    cue = current.cue("CURRENT") if current is not None else None
    return course_free(onward) if cue is not None and cue.value == "active" else None


def _hand_on_cues(made: Listing) -> None:
    for i in range(len(made.units) - 2, -1, -1):
        only, onward = made.units[i].main, made.units[i + 1].main
        types = {act(c) for c in only.cues}
        alone = len(made.units[i].statements) == 1 and only.empty and not (only.values or only.periods)
        if alone and onward.head is None and types & {"ALLERGY", "CONTRA"} and made.juncts[i] in (*OR_LIST, "and"):
            onward.cues = [*only.cues, *onward.cues]
            onward.silent += only.silent
            del made.units[i], made.juncts[i]
    for i in range(len(made.units) - 1):
        only = made.units[i].main
        if len(made.units[i].statements) == 1 and only.empty and only.cues and not only.values and not only.periods:
            onward = made.units[i + 1].main
            if onward.head is not None and made.juncts[i] in OR_LIST:
                only.head, only.sense = _ongoing_head(only, onward) or (onward.head, onward.sense)
                only.before = [e for e in onward.before if e.cue("EFFECT") is None or only.has("ALLERGY") is None]
                only.values, only.periods = list(onward.values), list(onward.periods)
                only.rules.append("D2")
