"""From segments to expressions: leads, and sentences that follow each other.

- **L1** a lead over parts that name their own fact is a label (noise). **L2** a lead of cues and periods shares them
  with the parts.
- **L3** a lead that is a head takes the bare values after it.
- **L4** a label that names people is a condition on them; one that qualifies ("uncontrolled diseases:") narrows its parts.
- **C2** "if" before its main clause. **C6** "for patients with X:" says for whom the rest holds.
- **Q2** "any of the following:" goes over all that follows it. **Q3** "two of the following:" counts.
- **Q1** sentences of a required line all hold; any of a forbidden line counts.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Literal

from eligo.interpret import conditionals, fallback, quantified
from eligo.interpret.brackets import definable, is_label
from eligo.interpret.leftovers import kinds_of, turned
from eligo.interpret.lists import WORDS, list_expr, operated, unit_expr
from eligo.interpret.scene import Scene
from eligo.interpret.tails import alternative, host_elements, members, names_fact, tail_expr, tailed
from eligo.lex.raw import text_key
from eligo.lex.word_tables import phrase_keys
from eligo.lexicon.tables import rows
from eligo.logic import And, AtLeast, Either, Expr, Manual, Measurement, Not, Opaque, Or, Origin, walk
from eligo.parse.ast import Coord, Element, Item, Segment, Tail
from eligo.scope import Listing, Unit, copy_cues, listing, texts
from eligo.scope.neighbours import inner
from eligo.scope.statement import ACTING, MEASURABLE, Statement, absorb
from eligo.scope.written import written


def segments_expr(segments: tuple[Segment, ...], scene: Scene) -> Expr:
    """Q1: all segments of a required line, any of a forbidden one."""
    segments = written(segments)
    counted = _counted(segments, scene)
    if counted is not None:
        return counted
    parts = [p for p in (_sentence(s, i, scene) for i, s in enumerate(segments)) if p != And(())]
    if len(parts) <= 1:
        return parts[0] if parts else And(())
    return Or(tuple(parts)) if scene.forbids or _any_of(segments[0]) else And(tuple(parts))


def _sentence(segment: Segment, i: int, scene: Scene) -> Expr:
    """Q4: a later sentence of a required line that tells who counts as what asks for nothing that can be read."""
    elements = segment_elements(segment)
    if i and not scene.forbids and turned(elements, scene.text, "explaining"):
        return scene.opaque(elements, "residue", "Q4")
    return segment_expr(segment, scene)


def _any_of(segment: Segment) -> bool:
    """Q2: a lead with "any of the following" counts for all the segments after its colon."""
    lead = coord_elements(segment.coords[0]) if len(segment.coords) > 1 else []
    # "Severe patients (any of the following):".
    lead += [x for e in lead if e.type == "PAREN" for x in inner(e)]
    senses = [e.cue("QUANT") for e in lead if e.cue("QUANT")]
    return any(s is not None and s.value == "any" for s in senses)


def _counted(segments: tuple[Segment, ...], scene: Scene) -> Expr | None:
    """Q3: "at least two of the following: A, B, C": how many of the parts after the colon, and of the segments after them."""
    first = segments[0] if segments else None
    if first is None or len(first.coords) != 2 or first.coords[0].tails or first.coords[1].tails:
        return None
    if _chooses(first.coords[0]):
        return None
    lead, body = first.coords
    elements = coord_elements(lead)
    quantifier = next((e for e in elements if e.cue("QUANT")), None)
    least = operator(elements, quantifier)
    others = [
        e
        for e in elements
        if e is not quantifier and e.type != "VALUE" and not e.cue("GENERIC", "PREP", "KNOWN", "WITH")
    ]
    made = listing(body)
    denied = any(u.main.has("NEG", "NAIVE") for u in made.units)
    if least == "default" or denied or len(made.units) + len(segments) < 3 or not all(map(_only_names, others)):
        return None
    scene.mark(elements, "logic", "Q3")
    parts = [unit_expr(u, scene) for u in made.units]
    parts += [segment_expr(s, scene) for s in segments[1:]]
    origin = scene.origin(elements, "Q3")
    counted = _at_least(least, parts, origin)
    if others and not _is_name(others):
        # "Two of the following signs of X: …": what more they are asked to be.
        counted = _beside(lead, quantifier, others, counted, scene)
    return counted


def _beside(lead: Coord, quantifier: Element | None, others: list[Element], counted: Expr, scene: Scene) -> Expr:
    """Q3: a count with what its lead says beside it; what isn't understood is more that is asked for, or an alternative."""
    found = quantified.beside(lead, quantifier, others, scene)
    if found is not None:
        said, joined = found
        return Or((said, counted)) if joined else And((said, counted))
    unread = scene.opaque(others, "residue", "Q3")
    return Or((unread, counted)) if quantified.instead(lead, quantifier) else And((counted, unread))


def _is_name(elements: list[Element]) -> bool:
    """Whether words of a lead are no more than a noun for what follows ("chronic diseases"), without a preposition of its own."""
    last = text_key(elements[-1].text)[-1:]
    tied = any(t.sense(*fallback.TYING) for e in elements for t in e.tokens)
    return not tied and not kinds_of(elements) and last in phrase_keys("labels", "word")


def _only_names(e: Element) -> bool:
    """Whether an element of a lead that counts does no more than to name what is counted: it denies, dates, permits nothing."""
    acting = e.cue(*ACTING, "LINE", "MODAL", "EXCEPT", "FOR")
    ahead = any(t.sense("FOR", "AT", "BEFORE", "AFTER", "IF", "UNLESS") for t in e.tokens)
    return e.type not in ("WINDOW", "PAREN") and acting is None and not ahead


def _at_least(least: Literal["any", "all", "default"] | int, parts: list[Expr], origin: Origin) -> Expr:
    """As many of the parts as a lead asks for."""
    if isinstance(least, int):
        return AtLeast(least, tuple(parts), origin) if least > 1 else Or(tuple(parts), origin)
    return Or(tuple(parts), origin) if least == "any" else And(tuple(parts), origin)


def operator(elements: list[Element], quantifier: Element | None) -> Literal["any", "all", "default"] | int:
    """How many of the parts below a lead are asked for: a number before its quantifier, else what the quantifier says."""
    if quantifier is None:
        return "default"
    told = quantifier.cue("QUANT")
    if told is not None and told.value == "any":
        # "Temperature of 37.5 and at least one of the following": a number before it is another's.
        return "any"
    before = [e for e in elements[: elements.index(quantifier)] if e.cue("PREP") is None]
    number = before[-1].value if before else None
    if (
        number is not None
        and number.unit == ""
        and number.bounds.low is not None
        and number.bounds.high in (None, number.bounds.low)
    ):
        least = number.bounds.low if number.bounds.low_closed else number.bounds.low + Decimal(1)
        return int(least)
    sense = quantifier.cue("QUANT")
    assert sense is not None
    # "The following" alone counts nothing: the section says whether all or any are meant.
    return "default" if not sense.value else "any" if sense.value in ("any", "either") else "all"


def segment_expr(segment: Segment, scene: Scene) -> Expr:
    """A coordination, or a lead and what follows its colon."""
    if len(segment.coords) == 1:
        return coord_expr(segment.coords[0], scene)
    lead, body = segment.coords[0], Segment(segment.coords[1:])
    return led_expr(lead, body, scene)


def _chooses(lead: Coord) -> tuple[Element, ...]:
    """The "either" that ends a lead, behind something of its own."""
    last = lead.items[-1].elements if len(lead.items) > 1 and not lead.tails else ()
    return last if all((q := e.cue("QUANT")) is not None and q.value == "either" for e in last) else ()


def led_expr(lead: Coord, body: Segment, scene: Scene) -> Expr:
    """``lead: body``."""
    elements = coord_elements(lead)
    if (
        lead.tails
        and lead.items
        and _only_counts(lead.tails[-1])
        and len(body.coords) == 1
        and not body.coords[0].tails
    ):
        # "X including any of the following: A, B" is "X including A, B".
        scene.mark(lead.tails[-1].elements, "logic", "L2")
        tail = Tail(lead.tails[-1].cue, body.coords[0].items, body.coords[0].juncts)
        return coord_expr(Coord(lead.items, lead.juncts, (*lead.tails[:-1], tail)), scene)
    if _only_cues(lead) and len(body.coords) == 1 and body.coords[0].tails and body.coords[0].items:
        # "History of the following: A, B, C defined as …": the lead's cue goes over the list as if it stood in it.
        scene.mark([e for e in elements if e.cue("QUANT")], "logic", "L2")
        opening, *rest = body.coords[0].items
        cues = tuple(e for e in elements if not e.cue("QUANT", "GENERIC"))
        return coord_expr(replace(body.coords[0], items=(Item((*cues, *opening.elements)), *rest)), scene)
    if choice := _chooses(lead):
        # "Subject is non-lactating and is either: A, or B".
        scene.mark(choice, "logic", "O7")
        beside = Coord(lead.items[:-1], lead.juncts[:-1])
        return And((coord_expr(beside, scene), segment_expr(body, scene)))
    heads = listing(lead)
    mains = [u.main for u in heads.units]
    if not lead.items and len(lead.tails) == 1 and lead.tails[0].cue.type == "IF":
        return _concerned(lead.tails[0], body, scene)
    if any(t.cue.type in ("IF", "UNLESS", "EXCEPT") for t in lead.tails):
        return scene.opaque([*elements, *segment_elements(body)], "residue", "J0")
    if (
        len(body.coords) == 1
        and not body.coords[0].tails
        and len(mains) == 1
        and all(e.cue("GENERIC") for e in (*mains[0].before, *mains[0].after))
    ):
        made = listing(body.coords[0])
        kinds = {u.main.kind for u in made.units}
        acting = [c for c in mains[0].cues if c.cue("KNOWN") is None or c.cue("NEG", "HIST", "USE") is not None]
        if (acting or mains[0].periods) and (mains[0].head is None or kinds == {mains[0].kind}):
            scene.mark(elements, "logic", "L2")
            for unit in made.units:
                copy_cues(mains[0], unit.main)
            return _chosen(elements, made, scene)
    if (
        len(mains) == 1
        and mains[0].head is not None
        and not mains[0].values
        and len(body.coords) == 1
        and not body.coords[0].tails
    ):
        made = listing(body.coords[0])
        first = made.units[0].main
        measure = mains[0].kind in (*MEASURABLE, "age")
        only = len(made.units[0].statements) == 1 and (len(made.units) == 1 or measure)
        if only and replace(first, parens=[]).empty and first.values:
            mains[0].values += first.values
            mains[0].periods += first.periods
            mains[0].silent += first.silent
            mains[0].parens += first.parens
            mains[0].rules.append("L3")
            absorb(mains[0])
            return list_expr(replace(made, units=[*heads.units, *made.units[1:]]), scene)
    people = heads.units[0].statements if len(heads.units) == 1 else []
    if any(m.kind == "reproduction" for m in people):
        # "Pregnancies: diabetes or hypertension": asked of whoever is pregnant, or of pregnant women only.
        if not all(m.kind in ("sex", "agegroup", "reproduction") and m.bare for m in people):
            return scene.opaque([*elements, *segment_elements(body)], "residue", "J0")
        whom, said = unit_expr(heads.units[0], scene), segment_expr(body, scene)
        both = And((whom, said), whom.origin)
        return both if scene.forbids else Either((both, Or((Not(whom, whom.origin), said), whom.origin)), "label", whom.origin)
    if people and all(m.kind in ("sex", "agegroup") and m.bare for m in people):
        whom = unit_expr(heads.units[0], scene)
        said = segment_expr(body, scene)
        return And((whom, said)) if scene.forbids else Or((Not(whom, whom.origin), said))
    if (
        mains
        and all(m.kind in MEASURABLE and m.bare for m in mains)
        and len(body.coords) == 1
        and not body.coords[0].tails
    ):
        made = listing(body.coords[0])
        first = made.units[0].main
        if len(made.units) == 1 and len(made.units[0].statements) == 1 and first.empty and first.values:
            for main in mains:
                main.values = list(first.values)
                main.rules.append("L3")
            mains[-1].silent += first.silent
            return list_expr(heads, scene)
    inner = segment_expr(body, scene)
    told = [names_fact(p) for p in members(inner)]
    # Of what is forbidden each part stands for itself, understood or not.
    named = all(told) or (scene.forbids and len(body.coords) == 1 and 2 * sum(told) >= len(told))
    if _measured_in(mains, inner, scene) and not _turning(elements, mains):
        # "Active Crohn's disease: CDAI > 200": whoever has it, with these values; of what is forbidden perhaps only a label.
        whole = And((list_expr(heads, scene), inner), inner.origin)
        return Either((whole, inner), "label", inner.origin) if scene.forbids else whole
    restricting = [e for e in elements if _names_state(e)]
    if (
        named
        and restricting
        and not _turning(elements, mains)
        and not any(isinstance(n, Measurement) for n in walk(inner))
    ):
        # "Uncontrolled diseases: diabetes, hypertension": what the label asks of each.
        scene.mark(elements, "noise", "L1")
        scene.mark(restricting, "manual", "vague")
        words = texts(restricting, scene.text)
        return And((inner, Manual("vague", words, scene.origin(restricting, "L4"))), inner.origin)
    if named and not _turning(elements, mains):
        scene.mark(elements, "noise", "L1")
        return inner
    if all(is_label(m, scene) or definable(m, scene) for m in mains) and not _turning(elements, mains):
        scene.mark(elements, "noise", "L1")
        return inner
    return scene.opaque([*elements, *segment_elements(body)], "residue", "J0")


def _measured_in(mains: list[Statement], inner: Expr, scene: Scene) -> bool:
    """Whether a lead names one condition that no limits define, and all that follows are limits."""
    only = mains[0] if len(mains) == 1 else None
    if only is None or only.kind != "condition" or definable(only, scene):
        return False
    return all(isinstance(p, Measurement) for p in members(inner))


@cache
def _states() -> frozenset[tuple[str, ...]]:
    return frozenset(text_key(r["word"]) for r in rows("label_states"))


def _names_state(e: Element) -> bool:
    key = text_key(" ".join(t.text for t in e.tokens))
    return any(key[: len(state)] == state for state in _states())


def _concerned(tail: Tail, body: Segment, scene: Scene) -> Expr:
    """C6: "For patients with diabetes: …": for whom what follows holds."""
    whom, said = tail_expr(tail, scene), segment_expr(body, scene)
    if isinstance(whom, Opaque) and not scene.forbids:
        return scene.opaque([tail.cue, *tail.elements, *segment_elements(body)], "residue", "J0")
    scene.mark([tail.cue], "logic", "C6")
    return And((whom, said), whom.origin) if scene.forbids else Or((Not(whom, whom.origin), said), whom.origin)


def _chosen(elements: list[Element], made: Listing, scene: Scene) -> Expr:
    """Parts below a lead, joined as its quantifier says: any of them, all, or by their own words."""
    quantifier = next((e for e in elements if e.cue("QUANT")), None)
    asked = operator(elements, quantifier)
    if isinstance(asked, int) and 1 < asked <= len(made.units):
        return AtLeast(asked, tuple(unit_expr(u, scene) for u in made.units), scene.origin(elements, "Q3"))
    if asked != "any" or len(made.units) < 2 or any(u.main.has("NEG", "NAIVE") for u in made.units):
        return list_expr(made, scene)
    return Or(tuple(unit_expr(u, scene) for u in made.units))


def _only_cues(lead: Coord) -> bool:
    """Whether a lead has one cue for a history or a use, and beside it only words that count."""
    elements = coord_elements(lead)
    acting = [e for e in elements if e.cue("HIST", "USEPAST")]
    return len(acting) == 1 and not lead.tails and all(e in acting or e.cue("QUANT", "GENERIC") for e in elements)


def _only_counts(tail: Tail) -> bool:
    """Whether a tail says no more than "any of the following"."""
    inside = tail.elements
    return tail.cue.type in ("EG", "IE") and all(e.cue("QUANT", "GENERIC", "PREP") for e in inside)


def _turning(elements: list[Element], mains: list[Statement]) -> bool:
    """Whether a lead does more than to label: it negates, permits, limits in time or counts."""
    return any(
        e.cue("NEG", "LINE", "SUSPECT", "FAMILY", "STABLE", "ANSWER", "HIST", "ALLERGY", "USEPAST", "PLANNED")
        or e.type in ("WINDOW", "VALUE")
        or e.cue("EXCEPT")
        for e in elements
    ) or any(m.has("NEG") for m in mains)


INSIDE_UNLESS = ("IF", "IE")
"""Tails that tell more of the exception before them ("unless …, and only if …", "unless there is X, defined by Y")."""


def coord_expr(coord: Coord, scene: Scene) -> Expr:
    """A list and its tails."""
    coord = _with_late_period(_with_duty(coord))
    made = listing(coord)
    tails = list(coord.tails)
    shared = any("D5" in u.main.rules for u in made.units) and "D8" not in made.units[-1].main.rules
    if tails and tails[-1].cue.type == "IF" and len(made.units) > 1 and made.units[-1].main.values and not shared:
        return _alternative(made, tails, scene)
    expr = list_expr(made, scene) if coord.items else And(())
    for i, tail in enumerate(tails):
        if i and tail.cue.type in INSIDE_UNLESS and tails[i - 1].cue.type == "UNLESS":
            continue
        if conditionals.of_exception(tails, i):
            return conditionals.excepted_if(expr, made, tails, i, scene)
        onward = tails[i + 1] if tail.cue.type == "UNLESS" and i + 1 < len(tails) else None
        only_if = onward if onward is not None and onward.cue.type in INSIDE_UNLESS else None
        whole = tailed(expr, made, tail, scene, only_if)
        one = tail.cue.type == "IF" and len(tails) == 1
        expr = conditionals.of_last_or_all(whole, expr, made, tail, scene) if one else whole
    return expr


def _with_duty(coord: Coord) -> Coord:
    """C2: "If female, A or B": what follows the first comma is the main clause."""
    tail = coord.tails[0] if len(coord.tails) == 1 and not coord.items else None
    if tail is None or tail.cue.type != "IF" or tail.juncts[:1] not in (("comma",), ("cand",)):
        return coord
    whom = listing(Coord(tail.items[:1], ())).units[0]
    people = all(s.kind in ("sex", "agegroup", "age", "reproduction") for s in whom.statements)
    if not people and not (len(tail.items) == 2 and all(s.kind == "condition" for s in whom.statements)):
        return coord
    return Coord(tail.items[1:], tail.juncts[1:], (Tail(tail.cue, tail.items[:1], ()),))


def _with_late_period(coord: Coord) -> Coord:
    """D12: a period after examples or exceptions belongs to what they are of ("DMARDs, including X, within 2 weeks")."""
    tail = coord.tails[-1] if coord.tails and coord.items else None
    if (
        tail is None
        or tail.cue.type not in ("EG", "EXCEPT")
        or not tail.items
        or tail.items[-1].elements[-1].type != "WINDOW"
    ):
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


def _everything(made: Listing, tails: list[Tail]) -> list[Element]:
    body = [e for t in tails for e in (t.cue, *t.elements)]
    return sorted([*host_elements(made), *body], key=lambda e: e.start)


def coord_elements(coord: Coord) -> list[Element]:
    """All elements of a coordination, tails included, in text order."""
    out = [e for i in coord.items for e in i.elements]
    for tail in coord.tails:
        out += [tail.cue, *tail.elements]
    return sorted(out, key=lambda e: e.start)


def segment_elements(segment: Segment) -> list[Element]:
    """All elements of a segment in text order."""
    return [e for c in segment.coords for e in coord_elements(c)]
