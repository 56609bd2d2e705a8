"""Ages and measurements: values to bounds.

- **V2**, **V10**, **V11** a value without unit, or in one that the quantity can't have: see :mod:`eligo.interpret.units`.
- **V3**, **V22** a bare "=" or no sign at all: see :mod:`eligo.interpret.lost_limits`.
- **V7** two lost signs are the ends of a range.
- **V6** where one wording names two quantities, the unit says which.
- **V9** two numbers over a slash are limits of two measures.
- **V12** a reversed range of a forbidden line is two alternatives.
- **V14** a limit restated in a unit that can be read is the restated one.
- **V15** "or better" and "worse than" go by the direction of the scale.
- **V16** a point before three digits may part thousands.
- **V18** a form that is an answer itself ("non-smoker") is that answer.
- **V28** "presence of" before a coded test is a positive answer.
- **V17** "elevated", "low" beside a laboratory quantity is above or below its normal range.
- **V5** a bare number is a level of a score, but no limit of a measurement; on a scale of many points its sign is lost.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Literal

from eligo.concepts import Concept
from eligo.interpret import amounts, circumstances, lost_limits, units
from eligo.interpret.periods import window
from eligo.interpret.scene import Scene
from eligo.lex import Sense
from eligo.lex.raw import folds, phrase_key, raw_tokens, text_key
from eligo.lex.word_tables import phrase_keys
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import cell_list, rows
from eligo.logic import And, Bounds, Either, Expr, Measurement, Or, Window
from eligo.parse.ast import Element, Value
from eligo.scope import Statement
from eligo.scope.statement import alone


def is_reversed(value: Value, element: Element, scene: Scene) -> bool:
    """Whether nothing lies between the bounds; said, and never read."""
    b = value.bounds
    if b.low is None or b.high is None or b.low <= b.high:
        return False
    scene.note(
        "reversed-range", f"nothing is above {b.low} and below {b.high}; were they meant as alternatives?", [element]
    )
    return True


def note_range(value: Value, element: Element, scene: Scene) -> None:
    """V7: two numbers whose signs were lost can't both be equal: they are the ends of a range."""
    b = value.bounds
    scene.note(
        "lost-comparator",
        f'signs were lost before {b.low} and {b.high}; read as "≥ {b.low} and ≤ {b.high}"',
        [element],
        f"≥ {b.low} and ≤ {b.high}",
    )


def measured(st: Statement, scene: Scene) -> Expr | None:
    """A lab, vital sign or score with its limit or answer.

    V24: "any hemoglobin < 8 g/dL within 6 months" is about each of the values, not the latest.
    """
    found = _measured(st, scene)
    if isinstance(found, Measurement) and found.window is not None and st.head is not None:
        said = folds(scene.text[: st.head.start])
        if "V25" in st.rules or any(tuple(said[-n:]) in phrase_keys("any_value", "phrase") for n in (1, 2, 3)):
            return replace(found, which="any")
    return found


def _told_answer(st: Statement) -> Element | None:
    """The answer of a statement. One before the head of a limit says no more than the limit does ("detectable HIV RNA > 50"),
    and goes; "presence of" before a coded test is a positive answer (V28).
    """
    answer = st.has("ANSWER")
    value = st.values[0].value if len(st.values) == 1 else None
    if answer is None:
        found = [c for c in st.cues if text_key(c.text) in phrase_keys("presence_words", "phrase")]
        coded = any(a.label == "positive" for a in concept(st.id).answers) and not st.values and not _stated(st)
        return replace(found[0], senses=(Sense("ANSWER", "positive"),)) if found and coded else None
    label = (answer.cue("ANSWER") or answer.senses[0]).value
    repeats = value is not None and not (value.bare or value.lost) and st.head is not None and answer.end <= st.head.start
    if not repeats or value is None or st.has("NEG") is not None:
        return answer
    if label == "negative" or (label == "positive" and value.bounds.low is None):
        return answer
    st.cues = [c for c in st.cues if c is not answer]
    st.silent.append(answer)
    return None


def _measured(st: Statement, scene: Scene) -> Expr | None:
    bound = concept(st.id)
    when: Window | None = None
    for p in st.periods:
        if p.period is None or p.period.kind == "lasting":
            return None
        found = window(p.period, scene, p)
        if found is None:
            return None
        when = found if found != Window() else when
    answer = _told_answer(st)
    past = st.has("HIST")
    if past is not None and st.values and not st.periods and (past.cue("HIST") or past.senses[0]).value == "verb":
        # "Had a QTc interval > 450 ms at screening".
        st.cues = [c for c in st.cues if c is not past]
        st.silent.append(past)
    ever = st.has("HIST") is not None and answer is not None and not st.values and when is None
    if st.has("USE", "ALLERGY", "STABLE") or (st.has("HIST", "USEPAST") and not ever):
        return None
    origin = scene.origin([*st.cues, *([st.head] if st.head else []), *st.values, *st.periods], *st.rules)
    late = [c for c in st.cues if c.cue("KNOWN") is not None and st.head is not None and c.start > st.head.start]
    if any(circumstances.effect(c) is None for c in late):
        return None
    if st.values:
        st.after += late
        st.cues = [c for c in st.cues if c not in late]
    if st.values:
        st.silent += [e for e in st.before if circumstances.effect(e) == "same"]
        st.before = [e for e in st.before if circumstances.effect(e) != "same"]
    told = _stated(st) if answer is None else ()
    amount = amounts.of(st, bound, told, scene) if st.values else None
    if amount is not None:
        return amount
    stated = told if not st.values else ()
    if stated:
        parts = tuple(Measurement(bound, answer=label, window=when, origin=origin) for label in stated)
        lately = amounts.lately(st, bound, stated, scene) if st.periods else None
        return lately if st.periods else parts[0] if len(parts) == 1 else Or(parts, origin)
    beyond = _end_words(st, bound, scene.text) if answer is None and not st.values else None
    if beyond is not None:
        return Measurement(bound, beyond[1], times=beyond[0], window=when, origin=origin)
    if answer is not None:
        label = (answer.cue("ANSWER") or answer.senses[0]).value
        known = label in ("normal", "abnormal") or any(a.label == label for a in bound.answers)
        which: Literal["any", "latest"] = "any" if ever else "latest"
        when = Window() if ever else when
        return Measurement(bound, answer=label, window=when, which=which, origin=origin) if known and not st.values else None
    if any(v.value is not None and v.value.pair is not None for v in st.values):
        return _two_numbers(st, when, scene)
    _take_restated(bound, st)
    bound = _by_unit(bound, st)
    if len(st.values) != 1:
        return _pair(st, bound, when, scene)
    return _limit(bound, st.values[0], when, scene, st)


@cache
def _answers_of_forms() -> dict[tuple[str, tuple[str, ...]], tuple[str, ...]]:
    return {
        (r["id"], text_key(r["phrase"])): tuple(cell_list(r, "answers")) for r in rows("stated_answers")
    }


def _stated(st: Statement) -> tuple[str, ...]:
    """V18: the answers that the head's own wording is ("non-smoker"); none for another head."""
    words = " ".join(t.text for t in st.head.tokens) if st.head is not None else ""
    return _answers_of_forms().get((st.id, text_key(words)), ())


@cache
def _signs() -> dict[tuple[str, ...], str]:
    return {text_key(r["word"]): r["sign"] for r in rows("measure_ends")}


def _end_words(st: Statement, bound: Concept, text: str) -> tuple[Literal["ULN", "LLN"], Bounds] | None:
    """V17: a laboratory quantity with nothing but a word for a side of its normal range ("elevated CRP", "albumin is low").

    The word becomes an acting element of the statement; None where no word says so, or two do.
    """
    if bound.kind != "lab" or bound.unit is None:
        return None
    told = [
        (e, sign)
        for e in (*st.before, *st.after, *st.complement)
        if (sign := _signs().get(text_key(" ".join(t.text for t in e.tokens)))) is not None
    ]
    naming = [e for e in st.before if e not in [x for x, _ in told] and circumstances.names_amount(e)]
    said = [r for e in st.elements() if not e.foreign for r in raw_tokens(text[e.start : e.end])]
    if len(told) != 1 or told[0][1] == "change" or any(_signs().get(phrase_key([r])) == "change" for r in said):
        return None
    onward = raw_tokens(text[st.head.end : st.head.end + 30])[:2] if st.head is not None else []
    if len(onward) == 2 and onward[0].text == "/" and phrase_key(onward[1:]) in _signs():
        # "A high potassium/low sodium diet": both tell of what follows them.
        return None
    word, sign = told[0]
    for bucket in (st.before, st.after, st.complement):
        if word in bucket:
            bucket.remove(word)
    st.before = [e for e in st.before if e not in naming]
    st.cues += [word, *naming]
    return (
        ("ULN", Bounds(low=Decimal(1), low_closed=False))
        if sign == ">"
        else ("LLN", Bounds(high=Decimal(1), high_closed=False))
    )


def _two_numbers(st: Statement, when: Window | None, scene: Scene) -> Expr | None:
    """V9: "140/90 mmHg" is a limit of each of two measures. Forbidden, either counts; required, both hold; but "≥ 140/90"
    of a required line may define a disease, where either is enough, so both readings stay.
    """
    row = next((r for r in rows("pairs") if r["id"] == st.id), None)
    if row is None or len(st.values) != 1 or st.values[0].value is None:
        return None
    element, value = st.values[0], st.values[0].value
    second = value.pair
    assert second is not None
    b = value.bounds
    other = Bounds(
        second if b.low is not None else None, b.low_closed, second if b.high is not None else None, b.high_closed
    )
    parts = [
        _limit(concept(row[column]), replace(element, value=replace(value, bounds=bounds, pair=None)), when, scene, st)
        for column, bounds in (("first", b), ("second", other))
    ]
    if parts[0] is None or parts[1] is None:
        return None
    both, either = And((parts[0], parts[1])), Or((parts[0], parts[1]))
    if scene.forbids:
        return either
    return both if b.low is None else Either((both, either), "and-or", scene.origin([element], "V9"))


def _by_unit(bound: Concept, st: Statement) -> Concept:
    """V6: the measurement of this wording that knows the unit."""
    unit = next((v.value.unit for v in st.values if v.value is not None and v.value.unit), "")
    if unit and bound.scale(unit) is None and _stated(st) in ((), ("current",)):
        variant = next((r["variant"] for r in rows("variants") if r["id"] == bound.id), None)
        if variant is not None and concept(variant).scale(unit) is not None:
            return concept(variant)
    return bound


def _take_restated(bound: Concept, st: Statement) -> None:
    """V14: a limit in a unit that can't be read, restated in a bracket in one that can, is the restated one
    ("< 75 mmol/mol (9.0 %)").
    """
    own = st.values[0].value if len(st.values) == 1 else None
    if own is None or own.times or own.values or not own.unit or bound.scale(own.unit) is not None:
        return
    for bracket in st.parens:
        inside = alone(bracket)
        other = inside[0].value if len(inside) == 1 else None
        if other is None or not other.bare or other.bounds.low is None or bound.scale(other.unit) is None:
            continue
        if (own.bounds.low is None) == (own.bounds.high is None):
            continue
        number = other.bounds.low
        b = own.bounds
        ends = replace(b, low=number) if b.low is not None else replace(b, high=number)
        st.values = [replace(st.values[0], value=replace(own, bounds=ends, unit=other.unit))]
        st.parens.remove(bracket)
        st.silent.append(bracket)
        return


def _with_thousands(bound: Concept, value: Value, element: Element, scene: Scene) -> Value:
    """V16: a point before three digits parts thousands where the number as it stands is far below what is usual in its unit,
    and a thousand times it is usual ("platelets < 50.000/mm3"); said as ``thousands-point``.
    """
    written = {value.unit, *units.meant(bound, value.unit)}
    row = next((r for r in rows("usual_units") if r["id"] == bound.id and r["unit"] in written), None)
    numbers = [n for n in (value.bounds.low, value.bounds.high) if n is not None]
    pointed = bool(numbers) and all(n.as_tuple().exponent == -3 for n in numbers)
    if row is None or not pointed or not all(Decimal(row["low"]) <= n * 1000 <= Decimal(row["high"]) for n in numbers):
        return value
    if any(n >= Decimal(row["low"]) for n in numbers):
        return value
    b = value.bounds
    low, high = (None if n is None else Decimal(int(n * 1000)) for n in (b.low, b.high))
    scene.note(
        "thousands-point",
        f"the point in {numbers[0]} is read as parting thousands",
        [element],
        str(int(numbers[0] * 1000)),
    )
    return replace(value, bounds=replace(b, low=low, high=high))


@cache
def _scores() -> dict[str, dict[str, str]]:
    return {r["id"]: r for r in rows("scores")}


def _relative(bound: Concept, value: Value) -> Value | None:
    """V15: "or better", "worse than": which way that is on the scale; None where its order means neither."""
    row = _scores().get(bound.id)
    b = value.bounds
    if row is None or row["higher_is"] not in ("better", "worse"):
        return None
    if row["higher_is"] == "better":
        b = Bounds(b.high, b.high_closed, b.low, b.low_closed)
    return replace(value, bounds=b, relative=False)


def _pair(st: Statement, bound: Concept, when: Window | None, scene: Scene) -> Expr | None:
    """Two values of one measure: bounds on both sides meet; two discrete values of a score are alternatives."""
    values = [v.value for v in st.values if v.value is not None]
    if len(values) != 2 or len({(v.unit or values[1].unit, v.times) for v in values}) != 1:
        return None
    one, two = values
    if bound.kind == "score" and one.bare and two.bare:
        numbers = tuple(sorted({*_numbers(one), *_numbers(two)}))
        own = [*([st.head] if st.head else []), *st.values]
        return Measurement(bound, values=numbers, window=when, origin=scene.origin(own, "D1"))
    if one.bare and two.bounds.low is None and one.bounds.low is not None:
        return None
    lows = [v for v in values if v.bounds.low is not None and v.bounds.high is None]
    highs = [v for v in values if v.bounds.high is not None and v.bounds.low is None]
    if len(lows) != 1 or len(highs) != 1 or "D1or" in st.rules:
        return None
    merged = replace(
        one,
        unit=one.unit or two.unit,
        bounds=Bounds(lows[0].bounds.low, lows[0].bounds.low_closed, highs[0].bounds.high, highs[0].bounds.high_closed),
    )
    return _limit(bound, replace(st.values[0], value=merged), when, scene, st)


def _outside(bound: Concept, element: Element, when: Window | None, scene: Scene, st: Statement) -> Expr | None:
    """V12: "< 18 and > 35" of a forbidden line are alternatives: no one is both. A required one stays unread."""
    parts = [_limit(bound, replace(element, value=v), when, scene, st) for v in alternatives(element.value, scene)]
    return Or((parts[0], parts[1])) if len(parts) == 2 and parts[0] is not None and parts[1] is not None else None


def alternatives(value: Value | None, scene: Scene) -> list[Value]:
    """The two limits of a reversed range, where they can only be alternatives (V12)."""
    if value is None or not scene.forbids or value.lost:
        return []
    b = value.bounds
    return [
        replace(value, bounds=Bounds(high=b.high, high_closed=b.high_closed)),
        replace(value, bounds=Bounds(low=b.low, low_closed=b.low_closed)),
    ]


def _numbers(value: Value) -> tuple[Decimal, ...]:
    return value.values or ((value.bounds.low,) if value.bounds.low is not None else ())


def _limit(bound: Concept, element: Element, when: Window | None, scene: Scene, st: Statement) -> Expr | None:
    value = element.value
    assert value is not None
    origin = scene.origin([*([st.head] if st.head else []), *st.values], *st.rules)
    if is_reversed(value, element, scene):
        return _outside(bound, element, when, scene, st)
    if value.times is not None:
        if value.unit or value.values:
            return None
        found = Measurement(bound, value.bounds, times=value.times, window=when, origin=origin)
        return _signless(found, value, element, scene, st) if value.lost or value.bare else found
    if value.lost and value.bounds.low != value.bounds.high:
        note_range(value, element, scene)
        value = replace(value, lost=False)
    value = _with_thousands(bound, value, element, scene)
    if value.relative:
        turned = _relative(bound, value)
        return None if turned is None else _limit(bound, replace(element, value=turned), when, scene, st)
    if bound.kind == "score":
        if value.unit not in ("", "1", "%", "{score}") or not _on_scale(bound, value):
            return None
        single = value.bare and not value.values
        if value.lost or (single and lost_limits.wide(bound)):
            return _signless(Measurement(bound, value.bounds, window=when, origin=origin), value, element, scene, st)
        if single and not value.levels:
            found = Measurement(bound, value.bounds, window=when, origin=origin)
            usual = lost_limits.unsigned(found, value, element, scene)
            if usual is not None:
                return usual
        if value.values or value.bare:
            numbers = value.values or ((value.bounds.low,) if value.bounds.low is not None else ())
            return Measurement(bound, values=numbers, window=when, origin=origin)
        return Measurement(bound, value.bounds, window=when, origin=origin)
    unit = units.unit_of(bound, value, scene, element)
    if unit is None or value.values or value.levels:
        return None
    found = Measurement(bound, value.bounds, unit, window=when, origin=origin)
    return _signless(found, value, element, scene, st) if value.lost or value.bare else found


def _on_scale(bound: Concept, value: Value) -> bool:
    """Whether all numbers are points of a score ("RASS - 5" has lost its minus)."""
    row = _scores().get(bound.id)
    if row is None or not row["min"] or not row["max"] or value.levels:
        return True
    numbers = (n for n in (*value.values, value.bounds.low, value.bounds.high) if n is not None)
    return all(Decimal(row["min"]) <= n <= Decimal(row["max"]) for n in numbers)


def _signless(limit: Measurement, value: Value, element: Element, scene: Scene, st: Statement) -> Expr | None:
    """V3, V22: a number without a sign; None where not even a bare "=" stands before what has no usual side."""
    told = any(_signs().get(text_key(" ".join(t.text for t in e.tokens))) for e in (*st.before, *st.after, *st.silent))
    usual = None if told else lost_limits.unsigned(limit, value, element, scene)
    if usual is not None:
        return usual
    if not value.lost and not lost_limits.wide(limit.concept):
        return None
    return lost_limits.open_sign(limit, value, element, scene)
