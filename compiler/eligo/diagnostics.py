"""Remarks on a text, from any stage."""

from __future__ import annotations

from dataclasses import dataclass

from eligo.spans import Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A remark on the text: ``code`` names the kind (``lost-comparator``, ``likely-typo`` …)."""

    code: str
    message: str
    span: Span | None = None
    suggestion: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        span = [self.span.start, self.span.end] if self.span else None
        return {"code": self.code, "message": self.message, "span": span, "suggestion": self.suggestion}
