"""Pregnancy and breastfeeding."""

from __future__ import annotations

from dataclasses import dataclass

from .chart import Answer, Chart, Evidence
from .codes import Codes, CodeTest
from .days import ALL_DAYS, Days, Window, on_or_before, within
from .diagnoses import DIAGNOSES, Diagnosis
from .readings import READINGS, latest
from .truth import Truth, agreement

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
    """Yes as of the onset; no, once it is over, as of its end, or where that isn't known as of some day since the onset."""
    onset = d.onset or ALL_DAYS
    no = None if d.doubted else False
    if d.end is None and d.over:
        if within(onset, span) is False:
            return Sign(onset, d, no)
        return Sign(Days(max(onset.first, span.first), index), d, no)
    ended = d.over if d.end is None else on_or_before(d.end, index)
    if ended and d.end is not None:
        return Sign(d.end, d, no)
    return Sign(onset, d, None if ended is None or d.doubted else True)
