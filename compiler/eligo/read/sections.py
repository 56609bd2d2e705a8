"""The text of a record whose register keeps its criteria in fields: one below the other, each a region of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from eligo.record import ListSection
from eligo.spans import Span

_GAP = "\n\n"
_LONE = re.compile(r"[\ud800-\udfff]")

Sectioned = tuple[str, tuple[Span, ...], tuple[ListSection, ...]]


def sectioned(fields: Iterable[tuple[ListSection, object]]) -> Sectioned:
    """The joined text, its regions and their sections, of the fields that hold text."""
    text = ""
    regions: list[Span] = []
    sections: list[ListSection] = []
    for section, value in fields:
        criteria = characters(value)
        if criteria.strip():
            text += _GAP if text else ""
            regions.append(Span(len(text), len(text) + len(criteria)))
            sections.append(section)
            text += criteria
    return text, tuple(regions), tuple(sections)


def characters(value: object) -> str:
    """A field's text as it stands, but for halves of surrogate pairs: they are no characters, and can't be written."""
    return _LONE.sub("\ufffd", value) if isinstance(value, str) else ""
