"""Numbers and the units that follow them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from eligo.lex.raw import Raw
from eligo.lexicon.tables import rows

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_UNIT_TOKENS = 14
_PER = re.compile(r"[\s*•·⋅.]*\b(min|ml|dl|kg|mol|l|h|s|d|m|1\.73\s?m)\^?[-−]([12])(?!\d)")
_POWERS = (
    re.compile(r"^(?:x|\*)?10(?:\^|\*\*?|e\+?|exp|~)\+?(\d{1,2})(?:cells?|/cells?)?(?=/|$|[a-z])"),
    re.compile(r"^(?:x|\*)10(\d{1,2})(?:cells?)?(?=/)"),
    re.compile(r"^10(3|6|9|12)(?:cells?)?(?=/)"),
)


def value_of(text: str) -> Decimal:
    """The number a token of digits says: ``1,000`` is a thousand, ``6,5`` six and a half."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    return Decimal(text.replace(",", "."))


@cache
def spellings() -> dict[str, tuple[str, str]]:
    """Unit spellings as :func:`spelled` makes them → (UCUM, kind)."""
    return {row["spelling"]: (row["ucum"], row["kind"]) for row in rows("unit_spellings")}


@lru_cache(maxsize=8192)
def spelled(text: str) -> str:
    """A unit as unit look-up spells it: lower case, no spaces, powers of ten as ``10^9``, negative powers as divisors."""
    s = re.sub(r"([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: "^" + m.group().translate(_SUPERSCRIPTS), text).lower()
    s = _PER.sub(lambda m: f"/{m.group(1)}" + ("^2" if m.group(2) == "2" else ""), s)
    s = re.sub(r"\s+", "", s).replace("×", "x").replace("μ", "µ").replace("⋅", "*").replace("·", "*")
    s = s.replace("⁄", "/").replace("∕", "/").replace("ˆ", "^")
    power = next((m for p in _POWERS if (m := p.match(s))), None)
    if power:
        s = f"10^{int(power.group(1))}{s[power.end() :]}"
    return s.replace("m²", "m^2").replace("**", "^")


def unit_at(raws: list[Raw], i: int, text: str) -> tuple[int, str, str] | None:
    """The longest unit spelling that starts at raw token ``i``: (end, UCUM, kind), or None."""
    table = spellings()
    best = None
    for j in range(i + 1, min(len(raws), i + _UNIT_TOKENS) + 1):
        last = raws[j - 1]
        if last.text in (",", ";", "(", ")", "<", ">", "≥", "≤"):
            break
        hit = table.get(spelled(text[raws[i].start : last.end]))
        if hit:
            best = (j, *hit)
    return best
