"""A trial of the US National Cancer Institute's Clinical Trials Search API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eligo.read import fields
from eligo.read.sections import sectioned
from eligo.record import ListSection, Record, Registry

_IDS = ("nct_id", "nci_id", "protocol_id", "ctep_id", "dcp_id", "ccr_id")


def mine(value: Mapping[str, Any]) -> bool:
    """Whether the value has the institute's number and criteria."""
    return "nci_id" in value and isinstance(value.get("eligibility"), dict)


def record(trial: Mapping[str, Any]) -> Record:
    """The record of a trial; each criterion is a region."""
    text, regions, sections = sectioned(_criteria(trial["eligibility"].get("unstructured")))
    structured = fields.mapping(trial["eligibility"], "structured")
    others = [fields.mapping({"id": other}, "id").get("value") for other in fields.listed(trial.get("other_ids"))]
    diseases = [disease for disease in fields.listed(trial.get("diseases")) if isinstance(disease, dict)]
    own = [disease for disease in diseases if disease.get("inclusion_indicator") == "TRIAL"]
    lead = [disease for disease in own if disease.get("is_lead_disease")] or own
    ids = fields.cleaned([*(trial.get(key) for key in _IDS), *others])
    registry = Registry(
        ids=ids,
        title=fields.clean(trial.get("brief_title")),
        scientific_title=fields.clean(trial.get("official_title")),
        conditions=fields.cleaned(disease.get("name") for disease in lead),
        minimum_age=fields.age(structured.get("min_age")),
        maximum_age=fields.age(structured.get("max_age")),
        sex=fields.sex(structured.get("sex") or structured.get("gender")),
        healthy_volunteers=fields.yes_no(structured.get("accepts_healthy_volunteers")),
        phase=fields.phase(trial.get("phase")),
        register="NCI Clinical Trials Search",
        dates=fields.dates(start=trial.get("start_date"), updated=trial.get("amendment_date")),
    )
    return Record(text, "nci-json", registry, regions, sections)


def _criteria(criteria: object) -> Iterator[tuple[ListSection, object]]:
    listed = [entry for entry in fields.listed(criteria) if isinstance(entry, dict)]
    for entry in sorted(listed, key=lambda entry: fields.order(entry.get("display_order"))):
        yield "inclusion" if entry.get("inclusion_indicator") else "exclusion", entry.get("description")
