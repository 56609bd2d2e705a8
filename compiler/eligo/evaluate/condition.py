"""Conditions."""

from __future__ import annotations

from datetime import date

from eligo.concepts import Concept
from eligo.evaluate.dates import DAY, add_days, days_of, on_or_after, on_or_before
from eligo.evaluate.kleene import all_of, doubted, opposite
from eligo.evaluate.matching import belongs, occurred
from eligo.logic import Condition, Truth
from eligo.patient import ConditionRecord, PartialDate, Patient

NON_EXISTENT = ("refuted", "entered-in-error")
DOUBTED = ("unconfirmed", "provisional", "differential")
GOING_ON = ("active", "recurrence", "relapse")
OVER = ("inactive", "remission", "resolved")


def condition(atom: Condition, patient: Patient, index: date) -> Truth:
    """At least ``count`` records are so at the index date or in the window."""
    found = records(atom.concept, patient)
    return occurred(atom.count, ((r.onset, r.codes, _as_stated(atom, r, _truth(atom, r, index))) for r in found))


def records(concept: Concept, patient: Patient) -> list[ConditionRecord]:
    """The records of a concept that were not taken back."""
    return [r for r in patient.conditions if r.verification not in NON_EXISTENT and belongs(r.codes, concept)]


def _as_stated(atom: Condition, r: ConditionRecord, truth: Truth) -> Truth:
    """With its severity and certainty: a suspected record doesn't settle a condition, nor a confirmed one a suspicion."""
    suspected = r.verification in DOUBTED
    truth = truth if suspected == (atom.certainty == "suspected") else doubted(truth)
    if not atom.severity:
        return truth
    return all_of((truth, None if r.severity is None else r.severity in atom.severity))


def _truth(atom: Condition, r: ConditionRecord, index: date) -> Truth:
    if atom.window is not None:
        return _meets(r, atom.concept.days is None, *days_of(atom.window, index), index)
    begun: Truth = r.onset is None or on_or_before(r.onset, index)
    if atom.state == "history":
        return begun
    if atom.state == "active" and r.clinical in OVER:
        return False
    if atom.state == "active" and r.clinical in GOING_ON:
        return all_of((begun, r.end is None or opposite(on_or_before(r.end, index - DAY))))
    return all_of((begun, opposite(_ended(r, index)), _fresh(r, atom.concept.days, index)))


def _ended(r: ConditionRecord, index: date) -> Truth:
    return r.clinical in OVER if r.end is None else on_or_before(r.end, index - DAY)


def _fresh(r: ConditionRecord, days: int | None, index: date) -> Truth:
    """An episodic condition without an end may be over once its usual course is."""
    if days is None or r.end is not None:
        return True
    return on_or_after(r.onset, add_days(index, -days)) or None


def _meets(r: ConditionRecord, chronic: bool, first: date, last: date, index: date) -> Truth:
    """Whether the record's span meets the window."""
    over = r.clinical in OVER
    if r.end is not None:
        until: PartialDate | None = r.end
    elif chronic and not over:
        until = PartialDate(index, index)
    else:
        until = r.onset
    reached = on_or_after(until, first)
    if reached is False and r.end is None and over:
        reached = None
    return all_of((on_or_before(r.onset, last), reached))
