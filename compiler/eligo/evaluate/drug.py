"""Drug exposure: ever, now or in a window; at a dose; for a time; unchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from eligo.evaluate import dose
from eligo.evaluate.dates import DAY, add, add_days, back, days_of, on_or_before
from eligo.evaluate.exposure import Days, Exposure, exposures
from eligo.evaluate.kleene import all_of, any_of, doubted, opposite
from eligo.logic import Drug, Offset, Truth
from eligo.patient import Patient
from eligo.protocol import Settings


@dataclass(frozen=True, slots=True)
class Use:
    """An exposure, whether it lies where the atom looks (``scope``), and whether its dose is in the bounds."""

    exposure: Exposure
    scope: Truth
    dose: Truth


def drug(atom: Drug, patient: Patient, index: date, settings: Settings) -> Truth:
    """The rule of docs/semantics, Drug, that the atom asks for."""
    if not atom.concept.ingredients or sum(p is not None for p in (atom.window, atom.duration, atom.stable)) > 1:
        return None
    if atom.stable is not None and atom.dose is not None:
        parts = replace(atom, dose=None), replace(atom, stable=None)
        return all_of(drug(part, patient, index, settings) for part in parts)
    reach = settings.gap_days + 1
    found = exposures(atom.concept, patient, index)

    def uses(scope: Callable[[Exposure], Truth]) -> list[Use]:
        def use(e: Exposure) -> Use:
            dosed = dose.within_bounds(atom, e.record, patient, index, settings)
            return Use(e, doubted(scope(e)) if e.doubted else scope(e), dosed)

        return [use(e) for e in found]

    def begun(e: Exposure) -> Truth:
        return e.record.start is None or on_or_before(e.record.start, index)

    if atom.stable is not None:
        span = _span(atom.stable, index)
        return _stable(uses(lambda e: e.meets(span)), span, reach)
    if atom.duration is not None and atom.when == "ever":
        return _once(uses(begun), atom, atom.duration, index, reach)
    if atom.window is not None:
        days = Days(*days_of(atom.window, index))
    else:
        days = _span(atom.duration, index) if atom.duration is not None else Days(index, index)
    scoped = uses(begun if atom.when == "ever" and atom.window is None else lambda e: e.meets(days))
    if atom.dose is not None and atom.dose.low is None:
        return _kept(scoped)
    if atom.duration is not None:
        return _for_a_span(scoped, atom, days, reach)
    return _reached(scoped, atom)


def _span(length: Offset, index: date) -> Days:
    return Days(back(index, length) - DAY * length.strict, index)


# --- doses ---


def _reached(uses: Sequence[Use], atom: Drug) -> Truth:
    """Some use in scope has a dose in the bounds; doses of concurrent uses may add up to more."""
    return _added_up(any_of(all_of((u.scope, u.dose)) for u in uses), uses, atom)


def _kept(uses: Sequence[Use]) -> Truth:
    """No use in scope is above the upper bound, nor may concurrent ones be together."""
    kept = opposite(any_of(all_of((u.scope, opposite(u.dose))) for u in uses))
    return None if kept and _concurrent(uses) else kept


def _added_up(truth: Truth, uses: Sequence[Use], atom: Drug) -> Truth:
    if atom.dose is None or not _concurrent(uses):
        return truth
    return None if truth is False or atom.dose.high is not None else truth


def _concurrent(uses: Sequence[Use]) -> bool:
    """Whether two uses in scope may overlap by more than a day, so that their doses add up."""
    possible = [u.exposure.possible for u in uses if u.scope is not False]
    return any(a.first < b.last and b.first < a.last for a, b in combinations(possible, 2))


# --- durations ---


def _certain(uses: Sequence[Use]) -> list[Days]:
    sure = [u.exposure.certain for u in uses if u.dose and not u.exposure.doubted]
    return [days for days in sure if days.first <= days.last]


def _possible(uses: Sequence[Use]) -> list[Days]:
    return [u.exposure.possible for u in uses if u.dose is not False]


def _for_a_span(uses: Sequence[Use], atom: Drug, span: Days, reach: int) -> Truth:
    if _cover(_certain(uses), span, span.last, reach):
        found: Truth = True
    else:
        found = None if _cover(_possible(uses), span, span.last, reach) else False
    return _added_up(found, uses, atom)


def _once(uses: Sequence[Use], atom: Drug, length: Offset, index: date, reach: int) -> Truth:
    """Some stretch of the asked length, from the start of an exposure, ended by the index date."""

    def held(stretches: list[Days]) -> bool:
        for start in {days.first for days in stretches}:
            goal = add(start, length.count, length.unit)
            goal = goal if length.strict else add_days(goal, -1)
            if goal <= index and _cover(stretches, Days(start, goal), index, reach):
                return True
        return False

    found: Truth = True if held(_certain(uses)) else None if held(_possible(uses)) else False
    return _added_up(found, uses, atom)


def _cover(stretches: Sequence[Days], span: Days, index: date, reach: int) -> bool:
    """Whether the stretches begun by the index date cover the span, but for gaps shorter than ``reach`` days.

    The span's end may lie in such a gap, unless it is the index date.
    """
    into = add_days(span.first, -reach)
    return (
        any(s.first <= span.first and s.last >= into for s in stretches)
        and any(s.first <= index and s.last >= span.last for s in stretches)
        and all(
            _carried_on(s, stretches, reach) for s in stretches if s.first <= span.last and into <= s.last < span.last
        )
    )


def _carried_on(s: Days, stretches: Sequence[Days], reach: int) -> bool:
    return any(n.first <= add_days(s.last, reach) and n.last > s.last for n in stretches)


# --- stability ---


def _stable(uses: Sequence[Use], span: Days, reach: int) -> Truth:
    """Every use in the span goes on unchanged through all of it."""
    return all_of(_unchanging(u, uses, span, reach) for u in uses if u.scope is not False)


def _unchanging(use: Use, uses: Sequence[Use], span: Days, reach: int) -> Truth:
    e = use.exposure
    others = [u.exposure for u in uses if u is not use]
    same = [o for o in others if not o.doubted and _same_regimen(e, o)]
    no_start = e.start.last <= span.first or any(
        o.start.last < e.start.first and add_days(o.end.first, reach) >= e.start.last for o in same
    )
    no_stop = e.end.first >= span.last or any(
        o.start.last <= add_days(e.end.first, reach) and o.end.first > e.end.last for o in same
    )
    if no_start and no_stop and not e.doubted:
        return True
    started = e.start.first > span.first and not any(
        o.start.first < e.start.last and add_days(o.end.last, reach) >= e.start.first for o in others
    )
    stopped = e.end.last < span.last and not any(
        o.start.first <= add_days(e.end.last, reach) and o.end.last > e.end.first for o in others
    )
    return False if use.scope and (started or stopped) else None


def _same_regimen(a: Exposure, b: Exposure) -> bool:
    """The same first code and a known daily dose of the same number and unit."""
    said = dose.daily(a.record)
    return said is not None and said == dose.daily(b.record) and a.record.codes[:1] == b.record.codes[:1]
