"""Age limits from the bands that European registers ask for: subjects of the band take part, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from eligo.record import Age


def _age(value: int, unit: str) -> Age:
    return Age(Decimal(value), unit)


_BANDS: tuple[tuple[Age | None, Age | None], ...] = (
    (None, _age(27, "d")),
    (_age(28, "d"), _age(23, "mo")),
    (_age(2, "a"), _age(11, "a")),
    (_age(12, "a"), _age(17, "a")),
    (_age(18, "a"), _age(64, "a")),
    (_age(65, "a"), None),
)


def limits(answers: Sequence[bool | None]) -> tuple[Age | None, Age | None]:
    """The limits that an answer for each band sets, youngest first: newborns, infants, children, adolescents, adults,
    elderly. A side is open where a band beyond has no plain "no"."""
    taken = [index for index, answer in enumerate(answers) if answer]
    if not taken:
        return None, None
    low, high = taken[0], taken[-1]
    closed_below = all(answer is False for answer in answers[:low])
    closed_above = all(answer is False for answer in answers[high + 1 :])
    return (_BANDS[low][0] if closed_below else None), (_BANDS[high][1] if closed_above else None)
