"""Conversions of units, end to end: a limit in one unit against the limits that a plan sets for records in every other.

eligo scales a threshold by the decimals of the lexicon's tables; the checker reads both units as UCUM (ucumvert, on pint) and goes
through molar mass and valence by itself. Below are the traps, each by itself and by hand.
"""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from test_measurements import (
    MOLAR_MASS,
    NOT_AS_UCUM,
    QUANTITIES,
    SPECIAL,
    SPELLINGS,
    VALENCE,
    as_written,
    quantity,
    registry,
    scales,
)

from eligo.concepts import Code
from eligo.lexicon.concepts import concept
from eligo.logic import Bounds, Measurement
from eligo.lower import lower
from eligo.plan import MeasurementFact
from eligo.protocol import Criterion

CONVERSIONS = 2000
ONE_OF_A_KIND = ("[pH]", "Cel")
"""What the checker doesn't know or multiplies by nothing; the units of such a quantity are spellings of one."""
UCUM = {row["spelling"]: row["ucum"] for row in SPELLINGS}


def limits(id: str, value: str, unit: str) -> dict[str, Decimal]:
    """The limit ``>= value unit`` of a measurement in every unit that a record may carry, as the plan has it."""
    own = concept(id)
    coded = own if own.bound else replace(own, include=(Code("local", "x"),))  # a quantity without a code gets no fact
    atom = Measurement(coded, Bounds(low=Decimal(value), low_closed=True), unit)
    plan = lower([Criterion("I1", "inclusion", "require", "", (), atom, "computable")], "fhir")
    (fact,) = plan.facts
    assert isinstance(fact.test, MeasurementFact)
    return {u: t.bounds.low for t in fact.test.thresholds for u in t.units if t.bounds.low is not None}


@cache
def meant(id: str, unit: str) -> Any:
    """A record's unit as the checker reads it; None where a table of exceptions says that UCUM reads something else."""
    read = UCUM.get(as_written(unit), "")
    if unit in NOT_AS_UCUM or any(id.startswith(start) and (part in unit or part in read) for start, part in SPECIAL):
        return None
    found = quantity(unit)
    return quantity(read) if found is None and read else found


def checked(id: str, value: Decimal, source: str, target: str) -> float:
    """The value in the other unit by the checker."""
    amount, wanted = float(value) * meant(id, source), meant(id, target)
    charge = VALENCE.get(id, 1)
    for unit, factor in ((source, 1 / charge), (target, charge)):
        amount = amount * factor if unit.lower().startswith("meq") else amount
    if not amount.is_compatible_with(wanted):
        mass = MOLAR_MASS[id] * registry().from_ucum("g/mol")
        amount = amount / mass if (amount / mass).is_compatible_with(wanted) else amount * mass
    return float((amount / wanted).to("dimensionless").magnitude)


def test_two_thousand_conversions() -> None:
    registry()
    chance = random.Random(20261125)
    convertible = {}
    for row in QUANTITIES:
        units = [u for u in scales(row) if meant(row["id"], u) is not None]
        if len(units) > 1 and row["unit"] not in ONE_OF_A_KIND:
            convertible[row["id"]] = units
    assert len(convertible) > 250
    wrong, between_kinds = [], 0
    ids = [*convertible, *chance.choices(list(convertible), k=CONVERSIONS - len(convertible))]
    for id in ids:
        source, target = chance.sample(convertible[id], 2)
        value = Decimal(chance.randint(1, 9999)) / 10 ** chance.randint(0, 3)
        found, expected = float(limits(id, str(value), source)[target]), checked(id, value, source, target)
        molar = not meant(id, source).is_compatible_with(meant(id, target))  # by factors rounded as journals print them
        between_kinds += molar
        if abs(found - expected) > 2e-8 + (0.01 if molar else 0.0005) * expected:
            wrong.append((id, f"{value} {source}", f"{found} {target}", expected))
    assert not wrong, wrong
    assert between_kinds > 50


def test_all_units_of_a_quantity_convert_into_each_other_and_back() -> None:
    for row in QUANTITIES:
        table = scales(row)
        for unit in table:
            there = limits(row["id"], "1000", unit)
            assert set(table) <= set(there), row["id"]
            assert there[unit] == 1000, row["id"]
            for other in {table[u]: u for u in table}.values():
                back = limits(row["id"], str(there[other]), other)[unit]
                assert float(back) == pytest.approx(1000, rel=1e-5) or there[other] < Decimal("0.001"), (
                    row["id"],
                    unit,
                    other,
                )


TRAPS = [
    # A power of ten is a power, not a product: pint alone reads 10*9/L as 90/L and 10*3/uL as 30/uL.
    ("platelet_count", "100", "10*9/L", "10*3/uL", "100"),
    ("platelet_count", "100", "10*9/L", "/uL", "100000"),
    ("platelet_count", "100", "10*9/L", "K/uL", "100"),
    ("platelet_count", "100", "10*9/L", "G/L", "100"),
    ("neutrophil_count", "1500", "/uL", "10*9/L", "1.5"),
    # Mass and amount of substance: by the analyte's own molar mass.
    ("glucose_level", "126", "mg/dL", "mmol/L", "6.99426"),
    ("creatinine", "1.5", "mg/dL", "umol/L", "132.6"),
    ("bilirubin_total", "2", "mg/dL", "umol/L", "34.2"),
    ("total_cholesterol", "200", "mg/dL", "mmol/L", "5.172"),
    ("triglycerides", "200", "mg/dL", "mmol/L", "2.258"),
    ("uric_acid", "7", "mg/dL", "umol/L", "416.36"),
    ("vitamin_d_level", "20", "ng/mL", "nmol/L", "49.92"),
    ("hemoglobin", "10", "g/dL", "g/L", "100"),
    ("hemoglobin", "10", "g/dL", "mmol/L", "6.206"),
    # Equivalents: the charge counts.
    ("potassium_level", "5.5", "mmol/L", "meq/L", "5.5"),
    ("calcium_level", "2", "mmol/L", "meq/L", "4"),
    ("magnesium_level", "1", "mmol/L", "meq/L", "2"),
    # Units of activity: U and IU are one for an enzyme, a katal is 60 million of them.
    ("alt", "100", "U/L", "[IU]/L", "100"),
    ("alt", "60", "U/L", "ukat/L", "1.0002"),
    ("ige_level", "100", "[IU]/mL", "ng/mL", "240"),
    ("insulin_level", "10", "u[IU]/mL", "pmol/L", "69.45"),
    # Osmoles are moles of particles.
    ("osmolality", "290", "mosm/kg", "mmol/kg", "290"),
    # Per cent is a hundredth.
    ("hematocrit", "30", "%", "L/L", "0.3"),
    ("inr", "1.5", "1", "{INR}", "1.5"),
    # Customary units.
    ("systolic_blood_pressure", "140", "mm[Hg]", "kPa", "18.66512"),
    ("body_height", "150", "cm", "[in_i]", "59.05512"),
    ("body_weight", "100", "kg", "[lb_av]", "220.4623"),
    # Moved as well as stretched.
    ("body_temperature", "38", "Cel", "[degF]", "100.4"),
    ("body_temperature", "100.4", "[degF]", "Cel", "38"),
    ("body_temperature", "0", "[degF]", "Cel", "-17.77777778"),
]


@pytest.mark.parametrize(("id", "value", "source", "target", "expected"), TRAPS)
def test_traps(id: str, value: str, source: str, target: str, expected: str) -> None:
    assert float(limits(id, value, source)[target]) == pytest.approx(float(expected), rel=2e-4)


NEVER = [
    ("hba1c", "mmol/mol", "the master equation takes 53 mmol/mol for 6.9995 %, which everybody calls 7.0 %"),
    ("body_temperature", "K", "kelvin is moved"),
    ("estimated_gfr", "mL/min", "not adjusted to body surface"),
    ("creatinine_clearance", "mL/min/{1.73_m2}", "adjusted to body surface"),
    ("lipoprotein_a", "nmol/L", "the particles differ in mass"),
    ("d_dimer", "ng/mL{DDU}", "two D-dimer units make one of fibrinogen only roughly"),
    ("hiv_rna", "{log_copies}/mL", "a logarithm"),
    ("hiv_rna", "[lg]{copies}/mL", "a logarithm"),
    ("hbv_dna", "{copies}/mL", "copies per IU differ by assay"),
    ("arterial_ph", "nmol/L", "a logarithm"),
    ("platelet_count", "10*9", "a count without a volume"),
    ("glucose_level", "mg/dL/L", "not a unit of it"),
]


@pytest.mark.parametrize(("id", "unit", "why"), NEVER)
def test_what_is_never_converted(id: str, unit: str, why: str) -> None:
    assert concept(id).scale(unit) is None, why
    assert set(limits(id, "5", unit)) <= {unit}
