"""Exposure to a drug: at a time, with a dose, for a time, unchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from .chart import Answer, Chart, decided
from .codes import CodeTest
from .days import PAST, Days, Offset, Window, moved, on_or_before
from .doses import Dose, daily_dose
from .medications import EXPOSURES, Exposure
from .truth import Truth, all_of, any_of, doubted, opposite

# --- emitted ---
# --- Exposure to drugs ---

REACH = 31
"""An exposure goes on if the next starts at most so many days after it: gaps of 30 days are bridged."""


@dataclass(frozen=True)
class Use:
    """An exposure, whether it lies where the fact looks (``scope``), and whether its dose is in the bounds."""

    exposure: Exposure
    scope: Truth
    dose: Truth


def drug(
    chart: Chart, codes: CodeTest, *, when: Literal["current", "ever"], window: Window | None = None, dose: Dose | None = None,
    duration: Offset | None = None, stable: Offset | None = None,
) -> Answer:
    """Exposed on the index date, ever or in the window, with a dose, for a duration, or unchanged for a time."""
    if (window and (duration or stable)) or (duration and stable):
        return Answer(None)
    index, found = chart.index, chart.find(EXPOSURES, codes)
    if not found:
        # Nothing was taken: nothing changed, and no dose was above an upper bound; but that isn't to have kept below it for a time.
        if dose is None or (duration is not None and when == "ever"):
            return Answer(stable is not None)
        return Answer(dose.bounds.low is None)
    doses = [dose.within(chart, e) if dose else True for e in found]

    def uses(scope: Callable[[Exposure], Truth]) -> list[Use]:
        return [
            Use(e, doubted(scope(e)) if e.doubted else scope(e), in_bounds)
            for e, in_bounds in zip(found, doses, strict=True)
        ]

    def begun(e: Exposure) -> Truth:
        return True if e.started is None else on_or_before(e.started, index)

    if stable is not None:
        span = Days(moved(index, -stable.count, stable.unit) - stable.strict, index)
        near = uses(lambda e: e.meets(span))
        unchanged = all_of(*(_unchanging(u, near, span) for u in near if u.scope is not False))
        dosed = drug(chart, codes, when=when, dose=dose).value if dose else True
        return Answer(all_of(unchanged, dosed), found)
    if duration is not None and when == "ever":
        return Answer(_once(uses(begun), duration, dose, index), found)
    span = Days(index, index)
    if duration is not None:
        span = Days(moved(index, -duration.count, duration.unit) - duration.strict, index)
    elif window is not None:
        span = window.days(index)
    ever = when == "ever" and window is None and duration is None
    scoped = uses(begun if ever else lambda e: e.meets(span))
    if dose is not None and dose.bounds.low is None:
        return Answer(_kept(scoped), [u.exposure for u in scoped if u.scope is not False] or found)
    if duration is not None:
        return Answer(_throughout(scoped, span, dose), found)
    answer = decided([(u.exposure, all_of(u.scope, u.dose)) for u in scoped])
    return answer._replace(value=_added_up(answer.value, scoped, dose))


# Doses: those of exposures at one time add up.


def _kept(uses: Sequence[Use]) -> Truth:
    """No use in scope is above the upper bound, nor may concurrent ones be together."""
    kept = opposite(any_of(*(all_of(u.scope, opposite(u.dose)) for u in uses)))
    return None if kept and _concurrent(uses) else kept


def _added_up(truth: Truth, uses: Sequence[Use], dose: Dose | None) -> Truth:
    """Concurrent doses may together reach a lower bound that none reaches, or exceed an upper one."""
    if dose is None or not _concurrent(uses):
        return truth
    return None if truth is False or dose.bounds.high is not None else truth


def _concurrent(uses: Sequence[Use]) -> bool:
    """Whether two uses in scope may overlap by more than a day."""
    possible = [u.exposure.possible for u in uses if u.scope is not False]
    return any(a.first < b.last and b.first < a.last for a, b in combinations(possible, 2))


# Durations.


def _certain(uses: Sequence[Use]) -> list[Days]:
    sure = [u.exposure.certain for u in uses if u.dose and not u.exposure.doubted]
    return [days for days in sure if days.first <= days.last]


def _possible(uses: Sequence[Use]) -> list[Days]:
    return [u.exposure.possible for u in uses if u.dose is not False]


def _throughout(uses: Sequence[Use], span: Days, dose: Dose | None) -> Truth:
    """Exposed on every day of the span but for bridged gaps."""
    found = True if _cover(_certain(uses), span, span.last) else None if _cover(_possible(uses), span, span.last) else False
    return _added_up(found, uses, dose)


def _once(uses: Sequence[Use], length: Offset, dose: Dose | None, index: int) -> Truth:
    """Exposed for some stretch of the length, from the start of an exposure, ended by the index date."""

    def held(stretches: list[Days]) -> bool:
        for start in {days.first for days in stretches}:
            goal = start if start == PAST else moved(start, length.count, length.unit) - (not length.strict)
            if goal <= index and _cover(stretches, Days(start, goal), index):
                return True
        return False

    found = True if held(_certain(uses)) else None if held(_possible(uses)) else False
    return _added_up(found, uses, dose)


def _cover(stretches: Sequence[Days], span: Days, index: int) -> bool:
    """Whether the stretches begun by the index date cover the span but for bridged gaps.

    The span's end may lie in such a gap, unless it is the index date.
    """
    into = span.first - REACH
    return (
        any(s.first <= span.first and s.last >= into for s in stretches)
        and any(s.first <= index and s.last >= span.last for s in stretches)
        and all(
            any(n.first <= s.last + REACH and n.last > s.last for n in stretches)
            for s in stretches if s.first <= span.last and into <= s.last < span.last
        )
    )


# Stability.


def _unchanging(use: Use, uses: Sequence[Use], span: Days) -> Truth:
    """No start, stop or change of dose of this use within the span."""
    e = use.exposure
    others = [u.exposure for u in uses if u is not use]
    same = [o for o in others if not o.doubted and _same_regimen(e, o)]
    no_start = e.start.last <= span.first or any(
        o.start.last < e.start.first and o.end.first + REACH >= e.start.last for o in same)
    no_stop = e.end.first >= span.last or any(
        o.start.last <= e.end.first + REACH and o.end.first > e.end.last for o in same)
    if no_start and no_stop and not e.doubted:
        return True
    started = e.start.first > span.first and not any(
        o.start.first < e.start.last and o.end.last + REACH >= e.start.first for o in others)
    stopped = e.end.last < span.last and not any(
        o.start.first <= e.end.last + REACH and o.end.last > e.end.first for o in others)
    return False if use.scope and (started or stopped) else None


def _same_regimen(a: Exposure, b: Exposure) -> bool:
    """The same first code and a known daily dose of the same number and unit."""
    dose = daily_dose(a)
    return dose is not None and dose == daily_dose(b) and a.source.codes[:1] == b.source.codes[:1]
