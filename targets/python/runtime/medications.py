"""Drug records: what was taken, from when to when."""

from __future__ import annotations

from dataclasses import dataclass

from .chart import Chart, Sort, Source
from .codes import Json
from .days import FUTURE, PAST, Days, read_days, read_period
from .readings import read_quantity
from .truth import Truth

# --- emitted ---
# --- Drug records ---

TAKEN = ("active", "in-progress", "completed", "stopped")
NOT_TAKEN = ("not-taken", "intended", "entered-in-error", "cancelled", "draft", "not-done")
OPEN = ("active", "in-progress", "on-hold", "unknown")
SUPPLY_DAYS = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}
FOREVER = Days(FUTURE, FUTURE)


@dataclass(frozen=True)
class Exposure:
    """A drug record with the days of its start and of its end.

    ``started`` None: no start was recorded; ``doubted``: not known to have been taken; ``dosage``: what the resource says of it.
    """

    source: Source
    started: Days | None
    start: Days
    end: Days
    doubted: bool
    dosage: list[Json]

    @property
    def certain(self) -> Days:
        """The days it covers for certain; none if the first is after the last."""
        return Days(self.start.last, self.end.first)

    @property
    def possible(self) -> Days:
        """The days it may cover."""
        return Days(self.start.first, self.end.last)

    def meets(self, span: Days) -> Truth:
        """Whether it covers one of the days."""
        return True if share_a_day(self.certain, span) else None if share_a_day(self.possible, span) else False

    def evidence(self) -> Json:
        """With its dates, status and single dose as recorded."""
        r = self.source.resource
        period = r.get("effectivePeriod")
        dates = period if isinstance(period, dict) else {"start": r.get("effectiveDateTime") or r.get("authoredOn")}
        dose = single_dose(self.dosage)
        seen = dose if isinstance(dose, dict) else {}
        return self.source.evidence(
            date=dates.get("start"), end=dates.get("end"), status=r.get("status"), value=seen.get("value"),
            unit=seen.get("unit") or seen.get("code"),
        )


def share_a_day(a: Days, b: Days) -> bool:
    """Whether an exposure (none if its first day is after its last) and a span share a day."""
    return a.first <= a.last and a.first <= b.last and a.last >= b.first


def single_dose(dosage: list[Json]) -> object:
    """The Quantity of one dose, if there is one dosage with one dose; it may not be a Quantity."""
    doses = dosage[0].get("doseAndRate") if len(dosage) == 1 else None
    one = doses[0] if isinstance(doses, list) and len(doses) == 1 else None
    return one.get("doseQuantity") if isinstance(one, dict) else None


def medication(chart: Chart, r: Json) -> tuple[object, ...]:
    """A drug is coded by a concept, or by that of a Medication in the resource or in the bundle; a reference may have a name."""
    pointer = r.get("medicationReference")
    if isinstance(pointer, dict):
        return _referenced(chart, r, pointer.get("reference")), {"text": pointer.get("display")}
    return (r.get("medicationCodeableConcept"),)


def _referenced(chart: Chart, r: Json, target: object) -> object:
    """The code of the Medication that a reference means: contained (``#id``), by address, or by type and id."""
    if not isinstance(target, str):
        return None
    contained = r.get("contained")
    if target.startswith("#"):
        inside = contained if isinstance(contained, list) else []
        return next((m.get("code") for m in inside if isinstance(m, dict) and m.get("id") == target[1:]), None)
    return chart.medications.get(target) or chart.medications.get("/".join(target.split("/")[-2:]))


def read_exposure(chart: Chart, source: Source) -> Exposure | None:
    """A drug that was or may have been taken."""
    r = source.resource
    status = r.get("status")
    if status in NOT_TAKEN or r.get("intent") == "proposal" or r.get("doNotPerform") is True:
        return None
    doubted = (status is not None and status not in TAKEN) or r.get("doNotPerform") not in (None, False)
    started, ended, supplied = _dates(r)
    if ended is None and supplied is None and status in OPEN:
        ended = FOREVER
    elif ended is None and isinstance(supplied, int) and started is not None:
        ended = Days(started.first + supplied - 1, started.last + supplied - 1)
    elif ended is None:
        ended = Days(PAST, chart.index) if started is None else Days(started.first, max(chart.index, started.last))
    start = started or Days(PAST, chart.index if ended == FOREVER else ended.last)
    dosage = r.get("dosageInstruction") if r.get("resourceType") == "MedicationRequest" else r.get("dosage")
    listed = [d for d in dosage if isinstance(d, dict)] if isinstance(dosage, list) else []
    return Exposure(source, started, start, ended, doubted, listed)


def _dates(r: Json) -> tuple[Days | None, Days | None, object]:
    """The start, the end, and the days of supply: None if there is no supply, "?" if it isn't said in whole days."""
    if r.get("resourceType") == "MedicationRequest":
        dispensed = r.get("dispenseRequest")
        supply = dispensed.get("expectedSupplyDuration") if isinstance(dispensed, dict) else None
        return read_days(r.get("authoredOn")), None, None if supply is None else _supply_days(supply)
    if "effectivePeriod" in r:
        start, end = read_period(r["effectivePeriod"])
        return start, end, None
    day = read_days(r.get("effectiveDateTime"))
    return day, day if r.get("resourceType") == "MedicationAdministration" else None, None


def _supply_days(supply: object) -> int | str:
    length, unit = read_quantity(supply)
    days = None if length is None else length * SUPPLY_DAYS.get(unit or "", 0)
    return int(days) if days is not None and days == days.to_integral_value() and 0 < days < 10**5 else "?"


EXPOSURES = Sort(
    ("MedicationStatement", "MedicationRequest", "MedicationAdministration"), read_exposure, concepts=medication)
