"""The attrition funnel of a screened population, and what it would gain by dropping a criterion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from eligo.protocol import Criterion, Protocol
from eligo.screen.answer import Answer, met


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the funnel, in numbers of patients.

    ``met``, ``not_met``, ``unknown`` and ``set_aside`` are the living patients by what the criterion alone means for eligibility;
    ``remaining`` those whom nothing so far rules out, ``certain`` those for whom everything so far is met. The first step is
    being alive.
    """

    group: str | None
    criterion: Criterion | None
    met: int
    not_met: int
    unknown: int
    set_aside: int
    remaining: int
    certain: int


@dataclass(frozen=True, slots=True)
class Gain:
    """Patients whom this criterion alone keeps out: ``potential`` counts those whom nothing else rules out, ``certain`` those for
    whom everything else is met."""

    group: str | None
    criterion: Criterion
    potential: int
    certain: int


@dataclass(slots=True)
class _Counts:
    met: int = 0
    not_met: int = 0
    unknown: int = 0
    set_aside: int = 0
    remaining: int = 0
    certain: int = 0
    gain: int = 0
    certain_gain: int = 0


@dataclass(slots=True)
class _Arm:
    group: str | None
    places: tuple[int, ...]
    alive: _Counts = field(default_factory=_Counts)
    counts: dict[int, _Counts] = field(default_factory=dict)


class Tally:
    """Counts of a population, patient by patient; memory doesn't grow with their number.

    A trial with groups has a funnel for each of them: the criteria that apply to all, and those of the group.
    """

    def __init__(self, protocol: Protocol) -> None:
        self._criteria = protocol.criteria
        self._arms = [
            _Arm(group, tuple(n for n, c in enumerate(protocol.criteria) if c.applies_to in (None, group)))
            for group in protocol.groups or (None,)
        ]
        for arm in self._arms:
            arm.counts = {n: _Counts() for n in arm.places}
        self.patients = 0
        self.verdicts: dict[str, int] = {"eligible": 0, "undetermined": 0, "ineligible": 0}
        self.screens: dict[str, int] = {"potential": 0, "undetermined": 0, "ineligible": 0}

    def add(self, answer: Answer) -> None:
        """Count one patient."""
        self.patients += 1
        self.verdicts[answer.verdict] += 1
        self.screens[answer.screen] += 1
        value = [met(c, v) for c, v in zip(self._criteria, answer.values, strict=True)]
        screen = [met(c, v) for c, v in zip(self._criteria, answer.screened, strict=True)]
        for arm in self._arms:
            if answer.deceased:
                arm.alive.not_met += 1
                continue
            arm.alive.met += 1
            _count(arm, value, screen)

    def funnel(self) -> Iterator[Step]:
        """The steps, group by group, in the order of the criteria."""
        for arm in self._arms:
            living = arm.alive.met
            yield Step(arm.group, None, living, arm.alive.not_met, 0, 0, living, living)
            for n, c in arm.counts.items():
                yield Step(
                    arm.group, self._criteria[n], c.met, c.not_met, c.unknown, c.set_aside, c.remaining, c.certain
                )

    def gains(self) -> Iterator[Gain]:
        """What dropping each criterion would gain, group by group, the most first."""
        for arm in self._arms:
            for n, c in sorted(arm.counts.items(), key=lambda item: (-item[1].gain, -item[1].certain_gain, item[0])):
                yield Gain(arm.group, self._criteria[n], c.gain, c.certain_gain)


def _count(arm: _Arm, value: list[bool | None], screen: list[bool | None]) -> None:
    remaining = certain = True
    for n, counts in arm.counts.items():
        if value[n] is None:
            if screen[n] is True:
                counts.set_aside += 1
            else:
                counts.unknown += 1
        elif value[n]:
            counts.met += 1
        else:
            counts.not_met += 1
        remaining = remaining and screen[n] is not False
        certain = certain and value[n] is True
        counts.remaining += remaining
        counts.certain += certain
    against = [n for n in arm.places if screen[n] is False]
    if len(against) == 1:
        (only,) = against
        arm.counts[only].gain += 1
        arm.counts[only].certain_gain += all(value[n] is True for n in arm.places if n != only)
