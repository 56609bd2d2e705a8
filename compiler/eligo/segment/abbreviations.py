"""Abbreviations a text defines itself: "systemic lupus erythematosus (SLE)" (Schwartz and Hearst's algorithm, 2003)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SHORT = re.compile(r"\(\s*([A-Za-z][A-Za-z0-9/+-]{1,9})\s*(?:[;,][^()]{0,60})?\)")
_PHRASE_END = re.compile(r"[.;:()\[\]]")
_WORD = re.compile(r"[^\s,;:()\[\]]+")


def abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Short form to long form, as written; of several definitions of one short form the first."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _SHORT.finditer(text) if "(" in text else ():
            short = match[1]
            if short in found or not any(character.isupper() for character in short):
                continue
            words = _WORD.findall(_PHRASE_END.split(text[max(0, match.start() - 200) : match.start()])[-1])
            limit = min(len(short) + 5, 2 * len(short))
            long = _long_form(short, " ".join(words[-limit:]))
            if long:
                found[short] = long
    return found


def _long_form(short: str, text: str) -> str | None:
    """The shortest end of `text` whose letters hold those of `short` in order, the first at the start of a word."""
    at = len(text) - 1
    for index in range(len(short) - 1, -1, -1):
        wanted = short[index].lower()
        if not wanted.isalnum():
            continue
        while at >= 0 and (text[at].lower() != wanted or (index == 0 and at > 0 and text[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    long = text[at + 1 :]
    return long if len(long) > len(short) and short.lower() not in long.lower().split() else None
