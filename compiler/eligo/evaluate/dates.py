"""Partial dates against days, and the arithmetic of days, months and years.

A missing date is the interval of all days, a missing beginning of a window the first day there is: one rule covers all.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from eligo.logic import Offset, TimeUnit, Truth, Window
from eligo.patient import PartialDate

ALL_DAYS = PartialDate(date.min, date.max)
DAY = timedelta(days=1)


def add(day: date, count: int, unit: TimeUnit) -> date:
    """``day`` and ``count`` units; months and years keep the day of the month, or take the month's last.

    What falls outside the calendar is its first or last day.
    """
    if unit in ("d", "wk"):
        return add_days(day, count * (7 if unit == "wk" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "a" else 1)
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, count: int) -> date:
    """``day`` and ``count`` days, within the calendar."""
    ordinal = day.toordinal() + count
    return date.fromordinal(max(date.min.toordinal(), min(date.max.toordinal(), ordinal)))


def back(index: date, offset: Offset) -> date:
    """The day at a distance before the index date; strictness is for the caller."""
    return add(index, -offset.count, offset.unit)


def days_of(window: Window, index: date) -> tuple[date, date]:
    """The first and last day of a window."""
    first, last = date.min, index
    if window.since is not None:
        first = add_days(back(index, window.since), int(window.since.strict))
    if window.until is not None:
        last = add_days(back(index, window.until), -int(window.until.strict))
    return first, last


def on_or_before(recorded: PartialDate | None, day: date) -> Truth:
    """Whether a recorded date is not after ``day``."""
    found = recorded or ALL_DAYS
    return True if found.last <= day else False if found.first > day else None


def on_or_after(recorded: PartialDate | None, day: date) -> Truth:
    """Whether a recorded date is not before ``day``."""
    found = recorded or ALL_DAYS
    return True if found.first >= day else False if found.last < day else None


def within(recorded: PartialDate | None, first: date, last: date) -> Truth:
    """Whether a recorded date lies from ``first`` to ``last``."""
    found = recorded or ALL_DAYS
    if first <= found.first and found.last <= last:
        return True
    return False if found.last < first or found.first > last else None
