"""A trial's page in the EU Clinical Trials Register: a table row for each numbered field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.errors import InputError
from eligo.read import euctr_fields
from eligo.read.html_text import parse, text_of
from eligo.read.sections import sectioned
from eligo.read.source import PAGE_LIMIT, Text
from eligo.record import Record

_ADDRESS = re.compile(r"https?://www\.clinicaltrialsregister\.eu/ctr-search/trial/[\w-]+/\w+")


def sniff(head: str) -> float:
    """Sure with the register's name in a page."""
    page = head.lstrip()[:2048].lower()
    return 1.0 if page.startswith(("<!doctype html", "<html")) and "ctr-search" in head else 0.0


def read(source: Text) -> Iterator[Record]:
    """The one record of a page. Raises `InputError` for a page that isn't a trial's."""
    html = source.whole(PAGE_LIMIT)
    page = parse(html)
    values: dict[str, str | None] = {}
    for row in page.css("tr.tricell"):
        number, value = (text_of(row.css_first(f"td.{name}")) for name in ("first", "third"))
        values.setdefault(euctr_fields.code(number), value)
    for row in page.css("tr:has(> td.cellGrey)"):
        if "first entered" in text_of(row.css_first("td.cellGrey")):
            values[euctr_fields.REGISTERED] = text_of(row.css_first("td.cellLighterGrey"))
    if not values.get("A2"):
        raise InputError("the source is HTML, but no trial's page of the EU Clinical Trials Register: no row A.2")
    address = _ADDRESS.search(html)
    text, regions, sections = sectioned((section, values.get(name)) for section, name in euctr_fields.CRITERIA)
    registry = euctr_fields.registry(values, address[0] if address else None)
    yield Record(text, "euctr-html", registry, regions, sections)
