"""Observations: laboratory results, vital signs, scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeVar

from .chart import Answer, Chart, Owners, Sort, Source
from .codes import Code, CodeTest, Json, read_codes
from .days import ALL_DAYS, Days, Window, read_days, read_period, within
from .numbers import Bounds, read_number
from .truth import Truth, agreement, any_of, doubted, opposite

# --- emitted ---
# --- Results: observations and their components ---

Item = TypeVar("Item")
USABLE = ("final", "amended", "corrected", "preliminary")


@dataclass(eq=False)
class Reading:
    """An Observation or a component of one; what it says is read when it is looked at."""

    source: Source
    day: Days
    usable: bool

    @cached_property
    def quantity(self) -> tuple[Decimal | None, str | None]:
        """The number and its unit, "" for none; None for what can't be told."""
        part = self.source.part
        found = part.get("valueQuantity")
        return (read_number(part.get("valueInteger", part.get("valueDecimal"))), "") if found is None else read_quantity(found)

    @property
    def value(self) -> Decimal | None:
        """The number."""
        return self.quantity[0]

    @property
    def unit(self) -> str | None:
        """The unit."""
        return self.quantity[1]

    @property
    def comparator(self) -> object:
        """The comparator, None for none."""
        quantity = self.source.part.get("valueQuantity")
        return quantity.get("comparator") if isinstance(quantity, dict) else None

    @cached_property
    def answers(self) -> list[Code]:
        """The codes of a coded result."""
        return read_codes(self.source.part.get("valueCodeableConcept"))

    def evidence(self) -> Json:
        """With its date, value and unit as recorded."""
        r, part = self.source.resource, self.source.part
        quantity = part.get("valueQuantity")
        seen = quantity if isinstance(quantity, dict) else {}
        plain = next((part[key] for key in ("valueInteger", "valueDecimal", "valueString") if key in part), None)
        coding = part.get("valueCodeableConcept")
        if isinstance(coding, dict):
            codes = [code for _, code in read_codes(coding)]
            plain = coding.get("text") or (codes[0] if codes else None)
        return self.source.evidence(
            date=r.get("effectiveDateTime") or r.get("effectiveInstant") or r.get("effectivePeriod"),
            value=seen.get("value", plain), comparator=seen.get("comparator"), unit=seen.get("unit") or seen.get("code"),
        )

    def said(self) -> Bounds | None:
        """The interval that the number and its comparator say."""
        v, c = self.value, self.comparator
        if v is None or c is None:
            return None if v is None else Bounds(v, True, v, True)
        if c in ("<", "<="):
            return Bounds(None, True, v, c == "<=")
        return Bounds(v, c == ">=", None, True) if c in (">", ">=") else None

    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        """Low and high of the first reference range; none where one is in another unit than the value."""
        ranges = self.source.part.get("referenceRange")
        first = ranges[0] if isinstance(ranges, list) and ranges else None
        if not isinstance(first, dict):
            return None, None
        (low, low_unit), (high, high_unit) = read_quantity(first.get("low")), read_quantity(first.get("high"))
        return (low, high) if low_unit in ("", self.unit) and high_unit in ("", self.unit) else (None, None)


def read_quantity(quantity: object) -> tuple[Decimal | None, str | None]:
    """The number and the unit of a Quantity: its ``code``, else its ``unit``, else ""; None if they are malformed."""
    if quantity is None:
        return None, ""
    if not isinstance(quantity, dict):
        return None, None
    unit = quantity.get("code") or quantity.get("unit") or ""
    return read_number(quantity.get("value")), unit if isinstance(unit, str) else None


def results(observations: list[Json]) -> tuple[list[Json], Owners]:
    """Observations, then each of their components as one of its own."""
    found = list(observations)
    owners: Owners = {}
    for r in [r for r in observations if "component" in r]:
        components = r["component"]
        for part in components if isinstance(components, list) else []:
            if isinstance(part, dict):
                owners[len(found)] = r
                found.append(part)
    return found, owners


def read_reading(chart: Chart, source: Source) -> Reading | None:
    """An observation that was not cancelled or entered in error."""
    r, part = source.resource, source.part
    status = r.get("status")
    if status in ("entered-in-error", "cancelled"):
        return None
    usable = (status is None or status in USABLE) and "dataAbsentReason" not in part
    return Reading(source, _effective(r), usable)


def _effective(r: Json) -> Days:
    """The days of an observation: of its date, or from the start to the end of its period."""
    if "effectivePeriod" in r:
        start, end = read_period(r["effectivePeriod"])
        return Days((start or ALL_DAYS).first, (end or ALL_DAYS).last)
    return read_days(r.get("effectiveDateTime", r.get("effectiveInstant"))) or ALL_DAYS


READINGS = Sort(("Observation",), read_reading, parts=results)


def measurement(
    chart: Chart, codes: CodeTest, test: Callable[[Reading], Truth], *, which: Literal["latest", "any", "all"], window: Window
) -> Answer:
    """The latest, any or all of the results in the window pass the test; unknown without any."""
    readings = chart.find(READINGS, codes)
    if not readings:
        return Answer(None)
    span = window.days(chart.index)

    def truth(r: Reading) -> Truth:
        return test(r) if r.usable else None

    if which == "latest":
        candidates = latest([(r.day, r) for r in readings], span)
        return Answer(agreement(*map(truth, candidates)), candidates)
    near = [(r, inside, truth(r)) for r in readings if (inside := within(r.day, span)) is not False]
    if not near:
        return Answer(None)
    # A result that may lie outside counts as at most unknown for what is looked for: one that passes, or one that fails.
    if which == "any":
        value = any_of(*(t if inside else doubted(t) for _, inside, t in near))
    else:
        value = opposite(any_of(*(opposite(t) if inside else doubted(opposite(t)) for _, inside, t in near)))
    return Answer(value, [r for r, _, t in near if t is value] or [r for r, _, _ in near])


def latest(dated: Sequence[tuple[Days, Item]], span: Days) -> list[Item]:
    """Those that may be the latest in the span; none unless one is in it for certain."""
    inside = [(within(day, span), day, one) for day, one in dated]
    certain = [day.first for is_in, day, _ in inside if is_in]
    if not certain:
        return []
    newest = max(certain)
    return [one for is_in, day, one in inside if is_in is not False and day.last >= newest]
