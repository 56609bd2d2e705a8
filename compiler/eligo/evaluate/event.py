"""Procedures, immunisations, allergies and family history."""

from __future__ import annotations

from datetime import date

from eligo.evaluate.dates import days_of, on_or_before, within
from eligo.evaluate.kleene import any_of, doubted
from eligo.evaluate.matching import belongs, occurred
from eligo.logic import Allergy, FamilyHistory, Immunisation, Procedure, Truth, Window
from eligo.patient import PartialDate, Patient, ProcedureRecord

NOT_DONE = ("not-done", "preparation", "on-hold", "entered-in-error")
NOT_GIVEN = ("not-done", "entered-in-error")
NO_ALLERGY = ("refuted", "entered-in-error")
PAST_ALLERGY = ("inactive", "resolved")
DOUBTED_ALLERGY = ("unconfirmed", "presumed")


def procedure(atom: Procedure, patient: Patient, index: date) -> Truth:
    """Done by the index date, or in the window, at least ``count`` times."""
    found = [r for r in patient.procedures if r.status not in NOT_DONE and belongs(r.codes, atom.concept)]

    def truth(r: ProcedureRecord) -> Truth:
        done = _was(r.date, atom.window, index)
        return doubted(done) if r.status == "unknown" else done

    return occurred(atom.count, ((r.date, r.codes, truth(r)) for r in found))


def immunisation(atom: Immunisation, patient: Patient, index: date) -> Truth:
    """Given by the index date, or in the window, at least ``count`` times."""
    found = [r for r in patient.immunisations if r.status not in NOT_GIVEN and belongs(r.codes, atom.concept)]
    return occurred(atom.count, ((r.date, r.codes, _was(r.date, atom.window, index)) for r in found))


def _was(day: PartialDate | None, window: Window | None, index: date) -> Truth:
    if window is not None:
        return within(day, *days_of(window, index))
    return day is None or on_or_before(day, index)


def allergy(atom: Allergy, patient: Patient) -> Truth:
    """An allergy to the substance, or to anything, is recorded and not over."""
    found = [r for r in patient.allergies if r.verification not in NO_ALLERGY and r.clinical not in PAST_ALLERGY]
    wanted = found if atom.concept is None else [r for r in found if belongs(r.codes, atom.concept)]
    return any_of(None if r.verification in DOUBTED_ALLERGY else True for r in wanted)


def family_history(atom: FamilyHistory, patient: Patient) -> Truth:
    """The condition is recorded of a member of the family."""
    found = [r for r in patient.family if r.status != "entered-in-error" and belongs(r.codes, atom.concept)]
    return any_of(None if r.status == "health-unknown" else True for r in found)
