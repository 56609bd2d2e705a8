"""Durations, stability and doses in SQL against the rules of docs/semantics, written out over lists of intervals."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from harness.engine_sql import SqlEngine
from harness.spec import Case

from eligo.concepts import Code, Concept, Ingredient
from eligo.dialect import back
from eligo.logic import Bounds, Drug, Offset, Truth
from eligo.patient import Coding, DrugRecord, PartialDate, Patient

INDEX = date(2026, 1, 15)
CLASS = Concept("class", "class", "drug", ingredients=(
    Ingredient("prednisone", (Code("rxnorm", "8640"),)), Ingredient("methylprednisolone", (Code("rxnorm", "6902"),))))
LOW = Bounds(low=Decimal(10))
HIGH = Bounds(high=Decimal(10))
ATOMS = {
    "least": Drug(CLASS, dose=LOW, dose_unit="mg"),
    "most": Drug(CLASS, dose=HIGH, dose_unit="mg"),
    "covered": Drug(CLASS, duration=Offset(60, "d")),
    "covered strict": Drug(CLASS, duration=Offset(60, "d", strict=True)),
    "covered at a dose": Drug(CLASS, dose=LOW, dose_unit="mg", duration=Offset(60, "d")),
    "most for long": Drug(CLASS, dose=HIGH, dose_unit="mg", duration=Offset(60, "d")),
    "once": Drug(CLASS, when="ever", duration=Offset(2, "mo")),
    "once at a dose": Drug(CLASS, when="ever", dose=LOW, dose_unit="mg", duration=Offset(60, "d", strict=True)),
    "stable": Drug(CLASS, stable=Offset(60, "d")),
}


@dataclass(frozen=True)
class Exposure:
    start: date
    end: date
    code: str
    dose: int | None

    def record(self) -> DrugRecord:
        dose = None if self.dose is None else Decimal(self.dose)
        start, end = PartialDate(self.start, self.start), PartialDate(self.end, self.end)
        return DrugRecord((Coding("rxnorm", self.code),), start, end, dose=dose, dose_unit="mg", per_day=Decimal(1))


def days(count: int) -> timedelta:
    return timedelta(days=count)


def meets(r: Exposure, a: date, b: date) -> bool:
    return r.start <= b and r.end >= a


def dose_test(r: Exposure, bounds: Bounds | None) -> Truth:
    return True if bounds is None else None if r.dose is None else bounds.contains(Decimal(r.dose))


def side_by_side(records: list[Exposure]) -> bool:
    return any(a.start < b.end and b.start < a.end for n, a in enumerate(records) for b in records[:n])


def covered(records: Iterable[Exposure], a: date, b: date) -> bool:
    """Whether days a to b are covered but for gaps of at most 30 days, none of them at the end."""
    reach: date | None = None
    for r in sorted(records, key=lambda r: (r.start, r.end)):
        if r.start > b:
            break
        if reach is not None and r.start <= reach + days(31):
            reach = max(reach, r.end)
        elif r.start <= a and r.end + days(31) >= a:
            reach = r.end
    return reach is not None and reach >= b and any(r.start <= b <= r.end for r in records)


def both(check: Callable[[list[Exposure]], bool], records: list[Exposure], bounds: Bounds | None) -> Truth:
    """True with what is certain, false if not even with what is possible."""
    if check([r for r in records if dose_test(r, bounds) is True]):
        return True
    return None if check([r for r in records if dose_test(r, bounds) is not False]) else False


def at_most(records: list[Exposure], a: date, bounds: Bounds) -> Truth:
    inside = [r for r in records if meets(r, a, INDEX)]
    tests = [dose_test(r, bounds) for r in inside]
    if False in tests:
        return False
    return None if None in tests or side_by_side(inside) else True


def at_least(records: list[Exposure], bounds: Bounds) -> Truth:
    inside = [r for r in records if meets(r, INDEX, INDEX)]
    tests = [dose_test(r, bounds) for r in inside]
    if True in tests:
        return True
    return None if None in tests or side_by_side(inside) else False


def once(records: list[Exposure], length: Callable[[date], date]) -> bool:
    return any(length(r.start) <= INDEX and covered(records, r.start, length(r.start)) for r in records)


def stable(records: list[Exposure], a: date) -> Truth:
    truths: list[Truth] = []
    for r in records:
        if not meets(r, a, INDEX):
            continue
        others = [o for o in records if o is not r]
        same = [o for o in others if o.code == r.code and o.dose is not None and o.dose == r.dose]
        before, after = (
            [[o for o in group if o.start < r.start and o.end + days(31) >= r.start] for group in (same, others)],
            [[o for o in group if o.start <= r.end + days(31) and o.end > r.end] for group in (same, others)])
        if (r.start <= a or before[0]) and (r.end >= INDEX or after[0]):
            truths.append(True)
        elif (r.start > a and not before[1]) or (r.end < INDEX and not after[1]):
            truths.append(False)
        else:
            truths.append(None)
    return False if False in truths else None if None in truths else True


def two_months_on(start: date) -> date:
    return back(start, Offset(-2, "mo")) - days(1)


def expected(name: str, records: list[Exposure]) -> Truth:
    a = INDEX - days(60)
    match name:
        case "least":
            return at_least(records, LOW)
        case "most":
            return at_most(records, INDEX, HIGH)
        case "covered":
            return both(lambda r: covered(r, a, INDEX), records, None)
        case "covered strict":
            return both(lambda r: covered(r, a - days(1), INDEX), records, None)
        case "covered at a dose":
            return both(lambda r: covered(r, a, INDEX), records, LOW)
        case "most for long":
            return at_most(records, a, HIGH)
        case "once":
            return both(lambda r: once(r, two_months_on), records, None)
        case "once at a dose":
            return both(lambda r: once(r, lambda d: d + days(60)), records, LOW)
    return stable(records, a)


def patients(random: Random, count: int) -> list[list[Exposure]]:
    made = []
    for _ in range(count):
        day = INDEX - days(random.randint(0, 150))
        records: list[Exposure] = []
        for _ in range(random.randint(0, 4)):
            end = day + days(random.choice((0, 10, 29, 30, 59, 60, 61, 62, 90)))
            code = random.choice(("8640", "8640", "8640", "6902"))
            records.append(Exposure(day, end, code, random.choice((20, 20, 20, 5, 10, None))))
            day = end + days(random.choice((-20, -1, 0, 1, 30, 31, 32, 40)))
        made.append(records)
    return made


@pytest.mark.parametrize("engine", ["duckdb", "postgres"])
def test_random_exposures(engine: str) -> None:
    runner = SqlEngine(engine)
    why = runner.available()
    if why:
        pytest.skip(why)
    made = patients(Random(7), 400)
    people = tuple(Patient(str(n), drugs=tuple(r.record() for r in records)) for n, records in enumerate(made))
    cases = [Case(name, atom, people, INDEX, (), (), (), "") for name, atom in ATOMS.items()]
    answers = runner.run_all(cases)
    for name in ATOMS:
        truths = [expected(name, records) for records in made]
        found = zip(made, answers[name], truths, strict=True)
        wrong = [(records, got, want) for records, got, want in found if got is not want]
        assert not wrong, f"{name}: {len(wrong)} of {len(made)}, such as {wrong[0]}"
        assert {True, False} <= set(truths), name
