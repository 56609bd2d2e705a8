"""Procedures: what was done, how often, and what goes on or is needed.

- **K4** a number before a procedure counts it.
- **K5** an operation that the lexicon has no code for is one of its group, narrowed.
- **K6** a treatment that is going on was given, not longer ago than it may last; it is certain only where the record is of
  the last days.
- **K7** what is needed or undergone may be planned as well.
- **K22** a therapy that may take other forms than its records is open for who has the condition that it treats.
- **K8** how much was given narrows what was given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from eligo.interpret.periods import duration_of, elapsed_of, window_of
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import (
    core,
    done,
    drug,
    is_count,
    judged,
    least,
    listed,
    negated,
    of_effect,
    since_event,
    take_out,
    taken_out,
    unread,
)
from eligo.lex import Sense
from eligo.lexicon.concepts import concept, with_history
from eligo.lexicon.tables import rows
from eligo.logic import (
    And,
    Condition,
    Drug,
    Expr,
    Immunisation,
    Manual,
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


def procedure(st: Statement, scene: Scene) -> Expr | None:
    """What was done, in all the forms that records hold it in."""
    counts = [v for v in st.values if is_count(v)]
    if st.has("CONTRA"):
        return judged(st.elements(), scene, "K3")
    if listed("examinations", st.id) and (st.before or st.after or st.complement or st.manual):
        return None
    amounts = [v for v in st.values if v not in counts and v.value is not None and not v.value.time]
    if amounts and not counts and not negated(st) and all(v.value is not None and not v.value.lost for v in amounts):
        # "Radiotherapy > 60 Gy", "to more than 25 % of the marrow": how much narrows what was done.
        st.values = [v for v in st.values if v not in amounts]
        scene.mark(amounts, "manual", "not-recorded")
        done = procedure(st, scene)
        leaf = Manual("not-recorded", texts(amounts, scene.text), scene.origin(amounts, "K8"))
        return None if done is None else And((done, leaf), scene.origin(core(st), "K8"))
    if len(counts) != len(st.values) or len(counts) > 1 or st.has("ALLERGY", "ANSWER", "STABLE"):
        return None
    effects = taken_out(st, of_effect)
    when, long, since = window_of(st, scene), duration_of(st, scene), elapsed_of(st, scene)
    origin = scene.origin(core(st), *st.rules)
    if (
        when is False
        or since is False
        or long is False
        or (effects and (counts or (negated(st) and "D16s" not in st.rules)))
    ):
        return None
    if isinstance(long, Offset):
        if not negated(st) or when is not None:
            return None
        when = Window(since=replace(long, strict=True))
    expr: Expr
    if since is not None:
        if counts or isinstance(when, Window):
            return None
        expr = _either_form(st, scene, lambda host: since_event(host, since, st, scene))
    elif counts:
        return _counted(st, scene, counts[0], when or None)
    elif _goes_on(st) and not isinstance(when, Window):
        expr = ongoing(st, scene)
    else:
        window = None if effects and "D16s" not in st.rules else (when or None)
        expr = _either_form(st, scene, lambda host: replace(host, window=window))
    return And((expr, judged(effects, scene, "K1")), origin) if effects else expr


def _either_form(st: Statement, scene: Scene, made: Callable[[Drug | Procedure | Immunisation], Expr]) -> Expr:
    """A fact about a treatment is true with any of the forms that records hold it in (table therapies)."""
    origin = scene.origin(core(st), *st.rules)
    group = _group(st.id)
    first: Expr = made(done(group or st.id, origin))
    forms = [first]
    unsure_vaccine = next((r["unsure"] for r in rows("vaccines") if r["id"] == st.id), "")
    if unsure_vaccine:
        told = replace(origin, rules=(*origin.rules, "R10"))
        formulation = Manual("not-recorded", "a vaccine of unspecified formulation", told)
        forms.append(And((made(done(unsure_vaccine, origin)), formulation), origin))
    for row in (r for r in rows("therapies") if r["procedure"] == (group or st.id)):
        if row["drug_class"]:
            forms.append(made(Drug(concept(row["drug_class"]), "ever", origin=origin)))
        if row["condition"]:
            # A status has no date of the operation: inside a window it says nothing for certain.
            kept = Condition(concept(row["condition"]), "history", origin=origin)
            dated = first.window is not None if isinstance(first, Procedure) else True
            unsure = Opaque("undated", "a status without the date of the operation", origin)
            forms.append(And((kept, unsure), origin) if dated else kept)
    forms += _other_forms(st, first, scene, origin)
    found = Or(tuple(forms), origin) if len(forms) > 1 else first
    if group is None:
        return found
    head = [st.head] if st.head else []
    one_of_it = And((found, Opaque("group", texts(head, scene.text), scene.origin(head, "K5"))), origin)
    sure = [made(done(r["member"], origin)) for r in rows("certain_members") if r["group"] == st.id]
    return Or((one_of_it, *sure), origin) if sure else one_of_it


def _other_forms(st: Statement, first: Expr, scene: Scene, origin: Origin) -> list[Expr]:
    """K22: who once had the condition may have had the therapy in a form that no record of it tells ("prior anticancer therapy": an
    operation); in a period, or now, that isn't what is meant.
    """
    condition = next((r["condition"] for r in rows("other_forms") if r["procedure"] == st.id), "")
    if not condition or not isinstance(first, Procedure) or first.window is not None:
        return []
    head = [st.head] if st.head else []
    other = Manual("not-recorded", texts(head, scene.text), scene.origin(head, "K22"))
    return [And((Condition(with_history(condition), "history", origin=origin), other), origin)]


@cache
def _group(id: str) -> str | None:
    """K5: the group that holds an operation without codes of its own."""
    return (
        None
        if concept(id).bound
        else next((r["group"] for r in rows("procedure_groups") if r["member"] == id and r["narrows"]), None)
    )


def _counted(st: Statement, scene: Scene, count: Element, when: Window | None) -> Expr | None:
    """K4."""
    origin, number = scene.origin(core(st), *st.rules), least(count)
    if number is None or any(r["drug_class"] for r in rows("therapies") if r["procedure"] == st.id) or _group(st.id):
        some = _either_form(st, scene, lambda host: replace(host, window=when))
        return None if number is None or negated(st) else And((some, unread([count], scene, "count", "K4")), origin)
    bare = count.value is not None and count.value.bare
    found = done(st.id, origin, when, number)
    return And((found, unread([count], scene, "count", "K4")), origin) if bare else found


def _goes_on(st: Statement) -> bool:
    """Whether a treatment is said to go on: a device that was put in stays."""
    head = st.head.start if st.head is not None else 0
    now = any(c.start < head and act(c) in ("CURRENT", "USE") for c in st.cues)
    return (now or _state(st.id)) and not is_device(st.id) and not st.has("HIST", "USEPAST", "NAIVE", "RECENT")


@cache
def _state(id: str) -> bool:
    return any(r["procedure"] == id and r["state"] for r in rows("ongoing"))


@cache
def is_device(id: str) -> bool:
    """Whether a procedure puts in a device, which stays."""
    return any(r["id"] == id and r["kind"] == "device" for r in rows("procedures"))


@cache
def _days(id: str, column: str) -> int | None:
    return next((int(r[column]) for r in rows("ongoing") if r["procedure"] == id and r[column]), None)


def ongoing(st: Statement, scene: Scene) -> Expr:
    """K6."""
    origin = scene.origin(core(st), *st.rules)
    lapses = _days(st.id, "lapses")
    once = _either_form(
        st, scene, lambda host: replace(host, window=Window(since=Offset(lapses, "a"))) if lapses else host
    )
    recent = done(st.id, origin, Window(since=Offset(_days(st.id, "days") or 0, "d")))
    now: list[Expr] = [recent]
    now += [
        Drug(concept(r["drug_class"]), origin=origin)
        for r in rows("therapies")
        if r["procedure"] == st.id and r["drug_class"]
    ]
    head = [st.head] if st.head else []
    return And((once, Or((*now, Manual("not-recorded", texts(head, scene.text), scene.origin(head, "K6"))))), origin)


def state_of(element: Element, id: str, scene: Scene, *, once: bool) -> Expr | None:
    """A treatment that is a state, named by ``element``: going on (K6), or ``once`` given; None for any other procedure."""
    if not _state(id):
        return None
    named = Statement(head=element, sense=Sense("MENTION", f"procedure:{id}"))
    return done(id, scene.origin([element], "K6")) if once else ongoing(named, scene)


def foreseen(st: Statement, scene: Scene, cue: Element) -> Expr | None:
    """K7: "undergoing X" and "requiring X"; None for a plan."""
    value = (cue.cue("PLANNED") or cue.senses[0]).value
    now: Expr | None = None
    if value == "requiring" and st.kind == "drug":
        # "A condition requiring X": that there is one is what X is needed for.
        vague = [e for e in st.before if e.cue("GENERIC") is not None and e.start < cue.start]
        take_out(st, vague)
        st.silent += vague
        return drug(st, scene)
    if value == "undergoing" and st.kind == "drug" and not st.values and not st.periods:
        now = Drug(concept(st.id), origin=scene.origin(core(st), *st.rules))
    elif st.kind == "procedure" and not st.values and window_of(st, scene) is None:
        state = value == "requiring" and _days(st.id, "days") is not None
        now = ongoing(st, scene) if state or value == "undergoing" else None
    if now is None or value != "undergoing":
        return now
    return Or(
        (now, Manual("planned-event", texts(st.elements(), scene.text), scene.origin(st.elements(), "K7"))), now.origin
    )
