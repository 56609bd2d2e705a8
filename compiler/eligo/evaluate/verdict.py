"""Verdict and screen: what a patient's truths mean for eligibility."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from eligo.evaluate.dates import on_or_before
from eligo.evaluate.expression import evaluate, screen_value
from eligo.evaluate.kleene import all_of, any_of, opposite
from eligo.logic import Truth
from eligo.patient import Patient
from eligo.protocol import Criterion, Settings


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answers for a patient.

    ``reason`` is "deceased" where that decides. ``values`` and ``screened`` are the truths of each criterion's statement,
    in the order of the criteria, as recorded and with manual statements set aside.
    """

    verdict: Literal["eligible", "ineligible", "undetermined"]
    screen: Literal["potential", "ineligible", "undetermined"]
    reason: str | None
    values: tuple[Truth, ...]
    screened: tuple[Truth, ...]


def verdict(criteria: Sequence[Criterion], patient: Patient, index: date, settings: Settings | None = None) -> Verdict:
    """Judge a patient. Criteria of several groups: one group has to accept the patient, besides what applies to all."""
    values = tuple(evaluate(c.logic, patient, index, settings) for c in criteria)
    screened = tuple(screen_value(c.logic, patient, index, c.effect, settings) for c in criteria)
    dead = deceased(patient, index)
    eligible = all_of((opposite(dead), accepted(criteria, values)))
    potential = all_of((opposite(dead), accepted(criteria, screened)))
    return Verdict(
        "undetermined" if eligible is None else "eligible" if eligible else "ineligible",
        "undetermined" if potential is None else "potential" if potential else "ineligible",
        "deceased" if dead else None, values, screened,
    )


def deceased(patient: Patient, index: date) -> Truth:
    """Died by the index date; without a date: before it."""
    return patient.deceased if patient.death is None else on_or_before(patient.death, index)


def accepted(criteria: Sequence[Criterion], values: Sequence[Truth]) -> Truth:
    """Every required statement holds and no forbidden one, for everybody and in one of the groups."""
    met = [(c.applies_to, v if c.effect == "require" else opposite(v)) for c, v in zip(criteria, values, strict=True)]
    groups = dict.fromkeys(group for group, _ in met if group is not None)
    general = all_of(truth for group, truth in met if group is None)
    if not groups:
        return general
    return all_of((general, any_of(all_of(t for g, t in met if g == group) for group in groups)))
