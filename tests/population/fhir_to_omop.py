"""FHIR R4 bundles as rows of the OMOP CDM 5.4, straight from the JSON: the mapping that the population runs use.

==================  =======================  ====================================================================
FHIR R4             OMOP CDM 5.4             how
==================  =======================  ====================================================================
Patient             person                   birth: the parts that are known; gender 8507 male, 8532 female, else 0
Patient.deceased    death                    the date; without one ("deceased: true") the date is NULL
Condition           condition_occurrence     start = onset, else recordedDate; end = abatement, or the start if the
                                             clinical status says it is over; refuted or in error: no row
Observation, and    measurement              value_as_number with operator, unit (a concept for common UCUM codes, else
each component                               unit_source_value), range_low/high in the value's unit; value_as_concept_id for
                                             an answer; cancelled or in error: no row
MedicationRequest   drug_exposure            start = authoredOn; end = start + supply - 1; without a supply the day of
                                             extraction if it is active, else NULL (unknown); quantity = single dose × a
                                             day × days; cancelled, draft or in error, and proposals: no row
Immunization        drug_exposure            one day, by its CVX concept; not done: no row
Procedure           procedure_occurrence     procedure_date = the first day; not done: no row
Encounter           visit_occurrence         visit concept by class, intensive care by type; planned, cancelled: no row
AllergyIntolerance  observation              "Allergy to substance" with the allergy's code as value, of the day of
                                             extraction; refuted, resolved or inactive: no row
==================  =======================  ====================================================================

A code becomes a concept of its own vocabulary; the first is the record's concept, a second one its source concept. Dates are those
written, without the time of day. Two columns that the CDM requires are NULL where nothing is known, ``death_date`` and
``drug_exposure_end_date``: the queries read that as unknown, and any date would say more than the record.

**What the CDM can't hold** stays out and is said: a record whose date is partial or missing, one whose status makes it
doubtful, and a whole patient with a partial date of death. Without a place in it are also the clinical status of a
condition (beyond being over), the last day of a procedure, and the dose of an exposure whose end is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from harness.omop import ALLERGY, GENDERS, INTENSIVE_CARE, OPERATORS, UCUM, VISITS, Cdm
from neutral import SYSTEMS

from eligo.patient import Coding

Json = dict[str, Any]
Reason = Literal["partial date", "no date", "status"]
EXTRACTED = date(2022, 6, 30)
"""The day the population was taken: after every record, and after every index date that is asked for."""

CLASSES = {"IMP": "inpatient", "EMER": "emergency", "AMB": "other"}
ICU_TYPES = {"305351004", "309904001"}
SUPPLY = {"d": 1, "wk": 7}
DOUBTFUL_WITHOUT_STATUS = ("Encounter",)
"""Resource types of which one without a status is doubtful; elsewhere it counts."""


class Unheld(ValueError):  # noqa: N818
    """The CDM has no place for a record, or for the patient: ``args[0]`` is the :data:`Reason`."""


class Loader:
    """Rows of any number of patients, and what of them was left out: (patient, resource, reason)."""

    def __init__(self) -> None:
        self.cdm = Cdm()
        self.persons: dict[str, int] = {}
        self.left_out: list[tuple[str, str, Reason]] = []

    def add(self, bundle: Json) -> None:
        """Load the patient of a bundle. Raises ValueError for a resource type that has no mapping."""
        resources: list[Json] = [entry["resource"] for entry in bundle["entry"]]
        (patient,) = (r for r in resources if r["resourceType"] == "Patient")
        try:
            died = _death(patient)
        except Unheld as why:
            self.left_out.append((patient["id"], "Patient", why.args[0]))
            return
        birth = [int(part) for part in patient.get("birthDate", "").split("-") if part]
        self.cdm.add("person", GENDERS.get(patient.get("gender", ""), 0), *(birth + [None] * 3)[:3], patient["id"])
        who = self.persons[patient["id"]] = len(self.cdm.rows["person"])
        self.cdm.rows["death"] += [(who, day) for day in died]
        for r in resources:
            if r is patient:
                continue
            if r["resourceType"] not in MAPPED:
                raise ValueError(f"no mapping for {r['resourceType']}")
            try:
                MAPPED[r["resourceType"]](self.cdm, who, r)
            except Unheld as why:
                self.left_out.append((patient["id"], f"{r['resourceType']}/{r['id']}", why.args[0]))


def loaded(bundles: Iterable[Json]) -> Loader:
    """The rows of patients."""
    loader = Loader()
    for bundle in bundles:
        loader.add(bundle)
    return loader


def _death(patient: Json) -> list[date | None]:
    if "deceasedDateTime" in patient:
        return [_day(patient["deceasedDateTime"])]
    return [None] if patient.get("deceasedBoolean") else []


def _day(text: str | None) -> date:
    if text is None:
        raise Unheld("no date")
    day = text.partition("T")[0]
    if day.count("-") < 2:
        raise Unheld("partial date")
    return date.fromisoformat(day)


def _pair(cdm: Cdm, concept: Json, unit: str = "") -> tuple[int, int]:
    ids = [_concept(cdm, coding, concept.get("text", ""), unit) for coding in concept["coding"]]
    if len(ids) > 2:
        raise ValueError("the CDM holds two codes of a record")
    return ids[0], ids[1] if len(ids) > 1 else 0


def _concept(cdm: Cdm, coding: Json, text: str = "", unit: str = "") -> int:
    named: str = coding["system"]
    system = SYSTEMS.get(named, named)
    return cdm.coded(Coding(system, coding["code"], coding.get("display", text)), unit)


def _status(concept: Json | None) -> str | None:
    return concept["coding"][0]["code"] if concept else None


def _counts(r: Json, no: tuple[str, ...], doubtful: tuple[str, ...]) -> bool:
    status = r.get("status")
    if status in doubtful or (status is None and r["resourceType"] in DOUBTFUL_WITHOUT_STATUS):
        raise Unheld("status")
    return status not in no


def _condition(cdm: Cdm, who: int, r: Json) -> None:
    verification, clinical = _status(r.get("verificationStatus")), _status(r.get("clinicalStatus"))
    if verification in ("refuted", "entered-in-error"):
        return
    if verification not in (None, "confirmed"):
        raise Unheld("status")
    start = _day(r.get("onsetDateTime") or r.get("recordedDate"))
    over = clinical in ("inactive", "remission", "resolved")
    end = _day(r["abatementDateTime"]) if "abatementDateTime" in r else start if over else None
    concept, source = _pair(cdm, r["code"])
    cdm.add("condition_occurrence", who, concept, start, end, source)


def _observation(cdm: Cdm, who: int, r: Json) -> None:
    if not _counts(r, ("cancelled", "entered-in-error"), ("registered", "unknown")):
        return
    day = _day(r.get("effectiveDateTime"))
    for part in (r, *r.get("component", [])):
        _result(cdm, who, part, day)


def _result(cdm: Cdm, who: int, part: Json, day: date) -> None:
    quantity = part.get("valueQuantity", {})
    value, unit = quantity.get("value", part.get("valueInteger")), _unit(quantity)
    operator = OPERATORS[quantity["comparator"]] if "comparator" in quantity else None
    answers = [_concept(cdm, c) for c in part.get("valueCodeableConcept", {}).get("coding", [])]
    limits = (part.get("referenceRange") or [{}])[0]
    low, high = limits.get("low", {}), limits.get("high", {})
    if {_unit(low), _unit(high)} - {"", unit}:
        low = high = {}
    concept, source = _pair(cdm, part["code"])
    cdm.add(
        "measurement", who, concept, day, operator, value, answers[0] if answers else 0,
        cdm.concept("UCUM", unit) if unit in UCUM else 0, low.get("value"), high.get("value"), source, unit or None,
    )  # fmt: skip


def _unit(quantity: Json) -> str:
    return quantity.get("code") or quantity.get("unit") or ""


def _medication(cdm: Cdm, who: int, r: Json) -> None:
    dead = ("cancelled", "draft", "entered-in-error")
    if r.get("intent") == "proposal" or not _counts(r, dead, ("unknown", "on-hold")):
        return
    start = _day(r.get("authoredOn"))
    supply = r.get("dispenseRequest", {}).get("expectedSupplyDuration")
    days = supply["value"] * SUPPLY[supply["code"]] if supply else None
    if days is None and r.get("status") == "active":
        days = (EXTRACTED - start).days + 1
    end = None if days is None else start + timedelta(days - 1)
    daily, unit = _daily_dose(r)
    quantity = None if daily is None or days is None else daily * days
    concept, source = _pair(cdm, r["medicationCodeableConcept"], "" if quantity is None else unit)
    if quantity is not None:
        for drug in {concept, source} - {0}:
            row = (drug, drug, 1.0, cdm.concept("UCUM", unit) if unit else 0, None)
            if row not in cdm.rows["drug_strength"]:
                cdm.rows["drug_strength"].append(row)
    amount = None if quantity is None else float(quantity)
    cdm.add("drug_exposure", who, concept, start, end, amount, days, source)


def _daily_dose(r: Json) -> tuple[Decimal | None, str]:
    """The dose of a day and its unit, where one dosage says both a dose and how often a day."""
    dosages = r.get("dosageInstruction", [])
    dosage = dosages[0] if len(dosages) == 1 else {}
    repeat = dosage.get("timing", {}).get("repeat", {})
    doses = dosage.get("doseAndRate", [])
    if dosage.get("asNeededBoolean") or not repeat or len(doses) != 1 or "doseQuantity" not in doses[0]:
        return None, ""
    dose, period = doses[0]["doseQuantity"], Decimal(str(repeat["period"]))
    if repeat["periodUnit"] == "h":
        if 24 % period:
            return None, ""
        period /= 24
    return Decimal(str(dose["value"])) * Decimal(str(repeat["frequency"])) / period, _unit(dose)


def _immunisation(cdm: Cdm, who: int, r: Json) -> None:
    if _counts(r, ("not-done", "entered-in-error"), ()):
        day = _day(r.get("occurrenceDateTime"))
        concept, source = _pair(cdm, r["vaccineCode"])
        cdm.add("drug_exposure", who, concept, day, day, None, None, source)


def _procedure(cdm: Cdm, who: int, r: Json) -> None:
    if _counts(r, ("not-done", "preparation", "on-hold", "entered-in-error"), ("unknown",)):
        day = _day(r.get("performedDateTime") or r.get("performedPeriod", {}).get("start"))
        concept, source = _pair(cdm, r["code"])
        cdm.add("procedure_occurrence", who, concept, day, source)


def _encounter(cdm: Cdm, who: int, r: Json) -> None:
    if not _counts(r, ("planned", "cancelled", "entered-in-error"), ("arrived", "triaged", "unknown")):
        return
    setting = CLASSES.get(r["class"]["code"])
    types = {coding["code"] for kind in r.get("type", []) for coding in kind["coding"]}
    start, end = _day(r["period"].get("start")), r["period"].get("end")
    if end is None and r["status"] != "finished":
        end = EXTRACTED.isoformat()
    kind = INTENSIVE_CARE if types & ICU_TYPES else VISITS[setting]
    cdm.add("visit_occurrence", who, kind, start, None if end is None else _day(end))


def _allergy(cdm: Cdm, who: int, r: Json) -> None:
    verification, clinical = _status(r.get("verificationStatus")), _status(r.get("clinicalStatus"))
    if verification in ("refuted", "entered-in-error") or clinical in ("inactive", "resolved"):
        return
    if verification not in (None, "confirmed"):
        raise Unheld("status")
    (coding,) = r["code"]["coding"]
    cdm.add("observation", who, cdm.coded(ALLERGY), EXTRACTED, _concept(cdm, coding, r["code"].get("text", "")))


MAPPED = {
    "Condition": _condition,
    "Observation": _observation,
    "MedicationRequest": _medication,
    "Immunization": _immunisation,
    "Procedure": _procedure,
    "Encounter": _encounter,
    "AllergyIntolerance": _allergy,
}
"""How each resource type but Patient is written; each raises :class:`Unheld` for a record that has no place."""
