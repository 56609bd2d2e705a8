"""Random patients for an expression: their records are near what its atoms ask for.

Codes are of the atoms' concepts, now and then excluded, of another concept or a name only; dates lie on the edges of the atoms'
windows and the days beside them, and are partial or missing; values lie on the bounds. An *exact* patient has only what the
OMOP CDM can hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from harness import concepts as c
from harness.records import Record, person
from random_trees import CONDITIONS, DRUGS, PROCEDURES, TYPICAL, VACCINES

from eligo.concepts import Code, Concept
from eligo.evaluate.dates import add, days_of
from eligo.lexicon.wellknown import body_weight, reproduction
from eligo.logic import (
    Age,
    Allergy,
    Condition,
    Drug,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Measurement,
    Procedure,
    Reproduction,
    StudyParticipation,
    Window,
    walk,
)
from eligo.patient import (
    AllergyRecord,
    Coding,
    ConditionRecord,
    DrugRecord,
    EncounterRecord,
    FamilyRecord,
    ImmunisationRecord,
    ObservationRecord,
    PartialDate,
    Patient,
    ProcedureRecord,
    StudyRecord,
)

T = TypeVar("T")

LOOK_BACK = Window()
PAST = 365
EVIDENCE = 300
"""Days that a measurement without a window, and evidence of pregnancy, look back."""


def patient(rng: Random, expr: Expr, index: date, name: str) -> Patient:
    """A patient with none to three records for each atom of ``expr``."""
    exact = rng.random() < 0.5
    near = _Near(rng, index, exact)
    asked = list(walk(expr))
    records = [r for e in asked for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3))) for r in near.records(e)]
    rng.shuffle(records)
    sex = rng.choice(("male", "female", "female", None))
    ages = [e for e in asked if isinstance(e, Age)]
    birth = near.birth(rng.choice(ages)) if ages else near.day((add(index, -40, "a"),))
    return replace(person(*records, sex=sex), id=name, birth=birth)


class _Near:
    """Random records near atoms."""

    def __init__(self, rng: Random, index: date, exact: bool) -> None:
        self._rng, self._index, self._exact = rng, index, exact

    # --- dates ---

    def day(self, anchors: Sequence[date]) -> PartialDate | None:
        """A date about one of some days, of any precision unless exact."""
        rng = self._rng
        around = rng.choice((0, 0, -1, 1, -2, 2, rng.randint(-40, 40), rng.randint(-400, 400)))
        day = rng.choice(anchors) + timedelta(days=around)
        if self._exact or rng.random() < 0.7:
            return PartialDate(day, day)
        return rng.choice((PartialDate.parse(f"{day:%Y-%m}"), PartialDate.parse(f"{day:%Y}"), None))

    def birth(self, age: Age) -> PartialDate | None:
        """Born about a day on which a bound of an age is reached."""
        index, unit = self._index, age.unit
        edges = [
            index - timedelta(days=int(b) // 24) if unit == "h" else add(index, -int(b) - extra, unit)
            for b in (age.bounds.low, age.bounds.high)
            if b is not None
            for extra in (0, 1)
        ]
        rng = self._rng
        day = min(rng.choice(edges) + timedelta(days=rng.choice((-1, 0, 0, 1, -30, 30, -200))), index)
        forms = (day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", None)
        text = forms[rng.choice((0, 0, 0, 1, 2, 3))]
        return PartialDate.parse(text) if text else None

    def _edges(self, window: Window | None, *before: int) -> tuple[date, ...]:
        """The index date, the ends of a window, and days so far before the index date."""
        found = [self._index, *(self._index - timedelta(days=n) for n in before)]
        if window is not None:
            found += [d for d in days_of(window, self._index) if d != date.min]
        return tuple(found)

    def _span(self, edges: Sequence[date]) -> tuple[PartialDate | None, PartialDate | None]:
        """A beginning and, if any, an end that is not before it."""
        start, end = self.day(edges), self.day(edges)
        if start and end and end.first < start.first:
            start, end = end, start
        return start, end if self._rng.random() < 0.6 else None

    # --- codes ---

    def _codes(self, concept: Concept, others: Sequence[Concept]) -> tuple[Coding, ...]:
        """Codes that belong, mostly; or excluded ones, ones of another concept, a child's or a parent's."""
        rng = self._rng
        if rng.random() < 0.15:
            concept = rng.choice(others)
        listed = [*concept.include, *(code for i in concept.ingredients for code in i.codes)]
        if (names := (*concept.titles, *concept.exclude_titles)) and (not listed or rng.random() < 0.4):
            name = rng.choice(names)
            shown = rng.choice(
                (name.capitalize(), f"{name.upper()} (disorder)", f"{name}, screening", name.replace(" ", "-"))
            )
            return (rng.choice((Coding("local", shown, shown), Coding("", "", shown))),)
        if not listed:
            return (Coding("local", "X1", "something local"),)
        codes = [self._coding(rng.choice(listed))]
        if rng.random() < 0.15:
            codes.append(self._coding(rng.choice((*listed, *concept.exclude))))
        if codes[1:] and codes[0] == codes[1]:
            del codes[1]
        return tuple(codes)

    def _coding(self, code: Code) -> Coding:
        child = self._rng.choice(("", ".9", "1", "-")) if code.descendants else ""
        return Coding(code.system, code.code[:-1] if child == "-" else code.code + child)

    def _product(self, concept: Concept) -> tuple[Coding, ...]:
        """Codes of a drug, or a name only."""
        rng = self._rng
        if concept.ingredients and rng.random() < 0.3:
            name = rng.choice(concept.ingredients).name
            return (Coding("", "", rng.choice((name, f"{name.upper()} 5 mg tablet", f"oral-{name}/x", f"{name}ex"))),)
        return self._codes(concept, DRUGS)

    def _rich(self, usual: T, *others: T) -> T:
        """The usual thing, or for a patient that isn't exact now and then another."""
        return usual if self._exact or self._rng.random() < 0.65 else self._rng.choice(others)

    # --- records ---

    def records(self, e: Expr) -> list[Record]:
        """The record of an atom (with what it refers to), or none."""
        match e:
            case Condition():
                return [self._condition(e.concept, self._edges(e.window, e.concept.days or 30))]
            case Measurement():
                return [self._observation(e)]
            case Drug():
                return [self._drug(e)] + ([self._weight()] if e.per_kg else [])
            case Procedure():
                codes, day = self._codes(e.concept, PROCEDURES), self.day(self._edges(e.window))
                status: Any = self._rich("completed", "in-progress", "stopped", "not-done", "on-hold", "unknown")
                return [ProcedureRecord(codes, day, status)]
            case Immunisation():
                codes, day = self._codes(e.concept, VACCINES), self.day(self._edges(e.window))
                return [ImmunisationRecord(codes, day, self._rich("completed", "completed", "not-done"))]
            case Allergy():
                return [self._allergy(e.concept or c.PEANUT)]
            case FamilyHistory():
                status = self._rich("completed", "partial", "health-unknown", "health-unknown", "entered-in-error")
                return [FamilyRecord(self._codes(e.concept, CONDITIONS), status)]
            case Encounter():
                return [self._encounter(e.window)]
            case StudyParticipation():
                return [] if self._exact else [self._subject(e.window)]
            case Reproduction():
                return [self._reproduction(reproduction(e.state))]
        return []

    def _condition(self, concept: Concept, edges: Sequence[date]) -> ConditionRecord:
        start, end = self._span(edges)
        if self._rng.random() < 0.6:
            end = None
        clinical: Any = self._rng.choice((None, None, "active", "relapse", "remission", "resolved"))
        doubts: Any = self._rich(None, "confirmed", "unconfirmed", "provisional", "differential", "refuted")
        severity: Any = self._rich(None, "mild", "moderate", "severe")
        return ConditionRecord(self._codes(concept, CONDITIONS), start, end, clinical, doubts, severity)

    def _observation(self, e: Measurement) -> ObservationRecord:
        rng = self._rng
        status: Any = self._rich("final", "amended", "preliminary", "registered", "cancelled", "unknown")
        made = ObservationRecord(
            self._codes(e.concept, (c.CREATININE, c.HER2)), self.day(self._edges(e.window, PAST)), status
        )
        if e.concept.answers and rng.random() < 0.8:
            code = rng.choice([code for a in e.concept.answers for code in a.codes])
            return replace(
                made, answer=(rng.choice((Coding(code.system, code.code), Coding(code.system, code.code), c.MODERATE)),)
            )
        if rng.random() < 0.06:
            return made
        unit = self._unit(e.concept)
        scale = (e.concept.scale(unit or "") if e.unit or e.concept.unit else None) or Decimal(1)
        comparator: Any = rng.choice(("<", "<=", ">", ">=")) if rng.random() < 0.15 else None
        made = replace(made, value=self._value(e, scale), comparator=comparator, unit=unit)
        if e.times or e.answer or rng.random() < 0.2:
            high = Decimal(str(TYPICAL.get(e.concept.id, 2))) * scale
            made = replace(
                made, range_low=rng.choice((None, high / 2, high / 2)), range_high=rng.choice((None, high, high))
            )
        return made

    def _unit(self, concept: Concept) -> str | None:
        units = [u.unit or None for u in concept.units] or [None, None, "points"]
        return self._rng.choice(units) if self._rng.random() < 0.92 else "furlong"

    def _value(self, e: Measurement, scale: Decimal) -> Decimal:
        """On a bound, beside it, or far from it."""
        rng = self._rng
        typical = Decimal(str(TYPICAL.get(e.concept.id, 1)))
        in_bounds = [b for b in (e.bounds.low, e.bounds.high) if b is not None] if e.bounds else [*e.values, typical]
        mark = rng.choice(in_bounds)
        if e.times:
            mark *= typical * scale / (1 if e.times == "ULN" else 2)
        elif e.bounds and e.unit and (own := e.concept.scale(e.unit)):
            mark *= scale / own
        elif not e.bounds:
            mark *= scale
        step = Decimal("0.01") * scale if e.concept.unit else Decimal(1)
        return max(Decimal(0), mark + rng.choice((0, 0, 1, -1, 20, -20, 3000, -3000)) * step)

    def _weight(self) -> ObservationRecord:
        weight, rng = body_weight(), self._rng
        unit, kg = rng.choice((weight.units[0], rng.choice(weight.units))), Decimal(rng.choice((50, 50, 80)))
        coding = Coding(weight.include[0].system, weight.include[0].code)
        return ObservationRecord(
            (coding,), self.day(self._edges(None, PAST)), value=kg * unit.scale, unit=unit.unit or None
        )

    def _drug(self, e: Drug) -> DrugRecord:
        rng = self._rng
        lengths = [Window(o, None) for o in (e.duration, e.stable) if o]
        edges = [d for w in (e.window, *lengths) for d in self._edges(w, 30)]
        start, end = self._span(edges)
        days = rng.choice((None, 1, 7, 30, 90)) if end is None else None
        if self._exact and end is None and days is None:
            days = 30
        usual = rng.choice(("active", "completed", "stopped"))
        status: Any = self._rich(usual, "unknown", "on-hold", "not-taken", "intended", "entered-in-error", "cancelled")
        made = DrugRecord(self._product(e.concept), start, end, days, status)
        if (e.dose or e.stable) and rng.random() < 0.9:
            amount = Decimal(rng.choice(("5", "10", "12.5", "20", "25", "0.01")))
            unit = "g" if amount < 1 else rng.choice(("mg", "mg", "mg", "mg", "ug", "[IU]"))
            rate = rng.choice(("1", "1", "2", "0.5", None))
            as_needed = rng.random() < 0.06
            made = replace(
                made, dose=amount, dose_unit=unit, per_day=Decimal(rate) if rate else None, as_needed=as_needed
            )
        return made

    def _allergy(self, concept: Concept) -> AllergyRecord:
        clinical: Any = self._rng.choice((None, "active", "active", "inactive", "resolved"))
        doubts: Any = self._rich(None, "confirmed", "presumed", *3 * ("unconfirmed",), "refuted")
        return AllergyRecord(self._product(concept), clinical, doubts)

    def _encounter(self, window: Window | None) -> EncounterRecord:
        rng = self._rng
        start, end = self._span(self._edges(window))
        setting: Any = rng.choice(("inpatient", "inpatient", "emergency", "other", None))
        icu = rng.random() < 0.3 and (setting == "inpatient" or not self._exact)
        others = ("in-progress", "in-progress", "onleave", "planned", "arrived", "triaged", "cancelled", "unknown")
        status: Any = self._rich("finished", *others)
        return EncounterRecord(setting, start, end, status, icu)

    def _subject(self, window: Window | None) -> StudyRecord:
        start, end = self._span(self._edges(window))
        others = ("off-study", "screening", "candidate", "withdrawn", "follow-up", "pending-on-study", "ineligible")
        status: Any = self._rng.choice(("on-study", "on-study", "off-study", *others))
        return StudyRecord(start, end, status)

    def _reproduction(self, concept: Concept) -> Record:
        edges = self._edges(LOOK_BACK, EVIDENCE)
        observed = [code for code in concept.include if code.system == "loinc"]
        if not observed or self._rng.random() < 0.5:
            return replace(self._condition(concept, edges), codes=self._codes(concept, (c.PNEUMONIA,)))
        code = self._rng.choice(observed)
        answer = self._rng.choice([code for a in concept.answers for code in a.codes])
        coding = self._rng.choice((Coding(answer.system, answer.code), Coding(answer.system, answer.code), c.MODERATE))
        status: Any = self._rich("final", "amended", "registered", "cancelled")
        return ObservationRecord((Coding(code.system, code.code),), self.day(edges), status, answer=(coding,))
