"""A table of an override file with its places, and what can be wrong with the values of its keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from eligo.errors import InputError
from eligo.overrides.positions import Positions, positions

C = TypeVar("C", bound=str)

ARRAYS = ("phrase", "criterion", "limit")
"""Tables of which there may be several; the others stand once."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table; ``name`` "" is the file itself, ``number`` counts the tables of a name."""

    data: Mapping[str, Any]
    name: str
    number: int
    positions: Positions
    file: str
    label: str

    @classmethod
    def of(cls, data: Mapping[str, Any], text: str, file: str, label: str) -> Table:
        """The file itself, parsed from ``text``; ``label`` is its name in what outputs say."""
        return cls(data, "", 0, positions(text), file, label)

    @property
    def place(self) -> str:
        """File and line of its head, as outputs say it."""
        return f"{self.label}:{self.positions.heads.get((self.name, self.number), (1, 1))[0]}"

    def tables(self, key: str) -> list[Table]:
        """The tables of a key. Raises InputError for anything else under it, or too many."""
        value = self.data[key]
        many = key in ARRAYS
        if (
            (not isinstance(value, list) or not all(isinstance(v, dict) for v in value))
            if many
            else not isinstance(value, dict)
        ):
            right = f"[[{key}]]" if many else f"[{key}]"
            line, column = self.positions.heads.get((key, 0)) or self.positions.keys.get(("", 0, key), (1, 1))
            raise InputError(f"{key} is a table: write {right} and its keys below", f"{self.file}:{line}:{column}")
        listed = value if many else [value]
        return [Table(v, key, n, self.positions, self.file, self.label) for n, v in enumerate(listed)]

    def refused(self, key: str | None, why: str) -> InputError:
        """An error at the value of a key, or at the table."""
        head = self.positions.heads.get((self.name, self.number), (1, 1))
        line, column = head if key is None else self.positions.values.get((self.name, self.number, key), head)
        return InputError(f"{key}: {why}" if key else why, f"{self.file}:{line}:{column}")

    def known(self, *keys: str) -> None:
        """Raises InputError for the first key that is none of these, with the nearest of them."""
        for key in self.data:
            if key in keys:
                continue
            near = get_close_matches(key, keys, 1, 0.5)
            mend = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(keys)}"
            where = self.positions.keys.get((self.name, self.number, key)) or self.positions.heads.get((key, 0))
            line, column = where or self.positions.heads.get((self.name, self.number), (1, 1))
            what = f"[{self.name}] has no key" if self.name else "no table"
            raise InputError(f"{what} {_shown(key)}{mend}", f"{self.file}:{line}:{column}")

    def string(self, key: str) -> str | None:
        """The text under a key; None without the key."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.refused(key, 'it is a text in quotation marks, as in "…"')
        return value

    def required(self, key: str, example: str) -> str:
        """The text under a key that has to be there."""
        value = self.string(key)
        if value is None:
            raise self.refused(None, f"[{self.name}] needs {key}, as in {key} = {example}")
        return value

    def choice(self, key: str, allowed: tuple[C, ...]) -> C | None:
        """One of the allowed texts; None without the key."""
        value = self.string(key)
        if value is None:
            return None
        found = next((a for a in allowed if a == value), None)
        if found is None:
            near = get_close_matches(value, allowed, 1, 0.5)
            mend = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(allowed)}"
            raise self.refused(key, f"{_shown(value)} is not possible; {mend}")
        return found


def _shown(text: str) -> str:
    return json.dumps(text[:60], ensure_ascii=False)
