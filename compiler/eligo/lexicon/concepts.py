"""From lexicon ids to concept sets with their codes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from eligo.concepts import ONE, Answer, Code, Concept, Ingredient, Kind, System, UnitScale, title
from eligo.lexicon import second_tier
from eligo.lexicon.tables import cell_list, rows
from eligo.lexicon.titles import measure_titles, titles

KIND_OF_TABLE: dict[str, Kind] = {
    "labs": "lab",
    "vitals": "vital",
    "scores": "score",
    "conditions": "condition",
    "procedures": "procedure",
    "drugs": "drug",
    "drug_classes": "drug",
    "drug_combinations": "drug",
    "allergens": "substance",
}
"""The concept tables, and the kind of concept each holds."""


ALL_SYSTEMS: tuple[System, ...] = ("snomed", "icd10cm", "icd10pcs", "loinc", "rxnorm")


@cache
def _index() -> dict[str, tuple[str, dict[str, str]]]:
    return {row["id"]: (table, row) for table in KIND_OF_TABLE for row in rows(table)}


_own: dict[str, Concept] = {}


def adopt(own: Concept) -> str:
    """Make a concept from outside the lexicon known by its id, which has to be made of all that it is: it never changes."""
    return _own.setdefault(own.id, own).id


@cache
def concept(id: str) -> Concept:
    """The concept set of a lexicon id. Raises KeyError for an id that no table has."""
    if id in _own:
        return _own[id]
    table, row = _index().get(id) or _second(id)
    kind = KIND_OF_TABLE[table]
    if table == "drug_combinations":
        return Concept(id, row["name"], kind, ingredients=tuple(Ingredient(name) for name in _products(row)))
    if kind == "drug":
        members = (row,) if table == "drugs" else tuple(_index()[m][1] for m in cell_list(row, "members"))
        return Concept(id, row["name"], kind, ingredients=tuple(_ingredient(m) for m in members))
    grouped = [_index()[r["member"]][1] for r in rows("procedure_groups") if r["group"] == id]
    include = tuple(
        dict.fromkeys(
            Code(system, code, system in ("icd10cm", "icd10pcs"))
            for part in (row, *(grouped if kind == "procedure" else []))
            for system in ALL_SYSTEMS
            for code in cell_list(part, system)
        )
    )
    exclude = tuple(Code("icd10cm", code, True) for code in cell_list(row, "icd10cm_exclude"))
    if kind == "procedure" and row["kind"] == "immunisation":
        return Concept(id, row["name"], "vaccine", _vaccines().get(id, ()), titles=titles(row))
    if kind in ("lab", "vital", "score"):
        include = tuple(c for c in include if c.system == "loinc" or kind == "score")
        units = tuple(_unit(*part.rpartition("=")[::2]) for part in cell_list(row, "units"))
        unit = row.get("unit") or None
        if unit == "1" and not any(u.unit == "" for u in units):
            units = (*units, ONE)
        return Concept(
            id,
            row["name"],
            kind,
            include,
            unit=unit,
            units=units,
            answers=_answers(row),
            lasting=row.get("lasting") == "yes",
            titles=() if include else measure_titles(row, kind),
        )
    course = row.get("course", "chronic")
    days = None if course in ("", "chronic") else int(course)
    named = () if kind == "substance" else (*titles(row), *(title(member["name"]) for member in grouped))
    return Concept(id, row["name"], kind, include, exclude, days=days, titles=tuple(dict.fromkeys(named)))


def _unit(unit: str, scale: str) -> UnitScale:
    """``UNIT=SCALE``, or ``UNIT=SCALE+OFFSET`` where zero is somewhere else."""
    times, _, plus = scale.partition("+")
    return UnitScale(unit, Decimal(times), Decimal(plus or 0))


@cache
def _vaccines() -> dict[str, tuple[Code, ...]]:
    return {row["id"]: tuple(Code("cvx", code) for code in cell_list(row, "cvx")) for row in rows("vaccines")}


def _second(id: str) -> tuple[str, dict[str, str]]:
    """The table that a concept of the second tier would stand in, and its row."""
    row = second_tier.row(id)
    if row is None:
        raise KeyError(id)
    return {"condition": "conditions", "procedure": "procedures", "drug": "drugs"}[row["kind"]], row


def _products(row: dict[str, str]) -> tuple[str, ...]:
    """The names by which records display a fixed combination; its drugs side by side tell it if no larger one holds them."""
    drugs = [_index()[m][1]["name"] for m in cell_list(row, "members")]
    written = () if row["apart"] else (" ".join(drugs), " ".join(drugs[::-1]))
    names = (f for f in cell_list(row, "forms") if not ("-" in f and f.replace("-", " ") in written) and "/" not in f)
    return tuple(dict.fromkeys((*names, *written)))


@cache
def members(combination: str) -> tuple[Concept, ...]:
    """The drugs of a fixed combination, by its id; () for what is none."""
    row = _combinations().get(combination)
    return tuple(map(concept, cell_list(row, "members"))) if row is not None else ()


@cache
def given_apart(combination: str) -> tuple[Concept, ...] | None:
    """What tells the drugs of a fixed combination from it: the further drugs of larger products, () for nothing, or None where
    they are often taken beside each other without being that combination."""
    row = _combinations()[combination]
    return None if row["apart"] == "yes" else tuple(map(concept, cell_list(row, "apart")))


@cache
def _combinations() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows("drug_combinations")}


@cache
def with_history(id: str) -> Concept:
    """The concept of a condition together with the codes that only say it, or a part of it, was once there ("history of …")."""
    own = concept(id)
    told = [r for r in rows("condition_history") if r["id"] == id or _lies_in(concept(r["id"]), own)]
    systems: tuple[System, ...] = ("snomed", "icd10cm")
    codes = (Code(s, c, s == "icd10cm") for r in told for s in systems for c in cell_list(r, s))
    names = (title(t) for r in told for t in r["titles"].split(";"))
    return replace(
        own,
        include=tuple(dict.fromkeys((*own.include, *codes))),
        titles=tuple(dict.fromkeys((*own.titles, *names))),
    )


def _lies_in(part: Concept, whole: Concept) -> bool:
    """Whether whoever has the one has the other, by the subtrees of ICD-10-CM: SNOMED's are not told by their codes."""
    codes, of_whole, excluded = (
        [c.code for c in listed if c.system == "icd10cm"] for listed in (part.include, whole.include, whole.exclude)
    )
    return bool(codes) and all(
        any(c.startswith(w) for w in of_whole) and not any(c.startswith(x) or x.startswith(c) for x in excluded)
        for c in codes
    )


@cache
def _factors() -> dict[str, Decimal]:
    """mg of the reference drug that 1 mg of a drug is worth, by drug id; to 8 decimals."""
    return {
        r["drug"]: (Decimal(r["reference_amount"]) / Decimal(r["amount"])).quantize(Decimal("1E-8")).normalize()
        for r in rows("equivalents")
    }


def reference_drug(table: str) -> str | None:
    """The drug that an equivalence table is in terms of."""
    return next((r["reference_drug"] for r in rows("equivalents") if r["table"] == table), None)


def _ingredient(row: dict[str, str]) -> Ingredient:
    systems: tuple[System, ...] = ("rxnorm", "snomed")
    codes = tuple(Code(s, c) for s in systems for c in cell_list(row, s))
    return Ingredient(row["name"], codes, _factors().get(row["id"]))


def _answers(row: dict[str, str]) -> tuple[Answer, ...]:
    """``label=system:code,system:code|…``; a label that is a number, or has a number in ``levels``, is ordinal."""
    levels = {
        name: Decimal(value) for name, _, value in (part.partition("=") for part in cell_list(row, "levels")) if value
    }
    out = []
    for part in cell_list(row, "answers"):
        label, _, codes = part.partition("=")
        parsed = tuple(Code(*c.split(":", 1)) for c in codes.split(",") if ":" in c)  # type: ignore[arg-type]
        ordinal = (
            levels.get(label) if label in levels else Decimal(label) if label.replace(".", "", 1).isdigit() else None
        )
        if parsed:
            out.append(Answer(label, parsed, ordinal))
    return tuple(out)
