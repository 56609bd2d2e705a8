"""Statements that a person has to judge, but that are about a kind of condition.

- **J21** "serious infection": who has no infection at all has no serious one, whatever a person would call serious.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret.leftovers import turned, words
from eligo.interpret.periods import window_of
from eligo.interpret.scene import Scene
from eligo.lex.raw import fold, folds
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import And, Condition, Expr, Manual, Not, Opaque, Or
from eligo.parse.ast import Element
from eligo.scope import Statement

ACTS = ("SUSPECT", "FAMILY", "ALLERGY", "USE", "USEPAST", "NAIVE", "PLANNED", "CONTRA", "ANSWER", "STABLE")
OPENING = ("PREP", "REL", "COMP", "CAUSE", "WITH", "IE")


@cache
def _kinds() -> dict[str, str]:
    return {fold(r["word"]): r["condition"] for r in rows("kind_nouns")}


def held(leaf: Expr, st: Statement, scene: Scene) -> Expr:
    """J21: the kind of condition that a statement without a bound head is about, together with what is left open of it."""
    if not isinstance(leaf, Manual | Opaque) or st.head is not None or st.values or st.parts or st.has(*ACTS):
        return leaf
    if (isinstance(leaf, Manual) and leaf.reason != "vague") or (isinstance(leaf, Opaque) and st.parens):
        return leaf
    said = [e for e in st.elements() if e not in (*st.periods, *st.silent, *st.line, *st.parens) and not e.foreign]
    at = next((i for i, e in enumerate(said) if _last(e) in _kinds()), None)
    when = window_of(st, scene)
    if at is None or when is False or not _about(said, at, scene.text):
        return leaf
    past = st.has("HIST", "RECENT") is not None or not (words("past") | words("recurring")).isdisjoint(_folds(said))
    origin = scene.origin([said[at]], "J21")
    kind = concept(_kinds()[_last(said[at])])
    host: Expr = Condition(kind, "history" if past or when is not None else "present", when or None, origin=origin)
    if st.has("NEG") is not None:
        return leaf if scene.forbids else Or((Not(host, origin), leaf), origin)
    goes_on = any(e.start > said[at].start for e in st.silent)
    if isinstance(leaf, Opaque) and len(said) == 1 and len(_folds(said)) == 1 and not goes_on:
        scene.mark(said, "logic", "J21")
        return host
    return And((host, leaf), origin)


def _about(said: list[Element], at: int, text: str) -> bool:
    """Whether a kind is what the words are about: nothing turns it, and what stands behind it tells more of it."""
    before = [e for e in said[:at] if e.cue("NEG", "KNOWN", "HIST", "CURRENT", "RECENT") is None]
    own = replace(said[at], senses=())
    behind = said[at + 1 :]
    if turned([*before, own], text) or any(e.cue("PREP", "CAUSE", "WITH", "REL") for e in before):
        return False
    if not behind:
        return True
    opened = behind[0].cue(*OPENING) is not None or any(s.type == "MANUAL" for s in behind[0].senses)
    return opened and not turned(behind, text, "turns_after")


def _last(e: Element) -> str:
    return next(reversed(folds(e.tokens[-1].text)), "")


def _folds(elements: list[Element]) -> list[str]:
    return [f for e in elements for t in e.tokens for f in folds(t.text)]
