"""Tables of words and phrases of ``grammar/lexicon``, as a text's folds are compared with them."""

from __future__ import annotations

from functools import cache

from eligo.lex.raw import fold, text_key
from eligo.lexicon.tables import rows


@cache
def words(table: str, *kinds: str) -> frozenset[str]:
    """The folded words of a table (column ``word``); with ``kinds``, only of rows whose ``kind`` is one of them."""
    return frozenset(fold(r["word"]) for r in rows(table) if not kinds or r["kind"] in kinds)


@cache
def phrase_keys(table: str, column: str, *kinds: str) -> frozenset[tuple[str, ...]]:
    """The phrases in a column of a table, as :func:`~eligo.lex.raw.text_key` gives them; ``kinds`` as for :func:`words`."""
    return frozenset(text_key(r[column]) for r in rows(table) if not kinds or r["kind"] in kinds)
