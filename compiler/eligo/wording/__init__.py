"""What readers are told: the logic, its reasons and its units in the words of a study team.

:func:`tell` and :func:`outline` are for people who know trials and not eligo; nothing reads them back. The form that reads back is
:mod:`eligo.canon`. All words are in ``grammar/wording``; the modules here choose among them.
"""

from __future__ import annotations

from eligo.wording.facts import said, score_levels
from eligo.wording.marks import Mark, MarkClass, marks
from eligo.wording.readings import day_of, headed, outline, tell, unread
from eligo.wording.reasons import settles_whole, why, why_words
from eligo.wording.sources import unescaped
from eligo.wording.tables import phrase, rows
from eligo.wording.told import as_told, nothing_read
from eligo.wording.units import amount, unit, with_units

__all__ = [
    "Mark",
    "MarkClass",
    "amount",
    "as_told",
    "day_of",
    "headed",
    "marks",
    "nothing_read",
    "outline",
    "phrase",
    "rows",
    "said",
    "score_levels",
    "settles_whole",
    "tell",
    "unescaped",
    "unit",
    "unread",
    "why",
    "why_words",
    "with_units",
]
