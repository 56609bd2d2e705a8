"""Words of permission right before a noun, which allow nothing.

"Acceptable oral hygiene" is for a person to judge, "eligible male patients" are the patients, and "allowed medications" are
some that the text doesn't name (table ``permission_words``). Behind a noun, or before anything else, such a word is the
permission it seems.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.lex import Sense
from eligo.lex.raw import fold, folds
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element

NOUNS = ("MENTION", "MANUAL", "WORD")
DESCRIBING = ("GENERIC", "MOD", "METHOD")


@cache
def _words() -> dict[str, str]:
    """What each word is before a noun."""
    return {fold(r["word"]): r["as"] for r in rows("permission_words")}


def described(elements: list[Element]) -> list[Element]:
    """The stream with the words of permission that only describe what follows them as what they are there."""
    return [_told(elements, i) if e.type == "CUE" and e.cue("LINE") else e for i, e in enumerate(elements)]


def _told(elements: list[Element], i: int) -> Element:
    e = elements[i]
    said = folds(e.text)
    kind = _words().get(said[0]) if len(said) == 1 else None
    if kind is None or not _opens_noun(elements, i) or _closes_noun(elements, i):
        return e
    if kind == "word":
        return replace(e, type="WORD", senses=(Sense("WORD", said[0]),))
    sense = Sense("MANUAL", "vague") if kind == "vague" else Sense("NOISE", "filler")
    return replace(e, type=sense.type, senses=(sense,))


def _opens_noun(elements: list[Element], i: int) -> bool:
    """Whether a noun phrase follows at once."""
    after = elements[i + 1] if i + 1 < len(elements) else None
    if after is None:
        return False
    if after.type == "NOISE" and not i:
        # "Eligible male or female subjects": the people are noise themselves.
        return i + 2 < len(elements)
    if after.type == "CUE":
        return after.cue(*DESCRIBING) is not None and after.cue("PREP", "REL", "LINE") is None
    return after.type in NOUNS


def _closes_noun(elements: list[Element], i: int) -> bool:
    """Whether the noun that the permission is said of stands right before: then another line begins behind it."""
    before = elements[i - 1] if i else None
    if before is None:
        return False
    return before.type in ("MENTION", "RPAR") or before.cue("GENERIC") is not None
