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

Answer = Literal["eligible", "ineligible", "undetermined"]
Screen = Literal["potential", "ineligible", "undetermined"]


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """The answers for a patient as a member of one group, under its criteria and those of everybody."""

    group: str
    verdict: Answer
    screen: Screen


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answers for a patient, and those in each group that criteria name.

    ``reason`` is "deceased" where that decides. ``values`` and ``screened`` are the truths of each criterion's statement,
    in the order of the criteria, as recorded and with manual statements set aside.
    """

    verdict: Answer
    screen: Screen
    reason: str | None
    values: tuple[Truth, ...]
    screened: tuple[Truth, ...]
    groups: tuple[GroupVerdict, ...] = ()


def verdict(criteria: Sequence[Criterion], patient: Patient, index: date, settings: Settings | None = None) -> Verdict:
    """Judge a patient. Criteria of several groups: one group has to accept the patient, besides what applies to all."""
    values = tuple(evaluate(c.logic, patient, index, settings) for c in criteria)
    screened = tuple(screen_value(c.logic, patient, index, c.effect, settings) for c in criteria)
    dead = deceased(patient, index)
    alive = opposite(dead)
    in_groups = tuple(
        GroupVerdict(
            group,
            _answer(all_of((alive, accepted_in(group, criteria, values)))),
            _screen(all_of((alive, accepted_in(group, criteria, screened)))),
        )
        for group in groups(criteria)
    )
    return Verdict(
        _answer(all_of((alive, accepted(criteria, values)))),
        _screen(all_of((alive, accepted(criteria, screened)))),
        "deceased" if dead else None,
        values,
        screened,
        in_groups,
    )


def _answer(truth: Truth) -> Answer:
    return "undetermined" if truth is None else "eligible" if truth else "ineligible"


def _screen(truth: Truth) -> Screen:
    return "undetermined" if truth is None else "potential" if truth else "ineligible"


def deceased(patient: Patient, index: date) -> Truth:
    """Died by the index date; without a date: before it."""
    return patient.deceased if patient.death is None else on_or_before(patient.death, index)


def accepted(criteria: Sequence[Criterion], values: Sequence[Truth]) -> Truth:
    """Every required statement holds and no forbidden one, for everybody and in one of the groups."""
    return any_of(accepted_in(group, criteria, values) for group in groups(criteria) or (None,))


def accepted_in(group: str | None, criteria: Sequence[Criterion], values: Sequence[Truth]) -> Truth:
    """Every statement required of everybody or of the group holds, and none that is forbidden."""
    return all_of(
        value if c.effect == "require" else opposite(value)
        for c, value in zip(criteria, values, strict=True)
        if c.applies_to in (None, group)
    )


def groups(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """The groups that criteria name, in the order of the text."""
    return tuple(dict.fromkeys(c.applies_to for c in criteria if c.applies_to is not None))
