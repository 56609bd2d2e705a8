"""What lists say of a treatment's effect.

- **D27** effects alone in a part are of the treatment that the next part names, or the one before it ("failed, intolerant of or
  contraindicated to X", "inadequate response to X or intolerance"); a noun for an effect right behind a treatment is of it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from eligo.lex import Sense
from eligo.lex.raw import fold
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element
from eligo.scope.junctures import OR_LIST
from eligo.scope.statement import Statement
from eligo.scope.treatments import TREATMENTS

if TYPE_CHECKING:
    from eligo.scope.lists import Listing


@cache
def _nouns() -> dict[str, str]:
    return {fold(r["word"]): r["kind"] for r in rows("effect_nouns")}


def share_effects(made: Listing) -> None:
    """D27."""
    for unit in made.units:
        _read_nouns(unit.main)
    for i in range(len(made.units) - 2, -1, -1):
        _take_head(made.units[i].main, made.units[i + 1].main, made.juncts[i])
    for i in range(1, len(made.units)):
        only, before = made.units[i].main, made.units[i - 1].main
        words = _words(only)
        if (
            _speaks(before)
            and len(words) == 1
            and (noun := _noun(words[0])) is not None
            and made.juncts[i - 1] in OR_LIST
        ):
            only.manual, only.before, only.cues = [noun], [], []
            only.head, only.sense = before.head, before.sense
            only.rules.append("D27")


def _read_nouns(main: Statement) -> None:
    """A noun for an effect right behind a treatment's name."""
    first = next(iter(main.after), None)
    noun = _noun(first) if first is not None and main.kind in TREATMENTS else None
    beside = main.head is not None and first is not None and first.start - main.head.end <= 1
    if noun is not None and beside:
        main.after[0] = noun
        main.rules.append("D27")


def _take_head(only: Statement, onward: Statement, junct: str) -> None:
    words = _words(only)
    alone = only.head is None and not (only.values or only.periods or only.parens or only.parts)
    told = all(e.cue("EFFECT", "HIST", "USEPAST", "KNOWN") for e in words) and any(e.cue("EFFECT") for e in words)
    if alone and told and junct in OR_LIST and _speaks(onward):
        only.head, only.sense = onward.head, onward.sense
        only.rules.append("D27")


def _speaks(statement: Statement) -> bool:
    """Whether something is said of the effect of a treatment that the statement names."""
    said = any(e.cue("EFFECT") for e in (*statement.manual, *statement.before, *statement.after, *statement.complement))
    denied = statement.has("NEG", "NAIVE") is not None
    return statement.kind in TREATMENTS and not denied and (said or statement.has("CONTRA", "ALLERGY") is not None)


def _words(statement: Statement) -> list[Element]:
    return [e for e in statement.elements() if e not in statement.silent]


def _noun(e: Element) -> Element | None:
    """A word for an effect as an element that says so."""
    kind = _nouns().get(fold(e.tokens[0].text)) if len(e.tokens) == 1 and e.type in ("WORD", "CUE", "MANUAL") else None
    return (
        None
        if kind is None
        else replace(e, type="CUE", senses=(Sense("EFFECT", kind), Sense("MANUAL", "not-recorded")))
    )
