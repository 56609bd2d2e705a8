"""A range or window whose ends are reversed or that holds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.canon import say
from eligo.lex import lex
from eligo.lint.check import Check, Finding, Subject, from_diagnostics, place
from eligo.logic import ATOMS, Bounds, Offset, Window, walk

MEND = 'turn the ends round, or join two limits by "or" if values on either side were meant'
DAYS = {"d": 1, "wk": 7, "mo": 30, "a": 365}

_said = from_diagnostics(lambda _: MEND, "reversed-range")


def _find(subject: Subject) -> Iterator[Finding]:
    # Of two limits that are told apart in the text, the second one may be of something else.
    yield from (f for f in _said(subject) if f.span is None or _numbers(subject.words(f.span)) > 1)
    for criterion in subject.protocol.criteria:
        for node in walk(criterion.logic):
            if isinstance(node, ATOMS):
                ends = (getattr(node, name, None) for name in ("bounds", "dose", "window"))
                if any(_empty(e) for e in ends):
                    span = place(node.origin.spans, criterion.spans)
                    yield Finding(criterion.id, span, f"nothing lies in {say(node)}", MEND)


def _numbers(words: str) -> int:
    return sum(t.sense("NUM", "RANGE") is not None for t in lex(words))


def _empty(ends: object) -> bool:
    match ends:
        case Bounds(low=low, high=high) if low is not None and high is not None:
            return low > high or (low == high and not (ends.low_closed and ends.high_closed))
        case Window(since=since, until=until) if since is not None and until is not None:
            return _days(since) < _days(until)
    return False


def _days(o: Offset) -> int:
    return o.count * DAYS[o.unit]


CHECK = Check("reversed-range", "error", "a range or window whose ends are reversed, or that holds nothing", _find)
