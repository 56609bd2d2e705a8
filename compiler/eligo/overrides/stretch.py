"""A stretch of an item's text that an override settles."""

from __future__ import annotations

from dataclasses import dataclass

from eligo.lex.phrases import Sense
from eligo.overrides.model import Entry


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``start``–``end`` of an item's text, and the entry that settles them.

    ``written`` are the words of the record there; ``senses`` what the lexer takes them for, () where it reads on as usual.
    """

    start: int
    end: int
    entry: Entry
    written: str = ""
    senses: tuple[Sense, ...] = ()
