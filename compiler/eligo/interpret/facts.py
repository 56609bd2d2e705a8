"""From a statement to an atom: what a head of each kind means with its cues, values and periods."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from eligo.interpret import joins
from eligo.interpret.limits import age_bounds, measured
from eligo.interpret.periods import lasting, window
from eligo.interpret.scene import Scene
from eligo.lexicon.concepts import concept, reference_drug, with_history
from eligo.lexicon.tables import rows
from eligo.logic import (
    Age,
    Allergy,
    And,
    Bounds,
    Condition,
    Drug,
    Either,
    Expr,
    Manual,
    Not,
    Offset,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    Window,
)
from eligo.parse.ast import Element
from eligo.scope import Statement, texts
from eligo.scope.statement import ACTING, MEASURABLE

DAILY = {"mg/d": "mg", "g/d": "g", "ug/d": "ug", "mg/kg/d": "mg", "ug/kg/d": "ug", "mg/kg": "mg"}


def fact(st: Statement, scene: Scene) -> Expr:
    """What a statement says of a person. Everything in it ends painted."""
    whole = joins.manual_whole(st, scene)
    if whole is not None:
        return whole
    if st.head is None:
        return _headless(st, scene)
    planned, suspect = st.has("PLANNED"), st.has("SUSPECT")
    if planned is not None and st.kind in ("drug", "procedure", "condition", "substance", "reproduction"):
        elements = st.elements()
        scene.mark(elements, "manual", "planned-event")
        return Manual("planned-event", texts(elements, scene.text), scene.origin(elements, "M2"))
    if st.has("FAMILY") is not None or (
        suspect is not None and (suspect.cue("SUSPECT") or suspect.senses[0]).value != "or"
    ):
        return scene.opaque(st.elements(), "not the fact itself", "J0")
    host = _ATOMS[st.kind](st, scene) if st.kind in _ATOMS else None
    if host is None:
        return scene.opaque(st.elements(), "residue", "J0")
    scene.mark(_core(st), "logic", st.id)
    scene.mark(st.silent, "noise", "N1")
    result = joins.joined(st, host, scene)
    if isinstance(result, Opaque):
        return result
    if suspect is not None:
        result = Or((result, Opaque("suspected", suspect.tokens[0].text, scene.origin([suspect], "J0"))), result.origin)
        scene.mark([suspect], "residue", "suspected")
    return Not(result, scene.origin([st.has("NEG") or st.head], "G1")) if _negated(st) else result


def _core(st: Statement) -> list[Element]:
    return [*st.cues, *([st.head] if st.head else []), *st.values, *st.periods]


def _negated(st: Statement) -> bool:
    negations = [c for c in st.cues if (c.cue(*ACTING) or c.senses[0]).type == "NEG"]
    return len(negations) % 2 == 1


def _headless(st: Statement, scene: Scene) -> Expr:
    elements = st.elements()
    if not elements:
        return And(())
    rest = [e for e in elements if e not in st.values and e not in st.silent and e not in st.line]
    years = [v for v in st.values if v.value is not None and v.value.time and v.value.unit == "a"]
    if len(years) == 1 and len(st.values) == 1 and not rest and years[0].value is not None and not years[0].value.bare:
        age = age_bounds(years[0], scene)
        if age is not None:
            scene.mark(elements, "logic", "age")
            return age
    vague = [e for e in elements if joins.reason(e) is not None or e.cue("STABLE", "PLANNED")]
    known = all(joins.reason(e) is not None or e.type in ("CUE", "WINDOW", "VALUE") for e in elements)
    if vague and known and all(v.value is not None and v.value.time for v in st.values):
        why = next(
            (r for r in map(joins.reason, elements) if r is not None), "planned-event" if st.has("PLANNED") else "vague"
        )
        scene.mark(elements, "manual", why)
        return Manual(why, texts(elements, scene.text), scene.origin(elements, "M3"))
    return scene.opaque(elements, "residue", "J0")


# --- atoms by kind of head ---------------------------------------------------------------------------------------------


def _window_of(st: Statement, scene: Scene) -> Window | Literal[False] | None:
    """The one window of a statement; None without one; False if a period is none."""
    kinds = [p.period for p in st.periods if p.period is not None and p.period.kind != "lasting"]
    if any(p.kind == "anchored" and p.after for p in kinds) or (len(kinds) > 1 and len(set(kinds)) > 1):
        return False
    if not kinds:
        return None
    found = window(kinds[0], scene, st.periods[0])
    if found is None:
        return False
    return None if found == Window() else found


def _duration_of(st: Statement, scene: Scene) -> Offset | Literal[False] | None:
    """A duration: a "for n" period, or a value in a unit of time (V1: a time with a condition or drug is a duration)."""
    found = [
        lasting(p.period.bounds, p.period.unit, scene, p)
        for p in st.periods
        if p.period is not None and p.period.kind == "lasting"
    ]
    found += [
        None if v.value.values else lasting(v.value.bounds, v.value.unit, scene, v)
        for v in st.values
        if v.value is not None and v.value.time
    ]
    if not found:
        return None
    return False if len(found) > 1 or found[0] is None else found[0]


def _a_window(found: Window | Literal[False] | None) -> Window | None:
    return found or None


def _an_offset(found: Offset | Literal[False] | None) -> Offset | None:
    return found or None


def _condition(st: Statement, scene: Scene) -> Expr | None:
    if any(v.value is not None and not v.value.time for v in st.values) or st.has("ALLERGY", "USE", "USEPAST"):
        return None
    bound = concept(st.id)
    when, long = _window_of(st, scene), _duration_of(st, scene)
    if when is False or long is False:
        return None
    origin = scene.origin(_core(st), *st.rules)
    current = st.has("CURRENT")
    cue = current.cue("CURRENT") if current is not None else None
    present: Literal["active", "present"] = "active" if cue is not None and cue.value == "active" else "present"
    state: Literal["history", "active", "present"] = "history" if st.has("HIST") else present
    answer = st.has("ANSWER")
    if answer is not None and (answer.cue("ANSWER") or answer.senses[0]).value in ("normal", "abnormal"):
        return None
    if isinstance(when, Window):
        expr: Expr = Condition(bound, "history", when, origin=origin)
    else:
        expr = Condition(with_history(st.id) if state == "history" else bound, state, origin=origin)
    if isinstance(long, Offset):
        expr = And((expr, Condition(bound, "history", Window(until=long), origin=origin)), origin)
    if answer is not None and (answer.cue("ANSWER") or answer.senses[0]).value == "negative":
        expr = Not(expr, origin)
    if st.has("STABLE"):
        stable = st.has("STABLE")
        assert stable is not None
        expr = And((expr, Manual("vague", stable.tokens[0].text, scene.origin([stable], "J3"))), origin)
    return expr


def _drug(st: Statement, scene: Scene) -> Expr | None:
    bound = concept(st.id)
    origin = scene.origin(_core(st), *st.rules)
    if st.has("ALLERGY"):
        return None if st.values or st.periods else Allergy(bound, origin)
    if st.has("ANSWER"):
        return None
    when, long = _window_of(st, scene), _duration_of(st, scene)
    if when is False or long is False:
        return None
    doses = [v for v in st.values if v.value is not None and not v.value.time]
    if st.has("STABLE"):
        if not isinstance(long, Offset) or doses or isinstance(when, Window):
            return (
                And(
                    (
                        Drug(bound, origin=origin),
                        Manual("vague", "stable", scene.origin([st.head] if st.head else [], "J3")),
                    ),
                    origin,
                )
                if not doses and when is None and long is None
                else None
            )
        steady = Drug(bound, stable=long, origin=origin)
        cue = st.has("STABLE")
        sense = cue.cue("STABLE") if cue is not None else None
        taken = sense is not None and sense.value == "taken"
        if taken or (cue is not None and st.head is not None and cue.start < st.head.start):
            return And((Drug(bound, origin=origin), steady), origin)
        return steady
    # What is said of a drug's effect ("failed", "inadequate response to") is said of any exposure, not of today's.
    effect = any(joins.reason(e) == "vague" for e in (*st.manual, *st.before, *st.after, *st.complement))
    past = (
        st.has("HIST", "USEPAST") is not None
        or effect
        or (isinstance(long, Offset) and _once(st) and not st.has("CURRENT"))
    )
    if isinstance(long, Offset) and isinstance(when, Window):
        return None
    if not doses:
        return Drug(bound, "ever" if past else "current", _a_window(when), duration=_an_offset(long), origin=origin)
    if len(doses) > 1:
        return None
    return _dosed(st, scene, doses[0], past, _a_window(when), _an_offset(long))


def _dosed(
    st: Statement, scene: Scene, element: Element, past: bool, when: Window | None, long: Offset | None
) -> Expr | None:
    value = element.value
    assert value is not None
    unit, per = value.unit, value.per
    per_kg = "/kg" in unit
    if unit in DAILY and unit.endswith("/d"):
        unit, per = DAILY[unit], "d"
    elif unit in DAILY:
        unit = DAILY[unit]
    if per != "d" or unit not in ("mg", "g", "ug") or value.values or value.times:
        return None
    bounds = _dose_bounds(st, scene, element)
    equivalent = (
        reference_drug("glucocorticoids")
        if value.equivalent and any(i.factor is not None for i in concept(st.id).ingredients)
        else None
    )
    if value.equivalent and equivalent is None:
        return None

    def drug(b: Bounds) -> Drug:
        return Drug(
            concept(st.id),
            "ever" if past else "current",
            when,
            b,
            unit,
            per_kg,
            equivalent,
            long,
            origin=scene.origin(_core(st), *st.rules),
        )

    if isinstance(bounds, Bounds):
        return drug(bounds)
    return Either(tuple(drug(b) for b in bounds), "lost-comparator", scene.origin([element], "V4"))


def _once(st: Statement) -> bool:
    """A bare "3-month treatment" is a duration at any time (D-default); "for at least …" is one up to now."""
    return any(v.value is not None and v.value.time for v in st.values)


def _dose_bounds(st: Statement, scene: Scene, element: Element) -> Bounds | tuple[Bounds, ...]:
    """V4: a lost comparator of a dose is read as ≥ beside "high-dose" and as ≤ beside "low-dose"; else it stays open."""
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


def _procedure(st: Statement, scene: Scene) -> Expr | None:
    if st.values or st.has("ALLERGY", "ANSWER", "STABLE", "CURRENT"):
        return None
    when = _window_of(st, scene)
    if when is False or _duration_of(st, scene) is not None:
        return None
    origin = scene.origin(_core(st), *st.rules)
    done = Procedure(concept(st.id), _a_window(when), origin=origin)
    forms: list[Expr] = [done]
    for row in (r for r in rows("therapies") if r["procedure"] == st.id):
        if row["drug_class"]:
            forms.append(Drug(concept(row["drug_class"]), "ever", _a_window(when), origin=origin))
        if row["condition"]:
            # A status has no date of the operation: inside a window it says nothing for certain.
            kept = Condition(concept(row["condition"]), "history", origin=origin)
            unsure = Opaque("undated", "a status without the date of the operation", origin)
            forms.append(kept if when is None else And((kept, unsure), origin))
    return Or(tuple(forms), origin) if len(forms) > 1 else done


def _substance(st: Statement, scene: Scene) -> Expr | None:
    if not st.has("ALLERGY") or st.values or st.periods:
        return None
    return Allergy(concept(st.id), scene.origin(_core(st), *st.rules))


def _age(st: Statement, scene: Scene) -> Expr | None:
    if len(st.values) != 1 or st.periods or st.has("HIST", "ALLERGY"):
        return None
    return age_bounds(st.values[0], scene)


def _agegroup(st: Statement, scene: Scene) -> Expr | None:
    row = next(r for r in rows("ages") if r["phrase"] == st.id)
    if st.values or st.periods or not (row["low"] or row["below"]):
        return None
    bounds = Bounds(
        Decimal(row["low"]) if row["low"] else None, True, Decimal(row["below"]) if row["below"] else None, False
    )
    return Age(bounds, "a", scene.origin(_core(st), "A4"))


def _sex(st: Statement, scene: Scene) -> Expr | None:
    if st.values or st.periods or st.has("HIST", "ALLERGY", "USE"):
        return None
    return Sex(st.id, scene.origin(_core(st), "A1"))  # type: ignore[arg-type]


def _reproduction(st: Statement, scene: Scene) -> Expr | None:
    if st.values or st.periods or st.has("HIST", "ALLERGY", "USE", "USEPAST"):
        return None
    answer = st.has("ANSWER")
    expr: Expr = Reproduction(st.id, scene.origin(_core(st), "A1"))  # type: ignore[arg-type]
    return (
        Not(expr, expr.origin)
        if answer is not None and (answer.cue("ANSWER") or answer.senses[0]).value == "negative"
        else expr
    )


_ATOMS = {
    "condition": _condition,
    "drug": _drug,
    "procedure": _procedure,
    "substance": _substance,
    "age": _age,
    "agegroup": _agegroup,
    "sex": _sex,
    "reproduction": _reproduction,
    **dict.fromkeys(MEASURABLE, measured),
}
