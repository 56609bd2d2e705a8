"""The phrases of canonical text. grammar/canon.lark reads what is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from eligo.concepts import Concept
from eligo.logic import (
    Age,
    Allergy,
    And,
    AtLeast,
    Atom,
    Bounds,
    Condition,
    Drug,
    Either,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    StudyParticipation,
    Window,
    children,
)

Use = Literal["condition", "history", "measurement", "drug", "procedure", "allergy", "vaccine"]
"""What a concept is said as; the same name may stand for another concept elsewhere (a drug, its level in the blood)."""

Word = Literal["reason", "unit", "dose", "answer", "equivalent"]

UNIT_WORDS = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
STATES = {"present": "", "active": "active ", "history": "history of "}
REPRODUCTION = {"pregnant": "pregnant", "lactating": "breastfeeding"}
WHICH = {"latest": "", "any": "any ", "all": "every "}
SETTINGS = {
    "inpatient": "hospital stay",
    "icu": "intensive care stay",
    "emergency": "emergency visit",
    "any": "encounter",
}


@dataclass(frozen=True, slots=True)
class Form:
    """How a form of the text spells what comes from outside the language.

    ``name`` writes a concept, ``quote`` a text in quotation marks, ``token`` a single word (a unit, a reason, an answer).
    ``full``: also say what a reader can do without: the reason of an unsettled reading, strictness of a duration, a state
    beside a window that replaces it.
    """

    name: Callable[[Concept, Use], str]
    quote: Callable[[str], str]
    token: Callable[[str, Word], str]
    full: bool


def words(expr: Expr, form: Form) -> str:
    """``expr`` in a form of canonical text."""
    match expr:
        case And(args=()):
            return "always"
        case Or(args=()):
            return "never"
        case And() | Or() | Not() | AtLeast() | Either():
            opening, joint = operator(expr, form)
            return f"{opening} ({joint.join(words(part, form) for part in children(expr))})"
        case Manual(reason=reason, text=text):
            return f"[manual, {form.token(reason, 'reason')}: {form.quote(text)}]"
        case Opaque(reason=reason, text=text):
            return f"[not understood, {form.token(reason, 'reason')}: {form.quote(text)}]"
    return _atom(expr, form)


def operator(expr: And | Or | Not | AtLeast | Either, form: Form) -> tuple[str, str]:
    """What stands before the bracketed parts of an operator, and what between them."""
    match expr:
        case And():
            return "all of", "; "
        case Or():
            return "any of", "; "
        case Not():
            return "not", "; "
        case AtLeast(k=k):
            return f"at least {k} of", "; "
        case Either(reason=reason):
            why = f", {form.token(reason, 'reason')}" if form.full and reason != "ambiguous" else ""
            return f"either, unsettled{why}", "; or "


def _atom(atom: Atom, form: Form) -> str:
    match atom:
        case Age(bounds=b, unit=unit):
            return f"age {bounds(b)} {UNIT_WORDS[unit]}s"
        case Sex(value=value):
            return f"sex {value}"
        case Reproduction(state=state):
            return REPRODUCTION[state]
        case Condition():
            return _condition(atom, form)
        case Measurement():
            return _measurement(atom, form)
        case Drug():
            return _drug(atom, form)
        case Procedure(concept=concept):
            return f"{form.name(concept, 'procedure')} done{_dated(atom.window)}{_times(atom.count)}"
        case Immunisation(concept=concept):
            return f"{form.name(concept, 'vaccine')} given{_dated(atom.window)}{_times(atom.count)}"
        case Allergy(concept=concept):
            return f"allergy to {'anything' if concept is None else form.name(concept, 'allergy')}"
        case FamilyHistory(concept=concept):
            return f"family history of {form.name(concept, 'condition')}"
        case Encounter():
            return f"{SETTINGS[atom.setting]} {_days(atom.window)}{_times(atom.count)}"
        case StudyParticipation():
            return f"subject of a study {_days(atom.window)}"


def _dated(w: Window | None) -> str:
    return f" {window(w)}" if w is not None else ""


def _days(w: Window | None) -> str:
    return "on the index date" if w is None else window(w)


def _times(count: int) -> str:
    return f", at least {count} times" if count != 1 else ""


def _condition(atom: Condition, form: Form) -> str:
    lasting = atom.state == "history" and atom.window is None
    name = form.name(atom.concept, "history" if lasting else "condition")
    if atom.severity:
        name = f"{' or '.join(atom.severity)} {name}"
    if atom.certainty == "suspected":
        name = f"suspected {name}"
    # A window replaces the state, which is then "history".
    told = atom.window is None or (form.full and atom.state != "history")
    state = ("present " if atom.window is not None and atom.state == "present" else STATES[atom.state]) if told else ""
    return f"{state}{name}{_dated(atom.window)}{_times(atom.count)}"


def _measurement(atom: Measurement, form: Form) -> str:
    tests = []
    coded = atom.answer is not None or bool(atom.values)
    if atom.bounds is not None or atom.times or atom.unit is not None or not coded:
        tests.append(bounds(atom.bounds) if atom.bounds is not None else "measured")
        tests += [f"× {atom.times}"] if atom.times else []
        tests += [form.token(atom.unit, "unit")] if atom.unit is not None else []
    if atom.answer is not None:
        tests.append(f"is {form.token(atom.answer, 'answer')}")
    if atom.values:
        tests.append("is " + " or ".join(map(plain, atom.values)))
    return f"{WHICH[atom.which]}{form.name(atom.concept, 'measurement')} {' '.join(tests)}{_dated(atom.window)}"


def _drug(atom: Drug, form: Form) -> str:
    name = form.name(atom.concept, "drug")
    if atom.dose is not None or atom.dose_unit is not None or atom.per_kg or atom.equivalent is not None:
        name += f" {bounds(atom.dose) if atom.dose is not None else 'dosed'}"
        unit = form.token(atom.dose_unit, "dose") if atom.dose_unit is not None else ""
        name += f" {unit}{'/kg' if atom.per_kg else ''}/day"
        name += f" of {form.token(atom.equivalent, 'equivalent')} equivalent" if atom.equivalent is not None else ""
    return f"{name} {' and '.join(_taken(atom, form))}"


def _taken(atom: Drug, form: Form) -> Iterator[str]:
    ever = atom.when == "ever"
    if atom.stable is not None:
        yield f"unchanged for {_last(atom.stable, form)}"
    if atom.duration is not None and ever:
        strict = form.full and atom.duration.strict
        yield f"for {'more than' if strict else 'at least'} {offset(atom.duration)} at some time"
    elif atom.duration is not None:
        yield f"on every day of {_last(atom.duration, form)}"
    told = atom.duration is not None or not form.full
    if atom.window is not None:
        yield f"{'ever ' if ever and not told else ''}taken {window(atom.window)}"
    elif ever and atom.duration is None:
        yield "ever taken"
    elif atom.stable is None and atom.duration is None:
        yield "taken now"


def _last(o: Offset, form: Form) -> str:
    return f"{'more than ' if form.full and o.strict else ''}the last {offset(o)}"


def bounds(b: Bounds) -> str:
    """``>= 18``, ``< 50``, ``>= 18 and <= 70``; ``= 5`` where both ends are the same."""
    if b.low is not None and b.low == b.high and b.low_closed and b.high_closed:
        return f"= {plain(b.low)}"
    low = None if b.low is None else f"{'>=' if b.low_closed else '>'} {plain(b.low)}"
    high = None if b.high is None else f"{'<=' if b.high_closed else '<'} {plain(b.high)}"
    return " and ".join(part for part in (low, high) if part) or "any value"


def plain(value: Decimal) -> str:
    """The digits of the text, without exponent."""
    return format(value, "f")


def offset(o: Offset) -> str:
    """``3 months``; whether it is strict is said by what stands before it."""
    return f"{o.count} {UNIT_WORDS[o.unit]}{'s' if o.count != 1 else ''}"


def window(w: Window) -> str:
    """``within 6 months before the index date`` and the like."""
    since = None if w.since is None else f"{'less than ' if w.since.strict else ''}{offset(w.since)}"
    if w.until is None:
        return f"within {since} before the index date" if since else "at any time up to the index date"
    if since is None:
        return f"{'more than' if w.until.strict else 'at least'} {offset(w.until)} before the index date"
    return f"between {since} and {'more than ' if w.until.strict else ''}{offset(w.until)} before the index date"
