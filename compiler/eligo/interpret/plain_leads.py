"""Leads that only say that what stands below them is asked for.

- **L10** "patients must meet the following laboratory criteria:", "adequate bone marrow and hepatic function as evidenced by:" ask
  for nothing that their items don't say: all their words are of a table. The time at which limits are taken adds nothing
  (J16); any other time may hold for the items.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.lex.raw import folds
from eligo.lex.word_tables import words
from eligo.parse.ast import Element


def asks_nothing(elements: Sequence[Element], text: str, *, forbids: bool) -> bool:
    """L10: whether a lead of ``text`` asks for nothing itself; ``forbids``: it stands where things are forbidden."""
    kinds = ("meta", "measure", "lacking" if forbids else "enough")
    known, measured = words("lead_words", *kinds), words("lead_words", "measure")
    said = [f for e in elements if not _of_line(e) for f in folds(text[e.start : e.end])]
    timed = any(f.isdecimal() for f in said)
    limits = not measured.isdisjoint(said)
    lifted = forbids and any(e.cue("LINE") and not _of_line(e) for e in elements)
    listed = text.rstrip().endswith(":") or any(e.cue("QUANT") for e in elements)
    if lifted or not listed or any(e.cue("NEG", "EXCEPT", "UNLESS") for e in elements) or (timed and not limits):
        return False
    times = words("lead_words", "time")
    return bool(said) and all(f in known or (limits and (f in times or f.isdecimal())) for f in said)


def _of_line(e: Element) -> bool:
    """Whether an element says that somebody is excluded ("will not be eligible")."""
    sense = e.cue("LINE")
    return sense is not None and sense.value == "forbid"
