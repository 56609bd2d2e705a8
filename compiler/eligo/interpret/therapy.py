"""Drugs and allergies, and what statements about all treatments share; see ``procedures`` for what was done.

- **V1** a time with a drug is how long it was taken; where a negation stands it is how long it was not ("no X for 3 months").
- **W4** "n since X" says that X is not in the last n; "n after X" that it once was and has not been since.
- **K1** what is said of a treatment's effect, and a time in half-lives, narrow the treatment at any time.
- **K2** chronic use of a drug is use now: certain after three months, open before; no use of two weeks was ever chronic.
- **K3** a contraindication to a drug is an allergy to it or a judgement.
- **K4** a number before a procedure counts it; before a drug it counts courses, which no record does.
- **K9** a treatment's name alone on a required line heads the lines after it.
- **R10** a vaccine is an immunisation; one of unspecified formulation may have been live.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Literal

from eligo.interpret import joins
from eligo.interpret.doses import dosed, narrowing_dose
from eligo.interpret.periods import duration_of, elapsed_of, window_of
from eligo.interpret.scene import Scene
from eligo.lex.raw import folds
from eligo.lex.word_tables import words
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import (
    Allergy,
    And,
    Drug,
    Either,
    Expr,
    Immunisation,
    Manual,
    Not,
    Offset,
    Opaque,
    Or,
    Origin,
    Procedure,
    Window,
)
from eligo.parse.ast import Element
from eligo.scope import Statement, texts
from eligo.scope.statement import act

CHRONIC = Offset(3, "mo")
"""Use for so long is chronic."""
NOT_CHRONIC = Offset(14, "d")
"""Use for less is not."""


def negated(st: Statement) -> bool:
    """Whether an odd number of negations acts on the statement; "n since X" is one."""
    count = sum(act(c) in ("NEG", "NAIVE") for c in st.cues)
    diagnosed = st.kind == "condition" and st.has("KNOWN") is not None
    return (count + (not diagnosed and any(_not_since(p) for p in st.periods))) % 2 == 1


def _not_since(e: Element) -> bool:
    p = e.period
    return p is not None and p.kind == "elapsed" and not p.after and p.bounds.low is not None


def core(st: Statement) -> list[Element]:
    """The elements that make the atom itself."""
    return [*st.cues, *([st.head] if st.head else []), *st.values, *st.periods]


# --- drugs -----------------------------------------------------------------------------------------------------------


def drug(st: Statement, scene: Scene) -> Expr | None:
    """The exposure, or the allergy, that a statement with a drug as its head is about."""
    if st.has("CONTRA", "ALLERGY"):
        return _allergy(st, scene)
    if st.has("ANSWER"):
        return None
    effects = taken_out(st, of_effect)
    if not effects:
        return _exposure(st, scene)
    counts = [v for v in st.values if is_count(v) and least(v) is not None]
    st.values = [v for v in st.values if v not in counts]
    denied = negated(st) and "D16s" not in st.rules
    if denied or st.has("STABLE", "RECENT") or elapsed_of(st, scene) is not None or any(map(is_count, st.values)):
        return None
    found = _exposure(st, scene, effect="D16s" not in st.rules)
    if found is not None and counts:
        found = And((found, unread(counts, scene, "count", "K4")), found.origin)
        scene.mark(counts, "residue", "count")
    if found is None:
        return None
    tried = And((found, judged(effects, scene, "K1")), scene.origin([*core(st), *effects], "K1"))
    untolerated = any(s is not None and s.value == "intolerant" for s in (e.cue("EFFECT") for e in effects))
    return Or((tried, Allergy(concept(st.id), tried.origin)), tried.origin) if untolerated else tried


def of_effect(e: Element) -> bool:
    """Whether an element speaks of a treatment's effect, or of a time in half-lives."""
    return e.cue("EFFECT", "HALFLIFE") is not None


def _exposure(st: Statement, scene: Scene, *, effect: bool = False) -> Expr | None:
    """The exposure; ``effect``: at any time, for a statement of its effect."""
    bound, origin = concept(st.id), scene.origin(core(st), *st.rules)
    when, long, since = window_of(st, scene), duration_of(st, scene), elapsed_of(st, scene)
    counts = [v for v in st.values if is_count(v)]
    doses = [v for v in st.values if v.value is not None and not v.value.time and v not in counts]
    if when is False or long is False or since is False:
        return None
    if isinstance(long, Offset) and isinstance(when, Window):
        return _so_long_within(st, scene, effect=effect)
    if st.has("STABLE"):
        return None if counts or since is not None or st.has("NAIVE") else _steady(st, scene, doses, when, long)
    past = effect or _past(st, isinstance(long, Offset))
    state: Literal["ever", "current"] = "ever" if past or (st.has("RECENT") and when is None) else "current"
    host = Drug(bound, state, None if effect else when or None, origin=origin)
    if since is not None:
        plain = not (doses or counts or isinstance(long, Offset) or isinstance(when, Window))
        return since_event(host, since, st, scene) if plain else None
    if isinstance(long, Offset) and negated(st):
        return None if doses or counts else _not_for(host, long, st)
    if counts:
        some = replace(host, when="ever")
        plain = (
            len(counts) == 1 and not (doses or isinstance(long, Offset) or negated(st)) and least(counts[0]) is not None
        )
        return And((some, unread(counts, scene, "count", "K4")), origin) if plain else None
    if isinstance(long, Offset):
        lasted = replace(host, duration=long)
        if _perhaps_within(st, scene) and not doses:
            return Either((lasted, replace(host, window=Window(since=long))), "for or within", origin)
        host = lasted
    begun = isinstance(when, Window) and when.until is not None and when.since is None and st.has("USE") is not None
    if begun and isinstance(when, Window) and not (doses or effect or past):
        # "Taking X at least 3 months before": for so long, or so long ago.
        lasting = replace(host, window=None, duration=when.until)
        return Either((lasting, host), "since when", host.origin)
    if doses:
        return dosed(st, scene, doses, host) or narrowing_dose(st, scene, doses, host)
    chronic = [] if isinstance(when, Window) or isinstance(long, Offset) or negated(st) else _chronic(st)
    return _long_used(st, host, chronic, scene) if chronic else host


def _perhaps_within(st: Statement, scene: Scene) -> bool:
    """K17: a forbidden drug "for 14 days prior to enrollment" was taken all these days, or on any of them."""
    bare = [
        p for p in st.periods if p.period and p.period.kind == "lasting" and p.period.bounds.low == p.period.bounds.high
    ]
    return scene.forbids and any(t.sense("BEFORE") is not None for p in bare for t in p.tokens)


def _so_long_within(st: Statement, scene: Scene, *, effect: bool) -> Expr | None:
    """K8: "for more than 14 days in the past 6 months": how long of it, no atom asks; that it was taken then is certain."""
    long = [p for p in st.periods if p.period is not None and p.period.kind == "lasting"]
    long += [v for v in st.values if v.value is not None and v.value.time]
    if negated(st) or st.has("STABLE") or not long:
        return None
    st.periods = [p for p in st.periods if p not in long]
    st.values = [v for v in st.values if v not in long]
    found = _exposure(st, scene, effect=effect)
    if found is None:
        return None
    scene.mark(long, "residue", "duration")
    return And((found, unread(long, scene, "duration", "K8")), found.origin)


def _past(st: Statement, lasting: bool) -> bool:
    """Whether any exposure up to the index date counts, not only today's."""
    used = st.has("USEPAST")
    sense = used.cue("USEPAST") if used is not None else None
    # "Has taken X" is over or goes on; with a duration it goes on, and beside a word for the present it is of today.
    perfect = sense is not None and sense.value == "perfect" and (lasting or st.has("CURRENT") is not None)
    once = any(v.value is not None and v.value.time for v in st.values) and st.has("CURRENT") is None and lasting
    before = any(p.period is not None and p.period.kind == "anchored" and p.period.past for p in st.periods)
    vague = any(joins.reason(e) == "vague" for e in (*st.manual, *st.before, *st.after, *st.complement))
    return bool(
        (used is not None and not perfect)
        or st.has("HIST", "NAIVE") is not None
        or once
        or before
        or vague
        or "D16" in st.rules
    )


def _steady(
    st: Statement,
    scene: Scene,
    doses: list[Element],
    when: Window | Literal[False] | None,
    long: Offset | Literal[False] | None,
) -> Expr | None:
    """A dose that didn't change; with words that say so it is taken as well."""
    bound, origin = concept(st.id), scene.origin(core(st), *st.rules)
    if not isinstance(long, Offset) or isinstance(when, Window):
        if doses or when is not None or long is not None:
            return None
        vague = Manual("vague", "stable", scene.origin([st.head] if st.head else [], "J3"))
        return And((Drug(bound, origin=origin), vague), origin)
    steady = Drug(bound, stable=long, origin=origin)
    cue = st.has("STABLE")
    sense = cue.cue("STABLE") if cue is not None else None
    taken = sense is not None and sense.value == "taken"
    parts: list[Expr] = []
    if taken or doses or (cue is not None and st.head is not None and cue.start < st.head.start):
        parts.append(Drug(bound, origin=origin))
    if doses:
        amount = dosed(st, scene, doses, Drug(bound, origin=origin))
        if amount is None:
            return None
        parts.append(amount)
    return And((*parts, steady), origin) if parts else steady


def _chronic(st: Statement) -> list[Element]:
    return [e for e in (*st.cues, *st.before, *st.after, *st.manual) if e.cue("CHRONIC") is not None]


def _long_used(st: Statement, host: Drug, words: list[Element], scene: Scene) -> Expr:
    """K2."""
    take_out(st, words)
    scene.mark(words, "logic", "K2")
    scene.assumptions.append(
        "Chronic use is use for 3 months or more; shorter use is open, use for less than 2 weeks is none."
    )
    if host.when == "ever":
        sure: Expr = replace(host, duration=CHRONIC)
        host = replace(host, duration=NOT_CHRONIC)
    else:
        sure = replace(host, duration=CHRONIC)
    return And((host, Or((sure, Manual("not-recorded", texts(words, scene.text), scene.origin(words, "K2"))))), host.origin)


# --- times since and counts --------------------------------------------------------------------------------------------


def since_event(
    host: Drug | Procedure | Immunisation, since: tuple[Offset | None, Offset | None, bool], st: Statement, scene: Scene
) -> Expr:
    """W4; ``host`` has no window yet."""
    low, high, after = since
    if low is None:
        return replace(host, window=Window(since=high)) if high is not None else host
    origin = replace(host.origin, rules=(*host.origin.rules, "W4"))
    lately = replace(host, window=Window(since=replace(low, strict=not low.strict)), origin=origin)
    if not after:
        return lately
    once = replace(host, window=Window(until=low))
    if st.before or st.after or st.complement or st.manual or st.parens:
        return And((once, Or((Not(lately), unread(st.periods, scene, "the last one", "W4")))), host.origin)
    return And((once, Not(lately)), host.origin)


def _not_for(host: Drug, long: Offset, st: Statement) -> Expr:
    """V1: "no X for n" is none in the last n; "not on X for n" may mean that too, or less than n on it."""
    none = replace(host, window=Window(since=replace(long, strict=True)))
    return Either((none, replace(host, duration=long)), "negated duration", host.origin) if st.has("USE") else none


def is_count(e: Element) -> bool:
    """Whether an element is a plain number."""
    v = e.value
    return v is not None and not (v.unit or v.time or v.times or v.per or v.lost or v.values or v.pair)


def least(e: Element) -> int | None:
    """The least number of a count; None where it is none, or has an upper end."""
    v = e.value
    if v is None or v.bounds.low is None or (v.bounds.high is not None and not v.bare):
        return None
    least = int(v.bounds.low) + (0 if v.bounds.low_closed else 1)
    return least if v.bounds.low == v.bounds.low.to_integral_value() and 0 < least <= MOST else None


MOST = 20
"""The greatest number that counts treatments; a greater one is part of a name ("XEN 45 gel stent")."""


@cache
def listed(table: str, id: str) -> bool:
    """Whether a table of ids holds ``id``."""
    return any(r["id"] == id for r in rows(table))


def heading(st: Statement, scene: Scene) -> bool:
    """K9: a treatment's name alone on a required line heads the lines after it."""
    alone = st.head is not None and st.bare and not scene.forbids
    return alone and listed("headings", st.id) and texts(st.elements(), scene.text) == scene.text.strip(" .:;")


def done(id: str, origin: Origin, window: Window | None = None, count: int = 1) -> Procedure | Immunisation:
    """What was done: a procedure, or a vaccine that was given."""
    bound = concept(id)
    return (Immunisation if bound.kind == "vaccine" else Procedure)(bound, window, count, origin)


# --- allergies -------------------------------------------------------------------------------------------------------------


def _allergy(st: Statement, scene: Scene) -> Expr | None:
    head = st.head.start if st.head is not None else 0
    some = [v for v in st.values if is_count(v) and least(v) == 1]
    scene.mark(some, "logic", "K4")
    if (
        len(some) < len(st.values)
        or st.periods
        or (any(_bare(c) and c.start < head for c in st.cues) and "D2" not in st.rules and not _linked(st, scene))
    ):
        return None
    found = Allergy(concept(st.id), scene.origin(core(st), *st.rules))
    contra = st.has("CONTRA")
    if contra is None:
        return found
    elements = [contra, *([st.head] if st.head else [])]
    return Or((found, Manual("judgement", texts(elements, scene.text), scene.origin(elements, "K3"))), found.origin)


def _linked(st: Statement, scene: Scene) -> bool:
    """Whether a bracket parts a word for allergy from its "to" ("allergy (hypersensitivity) to X")."""
    early = [p for p in st.parens if st.head is not None and p.end <= st.head.start]
    between = folds(scene.text[early[-1].end : st.head.start]) if early and st.head is not None else ()
    return len(between) == 1 and between[0] in words("allergy_words", "link")


def _bare(cue: Element) -> bool:
    sense = cue.cue("ALLERGY")
    return sense is not None and sense.value == "bare"


def substance(st: Statement, scene: Scene) -> Expr | None:
    """An allergy to something that is no drug."""
    return _allergy(st, scene) if st.has("ALLERGY", "CONTRA") else None


# --- left-overs that are read here ------------------------------------------------------------------------------------------


def taken_out(st: Statement, wanted: Callable[[Element], bool]) -> list[Element]:
    """Left-overs of the statement that satisfy ``wanted``; they are no left-overs any more."""
    found = sorted((e for e in (*st.before, *st.after, *st.complement, *st.manual) if wanted(e)), key=lambda e: e.start)
    take_out(st, found)
    return found


def take_out(st: Statement, elements: list[Element]) -> None:
    """Take elements out of the left-overs of a statement."""
    for bucket in (st.before, st.after, st.complement, st.manual):
        bucket[:] = [e for e in bucket if e not in elements]


def judged(elements: list[Element], scene: Scene, rule: str) -> Manual:
    """Elements as a manual leaf, painted so."""
    why = next((r for r in map(joins.reason, elements) if r is not None), "judgement")
    return scene.manual(elements, why, rule)


def unread(elements: list[Element], scene: Scene, reason: str, rule: str) -> Opaque:
    """Elements as an opaque leaf."""
    return Opaque(reason, texts(elements, scene.text), scene.origin(elements, rule))
