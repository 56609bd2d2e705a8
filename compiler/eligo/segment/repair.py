"""Repair of damaged and escaped text, keeping for every character the place it came from.

Undone: HTML entities and tags, Markdown escapes, wrong decodings (`grammar/lexicon/mojibake.tsv`), full-width forms,
typographic spaces, dashes and quotes. Kept: ≥ ≤ × and superscripts. A bare `=` is never changed: what
sign an export has lost there isn't to be known here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from eligo.segment.places import Builder, Places
from eligo.spans import Span

_ENTITY = r"&(?:amp;)*(?:[A-Za-z]{2,8}|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});"
_AMPERSANDS = re.compile(r"&(?:amp;)+(?=[A-Za-z#])")
_LT, _GT = r"(?:<|&(?:amp;)*lt;)", r"(?:>|&(?:amp;)*gt;)"
_ATTRIBUTES = r"(?:\s+[a-zA-Z-]+\s*=\s*(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'))*\s*/?\s*"
_NEWLINE = r"(?:(?:\r\n|\r|\n)[ \t]*)?"
_BREAK = rf"{_NEWLINE}{_LT}\s*(?i:br|/p|p|/?div|/?ul|/?ol|/li|/tr|hr|/h[1-6]|h[1-6]){_ATTRIBUTES}{_GT}(?:\r\n|\n)?"
_LIST = rf"{_NEWLINE}{_LT}\s*(?i:li){_ATTRIBUTES}{_GT}"
_TAG = rf"{_LT}/?(?i:b|i|u|em|strong|sub|sup|span|font|a|table|tbody|tr|td|th|small|big){_ATTRIBUTES}{_GT}"
# A search is fast for a pattern that begins with a character, not with alternatives.
_TAG_BEGINS = re.compile(r"[<;](?:(?<=<)|(?<=lt;))\s*/?[a-zA-Z]")
_UNDERLINED = rf"{_LT}[uU]{_GT}\s*(?P<sign>{_LT}|{_GT})\s*{_LT}/[uU]{_GT}"
_ESCAPE = r"\\(?P<escaped>[\\`*_{}\[\]()<>\#+\-.!^~|&=/'\":;,%])"
_BOLD = r"(?<![\w*])\*\*(?=[^\s*])|(?<=[^\s*])\*\*(?![\w*])"
# The Symbol font's ≥ decodes to a superscript three; a true one never stands between a space and a number.
_SYMBOL = r"(?<=[\s(])Â?³(?=\s?\d)"

_SINGLE = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e", ""),
    **dict.fromkeys("‐‑‒–−˗﹣－", "-"),
    **dict.fromkeys("—―", " - "),
    **dict.fromkeys("‘’‚‛′´`", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
    **dict.fromkeys("\x1c\x1d\x1e\x1f", " "),
    "…": "...",
    "。": ".",
    "≧": "≥",
    "≦": "≤",
    "⩾": "≥",
    "⩽": "≤",
    "﹥": ">",
    "﹤": "<",
    "〜": "~",
    "∼": "~",
    "˜": "~",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬀ": "ff",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "℃": "°C",
    "∙": "•",
}
_RANGE_DASH = r"(?<=\d)[—―](?=\d)"


@dataclass(frozen=True)
class Repaired:
    """A repaired region: `starts[i]` and `ends[i]` bound the source of the character `text[i]` in `Record.text`."""

    text: str
    starts: Places
    ends: Places

    def span(self, start: int, end: int) -> Span:
        """The source of the characters `text[start:end]`, at least one."""
        return Span(self.starts[start], self.ends[end - 1])


@cache
def _mojibake() -> dict[str, str]:
    lines = files("eligo.grammar").joinpath("lexicon/mojibake.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), row[0]): row[1] for row in rows}


@cache
def _suspects(plain: bool, tags: bool, bold: bool) -> re.Pattern[str]:
    """The characters that damage begins with; in a `plain` text there are only those of ASCII. A newline or < is part
    of damage only where there are tags, a star only when doubled."""
    first = {text[0] for text in (*_mojibake(), *_SINGLE)} | set("&\\\r³") | set("<\n" * tags + "*" * bold)
    return re.compile(f"[{''.join(re.escape(c) for c in sorted(first) if c.isascii() or not plain)}]")


@cache
def _damage() -> re.Pattern[str]:
    wrong = "|".join(re.escape(text) for text in sorted(_mojibake(), key=len, reverse=True))
    single = "".join(re.escape(character) for character in _SINGLE)
    return re.compile(
        rf"(?P<symbol>{_SYMBOL})|(?P<wrong>{wrong})|(?P<range>{_RANGE_DASH})|(?P<single>[{single}])"
        rf"|(?P<underlined>{_UNDERLINED})|(?P<break>{_BREAK})|(?P<list>{_LIST})|(?P<tag>{_TAG})"
        rf"|(?P<entity>{_ENTITY})|(?P<escape>{_ESCAPE})|(?P<bold>{_BOLD})|(?P<newline>\r\n?)"
    )


def _mended(match: re.Match[str]) -> str:
    found = match[0]
    match match.lastgroup if match["underlined"] is None else "underlined":
        case "symbol":
            return "≥"
        case "wrong":
            right = _mojibake()[found]
            return _SINGLE.get(right, right)
        case "range":
            return "-"
        case "single":
            return _SINGLE[found]
        case "underlined":
            return "≤" if match["sign"] in ("<",) or "lt" in match["sign"] else "≥"
        case "break" | "newline":
            return "\n"
        case "list":
            return "\n- "
        case "entity":
            return _entity(found)
        case "escape" | "escaped":
            return match["escaped"]
        case _:
            return ""


def _entity(found: str) -> str:
    # Escaped several times over: "&amp;amp;lt;".
    text = html.unescape(_AMPERSANDS.sub("&", found))
    # An entity nobody knows stays as it stands, ampersand and all.
    return "".join(_SINGLE.get(character, character) for character in text)


def repair(source: str, region: Span) -> Repaired:
    """The text of `region`, repaired. Linear in the region's length."""
    text = region.of(source)
    texts: list[str] = []
    starts, ends = Builder(), Builder()
    done = region.start
    damage = _damage()
    suspects = _suspects(text.isascii(), _TAG_BEGINS.search(text) is not None, "**" in text)
    for suspect in suspects.finditer(source, region.start, region.end):
        if suspect.start() < done or (match := damage.match(source, suspect.start(), region.end)) is None:
            continue
        start, end = match.span()
        mended = _mended(match)
        texts += (source[done:start], mended)
        starts.add(done, start - done)
        ends.add(done + 1, start - done)
        for _ in mended:
            starts.add(start, 1)
            ends.add(end, 1)
        done = end
    texts.append(source[done : region.end])
    starts.add(done, region.end - done)
    ends.add(done + 1, region.end - done)
    return Repaired("".join(texts), starts.places(), ends.places())
