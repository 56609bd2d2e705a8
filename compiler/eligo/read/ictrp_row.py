"""One trial of a WHO ICTRP export, XML or CSV: the same columns under slightly different names."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from eligo.read import fields
from eligo.record import ListSection, Record, Registry
from eligo.spans import Span

_GAP = "\n\n"
_BREAK = re.compile(r"<br\s*/?\s*>|;", re.IGNORECASE)
_SECTIONS: tuple[tuple[ListSection, str], ...] = (
    ("inclusion", "inclusion criteria"),
    ("exclusion", "exclusion criteria"),
)


def column(name: str) -> str:
    """A column's name in one spelling: lower case, words set apart by spaces."""
    return " ".join(name.replace("_", " ").lower().split())


def record(row: Mapping[str, str | None], format: str) -> Record:
    """The record of a row keyed by `column` names. The text is the two criteria columns, one below the other."""
    text = ""
    regions: list[Span] = []
    sections: list[ListSection] = []
    for section, name in _SECTIONS:
        criteria = row.get(name) or ""
        if criteria.strip():
            text += _GAP if text else ""
            regions.append(Span(len(text), len(text) + len(criteria)))
            sections.append(section)
            text += criteria
    conditions = _BREAK.split(html.unescape(row.get("condition") or ""))
    registry = Registry(
        ids=fields.cleaned([row.get("trialid")]),
        title=fields.clean(row.get("public title")),
        scientific_title=fields.clean(row.get("scientific title")),
        conditions=fields.cleaned(conditions),
        minimum_age=fields.age(row.get("inclusion agemin")),
        maximum_age=fields.age(row.get("inclusion agemax")),
        sex=fields.sex(row.get("inclusion gender")),
        phase=fields.clean(row.get("phase")),
        register=fields.clean(row.get("source register")),
        url=fields.clean(row.get("web address")),
        dates=fields.dates(
            registered=row.get("date registration"),
            start=row.get("date enrollement") or row.get("date enrolment"),
            updated=row.get("last refreshed on"),
        ),
    )
    return Record(text, format, registry, tuple(regions), tuple(sections))
