"""Adjectives in a row before one head.

- **D17** adjectives of course, severity or route alone in a part share the head of the next one, which has its own:
  "relapsed or refractory myeloma" names myeloma twice.
- **D39** two adjectives of which one always holds say nothing of the head that they share: "acute or chronic cystitis".
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from eligo.lex import Sense
from eligo.lex.phrases import lexicon
from eligo.lex.raw import phrase_key, raw_tokens, text_key
from eligo.lex.word_tables import phrase_keys
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element
from eligo.scope.statement import NARROWING, RELATED, Statement

if TYPE_CHECKING:
    from eligo.scope.lists import Listing

ATTESTED = ("pathology", "imaging")
"""Manual reasons that tell how a finding was made, and so may stand alone before a head."""


EITHER = ("or", "cor", "slash")


def _opposed(one: Statement, other: Statement) -> bool:
    """Whether one adjective stands before each of two heads, and one of the two always holds."""
    said = [[text_key(e.text) for e in _adjectives(s)] for s in (one, other)]
    found = (said[0][0], said[1][0]) if len(said[0]) == len(said[1]) == 1 else ((), ())
    return found in _opposites() or found[::-1] in _opposites()


@cache
def _opposites() -> frozenset[tuple[tuple[str, ...], tuple[str, ...]]]:
    return frozenset((text_key(r["word"]), text_key(r["opposite"])) for r in rows("opposites"))


def is_course(e: Element) -> bool:
    """Whether an element is an adjective of course, severity or route."""
    return text_key(e.text) in phrase_keys("courses", "word")


def _qualifies(e: Element) -> bool:
    return is_course(e) or e.manual_for(*ATTESTED)


def leading_course(statement: Statement) -> list[Element]:
    """The adjective that a coordinated mention begins with ("end-stage liver and kidney disease"), as a word of its own."""
    head = statement.head
    if head is None or "D7" not in statement.rules or len(head.tokens) < 2:
        return []
    first = replace(head, type="CUE", tokens=head.tokens[:1], senses=(Sense("MOD", head.tokens[0].text),))
    return [first] if is_course(first) else []


def qualifies(e: Element) -> bool:
    """Whether an element only qualifies: an adjective of the modifier table or a manual phrase that narrows."""
    return e.cue("MOD") is not None or e.manual_for(*NARROWING)


def _adjectives(statement: Statement) -> list[Element]:
    """What stands before the head, in text order."""
    early = [*statement.before, *statement.manual]
    head = statement.head
    return sorted((e for e in early if head is None or e.start < head.start), key=lambda e: e.start)


def course_free(onward: Statement) -> tuple[Element, Sense] | None:
    """The head that adjectives share: one with adjectives of its own, or what a mention names without the one it begins with."""
    if onward.kind not in RELATED or onward.head is None or onward.sense is None:
        return None
    if _adjectives(onward):
        return onward.head, onward.sense
    raws, courses = raw_tokens(onward.head.text), phrase_keys("courses", "word")
    size = next((n for n in range(1, len(raws)) if phrase_key(raws[:n]) in courses), len(raws))
    match = lexicon().whole(raws[size:])
    sense = next((s for s in match.senses if s.type == "MENTION"), None) if match is not None else None
    return (replace(onward.head, senses=(sense,)), sense) if sense is not None else None


def share_heads(made: Listing) -> None:
    """D17."""
    for i in range(len(made.units) - 2, -1, -1):
        only, onward = made.units[i].main, made.units[i + 1].main
        alone = len(made.units[i].statements) == 1 and only.head is None and bool(_adjectives(only))
        others = (only.values, only.periods, only.after, only.complement, only.parens, only.parts)
        if not alone or any(others) or made.juncts[i] == "but" or not all(map(_qualifies, _adjectives(only))):
            continue
        noun = course_free(onward)
        if noun is not None and made.juncts[i] in EITHER and _opposed(only, onward) and noun[1] == onward.sense:
            onward.cues = [*only.cues, *onward.cues]
            onward.silent += [
                e for e in (*_adjectives(only), *_adjectives(onward), *only.silent) if e not in onward.silent
            ]
            onward.before, onward.manual = (
                [e for e in b if e not in onward.silent] for b in (onward.before, onward.manual)
            )
            onward.rules.append("D39")
            del made.units[i], made.juncts[i]
        elif noun is not None:
            only.head, only.sense = noun
            only.values, only.periods = list(onward.values), list(onward.periods)
            only.rules.append("D17")
