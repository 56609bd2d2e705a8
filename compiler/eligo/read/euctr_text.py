"""A trial of the EU Clinical Trials Register in its download form: "E.3 Label: value" lines, values over many lines.

The register repeats a value in the language of the member state as "E.3 Label (de): …"; only the first is read.
"""

from __future__ import annotations

import re

from eligo.errors import InputError
from eligo.read import fields
from eligo.record import ListSection, Record, Registry
from eligo.spans import Span

_HEADINGS: tuple[tuple[ListSection, re.Pattern[str]], ...] = (
    ("inclusion", re.compile(r"^E\.3[ \t]+Principal inclusion criteria:", re.MULTILINE)),
    ("exclusion", re.compile(r"^E\.4[ \t]+Principal exclusion criteria:", re.MULTILINE)),
)
_NEXT = re.compile(r"^E\.[345](?:\.\d)*[ \t]+(?:Principal|End points?)", re.MULTILINE)
_TRIAL = re.compile(r"^EudraCT Number:", re.MULTILINE)
_YES = "yes"


def sniff(head: str) -> float:
    """Sure with the register's first label."""
    return 1.0 if _TRIAL.search(head) else 0.0


def read(text: str) -> tuple[Record, ...]:
    """A record for every trial and member state of the file, each over the whole text with its own regions. Raises
    `InputError` for a text without a EudraCT number."""
    starts = [match.start() for match in _TRIAL.finditer(text)]
    if not starts:
        raise InputError('no line "EudraCT Number:" found')
    return tuple(_record(text, start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True))


def _record(text: str, start: int, end: int) -> Record:
    regions: list[Span] = []
    sections: list[ListSection] = []
    for section, heading in _HEADINGS:
        if found := heading.search(text, start, end):
            after = _NEXT.search(text, found.end(), end)
            regions.append(Span(found.end(), after.start() if after else end))
            sections.append(section)
    return Record(text, "euctr-text", _registry(text[start:end]), tuple(regions), tuple(sections))


def _registry(trial: str) -> Registry:
    def value(label: str) -> str | None:
        match = re.search(rf"^{label}[^\n:]*:[ \t]*(.*)$", trial, re.MULTILINE)
        return fields.clean(match[1]) if match else None

    phases = [number for number, roman in (("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV")) if _phase(trial, roman)]
    sexes = [sex for sex in ("Female", "Male") if (value(rf"F\.2\.[12] {sex}") or "").lower() == _YES]
    return Registry(
        ids=fields.cleaned([value("EudraCT Number"), value(r"A\.4\.1 Sponsor")]),
        title=value(r"A\.3\.1 Title of the trial for lay people"),
        scientific_title=value(r"A\.3 Full title of the trial"),
        conditions=fields.cleaned([value(r"E\.1\.1 Medical condition\(s\)")]),
        sex=fields.sex(" ".join(sexes)),
        phase=", ".join(f"Phase {number}" for number in phases) or None,
        register="EU Clinical Trials Register",
        url=value("Link"),
        dates=fields.dates(registered=value("Date on which this record was first entered")),
    )


def _phase(trial: str, roman: str) -> bool:
    return re.search(rf"\(Phase {roman}\):[ \t]*Yes", trial, re.IGNORECASE) is not None
