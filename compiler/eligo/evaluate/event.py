"""Procedures and allergies."""

from __future__ import annotations

from datetime import date

from eligo.evaluate.dates import days_of, on_or_before, within
from eligo.evaluate.kleene import any_of, doubted
from eligo.evaluate.matching import belongs, occurred
from eligo.logic import Allergy, Procedure, Truth
from eligo.patient import Patient, ProcedureRecord

NOT_DONE = ("not-done", "preparation", "on-hold", "entered-in-error")
NO_ALLERGY = ("refuted", "entered-in-error")
PAST_ALLERGY = ("inactive", "resolved")
DOUBTED_ALLERGY = ("unconfirmed", "presumed")


def procedure(atom: Procedure, patient: Patient, index: date) -> Truth:
    """Done by the index date, or in the window, at least ``count`` times."""
    found = [r for r in patient.procedures if r.status not in NOT_DONE and belongs(r.codes, atom.concept)]

    def truth(r: ProcedureRecord) -> Truth:
        if atom.window is not None:
            done = within(r.date, *days_of(atom.window, index))
        else:
            done = r.date is None or on_or_before(r.date, index)
        return doubted(done) if r.status == "unknown" else done

    return occurred(atom.count, ((r.date, r.codes, truth(r)) for r in found))


def allergy(atom: Allergy, patient: Patient) -> Truth:
    """An allergy to the substance is recorded and not over."""
    found = [r for r in patient.allergies if r.verification not in NO_ALLERGY and r.clinical not in PAST_ALLERGY]
    return any_of(None if r.verification in DOUBTED_ALLERGY else True for r in found if belongs(r.codes, atom.concept))
