"""Brackets of unknown relation beside a host that is understood.

- **P11** facts of the host's own kind are members of it, or all that is meant, or another name: both readings stay.
- **P15** what "with" opens holds together with the host.
- **P13** what "or" opens is an alternative to the host.
- **P12** other words can only ask for more than the host does, so they narrow it; a word that widens or turns
  (``bracket_turns``) leaves the statement opaque.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from eligo.interpret import found
from eligo.interpret.leftovers import kinds_of, words
from eligo.interpret.scene import Scene
from eligo.lex.phrases import lexicon
from eligo.lex.raw import folds, raw_tokens, text_key, word_folds
from eligo.lex.word_tables import phrase_keys
from eligo.logic import Allergy, And, Condition, Drug, Either, Expr, Manual, Not, Opaque, Or, Procedure, walk
from eligo.parse.ast import Element, Tail
from eligo.scope import Statement, neighbours, texts
from eligo.scope.statement import MEASURABLE

HOSTS = ("condition", "drug", "procedure")
Named = Condition | Drug | Procedure | Allergy
ELLIPSIS = "…"
CITED = (",", "-", "–", ";")
DOTS = (".", ELLIPSIS)


def first_named(expr: Expr) -> Named | None:
    """The first fact of a concept in what holds together, or the one thing itself."""
    return next((a for a in (expr.args if isinstance(expr, And) else (expr,)) if isinstance(a, Named)), None)


def members(host: Expr, inner: Expr) -> Expr | None:
    """P11: "serious heart disease (myocardial infarction, cardiac failure)"; None if the bracket holds anything else."""
    base = first_named(host)
    if base is None or base.concept is None:
        return None
    named: list[Expr] = []
    for fact in inner.args if isinstance(inner, Or) else (inner,):
        if not isinstance(fact, Condition | Drug | Procedure) or fact.concept.kind != base.concept.kind or fact.window:
            return None
        # A member has the state and the window of what it is a member of, and is what the host is: an exposure, an allergy.
        named.append(replace(base, concept=fact.concept))
    return Either((Or((host, *named)), Or(tuple(named)) if len(named) > 1 else named[0]), "bracket", host.origin)


def opens_with(statement: Statement, host: Expr, inside: list[Element]) -> bool:
    """P15: "breast cancer (with distant metastases)": what "with" opens in a bracket holds together with what is so now."""
    now = isinstance(host, Condition | And | Either) and not statement.has("HIST", "RECENT", "FAMILY", "SUSPECT")
    return (
        now
        and statement.kind == "condition"
        and not statement.periods
        and bool(inside)
        and inside[0].cue("WITH") is not None
    )


def junction(bracket: Element, scene: Scene) -> str:
    """ "or" or "and" where a bracket begins with one: an alternative to what stands before it, or one more thing; else ""."""
    raws = raw_tokens(scene.text[bracket.start + 1 : bracket.end - 1])
    match = lexicon().at(raws, 0) if raws else None
    return next((s.type.lower() for s in match.senses if s.type in ("OR", "AND")), "") if match is not None else ""


def more(
    statement: Statement, host: Expr, bracket: Element, scene: Scene, definable: Callable[[Statement, Scene], bool]
) -> Expr | None:
    """P12: "pancreatitis (acute)"; None if the bracket may do more than narrow. ``definable``: whether limits define the host."""
    if isinstance(host, Opaque) or statement.kind not in HOSTS:
        return None
    inside = scene.text[bracket.start + 1 : bracket.end - 1]
    how = found.told_by(word_folds(inside)) if isinstance(host, Condition | And) and statement.kind == "condition" else None
    if how is not None:
        # "COVID-19 (RT-PCR)", "asthma (by medical history)".
        scene.mark([bracket], "noise" if how == "record" else "manual", "X8" if how == "record" else how)
        told = Manual(how, texts([bracket], scene.text), scene.origin([bracket], "X8"))
        return host if how == "record" else found.confirmed(host, told, [bracket], scene.text)
    # What frees somebody of what is forbidden still leaves nobody forbidden who hasn't the host.
    turning = ("widens",) if scene.forbids else ()
    turns = words("bracket_turns", *turning)
    said = folds(scene.text[bracket.start + 1 : bracket.end - 1])
    kinds = kinds_of(neighbours.inner(bracket))
    lone = said[:1] and said[0] in words("bracket_openings", *turning)
    if lone or not turns.isdisjoint(said) or kinds & {"sex", "age", "agegroup", "reproduction"}:
        return None
    if kinds & MEASURABLE and definable(statement, scene):
        return None
    past = not kinds and any(e.cue("HIST") is not None for e in neighbours.inner(bracket))
    if past or not words("bracket_openings").isdisjoint(said[:1]):
        # "Asthma (in the past)": it needn't be there now.
        from eligo.interpret.narrowing import once

        host = (
            replace(host, args=(once(host.args[0]), *host.args[1:]))
            if isinstance(host, And) and host.args
            else once(host)
        )
    scene.mark([bracket], "residue", "aside")
    return And((host, Opaque("aside", texts([bracket], scene.text), scene.origin([bracket], "P12"))), host.origin)


def idle(bracket: Element, scene: Scene) -> bool:
    """P6: whether a bracket says nothing of who is meant: a reference number, "if known", "any type"."""
    said = text_key(scene.text[bracket.start + 1 : bracket.end - 1])
    if bool(said) and all(f.isdecimal() or f in CITED for f in said):
        return True
    return said in phrase_keys("idle_asides", "phrase", *(() if scene.forbids else ("always",)))


def unless(host: Expr, bracket: Element, tail: Tail, scene: Scene) -> Expr:
    """E3: "(unless on atazanavir with unconjugated hyperbilirubinemia)". Beside words that aren't understood a missing finding
    is no sign that the exception doesn't hold, since they may say how it is found; a missing treatment is.
    """
    from eligo.interpret.tails import tail_expr

    circumstance = tail_expr(tail, scene)
    scene.mark_brackets(bracket)
    scene.mark([tail.cue], "logic", "E3")
    if any(isinstance(n, Opaque | Manual) for n in walk(circumstance)):
        parts = circumstance.args if isinstance(circumstance, And) else ()
        treated = tuple(p for p in parts if isinstance(p, Drug | Procedure))
        rest = Opaque("circumstance", texts([bracket], scene.text), scene.origin([bracket], "E3"))
        kept = {span for p in treated for span in p.origin.spans}
        body = tail.elements
        scene.mark([e for e in body if scene.span([e]) not in kept], "residue", "E3")
        circumstance = And((*treated, rest), circumstance.origin) if treated else rest
    negated = Not(circumstance, circumstance.origin)
    return And((host, negated), host.origin) if scene.forbids else Or((host, circumstance), host.origin)


def open_ended(statement: Statement, bracket: Element, scene: Scene) -> bool:
    """P7: whether a bracket goes on beyond what it names ("ACE inhibitors (captopril, enalapril, …)"): then it names examples."""
    raws = raw_tokens(scene.text[bracket.tokens[0].end : bracket.tokens[-1].start])
    dots = len([r for r in raws[-2:] if r.text in DOTS])
    said = words("and_so_on")
    more = bool(raws) and (raws[-1].text == ELLIPSIS or dots > 1 or any(r.fold in said for r in raws[-2:]))
    return more and kinds_of(neighbours.inner(bracket)) == {statement.kind} and statement.kind in HOSTS
