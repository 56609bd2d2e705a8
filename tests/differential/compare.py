"""Every engine against the reference evaluator on random expressions and patients, and the smallest case of what disagrees.

What the CDM can't hold is asked as the contract says: a patient that raises ``NotInOmop`` is left out, conditions have no clinical
status and no severity, and the atoms that no record can decide are unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from harness import concepts
from harness.engines import engine
from harness.omop import Cdm, NotInOmop
from harness.spec import Case
from random_patients import patient
from random_trees import INDEX_DATES, distinct

from eligo.canon import say
from eligo.concepts import Concept
from eligo.evaluate import evaluate
from eligo.logic import (
    ATOMS,
    And,
    AtLeast,
    Condition,
    Either,
    Expr,
    Not,
    Opaque,
    Or,
    StudyParticipation,
    Truth,
    children,
    walk,
)
from eligo.patient import ConditionRecord, Patient

NOT_HELD = Opaque("unread", "not in the CDM")
OVER = ("inactive", "remission", "resolved")


@dataclass(frozen=True)
class Disagreement:
    """An engine's value and the evaluator's, of an expression for a patient."""

    engine: str
    logic: Expr
    patient: Patient
    index: date
    found: Truth
    expected: Truth

    def __str__(self) -> str:
        """What it says, and Python that makes it again."""
        return (
            f"{self.engine}: {self.found}, not {self.expected}: {say(self.logic)}\n"
            f"  index {self.index}\n  {source(self.logic)}\n  {source(self.patient)}"
        )


def made(trees: int, patients: int, seed: int) -> tuple[Case, ...]:
    """Random cases: distinct expressions, each with patients of its own, and the evaluator's values."""
    rng = Random(seed)
    cases = []
    for n, logic in enumerate(distinct(rng, trees), 1):
        index = rng.choice(INDEX_DATES)
        cases.append(case(f"random-{n}", logic, [patient(rng, logic, index, str(m)) for m in range(patients)], index))
    return tuple(cases)


def case(id: str, logic: Expr, patients: Sequence[Patient], index: date) -> Case:
    """A case whose expected values are the evaluator's. Patients get ids that are unique if ``id`` is."""
    named = tuple(replace(p, id=f"{id}-{n}") for n, p in enumerate(patients, 1))
    expected = tuple(evaluate(logic, p, index) for p in named)
    return Case(id, logic, named, index, expected, tuple(p.id for p in named), (), "")


def truths(cases: Sequence[Case]) -> dict[str, Counter[Truth]]:
    """How often each kind of atom is true, false and unknown for the patients of its case."""
    found: dict[str, Counter[Truth]] = {kind.__name__: Counter() for kind in ATOMS}
    for c in cases:
        for atom in (e for e in walk(c.logic) if isinstance(e, ATOMS)):
            found[type(atom).__name__].update(evaluate(atom, p, c.index) for p in c.patients)
    return found


def held(cases: Sequence[Case]) -> tuple[tuple[Case, ...], Counter[str]]:
    """Cases as the CDM holds them, and how many patients are left out for which reason."""
    kept, left_out = [], Counter[str]()
    for c in cases:
        people = []
        for p in c.patients:
            try:
                Cdm().person(p)
                if any(d.dose is not None and d.codes[1:] for d in p.drugs):
                    raise NotInOmop("a dose of several codes")
            except NotInOmop as why:
                left_out[str(why)] += 1
            else:
                people.append(replace(p, conditions=tuple(_loaded(r) for r in p.conditions)))
        if people:
            kept.append(case(c.id, in_cdm(c.logic), people, c.index))
    return tuple(kept), left_out


def _loaded(r: ConditionRecord) -> ConditionRecord:
    return replace(r, clinical=None, end=r.onset if r.clinical in OVER and r.end is None else r.end)


def in_cdm(expr: Expr) -> Expr:
    match expr:
        case Condition(certainty="suspected") | StudyParticipation():
            return NOT_HELD
        case Condition(severity=(_, *_)):
            return And((replace(expr, severity=()), NOT_HELD))
    return _with_children(expr, [in_cdm(part) for part in children(expr)])


def _with_children(expr: Expr, parts: Sequence[Expr]) -> Expr:
    match expr:
        case And() | Or():
            return replace(expr, args=tuple(parts))
        case AtLeast():
            return replace(expr, args=tuple(parts), k=min(expr.k, len(parts)))
        case Either():
            return replace(expr, readings=tuple(parts))
        case Not():
            return Not(*parts)
    return expr


def disagreements(name: str, cases: Sequence[Case]) -> list[Disagreement]:
    """Where an engine's value isn't the expected one; for an engine on the CDM of what is :func:`held`."""
    if engine(name).model == "omop":
        cases, _ = held(cases)
    found = engine(name).run_all(cases)
    return [
        Disagreement(name, c.logic, p, c.index, value, expected)
        for c in cases
        for p, value, expected in zip(c.patients, found[c.id], c.expected, strict=True)
        if value is not expected
    ]


def smallest(d: Disagreement) -> Disagreement:
    """A disagreement of the same engine from which no part or record can be taken, nor a field be left as it is by default.

    Runs the engine once for each step.
    """
    for step in count():
        tried = [case(f"step-{step}-{n}", t, [p], d.index) for n, (t, p) in enumerate(_smaller(d))]
        if not tried or not (left := disagreements(d.engine, tried)):
            return d
        d = left[0]
    return d


def _smaller(d: Disagreement) -> Iterator[tuple[Expr, Patient]]:
    for part in children(d.logic):
        yield part, d.patient
    if len(children(d.logic)) > 1:
        for n in range(len(children(d.logic))):
            kept = [p for m, p in enumerate(children(d.logic)) if m != n]
            yield _with_children(d.logic, kept), d.patient
    for name in (f.name for f in fields(d.patient)):
        records = getattr(d.patient, name)
        if not isinstance(records, tuple):
            continue
        for n, record in enumerate(records):
            yield d.logic, replace(d.patient, **{name: (*records[:n], *records[n + 1 :])})
            for plainer in _plainer(record):
                yield d.logic, replace(d.patient, **{name: (*records[:n], plainer, *records[n + 1 :])})
    if isinstance(d.logic, ATOMS):
        for logic in _plainer(d.logic):
            yield logic, d.patient


def _plainer(thing: Any) -> Iterator[Any]:
    for f in fields(thing):
        if f.default is not MISSING and f.name != "origin" and getattr(thing, f.name) != f.default:
            yield replace(thing, **{f.name: f.default})


def source(thing: object) -> str:
    """A dataclass as Python without the fields that are as by default; the specification's concepts by their names."""
    if isinstance(thing, Concept):
        for name, known in vars(concepts).items():
            if isinstance(known, Concept) and known == thing:
                return name
    if isinstance(thing, tuple):
        return f"({', '.join(map(source, thing))}{',' if len(thing) == 1 else ''})"
    if isinstance(thing, Decimal | date) or not is_dataclass(thing):
        return repr(thing)
    said = (
        (f.name, getattr(thing, f.name))
        for f in fields(thing)
        if f.default is MISSING or getattr(thing, f.name) != f.default
    )
    return f"{type(thing).__name__}({', '.join(f'{k}={source(v)}' for k, v in said)})"
