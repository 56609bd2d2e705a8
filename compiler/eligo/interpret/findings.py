"""Findings that are named after a quantity.

- **V25** a limit beside such a finding, in a unit of the quantity and on the side where the finding lies, is a limit of the
  quantity ("thrombocytopenia (< 50,000/µL)", "fever > 38 °C"): it says how far the finding has to go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from eligo.interpret.joins import reason
from eligo.interpret.scene import Scene
from eligo.interpret.units import loose
from eligo.lex import Sense
from eligo.lex.raw import text_key
from eligo.lex.word_tables import phrase_keys
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element, Value
from eligo.scope import Statement
from eligo.scope.statement import NARROWING


def as_measure(st: Statement, scene: Scene) -> Statement:
    """A statement about the quantity that the limit of its finding speaks of; the statement itself where it has none."""
    value = st.values[0].value if st.kind == "condition" and len(st.values) == 1 else None
    if value is None or value.bare or value.lost or value.levels or value.times or value.time or value.relative:
        return st
    if (value.bounds.low is None) == (value.bounds.high is None):
        return st
    if st.has("HIST", "ANSWER", "USE", "USEPAST", "ALLERGY", "STABLE", "FAMILY", "SUSPECT", "PLANNED", "RECENT"):
        return st
    if any(e.cue("LEVELWORD") is not None for e in st.elements()):
        # "Hypertriglyceridemia ≥ grade 2".
        return st
    side = "low" if value.bounds.low is None else "high"
    named = [id for id, its in _measures().get(st.id, ()) if its == side and _fits(id, value)]
    graded = [e for e in st.before if _repeats(e, st, scene)]
    more = [e for e in st.before if e not in graded]
    if len(named) != 1 or not all(reason(e) in NARROWING for e in more):
        return st
    bound = concept(named[0])
    return replace(
        st,
        sense=Sense("MENTION", f"{bound.kind}:{bound.id}"),
        before=more,
        silent=[*st.silent, *graded],
        rules=[*st.rules, "V25"],
    )


def names(measure: str, inside: Sequence[Element]) -> bool:
    """V25: whether elements say no more than the finding that a limit of a quantity is ("BMI ≥ 30 (obese)")."""
    heads = [e for e in inside if e.type == "MENTION"]
    findings = [s.value.partition(":")[2] for e in heads for s in e.senses if s.value.startswith("condition:")]
    rest = [e for e in inside if e not in heads]
    named = len(heads) == 1 and any(measure in (id for id, _ in _measures().get(f, ())) for f in findings)
    return named and all(text_key(e.text) in phrase_keys("severities", "phrase") or e.cue("GENERIC") for e in rest)


def _repeats(e: Element, st: Statement, scene: Scene) -> bool:
    """Whether a word before a finding says what the limit says better ("severe", "uncontrolled hypertension")."""
    assert st.head is not None
    if text_key(scene.text[e.start : e.end]) in phrase_keys("severities", "phrase"):
        return True
    return text_key(scene.text[e.start : st.head.end]) in phrase_keys("definable", "phrase")


@cache
def _measures() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows("finding_measures"):
        found.setdefault(row["finding"], []).append((row["measure"], row["side"]))
    return {id: tuple(named) for id, named in found.items()}


def _fits(id: str, value: Value) -> bool:
    """Whether a quantity is measured in the unit of a value; without a unit, whether such a number is usual for it."""
    if value.unit:
        return concept(id).scale(value.unit) is not None or loose(concept(id), value, value.unit) is not None
    return any(r["id"] == id for r in rows("usual_units"))
