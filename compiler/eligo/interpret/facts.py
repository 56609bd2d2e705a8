"""From a statement to an atom: what a head of each kind means with its cues, values and periods."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Literal

from eligo.interpret import (
    allergies,
    amounts,
    around,
    childbearing,
    circumstances,
    fallback,
    findings,
    joins,
    kinds,
    levels,
    nameless,
    narrowing,
    others,
    spread,
    stays,
    studied,
)
from eligo.interpret.ages import age_bounds, age_group, at_another_time
from eligo.interpret.counts import take_count
from eligo.interpret.described import by_property, found, without_name
from eligo.interpret.leftovers import folds_of, words
from eligo.interpret.measures import measure, unnamed_score
from eligo.interpret.periods import duration_of, elapsed_of, window_of
from eligo.interpret.procedures import foreseen, procedure
from eligo.interpret.recent import dated
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import core, drug, heading, negated, substance
from eligo.interpret.treated import of_condition
from eligo.interpret.unmeasured import judged
from eligo.lex import Sense
from eligo.lex.phrases import lexicon
from eligo.lex.raw import folds, raw_tokens
from eligo.lexicon.concepts import concept, with_history
from eligo.lexicon.tables import cell_list, rows
from eligo.logic import (
    Age,
    Allergy,
    And,
    Bounds,
    Condition,
    Either,
    Encounter,
    Expr,
    FamilyHistory,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Reproduction,
    Sex,
    Window,
    walk,
)
from eligo.parse.ast import Element
from eligo.scope import Statement
from eligo.scope.statement import GROWN, MAJORITY, MEASURABLE


def fact(st: Statement, scene: Scene) -> Expr:
    """What a statement says of a person. Everything in it ends painted."""
    st = dated(findings.as_measure(st, scene))
    amount = amounts.of_condition(st, scene)
    if amount is not None:
        return amount
    stay = stays.stayed(st, scene, fact)
    if stay is not None:
        return stay
    asked = childbearing.asked(st, scene)
    if asked is not None:
        answer = fact(asked[0], scene)
        return answer if isinstance(answer, Opaque) else childbearing.tested(asked[0], answer, asked[1], scene)
    apart = around.planned(st, scene)
    if apart is not None:
        had = fact(apart[0], scene)
        if not isinstance(had, Opaque | Manual):
            return And((had, around.told(apart[1], scene)), had.origin)
    infected = kinds.treated(st, scene)
    if infected is not None:
        return infected
    property = by_property(st, scene) or allergies.of_component(st, scene)
    if property is not None:
        return property
    whole = joins.manual_whole(st, scene)
    if whole is not None:
        return (
            narrowing.purpose(whole, st, scene.text)
            if whole.reason == "planned-event"
            else kinds.held(allergies.marked(whole, st, scene), st, scene)
        )
    unnamed = of_condition(st, scene) or found(st, scene) or allergies.of_anything(st, scene)
    if unnamed is not None:
        return unnamed
    if st.head is None:
        return kinds.held(allergies.marked(_headless(st, scene), st, scene), st, scene)
    st = fallback.behind(narrowing.loosened(st))
    if qualifies_for(st, scene.text):
        return scene.manual(st.elements(), "judgement", "M8")
    if heading(st, scene):
        return scene.opaque(st.elements(), "residue", "K9")
    told = st = studied.apart(st, scene)
    named = nameless.ending(st, scene) if st.kind == "condition" and st.has("FAMILY") is None else None
    if named is not None:
        st = replace(st, sense=Sense("MENTION", f"condition:{named[0]}"))
    if ending_in_signs(st, scene.text):
        return weighed(st, scene)
    host: Expr | None = None
    planned, suspect = st.has("PLANNED"), st.has("SUSPECT")
    if planned is not None and st.kind in ("drug", "procedure", "condition", "substance", "reproduction"):
        host = foreseen(st, scene, planned)
        if host is None:
            return narrowing.purpose(scene.manual(st.elements(), "planned-event", "M2"), st, scene.text)
    suspicion = (suspect.cue("SUSPECT") or suspect.senses[0]).value if suspect is not None else ""
    if st.has("FAMILY") is not None:
        return _family(st, scene) or scene.opaque(st.elements(), "not the fact itself", "J0")
    if suspect is not None and suspicion == "sign":
        return _signs(told, suspect, scene) or weighed(st, scene)
    unsettling = suspicion in ("suspected", "unsure")
    if suspect is not None and unsettling and not narrowing.before_head(suspect, st, scene.text):
        suspicion = ""
    if suspect is not None and (suspicion == "" or (unsettling and st.kind != "condition")):
        return allergies.marked(weighed(st, scene), st, scene)
    host = host or (_ATOMS[st.kind](st, scene) if st.kind in _ATOMS else None)
    host = spread.named(others.set_apart(st, host)) if host is not None else None
    if unsettling:
        if not isinstance(host, Condition):
            return scene.opaque(st.elements(), "not the fact itself", "J0")
        host = _suspected(host) if suspicion == "suspected" else Or((host, _suspected(host)), host.origin)
    unlimited = judged(st, scene) if host is None else None
    if unlimited is not None:
        return unlimited
    weak = narrowing.weaker(st, scene) if host is None else None
    host = host or weak
    if host is None:
        return allergies.marked(scene.opaque(st.elements(), "residue", "J0"), st, scene)
    scene.mark(core(st), "logic", st.id)
    if weak is not None:
        recorded = not any(isinstance(n, Manual) for n in walk(weak))
        scene.mark([*st.values, *st.periods], *(("residue", "limit") if recorded else ("manual", "not-recorded")))
    scene.mark(st.silent, "noise", "N1")
    limited = st.kind in MEASURABLE and (bool(st.values) or isinstance(host, Measurement | Or))
    if st.kind in ("age", "agegroup") and st.complement:
        result = at_another_time(st, host, scene)
    else:
        result = circumstances.limited(st, host, scene) if limited else narrowing.joined(st, host, scene)
    if isinstance(result, Opaque):
        return allergies.marked(result, st, scene)
    if named is not None:
        held = result.args if isinstance(result, And) else (result,)
        result = And((*held, named[1]), result.origin)
    recent = st.has("RECENT")
    if recent is not None and not st.periods:
        scene.mark([recent], "manual", "vague")
        result = And((result, Manual("vague", recent.tokens[0].text, scene.origin([recent], "J3"))), result.origin)
    if suspect is not None and suspicion == "or" and isinstance(host, Allergy):
        # A suspected allergy is a record that is not confirmed, and that leaves the atom open.
        scene.mark([suspect], "logic", "J12")
    elif suspect is not None and suspicion == "unsure":
        scene.mark([suspect], "manual", "vague")
        unsure = Manual("vague", suspect.tokens[0].text, scene.origin([suspect], "J12"))
        result = And((result, unsure), result.origin)
    elif suspect is not None and suspicion == "or":
        result = Or((result, _or_suspected(st, host, result, suspect, scene)), result.origin)
    return narrowing.denied(result, st, scene) if negated(st) else result


def qualifies_for(st: Statement, text: str) -> bool:
    """M8: whether somebody only qualifies for a treatment ("meets the prescribing criteria for interferon")."""
    if st.kind not in ("drug", "procedure") or st.head is None or st.head.foreign:
        return False
    start = min(e.start for e in st.elements() if not e.foreign)
    return not words("bids").isdisjoint(folds(text[start : st.head.start]))


def ending_in_signs(st: Statement, text: str) -> bool:
    """J28: whether a condition is only the first half of a name for its signs ("COVID-19 symptoms")."""
    late = sorted((*st.after, *st.complement), key=lambda e: e.start)
    near = bool(late) and st.head is not None and not text[st.head.end : late[0].start].strip()
    return near and st.kind == "condition" and not words("sign_nouns").isdisjoint(folds_of(late[:1], text)[:1])


def weighed(st: Statement, scene: Scene) -> Expr:
    """J28: what may become a condition, or be a sign of it ("symptoms of gout", "risk of bleeding"), is for a person to weigh."""
    elements = st.elements()
    plain = st.kind == "condition" and st.has("FAMILY", "ALLERGY", "PLANNED", "USE", "USEPAST") is None
    if not plain or any(e.cue("REL", "IF", "UNLESS", "LINE") for e in elements):
        return scene.opaque(elements, "not the fact itself", "J0")
    return scene.manual(elements, "vague", "J28")


def _signs(st: Statement, cue: Element, scene: Scene) -> Expr | None:
    """J15: "no signs or symptoms of X": who has X recorded fails; what else may be a sign of it stays open."""
    if not negated(st) or st.kind != "condition":
        return None
    kept = replace(st, cues=[c for c in st.cues if c is not cue])
    none = fact(kept, scene)
    if not isinstance(none, Not):
        return None
    scene.mark([cue], "manual", "vague")
    return And((none, Manual("vague", cue.tokens[0].text, scene.origin([cue], "J15"))), none.origin)


def _suspected(host: Condition) -> Expr:
    """J12: a suspicion is a record that is not confirmed, or one of the few codes that say a suspicion."""
    unconfirmed = replace(host, certainty="suspected")
    coded = next((r["coded"] for r in rows("suspected") if r["id"] == host.concept.id), None)
    return Or((unconfirmed, replace(host, concept=concept(coded))), host.origin) if coded else unconfirmed


def _or_suspected(st: Statement, host: Expr, result: Expr, cue: Element, scene: Scene) -> Expr:
    """J12: the other half of "known or suspected"; what narrows the known one leaves it open."""
    unsure = Manual("vague", cue.tokens[0].text, scene.origin([cue], "J12"))
    if not isinstance(host, Condition) or not narrowing.before_head(cue, st, scene.text):
        scene.mark([cue], "manual", "vague")
        return unsure
    return _suspected(host) if result == host else And((_suspected(host), unsure), host.origin)


def _family(st: Statement, scene: Scene) -> Expr | None:
    """J13: a recorded family history holds; that none is recorded doesn't say that there is none. "Personal or family" history
    is the patient's as well.
    """
    cue = st.has("FAMILY")
    left = (*st.before, *st.after, *st.complement, *st.manual, *st.parens, *st.values, *st.periods)
    plain = all((c.cue("FAMILY", "NEG", "KNOWN", "HIST")) is not None for c in st.cues)
    whose = (cue.cue("FAMILY") or cue.senses[0]).value if cue is not None else ""
    if cue is None or st.kind != "condition" or left or not plain or whose not in ("history", "either"):
        return None
    scene.mark(core(st), "logic", st.id)
    scene.mark(st.silent, "noise", "N1")
    scene.mark([cue], "manual", "not-recorded")
    origin = scene.origin(core(st), "J13")
    unsure = Manual("not-recorded", cue.tokens[0].text, scene.origin([cue], "J13"))
    own = (Condition(with_history(st.id), "history", origin=origin),) if whose == "either" else ()
    found = Or((*own, FamilyHistory(concept(st.id), origin), unsure), origin)
    return Not(found, origin) if negated(st) else found


def _encounter(st: Statement, scene: Scene) -> Expr | None:
    """S1: a stay or a visit that is the whole statement, now or in a period."""
    when = window_of(st, scene)
    said = [e for e in st.elements() if e not in (*st.periods, *st.silent, *st.line) and not e.cue("NEG")]
    row = stays.named(folds_of(said, scene.text))
    if row is None or when is False or (when is None and st.periods):
        return None
    elements = [e for e in st.elements() if e not in st.line]
    scene.mark(elements, "logic", "encounter")
    spans = {"now": (None,), "ever": (Window(),), "": (None, Window())}[row["alone"]] if when is None else (when,)
    origin = scene.origin(elements, "S1")
    told = tuple(Encounter(row["setting"], days, origin=origin) for days in spans)  # type: ignore[arg-type]
    found: Expr = told[0] if len(told) == 1 else Either(told, "now or ever", origin)
    return Not(found, found.origin) if negated(st) else found


def _tells_age(element: Element, text: str) -> bool:
    """Whether a value without a head is an age: years, what its unit or its sign says to be one ("18 or older"), or what
    stands right behind a word for a sex ("male or female ≥ 18").
    """
    value = element.value
    if value is None or value.times:
        return False
    if not value.time:
        low = value.bounds.low
        person = low is not None and low >= YOUNGEST and _behind_a_sex(text[: element.start])
        whole = low in MAJORITY and not value.bare and not text[: element.start].strip(" -") and _ends_at(element, text)
        whole = whole and (value.bounds.high is None or value.bounds.high >= 2 * GROWN)
        return not value.unit and (value.aged or person or whole)
    grown = value.unit == "mo" and (value.bounds.high or 0) >= 12 * GROWN
    return value.aged or value.unit == "a" or grown or (value.ends is not None and "a" in value.ends)


def _ends_at(element: Element, text: str) -> bool:
    """Whether nothing stands behind an element: "18 and over" is all that a line says."""
    return not text[element.end :].strip(" .;,")


YOUNGEST = 12
"""The least number without a unit that is taken for an age behind a word for a sex."""


def _behind_a_sex(text: str) -> bool:
    """Whether a text ends with a word for a sex."""
    raws = raw_tokens(text)[-1:]
    match = lexicon().at(raws, 0) if raws else None
    return match is not None and any(s.value.startswith("sex:") for s in match.senses)


def _headless(st: Statement, scene: Scene) -> Expr:
    elements = st.elements()
    if not elements:
        return And(())
    stay = _encounter(st, scene)
    if stay is not None:
        return stay
    staged = levels.alone(st, scene)
    if staged is not None:
        return staged
    unnamed = unnamed_score(st, scene)
    if unnamed is not None:
        return unnamed
    rest = [e for e in elements if e not in (*st.values, *st.silent, *st.line, *st.parens)]
    rest = rest if window_of(st, scene) is not None else [e for e in rest if e not in st.periods]
    rest = [e for e in rest if e not in st.complement] if "A8" in st.rules else rest
    years = [v for v in st.values if _tells_age(v, scene.text)]
    if len(years) == 1 and len(st.values) == 1 and not rest and years[0].value is not None and not years[0].value.bare:
        age = age_bounds(years[0], scene)
        if age is not None:
            scene.mark([e for e in elements if e not in st.parens], "logic", "age")
            return at_another_time(st, age, scene) if st.complement else age
    effect = next((e for e in elements if e.cue("EFFECT", "CONTRA") is not None), None)
    if effect is not None:
        why = joins.reason(effect) or "judgement"
        return scene.manual(elements, why, "M3")
    if st.has("ALLERGY") is not None and any(t.sense("EVENT") is not None for e in rest for t in e.tokens):
        # "Allergy to the study drug": the text doesn't say which drug that is.
        return scene.manual(elements, "not-recorded", "M3")
    vague = [e for e in elements if joins.reason(e) is not None or e.cue("STABLE", "PLANNED")]
    # "Abnormal electrocardiogram (ECG) findings".
    short = [e for e in st.parens if (said := scene.text[e.start + 1 : e.end - 1].strip()).isalpha() and said.isupper()]
    known = all(joins.reason(e) is not None or e.type in ("CUE", "WINDOW", "VALUE") or e in short for e in elements)
    sized = any(joins.reason(e) == "imaging" for e in vague)
    if vague and known and all(v.value is not None and (v.value.time or sized) for v in st.values):
        why = next(
            (r for r in map(joins.reason, elements) if r is not None), "planned-event" if st.has("PLANNED") else "vague"
        )
        return scene.manual(elements, why, "M3")
    return without_name(st, scene) or scene.opaque(elements, "residue", "J0")


# --- atoms by kind of head ---------------------------------------------------------------------------------------------


def _condition(st: Statement, scene: Scene) -> Expr | None:
    count = take_count(st) or 1
    if any(v.value is not None and not v.value.time for v in st.values) or st.has(
        "ALLERGY", "USE", "USEPAST", "NAIVE", "CONTRA"
    ):
        return None
    operation = _operation(st.id)
    if operation is not None and st.has("ANSWER", "STABLE") is None:
        # "Transplant recipient": an operation that was done, or the status that a problem list keeps.
        done = replace(
            st, sense=Sense("MENTION", f"procedure:{operation}"), cues=[c for c in st.cues if c.cue("CURRENT") is None]
        )
        return procedure(done, scene)
    bound = concept(st.id)
    since = elapsed_of(st, scene)
    when, long = window_of(st, scene), duration_of(st, scene)
    if when is False or long is False:
        return None
    origin = scene.origin(core(st), *st.rules)
    current = st.has("CURRENT")
    cue = current.cue("CURRENT") if current is not None else None
    present: Literal["active", "present"] = "active" if cue is not None and cue.value == "active" else "present"
    state: Literal["history", "active", "present"] = "history" if st.has("HIST", "RECENT") else present
    if since is not None:
        return _since(st, scene, since) if since and when is None and long is None else None
    if isinstance(long, Offset) and negated(st) and when is None:
        when, long = Window(since=replace(long, strict=True)), None
    answer = st.has("ANSWER")
    label = (answer.cue("ANSWER") or answer.senses[0]).value if answer is not None else ""
    if label in ("normal", "abnormal") or (answer is not None and _otherwise_tested(answer, st.id)):
        return None
    if isinstance(when, Window):
        expr: Expr = Condition(bound, "history", when, count, origin=origin)
    elif count > 1:
        expr = Condition(bound, "history", count=count, origin=origin)
    else:
        expr = Condition(with_history(st.id) if state == "history" else bound, state, origin=origin)
    if isinstance(long, Offset):
        expr = And((expr, Condition(bound, "history", Window(until=long), origin=origin)), origin)
    denied = st.has("NEG")
    if answer is not None or (denied is not None and (denied.cue("NEG") or denied.senses[0]).value == "tested"):
        expr = _or_tested(expr, st, scene)
    if label == "negative":
        expr = Not(expr, origin)
    stable = st.has("STABLE")
    if stable is not None:
        expr = And((expr, Manual("vague", stable.tokens[0].text, scene.origin([stable], "J3"))), origin)
    return expr


@cache
def _operation(status: str) -> str | None:
    """The operation that a status comes from."""
    return next((r["procedure"] for r in rows("therapies") if r["condition"] == status), None)


def _otherwise_tested(answer: Element, id: str) -> bool:
    """V19: whether an answer is a serology's, of an infection that is tested for otherwise first."""
    row = next((r for r in rows("tested_by") if r["id"] == id), None)
    return row is not None and not row["serology"] and not words("serology_words").isdisjoint(r.fold for r in answer.raws)


def _or_tested(expr: Expr, st: Statement, scene: Scene) -> Expr:
    """V19: "positive for HIV": the infection on record, or the result of its test."""
    tests = next((cell_list(r, "tests") for r in rows("tested_by") if r["id"] == st.id), ())
    if not tests or not isinstance(expr, Condition) or (st.periods and expr.window is None):
        return expr
    origin = scene.origin(core(st), "V19")
    results = [Measurement(concept(t), answer="positive", origin=origin) for t in tests]
    if st.has("HIST") is not None or expr.window is not None:
        results = [replace(r, which="any", window=expr.window or Window()) for r in results]
    return Or((expr, *results), expr.origin)


def _since(st: Statement, scene: Scene, since: tuple[Offset | None, Offset | None, bool]) -> Expr | None:
    """W4: "more than 6 months since a stroke" (no stroke in them), "after a stroke" (one before them, none in them)."""
    low, high, after = since
    host = Condition(with_history(st.id), "history", origin=scene.origin(core(st), *st.rules))
    if low is None:
        return replace(host, window=Window(since=high))
    lately = replace(host, window=Window(since=replace(low, strict=not low.strict)))
    if st.has("KNOWN") or (after and host.concept.days is None):
        return replace(host, window=Window(until=low))
    if not after:
        return lately
    if st.before or st.after or st.complement or st.manual or st.parens:
        return replace(host, window=Window(until=low))
    return And((replace(host, window=Window(until=low)), Not(lately)), host.origin)


def _age(st: Statement, scene: Scene) -> Expr | None:
    if len(st.values) != 1 or window_of(st, scene) is not None or st.has("HIST", "ALLERGY"):
        return None
    return age_bounds(st.values[0], scene)


def _agegroup(st: Statement, scene: Scene) -> Expr | None:
    row = age_group(st.id)
    if len(st.values) == 1 and {"A8", "P5"} & set(st.rules) and window_of(st, scene) is None:
        return age_bounds(st.values[0], scene, grown=bool(row["low"]) and not row["below"])
    if st.values or st.periods or not (row["low"] or row["below"]):
        return None
    bounds = Bounds(
        Decimal(row["low"]) if row["low"] else None, True, Decimal(row["below"]) if row["below"] else None, False
    )
    return Age(bounds, "a", scene.origin(core(st), "A4"))


def _sex(st: Statement, scene: Scene) -> Expr | None:
    if st.values or st.periods or st.has("HIST", "ALLERGY", "USE"):
        return None
    return Sex(st.id, scene.origin(core(st), "A1"))  # type: ignore[arg-type]


def _reproduction(st: Statement, scene: Scene) -> Expr | None:
    if st.values or st.has("HIST", "ALLERGY", "USE", "USEPAST"):
        return None
    if any(p.period is None or p.period.kind != "anchored" or p.period.after for p in st.periods):
        return None
    answer = st.has("ANSWER")
    state, _, denied = st.id.partition(":")
    expr: Expr = Reproduction(state, scene.origin(core(st), "A1"))  # type: ignore[arg-type]
    expr = Not(expr, expr.origin) if denied else expr
    return (
        Not(expr, expr.origin)
        if answer is not None and (answer.cue("ANSWER") or answer.senses[0]).value == "negative"
        else expr
    )


_ATOMS = {
    "condition": _condition,
    "drug": drug,
    "procedure": procedure,
    "substance": substance,
    "age": _age,
    "agegroup": _agegroup,
    "sex": _sex,
    "reproduction": _reproduction,
    **dict.fromkeys(MEASURABLE, measure),
}
