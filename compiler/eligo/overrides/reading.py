"""From the text of an override file to :class:`~eligo.overrides.model.Overrides`; docs/overrides.md describes the keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from eligo.errors import InputError
from eligo.overrides.actions import ACTIONS, action
from eligo.overrides.model import EVENTS, FAMILIES, End, Entry, Index, Limit, Missing, Overrides, Whose
from eligo.overrides.table import Table
from eligo.overrides.words import words

LARGEST = 4 << 20
"""Bytes of an override file: thousands of entries."""

_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z")
_SCOPE = ("section", "trial", "note")


def load(path: Path) -> Overrides:
    """The overrides of a file. Raises InputError, with line and column, for anything that it can't say."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(error.strerror or str(error), str(path)) from error
    if len(content) > LARGEST:
        raise InputError(f"larger than {LARGEST >> 20} MB: no override file", str(path))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError("not UTF-8 text", f"{path}:{line}") from error
    return parse(text, str(path), path.name)


def parse(text: str, file: str = "overrides", name: str | None = None) -> Overrides:
    """The overrides of a text; ``file`` is its name in errors, ``name`` in what outputs say. Raises InputError as :func:`load`."""
    text = text.replace("\r\n", "\n")
    data = _toml(text, file)
    root = Table.of(data, text, file, name or file)
    root.known(*TABLES)
    parts = [TABLES[key](table) for key in data for table in root.tables(key)]
    entries = tuple(p for p in parts if isinstance(p, Entry))
    limits = tuple(n for p in parts if isinstance(p, tuple) for n in p)
    _once(file, entries)
    _once(file, limits)
    index = next((p for p in parts if isinstance(p, Index)), Index())
    missing = next((p for p in parts if isinstance(p, Missing)), Missing())
    return Overrides(entries, limits, index, missing)


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        said = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a number or a nesting that no file needs"
        at = _AT.search(said)
        lines = text.split("\n")
        line, column = (at["line"], at["column"]) if at and at["line"] else (len(lines), len(lines[-1]) + 1)
        place = f"{file}:{line}:{column}" if at else file
        raise InputError(f"not TOML: {_AT.sub('', said)}", place) from error


def _once(file: str, told: tuple[Entry, ...] | tuple[Limit, ...]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for one in told:
        line = one.place.rpartition(":")[2]
        if one.key in seen:
            raise InputError(f"line {seen[one.key]} settles the same already: keep one of them", f"{file}:{line}:1")
        seen[one.key] = line


def _phrase(table: Table) -> Entry:
    table.known("phrase", "criterion", *_SCOPE, *ACTIONS)
    phrase = table.required("phrase", '"the words of the record"')
    if not words(phrase):
        raise table.refused("phrase", "it has no words")
    return _entry(table, phrase, table.string("criterion"), tuple(ACTIONS))


def _criterion(table: Table) -> Entry:
    allowed = tuple(a for a in ACTIONS if a not in ("concept", "codes"))
    table.known("text", "effect", *_SCOPE, *allowed)
    return _entry(table, None, table.required("text", '"the text of the criterion"'), allowed)


def _entry(table: Table, phrase: str | None, criterion: str | None, allowed: tuple[str, ...]) -> Entry:
    key = "text" if phrase is None else "criterion"
    if (
        criterion is not None
        and re.fullmatch(r"sha256:[0-9a-f]{16}", criterion) is None
        and (criterion.startswith("sha256:") or not words(criterion.rstrip().rstrip("….") or "."))
    ):
        raise table.refused(key, 'give the text, its beginning with "…" behind it, or "sha256:" and 16 digits')
    return Entry(
        action(table, phrase, allowed),
        phrase,
        criterion,
        table.choice("section", ("inclusion", "exclusion")),
        table.string("trial"),
        table.choice("effect", ("require", "forbid")),
        table.string("note") or "",
        table.place,
    )


def _limit(table: Table) -> tuple[Limit, ...]:
    from eligo.overrides.actions import lexicon_concept

    table.known("lab", "uln", "lln", "unit", "note")
    lab = lexicon_concept(table, "lab", table.required("lab", '"alt"'))
    if lab.kind not in ("lab", "vital"):
        raise table.refused("lab", f"{lab.id} is no laboratory test ({lab.kind})")
    unit = table.required("unit", f'"{lab.unit or "U/L"}"')
    if lab.scale(unit) is None:
        units = ", ".join(u.unit for u in lab.units if u.unit) or "none"
        raise table.refused("unit", f"{lab.id} is not measured in {unit}; its units: {units}")
    ends: tuple[tuple[str, End], ...] = (("uln", "ULN"), ("lln", "LLN"))
    given = tuple(
        Limit(lab.id, end, _by_sex(table, key), unit, table.string("note") or "", table.place)
        for key, end in ends
        if key in table.data
    )
    if not given:
        raise table.refused(None, "a limit needs uln, lln or both, as in uln = 40")
    return given


def _by_sex(table: Table, key: str) -> tuple[tuple[Whose, Decimal], ...]:
    value = table.data[key]
    if not isinstance(value, dict):
        return (("both", _positive(table, key, value)),)
    if set(value) != {"male", "female"}:
        raise table.refused(key, "by sex it is { male = …, female = … }")
    return (("male", _positive(table, key, value["male"])), ("female", _positive(table, key, value["female"])))


def _positive(table: Table, key: str, value: object) -> Decimal:
    number = value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
    found = None if number is None else Decimal(number)
    if found is None or not found.is_finite() or not Decimal("1E-8") <= found <= Decimal("1E12"):
        raise table.refused(key, "it is a positive number, as in 40 or 0.9")
    return found


def _index(table: Table) -> Index:
    table.known("event", "date", "note")
    given = table.data.get("date")
    if given is not None and (not isinstance(given, date) or isinstance(given, datetime)):
        raise table.refused("date", "it is a date without quotation marks, as in 2026-01-15")
    event = table.choice("event", EVENTS)
    return Index(event, given.isoformat() if given else None, table.string("note") or "", table.place)


def _missing(table: Table) -> Missing:
    table.known(*(f.replace(" ", "_") for f in FAMILIES), "note")
    values = {f: table.choice(f.replace(" ", "_"), ("unknown", "no")) for f in FAMILIES}
    return Missing(tuple(f for f, v in values.items() if v == "unknown"), table.string("note") or "", table.place)


TABLES: Mapping[str, Callable[[Table], Entry | tuple[Limit, ...] | Index | Missing]] = {
    "phrase": _phrase,
    "criterion": _criterion,
    "limit": _limit,
    "index": _index,
    "missing": _missing,
}
"""The tables of an override file, and what reads each."""
