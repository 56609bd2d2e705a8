"""Doses of drugs: bounds of the daily amount.

- **V4** a lost comparator of a dose is ≥ beside "high-dose", ≤ beside "low-dose"; else it stays open.
- **K8** an amount that no daily dose says (a week's, units, tablets) narrows an exposure that it needs.
"""

from __future__ import annotations

from dataclasses import replace

from eligo.interpret.scene import Scene
from eligo.lexicon.concepts import concept, reference_drug
from eligo.logic import And, Bounds, Drug, Either, Expr, Opaque
from eligo.parse.ast import Element
from eligo.scope import Statement, texts

DAILY = {"mg/d": "mg", "g/d": "g", "ug/d": "ug", "mg/kg/d": "mg", "ug/kg/d": "ug", "mg/kg": "mg"}


def dosed(st: Statement, scene: Scene, doses: list[Element], base: Drug) -> Expr | None:
    """``base`` with the daily dose of its one value; None where the value is no daily dose."""
    value = doses[0].value
    if len(doses) > 1 or value is None:
        return None
    unit, per = value.unit, value.per
    per_kg = "/kg" in unit
    if unit in DAILY and unit.endswith("/d"):
        unit, per = DAILY[unit], "d"
    elif unit in DAILY:
        unit = DAILY[unit]
    if per != "d" or unit not in ("mg", "g", "ug") or value.values or value.times:
        return None
    equivalent = (
        reference_drug("glucocorticoids")
        if value.equivalent and any(i.factor is not None for i in concept(st.id).ingredients)
        else None
    )
    if value.equivalent and equivalent is None:
        return None
    bounds = _bounds(st, scene, doses[0])

    def taken(b: Bounds) -> Drug:
        return replace(base, dose=b, dose_unit=unit, per_kg=per_kg, equivalent=equivalent)

    if isinstance(bounds, Bounds):
        return taken(bounds)
    return Either(tuple(taken(b) for b in bounds), "lost-comparator", scene.origin([doses[0]], "V4"))


def narrowing_dose(st: Statement, scene: Scene, doses: list[Element], base: Drug) -> Expr | None:
    """K8: an amount from below needs an exposure, whatever it amounts to; one from above doesn't."""
    values = [v.value for v in doses if v.value is not None]
    if st.has("NEG", "NAIVE") or any(v.lost or v.times or v.bounds.low is None or not v.unit for v in values):
        return None
    if base.duration is not None:
        base = replace(base, duration=None)
    words = Opaque("dose", texts(doses, scene.text), scene.origin(doses, "K8"))
    return And((base, words), base.origin)


def _bounds(st: Statement, scene: Scene, element: Element) -> Bounds | tuple[Bounds, ...]:
    """V4."""
    value = element.value
    assert value is not None
    number = value.bounds.low
    if not value.lost or number is None:
        return value.bounds
    near = {e.tokens[0].text.lower().partition("-")[0].partition(" ")[0] for e in st.before}
    for word, sign, bounds in (("high", "≥", Bounds(low=number)), ("low", "≤", Bounds(high=number))):
        if word in near:
            scene.note(
                "lost-comparator",
                f'the sign before {number} was lost; read as "{sign}" on the evidence of "{word}-dose"',
                [element],
                f"{sign} {number}",
            )
            scene.mark([e for e in st.before if e.tokens[0].text.lower().startswith(word)], "logic", "V4")
            st.before = [e for e in st.before if not e.tokens[0].text.lower().startswith(word)]
            return bounds
    scene.note(
        "lost-comparator", f'the sign before {number} may be "≥", "≤" or "="; say which in an override', [element]
    )
    return (Bounds(low=number), Bounds(high=number))
