"""S2: stays and visits with more said of them ("hospitalized with COVID-19", "hospitalization for heart failure within 3 months").

The stay is implied by the whole statement, and so is what the patient had then. That the one was the reason of the other, no
record says: "for" and "due to" leave it open, "with" asks for both only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Literal

from eligo.interpret.leftovers import folds_of, only, turned
from eligo.interpret.narrowing import once
from eligo.interpret.periods import window_of
from eligo.interpret.scene import Scene
from eligo.lex.raw import ARTICLES, folds
from eligo.lexicon.tables import rows
from eligo.logic import And, Condition, Encounter, Expr, Manual, Measurement, Not, Opaque, Window
from eligo.parse.ast import Element
from eligo.scope import Statement, texts
from eligo.scope.statement import ACTING

LONGEST = 6
"""Elements that a phrase for a stay may have."""


@cache
def _phrases() -> dict[tuple[str, ...], dict[str, str]]:
    return {folds(row["phrase"]): row for row in rows("encounters")}


def named(said: Iterable[str]) -> dict[str, str] | None:
    """The row of the stay or visit that folded words name; articles don't count."""
    return _phrases().get(tuple(f for f in said if f not in ARTICLES))


def stayed(st: Statement, scene: Scene, fact: Callable[[Statement, Scene], Expr]) -> Expr | None:
    """The stay that a statement begins with and what it tells more of it; None where it begins with none."""
    said = [e for e in st.elements() if e not in st.line]
    first = next((i for i, e in enumerate(said) if e.cue("NEG", "HIST", "KNOWN", "QUANT") is None), len(said))
    found = _phrase(said, first, scene)
    if found is None:
        return None
    end, row = found
    rest = [e for e in said[end:] if e not in st.periods and e not in st.parens]
    denials = [e for e in said[:first] if e.cue("NEG") is not None]
    acting = [c for c in st.cues if c not in said[:end] and c.cue("PLANNED", "SUSPECT", "NEG", "FAMILY", "ALLERGY")]
    if not rest or len(denials) > 1 or acting or (st.head is not None and st.head.start < rest[0].start):
        return None
    link = rest[0].cue("WITH", "PREP", "CAUSE", "COMP")
    if link is None or turned(rest[1:], scene.text, "turns_after"):
        return None
    days = _days(st, row, scene)
    if days is False:
        return None
    core = [*said[first:end], *st.periods]
    scene.mark([*said[:end], *st.periods], "logic", "encounter")
    stay = Encounter(row["setting"], days, origin=scene.origin(core, "S2"))  # type: ignore[arg-type]
    whole = _told(st, stay, rest, link.type == "WITH", scene, fact)
    return Not(whole, whole.origin) if denials else whole


def _phrase(said: list[Element], first: int, scene: Scene) -> tuple[int, dict[str, str]] | None:
    """The longest phrase for a stay from an element on: where it ends, and its row."""
    parts = [folds_of([e], scene.text) for e in said[first : first + LONGEST]]
    for count in range(len(parts), 0, -1):
        row = named(chain(*parts[:count]))
        if row is not None:
            return first + count, row
    return None


def _days(st: Statement, row: dict[str, str], scene: Scene) -> Window | Literal[False] | None:
    when = window_of(st, scene)
    if when is False or (when is None and st.periods):
        return False
    if when is not None:
        return when
    return None if row["alone"] == "now" else Window()


def _told(
    st: Statement,
    stay: Encounter,
    rest: list[Element],
    beside: bool,
    scene: Scene,
    fact: Callable[[Statement, Scene], Expr],
) -> And:
    """The stay and what follows it; ``beside``: both at once is all that is said."""
    link, *more = rest
    origin = stay.origin
    reason = Manual("not-recorded", texts(rest, scene.text), scene.origin(rest, "S2"))
    if st.head is None or st.parts or not more:
        scene.mark(rest, "manual", "not-recorded")
        return And((stay, reason), origin)
    part = replace(only(st, lambda e: e in more), line=[], parts=[], rules=list(st.rules))
    inner = fact(part, scene)
    scene.mark([link], "logic", "S2")
    if isinstance(inner, Opaque | Manual):
        scene.mark(rest, "manual", "not-recorded")
        return And((stay, reason), origin)
    now = stay.window is None and beside and isinstance(inner, Condition | Measurement)
    if now:
        return And((stay, inner), origin)
    if not any(c.cue(*ACTING) for c in part.cues):
        inner = once(inner)
    scene.mark([link], "manual", "not-recorded")
    return And((stay, inner, replace(reason, text=texts([link], scene.text))), origin)
