"""From tokens to a stream that ``clause.lark`` always accepts.

Phrases become VALUE and WINDOW elements, noise is set aside, and the invariants hold that the clause grammar relies on: brackets
balanced and not empty; a juncture never first, last, doubled, next to a bracket's inside, a separator or a tail cue; ", or" and
", and" are one juncture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from eligo.lex import Sense, Token
from eligo.lex.raw import ARTICLES
from eligo.parse.ast import Element
from eligo.parse.quantities import period, value
from eligo.parse.tables import phrase_table

JUNCTS = {"COMMA": "comma", "OR": "or", "AND": "and", "COR": "cor", "CAND": "cand", "BUT": "but"}
TAILS = frozenset({"EXCEPT", "UNLESS", "EG", "IE", "IF"})
BRACKETS = frozenset({"LPAR", "RPAR"})
PHRASE_ONLY = frozenset(
    {
        "NUM",
        "OVER",
        "UNIT",
        "TUNIT",
        "CMP",
        "CMPPOST",
        "BETWEEN",
        "TO",
        "TIMES",
        "LIMIT",
        "FREQ",
        "LEVEL",
        "PAIR",
        "AGED",
        "NORMAL",
        "WITHIN",
        "FOR",
        "BEFORE",
        "AFTER",
        "AT",
        "AGO",
        "EVENT",
    }
)


@dataclass(frozen=True, slots=True)
class Terminal:
    """A token as the parse tables see it."""

    token: Token
    types: tuple[str, ...]

    @property
    def number(self) -> object:
        """The token's number."""
        return self.token.number

    @property
    def text(self) -> str:
        """The token's text."""
        return self.token.text

    def sense(self, *types: str) -> Sense | None:
        """As :meth:`eligo.lex.Token.sense`."""
        return self.token.sense(*types)


def chunk(tokens: list[Token]) -> list[Element]:
    """Values and windows as the longest phrases, everything else as single elements (noise included)."""
    table = phrase_table()
    openers = {s: table.starts_with(s) for s in ("value", "window")}
    articles = [Element("NOISE", (t,), (Sense("NOISE", "article or point"),)) for t in tokens if _article(t)]
    tokens = _measure_first([t for t in tokens if not _article(t)])
    stream = [_terminal(t, _before(tokens, i), tokens[i + 1 : i + 3]) for i, t in enumerate(tokens)]
    out: list[Element] = []
    i = 0
    while i < len(stream):
        best = None
        for start in ("window", "value"):
            if openers[start].intersection(stream[i].types):
                hit = table.longest(stream, i, start)
                if hit is not None and start == "window" and any(t.sense("AGED") for t in tokens[i : hit[0]]):
                    continue
                if hit is not None and (best is None or hit[0] > best[1]):
                    best = (start, *hit)
        if best is not None and (best[0] == "window" or _opens_value(tokens, i)):
            start, end, tree = best
            under = tuple(tokens[i:end])
            if start == "value":
                out.append(Element("VALUE", under, value=value(tree)))
            else:
                out.append(Element("WINDOW", under, period=period(tree)))
            i = end
            continue
        out.append(_element(tokens[i]))
        i += 1
    return sorted([*out, *articles], key=lambda e: e.start)


OPENS_LIMIT = ("CMP", "BETWEEN", "TO")


def _measure_first(tokens: list[Token]) -> list[Token]:
    """A7: what is measured, taken out from inside its own limit ("over the age of 18", "between ages 18 and 65",
    "20 ≤ age < 80", "≥ grade 2").
    """
    out = list(tokens)
    for i in range(1, len(out) - 1):
        before, here, after = out[i - 1], out[i], out[i + 1]
        if before.sense("CMP") and here.sense("LEVELWORD") and (after.number is not None or after.sense("LEVEL")):
            out[i - 1 : i + 1] = [here, before]
            continue
        if before.sense(*OPENS_LIMIT) is None or here.sense("MENTION") is None or before.number is not None:
            continue
        start = i - 1
        of = out[i + 2] if i + 2 < len(out) else None
        if after.sense("PREP") and _is_measured(here) and before.sense("CMP") and of is not None and of.number is not None:
            # "Minimum weight of 50 kg".
            out[i - 1 : i + 2] = [here, after, before]
            continue
        if after.number is None and not (_is_scale(here) and after.sense("LEVEL")):
            if not (_is_measured(here) and before.sense("CMP") and after.sense("CMP")):
                continue
            start = i - 2 if i >= 2 and out[i - 2].number is not None else i - 3
            if start < 0 or out[start].number is None or i + 2 >= len(out) or out[i + 2].number is None:
                continue
        elif not (_is_age(here) or _is_scale(here)):
            continue
        out[start : i + 1] = [here, *out[start:i]]
    return out


def _is_age(token: Token) -> bool:
    return any(s.type == "MENTION" and s.value.startswith("age:") for s in token.senses)


def _is_scale(token: Token) -> bool:
    return any(s.type == "MENTION" and s.value.startswith("score:") for s in token.senses)


def _is_measured(token: Token) -> bool:
    kinds = {s.value.partition(":")[0] for s in token.senses if s.type == "MENTION"}
    return bool(kinds & {"age", "lab", "vital", "score"})


def _article(token: Token) -> bool:
    """An article, or a point inside an abbreviation: neither parts a phrase."""
    return token.senses[0].type == "NOISE" and (token.text.lower() in ARTICLES or token.senses[0].value == "point")


CLOSING = frozenset({*JUNCTS, *BRACKETS, "SEP", "COLON"})


def _terminal(token: Token, before: Token | None, onward: list[Token]) -> Terminal:
    after = onward[0] if onward else None
    types = tuple(s.type for s in token.senses)
    if "BEFORE" in types and "AGO" in types:
        # "4 weeks prior" at the end of a part is before the index date; elsewhere "prior" opens what the time is before.
        closed = after is None or after.sense(*CLOSING) is not None
        types = tuple(t for t in types if t != ("BEFORE" if closed else "AGO"))
    level = "LEVEL" in types and ((before is not None and _measures_levels(before)) or _levels_joined(token, onward))
    return Terminal(token, types if level or "LEVEL" not in types else tuple(t for t in types if t != "LEVEL"))


def _levels_joined(token: Token, onward: list[Token]) -> bool:
    """Whether two roman numerals are joined ("III–IV NYHA class"): each of them says that the other is one."""
    joined = len(onward) == 2 and onward[0].sense("TO", "OR", "AND") is not None
    return joined and len(token.text) > 1 and onward[1].sense("LEVEL") is not None and len(onward[1].text) > 1


def _before(tokens: list[Token], i: int) -> Token | None:
    """The token before ``i``, past a bracket: a level may follow its scale's short form ("… (ASA) III")."""
    j = i - 1
    if j >= 0 and tokens[j].sense("RPAR"):
        j = next((k for k in range(j, -1, -1) if tokens[k].sense("LPAR")), 0) - 1
    if j >= 1 and tokens[j].sense("PREP") and tokens[j].sense("BEFORE") and _names_scale(tokens[j - 1]):
        j -= 1
    return tokens[j] if j >= 0 else None


def _names_scale(token: Token) -> bool:
    """Whether "of" may stand between a token and its level ("functional class of II or III")."""
    return any(s.type == "LEVELWORD" or s.value.startswith("score:") for s in token.senses)


def _measures_levels(before: Token) -> bool:
    """Whether a roman numeral or letter after this token is a level: after a score, a comparator, "to", "or", another level."""
    return any(
        s.type in ("CMP", "TO", "OR", "AND", "COMMA", "LEVELWORD", "BETWEEN")
        or (s.type == "MENTION" and s.value.startswith("score:"))
        for s in before.senses
    )


def _opens_value(tokens: list[Token], i: int) -> bool:
    """A dash or "to" alone opens nothing, and "over", "x", "up" only before a number."""
    return (
        tokens[i].number is not None
        or not tokens[i].sense("TIMES")
        or (i + 1 < len(tokens) and tokens[i + 1].sense("LIMIT") is not None)
    )


def _element(token: Token) -> Element:
    """The element of a token that no phrase took, by the first sense that a clause knows."""
    for sense in token.senses:
        if (
            sense.type in JUNCTS
            or sense.type in TAILS
            or sense.type in BRACKETS
            or sense.type in ("SEP", "COLON", "MENTION", "MANUAL", "WORD", "NOISE")
        ):
            if sense.type == "NOISE" and token.sense("AT"):
                return Element("CUE", (token,), (Sense("PREP", ""),))
            if sense.type == "NOISE" and any(s.type not in PHRASE_ONLY and s.type != "NOISE" for s in token.senses):
                continue
            return Element(sense.type, (token,), token.senses)
        if sense.type not in PHRASE_ONLY:
            return Element("CUE", (token,), token.senses)
    if token.sense("AT"):
        return Element("CUE", (token,), (Sense("PREP", ""),))
    if token.text in "-–—~":
        return Element("NOISE", (token,), (Sense("NOISE", "punctuation"),))
    return Element("WORD", (token,), token.senses)


def normalise(elements: list[Element]) -> tuple[list[Element], list[tuple[Token, str]], str | None]:
    """The stream with its invariants, what was dropped (token, why), and a juncture that stood last."""
    dropped: list[tuple[Token, str]] = []
    kept: list[Element] = []
    for e in elements:
        if e.type == "NOISE":
            dropped.extend((t, e.senses[0].value or "filler") for t in e.tokens)
        else:
            kept.append(e)
    trailing = (
        next((JUNCTS[e.type] for e in reversed(kept) if e.type != "SEP"), None)
        if kept and _last(kept) in JUNCTS
        else None
    )
    kept = _balanced(kept, dropped)
    before = -1
    while before != len(kept):
        before = len(kept)
        kept = _tidied(kept, dropped)
    return kept, dropped, trailing


def _last(elements: list[Element]) -> str:
    return next((e.type for e in reversed(elements) if e.type != "SEP"), "")


def _balanced(elements: list[Element], dropped: list[tuple[Token, str]]) -> list[Element]:
    open_at: list[int] = []
    bad: set[int] = set()
    for i, e in enumerate(elements):
        if e.type == "LPAR":
            open_at.append(i)
        elif e.type == "RPAR":
            if open_at:
                open_at.pop()
            else:
                bad.add(i)
    bad.update(open_at)
    dropped.extend((elements[i].tokens[0], "unbalanced bracket") for i in bad)
    return [e for i, e in enumerate(elements) if i not in bad]


ENDS = ("RPAR", "SEP", "COLON", "FINISH")


def _as_list(elements: list[Element]) -> list[Element]:
    """O11: "A; B; or C" is one list: its semicolons are commas."""
    since = max((i + 1 for i, e in enumerate(elements) if e.type in ("COLON", "LPAR", "RPAR") or _full_stop(e)), default=0)
    return [replace(e, type="COMMA") if i >= since and e.type == "SEP" else e for i, e in enumerate(elements)]


def _full_stop(e: Element) -> bool:
    return e.type == "SEP" and e.tokens[0].text != ";"


def _tidied(elements: list[Element], dropped: list[tuple[Token, str]]) -> list[Element]:
    """One pass: drop or join what the invariants forbid. Each step removes an element, so repeating it ends."""
    out: list[Element] = []
    for i, e in enumerate(elements):
        previous = out[-1].type if out else "START"
        following = elements[i + 1].type if i + 1 < len(elements) else "FINISH"
        if e.type == "RPAR" and previous == "LPAR":
            dropped.extend((t, "empty bracket") for t in (*out.pop().tokens, *e.tokens))
        elif e.type in JUNCTS:
            if previous == "COMMA" and e.type in ("OR", "AND", "BUT"):
                comma = out.pop()
                merged = {"OR": "COR", "AND": "CAND", "BUT": "BUT"}[e.type]
                out.append(replace(e, type=merged, tokens=(*comma.tokens, *e.tokens)))
            elif previous == "SEP" and e.type == "OR" and out[-1].tokens[0].text == ";" and following not in ENDS:
                semicolon = out.pop()
                out = _as_list(out)
                out.append(replace(e, type="COR", tokens=(*semicolon.tokens, *e.tokens)))
            elif previous in ("OR", "AND", "COR", "CAND") and e.type == "COMMA":
                dropped.extend((t, "punctuation") for t in e.tokens)
            elif (
                previous in JUNCTS
                or previous in TAILS
                or previous in ("START", "LPAR", "SEP", "COLON")
                or following in ENDS
                or following in TAILS
            ):
                dropped.extend((t, "juncture without a part") for t in e.tokens)
            else:
                out.append(e)
        elif e.type in ("SEP", "COLON") and (
            previous in ("START", "LPAR", "SEP", "COLON")
            or previous in TAILS
            or following in ("SEP", "RPAR", "FINISH", "COLON")
        ):
            dropped.extend((t, "punctuation") for t in e.tokens)
        else:
            out.append(e)
    return out
