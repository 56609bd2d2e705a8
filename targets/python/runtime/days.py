"""Recorded dates as the days they cover, and distances from the index date."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from .truth import Truth

# --- emitted ---
# --- Days: numbered from 1 January of the year 1, so that plain integers add and compare ---

PAST, FUTURE = -(10**7), 10**7
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?", re.DOTALL)
Unit = Literal["d", "wk", "mo", "a"]


class Days(NamedTuple):
    """The first and the last day that a date may be; ``ALL_DAYS`` if it can't be told."""

    first: int
    last: int


ALL_DAYS = Days(PAST, FUTURE)


@dataclass(frozen=True)
class Offset:
    """A distance back from the index date; ``strict``: the day itself doesn't count."""

    count: int
    unit: Unit
    strict: bool = False


class Window(NamedTuple):
    """Days from ``index - since`` to ``index - until``; None: open, and the index date."""

    since: Offset | None = None
    until: Offset | None = None

    def days(self, index: int) -> Days:
        """The first and last day of the window."""
        first, last = PAST, index
        if self.since is not None:
            first = moved(index, -self.since.count, self.since.unit) + self.since.strict
        if self.until is not None:
            last = moved(index, -self.until.count, self.until.unit) - self.until.strict
        return Days(first, last)


def read_days(text: object) -> Days | None:
    """The days of a FHIR date, dateTime or instant as written there; None if absent, all days if it is none."""
    if text is None:
        return None
    return _days(text) if isinstance(text, str) else ALL_DAYS


@lru_cache(maxsize=1 << 14)
def _days(text: str) -> Days:
    parts = DATE.fullmatch(text)
    if parts is None:
        return ALL_DAYS
    year, month, day = parts.groups()
    try:
        if day:
            only = date(int(year), int(month), int(day)).toordinal()
            return Days(only, only)
        if month:
            first = date(int(year), int(month), 1)
            return Days(first.toordinal(), first.toordinal() + calendar.monthrange(first.year, first.month)[1] - 1)
        return Days(date(int(year), 1, 1).toordinal(), date(int(year), 12, 31).toordinal())
    except ValueError:
        return ALL_DAYS


def read_period(period: object) -> tuple[Days | None, Days | None]:
    """The start and the end of a FHIR Period."""
    if not isinstance(period, dict):
        return ALL_DAYS, ALL_DAYS
    return read_days(period.get("start")), read_days(period.get("end"))


@lru_cache(maxsize=1 << 12)
def moved(day: int, count: int, unit: Unit) -> int:
    """``day`` and ``count`` units; months and years keep the day of the month, or take the month's last."""
    if day in (PAST, FUTURE):
        return day
    if unit in ("d", "wk"):
        return day + count * (7 if unit == "wk" else 1)
    try:
        start = date.fromordinal(day)
        year, month = divmod(start.year * 12 + start.month - 1 + count * (12 if unit == "a" else 1), 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1])).toordinal()
    except (ValueError, OverflowError):  # outside the calendar
        return PAST if count < 0 else FUTURE


def on_or_before(days: Days, bound: int) -> Truth:
    """Whether a date is not after a day."""
    return True if days.last <= bound else False if days.first > bound else None


def on_or_after(days: Days, bound: int) -> Truth:
    """Whether a date is not before a day."""
    return True if days.first >= bound else False if days.last < bound else None


def within(days: Days, window: Days) -> Truth:
    """Whether a date lies in a window."""
    if window.first <= days.first and days.last <= window.last:
        return True
    return False if days.last < window.first or days.first > window.last else None
