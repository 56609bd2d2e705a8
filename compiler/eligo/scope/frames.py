"""Names that a list takes apart.

- **D34** parts without heads that make names together: "impaired renal or hepatic function" is impaired renal function or
  impaired hepatic function; "liver or kidney function impairment" likewise.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from eligo.lex import Sense
from eligo.lex.phrases import mention_of
from eligo.lex.raw import raw_tokens
from eligo.parse.ast import Element
from eligo.scope.junctures import JOINING
from eligo.scope.statement import ACTING, Statement

if TYPE_CHECKING:
    from eligo.scope.lists import Listing

LONGEST_EDGE = 2
"""Words that the first part may lend to the left of the others, and the last one to the right."""


def share_frames(made: Listing) -> None:
    """D34: the words before the first of such parts, and those behind the last, stand around each of them."""
    end = len(made.units) - 1
    while end > 0:
        start = end
        while (
            start > 0
            and made.juncts[start - 1] in JOINING
            and _open(made.units[start].main)
            and _open(made.units[start - 1].main)
        ):
            start -= 1
        if start < end and all(len(u.statements) == 1 for u in made.units[start : end + 1]):
            _name([u.main for u in made.units[start : end + 1]])
        end = start - 1 if start < end else end - 1


def share_beginnings(made: Listing) -> None:
    """D34: "strong CYP3A4 inducers or inhibitors": words alone that end another name of the lexicon like the one before them."""
    for i in range(1, len(made.units)):
        before, only = made.units[i - 1].main, made.units[i].main
        if (
            before.head is None
            or made.juncts[i - 1] not in JOINING
            or len(made.units[i].statements) > 1
            or not _ends(only)
        ):
            continue
        sense = ending_like(before.head, _words(only))
        if sense is not None and sense.value.partition(":")[0] == before.kind:
            _give(only, sense)


def _ends(statement: Statement) -> bool:
    """Whether a part has nothing but words and perhaps a period."""
    others = (statement.values, statement.complement, statement.parens, statement.parts)
    words = _words(statement)
    return statement.head is None and not any(others) and bool(words) and all(e.type in ("WORD", "CUE") for e in words)


def _open(statement: Statement) -> bool:
    """Whether nothing but words stands there."""
    others = (statement.values, statement.periods, statement.complement, statement.parens, statement.parts)
    words = _words(statement)
    return (
        statement.head is None
        and not any(others)
        and bool(words)
        and all(e.type in ("WORD", "CUE", "MANUAL") for e in words)
    )


def _words(statement: Statement) -> list[Element]:
    """The words that may belong to a name: not what acts on it."""
    said = [e for e in statement.elements() if e not in statement.periods]
    return [e for e in said if e.cue(*ACTING) is None or e.cue("ANSWER") is not None]


def _name(statements: list[Statement]) -> None:
    said = [[w.text for w in raw_tokens(" ".join(e.text for e in _words(s)))] for s in statements]
    first, last = said[0], said[-1]
    for left, right in product(range(LONGEST_EDGE + 1), range(LONGEST_EDGE + 1)):
        if not (left or right) or left >= len(first) or right >= len(last):
            continue
        edge, tail = first[:left], last[len(last) - right :]
        cores = [first[left:], *said[1:-1], last[: len(last) - right]]
        senses = [mention_of(" ".join([*edge, *core, *tail])) for core in cores]
        if all(s is not None for s in senses):
            for statement, sense in zip(statements, senses, strict=True):
                _give(statement, sense)
            return


def ending_like(head: Element, elements: list[Element]) -> Sense | None:
    """What a head names with elements in place of as many of its last words, if the lexicon has that."""
    start, end = [r.text for r in head.raws], [r.text for e in elements for r in e.raws]
    return mention_of(" ".join([*start[: -len(end)], *end])) if 0 < len(end) < len(start) else None


def _give(statement: Statement, sense: Sense | None) -> None:
    own = _words(statement)
    if sense is None:
        return
    statement.head = replace(own[0], type="MENTION", tokens=tuple(t for e in own for t in e.tokens), senses=(sense,))
    statement.sense = sense
    for bucket in (statement.before, statement.after, statement.manual, statement.silent, statement.cues):
        bucket[:] = [e for e in bucket if e not in own]
    statement.rules.append("D34")
