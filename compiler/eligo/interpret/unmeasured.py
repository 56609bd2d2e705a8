"""Quantities without a limit.

- **J33** of a quantity without a limit, only how it is judged or that it doesn't change, is for a person: "uncontrolled blood
  pressure", "stable weight for 3 months".
"""

from __future__ import annotations

from eligo.interpret.joins import reason
from eligo.interpret.scene import Scene
from eligo.logic import Manual
from eligo.parse.ast import Element
from eligo.scope import Statement
from eligo.scope.statement import MEASURABLE, NARROWING

PERCENT = ("%", "")


def judged(st: Statement, scene: Scene) -> Manual | None:
    """J33; None for any other statement."""
    if st.kind not in MEASURABLE or st.has("ANSWER", "USE", "USEPAST", "ALLERGY", "PLANNED") is not None:
        return None
    if st.has("HIST") is not None and st.has("STABLE") is None:
        return None
    told = [*st.before, *st.after, *st.complement, *st.manual]
    stable = st.has("STABLE") is not None
    amounts = [
        v for v in st.values if v.value is None or v.value.times or not (v.value.time or v.value.unit in PERCENT)
    ]
    if stable and (amounts or not all(_beside(e) for e in told)):
        return None
    if not stable and (st.values or st.parts or not told or not all(reason(e) in NARROWING for e in told)):
        return None
    why = "not-recorded" if stable else next(r for r in map(reason, told) if r is not None)
    elements = [e for e in st.elements() if e not in st.parens]
    return scene.manual(elements, why, "J33")


def _beside(e: Element) -> bool:
    """Whether an element beside "stable" only judges or is a sign ("±")."""
    return reason(e) in NARROWING or all(r.kind == "symbol" for r in e.raws)
