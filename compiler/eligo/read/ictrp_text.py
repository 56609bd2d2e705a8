"""A WHO ICTRP portal page as text: "Label: value" lines and blocks under a heading line, criteria under one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.errors import InputError
from eligo.read import fields
from eligo.read.source import PAGE_LIMIT, Text
from eligo.record import Record, Registry
from eligo.spans import Span

_START = re.compile(
    r"^[ \t]*Key inclusion (?:&|&amp;|and) exclusion criteria[ \t]*:?[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_END = re.compile(
    r"^[ \t]*(?:Age minimum|Age maximum|Gender|Health Condition\(s\)|Intervention\(s\)|Primary Outcome\(s\))",
    re.MULTILINE,
)
_FIELD = re.compile(r"^[ \t]*([A-Z][A-Za-z ]{1,40}):[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)
_CONDITIONS = re.compile(r"^[ \t]*Health Condition\(s\)[^\n]*\n(.*?)^[ \t]*Intervention\(s\)", re.MULTILINE | re.DOTALL)

_SECONDARY = re.compile(
    r"^[ \t]*Secondary ID\(s\)[^\n]*\n(.*?)^[ \t]*Source\(s\) of Monetary Support", re.MULTILINE | re.DOTALL
)


def sniff(head: str) -> float:
    """Sure with the portal's field labels; the criteria heading may stand beyond the head of a long record."""
    labels = ("Main ID:", "Register:", "Public title:", "Date of registration:", "Key inclusion & exclusion criteria")
    return min(0.95, 0.3 * sum(label in head for label in labels))


def read(source: Text) -> Iterator[Record]:
    """The one record of a page. Raises `InputError` without a criteria heading."""
    yield record(source.whole(PAGE_LIMIT), "ictrp-text")


def record(text: str, format: str) -> Record:
    """The record of a page's text. Raises `InputError` without a criteria heading."""
    start = _START.search(text)
    if start is None:
        raise InputError('no line "Key inclusion & exclusion criteria" found')
    end = _END.search(text, start.end())
    region = Span(start.end(), end.start() if end else len(text))
    return Record(text, format, _registry(text, region), (region,), (None,))


def _registry(text: str, region: Span) -> Registry:
    found: dict[str, str] = {}
    for match in _FIELD.finditer(text):
        if not region.start <= match.start() < region.end:
            found.setdefault(match[1].lower(), match[2])
    conditions = _CONDITIONS.search(text, region.end)
    names = conditions[1].splitlines() if conditions else []
    secondary = _SECONDARY.search(text, region.end)
    others = secondary[1].splitlines() if secondary else []
    return Registry(
        ids=fields.cleaned([found.get("main id"), *(part for line in others for part in line.split(";"))]),
        title=fields.clean(found.get("public title")),
        scientific_title=fields.clean(found.get("scientific title")),
        conditions=fields.cleaned(part for name in names for part in name.split(";")),
        minimum_age=fields.age(found.get("age minimum")),
        maximum_age=fields.age(found.get("age maximum")),
        sex=fields.sex(found.get("gender")),
        phase=fields.phase(found.get("phase")),
        register=fields.clean(found.get("register")),
        url=fields.clean(found.get("url")),
        dates=fields.dates(
            registered=found.get("date of registration"),
            start=found.get("date of first enrolment"),
            updated=found.get("last refreshed on"),
        ),
    )
