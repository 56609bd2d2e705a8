"""Canonical text: numbers, times and doses as the fields of atoms."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast, get_args

from lark import Token, Transformer_NonRecursive, v_args

from eligo.canon.phrases import UNIT_WORDS
from eligo.errors import InputError
from eligo.logic import Bounds, Offset, TimeUnit, Window

Fields = dict[str, Any]
"""Field names of an atom, and their values."""

UNITS = {word: unit for unit, word in UNIT_WORDS.items()}


def merged(parts: Iterable[Fields]) -> Fields:
    """All fields of the parts; raises InputError where two parts set the same one."""
    out: Fields = {}
    for part in parts:
        for name in part.keys() & out.keys():
            place = out["concept"].name.place if "concept" in out else None
            raise InputError(f"its {name} is said twice; two facts are joined by all of (…; …)", place)
        out |= part
    return out


def unquoted(text: Token) -> str:
    """The text of a word, or of a string in JSON's quotation marks."""
    return cast(str, json.loads(text)) if text.type == "STRING" else str(text)


def whole(number: Token) -> int:
    """A whole number. Raises InputError for another."""
    if "." in number:
        raise InputError(f"{number} is no whole number", f"{number.line}:{number.column}")
    return int(number)


@v_args(inline=True)
class Numbers(Transformer_NonRecursive[Token, Any]):
    """Rules of grammar/canon.lark for numbers and times."""

    def bounds(self, *ends: tuple[Bounds, str]) -> Fields:
        """One end, or a lower and an upper one."""
        (first, _), *more = ends
        for second, place in more:
            if first.high is not None or second.low is not None:
                raise InputError("an interval has a lower end (>= or >), then an upper end (<= or <)", place)
            first = Bounds(first.low, first.low_closed, second.high, second.high_closed)
        return {"bounds": first}

    def unbounded(self) -> Fields:
        """Any value."""
        return {"bounds": Bounds()}

    def end(self, sign: Token, number: Token) -> tuple[Bounds, str]:
        """A sign and its number, and where they stand."""
        value, closed = Decimal(number), sign.endswith("=")
        low = value if sign != "<" and sign != "<=" else None
        high = value if sign != ">" and sign != ">=" else None
        return Bounds(low, low is None or closed, high, high is None or closed), f"{sign.line}:{sign.column}"

    def values(self, *numbers: Token) -> Fields:
        """A set of values."""
        return {"values": tuple(map(Decimal, numbers))}

    def time(self, word: Token) -> tuple[str, str]:
        """A unit of time, and where it stands."""
        return UNITS[word.removesuffix("s")], f"{word.line}:{word.column}"

    def count(self, number: Token) -> Fields:
        """How often."""
        return {"count": whole(number)}

    # --- times ---

    def offset(self, number: Token, time: tuple[TimeUnit, str]) -> Offset:
        """So many days, weeks, months or years. Raises InputError for hours."""
        unit, place = time
        if unit not in get_args(TimeUnit):
            raise InputError("times of day are not compared: give days, weeks, months or years", place)
        return Offset(whole(number), unit)

    def strict(self, offset: Offset) -> Offset:
        """More, or less, than so many."""
        return replace(offset, strict=True)

    def since(self, offset: Offset) -> Fields:
        """Within."""
        return {"window": Window(since=offset)}

    def strictly_since(self, offset: Offset) -> Fields:
        """Within less than."""
        return {"window": Window(since=replace(offset, strict=True))}

    def until(self, offset: Offset) -> Fields:
        """At least so long ago."""
        return {"window": Window(until=offset)}

    def strictly_until(self, offset: Offset) -> Fields:
        """More than so long ago."""
        return {"window": Window(until=replace(offset, strict=True))}

    def between(self, since: Offset, until: Offset) -> Fields:
        """Between two times."""
        return {"window": Window(since, until)}

    def any_time(self) -> Fields:
        """Any time up to the index date."""
        return {"window": Window()}

    def today(self) -> Fields:
        """On the index date."""
        return {"window": None}

    # --- doses and exposures ---

    def dose(self, *parts: Any) -> Fields:
        """Bounds, a daily dose unit such as ``mg/kg/day``, and what it is an equivalent of."""
        bounds, unit, *equivalent = parts
        text = str(unit).removesuffix("/day")
        per_kg = text.endswith("/kg")
        text = text.removesuffix("/kg")
        fields: Fields = {"dose": bounds.get("bounds"), "per_kg": per_kg}
        if text:
            fields["dose_unit"] = json.loads(text) if text.startswith('"') else text
        if equivalent:
            fields["equivalent"] = equivalent[0].name
        return fields

    def dosed(self) -> Fields:
        """A unit without bounds."""
        return {}

    def now(self) -> Fields:
        """Taken now, in no window."""
        return {"when": "current", "window": None}

    def ever(self) -> Fields:
        """Ever taken, in no window."""
        return {"when": "ever", "window": None}

    def used(self, window: Fields) -> Fields:
        """Taken in a window."""
        return window

    def ever_used(self, window: Fields) -> Fields:
        """Ever taken in a window."""
        return window | {"when": "ever"}

    def stable(self, length: Offset) -> Fields:
        """Unchanged."""
        return {"stable": length}

    def daily(self, length: Offset) -> Fields:
        """On every day up to now."""
        return {"duration": length}

    def once(self, length: Offset) -> Fields:
        """For so long at some time."""
        return {"duration": length, "when": "ever"}

    def once_strictly(self, length: Offset) -> Fields:
        """For more than so long at some time."""
        return {"duration": replace(length, strict=True), "when": "ever"}
