"""A mutated copy of a bundle: what real records have and the synthetic ones don't.

Other units, comparators, round values, reference ranges, partial and missing dates, times of other zones, leap-day and
partial births, missing and doubtful statuses, supplies and doses. The same seed and bundle give the same copy. Nothing here
means to be medically sensible: engines have to agree on nonsense too.
"""

from __future__ import annotations

import calendar
from copy import deepcopy
from random import Random
from typing import Any

Json = dict[str, Any]

UNITS: dict[str, tuple[tuple[str, float], ...]] = {
    "mg/dL": (("g/L", 0.01), ("mg/L", 10), ("mmol/L", 1 / 18.016), ("umol/L", 88.4), ("mg/dl", 1), ("ug/dL", 1000)),
    "g/dL": (("g/L", 10), ("mg/dL", 1000), ("gm/dL", 1)),
    "10*3/uL": (("10*9/L", 1), ("/uL", 1000), ("K/uL", 1), ("/mm3", 1000), ("x10^9/L", 1)),
    "%": (("1", 0.01), ("mmol/mol", 10.93)),
    "mm[Hg]": (("kPa", 0.133322), ("mmHg", 1)),
    "kg": (("g", 1000), ("[lb_av]", 2.20462262), ("lb", 2.2)),
    "cm": (("m", 0.01), ("[in_i]", 1 / 2.54)),
    "kg/m2": (("kg/m^2", 1),),
    "U/L": (("[IU]/L", 1), ("IU/L", 1), ("ukat/L", 1 / 60)),
    "mmol/L": (("meq/L", 1), ("mmol/l", 1), ("umol/L", 1000)),
    "mL/min/{1.73_m2}": (("mL/min", 1), ("mL/min/1.73m2", 1), ("mL/s", 1 / 60)),
    "mL/min": (("mL/min/{1.73_m2}", 1),),
    "pg/mL": (("ng/L", 1), ("ng/mL", 0.001)),
}
"""Other units for a value, and the factor."""

ICU: Json = {"coding": [{"system": "http://snomed.info/sct", "code": "305351004"}]}
DAY = len("2026-01-15")


def mutated(bundle: Json, seed: int) -> Json:
    """The copy of a bundle."""
    copy = deepcopy(bundle)
    for entry in copy["entry"]:
        resource = entry["resource"]
        rng = Random(f"{seed} {resource['id']}")
        MUTATIONS[resource["resourceType"]](rng, resource)
    return copy


def _patient(rng: Random, r: Json) -> None:
    year, month, _ = r["birthDate"].split("-")
    fate = rng.random()
    if fate < 0.12:
        leap = next(y for y in range(int(year), int(year) - 9, -1) if calendar.isleap(y))
        r["birthDate"] = f"{leap}-02-29"
    elif fate < 0.22:
        r["birthDate"] = f"{year}-{month}"
    elif fate < 0.28:
        r["birthDate"] = year
    elif fate < 0.30:
        del r["birthDate"]
    if rng.random() < 0.04:
        r["gender"] = rng.choice(("other", "unknown"))
    elif rng.random() < 0.02:
        del r["gender"]
    if "deceasedDateTime" in r:
        fate = rng.random()
        if fate < 0.1:
            r["deceasedDateTime"] = _shortened(rng, r["deceasedDateTime"])
        elif fate < 0.2:
            del r["deceasedDateTime"]
            r["deceasedBoolean"] = True


def _observation(rng: Random, r: Json) -> None:
    _redate(rng, r, "effectiveDateTime", partial=0.04, missing=0.01)
    _restate(
        rng, r, missing=0.1, others=("preliminary", "amended", "corrected", "entered-in-error", "cancelled"), other=0.06
    )
    for part in (r, *r.get("component", [])):
        if "value" in part.get("valueQuantity", {}):
            _quantity(rng, part)


def _quantity(rng: Random, part: Json) -> None:
    quantity = part["valueQuantity"]
    if rng.random() < 0.25 and (others := UNITS.get(quantity.get("code"))):
        unit, factor = rng.choice(others)
        quantity["value"] = round(quantity["value"] * factor, 6)
        quantity["unit"] = quantity["code"] = unit
    if rng.random() < 0.3:
        quantity["value"] = round(quantity["value"], rng.choice((0, 1)))
    if rng.random() < 0.08:
        quantity["comparator"] = rng.choice(("<", "<=", ">", ">="))
    fate = rng.random()
    if fate < 0.04:
        quantity.pop("code", None)
    elif fate < 0.06:
        quantity.pop("code", None)
        quantity.pop("unit", None)
    if rng.random() < 0.35:
        part["referenceRange"] = [_range(rng, quantity)]


def _range(rng: Random, quantity: Json) -> Json:
    """Limits about the value, so that it falls on both sides of them and on them."""
    value = quantity["value"]
    limits = {
        "low": {"value": round(value * rng.choice((0.5, 0.8, 1, 1.2)), 4)},
        "high": {"value": round(value * rng.choice((0.3, 0.5, 0.9, 1, 1.5, 2)), 4)},
    }
    for limit in limits.values():
        unit = "mg/mL" if rng.random() < 0.05 else quantity.get("code")
        if unit and rng.random() < 0.9:
            limit["unit"] = limit["code"] = unit
    return {side: limits[side] for side in rng.choice((("low", "high"), ("low", "high"), ("low",), ("high",)))}


def _condition(rng: Random, r: Json) -> None:
    _redate(rng, r, "onsetDateTime", partial=0.06, missing=0.04)
    _redate(rng, r, "recordedDate", partial=0.03, missing=0.04)
    _redate(rng, r, "abatementDateTime", partial=0.05, missing=0.06)
    if rng.random() < 0.15:
        del r["clinicalStatus"]
    if rng.random() < 0.15:
        del r["verificationStatus"]
    elif rng.random() < 0.03:
        r["verificationStatus"]["coding"][0]["code"] = rng.choice(("refuted", "entered-in-error"))


def _medication(rng: Random, r: Json) -> None:
    _redate(rng, r, "authoredOn", partial=0.06, missing=0.02)
    _restate(rng, r, missing=0.06, others=("completed", "cancelled", "entered-in-error"), other=0.06)
    if rng.random() < 0.3:
        value, unit = rng.choice(((30, "d"), (90, "d"), (4, "wk"), (365, "d")))
        supply = {"value": value, "unit": unit, "code": unit, "system": "http://unitsofmeasure.org"}
        r["dispenseRequest"] = {"expectedSupplyDuration": supply}
    if rng.random() < 0.4:
        dose = {"value": rng.choice((2.5, 5, 10, 20, 40, 500, 850, 1000)), "unit": "mg", "code": "mg"}
        repeat = {"frequency": rng.choice((1, 1, 2, 3)), "period": 1, "periodUnit": "d"}
        r["dosageInstruction"] = [{"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": dose}]}]


def _procedure(rng: Random, r: Json) -> None:
    _restate(rng, r, missing=0.08, others=("in-progress", "stopped", "not-done", "entered-in-error"), other=0.04)
    if rng.random() < 0.3:
        r["performedDateTime"] = r.pop("performedPeriod")["start"]
        _redate(rng, r, "performedDateTime", partial=0.3, missing=0.05)


def _immunisation(rng: Random, r: Json) -> None:
    _redate(rng, r, "occurrenceDateTime", partial=0.05, missing=0.01)
    _restate(rng, r, missing=0.08, others=("not-done", "entered-in-error"), other=0.03)


def _encounter(rng: Random, r: Json) -> None:
    _redate(rng, r["period"], "start", partial=0.04, missing=0.01)
    _redate(rng, r["period"], "end", partial=0.03, missing=0.06)
    _restate(rng, r, missing=0.02, others=("in-progress", "onleave", "planned", "cancelled"), other=0.04)
    if r["class"]["code"] == "IMP" and rng.random() < 0.15:
        r["type"] = [*r.get("type", []), ICU]
    elif rng.random() < 0.04:
        r["class"]["code"] = "OBSENC"


def _allergy(rng: Random, r: Json) -> None:
    if rng.random() < 0.15:
        del r["clinicalStatus"]
    if rng.random() < 0.15:
        del r["verificationStatus"]
    elif rng.random() < 0.05:
        r["verificationStatus"]["coding"][0]["code"] = rng.choice(("refuted", "entered-in-error"))


def _redate(rng: Random, holder: Json, name: str, partial: float, missing: float) -> None:
    """A date shortened or taken away; now and then its time is said in another zone, with the day as it stood."""
    fate = rng.random()
    if name not in holder:
        return
    if fate < partial:
        holder[name] = _shortened(rng, holder[name])
    elif fate < partial + missing:
        del holder[name]
    elif fate < partial + missing + 0.05:
        holder[name] = f"{holder[name][:DAY]}T{rng.choice(('00:10:00+09:00', '23:50:00-05:00', '12:00:00Z'))}"
    elif fate < partial + missing + 0.15:
        holder[name] = holder[name][:DAY]


def _shortened(rng: Random, day: str) -> str:
    return day[: rng.choice((4, 7))]


def _restate(rng: Random, r: Json, missing: float, others: tuple[str, ...], other: float) -> None:
    fate = rng.random()
    if fate < missing:
        del r["status"]
    elif fate < missing + other:
        r["status"] = rng.choice(others)


MUTATIONS = {
    "Patient": _patient,
    "Observation": _observation,
    "Condition": _condition,
    "MedicationRequest": _medication,
    "Procedure": _procedure,
    "Immunization": _immunisation,
    "Encounter": _encounter,
    "AllergyIntolerance": _allergy,
}
"""What may happen to a resource, by its type."""
