"""Brackets after a statement: what they do to it.

- **P1** an abbreviation or a synonym of the host is noise. **P2** a limit beside a finding that limits define *is* the finding.
- **P3** a limit or a class beside any other host narrows it. **P4** a list beside a mere label is what the label stands for.
- **P5** a value alone belongs to the host; a second value in another unit restates it (noise). **P6** a method note is noise.
- **P13** a bracket that names measures before a limit says what the limit is for.
- **P9** a class or limit beside a host that isn't understood still has to hold. **P10** a remark on a limit narrows it.
- **P7** examples don't restrict. **P8** a limit with a circumstance is an alternative. **P9** facts of the host's kind are
  members of it, or all of it. **P10** other words ask for more. With a word that widens or turns (``bracket_turns``) the
  statement is opaque (J0).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret import amounts, asides, circumstances, companions, findings, found, levels, remarks, washouts
from eligo.interpret.described import exemplified
from eligo.interpret.leftovers import folds_of, kinds_of, turned, words
from eligo.interpret.measures import grouped
from eligo.interpret.scene import Scene
from eligo.lex.raw import folds, text_key
from eligo.lexicon.tables import rows
from eligo.logic import (
    And,
    Bounds,
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
    walk,
)
from eligo.parse.ast import Coord, Element, Segment, Tail
from eligo.scope import Listing, Statement, Unit, listing, neighbours, share_cues, texts
from eligo.scope.statement import MEASURABLE, choose

PLAIN_CLASS = 2
"""How many words name a class and no more; further ones may restrict it."""


@cache
def _keys(table: str, column: str) -> frozenset[tuple[str, ...]]:
    return frozenset(text_key(r[column]) for r in rows(table))


def definable(statement: Statement, scene: Scene) -> bool:
    """Whether the statement names a finding that a limit defines, or a label ("renal insufficiency", "cardiac involvement")."""
    words = texts(
        [
            e
            for e in (
                *statement.before,
                *([statement.head] if statement.head else []),
                *statement.after,
                *statement.silent,
                *statement.manual,
            )
            if not _behind(e, statement)
        ],
        scene.text,
    )
    key = text_key(words)
    table = _keys("definable", "phrase")
    return any(key[i:] in table for i in range(len(key))) or is_label(statement, scene)


def _behind(e: Element, statement: Statement) -> bool:
    """Whether an element stands behind the first bracket, and so doesn't belong to the name that the bracket defines."""
    return bool(statement.parens) and e.start > statement.parens[0].start


def _taken_late(statement: Statement, scene: Scene) -> list[Element]:
    """J16: words behind the first bracket that name the time the study looks at ("… at preoperative evaluation")."""
    at = statement.parens[0].end if statement.parens else None
    late = [e for e in (*statement.after, *statement.complement) if at is not None and e.start >= at]
    told = bool(late) and circumstances.taking(scene.text[late[0].start : late[-1].end]) == "same"
    return late if told else []


def is_label(statement: Statement, scene: Scene) -> bool:
    """Whether the statement is a label: no bound head, and its last word is a label's noun."""
    if statement.head is not None:
        return False
    key = text_key(texts(statement.elements(), scene.text).partition("(")[0])
    return bool(key) and (key[-1:] in _keys("labels", "word") or key in _keys("labels", "word"))


def with_brackets(statement: Statement, host: Expr, scene: Scene) -> Expr:
    """``host`` with the brackets of its statement."""
    for bracket in statement.parens:
        host = _one(statement, host, bracket, scene)
    for part in statement.parts:
        host = _with_part(statement, host, part, scene)
    return host


def _with_part(statement: Statement, host: Expr, part: Statement, scene: Scene) -> Expr:
    """A3: "with …" after a host."""
    from eligo.interpret.facts import fact
    from eligo.interpret.narrowing import since

    inner = with_brackets(part, fact(part, scene), scene)
    if "A11" in part.rules:
        if isinstance(host, Opaque) or isinstance(inner, Opaque):
            return (
                And((host, inner), host.origin)
                if not scene.forbids
                else scene.opaque(statement.elements(), "residue", "J0")
            )
        both, either = And((host, inner), host.origin), Or((host, inner), host.origin)
        return both if not scene.forbids else Either((either, both), "and-or", scene.origin(part.values, "A11"))
    if _limits(inner) and part.kind in ("lab", "vital") and definable(statement, scene):
        return _replace(statement, inner, scene, "P2")
    scene.mark(part.silent, "logic", "A3")
    told = statement.kind == "condition" and part.kind == "drug" and statement.has("HIST") is not None and not part.cues
    if told and isinstance(inner, Drug):
        # "Angioedema with X": what X did then; that it was taken is all that is certain.
        words = Opaque("circumstance", texts(part.elements(), scene.text), scene.origin(part.elements(), "A3"))
        return And((host, replace(inner, when="ever"), words), host.origin)
    limit = bool(part.values) and _limits(inner) and part.kind in MEASURABLE
    certain = limit and not turned(statement.before, scene.text)
    if isinstance(host, Opaque) and not statement.head and not certain:
        return scene.opaque(statement.elements(), "residue", "J0")
    if "A12" in part.rules and not isinstance(host, Opaque | Manual):
        return companions.together(host, inner, part, scene)
    if isinstance(host, Not) and statement.has("NEG", "NAIVE") is not None:
        # "No diabetes with obesity" may as well be said of the obese.
        denied = Not(And((host.arg, inner), host.origin), host.origin)
        return Either((denied, And((host, inner), host.origin)), "negation", host.origin)
    return And((since(host, part, inner, scene), inner), host.origin)


def _replace(statement: Statement, inner: Expr, scene: Scene, rule: str) -> Expr:
    """The host is only a name for ``inner``; its words become noise, except cues that act on both."""
    own = [
        *statement.before,
        *([statement.head] if statement.head else []),
        *statement.after,
        *statement.manual,
        *statement.silent,
        *statement.cues,
        *_taken_late(statement, scene),
    ]
    scene.mark(own, "noise", rule)
    return inner


def _defined(statement: Statement, host: Expr, inner: Expr, scene: Scene) -> Expr:
    """P2, P4; what stands behind the bracket narrows what it defines ("hypotension (SBP < 90) despite fluids")."""
    late = [e for e in (*statement.after, *statement.complement, *statement.manual) if _behind(e, statement)]
    if not late:
        return _replace(statement, inner, scene, "P4" if is_label(statement, scene) else "P2")
    left = [a for a in host.args if isinstance(a, Opaque | Manual)] if isinstance(host, And) else []
    if not left:
        return scene.opaque(statement.elements(), "residue", "J0")
    named = [
        e for e in (*statement.before, statement.head, *statement.silent) if e is not None and not _behind(e, statement)
    ]
    scene.mark(named, "noise", "P2")
    return And((inner, *left), host.origin)


def _limits(expr: Expr) -> bool:
    return not isinstance(expr, Manual | Opaque)


def _one(statement: Statement, host: Expr, bracket: Element, scene: Scene) -> Expr:
    inside = neighbours.inner(bracket)
    tails = [t for s in bracket.paren for c in s.coords for t in c.tails]
    if not inside and not tails:
        scene.mark_range(bracket.start, bracket.end, "noise", "P1")
        return host
    if not tails and len(inside) == 1 and inside[0].text.isupper() and kinds_of(inside) == {"sex"}:
        # "Multiple endocrine neoplasm (MEN)".
        scene.mark_range(bracket.start, bracket.end, "noise", "P1")
        return host
    nameless = isinstance(host, Opaque) or bool(grouped(statement.id))
    if nameless and not tails and (shared := _named_inside(statement, bracket, scene)) is not None:
        return shared
    again = inside and not tails and all(e.cue("ALLERGY") for e in inside) and statement.has("ALLERGY") is not None
    if again or _abbreviation(statement, inside, tails):
        scene.mark_range(bracket.start, bracket.end, "noise", "P1")
        return host
    repeats = len(inside) > 1 and inside[0].type == "MENTION" and statement.sense in inside[0].senses
    told = inside[1:] if repeats else inside
    if (told and told[0].cue("METHOD")) or (tails and not inside and tails[0].cue.cue("METHOD")):
        scene.mark_range(bracket.start, bracket.end, "noise", "P6")
        return host
    dated = statement.kind in (*MEASURABLE, "age") or "A8" in statement.rules
    if dated and not tails and all(t.sense("EVENT") for e in inside for t in e.tokens):
        # "At screening (visit 1)": another name of the index date.
        scene.mark_range(bracket.start, bracket.end, "noise", "P6")
        return host
    if statement.kind in asides.HOSTS and not statement.values and asides.idle(bracket, scene):
        scene.mark_range(bracket.start, bracket.end, "noise", "P6")
        return host
    unrestricted = remarks.without(statement, host, bracket, scene)
    if unrestricted is not None:
        scene.mark_range(bracket.start, bracket.end, "noise", "P17")
        return unrestricted
    longer = washouts.with_longer(statement, host, bracket, scene)
    if longer is not None:
        return longer
    if isinstance(host, Manual):
        if exemplified(host) and not statement.has("NEG", "NAIVE"):
            # "Drugs that prolong QT (e.g. sotalol)": what is named is one, whatever else a person takes for one.
            if len(tails) == 1 and not inside and tails[0].cue.type == "EG":
                return _examples(statement, host, bracket, tails, scene)
            named = _members(statement, host, bracket, scene)
            if named is not None:
                return named
        scene.mark_range(bracket.start, bracket.end, "manual", host.reason)
        return host
    if len(tails) == 1 and not inside and tails[0].cue.type == "EXCEPT":
        from eligo.interpret.exempted import own_limit
        from eligo.interpret.tails import excepted

        scene.mark_brackets(bracket)
        kept = own_limit(host, tails[0], scene)
        return kept if kept is not None else excepted(host, tails[0], statement.elements(), scene)
    if len(tails) == 1 and not inside and tails[0].cue.type == "UNLESS" and isinstance(host, Measurement):
        from eligo.interpret.exempted import own_limit

        kept = own_limit(host, tails[0], scene)
        if kept is not None:
            scene.mark_brackets(bracket)
            return kept
    if len(tails) == 1 and not inside and tails[0].cue.type == "UNLESS" and not isinstance(host, Opaque):
        return asides.unless(host, bracket, tails[0], scene)
    if statement.kind not in MEASURABLE and not tails and levels.only_grade(inside):
        return And((host, levels.told(bracket, scene)), host.origin)
    if isinstance(host, Measurement) and statement.values and circumstances.graded(bracket, scene.text):
        scene.mark_range(bracket.start, bracket.end, "noise", "P16")
        return host
    abused = amounts.of_abuse(statement, bracket, scene) if isinstance(host, Condition) else None
    if abused is not None:
        return abused
    lately = amounts.defined(statement, host, bracket, scene) if isinstance(host, Measurement) else None
    if lately is not None:
        return lately
    if isinstance(host, Measurement) and (statement.values or host.times) and not tails and findings.names(host.concept.id, inside):
        scene.mark_range(bracket.start, bracket.end, "noise", "P5")
        return host
    taken = circumstances.taking(scene.text[bracket.start : bracket.end]) if isinstance(host, Measurement) else None
    if taken == "same":
        scene.mark_range(bracket.start, bracket.end, "noise", "J16")
        return host
    if taken == "narrow":
        scene.mark([bracket], "residue", "aside")
        return And((host, Opaque("aside", texts([bracket], scene.text), scene.origin([bracket], "J16"))), host.origin)
    if inside and not tails and not isinstance(host, Opaque) and asides.open_ended(statement, bracket, scene):
        scene.mark_range(bracket.start, bracket.end, "noise", "P7")
        return host
    if tails and not inside and tails[0].cue.type == "EG" and len(tails) == 1:
        return _examples(statement, host, bracket, tails, scene)
    if (
        statement.kind in MEASURABLE
        and len(inside) == 1
        and inside[0].value is not None
        and len(tails) == 1
        and tails[0].cue.type == "IF"
    ):
        return _conditional(statement, host, bracket, inside[0], tails[0], scene)
    own = statement.values[-1].value if statement.values else None
    wider = own is not None and own.times is not None and bool(asides.junction(bracket, scene))
    if not wider and _restated(statement, inside):
        scene.mark_range(bracket.start, bracket.end, "noise", "P5")
        return host
    if isinstance(host, Not) and statement.has("NEG") is not None:
        return replace(host, arg=_said(statement, host.arg, bracket, inside, tails, scene))
    if statement.has("NEG", "NAIVE"):
        return scene.opaque(statement.elements(), "residue", "J0")
    return _said(statement, host, bracket, inside, tails, scene)


def _permitted(statement: Statement, host: Expr, bracket: Element, scene: Scene) -> Expr | None:
    """E6: "(basal cell carcinoma is allowed)"."""
    from eligo.interpret import permissions

    one = bracket.paren[0] if len(bracket.paren) == 1 else None
    if one is None or isinstance(host, Opaque | Manual) or not permissions.plain(one, scene):
        return None
    narrows = scene.forbids or statement.has("NEG") is not None
    before = dict(scene.paint)
    out = permissions.joined(host, one, scene, narrows=narrows)
    if out is None or (scene.forbids and any(isinstance(n, Opaque) and n.reason == "permission" for n in walk(out))):
        scene.paint = before
        return None
    scene.mark_brackets(bracket)
    return out


def _said(
    statement: Statement, host: Expr, bracket: Element, inside: list[Element], tails: list[Tail], scene: Scene
) -> Expr:
    """A bracket that says something of its own (P2–P4, P9–P12)."""
    if any(e.cue("LINE") for e in inside):
        # What it permits or excludes is taken from the host, or added to it: never a member of it.
        permitted = _permitted(statement, host, bracket, scene)
        if permitted is not None:
            return permitted
        narrowed = asides.more(statement, host, bracket, scene, definable) if scene.forbids else None
        return narrowed or scene.opaque(statement.elements(), "residue", "J0")
    if scene.forbids and not words("duties", "duty").isdisjoint(folds_of([bracket], scene.text)):
        # "(ALT must be normal)": what is asked for is none of what is forbidden.
        return asides.more(statement, host, bracket, scene, definable) or scene.opaque(statement.elements(), "residue", "J0")
    opened = asides.junction(bracket, scene)
    if opened == "and" or (opened and isinstance(host, Opaque)):
        return scene.opaque(statement.elements(), "residue", "J0")
    members = _members(statement, host, bracket, scene)
    if members is not None:
        return members
    before = dict(scene.paint)
    from eligo.interpret.clauses import segments_expr

    inner = segments_expr(_without_leading_tail(bracket.paren), scene)
    scene.mark_brackets(bracket)
    scene.mark([t.cue for s in bracket.paren for t in _leading_tails(s)], "logic", "X2")
    if opened:
        return Or((host, inner), host.origin)
    if isinstance(inner, Manual):
        return And((host, inner), host.origin)
    if not tails and not scene.forbids and isinstance(host, Measurement) and statement.values and _untreated(inner):
        # "Platelets ≥ 100,000/mm³ (no transfusion within 7 days)".
        return And((host, inner), host.origin)
    settled = any(not isinstance(n, Manual | Opaque | And | Or) for n in walk(inner))
    infected = found.shown(host, inner, texts([bracket], scene.text))
    if infected is not None:
        return infected
    if settled and not tails and asides.opens_with(statement, host, inside) and not definable(statement, scene):
        return And((host, inner), host.origin)
    that_is = len(tails) == 1 and not inside and any(_leading_tails(x) for x in bracket.paren)
    that_is = that_is and not definable(statement, scene)
    listed = asides.members(host, inner) if settled and (not tails or that_is) else None
    if listed is not None:
        return listed
    if settled and definable(statement, scene):
        measured = is_label(statement, scene) or any(isinstance(n, Measurement) for n in walk(inner))
        if not measured and not isinstance(host, Opaque) and not any(_leading_tails(s) for s in bracket.paren):
            # "Chronic kidney disease (not on dialysis)": no limit that would say what the disease is.
            return And((host, inner), host.origin)
        return _defined(statement, host, inner, scene)
    if settled and not isinstance(host, Opaque) and _classifies(inside):
        return And((host, inner), host.origin)
    if (
        settled
        and isinstance(host, Opaque)
        and _classifies(inside)
        and not turned(statement.elements(), scene.text)
    ):
        return And((host, inner), host.origin)
    scene.paint = before
    telling = all(_narrows(t, scene) for t in tails)
    more = asides.more(statement, host, bracket, scene, definable) if telling else None
    if more is not None:
        return more
    measure = statement.kind in (*MEASURABLE, "age") or "A8" in statement.rules
    limited = measure and bool(statement.values) and not isinstance(host, Opaque)
    if limited and not settled and not tails and circumstances.remark(inside, scene.text):
        scene.mark([bracket], "residue", "aside")
        return And((host, Opaque("aside", texts([bracket], scene.text), scene.origin([bracket], "P10"))), host.origin)
    scene.mark([bracket], "residue", "aside")
    return scene.opaque(statement.elements(), "residue", "J0")


def _untreated(expr: Expr) -> bool:
    """Whether an expression denies treatments and says nothing else."""
    denied = expr.args if isinstance(expr, And) else (expr,)
    return bool(denied) and all(
        isinstance(d, Not) and all(isinstance(n, Or | Drug | Procedure) for n in walk(d.arg)) for d in denied
    )


def _narrows(tail: Tail, scene: Scene) -> bool:
    """P12: whether a tail in a bracket only asks for more: how it was found, or, in what is forbidden, a condition."""
    by = tail.cue.type == "IE" and (tail.cue.cue("IE") or tail.cue.senses[0]).value == "by"
    return by or (scene.forbids and tail.cue.type in ("IF", "UNLESS", "EXCEPT"))


def _named_inside(statement: Statement, bracket: Element, scene: Scene) -> Expr | None:
    """P13: "hepatic transaminases (ALT and AST) ≤ 3 × ULN": a limit behind a bracket that names what it is for, each of them."""
    from eligo.interpret.facts import fact

    items = [list(i.elements) for s in bracket.paren for c in s.coords for i in c.items]
    heads = [i[0] for i in items if len(i) == 1 and i[0].type == "MENTION"]
    if not statement.values or statement.values[0].start < bracket.end or not heads or len(heads) < len(items):
        return None
    rest = [e for e in statement.elements() if e not in statement.values and e is not bracket]
    early = [e for e in rest if len(heads) == 1 and e.type == "WORD" and e.end <= bracket.start]
    short = {e.start for e in early if e.tokens[0].text.isupper()}
    if not all(circumstances.labels(e) or e.start in short or e in statement.silent for e in rest):
        return None
    if (
        statement.has("NEG")
        or turned(rest, scene.text)
        or any(e.start > bracket.start for e in statement.after)
    ):
        return None
    own = [
        Statement(head=h, sense=choose(h, [h, *statement.values], 0), values=list(statement.values), rules=["P13"])
        for h in heads
    ]
    if any(s.kind not in MEASURABLE for s in own):
        return None
    scene.mark([bracket, *rest], "noise", "P13")
    scene.paint[bracket.start] = (heads[0].start, "noise", "bracket")
    parts = tuple(fact(s, scene) for s in own)
    if not all(isinstance(p, Measurement) for p in parts):
        return scene.opaque(statement.elements(), "residue", "J0")
    return parts[0] if len(parts) == 1 else Or(parts) if scene.forbids else And(parts)


def _conditional(
    statement: Statement, host: Expr, bracket: Element, element: Element, tail: Tail, scene: Scene
) -> Expr:
    """P8: "≤ 3 × ULN (≤ 5 × ULN if liver metastases)": an alternative limit under a circumstance; a bare number takes
    the host's sign.
    """
    from eligo.interpret.facts import fact
    from eligo.interpret.tails import alternative, tail_expr

    value, own = element.value, statement.values[0].value if statement.values else None
    if (
        value is None
        or own is None
        or isinstance(host, Opaque)
        or (own.bounds.low is not None) == (own.bounds.high is not None)
    ):
        return scene.opaque(statement.elements(), "residue", "J0")
    if value.bare and value.bounds.low is not None:
        number = value.bounds.low
        bounds = (
            Bounds(low=number, low_closed=own.bounds.low_closed)
            if own.bounds.low is not None
            else Bounds(high=number, high_closed=own.bounds.high_closed)
        )
        value = replace(value, bounds=bounds, bare=False, unit=value.unit or own.unit, times=value.times or own.times)
    other = Statement(
        head=statement.head,
        sense=statement.sense,
        values=[replace(element, value=value)],
        periods=list(statement.periods),
        rules=["P8"],
    )
    circumstance = tail_expr(tail, scene)
    second = fact(other, scene)
    scene.mark_brackets(bracket)
    scene.mark([tail.cue], "logic", "P8")
    return alternative(host, second, circumstance)


def _without_leading_tail(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """ "(i.e. …)" and "(defined as …)" read as what follows the cue."""
    out = []
    for s in segments:
        leading = _leading_tails(s)
        coords = tuple(
            Coord(c.tails[0].items, c.tails[0].juncts, c.tails[1:]) if c.tails[:1] and c.tails[0] in leading else c
            for c in s.coords
        )
        out.append(Segment(coords))
    return tuple(out)


def _leading_tails(segment: Segment) -> list[Tail]:
    """What "i.e." or "defined as" opens at the start of a coordination."""
    return [c.tails[0] for c in segment.coords if not c.items and c.tails and c.tails[0].cue.type == "IE"]


def _abbreviation(statement: Statement, inside: list[Element], tails: list[Tail]) -> bool:
    """P1: one short word in capitals, or a mention of the host's own concept."""
    if len(inside) != 1 or tails:
        return False
    only = inside[0]
    if only.type == "MENTION":
        return statement.sense is not None and statement.sense in only.senses
    word = only.tokens[0].text
    return (
        only.type in ("WORD", "CUE")
        and len(only.tokens) == 1
        and word.isalnum()
        and sum(c.isupper() for c in word) >= min(2, len(word))
        and len(word) <= 8
    )


def _restated(statement: Statement, inside: list[Element]) -> bool:
    """P5: a value in another unit beside a value."""
    own = statement.values[-1].value if statement.values else None
    said = [e.value for e in inside if e.value is not None or circumstances.effect(e) != "same"]
    if own is None or not said:
        return False
    if own.times is not None:
        # "2 × ULN (≥ 420 U/L)": how much that is where the study measures.
        same = said[0] is not None and (said[0].bare or (said[0].bounds.low is None) == (own.bounds.low is None))
        return len(said) == 1 and same and said[0] is not None and bool(said[0].unit) and not said[0].time
    return all(v is not None and v.unit not in ("", own.unit) and v.times is None for v in said)


def _examples(statement: Statement, host: Expr, bracket: Element, tails: list[Tail], scene: Scene) -> Expr:
    """P7: members of the class, as examples without a bracket are (X1); beside an opaque host they are all that is known of it."""
    including = (tails[0].cue.cue("EG") or tails[0].cue.senses[0]).value == "including"
    if tails[0].items and (opening := tails[0].items[0].elements) and opening[0].cue("PLANNED", "COMP", "CAUSE"):
        # "Infections (e.g. requiring antibiotics)": no infection, but what tells of some.
        scene.mark_range(bracket.start, bracket.end, "noise", "P7")
        return host
    if _graded(host) and not including and not statement.has("NEG"):
        # "Severe mental illness (e.g. depression)": whether any depression is severe enough is open.
        from eligo.interpret.tails import named, tail_expr

        inner = tail_expr(tails[0], scene, statement)
        if not any(m.concept is not None and m.concept.kind == statement.kind for m, _ in named(inner)):
            scene.mark_range(bracket.start, bracket.end, "noise", "P7")
            return host
        scene.mark_brackets(bracket)
        scene.mark([tails[0].cue], "logic", "X1")
        words = Manual("vague", texts([bracket], scene.text), scene.origin([bracket], "P7"))
        return Or((host, And((inner, words), inner.origin)), host.origin)
    if not isinstance(host, Opaque):
        from eligo.interpret.tails import tailed

        scene.mark_brackets(bracket)
        return tailed(host, Listing([Unit([statement])], []), tails[0], scene)
    if statement.has("NEG"):
        scene.mark_range(bracket.start, bracket.end, "noise", "P7")
        return host
    onward = any(e.start > bracket.start and e.cue("REL") for e in statement.silent)
    if statement.after or statement.complement or statement.values or onward or restricted(statement):
        # What isn't understood after the bracket may limit its members too.
        scene.mark_range(bracket.start, bracket.end, "residue", "aside")
        return host
    from eligo.interpret.tails import tail_expr

    inner = tail_expr(tails[0], scene, statement)
    scene.mark_brackets(bracket)
    scene.mark([tails[0].cue], "logic", "X1")
    return Or((host, inner), host.origin)


def _graded(host: Expr) -> bool:
    """Whether more is asked of a class than to be of it."""
    return isinstance(host, And) or (isinstance(host, Condition) and bool(host.severity))


def restricted(main: Statement) -> bool:
    """Whether words of a class that isn't understood may restrict its examples ("reversible aetiology for agitation, e.g. …")."""
    said = [*main.before, *main.after, *main.complement, *main.manual]
    unknown = [e for e in said if e.cue("MOD", "GENERIC") is None and e.type != "MANUAL"]
    if any(f in words("past") for e in said for t in e.tokens for f in folds(t.text)):
        # "Adequately treated (e.g. …)": what was done to it, no class.
        return True
    return sum(len(e.tokens) for e in unknown) > PLAIN_CLASS or any(
        e.cue("PREP", "REL", "COMP", "CAUSE", "WITH") or ((g := e.cue("GENERIC")) is not None and g.value == "aspect")
        for e in said
    )


def _members(statement: Statement, host: Expr, bracket: Element, scene: Scene) -> Expr | None:
    """P14: a bracket with nothing but drugs, beside words for drugs that aren't understood, names some of them."""
    coords = [c for s in _without_leading_tail(bracket.paren) for c in s.coords]
    acted = statement.has("ALLERGY", "USE", "USEPAST")
    unread = isinstance(host, Opaque) or exemplified(host)
    if not unread or len(coords) != 1 or coords[0].tails or acted is None:
        return None
    if any(e.start > bracket.start for e in (*statement.after, *statement.complement, *statement.manual)):
        # "Thrombolytics (tPA) in the catheter": what stands behind it may limit its members too.
        return None
    if turned((e for e in statement.elements() if e is not bracket), scene.text, "undoing"):
        # "Other bisphosphonates than zoledronic acid (Zometa)".
        return None
    made = listing(coords[0])
    kinds = ("drug", "substance", "procedure") if exemplified(host) else ("drug", "substance")
    if any(u.main.kind not in kinds or not u.main.bare or len(u.statements) > 1 for u in made.units):
        return None
    share_cues(statement, made)
    from eligo.interpret.facts import fact

    named = tuple(fact(u.main, scene) for u in made.units)
    scene.mark_brackets(bracket)
    scene.mark([t.cue for s in bracket.paren for t in _leading_tails(s)], "logic", "P14")
    return Or((host, *named), host.origin)


def _classifies(inside: list[Element]) -> bool:
    """Whether a bracket gives the class or a limit of its host (P3): it measures something."""
    return not kinds_of(inside).isdisjoint(MEASURABLE)
