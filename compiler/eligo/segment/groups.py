"""Lines that name a group of people, only sort the criteria, lead into a section, or say nothing about a patient."""

from __future__ import annotations

import re

from eligo.record import ListSection
from eligo.segment.words import fold, pattern, rules

_LONGEST_HEAD = 110
_LONGEST_SENTENCE = 240
_LONGEST_NOTE = 300
# No lead is longer, so that one need not be looked for before the end of a line.
LEAD = 80


def group_name(text: str, lenient: bool = False) -> str | None:
    """The people `text` names, "" for all who take part, `None` for nobody; `lenient` believes any name too."""
    folded = fold(text)
    if pattern("whole").fullmatch(folded):
        return ""
    for rule in rules("group"):
        if match := rule.pattern.fullmatch(folded):
            return text[match.start(1) : match.end(1)]
    if pattern("not-group", r"\b{}\b").search(folded):
        return None
    return text if lenient or pattern("group-word", r"\b{}\b").search(folded) else None


def group_key(name: str) -> str:
    """What all names of one group have in common: its number or letter, or else its words without small differences."""
    folded = fold(name)
    named = pattern("designator", r"\b{}").findall(folded)
    words = named if named else re.findall(r"\w+", pattern("filler", r"\b{}\b").sub(" ", re.sub(r"\(.*", "", folded)))
    return " ".join(word.rstrip("s") for word in " ".join(words).split()) or folded


def names_several(name: str) -> bool:
    """Whether the name is of several groups ("Parts A and C")."""
    return pattern("designators", r"\b{}").search(fold(name)) is not None


def group_head(text: str, between: bool = False) -> str | None:
    """The group that a line names, "" if it names everybody or only sorts what follows. Its colon is what tells it from a
    criterion, or that it alone has no mark `between` lines that have one."""
    alone = text.endswith(":") or text.isupper()
    named = text.endswith(":") or between
    body = text.rstrip(" :.-").lstrip("#*-• ")
    if not (alone or between) or len(body) > _LONGEST_HEAD:
        return None
    folded = fold(body)
    if named and pattern("everybody").fullmatch(folded):
        return ""
    if pattern("alternative", r"\b{}\b").search(folded):
        return None
    if alone and pattern("label").fullmatch(folded):
        return ""
    for rule in rules("group") if named and not pattern("division").fullmatch(folded) else ():
        if match := rule.pattern.fullmatch(folded):
            return "" if pattern("whole").fullmatch(match[1]) else body[match.start(1) : match.end(1)]
    return None


def label_length(text: str) -> int:
    """How much of `text` is a label in capitals with criteria after it in the same line; 0 for none."""
    if ":" not in text or not text[:2].isupper():
        return 0
    match = pattern("label", r"{}\s*:\s*(?=\S)").match(fold(text))
    return match.end() if match and text[: match.end()].isupper() else 0


def starts_section(text: str, current: ListSection | None, fresh: bool) -> tuple[ListSection | None] | None:
    """The section that a whole sentence over a list begins or, at its beginning (`fresh`), only repeats; `None` when
    the line is no such sentence."""
    if len(text) > _LONGEST_SENTENCE:
        return None
    folded = fold(text)
    body = folded.rstrip(" :.-")
    if not pattern("benign").fullmatch(body) or not pattern("lead", r"{}\s*$").search(folded[-LEAD:]):
        return None
    for rule in rules("start"):
        if rule.pattern.fullmatch(body) and (rule.section != "inclusion" or current != "exclusion"):
            return (rule.section,)
    if fresh:
        for rule in rules("opener"):
            if rule.section == (current or "inclusion") and rule.pattern.fullmatch(body):
                return (rule.section,)
    return None


def is_note(text: str) -> bool:
    """Whether the line is boiler-plate, or says that there are no criteria."""
    body = text.strip(" .;:*-()[]")
    return len(body) < _LONGEST_NOTE and pattern("note none", r"{}$").match(fold(body)) is not None
