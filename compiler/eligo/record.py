"""What the stage `read` hands on: one trial's text as it stands in its source, and the registry's own fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from eligo.overrides.model import NONE, Overrides
from eligo.spans import Span

if TYPE_CHECKING:
    from eligo.lock.model import Locked

ListSection = Literal["inclusion", "exclusion"]


@dataclass(frozen=True, slots=True)
class Age:
    """An age limit as a registry field states it; `unit` is UCUM: a, mo, wk, d or h."""

    value: Decimal
    unit: str


@dataclass(frozen=True)
class Registry:
    """Fields of the registry record beside the criteria text. A field the record lacks, or whose value sets no limit
    ("N/A", "Both"), is `None`; `dates` maps a lower-case name (registered, start, updated) to the date as written."""

    ids: tuple[str, ...] = ()
    title: str | None = None
    scientific_title: str | None = None
    conditions: tuple[str, ...] = ()
    minimum_age: Age | None = None
    maximum_age: Age | None = None
    sex: Literal["male", "female"] | None = None
    healthy_volunteers: bool | None = None
    phase: str | None = None
    register: str | None = None
    url: str | None = None
    dates: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """One trial. `text` is the decoded file for text formats and the decoded criteria string for containers (JSON, XML,
    CSV); `regions` are the parts of it that hold criteria, in order, everything else is outside. `sections` has an
    entry a region: the section its field stands for, or `None` where the text itself has to say. `signs_lost` says that
    the source has dropped signs from its text, < ≥ and % among them: its numbers can't be trusted. `overrides` are the
    corrections that a person has made, `locked` what its phrases were bound to before."""

    text: str
    format: str
    registry: Registry
    regions: tuple[Span, ...]
    sections: tuple[ListSection | None, ...] = ()
    signs_lost: bool = False
    overrides: Overrides = NONE
    locked: Locked | None = None
