"""Heads: what begins a section, names a group of people, sorts the criteria, or says nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from eligo.record import ListSection
from eligo.segment.words import parts_of, pattern, rules, source

_PREFIX = r"\s*(?:[#*\-•>_=]+\s*|\(?(?:\d{1,2}|[ivx]{1,4}|[A-Da-d])\s?[.):]\s*)*"
_PAREN = r"(?:\s*\((?P<paren>[^()]{0,100})\))?"
_CLOSE = r"\s*[:.\-–*_#=/]*\s*$"
# In line the head is set off by a colon or dash, or the first item's mark follows at once.
_INLINE = r"(?:\s*:[\s:.]*|\s*-+\s*|\s*\.\s*-+\s*|\s*\.\s*(?=[*•]\s)|\s*[.,]?\s+(?=\(?1\s?[.)]))(?=\S)"
_OF = (
    r"\s+(?P<preposition>for|in|at|of|among|applicable to|specific to|only for|related to)\b"
    r"\s*(?P<of>(?:[^:.]|\.(?=\d)){1,120}(?=\s*$)|(?:[^:.]|\.(?=\d)){1,100}(?=\s*:))"
)
_SET_OFF = r"(?:(?:\s+for\s[^:.]{1,60})?:|\.(?=\s*(?:[*•:-]|\(?1[.)])\s)|(?=\s*$))"
_CAPITAL = re.compile(r"[A-Z]")
_SENTENCE = 240
_HEADLINE = 110
_TERMINAL = tuple(".;:)!?]>")
# A head this far into a line without a full stop before it is no part of a longer head; without capitals, twice that.
_AWAY = 15


@dataclass(frozen=True, slots=True)
class Head:
    """A head of `length` characters; `section` is `None` when it settles none. `group` is the people it names, empty
    when it names all who take part."""

    length: int
    section: ListSection | None = None
    group: str | None = None


@cache
def _named(kind: str, form: str) -> tuple[tuple[re.Pattern[str], ListSection | None], ...]:
    section: ListSection | None = "inclusion" if kind == "inclusion" else "exclusion" if kind == "exclusion" else None
    return ((re.compile(form.replace("{}", f"(?:{source(kind)})"), re.IGNORECASE), section),)


_SECTION_FORMS = (
    _PREFIX + "{}" + _PAREN + _CLOSE,
    _PREFIX + "{}" + _PAREN + _INLINE,
    _PREFIX + "{}" + _OF + r"(?:\s*:\s*|\s*$)",
    _PREFIX + "{}" + r"\s+(?P<tail>[^:.,;]{1,60}):\s*$",
)
_VERB_FORM = r"{}\s+(?:{verb})(?:\s*:)?\s+(?=\S)"
# Unknown words before the head ("Ocular exclusion criteria"): only on a line that holds nothing else.
_LOOSE_FORM = r"(?P<words>(?:[^\s:;.]+\s+){1,6})(?:{})" + _PAREN + r"(?:" + _OF + r")?\s*(?P<colon>:?)\s*$"


def _hinted(text: str) -> bool:
    lower = text.lower()
    return any(hint in lower for hint in parts_of("hint"))


def section_head(text: str) -> Head | None:
    """The section head that `text` begins with."""
    probe = text[: _SENTENCE + _HEADLINE]
    if not _hinted(probe):
        return None
    for form in _SECTION_FORMS:
        for kind in ("inclusion", "exclusion", "neutral"):
            for regex, section in _named(kind, form):
                match = regex.match(probe)
                if match is None or (match.end() == len(probe) < len(text)):
                    continue
                if not _is_sentence(match.groupdict().get("tail")):
                    return _head(match, section)
    for rule in rules("bare"):
        shape = rf"{_PREFIX}(?:{rule.pattern.pattern}){_PAREN}(?:{_CLOSE}|\s*:[\s:.]*(?=\S)|\s+-+\s+(?=\S))"
        if match := _compiled(shape).match(probe):
            return _head(match, rule.section)
    return (_loose(text) if len(text) <= _HEADLINE else None) or _run_on(probe)


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile(shape, re.IGNORECASE)


def _is_sentence(words: str | None) -> bool:
    return words is not None and bool(pattern("not-head", r"\b{}\b").search(words))


def _run_on(text: str) -> Head | None:
    """A head with nothing between it and the first item but a verb or the item's capital."""
    if not text[:1].isupper():
        return None
    for kind in ("exclusion", "inclusion"):
        for regex, section in _named(kind, _VERB_FORM.replace("{verb}", source("verb"))):
            if match := regex.match(text):
                return Head(match.end(), section)
        for regex, section in _named(kind, r"{}\s+(?=\S)"):
            if (match := regex.match(text)) and text[match.end()].isupper():
                return Head(match.end(), section)
    return None


def _loose(text: str) -> Head | None:
    if not text[:1].isupper():
        return None
    for kind in ("exclusion", "inclusion"):
        for regex, section in _named(kind, _LOOSE_FORM):
            match = regex.match(text)
            if match is None or pattern("not-head", r"\b{}\b").search(match["words"]):
                continue
            if match["colon"] or text.istitle() or len(text.split()) <= 5:
                return Head(match.end(), section, group_name(match["words"].strip()) or _group(match))
    return None


def _head(match: re.Match[str], section: ListSection | None) -> Head:
    for name in ("paren", "of"):
        words = match.groupdict().get(name)
        if words and section != "exclusion" and pattern("alternative", r"\b{}\b").search(words):
            # "Inclusion criteria (one of the following):" is a head and a lead-in; only the head is noise.
            return Head(match.start(name) - (name == "paren"), section)
    return Head(match.end(), section, _group(match))


def _group(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    if found.get("paren"):
        return group_name(found["paren"].strip(" -–,"))
    if found.get("tail"):
        return group_name(found["tail"].strip())
    if found.get("of"):
        return group_name(found["of"].strip(" -–,"), lenient=found["preposition"].lower() not in ("in", "at"))
    return None


def group_name(text: str, lenient: bool = False) -> str | None:
    """The people `text` names, "" for all who take part, `None` for nobody; `lenient` believes any name too."""
    if pattern("whole", r"{}$").match(text):
        return ""
    for rule in rules("group"):
        if match := rule.pattern.fullmatch(text):
            return match[1]
    return text if lenient or pattern("group-word", r"\b{}\b").search(text) else None


def starts_section(text: str, current: ListSection | None, fresh: bool) -> Head | None:
    """A whole sentence over a list that begins a section or, at its beginning (`fresh`), only repeats what it says."""
    if len(text) > _SENTENCE or not pattern("lead", r"(?:{})\s*$").search(text):
        return None
    body = text.rstrip(" :.-")
    for rule in rules("start"):
        if rule.pattern.fullmatch(body) and (rule.section != "inclusion" or current != "exclusion"):
            return Head(len(text), rule.section)
    if fresh:
        for rule in rules("opener"):
            if rule.section == (current or "inclusion") and rule.pattern.fullmatch(body):
                return Head(len(text), rule.section)
    return None


def group_head(text: str) -> Head | None:
    """A line that names a group or only sorts what follows. Its colon is what tells it from a criterion."""
    body = text.rstrip(" :.-").lstrip("#*-• ")
    if pattern("alternative", r"\b{}\b").search(body):
        return None
    if not text.endswith(":") or len(body) > _HEADLINE:
        if body.isupper() and pattern("label", r"{}$").fullmatch(body):
            return Head(len(text))
        return None
    if pattern("label", r"{}$").fullmatch(body):
        return Head(len(text))
    for rule in rules("group"):
        if (match := rule.pattern.fullmatch(body)) and not pattern("whole", r"{}$").match(match[1]):
            return Head(len(text), None, match[1])
    return None


def label_length(text: str) -> int:
    """How much of `text` is a label in capitals with criteria after it in the same line; 0 for none."""
    match = pattern("label", r"(?:{})\s*:\s*(?=\S)").match(text)
    return match.end() if match and text[: match.end()].isupper() else 0


def is_note(text: str) -> bool:
    """Whether the line is boiler-plate, or says that there are no criteria."""
    body = text.strip(" .;:*-()[]")
    return (
        bool(pattern("note", r"{}$").match(body) or pattern("none", r"{}$").match(body)) if len(body) < 300 else False
    )


def heads_inside(text: str) -> list[int]:
    """Where section heads with a colon begin inside a line: after a sentence, or far enough from its start."""
    if not _hinted(text[1:]):
        return []
    shape = f"(?<![^\\s.;:)!?\\]>])(?:{source('inclusion')}|{source('exclusion')})\\s*{_SET_OFF}"
    own = section_head(text)
    found = []
    for match in _compiled(shape).finditer(text, own.length if own else 1):
        capital = _CAPITAL.search(match[0])
        if capital is None:
            continue
        start = match.start() + capital.start()
        before = text[:start].rstrip()
        away = _AWAY if match[0][capital.start() :].istitle() else 2 * _AWAY
        # A line that begins small goes on with a sentence, so it is no part of the head either.
        if pattern("reference", r"(?<!\S){}$").search(before[-20:]):
            continue
        if not match[0].endswith(":") and not match[0][capital.start() :].istitle():
            continue
        if before[-1:] in _TERMINAL or len(before) > away or (own is None and before[:1].islower()):
            found.append(start)
    return found
