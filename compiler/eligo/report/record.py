"""A record as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from eligo.coverage import characters, statuses
from eligo.drawing import draw
from eligo.lint import Check, Finding, Subject, findings
from eligo.protocol import Protocol
from eligo.record import Record
from eligo.report.criteria import CriterionView, view
from eligo.segment import segment

if TYPE_CHECKING:
    from markupsafe import Markup

SECTIONS = ("inclusion", "exclusion", "registry")


@dataclass(frozen=True, slots=True)
class Share:
    """A number of a whole: what it counts, and its share from 0 to 1."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class RecordView:
    """What the page says of a record. ``anchor`` begins the ids of its places in the page; ``graph`` is the SVG, None without the
    package that lays it out."""

    anchor: str
    protocol: Protocol
    sections: tuple[tuple[str, tuple[CriterionView, ...]], ...]
    findings: tuple[tuple[Check, Finding], ...]
    statuses: tuple[Share, ...]
    characters: tuple[Share, ...]
    graph: Markup | None

    @property
    def name(self) -> str:
        """How the record is called."""
        return self.protocol.id or " ".join(self.protocol.title.split()) or "Record"


def record_view(record: Record, anchor: str) -> RecordView:
    """Compile a record and look at it from all sides."""
    subject = Subject.of(segment(record))
    protocol, found = subject.protocol, tuple(findings(subject))
    views = [view(protocol, c, f"{anchor}-{c.id}", found) for c in protocol.criteria]
    sections = ((s, tuple(v for v in views if v.criterion.section == s)) for s in SECTIONS)
    return RecordView(
        anchor,
        protocol,
        tuple((name, own) for name, own in sections if own),
        found,
        _shares(statuses(protocol)),
        _shares(characters(protocol)),
        _graph(protocol),
    )


def _shares(counts: dict[str, int]) -> tuple[Share, ...]:
    whole = sum(counts.values()) or 1
    return tuple(Share(name, n, n / whole) for name, n in counts.items())


def _graph(protocol: Protocol) -> Markup | None:
    from markupsafe import Markup

    # The SVG's own template escapes what it holds (eligo.escape.xml).
    return Markup(draw(protocol, "svg")) if find_spec("grandalf") else None  # noqa: S704
