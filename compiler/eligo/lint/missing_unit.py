"""A limit of a measurement without its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.lex import Token
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.lint.check import Check, Finding, Line, Subject, from_diagnostics
from eligo.lint.mentions import Named, measurements
from eligo.spans import Span

UNITLESS = ("1", "[pH]", "{T-score}", "{Z-score}", "{titer}", "{letters}")
FOLLOWED = re.compile(r"\s*(?:/|°|\(?[a-zA-Zµμ]{1,6}\s*/|[CF]\b|(?:st|nd|rd|th)\b|[x×]|K\b|\.\s*\d)")
"""What after a number is a unit that was not understood, a multiple, the rest of the number, or makes it an ordinal."""

_said = from_diagnostics(
    lambda suggestion: f"write the unit ({suggestion}?)" if suggestion else "write the unit", "missing-unit"
)


def _find(subject: Subject) -> Iterator[Finding]:
    """What the compiler says, and limits that were not read at all."""
    text = subject.protocol.text
    names = tuple(f"{concept(r['id']).name} " for r in rows("unitless"))
    said = [f for f in _said(subject) if not f.message.startswith(names) and (f.span is None or _real(subject, f.span))]
    yield from said
    for line in subject.lines:
        for id, found in measurements(line):
            span = line.span(found.name, found.numbers[0])
            told = FOLLOWED.match(text, span.end) or any(f.span is not None and f.span.meets(span) for f in said)
            if _bare(line, id, found) and not told:
                mend = f"write the unit ({concept(id).unit}, or the one in use at the sites)"
                yield Finding(line.id, span, f'"{subject.words(span)}" has no unit', mend)


def _bare(line: Line, id: str, found: Named) -> bool:
    """Whether a sign and a number stand after the name of a measurement that has units, and nothing else."""
    takes_unit = concept(id).unit not in (None, *UNITLESS) and all(r["id"] != id for r in rows("unitless"))
    return takes_unit and found.signed and found.closed and found.unit is None and line.unread(found.name)


def _real(subject: Subject, span: Span) -> bool:
    """Whether a span is a limit: a sign in it or just before it, no unit after it, none that a further limit brings."""
    text = subject.protocol.text
    if FOLLOWED.match(text, span.end) or text[: span.start].endswith("-"):
        return False
    for line in subject.lines:
        tokens = line.tokens
        inside = [i for i, t in enumerate(tokens) if line.span(t).meets(span)]
        if inside:
            near = tokens[max(inside[0] - 1, 0) : inside[-1] + 1]
            onward = tokens[inside[-1] + 1 : inside[-1] + 6]
            signed = any(t.sense("CMP", "CMPPOST", "BETWEEN", "TO") for t in near)
            per = any(t.sense("IE") for t in onward[:2])  # "100,000 platelets per mm3"
            return (
                signed
                and not per
                and not any(t.sense("CMP", "TIMES", "LIMIT") for t in onward[:2])
                and not _with_next(onward)
            )
    return True


def _with_next(onward: list[Token]) -> bool:
    """Whether a like limit follows by "or" or "and", and brings the unit of both: "SBP ≥ 140 or DBP ≥ 90 mmHg"."""
    return bool(onward and onward[0].sense("OR", "AND")) and any(t.sense("UNIT") for t in onward)


CHECK = Check("missing-unit", "warning", "a limit of a measurement without its unit", _find)
