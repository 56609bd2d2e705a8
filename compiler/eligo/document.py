"""What the stage `segment` hands on: the criteria as a tree of items with exact places, and the whole's context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from eligo.diagnostics import Diagnostic
from eligo.overrides.model import NONE, Overrides
from eligo.overrides.stretch import Stretch
from eligo.record import ListSection, Record, Registry
from eligo.spans import Span


class Item(NamedTuple):
    """One criterion line. `span` covers the item's own words only, neither its `mark` ("2.", "-") nor its children.

    `text` is repaired (escapes undone, wrapped lines joined); `offsets` gives for each of its characters the index in
    `Record.text`, and one entry more for the end. `lead` says that the text is a lead-in or label over the children.
    `open_ended` says that nothing in the text shows where the list of its children stops.
    `link` is the connective that ties the item to the next one of its list ("…; or"), where the text ends in one.
    `settled` are the stretches of the text that overrides settle.
    """

    id: str
    section: ListSection
    span: Span
    text: str
    offsets: Sequence[int]
    mark: Span | None = None
    children: tuple[Item, ...] = ()
    applies_to: str | None = None
    lead: bool = False
    link: Literal["and", "or"] | None = None
    open_ended: bool = False
    settled: tuple[Stretch, ...] = ()

    def source(self, start: int, end: int) -> Span:
        """The place in `Record.text` of the characters `text[start:end]`; an empty stretch gives an empty span."""
        first = self.offsets[start]
        if end <= start:
            return Span(first, first)
        last = self.offsets[end - 1]
        for at in range(end, len(self.offsets)):
            if (after := self.offsets[at]) > last:
                return Span(first, after)
        return Span(first, self.span.end)

    @property
    def written(self) -> str:
        """The text as the record has it, where an override reads other words."""
        text = self.text
        for s in reversed(self.settled):
            text = text[: s.start] + s.written + text[s.end :] if s.written else text
        return text

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Context:
    """What later stages need to know of the whole record: registry fields, the abbreviations it defines (short form to
    long form, as written), the conditions it studies and the overrides in force."""

    registry: Registry
    abbreviations: dict[str, str] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    overrides: Overrides = NONE


@dataclass(frozen=True)
class Document:
    """A segmented record. Every character of `record.regions` is in one item span, one item mark, one of `headers`
    (section, group and label heads) or `notes` (boiler-plate, empty sections), or is space or punctuation between."""

    record: Record
    items: tuple[Item, ...]
    context: Context
    headers: tuple[Span, ...] = ()
    notes: tuple[Span, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def walk(self) -> Iterator[Item]:
        """All items, children after their parent, in the order of the text."""
        for item in self.items:
            yield from item.walk()
