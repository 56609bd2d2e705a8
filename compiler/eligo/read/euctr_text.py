"""A trial of the EU Clinical Trials Register in its download form: "E.3 Label: value" lines, values over many lines.

The register repeats a value in the language of the member state as "E.3 Label (de): …"; only the first is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.errors import InputError
from eligo.read import euctr_fields
from eligo.read.source import Text
from eligo.record import ListSection, Record
from eligo.spans import Span

_HEADINGS: tuple[tuple[ListSection, re.Pattern[str]], ...] = (
    ("inclusion", re.compile(r"^E\.3[ \t]+Principal inclusion criteria:", re.MULTILINE)),
    ("exclusion", re.compile(r"^E\.4[ \t]+Principal exclusion criteria:", re.MULTILINE)),
)
_NEXT = re.compile(r"^E\.[345](?:\.\d)*[ \t]+(?:Principal|End points?)", re.MULTILINE)
_TRIAL = re.compile(r"^EudraCT Number:", re.MULTILINE)
_TRIAL_NUMBER = re.compile(r"EudraCT Number:[ \t]*(\S+)")
_FIELD = re.compile(r"^([A-F](?:\.\d+)+)[ \t]+[^\n:]*:[ \t]*(.*)$", re.MULTILINE)
_ENTERED = re.compile(r"^Date on which this record was first entered[^\n:]*:[ \t]*(.*)$", re.MULTILINE)
_LINK = re.compile(r"^Link:[ \t]*(\S+)", re.MULTILINE)


def sniff(head: str) -> float:
    """Sure with the register's first label."""
    return 1.0 if _TRIAL.search(head) else 0.0


def read(source: Text) -> Iterator[Record]:
    """A record for every trial and member state of the file, each over the whole text with its own regions. Raises
    `InputError` for a text without a EudraCT number."""
    text = source.whole()
    starts = [match.start() for match in _TRIAL.finditer(text)]
    if not starts:
        raise InputError('no line "EudraCT Number:" found')
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield _record(text, start, end)


def _record(text: str, start: int, end: int) -> Record:
    regions: list[Span] = []
    sections: list[ListSection] = []
    for section, heading in _HEADINGS:
        if found := heading.search(text, start, end):
            after = _NEXT.search(text, found.end(), end)
            regions.append(Span(found.end(), after.start() if after else end))
            sections.append(section)
    values: dict[str, str | None] = {}
    for match in _FIELD.finditer(text, start, end):
        if not any(region.start <= match.start() < region.end for region in regions):
            values.setdefault(euctr_fields.code(match[1]), match[2])
    if entered := _ENTERED.search(text, start, end):
        values[euctr_fields.REGISTERED] = entered[1]
    link = _LINK.search(text, start, end)
    values.setdefault("A2", next((match[1] for match in [_TRIAL_NUMBER.match(text, start, end)] if match), None))
    registry = euctr_fields.registry(values, link[1] if link else None)
    return Record(text, "euctr-text", registry, tuple(regions), tuple(sections))
