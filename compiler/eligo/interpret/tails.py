"""Tails: what an except, unless, e.g., i.e. or if does to what it follows.

- **E1** an exception of the base's own kind takes those records out; **E2** one that isn't understood leaves the
  base unknown where it holds; **E3** "unless" is a circumstance.
- **C1** a limit under a circumstance is an alternative; one that is not wider than the one before replaces it where the
  circumstance holds. **C2** "if" on a whole line is a condition.
- **X1** examples are members of the class they follow: true with it. **X2** a definition stands for what it defines.
  **X3** "with or without …" restricts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.concepts import Concept
from eligo.interpret import circumstances, found, lapses
from eligo.interpret.asides import Named, first_named
from eligo.interpret.brackets import definable, restricted
from eligo.interpret.denials import opens_denial
from eligo.interpret.described import exemplified
from eligo.interpret.exempted import exempted, of_cause, own_limit
from eligo.interpret.leftovers import kinds_of, turned, words
from eligo.interpret.lists import list_expr
from eligo.interpret.narrowing import once
from eligo.interpret.others import less
from eligo.interpret.periods import window
from eligo.interpret.scene import Scene
from eligo.lex.raw import folds
from eligo.logic import (
    ATOMS,
    Age,
    Allergy,
    And,
    Condition,
    Drug,
    Either,
    Expr,
    Manual,
    Measurement,
    Not,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    Window,
    children,
    walk,
)
from eligo.parse.ast import Coord, Element, Item, Tail
from eligo.scope import Listing, Statement, listing, share_cues
from eligo.scope.others import related
from eligo.scope.statement import MEASURABLE

ATTESTED = ("judgement", "criteria-set", "pathology", "imaging")
"""Manual reasons that tell how something was found."""

Member = tuple[Named, tuple[Expr, ...]]
"""A fact among examples, and the left-overs that narrow it there."""


def tail_expr(tail: Tail, scene: Scene, over: Statement | None = None) -> Expr:
    """The body of a tail as an expression of its own; ``over``: the statement that its examples belong to (X1)."""
    if not tail.items:
        return Opaque("residue", tail.cue.tokens[0].text, scene.origin([tail.cue], "J0"))
    made = listing(Coord(tail.items, tail.juncts))
    if over is not None:
        share_cues(over, made)
    return list_expr(made, scene)


def tailed(expr: Expr, made: Listing, tail: Tail, scene: Scene, only_if: Tail | None = None) -> Expr:
    """``expr``, which the list ``made`` gave, with a tail; ``only_if``: what an exception asks for beside ("and only if …")."""
    body = tail.elements
    everything = sorted([*host_elements(made), tail.cue, *body], key=lambda e: e.start)
    if tail.cue.type in ("EXCEPT", "UNLESS") and only_if is None and (kept := own_limit(expr, tail, scene)) is not None:
        return kept
    match tail.cue.type:
        case "EG":
            return _exemplified(expr, made, tail, body, everything, scene)
        case "IE":
            return _defined(expr, made, tail, body, everything, scene)
        case "EXCEPT":
            return excepted(expr, tail, everything, scene)
        case "UNLESS":
            circumstance = of_cause(tail_expr(tail, scene), tail, scene)
            scene.mark([tail.cue], "logic", "E3")
            more = tail_expr(only_if, scene) if only_if is not None else And(())
            if only_if is not None:
                scene.mark([only_if.cue], "logic", "E3")
            lapse = lapses.lapsed(expr, tail, scene) if scene.forbids or isinstance(expr, Not) else None
            if lapse is not None:
                return _lapsed(lapse, circumstance, more, body, scene)
            circumstance = And((circumstance, more), circumstance.origin) if only_if is not None else circumstance
            return (
                And((expr, Not(circumstance, circumstance.origin)), expr.origin)
                if scene.forbids
                else Or((expr, circumstance), expr.origin)
            )
    circumstance = tail_expr(tail, scene)
    scene.mark([tail.cue], "logic", "C2")
    if isinstance(expr, Opaque) or not made.units or (isinstance(circumstance, Opaque) and not scene.forbids):
        return scene.opaque(everything, "residue", "J0")
    return (
        And((circumstance, expr), expr.origin)
        if scene.forbids
        else Or((Not(circumstance, circumstance.origin), expr), expr.origin)
    )


def _lapsed(lapse: tuple[Expr, Expr | None], circumstance: Expr, more: Expr, body: list[Element], scene: Scene) -> Expr:
    """E5; the exception holds only with ``more``."""
    ever, left = lapse
    if left is not None:
        scene.mark(body, "logic", "E5")
    if isinstance(ever, Not):
        inner = left.arg if isinstance(left, Not) else None
        return Not(_remaining(ever.arg, inner, circumstance, more), ever.origin)
    return _remaining(ever, left, circumstance, more)


def _remaining(ever: Expr, left: Expr | None, circumstance: Expr, more: Expr) -> Expr:
    """What was at any time, but for what the exception takes out."""
    if left is None:
        return And((ever, Not(And((circumstance, more)) if more != And(()) else circumstance)), ever.origin)
    return Or((left, And((ever, Not(more)))), left.origin) if more != And(()) else left


def alternative(first: Expr, second: Expr, circumstance: Expr) -> Expr:
    """``first``, or ``second`` where the circumstance holds. A limit that is not wider replaces the first there."""
    if _wider(second, first):
        return Or((first, And((second, circumstance))))
    return Or((And((first, Not(circumstance, circumstance.origin))), And((second, circumstance)), And((first, second))))


def _wider(second: Expr, first: Expr) -> bool:
    """Whether a limit takes in another one of the same measure: then the first alone is enough, circumstance or not."""
    if (
        not isinstance(first, Measurement)
        or not isinstance(second, Measurement)
        or first.bounds is None
        or second.bounds is None
    ):
        return False
    if (first.concept, first.unit, first.times) != (second.concept, second.unit, second.times):
        return False
    a, b = first.bounds, second.bounds
    low = b.low is None or (a.low is not None and a.low >= b.low)
    high = b.high is None or (a.high is not None and a.high <= b.high)
    return low and high


def _exemplified(
    expr: Expr, made: Listing, tail: Tail, body: list[Element], everything: list[Element], scene: Scene
) -> Expr:
    """X1: members of a class are true with it, settled or not; words that only say "whatever" are noise (X3)."""
    anything = (tail.cue.cue("EG") or tail.cue.senses[0]).value == "any"
    if (
        not made.units
        or expr == And(())
        or (isinstance(expr, Opaque) and (anything or any(m.main.has("NEG", "NAIVE") for m in made.units)))
    ):
        return scene.opaque(everything, "residue", "J0")
    if anything:
        return _whatever(expr, tail, everything, scene)
    tail = _closed(tail, scene)
    inner = tail_expr(tail, scene, made.units[-1].main)
    alternative_last = tail.juncts[-1:] == ("cor",) and len(tail.items) == 2
    plain = len(made.units) == 1 and not isinstance(expr, Not) and not opens_denial(made.units[0].main)
    if plain and _only_limits(inner) and not _settles(expr):
        # "Adequate organ function, including ANC ≥ 1500/mm3": what is asked for beside all that it stands for.
        scene.mark([tail.cue], "logic", "X7")
        return Or((expr, inner), expr.origin) if scene.forbids else And((expr, inner), expr.origin)
    unread_class = isinstance(expr, Opaque) or (
        isinstance(expr, Or) and scene.forbids and all(isinstance(a, Opaque) for a in expr.args)
    )
    if unread_class and restricted(made.units[-1].main):
        return scene.opaque(everything, "residue", "J0")
    if unread_class or (alternative_last and not isinstance(expr, Not | Allergy)):
        scene.mark([tail.cue], "logic", "X1")
        return Or((expr, inner), expr.origin)
    unread = tuple(n for n in walk(inner) if isinstance(n, Opaque | Manual))
    # A part with a limit, a time or a negation of its own may be more than an example: what isn't understood of it stays.
    telling = any(_says_of_itself(i) or any(e.type == "WINDOW" for e in i.elements) for i in tail.items)
    including = telling or (tail.cue.cue("EG") or tail.cue.senses[0]).value == "including"
    if isinstance(expr, Manual) and including and not scene.forbids:
        treated = _all_of(inner)
        if treated is not None:
            scene.mark([tail.cue], "logic", "X4")
            return And((expr, *treated), expr.origin)
    facts = list(named(inner))
    opinion = isinstance(expr, Manual) and expr.reason == "vague" and not _asks_state(expr.text)
    if isinstance(expr, Manual) and facts and (opinion or exemplified(expr)):
        scene.mark([tail.cue], "logic", "X1")
        return _of_opinion(expr, facts, unread if including else (), any(u.main.has("NEG") for u in made.units))
    if unread and not including and not facts:
        scene.mark([tail.cue, *body], "noise", "X1")
        return expr
    scene.mark([tail.cue], "logic", "X1")
    # "including A, B or C" may have gone on to alternatives: what isn't understood of it stays. Other examples are of the class.
    joined = _with_members(expr, facts, unread if including else ())
    if joined == expr and telling:
        return scene.opaque(everything, "residue", "J0")
    if joined == expr:
        scene.mark([tail.cue, *body], "noise", "X1")
    return joined


def _only_limits(inner: Expr) -> bool:
    """X7: whether what a tail names are limits of measurements, all but what isn't understood."""
    read = [n for n in walk(inner) if not isinstance(n, And | Or | Either | Not | Opaque | Manual)]
    return any(isinstance(n, Measurement) for n in read) and all(isinstance(n, Measurement | Condition | Sex) for n in read)


def _settles(expr: Expr) -> bool:
    """Whether anything in it is settled, what a person has to judge left aside."""
    return any(not isinstance(n, Opaque | Manual | And | Or | Not | Either) for n in walk(expr))


def _asks_state(said: str) -> bool:
    """Whether words ask for a state of each member ("uncontrolled illness such as …"), not for what it is taken for."""
    padded = f" {' '.join(folds(said))} "
    return any(f" {state} " in padded for state in words("label_states"))


def _of_opinion(expr: Manual, members: list[Member], unread: tuple[Expr, ...], denied: bool) -> Expr:
    """X1: "serious illness such as diabetes": what the text names is one, whatever else a person may take for one."""
    ones = tuple(And((m, *rest)) if rest else m for m, rest in members)
    if denied:
        return And((expr, Not(Or(ones) if len(ones) > 1 else ones[0])), expr.origin)
    return Or((expr, *ones, *unread), expr.origin)


def _whatever(expr: Expr, tail: Tail, everything: list[Element], scene: Scene) -> Expr:
    """X3; a later part with cues or limits of its own is none of what doesn't matter."""
    onward = next((i for i, item in enumerate(tail.items) if i and _says_of_itself(item)), len(tail.items))
    scene.mark([tail.cue, *(e for i in tail.items[:onward] for e in i.elements)], "noise", "X3")
    if onward == len(tail.items):
        return expr
    if tail.juncts[onward - 1] not in ("or", "cor"):
        return scene.opaque(everything, "residue", "J0")
    rest = list_expr(listing(Coord(tail.items[onward:], tail.juncts[onward:])), scene)
    return Or((expr, rest), expr.origin)


def _says_of_itself(item: Item) -> bool:
    return any(
        e.type == "VALUE" or e.cue("HIST", "ALLERGY", "NEG", "USE", "USEPAST", "KNOWN", "PLANNED")
        for e in item.elements
    )


def _closed(tail: Tail, scene: Scene) -> Tail:
    """Examples without the "etc." at their end: that there are more of them is what examples say anyway."""
    if not tail.items or len(tail.items[-1].elements) < 2:
        return tail
    *kept, end = tail.items[-1].elements
    if words("and_so_on").isdisjoint(folds(scene.text[end.start : end.end])):
        return tail
    scene.mark([end], "noise", "X1")
    return replace(tail, items=(*tail.items[:-1], Item(tuple(kept))))


def _all_of(inner: Expr) -> tuple[Expr, ...] | None:
    """X4: what required lines of therapy include was given at some time ("two lines, including A and B")."""
    if isinstance(inner, Either) and isinstance(inner.readings[0], And):
        inner = inner.readings[0]
    named = inner.args if isinstance(inner, And) else (inner,)
    if not named or not all(isinstance(n, Drug | Procedure) for n in named):
        return None
    return tuple(once(n) for n in named)


def named(inner: Expr) -> Iterator[Member]:
    """The facts that examples name, each with what narrows it ("uncontrolled hypertension")."""
    match inner:
        case Condition() | Drug() | Procedure() | Allergy(concept=Concept()):
            yield inner, ()
        case And(args=(Condition() | Drug() | Procedure() | Allergy() as host, *rest)) if all(
            isinstance(r, Opaque | Manual) for r in rest
        ):
            yield from ((found, tuple(rest)) for found, _ in named(host))
        case And() | Not():
            # What holds together with something else, or is denied, is no member by itself.
            return
        case _:
            for part in children(inner):
                yield from named(part)


def _with_members(expr: Expr, members: list[Member], unread: tuple[Expr, ...]) -> Expr:
    """Members join the class that stands last, as what it is there (an exposure, an allergy …), inside a negation."""
    if isinstance(expr, Not):
        return replace(expr, arg=_with_members(expr.arg, members, unread))
    if isinstance(expr, And) and (whom := [a for a in expr.args if isinstance(a, Age | Sex | Reproduction)]):
        # "Men with liver disease including cirrhosis": the examples are of men as well.
        said = tuple(a for a in expr.args if a not in whom)
        had = said[0] if len(said) == 1 else And(said, expr.origin)
        return replace(expr, args=(*whom, _with_members(had, members, unread))) if said else expr
    if isinstance(expr, And):
        # "Severe lung disease such as X": X is one, however severe the class has to be.
        host = first_named(expr)
        alike = [
            m
            for m in members
            if host is not None and m[0].concept and host.concept and m[0].concept.kind == host.concept.kind
        ]
        joined = _with_members(host, alike, unread) if host is not None else None
        return Or((expr, *joined.args[1:]), expr.origin) if isinstance(joined, Or) else expr
    if isinstance(expr, Or) and expr.args:
        # A fact that has several forms ("transplanted", "transplant status") takes its members in the form of their kind.
        kinds = {m.concept.kind for m, _ in members if m.concept is not None}
        at = [
            i
            for i, a in enumerate(expr.args)
            if isinstance(a, Condition | Drug | Procedure) and a.concept.kind in kinds
        ]
        i = at[-1] if at and not isinstance(expr.args[-1], Allergy | And | Or | Not) else len(expr.args) - 1
        return replace(expr, args=(*expr.args[:i], _with_members(expr.args[i], members, unread), *expr.args[i + 1 :]))
    if not isinstance(expr, Named) or expr.concept is None:
        return Or((expr, *unread), expr.origin) if unread else expr
    kind = expr.concept.kind
    joining: list[Expr] = [_member(expr, m, rest) for m, rest in members if m.concept and m.concept.kind == kind]
    if isinstance(expr, Condition):
        # What is of another kind than its class ("eye conditions including eye surgery") says itself what it is.
        joining += [And((m, *rest)) if rest else m for m, rest in members if isinstance(m, Drug | Procedure)]
    return Or((expr, *joining, *unread), expr.origin) if joining or unread else expr


def _member(host: Named, example: Named, rest: tuple[Expr, ...]) -> Expr:
    """An example as what its class is there; with a time, a severity or a dose of its own it says itself what it is."""
    match example:
        case Condition(window=None, severity=(), count=1) | Procedure(window=None, count=1) | Allergy():
            bare = True
        case Drug(window=None, dose=None, duration=None, stable=None):
            bare = True
        case _:
            bare = type(example) is not type(host)
    one = example
    if bare:
        plain = replace(host, severity=()) if isinstance(host, Condition) else host
        one = replace(plain, concept=example.concept)  # type: ignore[arg-type]
    return And((one, *rest)) if rest else one


def _defined(
    expr: Expr, made: Listing, tail: Tail, body: list[Element], everything: list[Element], scene: Scene
) -> Expr:
    """X2: a definition replaces a definable host and narrows another; "confirmed by …" narrows. Inside a negation too."""
    if isinstance(expr, Not):
        return replace(expr, arg=_defined(expr.arg, made, tail, body, everything, scene))
    last = made.units[-1].main if made.units else None
    if last is not None and isinstance(expr, Opaque | Manual) and last.kind in MEASURABLE and _unsaid(last):
        inner = tail_expr(tail, scene)
        if isinstance(inner, Measurement) and inner.concept.id == last.id:
            # "Ejection fraction defined as an LVEF of ≥ 55 %": the limit of what is defined.
            scene.mark([*host_elements(made), tail.cue], "noise", "X2")
            return inner
    if last is None or isinstance(expr, Opaque):
        return scene.opaque(everything, "residue", "J0")
    said = " ".join(scene.text[tail.cue.start : (body[-1] if body else tail.cue).end].split())
    origin = scene.origin([tail.cue, *body], "J2")
    whys = [next((s.value for s in e.senses if s.type == "MANUAL"), None) for e in body]
    by = (tail.cue.cue("IE") or tail.cue.senses[0]).value == "by"
    if "K12" in last.rules and any(t.sense("TUNIT", "FREQ") for e in body for t in e.tokens):
        # "More than 3 seizures per month": a rate, for which no record of each is kept.
        return scene.opaque(everything, "residue", "K12")
    if by and (told := _by_method(expr, last, body, scene)) is not None:
        scene.mark([tail.cue, *body], "noise", "P6")
        return told
    if by and any(e.type == "VALUE" for e in body):
        inner = tail_expr(tail, scene)
        shown = [n for n in walk(inner) if not isinstance(n, And | Or)]
        if all(isinstance(n, Measurement | Sex) for n in shown) and isinstance(shown[0], Measurement | Sex):
            scene.mark([tail.cue], "logic", "X5")
            showing = not words("evidence_words").isdisjoint(tail.cue.folds)
            if showing and isinstance(expr, Condition) and len(made.units) == 1 and definable(last, scene):
                # "Renal impairment as indicated by creatinine ≥ 1.5 mg/dL": the limit says what it is.
                scene.mark(host_elements(made), "noise", "X5")
                return inner
            return And((expr, inner), expr.origin)
    if by and len(body) > 1 and any(e.cue("SUSPECT") for e in body[1:]):
        # "Confirmed by a test or considered as probable": the latter stands beside the whole.
        scene.mark([tail.cue, *body], "manual", "judgement")
        judged = Manual("judgement", said, origin)
        return Or((And((expr, judged), expr.origin), judged), expr.origin)
    if by and (isinstance(expr, Manual) or any(w in ATTESTED for w in whys)):
        why = next((w for w in whys if w), "judgement")
        scene.mark([tail.cue, *body], "manual", why)
        return expr if isinstance(expr, Manual) else And((expr, Manual(why, said, origin)), expr.origin)
    if by and tail.juncts[-1:] == ("cor",) and "comma" not in tail.juncts:
        # "… as shown by A or B, or C": C may stand beside the whole.
        scene.mark([tail.cue, *body], "residue", "complement")
        alone = Opaque("complement", said, origin)
        return Or((And((expr, alone), expr.origin), alone), expr.origin)
    how = found.found_by([tail.cue, *body], scene.text) if by and not isinstance(expr, Manual) else None
    if how == "record" and not any(e.type == "WINDOW" for e in body):
        scene.mark([tail.cue, *body], "noise", "X8")
        return expr
    if how is not None:
        why = "not-recorded" if how == "record" else how
        scene.mark([tail.cue, *body], "manual", why)
        return found.confirmed(expr, Manual(why, said, origin), body, scene.text)
    people = all(isinstance(n, Age | Sex) for n in members(expr)) and not any(e.type == "VALUE" for e in body)
    if by and (people or not turned(body, scene.text, "turns_after") or _only_means(tail, scene)):
        if found.appeals(tail.cue, body):
            scene.mark([tail.cue, *body], "manual", "criteria-set")
            return And((expr, Manual("criteria-set", said, origin)), expr.origin)
        scene.mark([tail.cue, *body], "residue", "complement")
        return And((expr, Opaque("complement", said, origin)), expr.origin)
    if by:
        return scene.opaque(everything, "residue", "J0")
    inner = tail_expr(tail, scene)
    scene.mark([tail.cue], "noise", "X2")
    if definable(last, scene):
        if len(made.units) > 1 or not names_fact(inner):
            return scene.opaque(everything, "residue", "J0")
        scene.mark([e for s in made.units[0].statements for e in s.elements()], "noise", "X2")
        return inner
    methods = [n for n in walk(inner) if isinstance(n, ATOMS)]
    if methods and all(isinstance(n, Procedure) for n in methods) and isinstance(expr, Condition):
        # "Bleeding as defined by CT": that somebody was scanned is no part of it.
        if any(e.type == "WINDOW" for e in body):
            return scene.opaque(everything, "residue", "J0")
        scene.mark([tail.cue, *body], "manual", "imaging")
        return And((expr, Manual("imaging", said, origin)), expr.origin)
    infected = found.shown(expr, inner, said) if len(made.units) == 1 else None
    if infected is not None:
        return infected
    whole = And((expr, inner), expr.origin)
    if isinstance(expr, Or) and len(made.units) > 1 and len(expr.args) > 1:
        # "Stroke, or diabetes defined as HbA1c > 8 %": of the last part alone, or of all.
        last_part = And((expr.args[-1], inner), expr.origin)
        return Either((whole, Or((*expr.args[:-1], last_part), expr.origin)), "attachment", expr.origin)
    return whole


def _only_means(tail: Tail, scene: Scene) -> bool:
    """X6: whether all parts of "confirmed by A, B or C" tell how something is found: no other disease, nobody else."""
    others = [e for item in tail.items[1:] for e in item.elements]
    plain = not any(e.cue("SUSPECT", "KNOWN", "HIST", "NEG", "FAMILY", "LINE", "WITH") for e in tail.elements)
    named = kinds_of(others) & {"condition", "drug"}
    return plain and not named and not turned(tail.elements, scene.text, "undoing")


def _unsaid(main: Statement) -> bool:
    """Whether a measure stands alone, but for words that say no more than its limit will ("adequate")."""
    left = (*main.after, *main.complement, *main.values, *main.periods, *main.cues, *main.parens)
    return not left and all(circumstances.effect(e) is not None for e in (*main.before, *main.manual))


def host_elements(made: Listing) -> list[Element]:
    """All elements of a list's statements."""
    return [e for u in made.units for s in u.statements for e in s.elements()]


def _by_method(expr: Expr, last: Statement, body: list[Element], scene: Scene) -> Expr | None:
    """P6: "determined by the Cockcroft-Gault equation, documented within 3 months": a method says nothing of its own, and a
    period behind it is the measurement's.
    """
    periods = [e for e in body if e.type == "WINDOW"]
    rest = [e for e in body if e.type != "WINDOW"]
    named = bool(rest) and rest[0].cue("METHOD") is not None
    if not named or not isinstance(expr, Measurement) or not all(e.cue("METHOD", "KNOWN", "PREP") for e in rest):
        return None
    if not periods:
        return expr
    if len(periods) > 1 or expr.window is not None or last.periods or periods[0].period is None:
        return None
    when = window(periods[0].period, scene, periods[0])
    return None if when is None else replace(expr, window=when if when != Window() else None)


def excepted(expr: Expr, tail: Tail, everything: list[Element], scene: Scene) -> Expr:
    """E1, E2; both bind inside a negation, and to the last part of a list."""
    onward = _onward(tail)
    if onward and scene.forbids and not isinstance(expr, Not | Opaque):
        # "Antidiabetics other than A or use of B": B is no exception.
        first = replace(tail, items=tail.items[:onward], juncts=tail.juncts[: onward - 1])
        rest = list_expr(listing(Coord(tail.items[onward:], tail.juncts[onward:])), scene)
        return Or((excepted(expr, first, everything, scene), _in_its_time(rest, expr)), expr.origin)
    if isinstance(expr, Not):
        return replace(expr, arg=excepted(expr.arg, tail, everything, scene))
    if isinstance(expr, And) and expr.args and isinstance(expr.args[0], Condition | Drug):
        return replace(expr, args=(excepted(expr.args[0], tail, everything, scene), *expr.args[1:]))
    contrasts = (tail.cue.cue("EXCEPT") or tail.cue.senses[0]).value == "contrast"
    if isinstance(expr, Or) and not contrasts and (meant := _meant(expr, tail, scene)):
        return replace(
            expr, args=tuple(excepted(a, tail, everything, scene) if _base(a) in meant else a for a in expr.args)
        )
    if isinstance(expr, Or) and expr.args and (same := _base(expr.args[-1])) is not None:
        return replace(
            expr, args=tuple(excepted(a, tail, everything, scene) if _base(a) == same else a for a in expr.args)
        )
    if contrasts:
        return _contrasted(expr, tail, everything, scene)
    return _subtracted(expr, tail, everything, scene)


def _in_its_time(rest: Expr, base: Expr) -> Expr:
    """Drugs in the period of ``base``, which stood at the end of the list."""
    if isinstance(rest, Or):
        return replace(rest, args=tuple(_in_its_time(a, base) for a in rest.args))
    if isinstance(rest, Drug) and isinstance(base, Drug) and rest.window is None and base.window is not None:
        return replace(rest, window=base.window)
    return rest


def _onward(tail: Tail) -> int:
    """Where a list of exceptions goes on to something else: a part behind "or" that begins with a cue of its own; 0 for none."""
    for i, item in enumerate(tail.items):
        opens = item.elements and item.elements[0].cue("USE", "USEPAST", "HIST", "ALLERGY") is not None
        if i and tail.juncts[i - 1] in ("or", "cor") and opens:
            return i
    return 0


def _meant(expr: Or, tail: Tail, scene: Scene) -> list[Concept]:
    """E1: the concepts of a list that something among the exceptions is a kind of ("malignancy or asthma, except skin cancer")."""
    facts = [n.concept for n in walk(tail_expr(tail, scene)) if isinstance(n, Condition | Drug)] if tail.items else []
    bases = [b for b in map(_base, expr.args) if b is not None]
    return [b for b in bases if any(related(f, b) for f in facts)]


def _base(expr: Expr) -> Concept | None:
    """The concept that an exception can be taken from."""
    first = expr.args[0] if isinstance(expr, And) and expr.args else expr
    return first.concept if isinstance(first, Condition | Drug) else None


def _contrasted(expr: Expr, tail: Tail, everything: list[Element], scene: Scene) -> Expr:
    """E4: "A but not B": who has A without having B, or, where B is one of A, has another A: both readings stay."""
    if isinstance(expr, Opaque) or not tail.items:
        return scene.opaque(everything, "residue", "J0")
    inner = tail_expr(tail, scene)
    scene.mark([tail.cue], "logic", "E4")
    without_it = And((expr, Not(inner, inner.origin)), expr.origin)
    if not isinstance(inner, Condition | Drug) or type(inner) is not type(expr) or inner.window is not None:
        return without_it
    if _base(inner) == _base(expr):
        # The lexicon doesn't tell the two apart.
        return scene.opaque(everything, "residue", "J0")
    return Either((without_it, less(expr, [inner])), "exception", expr.origin)


def _subtracted(expr: Expr, tail: Tail, everything: list[Element], scene: Scene) -> Expr:
    """E1, E2."""
    inner = tail_expr(tail, scene)
    body = tail.elements
    kept = [n for n in members(inner) if isinstance(n, Condition | Drug)]
    clean = kept and len(kept) == len(members(inner)) and all(n.window is None and _whole(n) for n in kept)
    base = expr if isinstance(expr, Condition | Drug) else None
    if clean and base is not None and all(type(n) is type(base) for n in kept):
        scene.mark([tail.cue], "logic", "E1")
        return less(base, kept)
    if isinstance(expr, Opaque):
        return scene.opaque(everything, "residue", "J0")
    listed = inner.args if isinstance(inner, Or) else (inner,)
    sure = [
        n
        for n in listed
        if isinstance(n, Condition | Drug) and type(n) is type(base) and n.window is None and _whole(n)
    ]
    settled = [
        n
        for n in walk(inner)
        if isinstance(n, Condition | Drug)
        and base is not None
        and type(n) is type(base)
        and n.concept.id != base.concept.id
    ]
    freed = exempted(expr, inner, [tail.cue, *body], scene)
    if freed is not None:
        return freed
    scene.mark([tail.cue, *body], "residue", "exception")
    words = " ".join(scene.text[tail.cue.start : (body[-1] if body else tail.cue).end].split())
    itself = base is not None and any(n.concept.id == base.concept.id for n in settled)
    if settled and base is not None and not itself and not any(isinstance(n, Not) for n in walk(inner)):
        # What is excepted under a condition that isn't read is open; what is excepted without one is not.
        least = less(base, sure) if sure else base
        return Either((less(base, settled), least), "exception", base.origin)
    return And((expr, Opaque("exception", words, scene.origin([tail.cue, *body], "E2"))), expr.origin)


def _whole(exception: Condition | Drug) -> bool:
    """Whether an exception takes out whatever is of its concept: "aspirin up to 100 mg", "mild asthma" do not."""
    if isinstance(exception, Condition):
        return not exception.severity and exception.certainty == "stated"
    return exception.dose is None and exception.duration is None and exception.stable is None


def members(expr: Expr) -> tuple[Expr, ...]:
    """The parts of a list, or the one thing itself."""
    return expr.args if isinstance(expr, And | Or) and expr.args else (expr,)


def names_fact(expr: Expr) -> bool:
    """Whether anything in it is settled."""
    return any(not isinstance(n, Opaque | And | Or | Not | Either) for n in walk(expr))
