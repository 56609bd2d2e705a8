"""Stage *lex*: the text of an item → tokens.

One pass over raw tokens, longest phrase first; a number takes the unit that follows it. A token keeps all the senses its phrase
may have: which one counts is settled by the grammar, by position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from eligo.lex.numbers import unit_at, value_of
from eligo.lex.phrases import Match, Phrases, Sense, lexicon
from eligo.lex.raw import Raw, raw_tokens

__all__ = ["Sense", "Token", "lex"]

_PUNCTUATION = {
    ",": "COMMA",
    ";": "SEP",
    ":": "COLON",
    "(": "LPAR",
    "[": "LPAR",
    ")": "RPAR",
    "]": "RPAR",
    "{": "LPAR",
    "}": "RPAR",
}
_LEVEL = re.compile(r"(?:I{1,3}|IV|VI?)[ab]?|[ABCD]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: characters ``start``–``end`` of the item's text, and its senses in order of preference.

    Types are those of ``grammar/tokens.lark``; ``number`` is set for NUM; ``typo`` is the word
    that a misspelt function word was read as (T2).
    """

    text: str
    start: int
    end: int
    senses: tuple[Sense, ...]
    number: Decimal | None = None
    typo: str | None = None

    def sense(self, *types: str) -> Sense | None:
        """The first sense of one of these types."""
        return next((s for s in self.senses if s.type in types), None)

    def to_dict(self) -> dict[str, object]:
        """The JSON form of ``eligo debug lex``."""
        return {
            "text": self.text,
            "span": [self.start, self.end],
            "senses": [{"type": s.type, "value": s.value} for s in self.senses],
        }


def lex(text: str, abbreviations: Mapping[str, str] | None = None) -> list[Token]:
    """The tokens of an item's text. ``abbreviations``: what the document itself defines, short form → long form."""
    phrases = lexicon()
    raws = phrases.corrected(raw_tokens(text))
    local = _defined(tuple(sorted((abbreviations or {}).items())))
    out: list[Token] = []
    i = 0
    while i < len(raws):
        raw = raws[i]
        if out and out[-1].number is not None and _unit_may_follow(raws, i, out[-1]):
            unit = _unit(raws, i, text)
            if unit is not None:
                end, token = unit
                out.append(token)
                i = end
                continue
        if raw.text in _PUNCTUATION:
            out.append(_token(text, raws, i, i + 1, Sense(_PUNCTUATION[raw.text], "")))
            i += 1
            continue
        match = local.at(raws, i) or phrases.at(raws, i)
        if _LEVEL.fullmatch(raw.text) and (match is None or match.end == i + 1):
            level = Sense("LEVEL", raw.text)
            out.append(_token(text, raws, i, i + 1, level, *(match.senses if match else (Sense("WORD", raw.fold),))))
            i += 1
            continue
        number = raw.kind == "number"
        if match is not None and (not number or match.end > i + 1):
            out.append(_matched(text, raws, match))
            i = match.end
            continue
        if number and re.fullmatch(r"\d,\d", raw.text) and _after_score(out):
            for at in (0, 1, 2):
                sense = Sense("COMMA", "") if at == 1 else Sense("NUM", raw.text[at])
                out.append(
                    Token(
                        raw.text[at],
                        raw.start + at,
                        raw.start + at + 1,
                        (sense,),
                        None if at == 1 else Decimal(raw.text[at]),
                    )
                )
        elif number:
            out.append(Token(raw.text, raw.start, raw.end, (Sense("NUM", raw.text),), value_of(raw.text)))
        elif raw.text == ".":
            ends = i + 1 == len(raws) or raws[i + 1].spaced
            out.append(_token(text, raws, i, i + 1, Sense("SEP" if ends else "NOISE", "" if ends else "point")))
        elif raw.kind == "symbol" and raw.text in "-–—•*\"'`´“”‘’®™·…!?":
            out.append(
                _token(text, raws, i, i + 1, Sense("NOISE", "punctuation"))
                if raw.text not in "?*"
                else _token(text, raws, i, i + 1, Sense("WORD", raw.text))
            )
        else:
            out.append(_token(text, raws, i, i + 1, Sense("WORD", raw.fold)))
        i += 1
    return out


def _after_score(out: list[Token]) -> bool:
    """Whether a score stands just before, so that "0,1" lists two levels."""
    before = next((t for t in reversed(out) if t.sense("LEVELWORD", "NOISE", "TIMES") is None), None)
    return before is not None and any(s.value.startswith("score:") for s in before.senses)


def _unit_may_follow(raws: list[Raw], i: int, number: Token) -> bool:
    """A unit follows its number at once, or over one hyphen without spaces ("3-month")."""
    return raws[i - 1].end == number.end or (raws[i - 1].text == "-" and not raws[i].spaced)


def _unit(raws: list[Raw], i: int, text: str) -> tuple[int, Token] | None:
    j = (
        i + 1
        if raws[i].text in ("-", "‐") and i + 1 < len(raws) and not raws[i].spaced and not raws[i + 1].spaced
        else i
    )
    hit = unit_at(raws, j, text)
    if hit is None:
        return None
    end, ucum, kind = hit
    if j + 1 == end and raws[j].text in ("x", "X", "×", "/"):
        return None
    senses = (Sense("TUNIT", ucum),) if kind == "time" else (Sense("UNIT", ucum),)
    return end, Token(text[raws[i].start : raws[end - 1].end], raws[i].start, raws[end - 1].end, senses)


def _token(text: str, raws: list[Raw], start: int, end: int, *senses: Sense) -> Token:
    typo = next((r.fold for r in raws[start:end] if r.typo), None)
    return Token(text[raws[start].start : raws[end - 1].end], raws[start].start, raws[end - 1].end, senses, typo=typo)


def _matched(text: str, raws: list[Raw], match: Match) -> Token:
    token = _token(text, raws, match.start, match.end, *match.senses)
    number = token.sense("NUM")
    return Token(token.text, token.start, token.end, token.senses, Decimal(number.value)) if number else token


@lru_cache(maxsize=64)
def _defined(abbreviations: tuple[tuple[str, str], ...]) -> Phrases:
    """Short forms that the document defines with the senses of their long forms, and the other way round."""
    local, phrases = Phrases(), lexicon()
    for short, long in abbreviations:
        for known, other, exact in ((long, short, True), (short, long, False)):
            raws = raw_tokens(known)
            match = phrases.at(raws, 0) if raws else None
            if match is not None and match.end == len(raws):
                for sense in match.senses:
                    if sense.type == "MENTION":
                        local.add(other, sense, exact=exact)
    return local
