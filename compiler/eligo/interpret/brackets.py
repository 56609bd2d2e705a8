"""Brackets after a statement: what they do to it.

- **P1** an abbreviation or a synonym of the host is noise. **P2** a limit beside a finding that limits define *is* the finding.
- **P3** a limit or a class beside any other host narrows it. **P4** a list beside a mere label is what the label stands for.
- **P5** a value alone belongs to the host; a second value in another unit restates it (noise). **P6** a method note is noise.
- **P7** examples don't restrict. **P8** a limit with a circumstance is an alternative. Anything else is an aside of
  unknown relation: the statement is opaque (J0).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret.scene import Scene
from eligo.lex.raw import phrase_key, raw_tokens
from eligo.lexicon.tables import rows
from eligo.logic import And, Bounds, Expr, Manual, Opaque, Or, walk
from eligo.parse.ast import Coord, Element, Segment, Tail
from eligo.scope import Statement, texts
from eligo.scope.statement import MEASURABLE


@cache
def _keys(table: str, column: str) -> frozenset[tuple[str, ...]]:
    return frozenset(phrase_key(raw_tokens(r[column])) for r in rows(table))


def definable(statement: Statement, scene: Scene) -> bool:
    """Whether the statement names a finding that a limit defines, or a label ("renal insufficiency", "cardiac involvement")."""
    words = texts(
        [
            *statement.before,
            *([statement.head] if statement.head else []),
            *statement.after,
            *statement.silent,
            *statement.manual,
        ],
        scene.text,
    )
    key = phrase_key(raw_tokens(words))
    table = _keys("definable", "phrase")
    return any(key[i:] in table for i in range(len(key))) or is_label(statement, scene)


def is_label(statement: Statement, scene: Scene) -> bool:
    """Whether the statement is a label: no bound head, and its last word is a label's noun."""
    if statement.head is not None:
        return False
    key = phrase_key(raw_tokens(texts(statement.elements(), scene.text).partition("(")[0]))
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

    inner = with_brackets(part, fact(part, scene), scene)
    if _limits(inner) and part.kind in MEASURABLE and definable(statement, scene):
        return _replace(statement, inner, scene, "P2")
    scene.mark(part.silent, "logic", "A3")
    if isinstance(host, Opaque) and not statement.head:
        return scene.opaque(statement.elements(), "residue", "J0")
    return And((host, inner), host.origin)


def _replace(statement: Statement, inner: Expr, scene: Scene, rule: str) -> Expr:
    """The host is only a name for ``inner``; its words become noise, except cues that act on both."""
    own = [
        *statement.before,
        *([statement.head] if statement.head else []),
        *statement.after,
        *statement.manual,
        *statement.silent,
        *statement.cues,
    ]
    scene.mark(own, "noise", rule)
    return inner


def _limits(expr: Expr) -> bool:
    return not isinstance(expr, Manual | Opaque)


def _one(statement: Statement, host: Expr, bracket: Element, scene: Scene) -> Expr:
    inside = [e for s in bracket.paren for c in s.coords for i in c.items for e in i.elements]
    tails = [t for s in bracket.paren for c in s.coords for t in c.tails]
    if not inside and not tails:
        scene.mark_range(bracket.start, bracket.end, "noise", "P1")
        return host
    if _abbreviation(statement, inside, tails):
        scene.mark_range(bracket.start, bracket.end, "noise", "P1")
        return host
    if (inside and inside[0].cue("METHOD")) or (tails and not inside and tails[0].cue.cue("METHOD")):
        scene.mark_range(bracket.start, bracket.end, "noise", "P6")
        return host
    if isinstance(host, Manual):
        scene.mark_range(bracket.start, bracket.end, "manual", host.reason)
        return host
    if len(tails) == 1 and not inside and tails[0].cue.type == "EXCEPT":
        from eligo.interpret.clauses import excepted

        for e in (bracket.tokens[0], bracket.tokens[-1]):
            scene.paint[e.start] = (e.end, "noise", "bracket")
        return excepted(host, tails[0], sorted([*statement.elements()], key=lambda e: e.start), scene)
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
    if _restated(statement, inside):
        scene.mark_range(bracket.start, bracket.end, "noise", "P5")
        return host
    if statement.has("NEG"):
        return scene.opaque([*statement.elements()], "residue", "J0")
    before = dict(scene.paint)
    from eligo.interpret.clauses import segments_expr

    inner = segments_expr(_without_leading_tail(bracket.paren), scene)
    scene.paint[bracket.tokens[0].start] = (bracket.tokens[0].end, "noise", "bracket")
    scene.paint[bracket.tokens[-1].start] = (bracket.tokens[-1].end, "noise", "bracket")
    if isinstance(inner, Manual):
        return And((host, inner), host.origin)
    settled = any(not isinstance(n, Manual | Opaque | And | Or) for n in walk(inner))
    if settled and definable(statement, scene):
        return _replace(statement, inner, scene, "P4" if is_label(statement, scene) else "P2")
    if settled and not isinstance(host, Opaque) and _classifies(inside):
        return And((host, inner), host.origin)
    scene.paint = before
    scene.mark([bracket], "residue", "aside")
    return scene.opaque(statement.elements(), "residue", "J0")


def _conditional(
    statement: Statement, host: Expr, bracket: Element, element: Element, tail: Tail, scene: Scene
) -> Expr:
    """P8: "≤ 3 × ULN (≤ 5 × ULN if liver metastases)": an alternative limit under a circumstance; a bare number takes
    the host's sign.
    """
    from eligo.interpret.clauses import alternative, tail_expr
    from eligo.interpret.facts import fact

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
    for e in (bracket.tokens[0], bracket.tokens[-1]):
        scene.paint[e.start] = (e.end, "noise", "bracket")
    scene.mark([tail.cue], "logic", "P8")
    return alternative(host, second, circumstance)


def _without_leading_tail(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """ "(i.e. …)" and "(defined as …)" read as what follows the cue."""
    out = []
    for s in segments:
        coords = tuple(
            Coord(c.tails[0].items, c.tails[0].juncts, c.tails[1:])
            if not c.items and c.tails and c.tails[0].cue.type == "IE"
            else c
            for c in s.coords
        )
        out.append(Segment(coords))
    return tuple(out)


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
    if len(inside) != 1 or inside[0].value is None or not statement.values:
        return False
    own = statement.values[-1].value
    return own is not None and inside[0].value.unit != own.unit and inside[0].value.times is None and own.times is None


def _examples(statement: Statement, host: Expr, bracket: Element, tails: list[Tail], scene: Scene) -> Expr:
    """P7: members of the class: beside a settled host they add nothing; beside an opaque one they are known members of it."""
    if not isinstance(host, Opaque) or statement.has("NEG"):
        scene.mark_range(bracket.start, bracket.end, "noise", "P7")
        return host
    from eligo.interpret.clauses import tail_expr

    inner = tail_expr(tails[0], scene)
    scene.paint[bracket.tokens[0].start] = (bracket.tokens[0].end, "noise", "bracket")
    scene.paint[bracket.tokens[-1].start] = (bracket.tokens[-1].end, "noise", "bracket")
    return Or((host, inner), host.origin)


def _classifies(inside: list[Element]) -> bool:
    """Whether a bracket gives the class or a limit of its host (P3): it measures something."""
    return any(s.value.partition(":")[0] in MEASURABLE for e in inside for s in e.senses if s.type == "MENTION")
