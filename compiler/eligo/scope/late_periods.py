"""Periods at the end of a list.

- **D6** a period at the end, and "stable" with it, is shared leftwards with parts of the same kind that have none; a part
  that isn't understood hands it on, so that "chemotherapy, radiotherapy or targeted drugs 4 weeks prior" asks of each
  part what it asks of the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eligo.lexicon.concepts import concept
from eligo.parse.ast import Element
from eligo.scope.neighbours import MEASURABLE
from eligo.scope.statement import Statement
from eligo.scope.treatments import TREATMENTS

if TYPE_CHECKING:
    from eligo.scope.lists import Listing

DATED = ("condition", *TREATMENTS)


def share_periods(made: Listing) -> None:
    """D6."""
    source: Statement | None = None
    handed = False
    for i in range(len(made.units) - 1, 0, -1):
        main, before, junct = made.units[i].main, made.units[i - 1].main, made.juncts[i - 1]
        source = main if main.periods else source if handed or _unread(main) else None
        if _unread(main) and _own_clause(main):
            source = None
        if source is None or junct == "but":
            source, handed = None, False
            continue
        inner = before.parts and before.parts[-1].kind == source.kind != before.kind
        handed = _share(source, before.parts[-1] if inner else before, junct)


def _share(main: Statement, before: Statement, junct: str) -> bool:
    """Give ``before`` the periods of ``main``; whether it hands them on without having taken them as its own."""
    unread = not main.kind and _unread(main)
    alike = before.kind and main.kind in (*DATED, *MEASURABLE) and _alike(main, before, junct)
    by_words = unread and (before.kind in TREATMENTS or (before.kind == "condition" and _passes_by(before)))
    return before.head is not None and not before.periods and bool(alike or by_words) and _give(main, before)


def _alike(main: Statement, before: Statement, junct: str) -> bool:
    if main.kind == before.kind or {main.kind, before.kind} <= MEASURABLE:
        return True
    # An operation has no other time of its own: "surgery or trauma within 2 weeks", "radiotherapy or rituximab within …".
    if before.kind == "procedure" and main.kind in ("drug", "condition"):
        return junct != "and"
    if before.kind == "condition" and main.kind == "procedure":
        # "Stroke or cardiac surgery within 3 months": an event has that time as well, a lasting disease holds at any time.
        return "D6" in main.rules or (junct != "and" and concept(before.id).days is not None)
    return before.kind == "drug" and main.kind == "procedure"


def _unread(statement: Statement) -> bool:
    """Whether nothing but words that aren't understood stands there, which may be one more of the list."""
    return (
        statement.head is None
        and bool(statement.before or statement.manual)
        and not (statement.values or statement.parts)
    )


def _own_clause(statement: Statement) -> bool:
    """Whether a part is a clause of its own ("who have participated in a trial within 3 months"), whose period is nobody else's."""
    first = statement.elements()[0]
    return first in statement.silent and first.cue("REL", "WITH") is not None and len(first.tokens[0].text.split()) > 1


def _passes_by(statement: Statement) -> bool:
    """Whether a condition is one of events, or of what once was: a chronic one that is present holds at any time."""
    return statement.has("HIST") is not None or concept(statement.id).days is not None


def _give(main: Statement, before: Statement) -> bool:
    """Where the period is up to something else than the index date, what it is up to goes with it, as a complement."""
    anchor = _anchor(main)
    if anchor:
        before.complement = before.complement or [*main.periods, *anchor]
        before.rules.append("D11")
        return True
    before.periods = list(main.periods)
    before.rules.append("D6")
    stable = main.has("STABLE")
    if stable is not None and not before.has("STABLE"):
        before.cues.append(stable)
    return False


def _anchor(main: Statement) -> list[Element]:
    """What the period of a statement is before or after, if that stands behind it and isn't the index date (W5)."""
    last = max(p.end for p in main.periods)
    late = [e for e in main.elements() if e.start >= last]
    opens = bool(late) and (
        any(t.sense("BEFORE", "AFTER") for t in late[0].tokens) or late[0].manual_for("planned-event")
    )
    return late if opens else []
