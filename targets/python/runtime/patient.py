"""The person: age, sex, death."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .chart import Answer, Chart, reference
from .codes import Json
from .days import ALL_DAYS, Days, Unit, moved, on_or_before, read_days
from .truth import Truth, all_of, opposite

# --- emitted ---
# --- The person ---

AgeUnit = Unit | Literal["h"]


@dataclass(frozen=True)
class Element:
    """An element of the Patient resource as evidence."""

    patient: Json
    name: str

    def evidence(self) -> Json:
        """The element's name and value."""
        return {"resource": reference(self.patient), "name": self.name, "value": self.patient.get(self.name)}


def age(chart: Chart, low: int | None, below: int | None, unit: AgeUnit) -> Answer:
    """At least ``low`` completed units at the index date, and fewer than ``below``."""
    born = read_days(chart.patient.get("birthDate"))
    if born is None or born == ALL_DAYS:
        return Answer(None)

    def completed(units: int) -> Truth:
        if unit == "h":  # born at any time of the day, and seen at any time of the index date
            return on_or_before(Days(born.first + units // 24, born.last + (units + 23) // 24 + (units > 0)), chart.index)
        return on_or_before(Days(moved(born.first, units, unit), moved(born.last, units, unit)), chart.index)

    value = all_of(low is None or completed(low), below is None or opposite(completed(below)))
    return Answer(value, (Element(chart.patient, "birthDate"),))


def sex(chart: Chart, value: str) -> Answer:
    """Administrative sex; anything but male and female is unknown."""
    gender = chart.patient.get("gender")
    if gender not in ("male", "female"):
        return Answer(None)
    return Answer(gender == value, (Element(chart.patient, "gender"),))


def deceased(chart: Chart) -> Truth:
    """Died by the index date; without a date: before it."""
    day = chart.patient.get("deceasedDateTime")
    if day is not None:
        return on_or_before(read_days(day) or ALL_DAYS, chart.index)
    flag = chart.patient.get("deceasedBoolean")
    if flag is None:
        return False
    return flag if isinstance(flag, bool) else None
