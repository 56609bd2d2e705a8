"""Encounters, and participation in studies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .chart import Answer, Chart, Source, decided
from .codes import Code, Json
from .days import FUTURE, PAST, Days, Window, read_period
from .diagnoses import occurred
from .medications import share_a_day
from .truth import Truth, all_of, doubted

# --- emitted ---
# --- What lasts: encounters, and participation in studies ---

INPATIENT = frozenset({"IMP", "ACUTE", "NONAC"})
EMERGENCY = frozenset({"EMER"})
ELSEWHERE = frozenset({"AMB", "FLD", "HH", "PRENC", "VR"})
INTENSIVE_CARE: frozenset[Code] = frozenset(
    {("http://snomed.info/sct", "305351004"), ("http://snomed.info/sct", "309904001")})
NO_ENCOUNTER = frozenset({"planned", "cancelled", "entered-in-error"})
ENCOUNTER = frozenset({"in-progress", "onleave", "finished"})
NO_SUBJECT = frozenset({"candidate", "eligible", "ineligible", "not-registered", "potential-candidate", "withdrawn"})
SUBJECT = frozenset({"follow-up", "off-study", "on-study", "on-study-intervention", "on-study-observation"})
NO_CODES = Source({}, {}, ())

Setting = Literal["inpatient", "icu", "emergency", "any"]


@dataclass(frozen=True)
class Stay:
    """A resource with a ``period``, from a day of ``start`` to a day of ``end``; ``doubted``: not known to be true."""

    source: Source
    start: Days
    end: Days
    doubted: bool

    def evidence(self) -> Json:
        """With its dates and status as recorded."""
        r = self.source.resource
        period = r.get("period")
        dates = period if isinstance(period, dict) else {}
        return self.source.evidence(date=dates.get("start"), end=dates.get("end"), status=r.get("status"))

    def truth(self, span: Days) -> Truth:
        """Whether it covers a day of the span."""
        if share_a_day(Days(self.start.last, self.end.first), span):
            met: Truth = True
        else:
            met = None if share_a_day(Days(self.start.first, self.end.last), span) else False
        return doubted(met) if self.doubted else met


def read_stay(r: Json, index: int, over: str, doubt: bool) -> Stay:
    """Without an end it is open, or with the status ``over`` anything from its start to the index date."""
    start, end = read_period(r["period"]) if "period" in r else (None, None)
    if end is None and r.get("status") == over:
        end = Days(start.first, max(index, start.last)) if start else Days(PAST, index)
    is_open = end is None
    last = end or Days(FUTURE, FUTURE)
    kinds = r.get("type")
    source = Source(r, r, (*(kinds if isinstance(kinds, list) else ()), r.get("serviceType")))
    return Stay(source, start or Days(PAST, index if is_open else last.last), last, doubt)


def encounter(chart: Chart, setting: Setting, *, window: Window, count: int = 1) -> Answer:
    """At least ``count`` encounters of the setting last on some day of the window."""
    found = list(_encounters(chart, setting, window.days(chart.index)))
    if count == 1:
        return decided(found)
    near = [stay for stay, truth in found if truth is not False]

    def is_part(of: Stay) -> bool:
        """Whether it may be a part of an earlier one, or go on from one."""
        return any(other.start.first < of.start.first <= other.end.last for other in near)

    return occurred(
        count, [(stay, stay.start, NO_CODES, doubted(truth) if is_part(stay) else truth) for stay, truth in found])


def _encounters(chart: Chart, setting: Setting, span: Days) -> Iterator[tuple[Stay, Truth]]:
    for r in chart.resources["Encounter"]:
        status = r.get("status")
        if status not in NO_ENCOUNTER:
            stay = read_stay(r, chart.index, "finished", status not in ENCOUNTER)
            yield stay, all_of(_is_in(setting, stay.source), stay.truth(span))


def _is_in(setting: Setting, source: Source) -> Truth:
    """Intensive care is known by the type of the encounter; that a stay in hospital had none can't be told."""
    if setting == "any":
        return True
    intensive = not INTENSIVE_CARE.isdisjoint(source.codes)
    if setting == "emergency":
        return _of_class(source.resource, EMERGENCY, INPATIENT | ELSEWHERE)
    inpatient = intensive or _of_class(source.resource, INPATIENT, EMERGENCY | ELSEWHERE)
    return inpatient if setting == "inpatient" or intensive or inpatient is False else None


def _of_class(r: Json, wanted: frozenset[str], others: frozenset[str]) -> Truth:
    """An encounter that was of several classes is not known to be of none but the last."""
    coding = r.get("class")
    code = coding.get("code") if isinstance(coding, dict) else None
    if code in wanted:
        return True
    return False if code in others and not r.get("classHistory") else None


def participation(chart: Chart, *, window: Window) -> Answer:
    """A subject of a study on some day of the window."""
    span = window.days(chart.index)
    found = [
        read_stay(r, chart.index, "off-study", r.get("status") not in SUBJECT)
        for r in chart.resources["ResearchSubject"]
        if r.get("status") not in NO_SUBJECT
    ]
    return decided([(stay, stay.truth(span)) for stay in found])
