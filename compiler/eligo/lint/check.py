"""What a check gets to see, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from eligo.compiling import compile_document
from eligo.document import Document, Item
from eligo.lex import Token, lex
from eligo.protocol import Criterion, Protocol
from eligo.spans import Span, cover

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of one check: where (criterion and span, None for the record as a whole), what is wrong, what mends it."""

    criterion: str | None
    span: Span | None
    message: str
    mend: str


def place(*choices: Sequence[Span]) -> Span | None:
    """All of the first of ``choices`` that has a span; None if none has."""
    return next((cover(spans) for spans in choices if spans), None)


@dataclass(frozen=True)
class Line:
    """One line of the criteria as it was segmented, with its tokens, and the criterion that it became part of."""

    item: Item
    criterion: Criterion | None

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the line, without the abbreviations that the document defines."""
        return lex(self.item.text, settled=self.item.settled)

    @property
    def id(self) -> str:
        """The id to report."""
        return self.criterion.id if self.criterion else self.item.id

    def span(self, first: Token, last: Token | None = None) -> Span:
        """Where tokens stand in the record."""
        return self.item.source(first.start, (last or first).end)

    def unread(self, token: Token) -> bool:
        """Whether a token is residue in the ledger of its criterion."""
        at = self.span(token).start
        entries = self.criterion.ledger if self.criterion else ()
        return any(e.kind == "residue" and e.span.start <= at < e.span.end for e in entries)


@dataclass(frozen=True)
class Subject:
    """A segmented record and what it compiles to."""

    document: Document
    protocol: Protocol

    @classmethod
    def of(cls, document: Document) -> Subject:
        """Compile a document."""
        return cls(document, compile_document(document))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines in the order of the text."""
        return tuple(Line(item, self._of(item)) for item in self.document.walk())

    def _of(self, item: Item) -> Criterion | None:
        return next((c for c in self.protocol.criteria if any(s.meets(item.span) for s in c.spans)), None)

    def words(self, span: Span) -> str:
        """The source under a span, in one line."""
        return " ".join(span.of(self.protocol.text).split())

    def diagnosed(self, *codes: str) -> Iterator[tuple[Criterion | None, Span | None, str, str | None]]:
        """Remarks that the compiler made itself, of these codes: criterion, span, message, suggestion."""
        for c in self.protocol.criteria:
            for d in c.diagnostics:
                if d.code in codes:
                    yield c, d.span, d.message, d.suggestion
        for d in self.protocol.diagnostics:
            if d.code in codes:
                yield None, d.span, d.message, d.suggestion


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the linter: its id, how grave a finding is, what it is about, and how it looks."""

    id: str
    severity: Severity
    about: str
    run: Callable[[Subject], Iterator[Finding]]


def from_diagnostics(mend: Callable[[str | None], str], *codes: str) -> Callable[[Subject], Iterator[Finding]]:
    """A check that passes on what the compiler said itself; ``mend`` makes the advice from its suggestion."""

    def run(subject: Subject) -> Iterator[Finding]:
        for criterion, span, message, suggestion in subject.diagnosed(*codes):
            yield Finding(criterion.id if criterion else None, span, message, mend(suggestion))

    return run
