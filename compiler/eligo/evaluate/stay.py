"""What lasts for days of which both ends may be uncertain: encounters, and participation in studies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eligo.evaluate.dates import days_of
from eligo.evaluate.exposure import FOREVER, Days
from eligo.evaluate.kleene import all_of, any_of, doubted
from eligo.evaluate.matching import occurred
from eligo.logic import Encounter, Setting, StudyParticipation, Truth, Window
from eligo.patient import EncounterRecord, PartialDate, Patient, StudyRecord

NO_ENCOUNTER = ("planned", "cancelled", "entered-in-error")
DOUBTED_ENCOUNTER = ("arrived", "triaged", "unknown")
NO_SUBJECT = ("candidate", "eligible", "ineligible", "not-registered", "potential-candidate", "withdrawn")
DOUBTED_SUBJECT = ("pending-on-study", "screening")


@dataclass(frozen=True, slots=True)
class Stay:
    """The days of the start and of the end of something that lasts."""

    start: PartialDate
    end: PartialDate

    @property
    def possible(self) -> Days:
        """The days it may cover."""
        return Days(self.start.first, self.end.last)

    def meets(self, days: Days) -> Truth:
        """Whether it covers one of the days."""
        if Days(self.start.last, self.end.first).meets(days):
            return True
        return None if self.possible.meets(days) else False


def encounter(atom: Encounter, patient: Patient, index: date) -> Truth:
    """At least ``count`` encounters of the setting last on the index date or on some day of the window."""
    days = _days(atom.window, index)
    found = []
    for r in (r for r in patient.encounters if r.status not in NO_ENCOUNTER):
        stay = _stay(r.start, r.end, r.status == "finished", index)
        truth = all_of((_is_in(atom.setting, r), stay.meets(days)))
        if truth is not False:
            found.append((r, stay.possible, doubted(truth) if r.status in DOUBTED_ENCOUNTER else truth))
    if atom.count == 1:
        return any_of(truth for _, _, truth in found)

    def is_part(of: Days) -> bool:
        """Whether the days may be a part of an earlier stay, or go on from one."""
        return any(other.first < of.first <= other.last for _, other, _ in found)

    return occurred(
        atom.count, ((r.start, (), doubted(truth) if is_part(possible) else truth) for r, possible, truth in found)
    )


def participation(atom: StudyParticipation, patient: Patient, index: date) -> Truth:
    """A subject of a study on the index date or on some day of the window."""
    days = _days(atom.window, index)

    def truth(r: StudyRecord) -> Truth:
        met = _stay(r.start, r.end, r.status == "off-study", index).meets(days)
        return doubted(met) if r.status in DOUBTED_SUBJECT else met

    return any_of(truth(r) for r in patient.studies if r.status not in NO_SUBJECT)


def _days(window: Window | None, index: date) -> Days:
    return Days(index, index) if window is None else Days(*days_of(window, index))


def _is_in(setting: Setting, r: EncounterRecord) -> Truth:
    """A record of intensive care is one of a stay in hospital; that another stay had none can't be told."""
    if setting == "any":
        return True
    if setting == "emergency":
        return None if r.setting is None else r.setting == "emergency"
    if r.icu:
        return True
    if setting == "icu":
        return None if r.setting in (None, "inpatient") else False
    return None if r.setting is None else r.setting == "inpatient"


def _stay(start: PartialDate | None, end: PartialDate | None, over: bool, index: date) -> Stay:
    """Without an end it is open, or if it is over anything from its start to the index date."""
    if end is None and over:
        end = PartialDate(start.first, max(index, start.last)) if start else PartialDate(date.min, index)
    end = end or FOREVER
    return Stay(start or PartialDate(date.min, index if end == FOREVER else end.last), end)
