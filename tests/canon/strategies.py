"""Random expressions over every operator, atom and field, with names and texts that try to be taken for the language."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from eligo.canon.naming import KINDS, named
from eligo.concepts import Answer, Code, Concept, Ingredient, Kind, System, UnitScale, without
from eligo.lexicon.concepts import concept, with_history
from eligo.logic import (
    MANUAL_REASONS,
    Age,
    Allergy,
    And,
    AtLeast,
    Bounds,
    Condition,
    Drug,
    Either,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    StudyParticipation,
    Window,
)

HOSTILE = (
    'the "X" trial', "\\", '\\"', "a; b", "; or", "any of (", ")", "[manual, consent: ", "not", "never", "line\nbreak", "\t",
    "\u2028", "\x00", "é ≥ 5 µmol", "taken now", "history of", "severe asthma", "x other than y", "other than", "or", "5", "", " ",
    "two  spaces", "age", "within", "equivalent", "x done", "hepatitis B or C", "CD4+", "a:b", "[lab]", "every",
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=12), st.from_regex(r"[a-z]{1,6}( [a-z]{1,6}){0,2}", fullmatch=True)
)
numbers = st.one_of(
    st.integers(-200, 2000).map(Decimal),
    st.decimals(min_value=-50, max_value=50000, allow_nan=False, places=3),
    st.sampled_from([Decimal("1E+3"), Decimal("7.0"), Decimal("0")]),
)
counts = st.integers(0, 400)


@st.composite
def intervals(draw: st.DrawFn) -> Bounds:
    low, high = draw(st.none() | numbers), draw(st.none() | numbers)
    return Bounds(low, draw(st.booleans()), draw(st.sampled_from([high, low])), draw(st.booleans()))


offsets = st.builds(Offset, counts, st.sampled_from(["d", "wk", "mo", "a"]), st.booleans())
windows = st.builds(Window, st.none() | offsets, st.none() | offsets)
some_window = st.none() | windows

some_code = st.sampled_from(["E11.9", "44054006", "2160-0", "A B", ""])
codes = st.builds(Code, st.sampled_from(get_args(System)), some_code, st.booleans())
code_lists = st.lists(codes, max_size=4).map(tuple)
title_lists = st.lists(st.sampled_from(["chest pain", "type 2 diabetes", "titled", "not"]), max_size=2).map(tuple)
units = st.sampled_from(
    ["mg/dL", "10*9/L", "%", "mm[Hg]", "[IU]/L", "g/(24.h)", "{1.73_m2}", "mL/min/{1.73_m2}", "", "in", "days", "mg/day", "mg/kg",
     "within", "is", "×", 'a"b']
)  # fmt: skip


@st.composite
def made_concepts(draw: st.DrawFn, kinds: tuple[Kind, ...]) -> Concept:
    """A concept that no lexicon has, with any of its fields."""
    return Concept(
        draw(texts), draw(texts), draw(st.sampled_from(kinds)), draw(code_lists), draw(code_lists),
        draw(st.lists(st.builds(Ingredient, texts, code_lists, st.none() | numbers), max_size=2).map(tuple)),
        draw(st.none() | units), draw(st.lists(st.builds(UnitScale, units, numbers), max_size=2).map(tuple)),
        draw(st.lists(st.builds(Answer, texts, code_lists, st.none() | numbers), max_size=2).map(tuple)),
        draw(st.none() | counts), draw(st.booleans()), draw(st.lists(st.sampled_from(get_args(System)), max_size=2).map(tuple)),
        draw(title_lists), draw(title_lists),
    )  # fmt: skip


@cache
def known(kinds: tuple[Kind, ...]) -> list[str]:
    return sorted(id for (kind, _), id in named().items() if kind in kinds)


@st.composite
def lexicon_concepts(draw: st.DrawFn, kinds: tuple[Kind, ...]) -> Concept:
    """A concept of the lexicon, with its history codes, or without another one."""
    ids = known(kinds)
    if not ids:
        return draw(made_concepts(kinds))
    found = concept(draw(st.sampled_from(ids)))
    if found.kind == "condition" and draw(st.booleans()):
        found = with_history(found.id)
    if draw(st.integers(0, 5)) == 0:
        found = without(found, [concept(i) for i in draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3))])
    if draw(st.integers(0, 8)) == 0:
        found = Concept(f"{found.kind}'{draw(texts)}", found.name, found.kind)
    return found


def concepts(use: Any) -> st.SearchStrategy[Concept]:
    kinds = KINDS[use]
    return st.one_of(
        lexicon_concepts(kinds), lexicon_concepts(kinds), made_concepts(kinds), made_concepts(get_args(Kind))
    )


@st.composite
def measurements(draw: st.DrawFn) -> Measurement:
    """One kind of test, now and then several, as a tree may hold them."""
    some = draw(st.sampled_from(["bounds", "times", "values", "answer", "none", "all"]))
    test: dict[str, Any] = {}
    if some in ("bounds", "all"):
        test |= {"bounds": draw(intervals()), "unit": draw(st.none() | units)}
    if some in ("times", "all"):
        test |= {"bounds": draw(st.none() | intervals()), "times": draw(st.sampled_from(["ULN", "LLN"]))}
    if some in ("values", "all"):
        test["values"] = tuple(draw(st.lists(numbers, min_size=1, max_size=3)))
    if some in ("answer", "all"):
        test["answer"] = draw(st.sampled_from(["positive", "abnormal", "1+", "2", "not detected", "is"]) | texts)
    which, when = draw(st.sampled_from(["latest", "any", "all"])), draw(some_window)
    return Measurement(draw(concepts("measurement")), **test, which=which, window=when)


drugs = st.builds(
    Drug, concepts("drug"), st.sampled_from(["current", "ever"]), some_window, st.none() | intervals(), st.none() | units,
    st.booleans(), st.none() | texts | st.sampled_from(["prednisone", "oral morphine"]), st.none() | offsets, st.none() | offsets,
)  # fmt: skip
severities = st.lists(st.sampled_from(["mild", "moderate", "severe"]), max_size=3).map(tuple)
conditions = st.builds(
    Condition, concepts("condition"), st.sampled_from(["present", "active", "history"]), some_window, counts, severities,
    st.sampled_from(["stated", "suspected"]),
)  # fmt: skip

ATOM_STRATEGIES: dict[type, st.SearchStrategy[Any]] = {
    Age: st.builds(Age, intervals(), st.sampled_from(["a", "mo", "wk", "d", "h"])),
    Sex: st.builds(Sex, st.sampled_from(["male", "female"])),
    Reproduction: st.builds(Reproduction, st.sampled_from(["pregnant", "lactating"])),
    Condition: conditions,
    Measurement: measurements(),
    Drug: drugs,
    Procedure: st.builds(Procedure, concepts("procedure"), some_window, counts),
    Allergy: st.builds(Allergy, st.none() | concepts("allergy")),
    Encounter: st.builds(Encounter, st.sampled_from(["inpatient", "icu", "emergency", "any"]), some_window, counts),
    Immunisation: st.builds(Immunisation, concepts("vaccine"), some_window, counts),
    FamilyHistory: st.builds(FamilyHistory, concepts("condition")),
    StudyParticipation: st.builds(StudyParticipation, some_window),
}
"""A strategy for each type of atom."""

reasons = st.sampled_from([*MANUAL_REASONS, "not the fact itself", "and-or", "ambiguous", "unread"]) | texts
leaves = st.one_of(*ATOM_STRATEGIES.values(), st.builds(Manual, reasons, texts), st.builds(Opaque, reasons, texts))


def _grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    parts = st.lists(inner, max_size=4).map(tuple)
    return st.one_of(
        st.builds(And, parts), st.builds(Or, parts), st.builds(Not, inner), st.builds(AtLeast, st.integers(0, 5), parts),
        st.builds(Either, parts, reasons),
    )  # fmt: skip


expressions = st.recursive(leaves, _grown, max_leaves=8)
"""Any expression."""
