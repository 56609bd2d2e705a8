"""Section heads: what begins inclusion or exclusion criteria, on a line of its own, before an item, or inside a line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from eligo.record import ListSection
from eligo.segment.groups import group_name
from eligo.segment.words import fold, pattern, plain, rules

_PREFIX = r"\s*(?:[#*\-•>_=]+\s*|\(?(?:\d{1,2}|[ivx]{1,4}|[a-d])\s?[.):]\s*)*"
_NAME = "{pre}*{}"
_PAREN = r"(?:\s*\((?P<paren>[^()]{0,100})\))?"
_CLOSE = r"\s*[:.\-–*_#=/]*\s*$"
# In line the head is set off by a colon or dash, or the first item's mark follows at once.
_INLINE = r"(?:\s*:[\s:.]*|\s*-+\s*|\s*\.\s*-+\s*|\s*\.\s*(?=[*•]\s)|\s*[.,]?\s+(?=\(?1\s?[.)]))(?=\S)"
_OF = (
    r"\s+(?P<preposition>for|in|at|of|among|applicable to|specific to|only for|related to)\b"
    r"\s*(?P<of>(?:[^:.]|\.(?=\d)){1,120}(?=\s*$)|(?:[^:.]|\.(?=\d)){1,100}(?=\s*:))"
)
_SET_OFF = r"(?:(?:\s+for\s[^:.]{1,60})?:|\.(?=\s*(?:[*•:-]|\(?1[.)])\s)|(?=\s*$))"
_FORMS = (
    _PREFIX + _NAME + _PAREN + _CLOSE,
    _PREFIX + _NAME + _PAREN + _INLINE,
    _PREFIX + _NAME + _OF + r"(?:\s*:\s*|\s*$)",
    _PREFIX + _NAME + r"\s+(?P<tail>[^:.,;]{1,60}):\s*$",
)
_BARE_FORM = _PREFIX + "{}" + _PAREN + rf"(?:{_CLOSE}|\s*:[\s:.]*(?=\S)|\s+-+\s+(?=\S))"
_VERB_FORM = _NAME + r"\s+{verb}(?:\s*:)?\s+(?=\S)"
_CAPITAL_FORM = _NAME + r"\s+(?=\S)"
# Unknown words before the head ("Ocular exclusion criteria"): only on a line that holds nothing else.
_LOOSE_FORM = r"(?P<words>(?:[^\s:;.]+\s+){1,6})" + _NAME + _PAREN + r"(?:" + _OF + r")?\s*(?P<colon>:?)\s*$"
_INSIDE_FORM = r"(?<![^\s.;:)!?\]>])" + _NAME + r"\s*" + _SET_OFF
_CAPITAL = re.compile(r"[A-Z]")
# A head begins within the first characters of a line, and one with unknown words is the whole of a line not longer than this.
_PROBE = 350
_HEADLINE = 110
# Without a colon such a line has at most these words, or all of them have capitals.
_HEAD_WORDS = 5
_TERMINAL = tuple(".;:)!?]>")
# A head this far into a line without a full stop before it is no part of a longer head; without capitals, twice that.
_AWAY = 15


class Head(NamedTuple):
    """A head of `length` characters; `section` is `None` when it settles none. `group` is the people it names, empty
    when it names all who take part."""

    length: int
    section: ListSection | None = None
    group: str | None = None


_KINDS: tuple[tuple[str, ListSection | None], ...] = (
    ("inclusion", "inclusion"),
    ("exclusion", "exclusion"),
    ("neutral", None),
)


def section_head(text: str) -> Head | None:
    """The section head that `text` begins with."""
    return _section_head(text[:_PROBE], len(text) > _PROBE)


# The heads of a corpus are few, and every one is looked at several times.
@lru_cache(maxsize=4096)
def _section_head(text: str, cut: bool) -> Head | None:
    """The head that `text`, the beginning of a line, begins with; `cut` says that the line goes on after it."""
    folded = fold(text)
    if not pattern("inclusion exclusion neutral bare", _PREFIX + _NAME).match(folded):
        return _loose(text, folded)
    for form in _FORMS:
        for kind, section in _KINDS:
            match = pattern(kind, form).match(folded)
            if match is None or (cut and match.end() == len(text)):
                continue
            tail = match.groupdict().get("tail")
            if tail is None or not pattern("not-head", r"\b{}\b").search(tail):
                return _head(text, match, section)
    for rule in rules("bare", _BARE_FORM):
        if match := rule.pattern.match(folded):
            return _head(text, match, rule.section)
    return _loose(text, folded) or _run_on(text, folded)


def _run_on(text: str, folded: str) -> Head | None:
    """A head with nothing between it and the first item but a verb or the item's capital."""
    if not text[:1].isupper():
        return None
    for kind, section in (_KINDS[1], _KINDS[0]):
        if match := pattern(kind, _VERB_FORM).match(folded):
            return Head(match.end(), section)
        if (match := pattern(kind, _CAPITAL_FORM).match(folded)) and text[match.end()].isupper():
            return Head(match.end(), section)
    return None


def _loose(text: str, folded: str) -> Head | None:
    stands_out = text.rstrip().endswith(":") or text.istitle() or len(text.split()) <= _HEAD_WORDS
    if not text[:1].isupper() or len(text) > _HEADLINE or not stands_out:
        return None
    for kind, section in (_KINDS[1], _KINDS[0]):
        match = pattern(kind, _LOOSE_FORM).match(folded)
        if match is not None and not pattern("not-head", r"\b{}\b").search(match["words"]):
            words = text[: match.end("words")].strip()
            return Head(match.end(), section, group_name(words) or _group(text, match))
    return None


def _head(text: str, match: re.Match[str], section: ListSection | None) -> Head:
    for name in ("paren", "of"):
        words = match.groupdict().get(name)
        if words and section != "exclusion" and pattern("alternative", r"\b{}\b").search(words):
            # "Inclusion criteria (one of the following):" is a head and a lead-in; only the head is noise.
            return Head(match.start(name) - (name == "paren"), section)
    return Head(match.end(), section, _group(text, match))


def _group(text: str, match: re.Match[str]) -> str | None:
    found = match.groupdict()
    for name in ("paren", "tail", "of"):
        if found.get(name):
            words = text[match.start(name) : match.end(name)].strip()
            lenient = name == "of" and found["preposition"] not in ("in", "at")
            return group_name(words if name == "tail" else words.strip(" -–,"), lenient)
    return None


def heads_inside(text: str) -> list[int]:
    """Where section heads with a colon begin inside a line: after a sentence, or far enough from its start."""
    folded = fold(text)
    if not any(map(folded.__contains__, plain("hint-noun"))) or not any(map(folded.__contains__, plain("hint-kind"))):
        return []
    own = section_head(text)
    if own is not None and own.length == len(text):
        return []
    found = []
    for match in pattern("inclusion exclusion", _INSIDE_FORM).finditer(folded, own.length if own else 1):
        words = text[match.start() : match.end()]
        capital = _CAPITAL.search(words)
        if capital is None:
            continue
        start = match.start() + capital.start()
        title = words[capital.start() :].istitle()
        before = text[:start].rstrip()
        if pattern("reference", r"(?<!\S){}$").search(fold(before[-20:])) or not (title or words.endswith(":")):
            continue
        # A line that begins small goes on with a sentence, so it is no part of the head either.
        small = own is None and before[:1].islower()
        if before[-1:] in _TERMINAL or len(before) > (_AWAY if title else 2 * _AWAY) or small:
            found.append(start)
    return found
