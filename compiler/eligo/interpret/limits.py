"""Ages and measurements: values to bounds.

- **V2** a value without unit takes the concept's unit if the concept knows only one kind (scores, ratios, %, kg/m2);
  said as an assumption.
- **V3** a bare "=" that may have lost its sign is decided by the registry's age limits, else every reading stays.
- **V7** two lost signs are the ends of a range.
- **V6** where one wording names two quantities, the unit says which.
- **V5** a bare number is a level of a score, but no limit of a measurement.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import cast

from eligo.concepts import Concept
from eligo.interpret.periods import window
from eligo.interpret.scene import Scene
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import Age, Bounds, Either, Expr, Measurement, TimeUnit, Window
from eligo.parse.ast import Element, Value
from eligo.scope import Statement

SELF_EVIDENT = frozenset({"%", "kg/m2", "1", "[pH]"})
AGE_UNITS = ("a", "mo", "wk", "d")


def age_bounds(element: Element, scene: Scene) -> Expr | None:
    """The age atom of a value; Either where its comparator was lost and no registry limit decides it."""
    value = element.value
    assert value is not None
    unit = cast("TimeUnit", value.unit or "a")
    if unit not in AGE_UNITS or value.values or value.times:
        return None
    origin = scene.origin([element], "A2")
    if _reversed(value, element, scene):
        return None
    number = value.bounds.low
    if value.lost and number is not None and number != value.bounds.high:
        _note_range(value, element, scene)
    elif value.lost and number is not None:
        return _lost_age(value, element, scene)
    if value.bare:
        return None
    if not value.unit:
        scene.assumptions.append("An age without unit is in years.")
    return Age(value.bounds, unit, origin)


def _reversed(value: Value, element: Element, scene: Scene) -> bool:
    """Whether nothing lies between the bounds; said, and never read."""
    b = value.bounds
    if b.low is None or b.high is None or b.low <= b.high:
        return False
    scene.note(
        "reversed-range", f"nothing is above {b.low} and below {b.high}; were they meant as alternatives?", [element]
    )
    return True


def _note_range(value: Value, element: Element, scene: Scene) -> None:
    """V7: two numbers whose signs were lost can't both be equal: they are the ends of a range."""
    b = value.bounds
    scene.note(
        "lost-comparator",
        f'signs were lost before {b.low} and {b.high}; read as "≥ {b.low} and ≤ {b.high}"',
        [element],
        f"≥ {b.low} and ≤ {b.high}",
    )


def _lost_age(value: Value, element: Element, scene: Scene) -> Expr:
    number, unit = value.bounds.low, cast("TimeUnit", value.unit or "a")
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
    scene.note(
        "lost-comparator", f'the sign before {number} may be "≥", "≤" or "="; say which in an override', [element]
    )
    return Either(
        (Age(Bounds(low=number), unit, origin), Age(Bounds(high=number), unit, origin)), "lost-comparator", origin
    )


def measured(st: Statement, scene: Scene) -> Expr | None:
    """A lab, vital sign or score with its limit or answer."""
    bound = concept(st.id)
    when: Window | None = None
    for p in st.periods:
        if p.period is None or p.period.kind == "lasting":
            return None
        found = window(p.period, scene, p)
        if found is None:
            return None
        when = found if found != Window() else when
    if st.has("HIST", "USEPAST", "ALLERGY", "STABLE"):
        return None
    answer = st.has("ANSWER")
    origin = scene.origin([*st.cues, *([st.head] if st.head else []), *st.values, *st.periods], *st.rules)
    if answer is not None:
        label = (answer.cue("ANSWER") or answer.senses[0]).value
        known = label in ("normal", "abnormal") or any(a.label == label for a in bound.answers)
        return Measurement(bound, answer=label, window=when, origin=origin) if known and not st.values else None
    bound = _by_unit(bound, st)
    if len(st.values) != 1:
        return _pair(st, bound, when, scene)
    return _limit(bound, st.values[0], when, scene, st)


def _by_unit(bound: Concept, st: Statement) -> Concept:
    """V6: the measurement of this wording that knows the unit."""
    unit = next((v.value.unit for v in st.values if v.value is not None and v.value.unit), "")
    if unit and bound.scale(unit) is None:
        variant = next((r["variant"] for r in rows("variants") if r["id"] == bound.id), None)
        if variant is not None and concept(variant).scale(unit) is not None:
            return concept(variant)
    return bound


def _pair(st: Statement, bound: Concept, when: Window | None, scene: Scene) -> Expr | None:
    """Two values of one measure: bounds on both sides meet; two discrete values of a score are alternatives."""
    values = [v.value for v in st.values if v.value is not None]
    if len(values) != 2 or len({(v.unit or values[1].unit, v.times) for v in values}) != 1:
        return None
    one, two = values
    if bound.kind == "score" and one.bare and two.bare:
        numbers = tuple(sorted({*_numbers(one), *_numbers(two)}))
        return Measurement(bound, values=numbers, window=when, origin=scene.origin(st.values, "D1"))
    if one.bare and two.bounds.low is None and one.bounds.low is not None:
        return None
    lows = [v for v in values if v.bounds.low is not None and v.bounds.high is None]
    highs = [v for v in values if v.bounds.high is not None and v.bounds.low is None]
    if len(lows) != 1 or len(highs) != 1 or "D1or" in st.rules:
        return None
    merged = replace(
        one,
        unit=one.unit or two.unit,
        bounds=Bounds(lows[0].bounds.low, lows[0].bounds.low_closed, highs[0].bounds.high, highs[0].bounds.high_closed),
    )
    return _limit(bound, replace(st.values[0], value=merged), when, scene, st)


def _numbers(value: Value) -> tuple[Decimal, ...]:
    return value.values or ((value.bounds.low,) if value.bounds.low is not None else ())


def _limit(bound: Concept, element: Element, when: Window | None, scene: Scene, st: Statement) -> Expr | None:
    value = element.value
    assert value is not None
    origin = scene.origin([*([st.head] if st.head else []), *st.values], *st.rules)
    if _reversed(value, element, scene):
        return None
    if value.times is not None:
        if value.unit or value.values or value.lost:
            return None
        return Measurement(bound, value.bounds, times=value.times, window=when, origin=origin)
    if value.lost and value.bounds.low != value.bounds.high:
        _note_range(value, element, scene)
        value = replace(value, lost=False)
    if bound.kind == "score":
        if value.unit not in ("", "1", "%", "{score}"):
            return None
        if value.lost:
            return _lost(bound, value, element, when, None, scene)
        if value.values or value.bare:
            numbers = value.values or ((value.bounds.low,) if value.bounds.low is not None else ())
            return Measurement(bound, values=numbers, window=when, origin=origin)
        return Measurement(bound, value.bounds, window=when, origin=origin)
    unit = _unit(bound, value, scene, element)
    if unit is None or value.values or value.levels:
        return None
    if value.lost:
        return _lost(bound, value, element, when, unit, scene)
    if value.bare:
        return None
    return Measurement(bound, value.bounds, unit, window=when, origin=origin)


def _unit(bound: Concept, value: Value, scene: Scene, element: Element) -> str | None:
    """The unit of a limit, one the concept's table can scale; None otherwise."""
    written = value.unit
    if value.per:
        written = next(
            (u for u in (f"{written}/{value.per}", f"{written}/(24.h)") if bound.scale(u) is not None), written
        )
    if written and bound.scale(written) is not None:
        return written
    if (written and bound.unit is not None and "24.h" in bound.unit) or (
        written and bound.unit and bound.unit.endswith("/d")
    ):
        return next((u for u in (f"{written}/(24.h)", f"{written}/d") if bound.scale(u) is not None), None)
    if not written and bound.unit in SELF_EVIDENT:
        if bound.unit != "1":
            scene.note("missing-unit", f"{bound.name} has no unit; {bound.unit} is assumed", [element], bound.unit)
        return bound.unit
    return None


def _lost(bound: Concept, value: Value, element: Element, when: Window | None, unit: str | None, scene: Scene) -> Expr:
    number = value.bounds.low
    scene.note(
        "lost-comparator", f'the sign before {number} may be "≥", "≤" or "="; say which in an override', [element]
    )
    origin = scene.origin([element], "V3")
    return Either(
        tuple(
            Measurement(bound, b, unit, window=when, origin=origin) for b in (Bounds(low=number), Bounds(high=number))
        ),
        "lost-comparator",
        origin,
    )
