"""A limit whose sign was lost on the way into the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.lint.check import Check, Finding, Subject, from_diagnostics

BEFORE = 6
"""Characters before the number in which its sign stands."""
BARE = re.compile(r"(?<![<>≤≥=])\s*=\s*\d(?![\d.,]*\s*[-–]\s*\d)")

_said = from_diagnostics(
    lambda suggestion: f'write "{suggestion}"' if suggestion else "write the sign that was meant: ≥, ≤, > or <",
    "lost-comparator",
    "lost-signs",
)


def _find(subject: Subject) -> Iterator[Finding]:
    """What the compiler says, where a bare "=" does stand before a single number."""
    text = subject.protocol.text
    for found in _said(subject):
        if found.span is None or BARE.search(text[max(found.span.start - BEFORE, 0) : found.span.end]):
            yield found


CHECK = Check("lost-comparator", "warning", "a limit whose sign was lost on the way into the registry", _find)
