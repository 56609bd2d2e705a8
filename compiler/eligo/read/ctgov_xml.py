"""ClinicalTrials.gov's former XML: one `clinical_study`, or several under any root element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eligo.read import fields
from eligo.read.source import Text
from eligo.read.xml_tree import elements, field
from eligo.record import Record, Registry
from eligo.spans import Span

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


_IDS = ("nct_id", "org_study_id", "secondary_id", "nct_alias")


def sniff(head: str) -> float:
    """Sure with the root element's name."""
    return 1.0 if "<clinical_study" in head else 0.0


def read(text: Text) -> Iterator[Record]:
    """Every study of the file. Raises `InputError` for malformed XML and for XML without a study."""
    yield from map(_record, elements(text, "clinical_study"))


def _record(study: Element) -> Record:
    criteria = field(study, "eligibility/criteria/textblock") or ""
    phase = fields.clean(field(study, "phase"))
    ids = (element.text for name in _IDS for element in study.findall(f"id_info/{name}"))
    registry = Registry(
        ids=fields.cleaned(ids),
        title=fields.clean(field(study, "brief_title")),
        scientific_title=fields.clean(field(study, "official_title")),
        conditions=fields.cleaned(element.text for element in study.findall("condition")),
        minimum_age=fields.age(field(study, "eligibility/minimum_age")),
        maximum_age=fields.age(field(study, "eligibility/maximum_age")),
        sex=fields.sex(field(study, "eligibility/gender")),
        healthy_volunteers=fields.yes_no(field(study, "eligibility/healthy_volunteers")),
        phase=None if phase == "N/A" else phase,
        register="ClinicalTrials.gov",
        url=fields.clean(field(study, "required_header/url")),
        dates=fields.dates(
            registered=field(study, "study_first_submitted"),
            start=field(study, "start_date"),
            updated=field(study, "last_update_submitted"),
        ),
    )
    regions = (Span(0, len(criteria)),) if criteria.strip() else ()
    return Record(criteria, "ctgov-xml", registry, regions, (None,) * len(regions))
