"""Random logic: every operator, every kind of atom, every field of an atom that an engine reads.

The concepts are those of the specification. Bounds, windows and counts are such that random patients fall on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from harness import concepts as c

from eligo.concepts import Concept, without
from eligo.logic import (
    MANUAL_REASONS,
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
)

T = TypeVar("T")

INDEX_DATES = (date(2026, 1, 15), date(2024, 2, 29), date(2025, 3, 31))
"""An ordinary day, one that most years lack, and one that most months lack."""

NAMED = replace(
    c.DIABETES, id="named_diabetes", titles=("type 2 diabetes mellitus", "niddm"), exclude_titles=("neonatal diabetes",)
)
"""A concept that records belong to by the name they display, too."""
NAMED_ONLY = Concept("", "stiff person syndrome", "condition", titles=("stiff person syndrome",))
NAMED_BYPASS = replace(c.BYPASS, id="named_bypass", titles=("coronary artery bypass graft",))
NAMED_VACCINE = replace(c.INFLUENZA_VACCINE, id="named_vaccine", titles=("influenza vaccine",))

EPISODIC = (c.INFARCTION, c.PNEUMONIA)
CONDITIONS = (
    *EPISODIC, *EPISODIC, *EPISODIC, NAMED, NAMED_ONLY, c.DIABETES, c.ANY_DIABETES, c.HYPERTENSION, c.HEART_FAILURE, c.LUNG_CANCER,
    c.MALIGNANCY, c.MALIGNANCY_BUT_BASAL_CELL, without(c.ANY_DIABETES, [c.DIABETES]),
)  # fmt: skip
DRUGS = (
    c.PREDNISONE, c.GLUCOCORTICOIDS, c.METFORMIN, c.METHOTREXATE, c.ANTICOAGULANT, c.AMOXICILLIN, c.PENICILLINS,
    without(c.GLUCOCORTICOIDS, [c.PREDNISONE]),
)  # fmt: skip
PROCEDURES = (c.BYPASS, c.TRANSFUSION, NAMED_BYPASS)
VACCINES = (c.INFLUENZA_VACCINE, c.LIVE_VACCINES, NAMED_VACCINE)
ALLERGENS = (c.PENICILLINS, c.PEANUT, c.AMOXICILLIN, None)
LABS: tuple[tuple[Concept, tuple[str, ...]], ...] = (
    (c.PLATELETS, ("10*9/L", "/uL")),
    (c.NEUTROPHILS, ("10*9/L", "K/uL", "/mm3")),
    (c.HEMOGLOBIN, ("g/dL", "g/L")),
    (c.CREATININE, ("mg/dL", "umol/L")),
    (c.ALT, ("U/L",)),
    (c.WEIGHT, ("kg",)),
)
TYPICAL = {"platelets": 150, "neutrophils": 2, "hemoglobin": 11, "creatinine": 1.2, "alt": 45, "body_weight": 70}
"""Values in the canonical unit about which bounds and results lie."""

OFFSETS = {"d": (0, 1, 7, 28, 30, 45, 90, 180), "wk": (1, 2, 4, 12), "mo": (1, 3, 6, 12), "a": (1, 2, 5)}
AGES = {"a": (18, 40, 65), "mo": (6, 24), "wk": (4, 37), "d": (3, 28), "h": (24, 36, 48, 72)}


def tree(rng: Random) -> Expr:
    """An expression of one to six leaves."""
    return atom(rng) if rng.random() < 0.4 else _operator(rng, 2)


def atom(rng: Random) -> Atom:
    """An atom; kinds with many fields, or that are seldom unknown, come more often."""
    (kind,) = rng.choices(tuple(ATOMS), [SHARES.get(kind, 1) for kind in ATOMS])
    return ATOMS[kind](rng)


def _operator(rng: Random, depth: int) -> Expr:
    def part() -> Expr:
        if depth and rng.random() < 0.3:
            return _operator(rng, depth - 1)
        return _unsettled(rng) if rng.random() < 0.08 else atom(rng)

    def parts() -> tuple[Expr, ...]:
        return tuple(part() for _ in range(rng.choice((2, 2, 3))))

    match rng.randrange(5):
        case 0:
            return And(parts())
        case 1:
            return Or(parts())
        case 2:
            return Not(part())
        case 3:
            args = parts()
            return AtLeast(rng.randint(1, len(args)), args)
    return Either(parts())


def _unsettled(rng: Random) -> Expr:
    kind = rng.randrange(3)
    if kind == 0:
        return Manual(rng.choice(MANUAL_REASONS), "as the investigator sees it")
    return Opaque("unread", "some words") if kind == 1 else Condition(c.UNBOUND_CONDITION)


# --- atoms ---


def _age(rng: Random) -> Age:
    unit: Any = rng.choice(tuple(AGES))
    low, high = sorted(rng.choices(AGES[unit], k=2))
    half = Decimal("0.5") if rng.random() < 0.2 else Decimal(0)
    return Age(_bounds(rng, Decimal(low) + half, Decimal(high + 1)), unit)


def _condition(rng: Random) -> Condition:
    window = _window(rng)
    state: Any = "history" if window else rng.choice(("present", "active", "history"))
    severity: Any = _mostly(rng, (), tuple(rng.sample(("mild", "moderate", "severe"), rng.randint(1, 2))))
    certainty: Any = _mostly(rng, "stated", "suspected")
    return Condition(rng.choice(CONDITIONS), state, window, _count(rng), severity, certainty)


def _measurement(rng: Random) -> Measurement:
    which: Any = rng.choice(("latest", "latest", "any", "all"))
    limits = _measured(rng)
    return replace(limits, which=which, window=_window(rng))


def _measured(rng: Random) -> Measurement:
    lab, units = rng.choice(LABS)
    typical = Decimal(str(TYPICAL[lab.id]))
    match rng.randrange(6):
        case 0:
            return Measurement(c.ECOG, _bounds(rng, Decimal(1), Decimal(2)))
        case 1:
            some = rng.choice((c.ECOG, c.NYHA))
            return Measurement(some, values=(Decimal(1), Decimal(rng.choice((0, 2)))))
        case 2:
            return Measurement(c.NYHA, _bounds(rng, Decimal(2), Decimal(3)))
        case 3:
            label = rng.choice(("positive", "negative"))
            return Measurement(rng.choice((c.HBSAG, c.HER2)), answer=label)
        case 4 if rng.random() < 0.5:
            return Measurement(lab, answer=rng.choice(("normal", "abnormal")))
        case 4:
            times = Decimal(rng.choice(("0.5", "1", "1.5", "2.5")))
            side: Any = rng.choice(("ULN", "LLN"))
            return Measurement(lab, _bounds(rng, times, times + 1), times=side)
    unit = rng.choice(units)
    scale = lab.scale(unit) or Decimal(1)
    low, high = (typical * f * scale for f in (Decimal("0.8"), Decimal("1.2")))
    return Measurement(lab, _bounds(rng, low, high), "furlong" if rng.random() < 0.04 else unit)


def _drug(rng: Random) -> Drug:
    when: Any = rng.choice(("current", "ever"))
    form = rng.choice(("plain", "plain", "dose", "dose", "duration", "stable", "all"))
    made = Drug(rng.choice(DRUGS), when, _window(rng) if form in ("plain", "dose") else None)
    if form in ("dose", "all") or (form in ("duration", "stable") and rng.random() < 0.4):
        made = _dosed(rng, made)
    if form in ("duration", "all"):
        made = replace(made, duration=_offset(rng))
    if form in ("stable", "all"):
        made = replace(made, stable=_offset(rng))
    return made


def _dosed(rng: Random, drug: Drug) -> Drug:
    per_kg = rng.random() < 0.2
    low, high = (Decimal("0.2"), Decimal("0.5")) if per_kg else (Decimal(10), Decimal(20))
    unit, size = rng.choice((("mg", 1), ("mg", 1), ("mg", 1), ("g", 1000), ("[IU]", 1)))
    equivalent = "prednisone" if drug.concept is c.GLUCOCORTICOIDS and rng.random() < 0.7 else None
    return replace(
        drug, dose=_bounds(rng, low / size, high / size), dose_unit=unit, per_kg=per_kg, equivalent=equivalent
    )


ATOMS: dict[type, Callable[[Random], Atom]] = {
    Age: _age,
    Sex: lambda rng: Sex("female" if rng.random() < 0.5 else "male"),
    Reproduction: lambda rng: Reproduction("pregnant" if rng.random() < 0.6 else "lactating"),
    Condition: _condition,
    Measurement: _measurement,
    Drug: _drug,
    Procedure: lambda rng: Procedure(rng.choice(PROCEDURES), _window(rng), _count(rng)),
    Allergy: lambda rng: Allergy(rng.choice(ALLERGENS)),
    Encounter: lambda rng: Encounter(rng.choice(("inpatient", "icu", "emergency", "any")), _window(rng), _count(rng)),
    Immunisation: lambda rng: Immunisation(rng.choice(VACCINES), _window(rng), _count(rng)),
    FamilyHistory: lambda rng: FamilyHistory(rng.choice(CONDITIONS)),
    StudyParticipation: lambda rng: StudyParticipation(_window(rng)),
}
"""A maker for each kind of atom."""

SHARES = {Condition: 3, Measurement: 3, Drug: 4, Encounter: 2, Allergy: 3, Immunisation: 3}
"""How often a kind comes for once of another."""


# --- fields ---


def _bounds(rng: Random, low: Decimal, high: Decimal) -> Bounds:
    sides = rng.choice(("low", "high", "both"))
    return Bounds(
        None if sides == "high" else low, rng.random() < 0.6, None if sides == "low" else high, rng.random() < 0.6
    )


def _window(rng: Random) -> Window | None:
    """None, all time, since, until, or both with ``until`` the nearer one."""
    form = rng.choice(("none", "none", "all", "since", "since", "until", "both"))
    if form == "none":
        return None
    if form == "both":
        return Window(Offset(rng.choice((3, 6, 12)), "mo", rng.random() < 0.2), Offset(rng.choice((0, 7, 28)), "d"))
    return Window(_offset(rng) if form == "since" else None, _offset(rng) if form == "until" else None)


def _offset(rng: Random) -> Offset:
    unit: Any = rng.choice(tuple(OFFSETS))
    return Offset(rng.choice(OFFSETS[unit]), unit, rng.random() < 0.25)


def _count(rng: Random) -> int:
    return rng.choice((1, 1, 1, 2, 2, 3))


def _mostly(rng: Random, usual: T, other: T) -> T:
    return usual if rng.random() < 0.75 else other


def distinct(rng: Random, count: int) -> Sequence[Expr]:
    """So many different expressions, in the order they came."""
    found: dict[Expr, None] = {}
    while len(found) < count:
        found[tree(rng)] = None
    return tuple(found)
