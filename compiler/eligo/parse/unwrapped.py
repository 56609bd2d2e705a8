"""Brackets that stand beside nothing.

"Female and male patients (> 18 years)": the people are noise, so the age in the bracket is what the line says.
"""

from __future__ import annotations

from eligo.parse.ast import Element

OPENING = ("SEP", "COLON")


def unwrapped(elements: list[Element]) -> list[Element]:
    """The stream without the signs of a bracket that holds times alone, where only noise stands before it."""
    out: list[Element] = []
    skip: set[int] = set()
    for i, e in enumerate(elements):
        if i in skip:
            continue
        if e.type != "LPAR":
            out.append(e)
            continue
        close = next((j for j in range(i + 1, len(elements)) if elements[j].type == "RPAR"), None)
        inside = elements[i + 1 : close] if close is not None else []
        before = next((x for x in reversed(out) if x.type != "NOISE"), None)
        times = bool(inside) and all(x.value is not None and x.value.time for x in inside)
        if times and close is not None and (before is None or before.type in OPENING):
            skip.add(close)
        else:
            out.append(e)
    return out
