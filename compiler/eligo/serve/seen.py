"""A review compiled: all that the page shows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from eligo.coverage import characters, statuses
from eligo.diagnostics import Diagnostic
from eligo.lint import Subject, findings
from eligo.overrides.beside import SUFFIX
from eligo.overrides.lines import of_entry
from eligo.protocol import Criterion, Protocol
from eligo.report.criteria import CriterionView, parted, view
from eligo.report.record import SECTIONS
from eligo.segment import segment
from eligo.serve.patients import Answer, Patient, answers
from eligo.serve.population import Population, Row, funnel
from eligo.serve.review import Review
from eligo.vocab.model import Vocabulary
from eligo.wording import MarkClass

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a sign or white space of the source; its characters ``start``–``end``."""

    text: str
    start: int
    end: int

    @property
    def blank(self) -> bool:
        """Whether it is white space."""
        return self.text.isspace()


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces of one class that stand together; ``apart`` where something else stood between this run and the one before."""

    kind: MarkClass
    why: str
    pieces: tuple[Piece, ...]
    apart: bool

    @property
    def blank(self) -> bool:
        """Whether there is nothing to see."""
        return all(p.blank for p in self.pieces)


@dataclass(frozen=True, slots=True)
class Card:
    """A criterion and the source of its text; no ``runs`` where it is only a field of the registry."""

    view: CriterionView
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An override of the file: its ``number`` there, its place, what it says, and the criteria that it acts on."""

    number: int
    place: str
    says: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a patient is told, and what the saved file would tell."""

    now: Answer
    before: Answer


@dataclass(frozen=True)
class Seen:
    """A review with its reading. ``before`` and ``funnel_before`` are the answers and the funnel that the saved file gives."""

    review: Review
    protocol: Protocol
    sections: tuple[tuple[str, tuple[Card, ...]], ...]
    statuses: dict[str, int]
    characters: dict[str, int]
    answers: tuple[Answer, ...]
    before: tuple[Answer, ...]
    funnel: tuple[Row, ...]
    funnel_before: tuple[Row, ...]

    @property
    def name(self) -> str:
        """How the record is called."""
        return self.protocol.id or " ".join(self.protocol.title.split()) or self.review.path.name.removesuffix(SUFFIX)

    @property
    def told(self) -> tuple[Told, ...]:
        """The answers beside those of the saved file."""
        return tuple(Told(now, was) for now, was in zip(self.answers, self.before, strict=True))

    @property
    def steps(self) -> tuple[tuple[Row, dict[str, str]], ...]:
        """The funnel, each step with the counts that the saved file gives it."""
        was = {(row.group, row.criterion): dict(row.counts) for row in self.funnel_before}
        return tuple((row, was.get((row.group, row.criterion), dict(row.counts))) for row in self.funnel)

    @property
    def listed(self) -> tuple[Listed, ...]:
        """The overrides of the file, in its order."""
        acting = {o.place: o.criteria for o in self.protocol.overrides}
        entries = enumerate(self.review.own.entries)
        return tuple(Listed(n, e.place, of_entry(e), acting.get(e.place, ())) for n, e in entries)

    @property
    def others(self) -> tuple[str, ...]:
        """What else is in force: a site's overrides, limits and settings, which are edited in their files."""
        own = {e.place for e in self.review.own.entries}
        return tuple(str(o) for o in self.protocol.overrides if o.place not in own)

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """Overrides that could not be applied, or that stand nowhere."""
        found = (*self.protocol.diagnostics, *(d for c in self.protocol.criteria for d in c.diagnostics))
        return tuple(dict.fromkeys(d for d in found if d.code.startswith("override-")))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a review is followed with: example patients, the index date, a site's vocabulary, a population."""

    patients: tuple[Patient, ...] = ()
    as_of: str | None = None
    vocabulary: Vocabulary | None = None
    population: Population | None = None


def seen(review: Review, asked: Asked, saved: Seen | None = None) -> Seen:
    """Compile a review; ``saved`` knows what the saved file says, None: this is it."""
    subject = Subject.of(segment(review.corrected()))
    protocol = subject.protocol.using(asked.vocabulary) if asked.vocabulary else subject.protocol
    found = tuple(findings(subject))
    cards = [Card(view(protocol, c, f"r-{c.id}", found), tuple(_runs(protocol, c))) for c in protocol.criteria]
    grouped = ((s, tuple(c for c in cards if c.view.criterion.section == s)) for s in SECTIONS)
    now = answers(protocol, asked.patients, asked.as_of)
    steps = funnel(protocol, asked.population, asked.as_of)
    return Seen(
        review,
        protocol,
        tuple((name, own) for name, own in grouped if own),
        statuses(protocol),
        characters(protocol),
        now,
        now if saved is None else saved.before,
        steps,
        steps if saved is None else saved.funnel_before,
    )


def followed(old: Seen, review: Review, asked: Asked) -> Seen:
    """The next state: ``old`` after a change. What is saved is what answers are compared with."""
    new = seen(review, asked, old)
    return new if review.unsaved else replace(new, before=new.answers, funnel_before=new.funnel)


def _runs(protocol: Protocol, criterion: Criterion) -> Iterator[Run]:
    for e, apart in parted(protocol, criterion):
        found = _PIECE.finditer(e.span.of(protocol.text))
        pieces = tuple(Piece(m[0], e.span.start + m.start(), e.span.start + m.end()) for m in found)
        yield Run(e.kind, e.why, pieces, apart)
