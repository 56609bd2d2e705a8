"""The counts of a screened population, as ``eligo screen --json`` prints them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligo.errors import InputError
from eligo.protocol import Protocol

SCHEMA = "urn:eligo:schema:screen:1"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of patients as it is shown (small ones may be masked, "<5"), and its share of the longest bar, from 0 to 1."""

    shown: str
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the criterion ("alive" opens a funnel), its words, and counts by name."""

    criterion: str
    text: str
    counts: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Arm:
    """The funnel of a group (None: the trial has none), and what dropping a criterion would gain, the most first."""

    group: str | None
    funnel: tuple[Row, ...]
    gains: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """A screened population. ``criteria`` are the ids and texts of the criteria that it was screened by."""

    trial: str
    as_of: str
    patients: Count
    verdicts: Mapping[str, Count]
    screens: Mapping[str, Count]
    arms: tuple[Arm, ...]
    criteria: frozenset[tuple[str, str]]


def load(path: Path) -> Screening:
    """The results in a file. Raises InputError for a file that ``eligo screen --json`` didn't write."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(error.strerror or str(error), str(path)) from error
    except ValueError as error:
        raise InputError("no JSON: give the file that eligo screen --json has written", str(path)) from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError(f"not of schema {SCHEMA}: give the file that eligo screen --json has written", str(path))
    try:
        return _screening(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"not as eligo screen --json writes it ({type(error).__name__}: {error})", str(path)
        ) from error


def belonging(screening: Screening, protocols: Sequence[Protocol]) -> int:
    """The place of the record that the results are of. Raises InputError where there is none, or its criteria are others."""
    places = [n for n, p in enumerate(protocols) if p.id == screening.trial]
    if not places:
        raise InputError(f"the results are of trial {screening.trial!r}, which is none of the records")
    for place in places:
        if screening.criteria == {(c.id, " ".join(c.text.split())) for c in protocols[place].criteria}:
            return place
    raise InputError(f"the results of trial {screening.trial!r} are of other criteria: screen the same record again")


def _screening(data: Mapping[str, Any]) -> Screening:
    total = _number(data["patients"])
    gains = [_number(g["potential"]) for g in data["gained_if_dropped"]]
    longest = max(gains, default=0)
    groups = list(dict.fromkeys(step["group"] for step in data["funnel"]))
    words = {step["criterion"]: str(step["text"]) for step in data["funnel"]}
    arms = tuple(
        Arm(
            group,
            tuple(_row(s, words, FUNNEL, total) for s in data["funnel"] if s["group"] == group),
            tuple(
                _row(g, words, GAINS, longest)
                for g in data["gained_if_dropped"]
                if g["group"] == group and g["potential"] != 0
            ),
        )
        for group in groups
    )
    return Screening(
        str(data["trial"]),
        str(data["as_of"]),
        _count(data["patients"], total),
        {str(k): _count(v, total) for k, v in data["verdicts"].items()},
        {str(k): _count(v, total) for k, v in data["screens"].items()},
        arms,
        frozenset((id, text) for id, text in words.items() if id != "alive"),
    )


FUNNEL = ("met", "not_met", "unknown", "set_aside", "remaining", "remaining_for_certain")
GAINS = ("potential", "certain")


def _row(data: Mapping[str, Any], words: Mapping[str, str], names: Sequence[str], whole: int) -> Row:
    id = str(data["criterion"])
    return Row(id, words[id], {name: _count(data[name], whole) for name in names})


def _count(value: object, whole: int) -> Count:
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    return Count(shown, min(_number(value) / whole, 1) if whole else 0)


def _number(value: object) -> int:
    """The number; of a masked one the most that it can be."""
    if isinstance(value, int):
        return value
    masked = str(value)
    if not masked.startswith("<"):
        raise ValueError(f"{masked!r} is no number of patients")
    return int(masked[1:]) - 1
