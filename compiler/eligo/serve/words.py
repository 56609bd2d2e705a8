"""From what a person points at in the source to the words, or the criterion, that an override names."""

from __future__ import annotations

from dataclasses import dataclass

from eligo.document import Document, Item
from eligo.errors import UsageError
from eligo.overrides.suggest import opening
from eligo.overrides.words import digest, is_text, places, words
from eligo.record import ListSection


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words of a line (``phrase``) or all of it (None).

    ``name`` is how an override names the line, ``standing`` the ids of all lines that have the words.
    """

    phrase: str | None
    id: str
    section: ListSection
    name: str
    standing: tuple[str, ...]


def chosen_words(document: Document, start: int, end: int) -> Chosen:
    """The words under characters ``start``–``end`` of the source, whole ones. Raises UsageError unless they are of one line."""
    item = next((i for i in document.walk() if i.span.start <= start < i.span.end), None)
    if item is None or end > item.span.end or end <= start:
        raise UsageError("choose words of one line of the criteria")
    under = [at for at in range(len(item.text)) if start <= item.offsets[at] < end]
    met = [w for w in words(item.text) if under and w.start <= under[-1] and under[0] < w.end]
    if not met:
        raise UsageError("there are no words there: choose one or more words")
    return _chosen(document, item, item.text[met[0].start : met[-1].end])


def chosen_phrase(document: Document, id: str, phrase: str) -> Chosen:
    """Words that a person has typed, for a line. Raises UsageError if they stand nowhere."""
    found = _chosen(document, _item(document, id), " ".join(phrase.split()))
    if not found.standing:
        raise UsageError("these words stand nowhere in the criteria: write them as the record does")
    return found


def chosen_line(document: Document, id: str) -> Chosen:
    """A whole line with all that stands below it. Raises UsageError if there is none of this id."""
    item = _item(document, id)
    return Chosen(None, item.id, item.section, _name(document, item), (item.id,))


def _item(document: Document, id: str) -> Item:
    item = next((i for i in document.walk() if i.id == id), None)
    if item is None:
        raise UsageError("only lines of the text can be settled, not fields of the registry")
    return item


def _chosen(document: Document, item: Item, phrase: str) -> Chosen:
    sought = words(phrase)
    standing = tuple(i.id for i in document.walk() if any(places(sought, words(i.text))))
    return Chosen(phrase, item.id, item.section, _name(document, item), standing)


def _name(document: Document, item: Item) -> str:
    """The beginning of a line if no other one begins so, else all of it; its digest where it has no words to go by."""
    short, whole = opening(item.text), " ".join(item.text.split())
    alike = {tuple(w.key for w in words(i.text)) for i in document.walk() if is_text(short, i.text)}
    if len(alike) == 1 and is_text(short, item.text):
        return short
    return whole if is_text(whole, item.text) else digest(item.text)
