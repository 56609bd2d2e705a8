"""Canonical text: every expression as plain English."""

from __future__ import annotations

from decimal import Decimal

from eligo.logic import (
    Age,
    Allergy,
    And,
    AtLeast,
    Bounds,
    Condition,
    Drug,
    Either,
    Expr,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    Window,
)

UNIT_WORDS = {"d": "day", "wk": "week", "mo": "month", "a": "year"}
ROMAN = ("0", "I", "II", "III", "IV", "V", "VI")


def say(expr: Expr) -> str:
    """``expr`` in words, e.g. ``platelets < 50 10*9/L`` or ``all of (age >= 18 years; not (pregnant))``."""
    match expr:
        case And(args=()):
            return "always"
        case Or(args=()):
            return "never"
        case And(args=args):
            return f"all of ({'; '.join(map(say, args))})"
        case Or(args=args):
            return f"any of ({'; '.join(map(say, args))})"
        case Not(arg=arg):
            return f"not ({say(arg)})"
        case AtLeast(k=k, args=args):
            return f"at least {k} of ({'; '.join(map(say, args))})"
        case Either(readings=readings):
            return f"either, unsettled ({'; or '.join(map(say, readings))})"
        case Manual(reason=reason, text=text):
            return f'[manual, {reason}: "{text}"]'
        case Opaque(reason=reason, text=text):
            return f'[not understood, {reason}: "{text}"]'
    return _atom(expr)


def _atom(atom: Expr) -> str:
    match atom:
        case Age(bounds=b, unit=unit):
            return f"age {bounds(b)} {UNIT_WORDS[unit]}s"
        case Sex(value=value):
            return f"sex {value}"
        case Reproduction(state=state):
            return state if state == "pregnant" else "breastfeeding"
        case Condition():
            words = {"present": "", "active": "active ", "history": "history of "}[atom.state] + atom.concept.name
            if atom.window is not None:
                words = f"{atom.concept.name} {window(atom.window)}"
            return words + (f", at least {atom.count} times" if atom.count > 1 else "")
        case Measurement():
            return _measurement(atom)
        case Drug():
            return _drug(atom)
        case Procedure():
            words = f"{atom.concept.name} done" + (f" {window(atom.window)}" if atom.window else "")
            return words + (f", at least {atom.count} times" if atom.count > 1 else "")
        case Allergy(concept=concept):
            return f"allergy to {concept.name}"
    raise TypeError(type(atom).__name__)


def _measurement(atom: Measurement) -> str:
    which = {"latest": "", "any": "any ", "all": "every "}[atom.which]
    if atom.answer is not None:
        test = f"is {atom.answer}"
    elif atom.values:
        test = "is " + " or ".join(f"{v:f}" for v in atom.values)
    else:
        unit = f"× {atom.times}" if atom.times else atom.unit or ""
        test = f"{bounds(atom.bounds or Bounds())} {unit}".rstrip()
    return f"{which}{atom.concept.name} {test}" + (f" {window(atom.window)}" if atom.window else "")


def _drug(atom: Drug) -> str:
    words = atom.concept.name
    if atom.dose is not None:
        words += f" {bounds(atom.dose)} {atom.dose_unit or ''}{'/kg' if atom.per_kg else ''}/day"
        words += f" of {atom.equivalent} equivalent" if atom.equivalent else ""
    if atom.stable is not None:
        return f"{words} unchanged for the last {offset(atom.stable)}"
    if atom.duration is not None:
        return (
            f"{words} on every day of the last {offset(atom.duration)}"
            if atom.when == "current"
            else f"{words} for at least {offset(atom.duration)} at some time"
        )
    if atom.window is not None:
        return f"{words} taken {window(atom.window)}"
    return f"{words} taken now" if atom.when == "current" else f"{words} ever taken"


def bounds(b: Bounds) -> str:
    """``>= 18``, ``< 50``, ``from 18 to 70``; open ends of a range are said."""
    low = None if b.low is None else f"{'>=' if b.low_closed else '>'} {plain(b.low)}"
    high = None if b.high is None else f"{'<=' if b.high_closed else '<'} {plain(b.high)}"
    if b.low is not None and b.low == b.high and b.low_closed and b.high_closed:
        return f"= {plain(b.low)}"
    return " and ".join(part for part in (low, high) if part) or "any value"


def plain(value: Decimal) -> str:
    """The digits of the text, without exponent."""
    return format(value, "f")


def offset(o: Offset) -> str:
    """``3 months``; ``more than``-ness of strict offsets is said by the caller's context."""
    return f"{o.count} {UNIT_WORDS[o.unit]}{'s' if o.count != 1 else ''}"


def window(w: Window) -> str:
    """``within 6 months before the index date`` and the like."""
    if w.since is not None and w.until is None:
        return f"within {'less than ' if w.since.strict else ''}{offset(w.since)} before the index date"
    if w.since is None and w.until is not None:
        return f"{'more than' if w.until.strict else 'at least'} {offset(w.until)} before the index date"
    if w.since is not None and w.until is not None:
        return f"between {offset(w.since)} and {offset(w.until)} before the index date"
    return "at any time up to the index date"
