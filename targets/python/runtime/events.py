"""Procedures, immunisations, allergies and family history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .chart import Answer, Chart, Owners, Sort, Source, decided
from .codes import CodeTest, Json, read_status
from .days import ALL_DAYS, Days, Window, on_or_before, read_days, read_period, within
from .diagnoses import occurred
from .truth import Truth, doubted

# --- emitted ---
# --- Procedures, immunisations, allergies and family history ---

DONE = ("completed", "in-progress", "stopped")
NOT_DONE = ("not-done", "preparation", "on-hold", "entered-in-error")
FAMILY = ("partial", "completed")


@dataclass(frozen=True)
class Deed:
    """A Procedure or an Immunization. ``day`` None: not recorded; ``doubted``: not known to have been done."""

    source: Source
    day: Days | None
    doubted: bool

    def evidence(self) -> Json:
        """With its date as recorded."""
        r = self.source.resource
        day = r.get("performedDateTime") or r.get("performedPeriod") or r.get("occurrenceDateTime")
        return self.source.evidence(date=day, status=r.get("status"))


def read_deed(chart: Chart, source: Source) -> Deed | None:
    """A Procedure that was or may have been done, on some day of its period."""
    r = source.resource
    status = r.get("status")
    if status in NOT_DONE:
        return None
    if "performedPeriod" in r:
        start, end = read_period(r["performedPeriod"])
        day = Days((start or ALL_DAYS).first, (end or ALL_DAYS).last) if start or end else None
    else:
        day = read_days(r.get("performedDateTime"))
    return Deed(source, day, status is not None and status not in DONE)


DEEDS = Sort(("Procedure",), read_deed)


def procedure(chart: Chart, codes: CodeTest, *, window: Window | None = None, count: int = 1) -> Answer:
    """Done by the index date, or in the window, at least ``count`` times."""
    return _done(chart, chart.find(DEEDS, codes), window, count)


def _done(chart: Chart, deeds: Sequence[Deed], window: Window | None, count: int) -> Answer:
    if not deeds:
        return Answer(False)
    span = window.days(chart.index) if window else None

    def truth(d: Deed) -> Truth:
        if span is None:
            found: Truth = d.day is None or on_or_before(d.day, chart.index)
        else:
            found = within(d.day or ALL_DAYS, span)
        return doubted(found) if d.doubted else found

    return occurred(count, [(d, d.day, d.source, truth(d)) for d in deeds])


def read_immunisation(chart: Chart, source: Source) -> Deed | None:
    """An Immunization that was or may have been given."""
    r = source.resource
    status = r.get("status")
    if status in NOT_DONE:
        return None
    return Deed(source, read_days(r.get("occurrenceDateTime")), status not in (None, "completed"))


IMMUNISATIONS = Sort(("Immunization",), read_immunisation, element="vaccineCode")


def immunisation(chart: Chart, codes: CodeTest, *, window: Window | None = None, count: int = 1) -> Answer:
    """Given by the index date, or in the window, at least ``count`` times."""
    return _done(chart, chart.find(IMMUNISATIONS, codes), window, count)


@dataclass(frozen=True)
class Intolerance:
    """An AllergyIntolerance; ``doubted``: not known to be true, or to be still so."""

    source: Source
    doubted: bool

    def evidence(self) -> Json:
        """With its date as recorded."""
        r = self.source.resource
        return self.source.evidence(date=r.get("onsetDateTime") or r.get("recordedDate"))


def substances(chart: Chart, r: Json) -> tuple[object, ...]:
    """An allergy is coded by its ``code`` and by the substances of its reactions."""
    reactions = r.get("reaction")
    listed = reactions if isinstance(reactions, list) else []
    return (r.get("code"), *(x.get("substance") for x in listed if isinstance(x, dict)))


def read_intolerance(chart: Chart, source: Source) -> Intolerance | None:
    """An allergy that was not refuted, entered in error, or is over."""
    r = source.resource
    verification = read_status(
        r.get("verificationStatus"), frozenset({"confirmed", "unconfirmed", "presumed", "refuted", "entered-in-error"}))
    clinical = read_status(r.get("clinicalStatus"), frozenset({"active", "inactive", "resolved"}))
    if verification in ("refuted", "entered-in-error") or clinical in ("inactive", "resolved"):
        return None
    return Intolerance(source, verification not in (None, "confirmed") or clinical == "?")


INTOLERANCES = Sort(("AllergyIntolerance",), read_intolerance, concepts=substances)


def allergy(chart: Chart, codes: CodeTest) -> Answer:
    """An allergy or intolerance is recorded and not over; its date is ignored."""
    return decided([(i, None if i.doubted else True) for i in chart.find(INTOLERANCES, codes)])


def any_allergy(chart: Chart) -> Answer:
    """An allergy or intolerance to whatever it is, recorded and not over."""
    return decided([(i, None if i.doubted else True) for i in chart.every(INTOLERANCES)])


@dataclass(frozen=True)
class Relative:
    """A condition of a FamilyMemberHistory; ``doubted``: not known to be true."""

    source: Source
    doubted: bool

    def evidence(self) -> Json:
        """With the status of the history."""
        return self.source.evidence(status=self.source.resource.get("status"))


def conditions_of(histories: list[Json]) -> tuple[list[Json], Owners]:
    """Each condition of a member of the family is a record."""
    found: list[Json] = []
    owners: Owners = {}
    for r in histories:
        conditions = r.get("condition")
        for c in conditions if isinstance(conditions, list) else []:
            if isinstance(c, dict):
                owners[len(found)] = r
                found.append(c)
    return found, owners


def read_relative(chart: Chart, source: Source) -> Relative | None:
    """A condition of a history that was not entered in error."""
    status = source.resource.get("status")
    return None if status == "entered-in-error" else Relative(source, status is not None and status not in FAMILY)


RELATIVES = Sort(("FamilyMemberHistory",), read_relative, parts=conditions_of)


def family_history(chart: Chart, codes: CodeTest) -> Answer:
    """The condition is recorded of a member of the family."""
    return decided([(r, None if r.doubted else True) for r in chart.find(RELATIVES, codes)])
