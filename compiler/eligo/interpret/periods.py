"""From periods of the text to windows and offsets back from the index date."""

from __future__ import annotations

from decimal import Decimal
from math import ceil
from typing import Literal

from eligo.interpret.scene import Scene
from eligo.logic import Bounds, Offset, TimeUnit, Window
from eligo.parse.ast import Element, Period
from eligo.scope import Statement

FINER: dict[str, tuple[TimeUnit, int]] = {"a": ("mo", 12), "wk": ("d", 7), "mo": ("d", 30)}


def offset(amount: Decimal, unit: str, *, strict: bool, scene: Scene, element: Element) -> Offset | None:
    """An amount of time as an offset of whole units; hours count as the days they reach into (W3). None if it can't be said."""
    if unit in ("h", "min", "s"):
        hours = amount if unit == "h" else Decimal(1)
        scene.assumptions.append(f"{amount} h counts as {ceil(hours / 24)} day(s): times of day are ignored.")
        return Offset(ceil(hours / 24), "d", False)
    if amount == amount.to_integral_value() and unit in ("d", "wk", "mo", "a"):
        return Offset(int(amount), unit, strict)  # type: ignore[arg-type]
    finer = FINER.get(unit)
    if finer is None or unit == "mo" or (amount * finer[1]) % 1:
        return None
    return Offset(int(amount * finer[1]), finer[0], strict)


def window(period: Period, scene: Scene, element: Element) -> Window | None:
    """The window of a period (W1: "within n", "n before"; W2: "more than n before"). None if it is no window into the past."""
    if period.after:
        return None
    b = period.bounds
    if period.kind == "anchored":
        return Window()
    if period.kind in ("within", "offset", "ago"):
        exact = b.low is not None and b.low == b.high
        if b.high is not None and (b.low is None or exact) and not (exact and period.kind == "ago"):
            since = offset(b.high, period.unit, strict=not b.high_closed, scene=scene, element=element)
            return Window(since=since) if since else None
        if b.low is not None and b.high is None:
            until = offset(b.low, period.unit, strict=not b.low_closed, scene=scene, element=element)
            return Window(until=until) if until else None
        if b.low is not None and b.high is not None and not exact and period.kind in ("offset", "ago"):
            since = offset(b.high, period.unit, strict=not b.high_closed, scene=scene, element=element)
            until = offset(b.low, period.unit, strict=not b.low_closed, scene=scene, element=element)
            return Window(since, until) if since and until else None
    return None


def lasting(bounds: Bounds, unit: str, scene: Scene, element: Element) -> Offset | None:
    """A least duration; "for 3 months" is at least three. None for an upper bound or a range."""
    if bounds.low is None or (bounds.high is not None and bounds.high != bounds.low):
        return None
    return offset(bounds.low, unit, strict=not bounds.low_closed, scene=scene, element=element)


def window_of(st: Statement, scene: Scene) -> Window | Literal[False] | None:
    """The one window of a statement; None without one; False if a period is none."""
    kinds = [p.period for p in st.periods if p.period is not None and p.period.kind not in ("lasting", "elapsed")]
    if any(p.kind == "anchored" and p.after for p in kinds):
        return False
    # "Within 4 weeks (6 weeks for nitrosoureas) prior to entry": what the time is before, once more.
    kinds = [p for p in kinds if p.kind != "anchored"] or kinds
    if len(kinds) > 1 and len(set(kinds)) > 1:
        return False
    if not kinds:
        return None
    found = window(kinds[0], scene, st.periods[0])
    if found is None:
        return False
    return None if found == Window() else found


def duration_of(st: Statement, scene: Scene) -> Offset | Literal[False] | None:
    """A duration: a "for n" period, or a value in a unit of time (V1: a time with a condition or drug is a duration)."""
    found = [
        lasting(p.period.bounds, p.period.unit, scene, p)
        for p in st.periods
        if p.period is not None and p.period.kind == "lasting"
    ]
    found += [
        None if v.value.values else lasting(v.value.bounds, v.value.unit, scene, v)
        for v in st.values
        if v.value is not None and v.value.time
    ]
    if not found:
        return None
    return False if len(found) > 1 or found[0] is None else found[0]


def elapsed_of(st: Statement, scene: Scene) -> tuple[Offset | None, Offset | None, bool] | Literal[False] | None:
    """W4: the least and the most time since the head, and whether it is said to have been ("after"); False if it can't be said."""
    found = [(p, p.period) for p in st.periods if p.period is not None and p.period.kind == "elapsed"]
    if not found:
        return None
    element, period = found[0]
    b = period.bounds
    if len(found) > 1 or (b.low is not None and b.high is not None and b.low != b.high):
        return False
    if b.low is None and b.high is not None:
        most = offset(b.high, period.unit, strict=not b.high_closed, scene=scene, element=element)
        return (None, most, period.after) if most else False
    least = offset(b.low, period.unit, strict=not b.low_closed, scene=scene, element=element) if b.low is not None else None
    return (least, None, period.after) if least else False
