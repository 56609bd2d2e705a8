"""The keys that say what words are: noise, manual, means, read_as, concept and codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from hashlib import sha256
from typing import Any, cast

from eligo.concepts import Code, Concept, Ingredient, Kind, System, UnitScale
from eligo.errors import InputError
from eligo.logic import MANUAL_REASONS
from eligo.overrides.codes import SHAPES, fault
from eligo.overrides.model import Action, Bound, Judged, LocalCode, Means, Noise, ReadAs
from eligo.overrides.table import Table

OWN_KINDS: tuple[Kind, ...] = ("condition", "lab", "vital", "score", "drug", "procedure", "substance")
"""The kinds of a site's own concepts."""

SHORTEST_NAME = 5
"""Letters of a drug's displayed name: a shorter one stands in the names of other drugs."""


def action(table: Table, phrase: str | None, allowed: tuple[str, ...]) -> Action:
    """What the table says of its words. Raises InputError unless it says exactly one thing."""
    given = [key for key in allowed if key in table.data and key not in ("kind", "unit")]
    what = {"concept" if key == "codes" else key for key in given}
    offered = ", ".join(a for a in allowed if a not in ("kind", "unit", "codes"))
    if len(what) != 1:
        found = f"it has {' and '.join(sorted(what))}" if what else "it has none"
        raise table.refused(given[1] if len(given) > 1 else None, f"[{table.name}] needs one of {offered}; {found}")
    if what != {"concept"} and (stray := next((k for k in ("kind", "unit") if k in table.data), None)):
        raise table.refused(stray, "it goes with codes only")
    return ACTIONS[given[0]](table, phrase)


def _noise(table: Table, phrase: str | None) -> Action:
    if table.data["noise"] is not True:
        raise table.refused("noise", "it is true, or left out")
    return Noise()


def _manual(table: Table, phrase: str | None) -> Action:
    return Judged(cast(str, table.choice("manual", MANUAL_REASONS)))


def _means(table: Table, phrase: str | None) -> Action:
    from eligo.canon import read

    text = table.required("means", '"age >= 18 years"')
    try:
        return Means(text, read(text))
    except InputError as error:
        place = f" at {error.place}" if error.place else ""
        raise table.refused("means", f"no canonical text{place}: {error.message} (docs/canonical.md)") from error
    except (RecursionError, ArithmeticError, ValueError) as error:
        raise table.refused("means", "no canonical text: it is too deep, or a number in it is out of range") from error


def _read_as(table: Table, phrase: str | None) -> Action:
    return ReadAs(table.required("read_as", '"≥ 18"'))


def _concept(table: Table, phrase: str | None) -> Action:
    id, unit = table.string("concept"), table.string("unit")
    kind = table.choice("kind", OWN_KINDS)
    codes = _codes(table) if "codes" in table.data else ()
    if id is not None:
        if kind is not None or unit is not None:
            raise table.refused("kind" if kind else "unit", "the concept has its own")
        known = lexicon_concept(table, "concept", id)
        return Bound(_with(known, codes, table), id, None, codes)
    if kind is None:
        raise table.refused("codes", f"codes without a concept need kind, one of {', '.join(OWN_KINDS)}")
    if unit is not None and kind not in ("lab", "vital"):
        raise table.refused("unit", "it goes with kind lab or vital")
    if kind in ("lab", "vital") and unit is None:
        raise table.refused("kind", f'a {kind} needs unit (UCUM), as in unit = "mg/L"')
    scales = () if unit is None else (UnitScale(unit, Decimal(1)),)
    id = f"own-{sha256(repr((phrase, kind, codes, unit)).encode()).hexdigest()[:16]}"
    own = Concept(id, phrase or "", kind, unit=unit, units=scales)
    return Bound(_with(own, codes, table), None, kind, codes, unit)


def lexicon_concept(table: Table, key: str, id: str) -> Concept:
    """The lexicon's concept of an id. Raises InputError with the nearest id."""
    from eligo.canon.naming import named
    from eligo.lexicon.concepts import concept

    if "'" not in id:
        try:
            return concept(id)
        except KeyError:
            pass
    names = {name: found for (_, name), found in named().items()}
    near = names.get(id.lower()) or next(
        iter(get_close_matches(id.lower(), list(dict.fromkeys(names.values())), 1)), None
    )
    mend = f"did you mean {near}?" if near else "eligo vocab explain WORDS shows ids"
    raise table.refused(key, f"no concept {json.dumps(id[:60], ensure_ascii=False)}; {mend}")


def _codes(table: Table) -> tuple[LocalCode, ...]:
    value = table.data["codes"]
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        raise table.refused("codes", 'it is a list, as in [{ system = "local", code = "X1", display = "…" }]')
    return tuple(_code(table, v) for v in value)


def _code(table: Table, told: dict[str, Any]) -> LocalCode:
    for key in told:
        if key not in ("system", "code", "display", "descendants"):
            raise table.refused("codes", f"a code has no {json.dumps(key[:60])}: system, code, display, descendants")
    texts = [told.get(k, "") for k in ("system", "code", "display")]
    if not all(isinstance(t, str) for t in texts) or not texts[0] or not texts[1]:
        raise table.refused("codes", 'a code has system and code, both texts, as in { system = "local", code = "X1" }')
    system, code, display = texts
    below = told.get("descendants", False)
    if not isinstance(below, bool):
        raise table.refused("codes", "descendants is true or false")
    if system not in SHAPES and not _is_uri(system):
        near = get_close_matches(system.lower().replace("-", ""), list(SHAPES), 1, 0.5)
        mend = f"did you mean {near[0]}?" if near else f"there are {', '.join(SHAPES)}, or give the URI of your own"
        raise table.refused("codes", f"no code system {json.dumps(system[:60], ensure_ascii=False)}; {mend}")
    why = fault(cast(System, system) if system in SHAPES else "local", code)
    if why:
        raise table.refused("codes", f"{json.dumps(code[:60], ensure_ascii=False)} is no code of {system}: {why}")
    return LocalCode(system, code, display, below)


def _is_uri(system: str) -> bool:
    scheme, colon, rest = system.partition(":")
    return bool(colon and rest) and scheme.isascii() and scheme.isalpha() and system.isprintable() and " " not in system


def _with(base: Concept, local: tuple[LocalCode, ...], table: Table) -> Concept:
    """The concept and the site's codes."""
    codes = tuple(Code(cast(System, c.system), c.code, c.descendants) for c in local)
    if base.kind != "drug" or not codes:
        return replace(base, include=(*base.include, *codes))
    for c in local:
        if sum(ch.isalpha() for ch in c.display or base.name) < SHORTEST_NAME:
            raise table.refused(
                "codes", "a drug's code needs display, the name that records show, of five letters or more"
            )
    added = tuple(Ingredient(c.display or base.name, (code,)) for c, code in zip(local, codes, strict=True))
    return replace(base, ingredients=(*base.ingredients, *added))


ACTIONS: dict[str, Callable[[Table, str | None], Action]] = {
    "noise": _noise,
    "manual": _manual,
    "means": _means,
    "read_as": _read_as,
    "concept": _concept,
    "codes": _concept,
    "kind": _concept,
    "unit": _concept,
}
"""The keys that say what words are; ``kind`` and ``unit`` only go with ``codes``."""
