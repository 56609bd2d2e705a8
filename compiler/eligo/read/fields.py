"""Registry field values, as registries write them, to `Registry` values. What can't be read for certain is `None`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from eligo.read.sections import characters
from eligo.record import Age

_UNITS = {"y": "a", "a": "a", "mo": "mo", "w": "wk", "d": "d", "h": "h", "": "a"}
_AGE = re.compile(
    r"\s*(?P<sign>>=|=>|<=|=<|≥|≤)?\s*(?P<value>\d{1,4}(?:[.,]\d{1,3})?)\s*-?\s*\(?"
    r"(?P<unit>y(?:ears?|rs?)?|age|mo(?:nths?)?|w(?:eeks?|ks?)?|d(?:ays?)?|h(?:ours?|rs?)?|)"
    r"(?:\(s\))?\)?[\s-]*(?:old|of age|and (?:over|above|older)|or (?:over|above|older))?\s*[.;]?\s*",
    re.IGNORECASE,
)
_FEMALE = re.compile(r"\b(?:females?|wom[ae]n|girls?)\b|^\s*f\s*$", re.IGNORECASE)
_MALE = re.compile(r"\b(?:males?|m[ae]n|boys?)\b|^\s*m\s*$", re.IGNORECASE)
_REFUSED = re.compile(r"\b(fe)?male\s*:\s*no\b", re.IGNORECASE)
_NO_PHASE = re.compile(r"n/?a|-+|none|not (?:applicable|specified|selected|available)|\d{5}(?:\.\d+)?", re.IGNORECASE)
# No one is older: registers write 999 for no limit.
_OLDEST = 150
_YES = {"yes", "true", "1", "accepts healthy volunteers", "y"}
_NO = {"no", "false", "0", "n"}


def age(value: object) -> Age | None:
    """ "18 Years", "18", "6 Months", ">= 16age old", "18Y": a closed limit. A number alone is in years.

    `None` for no limit ("N/A", "No limit", 0) and for what isn't plainly one closed limit ("> 18", "18-65").
    """
    match = _AGE.fullmatch(value) if isinstance(value, str) else None
    if not match:
        return None
    number = Decimal(match["value"].replace(",", "."))
    unit = match["unit"].lower()
    found = Age(number, _UNITS["mo" if unit.startswith("m") else unit[:1]])
    return None if number == 0 or (found.unit == "a" and number > _OLDEST) else found


def sex(value: object) -> Literal["male", "female"] | None:
    """ "Female", "MALE", "Female: yes Male: no". `None` where both may take part ("Both", "All", "Male/Female") or the
    field says nothing."""
    if not isinstance(value, str):
        return None
    refused = {(match[1] or "").lower() for match in _REFUSED.finditer(value)}
    female = bool(_FEMALE.search(value)) and "fe" not in refused
    male = bool(_MALE.search(value)) and "" not in refused
    if female == male:
        return None
    return "female" if female else "male"


def yes_no(value: object) -> bool | None:
    """A yes-or-no field given as a word or a JSON boolean."""
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    return True if word in _YES else False if word in _NO else None


def clean(value: object) -> str | None:
    """A one-line field without its padding; `None` when nothing is left or it isn't text."""
    return " ".join(characters(value).split()) or None


def cleaned(values: Iterable[object]) -> tuple[str, ...]:
    """The non-empty ones of `values`, cleaned, each once, in order."""
    return tuple(dict.fromkeys(text for value in values if (text := clean(value))))


def dates(**named: object) -> dict[str, str]:
    """The dates that are there, by name, as written."""
    return {name: text for name, value in named.items() if (text := clean(value))}


def phase(value: object) -> str | None:
    """A phase as written; `None` for none ("N/A", "Not Applicable"), and for a date, which is what a spreadsheet takes
    "1-2" for."""
    text = clean(value)
    return None if text is None or _NO_PHASE.fullmatch(text) else text


def mapping(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under a key, an empty one where there is none."""
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def listed(value: object) -> list[Any]:
    """A list as it is, one value as a list of it, nothing as an empty one."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def order(number: object) -> float:
    """A key to sort by; what has no number comes last."""
    return float(number) if isinstance(number, int | float) else float("inf")
