"""Pregnancy and breastfeeding."""

from __future__ import annotations

from dataclasses import dataclass

from .chart import Answer, Chart, Evidence
from .codes import Codes, CodeTest
from .days import ALL_DAYS, Days, Window, within
from .diagnoses import DIAGNOSES, Diagnosis
from .readings import READINGS, latest
from .truth import Truth, agreement, opposite

# --- emitted ---
# --- Pregnancy and breastfeeding ---


@dataclass(frozen=True)
class Sign:
    """What a record says about the state, and when."""

    day: Days
    record: Evidence
    truth: Truth


def reproduction(
    chart: Chart, *, conditions: CodeTest, observations: CodeTest, yes: Codes, no: Codes, window: Window
) -> Answer:
    """What the latest evidence in the window says; none, or a man: no."""
    if chart.patient.get("gender") == "male":
        return Answer(False)
    span = window.days(chart.index)
    signs = [_of_diagnosis(d, span, chart.index) for d in chart.find(DIAGNOSES, conditions)]
    for r in chart.find(READINGS, observations):
        truth = True if yes.meets(r.answers) else False if no.meets(r.answers) else None
        signs.append(Sign(r.day, r, truth if r.usable else None))
    if all(within(sign.day, span) is False for sign in signs):
        return Answer(False)
    candidates = latest([(sign.day, sign) for sign in signs], span)
    return Answer(agreement(*(sign.truth for sign in candidates)), [sign.record for sign in candidates])


def _of_diagnosis(d: Diagnosis, span: Days, index: int) -> Sign:
    """Yes as of the onset; once it is over no as of its end; where that isn't known, as of some day since the onset."""
    onset = d.onset or ALL_DAYS
    no = None if d.doubted else False
    if d.end is None and d.over is not False:
        no = no if d.over else None
        if within(onset, span) is False:
            return Sign(onset, d, no)
        return Sign(Days(max(onset.first, span.first), index if d.onset is None else max(onset.last, index)), d, no)
    if d.end is None or d.end.first > index:
        return Sign(onset, d, opposite(no))
    if d.end.last <= index:
        return Sign(d.end, d, no)
    return Sign(Days(onset.first, d.end.last), d, None)
