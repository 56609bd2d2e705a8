"""Writing overrides: what a person wrote, comments and order too, stays; only what has changed is touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eligo.overrides.model import Bound, Entry, Judged, Limit, Means, Noise, Overrides, ReadAs
from eligo.overrides.reading import load
from eligo.whole_file import save_whole

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Plain = dict[str, Any]


def save(overrides: Overrides, path: Path) -> None:
    """Write overrides into a file, all of it or nothing. Raises InputError if the file there can't be read, OSError if the new one
    can't be written."""
    import tomlkit

    old = load(path) if path.exists() else Overrides()
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    document = tomlkit.parse(text)
    merged(document, old, overrides)
    save_whole(path, tomlkit.dumps(document), newline="")


def merged(document: TOMLDocument, old: Overrides, new: Overrides) -> None:
    """Change a document that says ``old`` into one that says ``new``."""
    for name in ("phrase", "criterion"):
        before, after = ([e for e in o.entries if (e.phrase is None) == (name == "criterion")] for o in (old, new))
        _array(document, name, [(e.key, _entry(e)) for e in before], [(e.key, _entry(e)) for e in after])
    _array(document, "limit", list(_limits(old.limits)), list(_limits(new.limits)))
    for name, was, wanted in (
        ("index", _index(old), _index(new)),
        ("missing", _missing(old), _missing(new)),
    ):
        if was != wanted:
            _table(document, name, wanted)


def _array(
    document: TOMLDocument, name: str, old: Sequence[tuple[Any, Plain]], new: Sequence[tuple[Any, Plain]]
) -> None:
    """The tables of an array: those of a key that goes are removed, those of one that stays changed in place, others added."""
    import tomlkit

    wanted = dict(new)
    tables = document.get(name)
    kept: set[Any] = set()
    for n in reversed(range(len(old))):
        key, was = old[n]
        if key in wanted:
            kept.add(key)
            _change(tables[n], was, wanted[key])  # type: ignore[index]
        else:
            del tables[n]  # type: ignore[union-attr]
    if tables is not None and not len(tables):
        del document[name]
        tables = None
    for key, told in new:
        if key in kept:
            continue
        table = tomlkit.table()
        _change(table, {}, told)
        if tables is None:
            tables = tomlkit.aot()
            tables.append(table)
            document.append(name, tables)
            tables = document[name]
        else:
            tables.append(table)


def _table(document: TOMLDocument, name: str, told: Plain) -> None:
    import tomlkit

    if not told:
        del document[name]
        return
    if name not in document:
        document.append(name, tomlkit.table())
    table: Any = document[name]
    _change(table, dict(table), told)


def _change(table: Any, was: Plain, wanted: Plain) -> None:
    for key in was:
        if key not in wanted and key in table:
            del table[key]
    for key, value in wanted.items():
        if key not in was or was[key] != value:
            table[key] = _value(value)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return _codes(value)
    return _inline(value) if isinstance(value, dict) else value


def _codes(value: list[Plain]) -> Any:
    import tomlkit

    array = tomlkit.array()
    for code in value:
        array.append(_inline(code))
    return array.multiline(len(value) > 1)


def _inline(value: Plain) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    table.update(value)
    return table


# --- as plain tables ----------------------------------------------------------------------------------------------------


def _entry(entry: Entry) -> Plain:
    head = "phrase" if entry.phrase is not None else "text"
    told: Plain = {head: entry.phrase if entry.phrase is not None else entry.criterion}
    if entry.phrase is not None and entry.criterion is not None:
        told["criterion"] = entry.criterion
    told |= {k: v for k, v in (("section", entry.section), ("trial", entry.trial)) if v is not None}
    match entry.action:
        case Noise():
            told["noise"] = True
        case Judged(reason=reason):
            told["manual"] = reason
        case Means(text=text):
            told["means"] = text
        case ReadAs(text=text):
            told["read_as"] = text
        case Bound(id=id, kind=kind, codes=codes, unit=unit):
            told |= {k: v for k, v in (("concept", id), ("kind", kind), ("unit", unit)) if v is not None}
            listed = [
                {"system": c.system, "code": c.code}
                | ({"display": c.display} if c.display else {})
                | ({"descendants": True} if c.descendants else {})
                for c in codes
            ]
            told |= {"codes": listed} if listed else {}
    return told | {k: v for k, v in (("effect", entry.effect), ("note", entry.note)) if v}


def _limits(limits: Sequence[Limit]) -> Iterator[tuple[Any, Plain]]:
    """Tables of limits: both ends of a test that were told together stay together."""
    tables: dict[tuple[str, str, str], Plain] = {}
    for n in limits:
        table = tables.setdefault((n.lab, n.unit, n.place), {"lab": n.lab})
        values = dict(n.values)
        table[n.end.lower()] = _plain(values["both"]) if "both" in values else {w: _plain(v) for w, v in values.items()}
        table["unit"] = n.unit
        if n.note:
            table["note"] = n.note
    for (lab, unit, _), table in tables.items():
        yield (lab, unit, "uln" in table, "lln" in table), table


def _plain(value: Any) -> Any:
    import tomlkit

    if value == value.to_integral_value():
        return int(value)
    return tomlkit.float_(format(value, "f"))


def _index(overrides: Overrides) -> Plain:
    index = overrides.index
    told: Plain = {"event": index.event} if index.event else {}
    told |= {"date": date.fromisoformat(index.date)} if index.date else {}
    return told | ({"note": index.note} if index.note and told else {})


def _missing(overrides: Overrides) -> Plain:
    missing = overrides.missing
    told: Plain = {family.replace(" ", "_"): "unknown" for family in missing.unknown}
    return told | ({"note": missing.note} if missing.note and told else {})
