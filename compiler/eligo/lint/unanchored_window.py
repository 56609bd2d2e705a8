"""A window that names no day it counts from."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.lex import Token
from eligo.lexicon.tables import rows
from eligo.lint.check import Check, Finding, Line, Subject

UNITS = ("d", "wk", "mo", "a")
"""Within hours is mostly said of what happens during the study."""


def _find(subject: Subject) -> Iterator[Finding]:
    openers = {r["phrase"] for r in rows("unanchored")}
    anchored: set[str] = set()
    for line in subject.lines:
        if any(t.sense("EVENT") for t in line.tokens):
            anchored.add(line.item.id)
            continue
        if any(line.item.id.startswith(f"{id}.") for id in anchored):
            continue
        yield from _windows(subject, line, openers)


def _windows(subject: Subject, line: Line, openers: set[str]) -> Iterator[Finding]:
    tokens = line.tokens
    for i, (opener, number, unit) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        times = unit.sense("TUNIT")
        if opener.text.lower() not in openers or number.number is None or times is None or times.value not in UNITS:
            continue
        if not _anchored(tokens[i + 3 :]) and not _ahead(line, opener):
            span = line.span(opener, unit)
            words = subject.words(span)
            yield Finding(
                line.id,
                span,
                f'"{words}" names no day that it counts from',
                f'write "{words} before enrolment" or name the day',
            )


def _anchored(rest: list[Token]) -> bool:
    """Whether what follows the amount of time may name its day: anything at once, "before …" later in the line."""
    if any(t.senses[0].type in ("BEFORE", "AFTER", "AGO") for t in rest):
        return True
    if rest and not rest[0].sense("COMMA", "SEP", "AND", "OR", "RPAR", "BUT"):
        return True
    return len(rest) > 1 and rest[1].sense("BEFORE", "AFTER", "AGO") is not None


def _ahead(line: Line, token: Token) -> bool:
    """Whether the window lies in the future: how long someone will live, or what is planned."""
    at = line.span(token).start
    entries = line.criterion.ledger if line.criterion else ()
    return any(e.why in ("life-expectancy", "planned-event") and e.span.start <= at < e.span.end for e in entries)


CHECK = Check("unanchored-window", "note", "a window that names no day it counts from", _find)
