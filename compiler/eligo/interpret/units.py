"""The unit of a limit.

- **V2** a value without unit takes the concept's unit if the concept knows only one kind (scores, ratios, %, kg/m2);
  said as an assumption.
- **V10** a number without unit is in the one unit in which it is usual for the quantity; said as ``missing-unit``.
- **V11** a unit that the quantity can't have, written for the one it has ("eGFR < 60 mL/min", "platelets > 100,000 mm3"), is
  read as that; said as ``loose-unit``.
"""

from __future__ import annotations

from decimal import Decimal

from eligo.concepts import Concept
from eligo.interpret.scene import Scene
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element, Value

SELF_EVIDENT = frozenset({"%", "kg/m2", "1", "[pH]"})
OF_A_DAY = ("/(24.h)", "/d")


def unit_of(bound: Concept, value: Value, scene: Scene, element: Element) -> str | None:
    """The unit of a limit, one the concept's table can scale; None otherwise."""
    written = value.unit
    if value.per:
        written = next(
            (u for u in (f"{written}/{value.per}", f"{written}/(24.h)") if bound.scale(u) is not None), written
        )
    if written and bound.scale(written) is not None:
        return written
    other = loose(bound, value, written)
    if other:
        scene.note("loose-unit", f"{bound.name} is not given in {written}; {other} is meant", [element], other)
        return other
    if written and other is None:
        daily = bound.unit is not None and bound.unit.endswith(OF_A_DAY)
        return (
            next((u for u in (f"{written}{d}" for d in OF_A_DAY) if bound.scale(u) is not None), None)
            if daily
            else None
        )
    if any(r["id"] == bound.id for r in rows("usual_units")):
        return _usual(bound, value, scene, element)
    if bound.unit in SELF_EVIDENT:
        if bound.unit != "1":
            scene.note("missing-unit", f"{bound.name} has no unit; {bound.unit} is assumed", [element], bound.unit)
        return bound.unit
    return None


def loose(bound: Concept, value: Value, written: str) -> str | None:
    """V11: the unit that is meant by one that the quantity can't have, for numbers it is so written with; "" where the one
    written tells no unit ("38 degrees"), None where nothing is known of it.
    """
    for row in rows("loose_units"):
        if row["id"] == bound.id and row["written"] == written:
            least, most = (Decimal(row[c]) if row[c] else None for c in ("least", "most"))
            fits = all((least is None or n >= least) and (most is None or n <= most) for n in _numbers(value))
            return row["meant"] if fits else None
    return None


def meant(bound: Concept, written: str) -> tuple[str, ...]:
    """V11: the units that are meant by one that the quantity can't have, for whatever numbers."""
    return tuple(r["meant"] for r in rows("loose_units") if r["id"] == bound.id and r["written"] == written)


def _usual(bound: Concept, value: Value, scene: Scene, element: Element) -> str | None:
    """V10."""
    fitting = [
        r["unit"]
        for r in rows("usual_units")
        if r["id"] == bound.id and all(Decimal(r["low"]) <= n <= Decimal(r["high"]) for n in _numbers(value))
    ]
    if len(fitting) != 1 or bound.scale(fitting[0]) is None:
        return None
    scene.note("missing-unit", f"{bound.name} has no unit; {fitting[0]} is assumed", [element], fitting[0])
    return fitting[0]


def _numbers(value: Value) -> list[Decimal]:
    return [n for n in (value.bounds.low, value.bounds.high) if n is not None]
