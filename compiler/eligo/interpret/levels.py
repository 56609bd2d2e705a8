"""Grades and stages that no record holds.

- **J32** a grade on a toxicity scale, or a stage, of a condition is for a person to look up: "peripheral neuropathy ≥ grade
  2"; where codes say the stage (``staged_codes``), only of the records without one. What only has to be at most so severe
  needn't be there: who has none of it satisfies "neuropathy must be ≤ grade 1".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from eligo.concepts import without
from eligo.interpret import circumstances
from eligo.interpret.scene import Scene
from eligo.lex.raw import word_folds
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import And, Condition, Expr, Manual, Not, Or
from eligo.parse.ast import Element, Value
from eligo.parse.quantities import SUBSTAGE
from eligo.scope import Statement, texts


def graded(st: Statement, host: Condition, said: Sequence[Value], scene: Scene) -> Expr | None:
    """J32: a condition with its grade or stage; None for a grade that is only an upper end, where it is open whether the
    condition has to be there.
    """
    unread = [*_words(st), *st.values, *st.periods]
    leaf = Manual("not-recorded", texts(unread, scene.text), scene.origin(unread, "J32"))
    most = all(v.bounds.low is None and v.bounds.high is not None for v in said)
    if not most or scene.forbids or st.has("NEG") is not None or not any(_is_grade(e) for e in st.elements()):
        return _coded(host, said, leaf) or And((host, leaf), host.origin)
    if any(e.cue("MODAL") is not None for e in st.silent):
        return Or((Not(host, host.origin), leaf), host.origin)
    return None


def only_grade(inside: Sequence[Element]) -> bool:
    """Whether a bracket holds a grade on a toxicity scale and nothing else ("(≥ grade 3)")."""
    values = [e for e in inside if e.value is not None and not (e.value.unit or e.value.times or e.value.time)]
    words = [e for e in inside if _is_grade(e)]
    return len(values) == 1 and bool(words) and len(values) + len(words) == len(inside)


def told(bracket: Element, scene: Scene) -> Manual:
    """J32: the grade that a bracket tells."""
    return scene.manual([bracket], "not-recorded", "J32")


def _coded(host: Condition, said: Sequence[Value], leaf: Manual) -> Expr | None:
    """J32: a condition whose codes say the stage: those of the stages asked for, and for a person the records without one."""
    staged = [r for r in rows("staged_codes") if r["id"] == host.concept.id]
    value = said[0] if len(said) == 1 and staged else None
    if value is None or value.lost or value.unit or value.times:
        return None
    asked = [r["concept"] for r in staged if _holds(value, Decimal(r["stage"]))]
    others = replace(host, concept=without(host.concept, [concept(r["concept"]) for r in staged]))
    if not asked:
        return None
    # A disease that got worse keeps the records of its earlier stages.
    worse = [r["concept"] for r in staged[max(i for i, r in enumerate(staged) if r["concept"] in asked) + 1 :]]
    found: tuple[Expr, ...] = tuple(replace(host, concept=concept(id)) for id in asked)
    if worse:
        later = tuple(Not(replace(host, concept=concept(id)), host.origin) for id in worse)
        found = (And((Or(found, host.origin) if len(found) > 1 else found[0], *later), host.origin),)
    return Or((*found, And((others, leaf), host.origin)), host.origin)


def _holds(value: Value, stage: Decimal) -> bool:
    b = value.bounds
    if value.values:
        return stage in value.values
    above = b.low is None or stage > b.low or (b.low_closed and stage == b.low)
    return above and (b.high is None or stage < b.high or (b.high_closed and stage == b.high))


def alone(st: Statement, scene: Scene) -> Manual | None:
    """J32: a stage without its disease ("stage II–IV disease"), which the study knows."""
    elements = st.elements()
    levels = [e for e in elements if (s := e.cue("LEVELWORD")) is not None and s.value == "stage" and not _is_grade(e)]
    values = [e for e in elements if e.value is not None]
    rest = [
        e for e in elements if e not in levels and e not in values and e.cue("NEG", "KNOWN", "PREP", "MODAL") is None
    ]
    staged = all(e.value is not None and (e.value.levels or e.value.unit == SUBSTAGE) for e in values)
    named = all((g := e.cue("GENERIC")) is not None and not g.value for e in rest)
    if not levels or not values or not staged or not named:
        return None
    return scene.manual(elements, "not-recorded", "J32")


def _words(st: Statement) -> list[Element]:
    """The words for a level beside a value, on the same side of the head."""
    at = st.head.start if st.head is not None else 0
    sides = {v.start < at for v in st.values}
    return [e for e in st.silent if e.cue("LEVELWORD") is not None and (e.start < at) in sides]


def _is_grade(e: Element) -> bool:
    """Whether an element is a word for a grade on a toxicity scale, not for a stage of a disease."""
    folded = [f for t in e.tokens for f in word_folds(t.text)]
    return e.cue("LEVELWORD") is not None and any(circumstances.names_grade(f) for f in folded)
