"""How recent something is.

- **W9** "recent stroke (< 3 months)": the time beside "recent" is how long ago it was at most, no duration.
"""

from __future__ import annotations

from dataclasses import replace

from eligo.parse.ast import Period
from eligo.scope import Statement
from eligo.scope.statement import RELATED


def dated(st: Statement) -> Statement:
    """A statement with such a time as its period; the statement itself where there is none."""
    recent, element = st.has("RECENT"), st.values[0] if len(st.values) == 1 else None
    value = element.value if element is not None else None
    if recent is None or element is None or value is None or st.kind not in RELATED or st.periods:
        return st
    if not value.time or value.bare or value.bounds.low is not None or value.bounds.high is None:
        return st
    period = replace(element, type="WINDOW", value=None, period=Period("within", value.bounds, value.unit))
    cues = [c for c in st.cues if c is not recent]
    return replace(st, values=[], periods=[period], cues=cues, silent=[*st.silent, recent], rules=[*st.rules, "W9"])
