"""Criteria, the verdict on a patient, and its JSON form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .chart import Answer, Chart
from .codes import Json
from .truth import Truth, all_of, any_of, opposite

# --- emitted ---
# --- Criteria and verdicts ---

SCHEMA = "urn:eligo:schema:result:1"
Truths = Mapping[str, Truth]
VERDICTS: dict[Truth, str] = {True: "eligible", False: "ineligible", None: "undetermined"}
SCREENS: dict[Truth, str] = {True: "potential", False: "ineligible", None: "undetermined"}


@dataclass(frozen=True)
class Fact:
    """Something that records decide: what it says, and how it is decided."""

    says: str
    decide: Callable[[Chart], Answer]


@dataclass(frozen=True)
class Criterion:
    """A criterion of the trial.

    ``value`` is the truth of its statement, ``screen`` the same with what no record decides taken in favour of eligibility.
    ``facts`` are the facts in it, ``undecided`` the words that no record decides, ``set_aside`` those a screen sets aside.
    """

    id: str
    section: str
    effect: str
    status: str
    text: str
    value: Callable[[Truths], Truth]
    screen: Callable[[Truths], Truth]
    facts: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    group: str | None = None


class Outcome(NamedTuple):
    """A criterion for a patient, with what all facts say of the patient."""

    criterion: Criterion
    value: Truth
    screen: Truth
    facts: Mapping[str, Fact]
    answers: Mapping[str, Answer]

    def to_dict(self) -> Json:
        """The JSON form."""
        c = self.criterion
        return {
            "id": c.id, "section": c.section, "effect": c.effect, "group": c.group, "text": c.text,
            "spans": [list(s) for s in c.spans],
            "status": c.status, "value": self.value, "screen": self.screen,
            "because": [
                {"atom": words, "value": value, "evidence": [record.evidence() for record in records]}
                for words, (value, records) in self.because()
            ],
        }

    def because(self) -> list[tuple[str, Answer]]:
        """The parts of the criterion, what each says, its truth, and the records that decided it."""
        decided = [(self.facts[id].says, self.answers[id]) for id in dict.fromkeys(self.criterion.facts)]
        return decided + [(words, Answer(None)) for words in self.criterion.undecided]

    def met(self, screen: bool) -> Truth:
        """Whether the patient meets it: what is required holds, what is forbidden doesn't."""
        truth = self.screen if screen else self.value
        return truth if self.criterion.effect == "require" else opposite(truth)


@dataclass(frozen=True)
class Group:
    """The answers for a patient as a member of one group, under its criteria and those of everybody."""

    name: str
    verdict: str
    screen: str

    def to_dict(self) -> Json:
        """The JSON form."""
        return {"group": self.name, "verdict": self.verdict, "screen": self.screen}


@dataclass(frozen=True)
class Result:
    """The answers for a patient, eligible if so in one of the groups. ``reason`` is "deceased" where that decides."""

    trial: str
    as_of: str
    patient: str | None
    verdict: str
    screen: str
    reason: str | None
    assumptions: tuple[str, ...]
    criteria: tuple[Outcome, ...]
    groups: tuple[Group, ...] = ()

    def to_dict(self) -> Json:
        """The JSON form."""
        return {
            "schema": SCHEMA, "trial": self.trial, "as_of": self.as_of, "patient": self.patient, "verdict": self.verdict,
            "screen": self.screen, "reason": self.reason, "groups": [group.to_dict() for group in self.groups],
            "assumptions": list(self.assumptions),
            "set_aside": self.set_aside(), "to_look_up": self.to_look_up(),
            "criteria": [outcome.to_dict() for outcome in self.criteria],
        }

    def set_aside(self) -> list[Json]:
        """What a screen takes for given, where it matters."""
        return [
            {"id": o.criterion.id, "words": list(o.criterion.set_aside)}
            for o in self.criteria if o.value is None and o.criterion.set_aside
        ]

    def to_look_up(self) -> list[Json]:
        """What would settle the criteria that stay unknown in a screen."""
        return [
            {"id": o.criterion.id, "words": [
                words for words, answer in o.because()
                if answer.value is None and words not in o.criterion.set_aside
            ]}
            for o in self.criteria if o.screen is None
        ]


def judge(outcomes: Sequence[Outcome], dead: Truth, screen: bool) -> Truth:
    """Alive, and every criterion is met that applies to all, and all those of one of the groups."""
    names = dict.fromkeys(o.criterion.group for o in outcomes if o.criterion.group is not None)
    return any_of(*(judge_in(name, outcomes, dead, screen) for name in names or (None,)))


def judge_in(group: str | None, outcomes: Sequence[Outcome], dead: Truth, screen: bool) -> Truth:
    """Alive, and every criterion is met that applies to all or to the group."""
    return all_of(opposite(dead), *(o.met(screen) for o in outcomes if o.criterion.group in (None, group)))


def groups(outcomes: Sequence[Outcome], dead: Truth) -> tuple[Group, ...]:
    """The answers for each group that criteria name."""
    names = dict.fromkeys(o.criterion.group for o in outcomes if o.criterion.group is not None)
    return tuple(
        Group(name, VERDICTS[judge_in(name, outcomes, dead, False)], SCREENS[judge_in(name, outcomes, dead, True)])
        for name in names
    )


def outcomes(criteria: Iterable[Criterion], facts: Mapping[str, Fact], chart: Chart) -> Iterable[Outcome]:
    """Every criterion for a patient."""
    answers = {id: fact.decide(chart) for id, fact in facts.items()}
    truths = {id: answer.value for id, answer in answers.items()}
    for c in criteria:
        value = c.value(truths)
        yield Outcome(c, value, value if c.screen is c.value else c.screen(truths), facts, answers)


def first_patient_id(chart: Chart) -> str | None:
    """The id of the Patient resource."""
    id: Any = chart.patient.get("id")
    return id if isinstance(id, str) else None
