"""ClinicalTrials.gov JSON: API v2 (one study, `{"studies": […]}`, a list, or one study a line) and the older API's
studies (capitalised keys, lists wrapped in an object)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from eligo.errors import InputError
from eligo.read import fields
from eligo.record import Record, Registry
from eligo.spans import Span

_NEWLINE = re.compile(r"\n(?=\s*\{)")
_URL = "https://clinicaltrials.gov/study/"


def sniff(head: str) -> float:
    """Sure with the protocol section's key, fairly sure with any JSON object or list of objects."""
    start = head.lstrip()[:200]
    if not start.startswith(("{", "[")):
        return 0.0
    if re.search(r'"(?:protocolSection|ProtocolSection|eligibilityCriteria|studies|FullStudies)"', head):
        return 1.0
    return 0.5 if re.match(r'\{\s*"|\[\s*[\[{\]]', start) else 0.0


def read(text: str) -> tuple[Record, ...]:
    """Every study of the file. Raises `InputError` for malformed JSON, with line and column, and for other JSON."""
    records = tuple(_record(study) for document in _documents(text) for study in _studies(document))
    if not records:
        raise InputError("the source is JSON, but no ClinicalTrials.gov study")
    return records


def _documents(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except RecursionError:
        raise InputError("the JSON is nested too deeply") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _NEWLINE.match(text, text.rfind("\n", 0, error.pos)):
            return _lines(text)
        raise _malformed(error, text) from None


def _lines(text: str) -> list[Any]:
    documents = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                documents.append(json.loads(line))
            except RecursionError:
                raise InputError("the JSON is nested too deeply", f"{number}:1") from None
            except json.JSONDecodeError as error:
                raise _malformed(error, line, number - 1) from None
    return documents


def _malformed(error: json.JSONDecodeError, text: str, above: int = 0) -> InputError:
    cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    reason = "the JSON is cut off" if cut else f"the JSON is malformed ({error.msg[:1].lower()}{error.msg[1:]})"
    return InputError(reason, f"{error.lineno + above}:{error.colno}")


def _studies(document: Any) -> Iterator[Mapping[str, Any]]:
    """The objects that hold a protocol section, wherever the API's envelopes put them."""
    if isinstance(document, list):
        for entry in document:
            yield from _studies(entry)
    elif isinstance(document, dict):
        if isinstance(document.get("protocolSection"), dict) or isinstance(document.get("ProtocolSection"), dict):
            yield document
            return
        for key in ("studies", "Study", "FullStudiesResponse", "FullStudies"):
            if key in document:
                yield from _studies(document[key])


def _record(study: Mapping[str, Any]) -> Record:
    protocol = _lowered(study.get("protocolSection") or study.get("ProtocolSection"))
    identification = _map(protocol, "identificationModule")
    status = _map(protocol, "statusModule")
    eligibility = _map(protocol, "eligibilityModule")
    phases = [phase for phase in _list(_map(protocol, "designModule"), "phases", "phase") if phase != "NA"]
    ids = fields.cleaned([identification.get("nctId"), _map(identification, "orgStudyIdInfo").get("id")])
    criteria = eligibility.get("eligibilityCriteria")
    text = criteria if isinstance(criteria, str) else ""
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
