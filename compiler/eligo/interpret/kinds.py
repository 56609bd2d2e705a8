"""Statements that a person has to judge, but that are about a kind of condition.

- **J21** "serious infection": who has no infection at all has no serious one, whatever a person would call serious.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret import fallback
from eligo.interpret.joins import OUTRANKING, reason
from eligo.interpret.leftovers import turned, words
from eligo.interpret.periods import window_of
from eligo.interpret.scene import Scene
from eligo.lex.raw import fold, folds
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import And, Condition, Drug, Expr, Manual, Not, Opaque, Or
from eligo.parse.ast import Element
from eligo.scope import Listing, Statement
from eligo.scope.statement import NARROWING, act

HYPHEN = "-"
"""Right behind a kind it makes another word of it ("infection-free")."""
ACTS = ("SUSPECT", "FAMILY", "ALLERGY", "USE", "USEPAST", "NAIVE", "PLANNED", "CONTRA", "ANSWER", "STABLE")
OPENING = ("PREP", "REL", "COMP", "CAUSE", "WITH", "IE")


@cache
def _kinds() -> dict[str, str]:
    return {fold(r["word"]): r["condition"] for r in rows("kind_nouns")}


def treated(st: Statement, scene: Scene) -> Expr | None:
    """J21: "infection requiring antibiotics" is about the infection, not about what it is treated with."""
    if st.kind not in ("drug", "procedure"):
        return None
    found = _of_kind(st.elements(), st, scene)
    needs = st.has("PLANNED")
    requires = needs is not None and (needs.cue("PLANNED") or needs.senses[0]).value == "requiring"
    if not isinstance(found, And | Or) or st.kind != "drug" or not requires:
        return found
    # What an infection is treated with is understood, though no record tells what a drug was given for.
    open_part = next((a for a in found.args if isinstance(a, Opaque)), None)
    if open_part is not None:
        scene.mark([e for e in st.elements() if e not in st.line], "manual", "not-recorded")
        told = Manual("not-recorded", open_part.text, open_part.origin)
        found = replace(found, args=tuple(told if a is open_part else a for a in found.args))
    if isinstance(found, Or):
        return found
    # K24: who is on none of them requires none.
    host = next((a for a in found.args if isinstance(a, Condition)), None)
    past = host is None or host.state == "history"
    given = Drug(concept(st.id), "ever" if past else "current", origin=scene.origin([st.head] if st.head else [], "K24"))
    return And((*found.args, given), found.origin)


def treated_by_any(made: Listing, scene: Scene) -> Expr | None:
    """J21: "infection requiring antibiotics, antifungals or antivirals" is about the infection, whatever treats it."""
    mains = [u.main for u in made.units]
    if (
        len(mains) < 2
        or any(len(u.statements) > 1 for u in made.units)
        or not any(m.id in _treatments() for m in mains[1:])
    ):
        return None
    own = [c for m in mains[1:] for c in m.cues if not c.foreign and c not in mains[0].cues]
    if own or not all(m.id in _treatments() or (m.head is None and not m.values and not m.manual) for m in mains):
        return None
    return _of_kind(sorted({e.start: e for m in mains for e in m.elements()}.values(), key=lambda e: e.start), mains[0], scene)


def _of_kind(said: list[Element], first: Statement, scene: Scene) -> Expr | None:
    """The kind of condition that stands before what it is treated with; None where none opens like that."""
    head = next((e for e in said if e.cue("MENTION") and not e.foreign), None)
    early = [e for e in said if head is not None and e.start < head.start and not e.foreign]
    at = next((i for i, e in enumerate(early[:-1]) if _last(e) in _kinds()), None)
    if at is None or (early[at + 1].cue(*OPENING) or early[at + 1].tokens[0].sense(*fallback.TYING)) is None:
        return None
    cues = [c for c in first.cues if c.start < early[at].start]
    dated = any(e.type == "WINDOW" for e in said)
    whole = Statement(cues=cues, after=[e for e in said if e not in cues and e not in first.line], line=first.line)
    return held(scene.opaque(said, "residue", "J0"), whole, scene, dated)


@cache
def _treatments() -> frozenset[str]:
    return frozenset(r["drug"] for r in rows("kind_treatments"))


def held(leaf: Expr, st: Statement, scene: Scene, once: bool = False) -> Expr:
    """J21: the kind of condition that a statement without a bound head is about, together with what is left open of it; ``once``:
    it needn't be there now.
    """
    signs = st.has("SUSPECT")
    if isinstance(leaf, Opaque) and leaf.reason == "residue" and signs is not None and _only_kind(st, signs):
        # J28: "signs of infection".
        scene.mark(st.elements(), "manual", "vague")
        return Manual("vague", leaf.text, leaf.origin)
    if not isinstance(leaf, Manual | Opaque) or st.head is not None or st.values or st.parts or st.has(*ACTS):
        return leaf
    if (isinstance(leaf, Manual) and leaf.reason in OUTRANKING) or (isinstance(leaf, Opaque) and st.parens):
        return leaf
    said = [e for e in st.elements() if e not in (*st.periods, *st.silent, *st.line, *st.parens) and not e.foreign]
    at = next((i for i, e in enumerate(said) if _last(e) in _kinds()), None)
    when = window_of(st, scene)
    if at is None or when is False or not _about(said, at, scene.text) or scene.text[said[at].end :].startswith(HYPHEN):
        return leaf
    past = (
        once
        or st.has("HIST", "RECENT") is not None
        or not (words("past") | words("recurring")).isdisjoint(_folds(said))
    )
    origin = scene.origin([said[at]], "J21")
    kind = concept(_kinds()[_last(said[at])])
    host: Expr = Condition(kind, "history" if past or when is not None else "present", when or None, origin=origin)
    if st.has("NEG") is not None or "D3" in st.rules:
        # A negation goes over a part without a head without leaving its cue there ("no acute or chronic infection").
        named = [e for e in said if e not in st.cues]
        if isinstance(leaf, Opaque) and leaf.reason == "residue" and len(named) == 1:
            # "No signs of infection".
            scene.mark(said, "manual", "vague")
            leaf = Manual("vague", leaf.text, leaf.origin)
        return leaf if scene.forbids else Or((Not(host, origin), leaf), origin)
    goes_on = any(e.start > said[at].start for e in st.silent)
    if isinstance(leaf, Opaque) and len(said) == 1 and len(_folds(said)) == 1 and not goes_on:
        scene.mark(said, "logic", "J21")
        return host
    if isinstance(leaf, Opaque) and leaf.reason == "residue":
        # Where an infection sits, or what it is of, is understood; whether it is there, a person sees.
        scene.mark(said, "manual", "not-recorded")
        leaf = Manual("not-recorded", leaf.text, leaf.origin)
    return And((host, leaf), origin)


def _only_kind(st: Statement, signs: Element) -> bool:
    """Whether nothing but a kind of condition stands behind a word for signs or risk."""
    said = [e for e in st.elements() if e not in (*st.periods, *st.silent, *st.line, *st.cues)]
    plain = st.head is None and not (st.values or st.parts or st.parens) and act(signs) == "SUSPECT"
    return plain and len(said) == 1 and _last(said[0]) in _kinds() and len(st.cues) == 1


def _about(said: list[Element], at: int, text: str) -> bool:
    """Whether a kind is what the words are about: nothing turns it, and what stands behind it tells more of it."""
    before = [e for e in said[:at] if e.cue("NEG", "KNOWN", "HIST", "CURRENT", "RECENT") is None]
    # "Ongoing or active infection": what joins its adjectives.
    told = set(_folds(said[at : at + 1])) - fallback.joining()
    turns = not words("turns").isdisjoint(told)
    behind = said[at + 1 :]
    # "Unable to tolerate an infection", "refuses …": what somebody does or thinks is no adjective.
    doing = any(why is not None and why not in NARROWING for why in map(reason, before))
    if doing or turns or turned(before, text) or any(e.cue("PREP", "CAUSE", "WITH", "REL") for e in before):
        return False
    if not behind:
        return True
    gap = folds(text[said[at].end : behind[0].start])
    tied = not fallback.ties().isdisjoint(gap) or (
        behind[0].tokens[0].sense(*fallback.TYING) is not None and len(behind) > 1
    )
    opened = tied or behind[0].cue(*OPENING) is not None or any(s.type == "MANUAL" for s in behind[0].senses)
    return opened and not turned(behind, text, "turns_after")


def _last(e: Element) -> str:
    return next(reversed(folds(e.tokens[-1].text)), "")


def _folds(elements: list[Element]) -> list[str]:
    return [f for e in elements for t in e.tokens for f in folds(t.text)]
