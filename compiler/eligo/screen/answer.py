"""What a screening says of one patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eligo.logic import Truth
from eligo.protocol import Criterion, Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """The answers for a patient.

    ``values`` are the truths of the criteria's statements in the order of ``Protocol.criteria``; ``screened`` the same with what
    no record decides taken in favour of eligibility. ``verdict`` and ``screen`` as in docs/semantics.
    """

    patient: str
    deceased: bool
    verdict: str
    screen: str
    values: tuple[Truth, ...]
    screened: tuple[Truth, ...]


def met(criterion: Criterion, truth: Truth) -> Truth:
    """Whether the truth of a criterion's statement speaks for eligibility: what is required holds, what is forbidden doesn't."""
    return truth if criterion.effect == "require" or truth is None else not truth


def header(protocol: Protocol) -> list[str]:
    """Column names of the table of patients."""
    return ["patient", "deceased", "verdict", "screen", *(c.id for c in protocol.criteria)]


def row(answer: Answer) -> list[object]:
    """The cells of a patient: a statement is 1 where it is true, 0 where it is false, empty where unknown."""
    return [answer.patient, int(answer.deceased), answer.verdict, answer.screen, *cells(answer.values)]


def cells(values: tuple[Truth, ...]) -> Iterator[int | None]:
    """Truths as 1, 0 and None."""
    return (None if value is None else int(value) for value in values)
