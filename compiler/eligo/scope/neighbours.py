"""What stands beside an element of an item: whether it says anything, begins a time or a limit, or makes an age another's (A8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

from eligo.lex import Sense
from eligo.lex.numbers import unit_at
from eligo.lex.phrases import lexicon
from eligo.lex.raw import ARTICLES, fold, folds, raw_tokens
from eligo.lex.word_tables import words
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element

MEASURABLE = frozenset({"lab", "vital", "score"})


def idle(e: Element) -> bool:
    """Whether an element between a word for age and its value says nothing: "age of", "age must be"."""
    return e.type == "CUE" and any(s.type in ("PREP", "MODAL", "LEVELWORD", "QUANT") for s in e.senses)


def begins_with(e: Element, *types: str) -> bool:
    """Whether the first word of an element, by itself, has a sense of one of the types ("no" of "no clinically significant …")."""
    match = lexicon().at(e.raws[:1], 0)
    return match is not None and any(s.type in types for s in match.senses)


def opens_time(elements: list[Element], i: int) -> bool:
    """Whether a time that isn't the index date begins at ``i`` ("≥ 18 years at the time of surgery")."""
    return i + 1 < len(elements) and any(t.sense("AT", "BEFORE", "AFTER") for t in elements[i].tokens[:1])


def of_another(elements: list[Element], i: int) -> bool:
    """A8: whether an age is another person's, another time's or another quantity: a word of the table stands shortly
    before it, in a bracket or after "at" behind it; or the age is what something else came before or after.
    """
    near = elements[max(0, i - 3) : i]
    told = elements[i + 1] if i + 1 < len(elements) and elements[i + 1].type == "PAREN" else None
    later = [
        x
        for j in range(i + 1, min(len(elements), i + 4))
        if any(t.sense("AT") for t in elements[j].tokens)
        for x in elements[j : j + 3]
    ]
    own = elements[i].tokens[0].sense("AT", "BEFORE", "AFTER") if elements[i].type == "VALUE" else None
    before = near[-1].cue("BEFORE", "AFTER") if near else None
    near += inner(told) if told is not None else []
    said = {fold(w) for x in (*near, *later) for t in x.tokens for w in t.text.lower().split()}
    return own is not None or before is not None or not said.isdisjoint(words("age_turns"))


def inner(bracket: Element) -> list[Element]:
    """All elements of a bracket."""
    return [e for s in bracket.paren for c in s.coords for i in c.items for e in i.elements]


def named_unit(bracket: Element) -> tuple[str, str] | None:
    """The unit that is all a bracket holds ("(years)", "(kg/m2)") and its kind; None for any other bracket."""
    coords = [c for s in bracket.paren for c in s.coords]
    text = "/".join(" ".join(e.text for e in i.elements) for c in coords for i in c.items)
    raws = raw_tokens(text)
    hit = unit_at(raws, 0, text) if raws else None
    return (hit[1], hit[2]) if hit is not None and hit[0] == len(raws) else None


def told_of(elements: list[Element], i: int) -> bool:
    """A8: whether a word for an age group is part of what stands before it ("protection of adults", "using the Adult …")."""
    before = elements[i - 1] if i else None
    return before is not None and i > 1 and before.cue("PREP", "METHOD") is not None


def opens_limit(elements: list[Element], i: int) -> bool:
    """Whether a measure with its limit follows ("hemogram with Hb < 10")."""
    after = next((j for j in range(i + 1, len(elements)) if not idle(elements[j])), None)
    if after is None or elements[after].type != "MENTION":
        return False
    kinds = {s.value.partition(":")[0] for s in elements[after].senses if s.type == "MENTION"}
    return bool(kinds & MEASURABLE) and limited(elements, after)


def limited(elements: list[Element], i: int) -> bool:
    """Whether the measure at ``i`` has its limit right behind it, past its short form in a bracket."""
    rest = [e for e in elements[i + 1 :] if not idle(e) and e.type != "PAREN"]
    return bool(rest) and rest[0].type == "VALUE"


@cache
def _unit_heads() -> dict[str, str]:
    return {r["spelling"]: r["id"] for r in rows("unit_heads")}


def named_by_units(elements: Sequence[Element]) -> list[Element]:
    """A10: a limit whose unit names what it counts ("> 20 WBC/HPF"), with that as a mention of its own behind it; only
    where the item measures nothing else.
    """
    if any(s.value.partition(":")[0] in MEASURABLE for e in elements for s in e.senses if s.type == "MENTION"):
        return list(elements)
    out: list[Element] = []
    for e in elements:
        unit = e.tokens[-1]
        named = (
            _unit_heads().get(" ".join(unit.text.lower().split())) if e.type == "VALUE" and len(e.tokens) > 1 else None
        )
        if named is None or unit.sense("UNIT") is None:
            out.append(e)
            continue
        sense = Sense("MENTION", f"{concept(named).kind}:{named}")
        out += [
            replace(e, tokens=e.tokens[:-1]),
            Element("MENTION", (replace(unit, senses=(sense,)),), (sense,)),
        ]
    return out


def runs_on(elements: Sequence[Element], i: int) -> bool:
    """A11: whether the measure at ``i`` stands right between a limit and its own one, without a juncture ("Hb > 9 ANC > 1.5")."""
    return (
        0 < i < len(elements) - 1
        and elements[i - 1].type == "VALUE"
        and elements[i + 1].type == "VALUE"
        and not any(e.value is None or e.value.bare for e in (elements[i - 1], elements[i + 1]))
    )


LONGEST_TAKING = 6


@cache
def _takings() -> frozenset[tuple[str, ...]]:
    return frozenset(folds(row["phrase"]) for row in rows("measure_times"))


def takings_joined(elements: Sequence[Element]) -> list[Element]:
    """J16: words that tell when a value is taken and hold a number of their own ("on day 3"), as one element, so that the number
    is no limit; only where the item measures something.
    """
    if not any(s.value.partition(":")[0] in MEASURABLE for e in elements for s in e.senses if s.type == "MENTION"):
        return list(elements)
    out: list[Element] = []
    i = 0
    while i < len(elements):
        end = _taking_end(elements, i)
        if end:
            tokens = tuple(t for e in elements[i:end] for t in e.tokens)
            out.append(Element("WORD", tokens, (Sense("WORD", ""),)))
            i = end
        else:
            out.append(elements[i])
            i += 1
    return out


def _taking_end(elements: Sequence[Element], i: int) -> int:
    """One past the last element of the longest such phrase that starts at ``i``; 0 for none."""
    if elements[i].type not in ("CUE", "WORD", "WINDOW"):
        return 0
    for end in range(min(len(elements), i + LONGEST_TAKING), i + 1, -1):
        run = elements[i:end]
        numbered = any(e.type in ("VALUE", "WINDOW") for e in run) and not any(e.type == "PAREN" for e in run)
        if numbered and tuple(f for e in run for f in e.folds if f not in ARTICLES) in _takings():
            return end
    return 0


def tells_who(e: Element) -> bool:
    """Whether a phrase says no more than of whom it speaks: women of childbearing potential."""
    said = [r.fold for r in e.raws if r.kind == "word"]
    return not words("childbearing_words", "bearing", "fertile").isdisjoint((*said, *map("".join, pairwise(said))))


DAYS = {"h": Fraction(1, 24), "d": Fraction(1), "wk": Fraction(7), "mo": Fraction(61, 2), "a": Fraction(731, 2)}
"""About how many days a unit of time has."""
NEAR = Fraction(1, 15)
"""By how much of it two ways to write one period may differ: "one month (4 weeks)" is not one of them, "2 months (60 days)" is."""


def same_time(period: Element, value: Element) -> bool:
    """P5: whether a value says a period once more in another unit."""
    if period.period is None or value.value is None:
        return False
    bounds, said = period.period.bounds, value.value.bounds
    amounts = [
        Fraction(n) * DAYS[unit]
        for ends, unit in ((bounds, period.period.unit), (said, value.value.unit))
        if (n := ends.high if ends.high is not None else ends.low) is not None and unit in DAYS
    ]
    return len(amounts) == 2 and abs(amounts[0] - amounts[1]) <= max(amounts) * NEAR
