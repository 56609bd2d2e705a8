"""Names of concepts in the exact form: which concept a name stands for, and how a concept is told in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from eligo.canon.phrases import Use, plain
from eligo.canon.quoting import code, quoted
from eligo.concepts import Code, Concept, Kind, System, UnitScale, without
from eligo.lexicon import second_tier
from eligo.lexicon.concepts import KIND_OF_TABLE, concept, with_history
from eligo.lexicon.tables import cell_list, rows
from eligo.lexicon.titles import titles

KINDS: dict[Use, tuple[Kind, ...]] = {
    "condition": ("condition",),
    "history": ("condition",),
    "measurement": ("lab", "vital", "score"),
    "drug": ("drug",),
    "procedure": ("procedure",),
    "allergy": ("substance", "drug"),
    "vaccine": ("vaccine",),
}
"""The kinds of concept that a use looks for, in this order."""

TITLED: tuple[Kind, ...] = ("condition", "procedure")
"""The kinds of concept that a record may be of by its name alone."""

SYSTEMS: dict[System, str] = {
    "snomed": "SNOMED",
    "icd10cm": "ICD-10-CM",
    "icd10pcs": "ICD-10-PCS",
    "loinc": "LOINC",
    "rxnorm": "RxNorm",
    "cvx": "CVX",
    "local": "local",
}


@cache
def named() -> dict[tuple[str, str], str]:
    """Lexicon ids by kind and preferred name in lower case; the first row of a name has it."""
    found: dict[tuple[str, str], str] = {}
    for table, kind in KIND_OF_TABLE.items():
        for row in rows(table):
            found.setdefault((kind, row["name"].lower()), row["id"])
    for id, of_kind, name in second_tier.names():
        found.setdefault((of_kind, name.lower()), id)
    return found


@cache
def _written() -> dict[tuple[str, str], str | None]:
    """Lexicon ids by kind and any written form; None for a form of several concepts."""
    found: dict[tuple[str, str], str | None] = {}
    for table, kind in KIND_OF_TABLE.items():
        for row in rows(table):
            for form in {f.lower() for f in (*cell_list(row, "forms"), *cell_list(row, "abbreviations"))}:
                same = found.setdefault((kind, form), row["id"])
                found[kind, form] = row["id"] if same == row["id"] else None
    return found


def lookup(name: str, use: Use, kind: str | None = None) -> Concept | None:
    """The lexicon's concept of a preferred name, else of a written form that only one concept has; None without one.

    A history reads the codes that say so as well ("history of …"); ``kind`` leaves them out, ``kind`` "history" asks for them.
    """
    past = kind == "history" or (kind is None and use == "history")
    kinds: tuple[str, ...] = ("condition",) if kind == "history" else KINDS[use] if kind is None else (kind,)
    for table in (named(), _written()):
        for k in kinds:
            id = table.get((k, name.lower()))
            if id is not None:
                return with_history(id) if past else concept(id)
    return None


def derived(name: str, exceptions: Iterable[str], use: Use, kind: str | None = None) -> Concept | None:
    """The concept of ``name`` without those of ``exceptions``; None if one of them has none."""
    base = lookup(name, use, kind)
    past = kind == "history" or (kind is None and use == "history")
    gone = [lookup(e, "history" if past else "condition" if use == "history" else use) for e in exceptions]
    if base is None or any(e is None for e in gone):
        return None
    return without(base, [e for e in gone if e is not None]) if gone else base


def similar(name: str, use: Use) -> str | None:
    """The preferred name nearest in spelling, for an error message."""
    from difflib import get_close_matches

    known = [n for k, n in named() if k in KINDS[use]]
    return next(iter(get_close_matches(name.lower(), known, 1)), None)


def bare_id(kind: str, name: str) -> str:
    """The id of a concept that the lexicon only has by name, without a code."""
    return f"{kind}'{name}"


def bare(kind: Kind, name: str) -> Concept:
    """A concept that the lexicon only has by name."""
    id = bare_id(kind, name)
    return Concept(id, name, kind, titles=titles({"id": id, "name": name}) if kind in TITLED else ())


def told(c: Concept) -> Iterator[str]:
    """All that makes a concept, part by part, as grammar/canon.lark reads it."""
    yield c.kind
    if c == bare(c.kind, c.name):
        yield "no codes"
        return
    yield f"id {quoted(c.id)}"
    if c.include:
        yield f"codes {codes(c.include)}"
    if c.exclude:
        yield f"except {codes(c.exclude)}"
    for i in c.ingredients:
        factor = f" factor {plain(i.factor)}" if i.factor is not None else ""
        yield f"ingredient {quoted(i.name)}{factor}{_of(i.codes)}"
    if c.unit is not None:
        yield f"unit {quoted(c.unit)}"
    if c.units:
        yield "scales " + ", ".join(map(_scale, c.units))
    for a in c.answers:
        ordinal = f" ordinal {plain(a.ordinal)}" if a.ordinal is not None else ""
        yield f"answer {quoted(a.label)}{ordinal}{_of(a.codes)}"
    if c.days is not None:
        yield f"course {c.days} days"
    if c.lasting:
        yield "lasting"
    if c.titles:
        yield "titled " + ", ".join(map(quoted, c.titles))
    if c.exclude_titles:
        yield "not titled " + ", ".join(map(quoted, c.exclude_titles))
    if c.complete:
        yield "complete in " + ", ".join(map(system_word, c.complete))


def system_word(system: str) -> str:
    """A code system as the text says it: by its word, or a site's own by its URI in quotation marks."""
    return {str(k): w for k, w in SYSTEMS.items()}.get(system) or quoted(system)


def codes(found: Iterable[Code]) -> str:
    """``SNOMED 73211009, 44054006 ICD-10-CM E11+``: runs of codes of one system; ``+`` = with all below it."""
    return " ".join(
        f"{system_word(system)} {', '.join(code(c.code) + '+' * c.descendants for c in run)}"
        for system, run in groupby(found, key=lambda c: c.system)
    )


def _scale(u: UnitScale) -> str:
    return f"{quoted(u.unit)} {plain(u.scale)}{f' + {plain(u.offset)}' if u.offset else ''}"


def _of(found: tuple[Code, ...]) -> str:
    return f" codes {codes(found)}" if found else ""
