"""Stage *lex*: the text of an item → tokens.

One pass over raw tokens, longest phrase first; a number takes the unit that follows it. A token keeps all the senses its phrase
may have: which one counts is settled by the grammar, by position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from eligo.lex.numbers import unit_at, value_of
from eligo.lex.phrases import Match, Phrases, Sense, lexicon
from eligo.lex.raw import Raw, is_letter, raw_tokens
from eligo.lexicon.tables import rows

if TYPE_CHECKING:
    from eligo.overrides.stretch import Stretch

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
LOWEST_PRESSURE = 30
"""The second number of a pair is at least this, in mmHg: it tells 140/90 from a date or a ratio."""
BOUNDED = ("NUM", "OVER", "UNIT", "TUNIT", "LEVEL", "PAIR", "LIMIT", "FREQ", "NORMAL", "EQUIV", "RPAR")
"""What "or more", "or lower" may stand behind as a limit; elsewhere the "or" joins."""
_LEVEL = re.compile(r"(?:I{1,3}|IV|VI?)(?:[ab]|[ABC][1-3]?)?|[ABCD]")


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
        for s in self.senses:
            if s.type in types:
                return s
        return None

    def to_dict(self) -> dict[str, object]:
        """The JSON form of ``eligo debug lex``."""
        return {
            "text": self.text,
            "span": [self.start, self.end],
            "senses": [{"type": s.type, "value": s.value} for s in self.senses],
        }


def lex(text: str, abbreviations: Mapping[str, str] | None = None, settled: Sequence[Stretch] = ()) -> list[Token]:
    """The tokens of an item's text. ``abbreviations``: what the document itself defines, short form → long form; ``settled``:
    stretches whose senses an override gives."""
    raws = lexicon().corrected(raw_tokens(text))
    local = _defined(tuple(sorted((abbreviations or {}).items())))
    out: list[Token] = []
    for stretch in settled:
        if stretch.senses:
            own = [r for r in raws if stretch.start <= r.start < stretch.end]
            _run(text, [r for r in raws if r.start < stretch.start], local, out)
            out += [_token(text, own, 0, len(own), *stretch.senses)] if own else []
            raws = [r for r in raws if r.start >= stretch.end]
    _run(text, raws, local, out)
    return out


def _run(text: str, raws: list[Raw], local: Phrases, out: list[Token]) -> None:
    """Add the tokens of a run of raw tokens."""
    phrases = lexicon()
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
        if raw.text in ("(", "[") and (sign := _signed(raws, i)) is not None:
            out.append(_token(text, raws, i, i + 3, Sense("ANSWER", sign)))
            i += 3
            continue
        if raw.text in ("(", "[") and out and out[-1].sense("CMP") and (again := _sign_again(raws, i)) is not None:
            # "Less than or equal to (≤) 2": the sign once more.
            out.append(_token(text, raws, i, again, Sense("NOISE", "point")))
            i = again
            continue
        if raw.text == "+" and _opens_age(raws, i, text, out):
            plain = out[-1]
            out[-1] = replace(plain, text=text[plain.start : raw.end], end=raw.end, senses=(Sense("OVER", ""),))
            i += 1
            continue
        if raw.text in _PUNCTUATION:
            out.append(_token(text, raws, i, i + 1, Sense(_PUNCTUATION[raw.text], "")))
            i += 1
            continue
        if raw.text == "*" and _is_mark(raws, i):
            out.append(_token(text, raws, i, i + 1, Sense("NOISE", "point")))
            i += 1
            continue
        if raw.text in ("-", "‐") and _joins_times(raws, i, out):
            out.append(_token(text, raws, i, i + 1, Sense("NOISE", "point")))
            i += 1
            continue
        match = _longer(local.at(raws, i), phrases.at(raws, i))
        if match is not None and (match.senses[0].type == "SPLIT" or _opens_second(match, raws)):
            match = phrases.at(raws[: i + 1], i)
        if match is not None and match.senses[0].type == "CMPPOST" and not (out and out[-1].sense(*BOUNDED)):
            alone = phrases.at(raws[: i + 1], i)
            match = alone if alone is not None and alone.senses[0].type == "OR" else match
        if (
            match is not None
            and match.end > i + 1
            and match.senses[0].type == "QUANT"
            and _counts_time(raws, match.end, text)
        ):
            match = phrases.at(raws[: match.end - 1], i)
        if match is not None and match.end == i + 1 and match.senses[0].type == "NOISE" and is_letter(raws, i):
            match = None
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
        elif number and (pair := _pair(raws, i, text, out)) is not None:
            out.append(pair)
            i += 3
            continue
        elif number and (power := _power(raws, i, out)) is not None:
            end = raws[i + 2].end
            out.append(Token(text[raw.start : end], raw.start, end, (Sense("NUM", raw.text),), power))
            i += 3
            continue
        elif number and _thousands_follow(raws, i):
            end = raws[i + 1].end
            out.append(
                Token(text[raw.start : end], raw.start, end, (Sense("NUM", raw.text),), value_of(f"{raw.text}000"))
            )
            i += 2
            continue
        elif number:
            out.append(Token(raw.text, raw.start, raw.end, (Sense("NUM", raw.text),), value_of(raw.text)))
        elif raw.text == ".":
            ends = i + 1 == len(raws) or (raws[i + 1].spaced and not _abbreviates(raws, i))
            out.append(_token(text, raws, i, i + 1, Sense("SEP" if ends else "NOISE", "" if ends else "point")))
        elif raw.kind == "symbol" and raw.text in "-–—•*\"'`´“”‘’®™·…!?":
            out.append(
                _token(text, raws, i, i + 1, Sense("NOISE", "punctuation"))
                if raw.text not in "?*" or (raw.text == "?" and i == 0)
                else _token(text, raws, i, i + 1, Sense("WORD", raw.text))
            )
        else:
            out.append(_token(text, raws, i, i + 1, Sense("WORD", raw.fold)))
        i += 1


def _abbreviates(raws: list[Raw], i: int) -> bool:
    """Whether a point is the last one of dotted letters and the sentence goes on ("i.v. antibiotics")."""
    letters = i >= 3 and raws[i - 2].text == "." and all(len(raws[k].text) == 1 for k in (i - 3, i - 1))
    tight = letters and not any(raws[k].spaced for k in (i - 2, i - 1, i))
    return tight and raws[i - 3].text.isalpha() and raws[i - 1].text.isalpha() and raws[i + 1].text[:1].islower()


@cache
def _paired() -> frozenset[str]:
    """The measures that are written as two numbers."""
    return frozenset(f"vital:{row['id']}" for row in rows("pairs"))


def _pair(raws: list[Raw], i: int, text: str, out: list[Token]) -> Token | None:
    """Two whole numbers over a slash after a measure that is written so, or before its unit ("140/90 mmHg")."""
    three = raws[i : i + 3]
    if [r.kind for r in three] != ["number", "symbol", "number"] or three[1].text != "/":
        return None
    first, second = three[0].text, three[2].text
    if not (first.isdigit() and second.isdigit() and int(first) > int(second) >= LOWEST_PRESSURE):
        return None
    unit = _unit(raws, i + 3, text) if i + 3 < len(raws) else None
    told = unit is not None and unit[1].senses[0].value == "mm[Hg]"
    if not told and not any(s.value in _paired() for t in out for s in t.senses):
        return None
    pair = Sense("PAIR", f"{first}/{second}")
    return Token(text[three[0].start : three[2].end], three[0].start, three[2].end, (pair,), Decimal(first))


def _counts_time(raws: list[Raw], i: int, text: str) -> bool:
    """Whether a unit of time follows: then "at least one" says how long ("at least one year")."""
    unit = _unit(raws, i, text) if i < len(raws) else None
    return unit is not None and unit[1].senses[0].type == "TUNIT"


def _opens_second(match: Match, raws: list[Raw]) -> bool:
    """Whether "or above" stands before a number: then it opens a second limit and closes none."""
    return match.senses[0].type == "CMPPOST" and match.end < len(raws) and raws[match.end].kind == "number"


def _joins_times(raws: list[Raw], i: int, out: list[Token]) -> bool:
    """Whether a hyphen ties a number to "fold" ("2-fold")."""
    tight = bool(out) and out[-1].number is not None and i + 1 < len(raws) and not raws[i + 1].spaced
    match = lexicon().at(raws, i + 1) if tight else None
    return match is not None and match.senses[0].type == "TIMES"


def _opens_age(raws: list[Raw], i: int, text: str, out: list[Token]) -> bool:
    """Whether a plus right behind a number says "and older": behind a word for age, or before a unit of age ("18+ years")."""
    if not out or out[-1].number is None or raws[i].spaced or (i + 1 < len(raws) and raws[i + 1].kind == "number"):
        return False
    before = next((t for t in reversed(out[:-1]) if t.sense("COLON", "NOISE", "CMP") is None), None)
    aged = before is not None and any(s.value.startswith("age:") for s in before.senses)
    unit = unit_at(raws, i + 1, text) if i + 1 < len(raws) else None
    return aged or (unit is not None and (unit[1] == "a" or unit[2] == "age"))


def _is_mark(raws: list[Raw], i: int) -> bool:
    """Whether an asterisk ends a word, as the mark of a footnote ("1,500/mm³*")."""
    following = raws[i + 1] if i + 1 < len(raws) else None
    if i == 0 or raws[i].spaced:
        return False
    return following is None or following.text in ".,;)" or (following.spaced and raws[i - 1].kind == "word")


def _power(raws: list[Raw], i: int, out: list[Token]) -> Decimal | None:
    """The number that a power of ten is by itself ("≥ 10^3 IU/mL"); behind a number it belongs to the unit."""
    three = raws[i : i + 3]
    alone = bool(out) and out[-1].sense("CMP", "TO", "BETWEEN", "AND") is not None
    if not alone or len(three) < 3 or (three[0].text, three[1].text) != ("10", "^") or not three[2].text.isdigit():
        return None
    return Decimal(10) ** int(three[2].text) if len(three[2].text) == 1 else None


def _thousands_follow(raws: list[Raw], i: int) -> bool:
    """Whether a space parts the thousands of a number ("100 000")."""
    following = raws[i + 1] if i + 1 < len(raws) else None
    return following is not None and following.text == "000" and raws[i].text.isdigit() and len(raws[i].text) <= 3


def _signed(raws: list[Raw], i: int) -> str | None:
    """The answer that a bracketed sign is ("anti-HCV (+)")."""
    three = [r.text for r in raws[i : i + 3]]
    return next((r["answer"] for r in rows("sign_answers") if three[1:] in ([r["sign"], ")"], [r["sign"], "]"])), None)


def _sign_again(raws: list[Raw], i: int) -> int | None:
    """One past a bracket at ``i`` that holds a comparator and nothing else; None for any other."""
    match = lexicon().at(raws, i + 1) if i + 2 < len(raws) else None
    if match is None or match.senses[0].type != "CMP" or match.end >= len(raws):
        return None
    return match.end + 1 if raws[match.end].text in (")", "]") else None


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
    if (j + 1 == end and raws[j].text in ("x", "X", "×", "/")) or (j > i and raws[j].kind == "number"):
        return None
    senses = {"time": (Sense("TUNIT", ucum),), "age": (Sense("TUNIT", ucum), Sense("AGED", ""))}.get(
        kind, (Sense("UNIT", ucum),)
    )
    return end, Token(text[raws[i].start : raws[end - 1].end], raws[i].start, raws[end - 1].end, senses)


def _token(text: str, raws: list[Raw], start: int, end: int, *senses: Sense) -> Token:
    typo = next((r.fold for r in raws[start:end] if r.typo), None)
    return Token(text[raws[start].start : raws[end - 1].end], raws[start].start, raws[end - 1].end, senses, typo=typo)


def _matched(text: str, raws: list[Raw], match: Match) -> Token:
    token = _token(text, raws, match.start, match.end, *match.senses)
    number = token.sense("NUM")
    if number is None:
        return token
    # "TENS" names a treatment, and is no plural of a number.
    senses = tuple(s for s in token.senses if s.type != "NUM") if token.sense("MENTION") else ()
    if senses:
        return replace(token, senses=senses)
    return Token(token.text, token.start, token.end, token.senses, Decimal(number.value))


def _longer(own: Match | None, known: Match | None) -> Match | None:
    """What the document defines goes before what the lexicon knows, but not before a longer phrase."""
    return own if known is None or (own is not None and own.end >= known.end) else known


@lru_cache(maxsize=64)
def _defined(abbreviations: tuple[tuple[str, str], ...]) -> Phrases:
    """Short forms that the document defines with the senses of their long forms, and the other way round."""
    local, phrases = Phrases(), lexicon()
    for short, long in abbreviations:
        for known, other, exact in ((long, short, True), (short, long, False)):
            match = phrases.whole(raw_tokens(known))
            for sense in match.senses if match is not None else ():
                if sense.type == "MENTION":
                    local.add(other, sense, exact=exact)
    return local
