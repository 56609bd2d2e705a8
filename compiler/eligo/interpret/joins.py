"""Manual phrases that take a statement over (M1); how other left-overs join is told in ``narrowing``."""

from __future__ import annotations

from eligo.interpret.scene import Scene
from eligo.logic import Manual
from eligo.parse.ast import Element
from eligo.scope import Statement, texts
from eligo.scope.statement import MEASURABLE, NARROWING


def reason(element: Element) -> str | None:
    """The manual reason of an element."""
    sense = next((s for s in element.senses if s.type == "MANUAL"), None)
    return sense.value if sense else None


OUTRANKING = frozenset({"planned-event"})
"""Reasons that may put the host before them into the future; phrases with the others narrow it."""


def _after_host(e: Element, why: str, st: Statement) -> bool:
    """Whether a phrase about people or plans qualifies the host before it ("psychiatric illness that would limit compliance")."""
    if st.head is None or e.start < st.head.start:
        return False
    return (
        why == "judgement"
        or (st.kind in MEASURABLE and bool(st.values))
        or (st.kind == "condition" and why not in OUTRANKING)
        or (st.kind == "reproduction" and why == "contraception")
    )


def manual_whole(st: Statement, scene: Scene) -> Manual | None:
    """M1: the whole statement as manual, if a manual phrase in it is of a kind that takes its statement over."""
    for e in [*st.manual, *st.before, *st.after, *st.complement]:
        why = reason(e) if e.type == "MANUAL" else None
        if why is None or why in NARROWING or _after_host(e, why, st):
            continue
        elements = [x for x in st.elements() if x not in st.parens]
        scene.mark([*elements, *st.parens], "manual", why)
        return Manual(why, texts(elements, scene.text), scene.origin(elements, "M1"))
    return None
