"""Limits that only the registry's own fields give (rule R1 of :mod:`eligo.items`)."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.canon import say
from eligo.diagnostics import Diagnostic
from eligo.logic import Age, Atom, Bounds, Expr, Manual, Origin, Section, Sex, walk
from eligo.protocol import Criterion
from eligo.record import Registry

REGISTRY: Section = "registry"
DAYS = {"a": 365, "mo": 30, "wk": 7, "d": 1}


def registry_criteria(
    registry: Registry, own: tuple[Criterion, ...]
) -> tuple[tuple[Criterion, ...], tuple[Diagnostic, ...]]:
    """Criteria ``R1`` … for limits the text is silent on, and diagnostics where text and registry differ."""
    stated = [n for c in own if c.effect == "require" for n in walk(c.logic) if isinstance(n, Age | Sex)]
    limits: list[Expr] = []
    remarks: list[Diagnostic] = []
    for atom in _limits(registry):
        said = [n for n in stated if type(n) is type(atom) and _same_side(atom, n)]
        if not said:
            limits.append(atom)
        elif all(n != atom and not _agrees(atom, n) for n in said):
            remarks.append(
                Diagnostic(
                    "registry-differs",
                    f"the registry says {say(atom)}, the text {' / '.join(say(n) for n in said)}; the text rules",
                )
            )
    if registry.healthy_volunteers is False and not own:
        limits.append(Manual("not-recorded", "no healthy volunteers", Origin((), ("R1",))))
    made = tuple(
        Criterion(
            f"R{i + 1}",
            REGISTRY,
            "require",
            say(atom),
            (),
            atom,
            "computable" if not isinstance(atom, Manual) else "manual",
        )
        for i, atom in enumerate(limits)
    )
    return made, tuple(remarks)


def _limits(registry: Registry) -> Iterator[Atom]:
    origin = Origin((), ("R1",))
    for limit, low in ((registry.minimum_age, True), (registry.maximum_age, False)):
        if limit is not None and limit.unit in DAYS:
            yield Age(Bounds(low=limit.value) if low else Bounds(high=limit.value), limit.unit, origin)  # type: ignore[arg-type]
    if registry.sex is not None:
        yield Sex(registry.sex, origin)


def _same_side(limit: Atom, said: Atom) -> bool:
    if isinstance(limit, Sex) or not isinstance(limit, Age) or not isinstance(said, Age):
        return True
    return (
        (limit.bounds.low is not None) == (said.bounds.low is not None)
        if limit.bounds.low is not None
        else said.bounds.high is not None
    )


def _agrees(limit: Atom, said: Atom) -> bool:
    if isinstance(limit, Age) and isinstance(said, Age) and limit.unit == said.unit:
        if limit.bounds.low is not None:
            return said.bounds.low == limit.bounds.low and said.bounds.low_closed
        return said.bounds.high == limit.bounds.high and said.bounds.high_closed
    return limit == said
