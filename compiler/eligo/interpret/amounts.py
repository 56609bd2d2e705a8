"""Amounts and times of a habit that a coded answer tells.

- **V26** an amount that no record holds is for a person to look up, of those whose answer leaves it open: "smoking history of
  at least 20 pack-years" is asked of who has smoked. "Smoking within the past year" holds for who smokes now, and is to be
  looked up for who stopped.
"""

from __future__ import annotations

from eligo.concepts import Concept
from eligo.interpret.scene import Scene
from eligo.lexicon.tables import rows
from eligo.logic import And, Expr, Manual, Measurement, Or
from eligo.parse.ast import Element
from eligo.scope import Statement, neighbours, texts

NOW, ONCE = "current", "former"


def of(st: Statement, bound: Concept, stated: tuple[str, ...], scene: Scene) -> Expr | None:
    """A statement whose value is such an amount; None for any other."""
    value = st.values[0].value if len(st.values) == 1 else None
    row = next(
        (r for r in rows("amounts") if value is not None and r["id"] == bound.id and r["unit"] == value.unit), None
    )
    if row is None or value is None or st.periods or {"D1", "D1or"} & set(st.rules):
        return None
    leaf = _leaf(st, st.values, scene)
    if value.bounds.low is None and NOW in stated:
        # At most so much has who never smoked, too.
        return leaf
    origin = scene.origin([*([st.head] if st.head else []), *st.values], "V26")
    answers = tuple(Measurement(bound, answer=label, origin=origin) for label in stated)
    return And(((Or(answers, origin) if len(answers) > 1 else answers[0]), leaf), origin) if answers else leaf


def of_condition(st: Statement, scene: Scene) -> Manual | None:
    """A condition with such an amount ("weight loss > 10 % within 3 months"): few records say that it was there at all."""
    units = {v.value.unit for v in st.values if v.value is not None}
    if st.kind != "condition" or not any(r["id"] == st.id and r["unit"] in units for r in rows("amounts")):
        return None
    elements = st.elements()
    return scene.manual(elements, "not-recorded", "V26")


def lately(st: Statement, bound: Concept, stated: tuple[str, ...], scene: Scene) -> Expr | None:
    """A habit in a period up to now; None for another answer or time."""
    within = all(p.period is not None and p.period.kind == "within" and not p.period.after for p in st.periods)
    if stated not in ((NOW,), (NOW, ONCE)) or not within:
        return None
    origin = scene.origin([*([st.head] if st.head else []), *st.periods], "V26")
    now, once = (Measurement(bound, answer=label, origin=origin) for label in (NOW, ONCE))
    return Or((now, And((once, _leaf(st, st.periods, scene)), origin)), origin)


def of_abuse(st: Statement, bracket: Element, scene: Scene) -> Manual | None:
    """An abuse that a bracket defines by an amount ("alcohol abuse (more than 30 g per day)"): how much, no diagnosis."""
    values = [e.value for e in neighbours.inner(bracket) if e.value is not None]
    if not values or any(v.time for v in values) or not any(r["id"] == st.id for r in rows("abuse")):
        return None
    elements = [*st.elements()]
    return scene.manual(elements, "not-recorded", "V26")


def defined(st: Statement, host: Measurement, bracket: Element, scene: Scene) -> Expr | None:
    """A habit that a bracket defines by a period ("smokers (use of tobacco within 3 months)"): who stopped may have it too."""
    timed = any(e.type == "WINDOW" for e in neighbours.inner(bracket))
    if not timed or host.answer != NOW or not any(r["id"] == host.concept.id for r in rows("amounts")):
        return None
    scene.mark([bracket], "manual", "not-recorded")
    told = texts([bracket], scene.text)
    leaf = Manual("not-recorded", told, scene.origin([bracket], "V26"))
    once = Measurement(host.concept, answer=ONCE, origin=host.origin)
    return Or((host, And((once, leaf), host.origin)), host.origin)


def _leaf(st: Statement, told: list[Element], scene: Scene) -> Manual:
    elements = [*([st.head] if st.head else []), *told]
    return Manual("not-recorded", texts(elements, scene.text), scene.origin(told, "V26"))
