"""Conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .chart import Answer, Chart, Evidence, Sort, Source, decided
from .codes import Codes, CodeTest, Json, read_codes, read_status
from .days import ALL_DAYS, FUTURE, PAST, Days, Window, on_or_after, on_or_before, read_days, read_period
from .truth import Truth, all_of, any_of, at_least, doubted, opposite

# --- emitted ---
# --- Conditions ---

GOING_ON = frozenset({"active", "recurrence", "relapse"})
OVER = frozenset({"inactive", "remission", "resolved"})
TAKEN_BACK = frozenset({"refuted", "entered-in-error"})
SUSPECTED = frozenset({"unconfirmed", "provisional", "differential"})
VERIFICATIONS = TAKEN_BACK | SUSPECTED | {"confirmed"}


@dataclass(frozen=True)
class Diagnosis:
    """A Condition.

    ``onset`` None: not recorded; ``over``: ended by its clinical status; ``doubted``: not known to be true, for certain so
    if ``suspected``.
    """

    source: Source
    onset: Days | None
    end: Days | None
    clinical: str | None
    over: Truth
    doubted: bool
    suspected: bool

    def evidence(self) -> Json:
        """With its dates and status as recorded."""
        r = self.source.resource
        return self.source.evidence(
            date=_written(r, "onset") or r.get("recordedDate"), end=_written(r, "abatement"),
            status=None if self.clinical in (None, "?") else self.clinical,
        )

    def begun(self, index: int) -> Truth:
        """A condition without an onset has begun."""
        return True if self.onset is None else on_or_before(self.onset, index)

    def ended(self, index: int) -> Truth:
        """By its end date before the index date, else by its status."""
        return self.over if self.end is None else on_or_before(self.end, index - 1)


def read_diagnosis(chart: Chart, source: Source) -> Diagnosis | None:
    """A Condition that was not refuted or entered in error."""
    r = source.resource
    verification = read_status(r.get("verificationStatus"), VERIFICATIONS)
    if verification in TAKEN_BACK:
        return None
    clinical = read_status(r.get("clinicalStatus"), GOING_ON | OVER)
    end = _spread(r, "abatement")
    over: Truth = None if clinical == "?" else clinical in OVER
    gone = r.get("abatementBoolean")
    if end is None and gone is not None:
        over = any_of(over, gone if isinstance(gone, bool) else None)
    elif end is None and any(key.startswith("abatement") for key in r):
        end = ALL_DAYS
    onset = _spread(r, "onset")
    if onset is None and not any(key.startswith("onset") for key in r):
        onset = read_days(r.get("recordedDate"))
    doubt = verification not in (None, "confirmed")
    return Diagnosis(source, onset, end, clinical, over, doubt, verification in SUSPECTED)


def _spread(r: Json, element: str) -> Days | None:
    """The days an onset or abatement may be: of its date, or from the start to the end of its period."""
    if f"{element}Period" in r:
        start, end = read_period(r[f"{element}Period"])
        return Days(start.first if start else PAST, end.last if end else FUTURE)
    return read_days(r.get(f"{element}DateTime"))


def _written(r: Json, element: str) -> object:
    return r.get(f"{element}DateTime") or r.get(f"{element}Period") or r.get(f"{element}String")


DIAGNOSES = Sort(("Condition",), read_diagnosis)


def condition(
    chart: Chart, codes: CodeTest, *, state: Literal["present", "active", "history"], window: Window | None = None,
    days: int | None = None, count: int = 1, severity: tuple[Codes, Codes] | None = None, suspected: bool = False,
) -> Answer:
    """At least ``count`` conditions are so at the index date or on some day of the window.

    ``days``: how long an episode counts. ``severity``: the codes of the wanted severities, and of the others. ``suspected``:
    what is not confirmed counts, in place of the rest.
    """
    diagnoses, index = chart.find(DIAGNOSES, codes), chart.index
    if not diagnoses:
        return Answer(False)
    span = window.days(index) if window else None

    def truth(d: Diagnosis) -> Truth:
        found = _met(d, span, days is None, index) if span else _is(d, state, days, index)
        found = doubted(found) if (not d.suspected if suspected else d.doubted) else found
        return found if severity is None else all_of(found, _severe(d, *severity))

    return occurred(count, [(d, d.onset, d.source, truth(d)) for d in diagnoses])


def _severe(d: Diagnosis, wanted: Codes, others: Codes) -> Truth:
    codes = read_codes(d.source.resource.get("severity"))
    met, unmet = wanted.meets(codes), others.meets(codes)
    return None if met == unmet else met


def _is(d: Diagnosis, state: str, days: int | None, index: int) -> Truth:
    if state == "history":
        return d.begun(index)
    if state == "active" and d.clinical in OVER:
        return False
    if state == "active" and d.clinical in GOING_ON:
        return all_of(d.begun(index), d.end is None or opposite(on_or_before(d.end, index - 1)))
    fresh: Truth = days is None or d.end is not None or (d.onset is not None and d.onset.first >= index - days) or None
    return all_of(d.begun(index), opposite(d.ended(index)), fresh)


def _met(d: Diagnosis, span: Days, chronic: bool, index: int) -> Truth:
    """Whether the condition was there on some day of the span."""
    onset = d.onset or ALL_DAYS
    if d.end is not None:
        until = d.end
    elif chronic and d.over is False:
        until = Days(index, index)
    else:
        until = onset
    reached = on_or_after(until, span.first)
    if reached is False and d.end is None and d.over is not False:
        reached = None
    return all_of(on_or_before(onset, span.last), reached)


def occurred(count: int, judged: Sequence[tuple[Evidence, Days | None, Source, Truth]]) -> Answer:
    """Whether at least ``count`` of the records (with day, source, truth) are so.

    Records of one day and first code are one event. A date that isn't one day doesn't tell whether it is the same event: where
    several are asked for, such a record is unknown at most.
    """
    if count == 1:
        return decided([(record, truth) for record, _, _, truth in judged])
    events: dict[object, list[Truth]] = {}
    for number, (_, day, source, truth) in enumerate(judged):
        if day is not None and day.first == day.last:
            events.setdefault((day, *source.codes[:1]), []).append(truth)
        else:
            events[number] = [doubted(truth)]
    value = at_least(count, *(any_of(*truths) for truths in events.values()))
    return Answer(value, [record for record, _, _, truth in judged if value is False or truth is not False])
