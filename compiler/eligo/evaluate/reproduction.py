"""Pregnancy and breastfeeding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from eligo.concepts import Concept
from eligo.evaluate import condition, measurement
from eligo.evaluate.dates import add_days, within
from eligo.evaluate.kleene import opposite
from eligo.evaluate.matching import answers
from eligo.lexicon import wellknown
from eligo.logic import Reproduction, Truth
from eligo.patient import ConditionRecord, PartialDate, Patient
from eligo.protocol import Settings

Evidence = tuple[PartialDate | None, Truth]


def reproduction(atom: Reproduction, patient: Patient, index: date, settings: Settings) -> Truth:
    """What the latest evidence says; no evidence, or a man: no."""
    if patient.sex == "male":
        return False
    first = add_days(index, -settings.reproduction_days)
    found = list(_evidence(wellknown.reproduction(atom.state), patient, first, index))
    if all(within(day, first, index) is False for day, _ in found):
        return False
    return measurement.latest(found, first, index)


def _evidence(concept: Concept, patient: Patient, first: date, index: date) -> Iterator[Evidence]:
    tests = replace(concept, include=tuple(c for c in concept.include if c.system == "loinc"))
    for result in measurement.records(tests, patient):
        labels = {a.label for a in answers(result.answer, concept)}
        yield result.date, "yes" in labels if labels and result.status in measurement.USABLE else None
    states = replace(concept, include=tuple(c for c in concept.include if c.system != "loinc"))
    for record in condition.records(states, patient):
        yield _of_condition(record, first, index)


def _of_condition(r: ConditionRecord, first: date, index: date) -> Evidence:
    """Yes as of the onset; once it is over no as of its end; where that isn't known, as of some day since the onset."""
    no = None if r.verification in condition.DOUBTED else False
    if r.end is None and r.clinical in condition.OVER:
        if within(r.onset, first, index) is False:
            return r.onset, no
        since = r.onset or PartialDate(first, index)
        return PartialDate(max(since.first, first), max(since.last, index)), no
    if r.end is None or r.end.first > index:
        return r.onset, opposite(no)
    if r.end.last <= index:
        return r.end, no
    return PartialDate(r.onset.first if r.onset else date.min, r.end.last), None
