"""One fact in words, or its opposite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from eligo.canon import plain
from eligo.concepts import Concept
from eligo.lexicon.tables import cell_list
from eligo.lexicon.tables import rows as lexicon
from eligo.logic import (
    Age,
    Allergy,
    Atom,
    Bounds,
    Condition,
    Drug,
    Encounter,
    FamilyHistory,
    Immunisation,
    Measurement,
    Offset,
    Procedure,
    Reproduction,
    Sex,
    StudyParticipation,
    Window,
)
from eligo.wording.tables import denied, phrase
from eligo.wording.tables import rows as wording
from eligo.wording.units import amount, unit


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase of the table with its parts."""

    key: str
    parts: dict[str, object]

    def plainly(self) -> str:
        """What it says."""
        return phrase(self.key, **self.parts)

    def denied(self) -> str:
        """Its opposite."""
        return denied(self.key, **self.parts) or f"{phrase('not')} ({self.plainly()})"


def said(atom: Atom, day: str) -> Said:
    """The phrase of an atom; ``day``: what the index date is called."""
    match atom:
        case Age(bounds=b, unit=u):
            one = b.low == b.high == 1
            return Said("age", {"bounds": bounds(b), "unit": phrase(u if one else f"{u}.many")})
        case Sex(value=value):
            return Said("sex", {"sex": value})
        case Reproduction(state=state):
            return Said(state, {})
        case Condition():
            return _condition(atom, day)
        case Measurement():
            return _measurement(atom, day)
        case Drug():
            return _drug(atom, day)
        case Procedure(concept=concept, window=w, count=k):
            return _done("procedure", named(concept), w, k, day)
        case Immunisation(concept=concept, window=w, count=k):
            return _done("immunisation", named(concept), w, k, day, "vaccine")
        case Allergy(concept=substance):
            return Said("allergy", {"substance": named(substance)}) if substance else Said("allergy.any", {})
        case FamilyHistory(concept=concept):
            return Said("family", {"condition": named(concept)})
        case Encounter(setting=setting, window=w, count=k):
            return Said(f"encounter.{setting}", {"window": window(w, day), "count": _count(k)})
        case StudyParticipation(window=w):
            return Said("study", {"window": window(w, day)})


EXCEPT = " other than "


def named(concept: Concept) -> str:
    """The name of a concept; exceptions to it, and to what was left of it, in one list."""
    base, *exceptions = concept.name.split(EXCEPT)
    *most, last = (name for part in exceptions for name in part.split(", ")) if exceptions else ("",)
    return f"{base}{EXCEPT}{phrase('exceptions', most=', '.join(most), last=last) if most else last}" if last else base


def _done(key: str, name: str, w: Window | None, k: int, day: str, part: str = "procedure") -> Said:
    when = f" {window(w, day)}" if w is not None else ""
    return Said(key if when else f"{key}.ever", {part: name, "window": when, "count": _count(k)})


def _count(k: int) -> str:
    return phrase("count", k=k) if k != 1 else ""


def _condition(atom: Condition, day: str) -> Said:
    name = named(atom.concept)
    if atom.severity:
        name = phrase("severity", severity=" or ".join(atom.severity), condition=name)
    if atom.certainty == "suspected":
        name = phrase("suspected", condition=name)
    w = atom.window
    if w is None and atom.state == "active":
        name = phrase("active", condition=name)
    kind = ("history" if atom.state == "history" else "present") if w is None else _kind(w)
    told = window(w, day) if w is not None else ""
    state = _states().get(atom.concept.id)
    if state:
        return Said(
            "condition.state", {"state": state, "window": f" {told}" if told else "", "count": _count(atom.count)}
        )
    if atom.concept.days is None and kind in ("since", "between") and atom.count == 1:
        kind = f"{kind}.lasting"
    return Said(f"condition.{kind}", {"condition": name, "window": told, "count": _count(atom.count)})


@cache
def _states() -> dict[str, str]:
    """What is said of patients who are in a state that is called by an adjective, by the id of its concept."""
    return {row["condition"]: row["said"] for row in wording("states")}


def _measurement(atom: Measurement, day: str) -> Said:
    shown = score_levels(atom.concept.id)
    tests = []
    coded = atom.answer is not None or bool(atom.values)
    if atom.times is not None and atom.bounds is not None:
        tests.append(phrase("times", bounds=bounds(atom.bounds), limit=atom.times))
    elif atom.bounds is not None:
        number = plain if atom.unit else (lambda value: shown.get(value) or plain(value))
        tests.append(amount(bounds(atom.bounds, number), atom.unit))
    elif not coded:
        tests.append(phrase("measured"))
    if atom.answer is not None:
        tests.append(phrase("answer", answer=atom.answer))
    if atom.values:
        tests.append(phrase("values", values=" or ".join(shown.get(v) or plain(v) for v in atom.values)))
    when = f" {window(atom.window, day)}" if atom.window is not None else ""
    return Said(f"measurement.{atom.which}", {"measure": named(atom.concept), "test": " ".join(tests), "window": when})


@cache
def score_levels(id: str) -> dict[Decimal, str]:
    """How the levels of a score are written where that is no number (NYHA III, Child-Pugh B), by their numbers."""
    found: dict[Decimal, str] = {}
    for row in lexicon("scores"):
        for level in cell_list(row, "levels") if row["id"] == id else ():
            label, _, number = level.partition("=")
            found.setdefault(Decimal(number), label)
    return {n: label for n, label in found.items() if not label[:1].isdigit()}


def _drug(atom: Drug, day: str) -> Said:
    parts: dict[str, object] = {"drug": named(atom.concept), "dose": _dose(atom)}
    ever = atom.when == "ever"
    most = ".most" if atom.dose is not None and atom.dose.low is None else ""
    if atom.stable is not None:
        kind = ".dosed" if atom.dose is not None else ".class" if len(atom.concept.ingredients) > 1 else ""
        return Said(f"drug.stable{kind}", parts | {"span": _length("span", atom.stable)})
    if atom.duration is not None and ever:
        return Said("drug.once", parts | {"length": _length("length", atom.duration)})
    if atom.duration is not None:
        return Said(f"drug.daily{most}", parts | {"span": _length("span", atom.duration)})
    if atom.window is not None:
        return Said(f"drug.window{most}", parts | {"window": window(atom.window, day)})
    return Said(f"drug.{'ever' if ever else 'now'}{most}", parts)


def _dose(atom: Drug) -> str:
    if atom.dose is None:
        return ""
    ucum = f"{unit(atom.dose_unit or '')}{'/kg' if atom.per_kg else ''}/day"
    told = f" {bounds(atom.dose)} {ucum}"
    return told if atom.equivalent is None else phrase("equivalent", dose=told, drug=atom.equivalent)


def bounds(b: Bounds, number: Callable[[Decimal], str] = plain) -> str:
    """``≥ 18``, ``< 50``, ``18 to 70``; ``= 5`` where both ends are the same."""
    low = None if b.low is None else number(b.low)
    high = None if b.high is None else number(b.high)
    if low is not None and high is not None and b.low_closed and b.high_closed:
        return phrase("equal", low=low) if b.low == b.high else phrase("range", low=low, high=high)
    ends = [phrase("at.least" if b.low_closed else "more.than", low=low)] if low is not None else []
    ends += [phrase("at.most" if b.high_closed else "less.than", high=high)] if high is not None else []
    return phrase("both", low=ends[0], high=ends[1]) if len(ends) > 1 else "".join(ends) or phrase("unbounded")


def offset(o: Offset) -> str:
    """``3 months``."""
    return f"{o.count} {phrase(o.unit if o.count == 1 else f'{o.unit}.many')}"


def _length(key: str, o: Offset) -> str:
    one = phrase(o.unit) if key == "span" and o.count == 1 else offset(o)
    return phrase(f"{key}.strict" if o.strict else key, length=one)


def _kind(w: Window) -> str:
    ends: Sequence[str] = [n for n, end in (("since", w.since), ("until", w.until)) if end is not None]
    return "between" if len(ends) > 1 else ends[0] if ends else "any"


def window(w: Window | None, day: str) -> str:
    """``within 6 months before screening`` and the like; None: on the day itself."""
    if w is None or (w.since is not None and w.since.count == 0 and w.until is None):
        return phrase("window.today", day=day)
    if w.since is not None and w.until is not None:
        since = phrase("edge.less", length=offset(w.since)) if w.since.strict else offset(w.since)
        until = phrase("edge.more", length=offset(w.until)) if w.until.strict else offset(w.until)
        return phrase("window.between", since=since, until=until, day=day)
    if w.since is not None:
        return phrase(f"window.since{'.strict' if w.since.strict else ''}", since=offset(w.since), day=day)
    if w.until is not None:
        return phrase(f"window.until{'.strict' if w.until.strict else ''}", until=offset(w.until), day=day)
    return phrase("window.ever", day=day)
