"""From what the page's form sends to an override."""

from __future__ import annotations

from collections.abc import Mapping

from eligo.errors import UsageError
from eligo.overrides.model import Entry
from eligo.serve.concepts import told
from eligo.serve.review import Review, entry
from eligo.serve.words import Chosen, chosen_line, chosen_phrase, chosen_words
from eligo.vocab.model import Vocabulary

LONGEST = 20_000
"""Characters of a field."""

Keys = dict[str, str | bool | list[dict[str, str | bool]]]


def chosen(review: Review, form: Mapping[str, str]) -> Chosen:
    """What the form is about: words by place (``start``, ``end``), typed words (``phrase`` of ``line``), or a ``line``.

    Raises UsageError for anything else.
    """
    if "start" in form:
        start, end = form["start"], form.get("end", "")
        if not (start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10):
            raise UsageError("choose words of one line of the criteria")
        return chosen_words(review.plain, int(start), int(end))
    line = _field(form, "line")
    if "phrase" in form:
        return chosen_phrase(review.plain, line, _needed(form, "phrase", "the words that are to be settled"))
    return chosen_line(review.plain, line)


def settled(review: Review, form: Mapping[str, str], vocabulary: Vocabulary | None) -> Entry:
    """The override that the form asks for. Raises UsageError or InputError with what is missing or wrong in it."""
    found = chosen(review, form)
    keys: Keys = _what(form, vocabulary, whole=found.phrase is None)
    if found.phrase is None:
        keys = {"text": found.name, "section": found.section} | keys
        if effect := _field(form, "effect"):
            keys["effect"] = effect
    else:
        keys = {"phrase": found.phrase} | _scope(form, found) | keys
    if review.trial is not None:
        keys["trial"] = review.trial
    if note := _field(form, "note").strip():
        keys["note"] = note
    return entry(keys, "criterion" if found.phrase is None else "phrase")


def _what(form: Mapping[str, str], vocabulary: Vocabulary | None, *, whole: bool) -> Keys:
    match _field(form, "action"):
        case "noise":
            return {"noise": True}
        case "manual":
            return {"manual": _needed(form, "manual", "the reason")}
        case "means":
            return {"means": _needed(form, "means", "what it means, in canonical text")}
        case "read_as":
            return {"read_as": _needed(form, "read_as", "what the words should have been")}
        case "concept" if not whole:
            return told(_needed(form, "concept", "a concept: search for it and choose one"), vocabulary)
    raise UsageError("choose what is to be done")


def _scope(form: Mapping[str, str], found: Chosen) -> Keys:
    match _field(form, "scope"):
        case "line":
            return {"criterion": found.name, "section": found.section}
        case "section":
            return {"section": found.section}
    return {}


def _needed(form: Mapping[str, str], name: str, what: str) -> str:
    value = _field(form, name)
    if not value.strip():
        raise UsageError(f"give {what}")
    return value.strip()


def _field(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    if len(value) > LONGEST:
        raise UsageError(f"{name} is longer than {LONGEST} characters")
    if any("\ud800" <= ch <= "\udfff" for ch in value):
        raise UsageError(f"{name} holds half a character")
    return value
