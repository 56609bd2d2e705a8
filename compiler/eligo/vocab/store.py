"""Reading a vocabulary store."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eligo.concepts import Code
from eligo.errors import InputError
from eligo.vocab.build import is_store
from eligo.vocab.model import SYSTEMS, VOCABULARIES, Entry, Hit

_LISTED = """
SELECT c.*
FROM json_each(?) AS listed
JOIN concept AS c ON c.code = listed.value ->> 1 AND c.vocabulary = listed.value ->> 0
"""

# An id that isn't standard counts by what it maps to where that is one concept of the same vocabulary: of several, or of one in
# another vocabulary, each may be wider than the code.
_DESCENDANTS = """
WITH own AS (
  SELECT value AS id FROM json_each(?)
),
root AS (
  SELECT c.id FROM own JOIN concept AS c ON c.id = own.id WHERE c.standard <> ''
  UNION
  SELECT MIN(s.id)
  FROM own
  JOIN concept AS c ON c.id = own.id AND c.standard = ''
  JOIN maps_to AS m ON m.source = c.id
  JOIN concept AS s ON s.id = m.standard
  GROUP BY c.id
  HAVING COUNT(*) = 1 AND MIN(s.vocabulary) = MIN(c.vocabulary)
),
reached AS (
  SELECT id FROM root
  UNION
  SELECT b.descendant FROM root JOIN below AS b ON b.ancestor = root.id
),
member AS (
  SELECT id FROM own
  UNION
  SELECT id FROM reached
  UNION
  SELECT m.source FROM reached JOIN maps_to AS m ON m.standard = reached.id
)
SELECT c.vocabulary, c.code
FROM member JOIN concept AS c ON c.id = member.id
WHERE c.vocabulary IN (SELECT value FROM json_each(?))
ORDER BY c.vocabulary, c.code
"""

_STANDARD = """
SELECT c.* FROM maps_to AS m JOIN concept AS c ON c.id = m.standard WHERE m.source = ? ORDER BY c.id
"""

_INGREDIENT = """
SELECT code FROM concept
WHERE LOWER(name) = ? AND vocabulary = 'RxNorm' AND class = 'Ingredient' AND standard = 'S' AND invalid = ''
"""

# Exact names first, then standard concepts, then by how rare and how close together the words are.
_SEARCH = """
SELECT c.*, label.text, LOWER(label.text) = :whole AS exact
FROM word
JOIN label ON label.id = word.rowid
JOIN concept AS c ON c.id = label.concept
WHERE word MATCH :words
  AND (:domain IS NULL OR LOWER(c.domain) = LOWER(:domain))
  AND (:vocabulary IS NULL OR LOWER(c.vocabulary) = LOWER(:vocabulary))
  AND (NOT :standard OR c.standard = 'S')
ORDER BY exact DESC, c.standard <> 'S', word.rank, c.id
LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Store:
    """The store in a file, as :class:`~eligo.vocab.model.Vocabulary`; opened when it is first asked."""

    path: Path

    @property
    def version(self) -> str:
        """The release that the vocabulary names; "" if none."""
        return self.facts().get("version", "")

    def facts(self) -> dict[str, str]:
        """The version, and the number of rows by table."""
        return dict(_connection(self.path).execute("SELECT key, value FROM meta"))

    def entries(self, codes: Iterable[Code]) -> dict[Code, Entry]:
        """The concept of each code; codes that the store lacks are left out."""
        listed = {(VOCABULARIES[c.system], c.code): c for c in codes}
        found = (Entry(*row) for row in _connection(self.path).execute(_LISTED, [json.dumps(list(listed))]))
        return {listed[entry.vocabulary, entry.code]: entry for entry in found}

    def standard(self, entry: Entry) -> tuple[Entry, ...]:
        """What a concept ``Maps to``: itself if it is standard, () if nothing."""
        if entry.standard == "S":
            return (entry,)
        return tuple(Entry(*row) for row in _connection(self.path).execute(_STANDARD, [entry.id]))

    def descendants(self, codes: Iterable[Code]) -> tuple[Code, ...]:
        """See :meth:`eligo.vocab.model.Vocabulary.descendants`."""
        ids = [entry.id for entry in self.entries(codes).values()]
        rows = _connection(self.path).execute(_DESCENDANTS, [json.dumps(ids), json.dumps(list(SYSTEMS))])
        return tuple(Code(SYSTEMS[vocabulary], code) for vocabulary, code in rows)

    def ingredient(self, name: str) -> Code | None:
        """The RxNorm ingredient of exactly this name, case aside; None where there is none or several."""
        rows = _connection(self.path).execute(_INGREDIENT, [name.lower()]).fetchall()
        return Code("rxnorm", rows[0][0]) if len(rows) == 1 else None

    def search(
        self,
        text: str,
        *,
        domain: str | None = None,
        vocabulary: str | None = None,
        standard: bool = False,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        """Concepts whose name or a synonym has all words of ``text``, exact names first."""
        words = re.findall(r"\w+", text)
        if not words:
            return ()
        asked = {
            "whole": text.strip().lower(),
            "words": " ".join(f'"{word}"' for word in words),
            "domain": domain,
            "vocabulary": vocabulary,
            "standard": standard,
            "most": limit * 4,  # a concept may be found by several of its names
        }
        hits: dict[int, Hit] = {}
        for *entry, label, _ in _connection(self.path).execute(_SEARCH, asked):
            hits.setdefault(entry[0], Hit(Entry(*entry), label))
        return tuple(hits.values())[:limit]


def open_store(path: Path) -> Store:
    """The store at ``path``. Raises InputError for anything that is none."""
    if not path.exists():
        raise InputError("no such file: make it with eligo vocab build", str(path))
    if not is_store(path):
        raise InputError("not a vocabulary store of this version: make it with eligo vocab build", str(path))
    return Store(path)


@cache
def _connection(path: Path) -> sqlite3.Connection:
    """One connection for each store and process, for reading only."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
