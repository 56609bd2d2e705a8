"""A trial of the ISRCTN registry as JSON: its XML form with elements as keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from eligo.read import fields
from eligo.read.sections import Sectioned, sectioned
from eligo.record import Record, Registry
from eligo.spans import Span

# An edited field keeps its former text below the new one, under a head of its own.
_FORMER = re.compile(
    r"^[ \t_]*Previous (?:\w+ ){0,2}(?:inclusion|exclusion) criteria\b[^\n]{0,60}:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NONE = re.compile(r"nil known|not (?:provided|known|applicable).*|n/?a|none|-", re.IGNORECASE)
_REFERENCES = ("clinicalTrialsGovNumber", "eudraCTNumber", "irasNumber", "protocolSerialNumber", "doi")


def mine(value: Mapping[str, Any]) -> bool:
    """Whether the value has the registry's number and participants."""
    return "isrctn" in value and isinstance(value.get("participants"), dict)


def record(trial: Mapping[str, Any], format: str = "isrctn-json") -> Record:
    """The record of a trial."""
    description = fields.mapping(trial, "trialDescription")
    participants = fields.mapping(trial, "participants")
    references = fields.mapping(trial, "externalRefs")
    conditions = fields.listed(fields.mapping(trial, "conditions").get("condition"))
    interventions = fields.listed(fields.mapping(trial, "interventions").get("intervention"))
    number = fields.clean(trial.get("isrctn"))
    number = f"ISRCTN{number}" if number and number.isdigit() else number
    others = [*map(references.get, _REFERENCES)]
    others += fields.listed(fields.mapping(references, "secondaryNumbers").get("secondaryNumber"))
    text, regions, sections = _current(
        sectioned((("inclusion", participants.get("inclusion")), ("exclusion", participants.get("exclusion"))))
    )
    registry = Registry(
        ids=tuple(id for id in fields.cleaned([number, *others]) if not _NONE.fullmatch(id)),
        title=fields.clean(description.get("title")),
        scientific_title=fields.clean(description.get("scientificTitle")),
        conditions=fields.cleaned(entry.get("description") for entry in conditions if isinstance(entry, dict)),
        minimum_age=fields.age(participants.get("lowerAgeLimit")),
        maximum_age=fields.age(participants.get("upperAgeLimit")),
        sex=fields.sex(participants.get("gender")),
        healthy_volunteers=_healthy(participants),
        phase=", ".join(
            dict.fromkeys(
                phase
                for entry in interventions
                if isinstance(entry, dict) and (phase := fields.phase(entry.get("phase")))
            )
        )
        or None,
        register="ISRCTN",
        url=f"https://www.isrctn.com/{number}" if number else None,
        dates=fields.dates(
            registered=_day(trial.get("dateAssigned")),
            start=_day(participants.get("recruitmentStart")),
            updated=_day(trial.get("lastUpdated")),
        ),
    )
    return Record(text, format, registry, regions, sections)


def _current(found: Sectioned) -> Sectioned:
    """The regions without former versions of their criteria."""
    text, regions, sections = found
    ends = [_FORMER.search(text, region.start, region.end) for region in regions]
    kept = [Span(region.start, end.start() if end else region.end) for region, end in zip(regions, ends, strict=True)]
    return text, tuple(kept), sections


def _healthy(participants: Mapping[str, Any]) -> bool | None:
    answer = fields.yes_no(participants.get("healthyVolunteersAllowed"))
    types = fields.cleaned(fields.listed(fields.mapping(participants, "participantTypes").get("participantType")))
    if answer is not None or not types:
        return answer
    return any(kind.lower().startswith("healthy") for kind in types)


def _day(moment: object) -> str | None:
    return moment.split("T", 1)[0] if isinstance(moment, str) else None
