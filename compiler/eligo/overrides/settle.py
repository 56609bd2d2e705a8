"""Where the overrides of a record apply: texts put right, phrases and criteria found, what stands nowhere reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.diagnostics import Diagnostic
from eligo.document import Document, Item
from eligo.overrides.model import Entry, ReadAs
from eligo.overrides.senses import senses
from eligo.overrides.stretch import Stretch
from eligo.overrides.words import MORE, Word, is_text, places, words


def settle(document: Document) -> Document:
    """The document with the overrides of its record: each item has the stretches that they settle.

    Where an entry stands nowhere any more, or names several criteria, a diagnostic says so with its place.
    """
    overrides = document.record.overrides
    if not overrides:
        return document
    entries = tuple(e for e in overrides.entries if _is_of(document, e))
    several = tuple(e for e in entries if _names_several(e, document))
    settling = _Settling(tuple(e for e in entries if e not in several))
    items = tuple(settling.item(i, i) for i in document.items)
    remarks = [
        Diagnostic("override-ambiguous", f"{e.place}: several criteria begin so: give more of its text", None)
        for e in several
    ]
    missed = (e for e in settling.entries if e not in settling.standing)
    remarks += (
        Diagnostic("override-absent", f"{e.place}: {_absent(e, document)}", None)
        for e in missed
        if e.trial is not None or e.place not in overrides.shared
    )
    context = replace(document.context, overrides=overrides)
    return replace(document, items=items, context=context, diagnostics=(*document.diagnostics, *remarks))


def _is_of(document: Document, entry: Entry) -> bool:
    return entry.trial is None or entry.trial in document.record.registry.ids


def _texts(item: Item) -> tuple[str, ...]:
    """The texts that a criterion may be named by: its own line, and with the lines below."""
    below = [i.text for i in item.walk()]
    return (item.text,) if len(below) == 1 else (item.text, " ".join(below))


def _is_named(entry: Entry, item: Item) -> bool:
    return entry.section in (None, item.section) and any(is_text(entry.criterion or "", t) for t in _texts(item))


def _names_several(entry: Entry, document: Document) -> bool:
    """Whether the beginning of a whole criterion is that of several different ones."""
    if entry.phrase is not None or not (entry.criterion or "").rstrip().endswith(MORE):
        return False
    return len({tuple(w.key for w in words(i.text)) for i in document.walk() if _is_named(entry, i)}) > 1


def _absent(entry: Entry, document: Document) -> str:
    if entry.phrase is None:
        return f'no criterion has the text "{_short(entry.criterion or "")}" any more'
    phrase = words(entry.phrase)
    elsewhere = [i.id for i in document.walk() if any(places(phrase, words(i.text)))]
    where = f" (it does in {', '.join(elsewhere[:5])})" if elsewhere else ""
    scope = " where the override says" if elsewhere else " in the criteria any more"
    return f'"{_short(entry.phrase)}" doesn\'t stand{scope}{where}'


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


class _Settling:
    """One walk over a document; ``standing`` are the entries that were found."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.standing: set[Entry] = set()
        self._phrases: list[tuple[Entry, list[Word]]] = sorted(
            ((e, words(e.phrase)) for e in entries if e.phrase is not None),
            key=lambda pair: (-len(pair[1]), pair[0].criterion is None, pair[0].section is None),
        )

    def item(self, item: Item, top: Item) -> Item:
        """An item and those below it; ``top`` is the criterion that it may be part of."""
        children = tuple(self.item(c, top) for c in item.children)
        whole = next((e for e in self.entries if e.phrase is None and _is_named(e, item)), None)
        if whole is not None:
            self.standing.add(whole)
        if whole is not None and not isinstance(whole.action, ReadAs):
            return item._replace(children=children, settled=(Stretch(0, len(item.text), whole),))
        read = item
        if whole is not None:
            read = _reread(item, [Stretch(0, len(item.text), whole)])
        else:
            put_right = list(self._found(item, item, top, True))
            read = _reread(item, put_right) if put_right else item
        done = read.settled
        found = [
            s for s in self._found(read, item, top, False) if not any(s.start < d.end and d.start < s.end for d in done)
        ]
        settled = tuple(sorted((*done, *found), key=lambda s: s.start))
        return read._replace(children=children, settled=settled) if settled or children else item

    def _found(self, item: Item, named: Item, top: Item, right: bool) -> Iterator[Stretch]:
        """The stretches of phrases, longest first; ``right``: of texts to put right, else of all others."""
        text = words(item.text)
        taken: list[Stretch] = []
        keys = {w.key for w in text}
        for entry, phrase in self._phrases:
            if (
                phrase[0].key not in keys
                or isinstance(entry.action, ReadAs) != right
                or not self._holds(entry, named, top)
            ):
                continue
            for start, end in places(phrase, text):
                if not any(start < t.end and t.start < end for t in taken):
                    self.standing.add(entry)
                    taken.append(Stretch(start, end, entry, item.text[start:end], senses(entry)))
        yield from taken

    def _holds(self, entry: Entry, item: Item, top: Item) -> bool:
        if entry.section not in (None, item.section):
            return False
        return entry.criterion is None or any(is_text(entry.criterion, t) for i in (item, top) for t in _texts(i))


def _reread(item: Item, stretches: list[Stretch]) -> Item:
    """The item with other words; each new character has the place of an old one."""
    text, offsets = item.text, list(item.offsets)
    settled: list[Stretch] = []
    for s in sorted(stretches, key=lambda s: s.start, reverse=True):
        assert isinstance(s.entry.action, ReadAs)
        new = s.entry.action.text
        old = s.end - s.start
        text = text[: s.start] + new + text[s.end :]
        offsets[s.start : s.end] = [offsets[s.start + k * old // len(new)] for k in range(len(new))]
        shift = len(new) - old
        settled = [replace(later, start=later.start + shift, end=later.end + shift) for later in settled]
        settled.insert(0, Stretch(s.start, s.start + len(new), s.entry, item.text[s.start : s.end]))
    return item._replace(text=text, offsets=offsets, settled=tuple(settled))
