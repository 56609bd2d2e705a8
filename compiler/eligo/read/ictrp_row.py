"""One trial of a WHO ICTRP export, XML or CSV: the same columns under slightly different names."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date, timedelta

from eligo.read import fields
from eligo.read.sections import sectioned
from eligo.record import ListSection, Record, Registry

_BREAK = re.compile(r"<br\s*/?\s*>|;", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SERIAL = re.compile(r"[34]\d{4}(?:\.\d+)?")
_SECTIONS: tuple[tuple[ListSection, str], ...] = (
    ("inclusion", "inclusion criteria"),
    ("exclusion", "exclusion criteria"),
)


def column(name: str) -> str:
    """A column's name in one spelling: lower case, words set apart by spaces."""
    return " ".join(name.replace("_", " ").lower().split())


def cell(text: str) -> str:
    """A workbook cell's text, in which a carriage return stands as "_x000D_"."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def record(row: Mapping[str, str | None], format: str) -> Record:
    """The record of a row keyed by `column` names. The text is the two criteria columns, one below the other."""
    text, regions, sections = sectioned((section, row.get(name)) for section, name in _SECTIONS)
    conditions = _BREAK.split(html.unescape(row.get("condition") or ""))
    registry = Registry(
        ids=fields.cleaned([row.get("trialid"), *_BREAK.split(_secondary(row))]),
        title=fields.clean(row.get("public title")),
        scientific_title=fields.clean(row.get("scientific title")),
        conditions=fields.cleaned(conditions),
        minimum_age=fields.age(row.get("inclusion agemin")),
        maximum_age=fields.age(row.get("inclusion agemax")),
        sex=fields.sex(row.get("inclusion gender")),
        phase=fields.phase(row.get("phase")),
        register=fields.clean(row.get("source register")),
        url=fields.clean(row.get("web address")),
        dates=fields.dates(
            registered=_date(row.get("date registration")),
            start=_date(row.get("date enrollement") or row.get("date enrolment")),
            updated=_date(row.get("last refreshed on")),
        ),
    )
    return Record(text, format, registry, regions, sections)


def _secondary(row: Mapping[str, str | None]) -> str:
    return row.get("secondary ids") or row.get("secondary id") or row.get("secondaryids") or ""


def _date(written: str | None) -> str | None:
    """A date as written, but for a spreadsheet's count of days since 1899."""
    if written is None or not _SERIAL.fullmatch(written):
        return written
    return (date(1899, 12, 30) + timedelta(days=int(written.split(".")[0]))).isoformat()
