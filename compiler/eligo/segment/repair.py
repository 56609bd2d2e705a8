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

from eligo.spans import Span

_ENTITY = r"&(?:amp;)*(?:[A-Za-z]{2,8}|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});"
_LT, _GT = r"(?:<|&(?:amp;)*lt;)", r"(?:>|&(?:amp;)*gt;)"
_ATTRIBUTES = r"(?:\s+[a-zA-Z-]+\s*=\s*(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'))*\s*/?\s*"
_NEWLINE = r"(?:(?:\r\n|\r|\n)[ \t]*)?"
_BREAK = rf"{_NEWLINE}{_LT}\s*(?:br|/p|p|/?div|/?ul|/?ol|/li|/tr|hr|/h[1-6]|h[1-6]){_ATTRIBUTES}{_GT}(?:\r\n|\n)?"
_LIST = rf"{_NEWLINE}{_LT}\s*li{_ATTRIBUTES}{_GT}"
_TAG = rf"{_LT}/?(?:b|i|u|em|strong|sub|sup|span|font|a|table|tbody|tr|td|th|small|big){_ATTRIBUTES}{_GT}"
_UNDERLINED = rf"{_LT}u{_GT}\s*(?P<sign>{_LT}|{_GT})\s*{_LT}/u{_GT}"
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
_RANGE_DASH = re.compile(r"(?<=\d)[—―](?=\d)")


@dataclass(frozen=True)
class Repaired:
    """A repaired region: `starts[i]` and `ends[i]` bound the source of the character `text[i]` in `Record.text`."""

    text: str
    starts: list[int]
    ends: list[int]


@cache
def _mojibake() -> dict[str, str]:
    lines = files("eligo.grammar").joinpath("lexicon/mojibake.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), row[0]): row[1] for row in rows}


@cache
def _damage() -> re.Pattern[str]:
    wrong = "|".join(re.escape(text) for text in sorted(_mojibake(), key=len, reverse=True))
    single = "".join(re.escape(character) for character in _SINGLE)
    # Looking at the first character before trying two hundred alternatives is what makes this fast.
    first = "".join(map(re.escape, sorted({text[0] for text in (*_mojibake(), *_SINGLE)})))
    return re.compile(
        rf"(?=[{first}&<\\\\*\r\n³—―])(?:(?P<symbol>{_SYMBOL})|(?P<wrong>{wrong})|(?P<range>{_RANGE_DASH.pattern})|(?P<single>[{single}])"
        rf"|(?P<underlined>{_UNDERLINED})|(?P<break>{_BREAK})|(?P<list>{_LIST})|(?P<tag>{_TAG})"
        rf"|(?P<entity>{_ENTITY})|(?P<escape>{_ESCAPE})|(?P<bold>{_BOLD})|(?P<newline>\r\n?))"
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
    text = found
    while (plain := html.unescape(text)) != text:
        text = plain
    # An entity nobody knows stays as it stands, ampersand and all.
    return "".join(_SINGLE.get(character, character) for character in text)


def repair(source: str, region: Span) -> Repaired:
    """The text of `region`, repaired. Linear in the region's length."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = region.start
    for match in _damage().finditer(source, region.start, region.end):
        start, end = match.span()
        mended = _mended(match)
        parts += (source[done:start], mended)
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        starts.extend([start] * len(mended))
        ends.extend([end] * len(mended))
        done = end
    parts.append(source[done : region.end])
    starts.extend(range(done, region.end))
    ends.extend(range(done + 1, region.end + 1))
    return Repaired("".join(parts), starts, ends)
