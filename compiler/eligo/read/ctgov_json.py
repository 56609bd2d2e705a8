"""A study of ClinicalTrials.gov as JSON: API v2, and the older API's form (capitalised keys, lists wrapped in an object)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eligo.read import fields
from eligo.read.sections import characters
from eligo.record import Record, Registry
from eligo.spans import Span

_URL = "https://clinicaltrials.gov/study/"


def mine(value: Mapping[str, Any]) -> bool:
    """Whether the value is a study, with its protocol section."""
    return isinstance(value.get("protocolSection"), dict) or isinstance(value.get("ProtocolSection"), dict)


def record(study: Mapping[str, Any]) -> Record:
    """The record of a study."""
    protocol = _lowered(study.get("protocolSection") or study.get("ProtocolSection"))
    identification = _map(protocol, "identificationModule")
    status = _map(protocol, "statusModule")
    eligibility = _map(protocol, "eligibilityModule")
    phases = [phase for phase in _list(_map(protocol, "designModule"), "phases", "phase") if phase != "NA"]
    others = _list(identification, "secondaryIdInfos", "secondaryIdInfo")
    ids = fields.cleaned(
        [
            identification.get("nctId"),
            _map(identification, "orgStudyIdInfo").get("id"),
            *(other.get("id") or other.get("SecondaryId") for other in others if isinstance(other, dict)),
            *_list(identification, "nctIdAliases", "nctIdAlias"),
        ]
    )
    text = characters(eligibility.get("eligibilityCriteria"))
    registry = Registry(
        ids=ids,
        title=fields.clean(identification.get("briefTitle")),
        scientific_title=fields.clean(identification.get("officialTitle")),
        conditions=fields.cleaned(_list(_map(protocol, "conditionsModule"), "conditions", "condition")),
        minimum_age=fields.age(eligibility.get("minimumAge")),
        maximum_age=fields.age(eligibility.get("maximumAge")),
        sex=fields.sex(eligibility.get("sex") or eligibility.get("gender")),
        healthy_volunteers=fields.yes_no(eligibility.get("healthyVolunteers")),
        phase=", ".join(fields.cleaned(phases)) or None,
        register="ClinicalTrials.gov",
        url=_URL + ids[0] if ids and ids[0].startswith("NCT") else None,
        dates=fields.dates(
            registered=status.get("studyFirstSubmitDate"),
            start=_map(status, "startDateStruct").get("date"),
            updated=status.get("lastUpdateSubmitDate"),
        ),
    )
    regions = (Span(0, len(text)),) if text.strip() else ()
    return Record(text, "ctgov-json", registry, regions, (None,) * len(regions))


# The older API capitalises keys and names a few fields otherwise; these are the ones read here.
_RENAMED = {
    "NCTId": "nctId",
    "OrgStudyId": "id",
    "StartDate": "date",
    "PhaseList": "phases",
    "ConditionList": "conditions",
    "SecondaryIdInfoList": "secondaryIdInfos",
    "NCTIdAliasList": "nctIdAliases",
    "NCTIdAlias": "nctIdAlias",
}


def _lowered(value: Any) -> dict[str, Any]:
    """A protocol section with the newer API's key style, at the depths that are read."""
    if not isinstance(value, dict):
        return {}
    return {
        _RENAMED.get(key, key[:1].lower() + key[1:]): _lowered(inner) if isinstance(inner, dict) else inner
        for key, inner in value.items()
    }


def _map(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def _list(value: Mapping[str, Any], key: str, wrapped: str) -> list[Any]:
    inner = value.get(key)
    if isinstance(inner, dict):
        inner = inner.get(wrapped)
    return inner if isinstance(inner, list) else []
