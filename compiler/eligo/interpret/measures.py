"""Measures that their words name together, or don't name.

- **V20** a name for several measures is a limit of each where it is an upper one, of any where it is a lower one.
- **V21** words for a scale that don't name it are the one that the numbers beside them fit.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from eligo.interpret.limits import measured
from eligo.interpret.scene import Scene
from eligo.lex import Sense
from eligo.lex.raw import text_key
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import cell_list, rows
from eligo.logic import And, Expr, Measurement, Or
from eligo.scope import Statement


def measure(st: Statement, scene: Scene) -> Expr | None:
    """A lab, vital sign or score, or several under one name, with a limit or an answer; None where it isn't understood."""
    named = grouped(st.id)
    return _of_each(st, named, scene) if named else measured(st, scene)


@cache
def grouped(id: str) -> tuple[str, ...]:
    """The quantities that a name stands for; none for one of its own."""
    return next((tuple(cell_list(r, "members")) for r in rows("grouped_measures") if r["id"] == id), ())


def _of_each(st: Statement, named: tuple[str, ...], scene: Scene) -> Expr | None:
    """V20: "transaminases ≤ 3 × ULN": both are; "transaminases > 3 × ULN": either is; "hormone receptor negative": both are."""
    each = [_as(st, id) for id in named]
    parts = [measured(s, scene) for s in each]
    # What a limit or an answer takes for itself, each of the parts has taken.
    last = each[-1]
    st.before, st.after, st.complement, st.cues, st.silent = (
        last.before,
        last.after,
        last.complement,
        last.cues,
        last.silent,
    )
    st.values, st.parens = last.values, last.parens
    found = tuple(p for p in parts if isinstance(p, Measurement))
    if len(found) < len(named):
        return None
    origin = scene.origin([st.head] if st.head else [], "V20")
    said = " ".join(t.text for t in st.head.tokens) if st.head else concept(st.id).name
    scene.assumptions.append(f"{said} are read as {' and '.join(concept(id).name for id in named)}.")
    upper = found[0].bounds.high is not None if found[0].bounds is not None else found[0].answer in ("normal", "negative")
    if found[0].bounds is not None and (found[0].bounds.low is not None) == upper:
        return None
    if found[0].bounds is None and found[0].answer not in ("normal", "abnormal", "negative"):
        return None
    return And(found, origin) if upper else Or(found, origin)


def _as(st: Statement, id: str) -> Statement:
    """A copy of a statement about another quantity."""
    return replace(
        st,
        sense=Sense("MENTION", f"{concept(id).kind}:{id}"),
        cues=list(st.cues),
        values=list(st.values),
        before=list(st.before),
        after=list(st.after),
        complement=list(st.complement),
        silent=list(st.silent),
        parens=list(st.parens),
    )


def unnamed_score(st: Statement, scene: Scene) -> Expr | None:
    """V21: "performance status 0–2": the one scale that words without its name, and the numbers beside them, can mean."""
    words = [e for e in (*st.before, *st.silent) if e.cue("LEVELWORD") is not None]
    value = st.values[0].value if len(st.values) == 1 else None
    others = (*st.after, *st.complement, *st.manual, *st.parens, *st.periods, *st.cues)
    if value is None or len(words) != 1 or others or [e for e in st.before if e not in words]:
        return None
    numbers = [n for n in (*value.values, value.bounds.low, value.bounds.high) if n is not None]
    key = text_key(" ".join(t.text for t in words[0].tokens))
    named = [r for r in rows("headless_scores") if text_key(r["phrase"]) == key]
    fitting = [r["id"] for r in named if all(Decimal(r["low"]) <= n <= Decimal(r["high"]) for n in numbers)]
    if len(fitting) != 1:
        return None
    head = replace(st, head=words[0], sense=Sense("MENTION", f"score:{fitting[0]}"), before=[], rules=["V21"])
    found = measured(head, scene)
    if found is not None:
        scene.mark([*words, *st.values], "logic", fitting[0])
        scene.mark([e for e in st.silent if e not in words], "noise", "N1")
    return found
