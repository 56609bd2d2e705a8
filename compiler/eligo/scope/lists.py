"""Lists: what the parts of a coordination share, and which operator joins them.

- **D1** a part that is only a value or a period belongs to the part before it.
- **D2** cues alone go to the next part ("current or past X").
- **D3** a negation goes over the parts of its own kind in an or/comma list, which then all fail ("no A or B").
- **D4** "history of", "allergy to", "use of" go over bare parts of the same kind.
- **D5** a value is shared leftwards with measurable parts that have none ("AST or ALT > 3 × ULN").
- **D6** a period at the end, and "stable" with it, is shared leftwards with parts of the same kind that have none.
- **D7** an adjective alone takes the head noun that follows, where the two make a phrase of the lexicon ("arterial
  or venous thrombosis").
- **D8** a limit alone after "or", beside a limit of the same head, is an alternative.
- **D9** both sexes in a list restrict nothing.
- **D10** words before the first head, **D11** words after the last one may qualify every bare part, so they do.
- **D13** an exception in a bracket holds for earlier parts about the same thing.
- **O1** "or" means or. **O2** a comma takes the connective that follows it. **O3** "and", and a bare comma, between like parts of
  what is forbidden means or. **O4** "and" between unlike parts means and. **O5** "and" between like parts of what is required is
  unsettled, unless they are measurements with values: then it means and. **O6** a slash (or "and/or") between
    measurements is each of them: all where required, any where forbidden; else it is or.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from eligo.lex.phrases import lexicon
from eligo.lex.raw import raw_tokens
from eligo.parse.ast import Coord, Element
from eligo.scope.statement import ACTING, MEASURABLE, Statement, statements

SHARED = {
    "HIST": ("condition", "drug", "procedure"),
    "ALLERGY": ("drug", "substance"),
    "USE": ("drug",),
    "USEPAST": ("drug", "procedure"),
    "ANSWER": ("lab",),
}


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
    made = Listing([Unit(statements(i)) for i in coord.items], list(coord.juncts))
    _join_sexes(made)
    _join_fragments(made)
    _share_head_nouns(made)
    _hand_on_cues(made)
    _share_left_cues(made)
    _share_values(made)
    _share_periods(made)
    _share_left_words(made)
    _share_right_words(made)
    return made


def _join_sexes(made: Listing) -> None:
    """D9: "a man or woman aged 18 to 65": both sexes together restrict nothing."""
    for i in range(len(made.units) - 1):
        one, two = made.units[i].statements, made.units[i + 1].statements
        alone = len(one) == 1 and one[0].kind == "sex" and one[0].bare
        if alone and two[0].kind == "sex" and two[0].bare and two[0].id != one[0].id:
            two[0] = Statement(
                silent=[*([one[0].head] if one[0].head else []), *([two[0].head] if two[0].head else [])], rules=["D9"]
            )
            if len(two) > 1:
                two[1].silent += two[0].silent
                del two[0]
            del made.units[i], made.juncts[i]
            return


def _join_fragments(made: Listing) -> None:
    i = 1
    while i < len(made.units):
        unit, before = made.units[i], made.units[i - 1]
        only = unit.main
        alone = all("C3" in s.rules for s in unit.statements[:-1])
        fragment = alone and only.empty and not only.cues and (only.values or only.periods)
        target = next((s for s in reversed(before.statements) if s.head is not None), None)
        if fragment and only.values and target is not None and _alternative(target, only, made.juncts[i - 1]):
            only.head, only.sense = target.head, target.sense
            only.values = [_with_unit_of(target, v) for v in only.values]
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


def _same_measure(target: Statement, fragment: Statement) -> bool:
    values = [e.value for e in (*target.values, *fragment.values)]
    return len({(v.unit, v.times, v.time) for v in values if v is not None}) == 1


def _share_head_nouns(made: Listing) -> None:
    for i in range(len(made.units) - 2, -1, -1):
        only, onward = made.units[i].main, made.units[i + 1].main
        if (
            only.head is not None
            or not only.before
            or onward.head is None
            or made.juncts[i] not in ("or", "and", "comma", "cor", "cand", "slash")
        ):
            continue
        adjective, noun = only.before[-1], onward.head.tokens[0].text.split()
        for size in (1, 2):
            if len(noun) <= size or adjective.type not in ("WORD", "CUE", "MANUAL"):
                continue
            raws = raw_tokens(" ".join([adjective.tokens[0].text, *noun[-size:]]))
            match = lexicon().at(raws, 0)
            sense = (
                next((s for s in match.senses if s.type == "MENTION"), None)
                if match is not None and match.end == len(raws)
                else None
            )
            if sense is not None:
                only.head, only.sense = replace(adjective, type="MENTION", senses=(sense,)), sense
                only.before = only.before[:-1]
                only.rules.append("D7")
                break


def _hand_on_cues(made: Listing) -> None:
    for i in range(len(made.units) - 1):
        only = made.units[i].main
        if len(made.units[i].statements) == 1 and only.empty and only.cues and not only.values and not only.periods:
            onward = made.units[i + 1].main
            if onward.head is not None and made.juncts[i] in ("or", "comma", "cor", "slash"):
                only.head, only.sense = onward.head, onward.sense
                only.before = list(onward.before)
                only.values, only.periods = list(onward.values), list(onward.periods)
                only.rules.append("D2")


def _leading(statement: Statement, *types: str) -> Element | None:
    for cue in statement.cues:
        sense = cue.cue(*ACTING)
        if sense is not None and sense.type in types and (statement.head is None or cue.start < statement.head.start):
            return cue
    return None


def _share_left_cues(made: Listing) -> None:
    for kind in ("NEG", *SHARED):
        carried: Element | None = None
        source: Statement | None = None
        for i, unit in enumerate(made.units):
            main = unit.main
            if i and carried is not None and source is not None and _reaches(kind, made.juncts[i - 1], source, main):
                main.cues.insert(0, carried)
                main.rules.append("D3" if kind == "NEG" else "D4")
                continue
            carried, source = _leading(main, kind), main


def _reaches(kind: str, junct: str, source: Statement, main: Statement) -> bool:
    """Whether a cue before ``source`` goes over ``main`` too: a part of the same kind without a cue of its own."""
    if source.head is None or main.head is None or main.kind != source.kind or source.parts:
        return False
    own = {(c.cue(*ACTING) or c.senses[0]).type for c in main.cues}
    if kind == "NEG":
        return "NEG" not in own and junct in ("or", "comma", "cor", "slash")
    return not own & {"NEG", "CURRENT", *SHARED} and main.kind in SHARED[kind] and junct != "but"


def _share_left_words(made: Listing) -> None:
    """D10: words before the first head may hold for the bare parts after it, so they qualify those too."""
    carried: list[Element] = []
    for i, unit in enumerate(made.units):
        main = unit.main
        plain = main.head is not None and not (
            main.values or main.parens or main.before or main.complement or main.after or main.manual or main.parts
        )
        own = [c for c in main.cues if c not in (u.main.cues[0] for u in made.units[:i] if u.main.cues)]
        if carried and plain and not own:
            main.before = list(carried)
            main.rules.append("D10")
        elif i == 0 or not plain:
            early = [e for e in (*main.before, *main.manual) if main.head is None or e.start < main.head.start]
            carried = early if main.head is not None and not main.parens and not main.values else []


def _share_right_words(made: Listing) -> None:
    """D11: what stands after the last head may hold for the bare parts before it, so it qualifies those too."""
    if len(made.units) < 2:
        return
    last = made.units[-1].main
    anchor = last.head.start if last.head is not None else min((e.start for e in last.elements()), default=0)
    # An alternative limit had no head when it was read, so that all its words stand before one.
    alternative = "D8" in last.rules or (last.head is None and bool(last.values))
    words = last.before if alternative else []
    late = [e for e in (*last.complement, *last.after, *last.manual, *words) if e.start > anchor]
    exceptions = [p for p in last.parens if _excepts(p)]
    for unit in made.units[:-1]:
        if exceptions and unit.main.head is not None and unit.main.id == last.id:
            unit.main.parens += [p for p in exceptions if p not in unit.main.parens]
            unit.main.rules.append("D13")
    whole = last.head is None and bool(last.manual) and last.manual[0].start == anchor
    if not late or whole or (last.parens and not alternative):
        return
    for unit in reversed(made.units[:-1]):
        main = unit.main
        limited = (main.values or main.parens) and not (alternative and last.head in (None, main.head))
        if main.head is None or limited or main.complement or main.after or main.parts or main.periods:
            break
        main.complement = list(late)
        main.rules.append("D11")


def _excepts(bracket: Element) -> bool:
    """Whether a bracket is an exception ("(except …)")."""
    coords = [c for s in bracket.paren for c in s.coords]
    return len(coords) == 1 and not coords[0].items and any(t.cue.type == "EXCEPT" for t in coords[0].tails)


def _share_values(made: Listing) -> None:
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
            before.parens = before.parens or list(main.parens)
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


def _share_periods(made: Listing) -> None:
    for i in range(len(made.units) - 1, 0, -1):
        main, before = made.units[i].main, made.units[i - 1].main
        alike = main.kind == before.kind or not before.kind or {main.kind, before.kind} <= MEASURABLE
        if (
            main.periods
            and not before.periods
            and alike
            and main.kind in ("condition", "drug", "procedure", *MEASURABLE)
            and before.head is not None
            and made.juncts[i - 1] != "but"
        ):
            before.periods = list(main.periods)
            before.rules.append("D6")
            stable = main.has("STABLE")
            if stable is not None and not before.has("STABLE"):
                before.cues.append(stable)


def copy_cues(source: Statement, target: Statement) -> None:
    """Give ``target`` the leading cues and the periods of ``source``, where it has none of its own (L2)."""
    own = {(c.cue(*ACTING) or c.senses[0]).type for c in target.cues}
    target.cues[:0] = [c for c in source.cues if (c.cue(*ACTING) or c.senses[0]).type not in own]
    if not target.periods:
        target.periods = [replace(p) for p in source.periods]
    target.rules.append("L2")
