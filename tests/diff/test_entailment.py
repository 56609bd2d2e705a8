"""Implications between facts hold for random patients, and proofs between expressions for every assignment of their facts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.canon import read, say
from eligo.diff.entailment import TooInvolved, follows
from eligo.evaluate import evaluate
from eligo.implication import disjoint, implies
from eligo.logic import Age, And, AtLeast, Atom, Bounds, Condition, Expr, Manual, Not, Or
from eligo.patient import Patient

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "spec"), str(ROOT / "tests" / "differential")]

from random_patients import patient  # noqa: E402
from random_trees import atom  # noqa: E402

INDEX = date(2026, 1, 15)
IMPLIED = [
    ("hospital stay within 30 days before the index date", "hospital stay within 60 days before the index date"),
    ("hospital stay on the index date", "encounter at any time up to the index date"),
    ("intensive care stay within 7 days before the index date", "encounter within 14 days before the index date"),
    ("subject of a study within 30 days before the index date", "subject of a study within 3 months before the index date"),
    ("NYHA class is 1 or 2", "NYHA class is 1 or 2 or 3"),
    ("NYHA class is 3 or 4", "NYHA class >= 3"),
    ("prednisone <= 10 mg/day taken now", "prednisone <= 20 mg/day taken now"),
    ("prednisone >= 10 mg/day taken within 1 month before the index date",
     "prednisone >= 5 mg/day taken within 1 month before the index date"),
    ("methotrexate for at least 6 months at some time", "methotrexate for at least 3 months at some time"),
    ("methotrexate unchanged for the last 8 weeks", "methotrexate unchanged for the last 4 weeks"),
    ("coronary revascularization done within 3 months before the index date", "coronary revascularization done"),
]  # fmt: skip


@pytest.mark.parametrize(("narrow", "wide"), IMPLIED)
def test_implied(narrow: str, wide: str) -> None:
    one, other = read(narrow), read(wide)
    assert implies(one, other)  # type: ignore[arg-type]
    assert not implies(other, one)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("prednisone <= 10 mg/day taken now", "prednisone taken now"),
        ("prednisone <= 10 mg/day taken now", "prednisone <= 20 mg/kg/day taken now"),
        ("prednisone <= 10 mg/day taken now", "prednisone <= 20 mg/day taken within 1 month before the index date"),
        ("hospital stay on the index date", "hospital stay at least 6 months before the index date"),
        ("NYHA class is 3 or 4", "NYHA class > 3"),
        ("hospital stay within 30 days before the index date", "emergency visit within 60 days before the index date"),
        ("asthma", "active asthma"),
        ('"a" [condition; codes ICD-10-CM I63+]', '"a" [condition; codes ICD-10-CM I63]'),
    ],
)
def test_not_implied(one: str, other: str) -> None:
    assert not implies(read(one), read(other))  # type: ignore[arg-type]


def _varied(rng: Random, one: Atom) -> Atom:
    """The fact with one or two of its fields taken from another fact of its kind."""
    other = next(a for a in iter(lambda: atom(rng), None) if type(a) is type(one))
    names = [f.name for f in fields(one) if f.name not in ("origin", "concept")]
    chosen = rng.sample(names, min(len(names), rng.choice((1, 1, 2))))
    return replace(one, **{name: getattr(other, name) for name in chosen})


def _pairs(count: int) -> Iterator[tuple[Atom, Atom, list[Patient]]]:
    rng = Random(2026)
    for _ in range(count):
        one = atom(rng)
        other = _varied(rng, one)
        if one != other and (implies(one, other) or disjoint(one, other)):
            yield one, other, [patient(rng, And((one, other)), INDEX, str(n)) for n in range(12)]


def test_implications_hold_for_random_patients() -> None:
    """A patient of whom the narrower fact is true is never one of whom the wider is false."""
    true = 0
    for one, other, patients in _pairs(6000):
        for person in patients:
            if evaluate(one, person, INDEX) is True:
                true += 1
                found = evaluate(other, person, INDEX)
                wrong = not implies(one, other)
                assert found is not wrong, f"{say(one)} / {say(other)}: {person}"
    assert true > 1000


# --- expressions ---


AGES = range(17, 22)
facts: st.SearchStrategy[Any] = st.builds(
    lambda low, low_closed, high, high_closed: Age(Bounds(low, low_closed, high, high_closed)),
    st.sampled_from([None, Decimal(18), Decimal(19)]),
    st.booleans(),
    st.sampled_from([None, Decimal(19), Decimal(20)]),
    st.booleans(),
) | st.sampled_from([read(t) for t in ("asthma", "sex female", "history of stroke", "stroke")])


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, parts), st.builds(Or, parts), st.builds(Not, inner), st.builds(AtLeast, st.integers(1, 3), parts)
    )


expressions = st.recursive(facts, _grown, max_leaves=6)
Person = tuple[int, bool, bool, str]


def truth(expr: Expr, person: Person) -> bool:
    """The value for an age, asthma, being a woman, and "no", "history" or "present" of a stroke."""
    age, asthma, woman, stroke = person
    match expr:
        case And(args=args):
            return all(truth(a, person) for a in args)
        case Or(args=args):
            return any(truth(a, person) for a in args)
        case AtLeast(k=k, args=args):
            return sum(truth(a, person) for a in args) >= k
        case Not(arg=arg):
            return not truth(arg, person)
        case Age(bounds=bounds):
            return bounds.contains(Decimal(age))
        case Condition(concept=concept, state=state):
            if concept.name == "asthma":
                return asthma
            return stroke == "present" or (state == "history" and stroke == "history")
    return woman


PEOPLE: list[Person] = list(product(AGES, (True, False), (True, False), ("no", "history", "present")))


@given(expressions, expressions)
@settings(max_examples=400, deadline=None)
def test_what_follows_is_true(one: Expr, other: Expr) -> None:
    try:
        proven = follows(one, other)
    except TooInvolved:
        return
    if proven:
        assert all(truth(other, p) for p in PEOPLE if truth(one, p))


@given(expressions)
@settings(max_examples=200, deadline=None)
def test_everything_follows_from_itself(expr: Expr) -> None:
    try:
        assert follows(expr, expr)
        assert follows(Not(Not(expr)), expr)
    except TooInvolved:
        return


@given(st.lists(facts, min_size=1, max_size=5))
def test_and_and_or(parts: list[Expr]) -> None:
    assert follows(And(tuple(parts)), parts[0])
    assert follows(parts[0], Or(tuple(reversed(parts))))


def test_ranges_that_only_together_cover() -> None:
    assert follows(read("age >= 18 and <= 70 years"), read("any of (age < 40 years; age >= 40 years)"))
    assert follows(read("not (hemoglobin < 9 g/dL)"), read("hemoglobin >= 90 g/L"))
    assert not follows(read("not (any hemoglobin < 9 g/dL)"), read("any hemoglobin >= 9 g/dL"))
    assert follows(read("all of (age >= 18 years; age < 18 years)"), read("asthma"))


def test_counts() -> None:
    three = read("at least 2 of (asthma; history of stroke; sex female)")
    assert follows(three, read("at least 1 of (asthma; sex female)"))
    assert not follows(three, read("at least 2 of (asthma; sex female)"))
    assert follows(read("not (at least 1 of (asthma; sex female; history of stroke))"), Not(three))


def test_limits() -> None:
    many = tuple(And(tuple(read(f"age >= {n} years") for n in (a, a + 20))) for a in range(1, 15))
    with pytest.raises(TooInvolved):
        follows(And(tuple(Or(many[i:]) for i in range(9))), Not(Or(many)))
    with pytest.raises(ValueError, match="no settled meaning"):
        follows(Manual("consent", "signs"), read("asthma"))
