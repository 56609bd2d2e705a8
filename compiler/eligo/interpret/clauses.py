"""From segments to expressions: leads, tails, and sentences that follow each other.

- **L1** a lead over parts that name their own fact is a label (noise). **L2** a lead of cues and periods shares them
  with the parts.
- **L3** a lead that is a head takes the bare values after it. **L4** a lead that names people is a condition on them.
  A limit that is not wider than the one before replaces it where the circumstance holds.
- **E1** an exception of the base's own kind takes those records out; **E2** one that isn't understood leaves the
  base unknown where it holds;
  **E3** "unless" is a circumstance. **C1** "if" on an alternative limit is part of the alternative; **C2** on a
    whole line it is a condition.
- **X1** examples are members of the class they follow: true with it. **X3** "with or without …" restricts nothing.
  **X2** a definition stands for what it defines.
- **Q2** "any of the following:" goes over all that follows it.
- **Q1** sentences of a required line all hold; any of a forbidden line counts.
"""

from __future__ import annotations

from dataclasses import replace

from eligo.concepts import Concept
from eligo.interpret.brackets import definable, is_label
from eligo.interpret.lists import WORDS, list_expr, operated, unit_expr
from eligo.interpret.scene import Scene
from eligo.logic import (
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
    walk,
)
from eligo.parse.ast import Coord, Element, Item, Segment, Tail
from eligo.scope import Listing, Unit, copy_cues, listing
from eligo.scope.statement import MEASURABLE, Statement


def segments_expr(segments: tuple[Segment, ...], scene: Scene) -> Expr:
    """Q1: all segments of a required line, any of a forbidden one."""
    parts = [p for p in (segment_expr(s, scene) for s in segments) if p != And(())]
    if len(parts) <= 1:
        return parts[0] if parts else And(())
    return Or(tuple(parts)) if scene.forbids or _any_of(segments[0]) else And(tuple(parts))


def _any_of(segment: Segment) -> bool:
    """Q2: a lead with "any of the following" counts for all the segments after its colon."""
    lead = coord_elements(segment.coords[0]) if len(segment.coords) > 1 else []
    senses = [e.cue("QUANT") for e in lead if e.cue("QUANT")]
    return any(s is not None and s.value == "any" for s in senses)


def segment_expr(segment: Segment, scene: Scene) -> Expr:
    """A coordination, or a lead and what follows its colon."""
    if len(segment.coords) == 1:
        return coord_expr(segment.coords[0], scene)
    lead, body = segment.coords[0], Segment(segment.coords[1:])
    return led_expr(lead, body, scene)


def led_expr(lead: Coord, body: Segment, scene: Scene) -> Expr:
    """``lead: body``."""
    elements = coord_elements(lead)
    heads = listing(lead)
    mains = [u.main for u in heads.units]
    if any(t.cue.type in ("IF", "UNLESS", "EXCEPT") for t in lead.tails):
        return scene.opaque([*elements, *segment_elements(body)], "residue", "J0")
    if (
        len(body.coords) == 1
        and not body.coords[0].tails
        and len(mains) == 1
        and not (mains[0].before or mains[0].after)
    ):
        made = listing(body.coords[0])
        kinds = {u.main.kind for u in made.units}
        acting = [c for c in mains[0].cues if c.cue("KNOWN") is None or c.cue("NEG", "HIST", "USE") is not None]
        if (acting or mains[0].periods) and (mains[0].head is None or kinds == {mains[0].kind}):
            scene.mark(elements, "logic", "L2")
            for unit in made.units:
                copy_cues(mains[0], unit.main)
            return list_expr(made, scene)
    if (
        len(mains) == 1
        and mains[0].head is not None
        and not mains[0].values
        and len(body.coords) == 1
        and not body.coords[0].tails
    ):
        made = listing(body.coords[0])
        first = made.units[0].main
        if len(made.units) == 1 and first.empty and first.values and len(made.units[0].statements) == 1:
            mains[0].values += first.values
            mains[0].periods += first.periods
            mains[0].rules.append("L3")
            return list_expr(heads, scene)
    inner = segment_expr(body, scene)
    named = all(_names_fact(p) for p in _parts(inner))
    if named and not _turning(elements, mains):
        scene.mark(elements, "noise", "L1")
        return inner
    if all(is_label(m, scene) or definable(m, scene) for m in mains) and not _turning(elements, mains):
        scene.mark(elements, "noise", "L1")
        return inner
    return scene.opaque([*elements, *segment_elements(body)], "residue", "J0")


def _parts(expr: Expr) -> tuple[Expr, ...]:
    return expr.args if isinstance(expr, And | Or) and expr.args else (expr,)


def _names_fact(expr: Expr) -> bool:
    return any(not isinstance(n, Opaque | And | Or | Not | Either) for n in walk(expr))


def _turning(elements: list[Element], mains: list[Statement]) -> bool:
    """Whether a lead does more than to label: it negates, permits, limits in time or counts."""
    return any(
        e.cue("NEG", "LINE", "SUSPECT", "FAMILY", "STABLE", "HIST", "ALLERGY", "USEPAST", "PLANNED")
        or e.type in ("WINDOW", "VALUE")
        or e.cue("EXCEPT")
        for e in elements
    ) or any(m.has("NEG") for m in mains)


def coord_expr(coord: Coord, scene: Scene) -> Expr:
    """A list and its tails."""
    coord = _with_late_period(coord)
    made = listing(coord)
    tails = list(coord.tails)
    shared = any("D5" in u.main.rules for u in made.units) and "D8" not in made.units[-1].main.rules
    if tails and tails[-1].cue.type == "IF" and len(made.units) > 1 and made.units[-1].main.values and not shared:
        return _alternative(made, tails, scene)
    expr = list_expr(made, scene) if coord.items else And(())
    for tail in tails:
        expr = _tailed(expr, made, tail, scene)
    return expr


def _with_late_period(coord: Coord) -> Coord:
    """D12: a period after examples belongs to what they are examples of ("DMARDs, including X, within 2 weeks")."""
    tail = coord.tails[-1] if coord.tails and coord.items else None
    if tail is None or tail.cue.type != "EG" or not tail.items or tail.items[-1].elements[-1].type != "WINDOW":
        return coord
    *before, last = tail.items
    period = last.elements[-1]
    rest = Item(last.elements[:-1])
    items = (*before, rest) if rest.elements else tuple(before)
    juncts = tail.juncts if rest.elements else tail.juncts[:-1]
    host = Item((*coord.items[-1].elements, period))
    return Coord((*coord.items[:-1], host), coord.juncts, (*coord.tails[:-1], Tail(tail.cue, items, juncts)))


def _alternative(made: Listing, tails: list[Tail], scene: Scene) -> Expr:
    """C1: "≤ 2.5 × ULN, or ≤ 5 × ULN if liver metastases"; every measure before it that shares its limit shares the alternative."""
    *base, last = made.units
    circumstance = tail_expr(tails[-1], scene)
    scene.mark([tails[-1].cue], "logic", "C1")
    own = last.main.head is not None and "D8" not in last.main.rules
    if own or any(u.main.kind not in MEASURABLE for u in base):
        first = list_expr(Listing(list(base), made.juncts[:-1]), scene)
        return (
            Or((first, And((unit_expr(last, scene), circumstance))))
            if own
            else scene.opaque(_everything(made, tails), "residue", "J0")
        )
    parts = []
    for unit in base:
        other = replace(last.main, head=unit.main.head, sense=unit.main.sense)
        parts.append(alternative(unit_expr(unit, scene), unit_expr(Unit([other]), scene), circumstance))
    return operated(
        parts,
        [WORDS[j] for j in made.juncts[:-1]],
        [u.main for u in base],
        scene,
        [j in ("cor", "cand") for j in made.juncts[:-1]],
    )


def alternative(first: Expr, second: Expr, circumstance: Expr) -> Expr:
    """``first``, or ``second`` where the circumstance holds. A limit that is not wider replaces the first there."""
    if _wider(second, first):
        return Or((first, And((second, circumstance))))
    return Or((And((first, Not(circumstance, circumstance.origin))), And((second, circumstance)), And((first, second))))


def _everything(made: Listing, tails: list[Tail]) -> list[Element]:
    host = [e for u in made.units for s in u.statements for e in s.elements()]
    body = [e for t in tails for e in (t.cue, *(x for i in t.items for x in i.elements))]
    return sorted([*host, *body], key=lambda e: e.start)


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


def tail_expr(tail: Tail, scene: Scene) -> Expr:
    """The body of a tail as an expression of its own."""
    if not tail.items:
        return Opaque("residue", tail.cue.tokens[0].text, scene.origin([tail.cue], "J0"))
    return list_expr(listing(Coord(tail.items, tail.juncts)), scene)


def _tailed(expr: Expr, made: Listing, tail: Tail, scene: Scene) -> Expr:
    body = [e for i in tail.items for e in i.elements]
    host = [e for u in made.units for s in u.statements for e in s.elements()]
    everything = sorted([*host, tail.cue, *body], key=lambda e: e.start)
    match tail.cue.type:
        case "EG":
            return _exemplified(expr, made, tail, body, everything, scene)
        case "IE":
            return _defined(expr, made, tail, body, everything, scene)
        case "EXCEPT":
            return excepted(expr, tail, everything, scene)
        case "UNLESS":
            circumstance = tail_expr(tail, scene)
            scene.mark([tail.cue], "logic", "E3")
            return (
                And((expr, Not(circumstance, circumstance.origin)), expr.origin)
                if scene.forbids
                else Or((expr, circumstance), expr.origin)
            )
    circumstance = tail_expr(tail, scene)
    scene.mark([tail.cue], "logic", "C2")
    if isinstance(circumstance, Opaque) or isinstance(expr, Opaque) or not made.units:
        return scene.opaque(everything, "residue", "J0")
    return (
        And((circumstance, expr), expr.origin)
        if scene.forbids
        else Or((Not(circumstance, circumstance.origin), expr), expr.origin)
    )


def _exemplified(
    expr: Expr, made: Listing, tail: Tail, body: list[Element], everything: list[Element], scene: Scene
) -> Expr:
    """X1: members of a class are true with it, settled or not; words that only say "whatever" are noise (X3)."""
    anything = (tail.cue.cue("EG") or tail.cue.senses[0]).value == "any"
    if (
        not made.units
        or expr == And(())
        or (isinstance(expr, Opaque) and (anything or any(m.main.has("NEG") for m in made.units)))
    ):
        return scene.opaque(everything, "residue", "J0")
    if anything:
        scene.mark([tail.cue, *body], "noise", "X3")
        return expr
    inner = tail_expr(tail, scene)
    alternative_last = tail.juncts[-1:] == ("cor",) and len(tail.items) == 2
    if isinstance(expr, Opaque) or (alternative_last and not isinstance(expr, Not | Allergy)):
        scene.mark([tail.cue], "logic", "X1")
        return Or((expr, inner), expr.origin)
    unread = tuple(n for n in walk(inner) if isinstance(n, Opaque | Manual))
    including = (tail.cue.cue("EG") or tail.cue.senses[0]).value == "including"
    if unread and not including:
        scene.mark([tail.cue, *body], "noise", "X1")
        return expr
    scene.mark([tail.cue], "logic", "X1")
    # "including A, B or C" may have gone on to alternatives: what isn't understood of it stays.
    concepts = [n.concept for n in walk(inner) if isinstance(n, Condition | Drug | Procedure)]
    joined = _with_members(expr, concepts, unread)
    if joined == expr:
        scene.mark([tail.cue, *body], "noise", "X1")
    return joined


def _with_members(expr: Expr, members: list[Concept], unread: tuple[Expr, ...]) -> Expr:
    """Members join the class that stands last, as what it is there (an exposure, an allergy …), inside a negation."""
    if isinstance(expr, Not):
        return replace(expr, arg=_with_members(expr.arg, members, unread))
    if isinstance(expr, And):
        # "Severe lung disease such as X": X is one, however severe the class has to be.
        host = next((a for a in expr.args if isinstance(a, Condition | Drug | Procedure | Allergy)), None)
        joined = _with_members(host, members, unread) if host is not None else None
        return Or((expr, *joined.args[1:]), expr.origin) if isinstance(joined, Or) else expr
    if isinstance(expr, Or) and expr.args:
        return replace(expr, args=(*expr.args[:-1], _with_members(expr.args[-1], members, unread)))
    if not isinstance(expr, Condition | Drug | Procedure | Allergy):
        return Or((expr, *unread), expr.origin) if unread else expr
    alike = [replace(expr, concept=m) for m in members if m.kind == expr.concept.kind]
    return Or((expr, *alike, *unread), expr.origin) if alike or unread else expr


def _defined(
    expr: Expr, made: Listing, tail: Tail, body: list[Element], everything: list[Element], scene: Scene
) -> Expr:
    """X2: a definition replaces a definable host and narrows another; "confirmed by …" narrows."""
    from eligo.interpret.joins import turned

    by = (tail.cue.cue("IE") or tail.cue.senses[0]).value == "by"
    last = made.units[-1].main if made.units else None
    if last is None or last.has("NEG"):
        return scene.opaque(everything, "residue", "J0")
    if by:
        whys = [next((s.value for s in e.senses if s.type == "MANUAL"), None) for e in body]
        words = " ".join(scene.text[tail.cue.start : (body[-1] if body else tail.cue).end].split())
        if isinstance(expr, Manual) or any(w in ("judgement", "criteria-set", "pathology", "imaging") for w in whys):
            why = next((w for w in whys if w), "judgement")
            scene.mark([tail.cue, *body], "manual", why)
            return (
                expr
                if isinstance(expr, Manual)
                else And((expr, Manual(why, words, scene.origin([tail.cue, *body], "J3"))), expr.origin)
            )
        if isinstance(expr, Opaque) or turned(body, scene.text) or len(made.units) > 1:
            return scene.opaque(everything, "residue", "J0")
        scene.mark([tail.cue, *body], "residue", "complement")
        return And((expr, Opaque("complement", words, scene.origin([tail.cue, *body], "J2"))), expr.origin)
    inner = tail_expr(tail, scene)
    scene.mark([tail.cue], "noise", "X2")
    if len(made.units) == 1 and definable(last, scene) and _names_fact(inner):
        scene.mark([e for s in made.units[0].statements for e in s.elements()], "noise", "X2")
        return inner
    if isinstance(expr, Opaque) or len(made.units) > 1:
        return scene.opaque(everything, "residue", "J0")
    return And((expr, inner), expr.origin)


def excepted(expr: Expr, tail: Tail, everything: list[Element], scene: Scene) -> Expr:
    """E1, E2; both bind inside a negation, and to the last part of a list."""
    if isinstance(expr, Not):
        return replace(expr, arg=excepted(expr.arg, tail, everything, scene))
    if isinstance(expr, Or) and expr.args and isinstance(expr.args[-1], Condition | Drug):
        same = expr.args[-1].concept
        return replace(
            expr,
            args=tuple(
                excepted(a, tail, everything, scene) if isinstance(a, Condition | Drug) and a.concept == same else a
                for a in expr.args
            ),
        )
    inner = tail_expr(tail, scene)
    body = [e for i in tail.items for e in i.elements]
    kept = [n for n in _parts(inner) if isinstance(n, Condition | Drug)]
    clean = kept and len(kept) == len(_parts(inner)) and all(n.window is None and _whole(n) for n in kept)
    base = expr if isinstance(expr, Condition | Drug) else None
    if clean and base is not None and all(type(n) is type(base) for n in kept):
        scene.mark([tail.cue], "logic", "E1")
        return replace(base, concept=subtracted(base.concept, [n.concept for n in kept]))
    if isinstance(expr, Opaque):
        return scene.opaque(everything, "residue", "J0")
    settled = [
        n.concept for n in walk(inner) if isinstance(n, Condition | Drug) and base is not None and type(n) is type(base)
    ]
    scene.mark([tail.cue, *body], "residue", "exception")
    words = " ".join(scene.text[tail.cue.start : (body[-1] if body else tail.cue).end].split())
    if settled and base is not None and not any(isinstance(n, Not) for n in walk(inner)):
        return Either((replace(base, concept=subtracted(base.concept, settled)), base), "exception", base.origin)
    return And((expr, Opaque("exception", words, scene.origin([tail.cue, *body], "E2"))), expr.origin)


def _whole(exception: Condition | Drug) -> bool:
    """Whether an exception takes out whatever is of its concept: "aspirin up to 100 mg" does not."""
    return not isinstance(exception, Drug) or (
        exception.dose is None and exception.duration is None and exception.stable is None
    )


def subtracted(base: Concept, exceptions: list[Concept]) -> Concept:
    """``base`` without the records (or ingredients) of ``exceptions``."""
    name = f"{base.name} other than {', '.join(e.name for e in exceptions)}"
    if base.ingredients:
        gone = {i.name for e in exceptions for i in e.ingredients}
        return replace(
            base, id=f"{base.id}-", name=name, ingredients=tuple(i for i in base.ingredients if i.name not in gone)
        )
    codes = tuple(dict.fromkeys(c for e in exceptions for c in e.include))
    return replace(base, id=f"{base.id}-", name=name, exclude=(*base.exclude, *codes))


def coord_elements(coord: Coord) -> list[Element]:
    """All elements of a coordination, tails included, in text order."""
    out = [e for i in coord.items for e in i.elements]
    for tail in coord.tails:
        out += [tail.cue, *(e for i in tail.items for e in i.elements)]
    return sorted(out, key=lambda e: e.start)


def segment_elements(segment: Segment) -> list[Element]:
    """All elements of a segment in text order."""
    return [e for c in segment.coords for e in coord_elements(c)]
