"""The population that a review is followed with: the funnel of a database, counts alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from eligo.protocol import Protocol
from eligo.screen.funnel import Step, Tally
from eligo.screen.omop import Database, screen_omop
from eligo.targets_api import iso_date

COUNTS = ("met", "not_met", "unknown", "set_aside", "remaining", "certain")


@dataclass(frozen=True, slots=True)
class Population:
    """An open OMOP database; counts below ``least``, but 0, are shown as "<least"."""

    database: Database
    least: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A step of the funnel as the page shows it: the criterion's id ("alive" first), and its counts by name."""

    group: str
    criterion: str
    counts: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4)
def funnel(protocol: Protocol, population: Population | None, as_of: str | None) -> tuple[Row, ...]:
    """The funnel of a population, () without one. Raises InputError for a database that the query can't run on."""
    if population is None:
        return ()
    tally = Tally(protocol)
    for answer in screen_omop(protocol, population.database, iso_date(as_of or protocol.settings.index_date)):
        tally.add(answer)
    return tuple(_row(step, population.least) for step in tally.funnel())


def _row(step: Step, least: int) -> Row:
    counts = ((name, getattr(step, name)) for name in COUNTS)
    shown = tuple((name, f"<{least}" if 0 < n < least else f"{n:,}") for name, n in counts)
    return Row(step.group or "", step.criterion.id if step.criterion else "alive", shown)
