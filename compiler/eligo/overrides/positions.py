"""Where the keys of a TOML file stand. The file has been read by :mod:`tomllib` before, so its syntax is right."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

_SKIPPED = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)
_HEAD = re.compile(r"\[{1,2}\s*(?P<name>[^\]\n]+?)\s*\]{1,2}")
_KEY = re.compile(r"(?P<key>[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')\s*(?:\.[^=\n]*)?=[ \t]*")


@dataclass(slots=True)
class Positions:
    """Lines and columns (from 1) by table, number of the table among those of its name, and key.

    ``heads`` are those of a table's own line, ``keys`` of a key, ``values`` of what stands behind it.
    """

    heads: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    keys: dict[tuple[str, int, str], tuple[int, int]] = field(default_factory=dict)
    values: dict[tuple[str, int, str], tuple[int, int]] = field(default_factory=dict)


def positions(text: str) -> Positions:
    """Where the tables and keys of a TOML text stand; keys inside brackets or braces are not listed."""
    found = Positions()
    numbers: Counter[str] = Counter()
    table, number, depth, at, line, start = "", 0, 0, 0, 1, 0
    opens = True
    while at < len(text):
        here = (line, at - start + 1)
        if opens and depth == 0 and (head := _HEAD.match(text, at)):
            table = _bare(head["name"])
            number = numbers[table]
            numbers[table] += 1
            found.heads[table, number] = here
            end = head.end()
        elif opens and depth == 0 and (key := _KEY.match(text, at)):
            name = _bare(key["key"])
            found.keys[table, number, name] = here
            found.values[table, number, name] = (line, key.end() - start + 1)
            end = key.end()
        elif skipped := _SKIPPED.match(text, at):
            end = skipped.end()
        else:
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(text[at], 0)
            end = at + 1
        passed = text[at:end]
        opens = passed.isspace() and (opens or "\n" in passed)
        if "\n" in passed:
            line += passed.count("\n")
            start = at + passed.rfind("\n") + 1
        at = end
    return found


def _bare(key: str) -> str:
    return key.strip("\"'")
