"""UCUM units as people write them: ``mL/min/{1.73_m2}`` is mL/min/1.73 m²."""

from __future__ import annotations

import re
from functools import cache

from eligo.wording.tables import rows

_PART = re.compile(r"((?:\{[^}]*\}|\[[^\]]*\]|\([^)]*\)|[^/.])+)")
_POWER = re.compile(r"10\*(\d+)")
_WORD = re.compile(r"(?<!\S)[^\s,;]*[\[{*][^\s,;]*[^\s,;:.]|(?<!\S)kg/m2\b")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def _parts() -> dict[str, str]:
    return {row["part"]: row["shown"] for row in rows("units")}


@cache
def unit(ucum: str) -> str:
    """A UCUM unit in signs that a reader knows; "" where it has none to show (a score)."""
    return _PART.sub(lambda found: _shown(found[0]), ucum).replace(".", "·" if "{" not in ucum else ".")


def _shown(part: str) -> str:
    known = _parts().get(part)
    if known is not None:
        return known
    power = _POWER.match(part)
    if power:
        rest = part[power.end() :]
        return f"× 10{power[1].translate(_RAISED)}{' ' + _shown(rest) if rest else ''}"
    return re.sub(r"\{([^}]*)\}", lambda found: found[1].replace("_", " "), part)


def with_units(text: str) -> str:
    """A sentence in which the units that only UCUM writes so are shown as :func:`unit` shows them."""
    return _WORD.sub(lambda found: unit(found[0]) or found[0], text)


def amount(value: str, ucum: str | None) -> str:
    """A number, or bounds, with a unit."""
    shown = unit(ucum) if ucum else ""
    joint = "" if shown.startswith(("%", "/", "°")) else " "
    return f"{value}{joint}{shown}" if shown else value
