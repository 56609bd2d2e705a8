"""Fields of the registry that set limits: what differs in them."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.canon.phrases import UNIT_WORDS
from eligo.diff.change import FieldChange
from eligo.logic import Age, Manual, Sex
from eligo.protocol import Criterion
from eligo.record import Age as FieldAge
from eligo.record import Registry
from eligo.registry_limits import REGISTRY

NOT_STATED = "not stated"


def fields(old: Registry, new: Registry, criteria: tuple[Criterion, ...]) -> Iterator[FieldChange]:
    """The limits that differ. ``criteria`` are those of both versions."""
    made = [c.logic for c in criteria if c.section == REGISTRY]
    ages = [n for n in made if isinstance(n, Age)]
    pairs = (
        ("minimum age", _age(old.minimum_age), _age(new.minimum_age), any(a.bounds.low is not None for a in ages)),
        ("maximum age", _age(old.maximum_age), _age(new.maximum_age), any(a.bounds.high is not None for a in ages)),
        ("sex", old.sex or NOT_STATED, new.sex or NOT_STATED, any(isinstance(n, Sex) for n in made)),
        (
            "healthy volunteers",
            _yes_no(old.healthy_volunteers),
            _yes_no(new.healthy_volunteers),
            any(isinstance(n, Manual) for n in made),
        ),
    )
    for field, before, after, in_force in pairs:
        if before != after:
            yield FieldChange(field, before, after, in_force)


def _age(limit: FieldAge | None) -> str:
    if limit is None:
        return NOT_STATED
    return f"{limit.value:f} {UNIT_WORDS[limit.unit]}{'' if limit.value == 1 else 's'}"


def _yes_no(value: bool | None) -> str:
    return NOT_STATED if value is None else "accepted" if value else "not accepted"
