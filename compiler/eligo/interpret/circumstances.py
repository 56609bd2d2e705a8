"""J10: what words beside a measurement with a limit do to it.

- Words that repeat what the limit says ("elevated ALT > 3 × ULN"), or name the index date ("baseline"), are noise.
- Words that ask for more ("persistent", "confirmed by …", "despite …") narrow it: whoever misses the limit misses the statement.
- **J16** when and how the value is taken ("at admission", "on room air"): the time the study looks at is noise, a
  circumstance or a repetition narrows.
- Anything else may make it another quantity, another time or a change of the value: it stays unread (J0).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from eligo.interpret.joins import reason
from eligo.interpret.leftovers import folds_of, left_overs, narrow, qualifies, turned, words
from eligo.interpret.scene import Scene
from eligo.lex.raw import ARTICLES, folds, text_key, word_folds
from eligo.lexicon.tables import rows
from eligo.logic import And, Expr
from eligo.parse.ast import Element
from eligo.scope import Statement

Effect = Literal["same", "narrow", "answer", "label", "grade"]
_BETWEEN = frozenset({",", "(", ")"})
_LONGEST = 6
OPENERS = ("COMP", "CAUSE", "REL", "METHOD", "IE")


@cache
def _effects() -> dict[tuple[str, ...], Effect]:
    return {text_key(r["word"]): r["effect"] for r in rows("measure_words")}  # type: ignore[misc]


@cache
def _takings() -> dict[tuple[str, ...], Effect]:
    return {folds(row["phrase"]): row["effect"] for row in rows("measure_times")}  # type: ignore[misc]


def taking(text: str) -> Effect | None:
    """J16: what words do to a limit that say when and how its value is taken, and nothing else; None if they say more."""
    said = tuple(f for f in folds(text) if f not in ARTICLES and f not in _BETWEEN)
    effects: set[Effect] = set()
    while said:
        size = next((n for n in range(min(len(said), _LONGEST), 0, -1) if said[:n] in _takings()), 0)
        if not size:
            return None
        effects.add(_takings()[said[:size]])
        said = said[size:]
    return "narrow" if "narrow" in effects else "same" if effects else None


def effect(element: Element) -> Effect | None:
    """What a word before a measurement does to its limit; None where it may make it another quantity."""
    return _effects().get(text_key(" ".join(t.text for t in element.tokens)))


def names_amount(element: Element) -> bool:
    """Whether an element before a quantity only says that an amount of it is meant ("high level of …", "… amount of")."""
    return effect(element) == "label" or (element.cue("PREP") is not None and effect(element) == "answer")


def labels(element: Element) -> bool:
    """Whether an element only says what sort of measures a bracket names ("hepatic transaminases (ALT, AST)")."""
    effects = [_effects().get((f,)) for t in element.tokens for f in word_folds(t.text)]
    return element.type != "PAREN" and all(e in ("label", "same") for e in effects)


def limited(st: Statement, host: Expr, scene: Scene) -> Expr:
    """``host``, a measurement with a limit, with the left-overs of its statement; its own elements are already painted."""
    early, late = left_overs(st)
    if late:
        inside = [p for p in st.parens if p.start > late[0].start and not _of_method(p)]
        st.parens = [p for p in st.parens if p not in inside]
        late = sorted([*late, *inside], key=lambda e: e.start)
    early, late, taken = _without_takings(st, early, late, scene)
    qualified = all(map(qualifies, late))
    if not all(effect(e) == "narrow" or reason(e) is not None for e in early) or not (
        qualified or narrows(late, scene.text, answered=not st.values)
    ):
        return scene.opaque(st.elements(), "residue", "J0")
    extra = [*taken, *(narrow([e], scene, "J10") for e in early)]
    extra += [narrow([e], scene, "J10") for e in late] if qualified else [narrow(late, scene, "J10")]
    return And((host, *extra), host.origin) if extra else host


def _of_method(bracket: Element) -> bool:
    """P6: whether a bracket tells a method; it stands for itself."""
    inside = next((i.elements for s in bracket.paren for c in s.coords for i in c.items if i.elements), ())
    # "(GFR estimated according to MDRD)": the measure may be named once more.
    told = inside[1:] if len(inside) > 1 and inside[0].type == "MENTION" else inside
    return bool(told) and told[0].cue("METHOD") is not None


def _without_takings(
    st: Statement, early: list[Element], late: list[Element], scene: Scene
) -> tuple[list[Element], list[Element], list[Expr]]:
    """J16: the left-overs before and behind a limit but for those that tell how its value is taken, and what these ask for."""
    extra: list[Expr] = []
    own = [e for e in (st.head, *st.values, *st.periods, *st.parens) if e is not None and not e.foreign]
    if early and st.head is not None:
        told = [e for e in early if not e.foreign]
        effect_of = taking(scene.text[told[0].start : told[-1].end]) if len(told) == len(early) else None
        if effect_of is not None:
            extra += _told(early, effect_of, scene)
            early = []
    if late:
        start = max((e.end for e in own if e.end <= late[0].start), default=-1)
        effect_of = taking(scene.text[start : late[-1].end]) if start >= 0 and "D11" not in st.rules else None
        if effect_of is not None:
            extra += _told(late, effect_of, scene)
            late = []
    return early, late, extra


def _told(elements: list[Element], effect_of: Effect, scene: Scene) -> list[Expr]:
    if effect_of == "narrow":
        return [narrow(elements, scene, "J10")]
    scene.mark(elements, "noise", "J16")
    return []


def narrows(late: Sequence[Element], text: str, *, answered: bool = False) -> bool:
    """Whether what follows a limit only asks for more: an opener or a word of the table, and no turn in it; behind an
    answer it may also tell the specimen or the method.
    """
    first = late[0]
    if answered and effect(first) == "answer":
        return not turned(late, text, "turns_after")
    if first.cue(*OPENERS) is None and effect(first) != "narrow":
        return False
    return not turned(late, text, "turns_after" if effect(first) == "narrow" else "measure_turns")


def remark(inside: Sequence[Element], text: str) -> bool:
    """Whether a bracket behind a limit is a remark that can't widen it ("known or estimated")."""
    if not inside or any(e.type in ("VALUE", "PAREN") for e in inside):
        return False
    turns = words("measure_turns" if effect(inside[0]) is None else "turns_after")
    return (turns - {"or"}).isdisjoint(folds_of(inside, text))


def names_grade(word: str) -> bool:
    """Whether a word, folded, names a grade on a toxicity scale."""
    return _effects().get((word,)) == "grade"


def graded(bracket: Element, text: str) -> bool:
    """Whether a bracket behind a limit gives its grade on a toxicity scale ("CTCAE grade 1"), which says the limit once more."""
    effects = [_effects().get((f,)) for f in word_folds(text[bracket.start : bracket.end])]
    return "grade" in effects and all(e in ("grade", "same") for e in effects)
