"""What an interpretation knows and keeps: the text it reads, and the class of every token it has dealt with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eligo.diagnostics import Diagnostic
from eligo.logic import Effect, Manual, Opaque, Origin, Section
from eligo.parse.ast import Element
from eligo.protocol import SpanClass
from eligo.record import Registry
from eligo.scope import texts
from eligo.spans import Span


@dataclass(slots=True)
class Scene:
    """One item being read. ``paint`` holds the class of tokens by their first character; what isn't painted is residue."""

    text: str
    offsets: Sequence[int]
    section: Section
    registry: Registry
    paint: dict[int, tuple[int, SpanClass, str]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    flips: list[Element] = field(default_factory=list)

    @property
    def forbids(self) -> bool:
        """Whether the line stands where things are forbidden (and no word turns that round)."""
        return (self.section == "exclusion") != bool(self.flips)

    @property
    def effect(self) -> Effect:
        """What the line does with its statement."""
        return "forbid" if self.forbids else "require"

    def span(self, elements: Iterable[Element]) -> Span | None:
        """The source span from the first to the last of ``elements``."""
        listed = sorted((e for e in elements if not e.foreign), key=lambda e: e.start)
        return Span(self.offsets[listed[0].start], self.offsets[max(e.end for e in listed) - 1] + 1) if listed else None

    def origin(self, elements: Iterable[Element], *rules: str) -> Origin:
        """Where something made from ``elements`` by ``rules`` came from."""
        spans = tuple(dict.fromkeys(self.span([e]) for e in sorted(elements, key=lambda e: e.start)))
        return Origin(tuple(s for s in spans if s is not None), rules)

    def mark(self, elements: Iterable[Element], kind: SpanClass, why: str = "") -> None:
        """Paint elements, and everything inside brackets among them."""
        for e in elements:
            if e.foreign:
                continue
            if e.type == "PAREN":
                self.mark_range(e.start, e.end, kind, why)
            else:
                for t in e.tokens:
                    self.paint[t.start] = (t.end, kind, why)

    def mark_range(self, start: int, end: int, kind: SpanClass, why: str = "") -> None:
        """Paint a whole stretch of the text, forgetting what was painted inside it."""
        for at in [a for a in self.paint if start <= a < end]:
            del self.paint[at]
        self.paint[start] = (end, kind, why)

    def mark_brackets(self, bracket: Element) -> None:
        """Paint the two signs of a bracket whose inside is read."""
        for end in (bracket.tokens[0], bracket.tokens[-1]):
            self.paint[end.start] = (end.end, "noise", "bracket")

    def opaque(self, elements: list[Element], reason: str = "residue", *rules: str) -> Opaque:
        """Give up on ``elements``: residue, word for word."""
        self.mark(elements, "residue", reason)
        return Opaque(reason, texts(elements, self.text), self.origin(elements, *rules))

    def manual(self, elements: list[Element], reason: str, *rules: str) -> Manual:
        """``elements`` for a person to judge, word for word."""
        self.mark(elements, "manual", reason)
        return Manual(reason, texts(elements, self.text), self.origin(elements, *rules))

    def note(self, code: str, message: str, elements: Iterable[Element], suggestion: str | None = None) -> None:
        """Add a diagnostic."""
        self.diagnostics.append(Diagnostic(code, message, self.span(elements), suggestion))
