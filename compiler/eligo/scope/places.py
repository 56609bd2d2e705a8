"""Parts of a list that only go on with what the part before them says.

- **D28** places of the body alone go on with the place that the part before names: "adenocarcinoma of the esophagus or
  gastroesophageal junction".
- **D29** a stage alone has the head of the next part, which has a stage of its own: "stage 1 or stage 2 hypertension".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from eligo.lex.raw import ARTICLES, fold, raw_tokens
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element
from eligo.scope.statement import RELATED, Statement

if TYPE_CHECKING:
    from eligo.scope.lists import Listing

JOINING = ("or", "and", "comma", "cor", "cand", "slash")


@cache
def _sites() -> frozenset[str]:
    return frozenset(fold(r["word"]) for r in rows("body_sites"))


def join_places(made: Listing) -> None:
    """D28."""
    for i in range(len(made.units) - 1, 0, -1):
        only, before = made.units[i], made.units[i - 1].main
        told = before.complement or before.after
        if (
            len(only.statements) == 1
            and made.juncts[i - 1] in JOINING
            and before.kind in RELATED
            and not (before.values or before.periods or before.parts)
            and told
            and told[0].cue("PREP") is not None
            and _places(told[1:])
            and _only_words(only.main)
            and _places([e for e in only.main.before if e.cue("PREP") is None])
        ):
            told += only.main.before
            before.silent += only.main.silent
            before.rules.append("D28")
            del made.units[i], made.juncts[i - 1]


def share_stages(made: Listing) -> None:
    """D29."""
    for i in range(len(made.units) - 2, -1, -1):
        only, onward = made.units[i].main, made.units[i + 1].main
        told = (only.before, only.after, only.complement, only.manual, only.periods, only.parens, only.parts)
        if (
            len(made.units[i].statements) == 1
            and only.head is None
            and not any(told)
            and all(c.cue("KNOWN", "HIST", "CURRENT") for c in only.cues)
            and _staged(only)
            and onward.kind == "condition"
            and _staged(onward)
            and made.juncts[i] in JOINING
        ):
            only.head, only.sense = onward.head, onward.sense
            only.rules.append("D29")


def _staged(statement: Statement) -> bool:
    """Whether a word for a stage or class and nothing but stages as values stand there."""
    values = [v.value for v in statement.values if v.value is not None]
    named = any(e.cue("LEVELWORD") is not None for e in statement.elements())
    return bool(values) and named and not any(v.unit or v.times or v.time for v in values)


def _only_words(statement: Statement) -> bool:
    others = (statement.cues, statement.values, statement.periods, statement.after, statement.complement)
    more = (statement.manual, statement.parens, statement.parts, statement.line)
    return statement.head is None and bool(statement.before) and not any(others) and not any(more)


def _places(elements: list[Element]) -> bool:
    """Whether elements name nothing but places of the body."""
    said = [r.fold for e in elements for t in e.tokens for r in raw_tokens(t.text) if r.fold not in ARTICLES]
    return bool(said) and all(w in _sites() for w in said)
