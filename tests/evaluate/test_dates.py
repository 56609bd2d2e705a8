"""Calendar arithmetic and partial dates."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from eligo.evaluate.dates import add, add_days, days_of, on_or_after, on_or_before, within
from eligo.logic import Offset, TimeUnit, Truth, Window
from eligo.patient import PartialDate


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        ("2024-01-31", 1, "mo", "2024-02-29"),
        ("2025-01-31", 1, "mo", "2025-02-28"),
        ("2025-03-31", -1, "mo", "2025-02-28"),
        ("2025-01-15", -1, "mo", "2024-12-15"),
        ("2025-12-31", 2, "mo", "2026-02-28"),
        ("2024-02-29", 1, "a", "2025-02-28"),
        ("2024-02-29", 4, "a", "2028-02-29"),
        ("2024-02-29", -1, "a", "2023-02-28"),
        ("2000-02-29", 100, "a", "2100-02-28"),
        ("2024-02-28", 1, "d", "2024-02-29"),
        ("2024-02-28", 1, "wk", "2024-03-06"),
        ("2024-01-01", 0, "mo", "2024-01-01"),
        ("0001-01-15", -1, "mo", "0001-01-01"),
        ("9999-12-15", 1, "mo", "9999-12-31"),
        ("2024-01-01", -5000, "a", "0001-01-01"),
        ("2024-01-01", 9000, "a", "9999-12-31"),
        ("2024-01-01", 10**7, "d", "9999-12-31"),
        ("2024-01-01", -(10**7), "d", "0001-01-01"),
    ],
)
def test_add(day: str, count: int, unit: TimeUnit, expected: str) -> None:
    assert add(date.fromisoformat(day), count, unit) == date.fromisoformat(expected)


def test_adding_months_keeps_the_order_of_days() -> None:
    day = date(2023, 1, 1)
    for count in (-13, -12, -1, 1, 11, 12):
        found = [add(add_days(day, n), count, "mo") for n in range(1500)]
        assert found == sorted(found)


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        (Window(), "0001-01-01", "2026-01-15"),
        (Window(Offset(6, "mo")), "2025-07-15", "2026-01-15"),
        (Window(Offset(6, "mo", strict=True)), "2025-07-16", "2026-01-15"),
        (Window(None, Offset(6, "mo")), "0001-01-01", "2025-07-15"),
        (Window(None, Offset(6, "mo", strict=True)), "0001-01-01", "2025-07-14"),
        (Window(Offset(1, "a"), Offset(2, "wk")), "2025-01-15", "2026-01-01"),
    ],
)
def test_windows(window: Window, first: str, last: str) -> None:
    assert days_of(window, date(2026, 1, 15)) == (date.fromisoformat(first), date.fromisoformat(last))


def days(d: PartialDate) -> list[date]:
    return [d.first + timedelta(n) for n in range((d.last - d.first).days + 1)]


def common(recorded: PartialDate, holds: Callable[[date], bool]) -> Truth:
    found = {holds(day) for day in days(recorded)}
    return found.pop() if len(found) == 1 else None


def test_a_comparison_is_definite_exactly_where_all_days_agree() -> None:
    rng = random.Random(1)
    start = date(2024, 1, 1)

    def some_day() -> date:
        return start + timedelta(rng.randrange(120))

    for _ in range(2000):
        first = some_day()
        recorded = PartialDate(first, first + timedelta(rng.choice((0, 0, 1, 30))))
        a, b = sorted((some_day(), some_day()))
        assert on_or_before(recorded, a) is common(recorded, lambda d, a=a: d <= a)  # type: ignore[misc]
        assert on_or_after(recorded, a) is common(recorded, lambda d, a=a: d >= a)  # type: ignore[misc]
        if common(recorded, lambda d, a=a, b=b: a <= d <= b) is not within(recorded, a, b):  # type: ignore[misc]
            pytest.fail(f"{recorded} in {a} to {b}")


def test_a_missing_date_is_all_days() -> None:
    day = date(2026, 1, 15)
    assert on_or_before(None, day) is None
    assert on_or_after(None, day) is None
    assert within(None, day, day) is None
    assert within(None, date.min, day) is None
    assert within(None, date.min, date.max) is True
