"""Ages: values to bounds (rules A2, A8, V3, V7, V12, V22)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import cast

from eligo.interpret.limits import alternatives, is_reversed, note_range
from eligo.interpret.lost_limits import usual_side
from eligo.interpret.scene import Scene
from eligo.lexicon.tables import rows
from eligo.logic import Age, AgeUnit, And, Bounds, Either, Expr, Opaque, Or
from eligo.parse.ast import Element, Value
from eligo.scope import Statement, texts
from eligo.scope.statement import MAJORITY

AGE_UNITS = ("a", "mo", "wk", "d", "h")


@cache
def _groups() -> dict[str, dict[str, str]]:
    return {r["phrase"]: r for r in rows("ages")}


def age_group(phrase: str) -> dict[str, str]:
    """The row of the lexicon for a word for people of an age ("adults")."""
    return _groups()[phrase]


def age_bounds(element: Element, scene: Scene, *, grown: bool = False) -> Expr | None:
    """The age atom of a value; Either where its comparator was lost and no registry limit decides it. ``grown``: it stands
    beside a word for adults, so that a lost sign before an age of majority was "≥" ("adults (=18 years)").
    """
    value = element.value
    assert value is not None
    if value.ends is not None:
        return _in_two_units(element, value, value.ends, scene)
    unit = cast("AgeUnit", value.unit or "a")
    if unit not in AGE_UNITS or value.values or value.times:
        return None
    origin = scene.origin([element], "A2")
    if is_reversed(value, element, scene):
        return (
            Or(tuple(Age(v.bounds, unit, origin) for v in alternatives(value, scene)), origin)
            if scene.forbids
            else None
        )
    number = value.bounds.low
    if value.lost and grown and number in MAJORITY and number == value.bounds.high:
        return Age(Bounds(low=number), unit, origin)
    if value.lost and number is not None and number != value.bounds.high:
        note_range(value, element, scene)
    elif value.lost and number is not None:
        return _lost(value, element, scene)
    if value.bare and number is not None and value.unit:
        return _lost(value, element, scene)
    if value.bare:
        return None
    if not value.unit:
        scene.assumptions.append("An age without unit is in years.")
    return Age(value.bounds, unit, origin)


def _in_two_units(element: Element, value: Value, units: tuple[str, str], scene: Scene) -> Expr | None:
    """V8: "31 days to 17 years": each end in its own unit."""
    if not set(units) <= set(AGE_UNITS) or value.lost:
        return None
    b, origin = value.bounds, scene.origin([element], "A2", "V8")
    low, high = (cast("AgeUnit", u) for u in units)
    youngest = Age(Bounds(low=b.low, low_closed=b.low_closed), low, origin)
    return And((youngest, Age(Bounds(high=b.high, high_closed=b.high_closed), high, origin)), origin)


def _lost(value: Value, element: Element, scene: Scene) -> Expr:
    number, unit = value.bounds.low, cast("AgeUnit", value.unit or "a")
    low, high = (
        limit if limit is not None and limit.unit == unit else None
        for limit in (scene.registry.minimum_age, scene.registry.maximum_age)
    )
    origin = scene.origin([element], "V3")
    if low is not None and low.value == number:
        scene.note(
            "lost-comparator",
            f'the sign before {number} was lost; read as "≥" because the registry gives {number} as the minimum age',
            [element],
            f"≥ {number}",
        )
        return Age(Bounds(low=number), unit, origin)
    if high is not None and high.value == number:
        scene.note(
            "lost-comparator",
            f'the sign before {number} was lost; read as "≤" because the registry gives {number} as the maximum age',
            [element],
            f"≤ {number}",
        )
        return Age(Bounds(high=number), unit, origin)
    if value.lost and unit == "a" and number is not None and not scene.forbids and usual_side("age", number) == ">=":
        scene.note(
            "lost-comparator",
            f'the sign before {number} was lost; read as "≥", as an age is nearly always given so',
            [element],
            f"≥ {number}",
        )
        return Age(Bounds(low=number), unit, scene.origin([element], "V22"))
    scene.note(
        "lost-comparator", f'the sign before {number} may be "≥", "≤" or "="; say which in an override', [element]
    )
    return Either(
        (Age(Bounds(low=number), unit, origin), Age(Bounds(high=number), unit, origin)), "lost-comparator", origin
    )


def at_another_time(st: Statement, age: Expr, scene: Scene) -> Expr:
    """A8: an age at a time that isn't the index date ("≥ 18 years at surgery"): only a least age is sure to hold now, too."""
    if not isinstance(age, Age) or age.bounds.low is None:
        return scene.opaque(st.elements(), "residue", "J0")
    least = replace(age, bounds=Bounds(age.bounds.low, age.bounds.low_closed))
    scene.mark(st.complement, "residue", "time")
    when = Opaque("time", texts(st.complement, scene.text), scene.origin(st.complement, "A8"))
    return And((least, when), age.origin)
