"""Places in a source text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of `Record.text`, in characters (code points) from its start; `end` is exclusive."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` under this span."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


def cover(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of `spans`; raises `ValueError` when there are none."""
    held = tuple(spans)
    if not held:
        raise ValueError("no span to cover")
    return Span(min(s.start for s in held), max(s.end for s in held))


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The line and column of a character, both counted from 1, as editors show them."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
