"""What a person may settle about a record, as plain data.

An :class:`Entry` says how a phrase or a whole criterion is read; limits, the index date and what a missing record means are
settings. ``place`` is where it was said (file:line) and never takes part in a comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from eligo.concepts import Concept, Kind
from eligo.logic import Effect, Expr

ListSection = Literal["inclusion", "exclusion"]
End = Literal["ULN", "LLN"]
Whose = Literal["male", "female", "both"]
Event = Literal["consent", "screening", "baseline", "enrolment", "randomisation", "first dose"]
Family = Literal[
    "conditions",
    "drugs",
    "procedures",
    "allergies",
    "vaccines",
    "encounters",
    "pregnancy",
    "family history",
    "studies",
]
"""Facts of which no record means that there was none, unless a policy says that it means nothing."""

EVENTS: tuple[Event, ...] = get_args(Event)
FAMILIES: tuple[Family, ...] = get_args(Family)


@dataclass(frozen=True, slots=True)
class Noise:
    """The words say nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The words are for a person to judge, for one of :data:`~eligo.logic.MANUAL_REASONS`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Means:
    """The words are this statement; ``text`` is its canonical text as it was written."""

    text: str
    logic: Expr = field(compare=False)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """The words should have been these: a typo, or a comparator that was lost on the way."""

    text: str


@dataclass(frozen=True, slots=True)
class LocalCode:
    """A code as it was written: a system eligo knows or the URI of a site's own, and what the site displays for it."""

    system: str
    code: str
    display: str = ""
    descendants: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """The words name a concept: one of the lexicon (``id``), with a site's own ``codes``, or one of these codes alone."""

    concept: Concept = field(compare=False)
    id: str | None = None
    kind: Kind | None = None
    codes: tuple[LocalCode, ...] = ()
    unit: str | None = None


Action = Noise | Judged | Means | ReadAs | Bound


@dataclass(frozen=True, slots=True)
class Entry:
    """How a phrase is read (``phrase``), or a whole criterion (``phrase`` None).

    ``criterion`` is the text of a criterion, its beginning with "…" behind it, or "sha256:" and the digest of its normalised
    text (:func:`eligo.overrides.digest`); ``section`` and ``trial`` narrow it further. ``effect`` is what a whole criterion does
    with its statement, by default what its section does.
    """

    action: Action
    phrase: str | None = None
    criterion: str | None = None
    section: ListSection | None = None
    trial: str | None = None
    effect: Effect | None = None
    note: str = ""
    place: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[object, ...]:
        """What it is about: two entries with one key contradict each other."""
        return (self.phrase is None, self.phrase, self.criterion, self.section, self.trial)


@dataclass(frozen=True, slots=True)
class Limit:
    """The upper or lower limit of normal of a laboratory test, in ``unit`` (UCUM), for everybody or by sex."""

    lab: str
    end: End
    values: tuple[tuple[Whose, Decimal], ...]
    unit: str
    note: str = ""
    place: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[object, ...]:
        """What it is about."""
        return (self.lab, self.end)


@dataclass(frozen=True, slots=True)
class Index:
    """The event that the index date is, and its date (ISO) where no other is asked for."""

    event: Event | None = None
    date: str | None = None
    note: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """The families of facts of which no record means unknown."""

    unknown: tuple[Family, ...] = ()
    note: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Overrides:
    """All that was said in one file, or in several (:meth:`over`)."""

    entries: tuple[Entry, ...] = ()
    limits: tuple[Limit, ...] = ()
    index: Index = Index()
    missing: Missing = Missing()
    shared: frozenset[str] = field(default=frozenset(), compare=False)
    """Places of entries that are for many records: it is nothing special if one of them finds no phrase in this record."""

    def __bool__(self) -> bool:
        return bool(self.entries or self.limits or self.index.event or self.index.date or self.missing.unknown)

    def over(self, others: Overrides) -> Overrides:
        """Both; where they speak of the same, this one counts."""
        told = {e.key for e in self.entries}
        limited = {n.key for n in self.limits}
        return Overrides(
            (*self.entries, *(e for e in others.entries if e.key not in told)),
            (*self.limits, *(n for n in others.limits if n.key not in limited)),
            Index(
                self.index.event or others.index.event,
                self.index.date or others.index.date,
                self.index.note or others.index.note,
                self.index.place or others.index.place,
            ),
            self.missing if self.missing.place else others.missing,
            self.shared | others.shared,
        )


NONE = Overrides()
