"""ClinicalTrials.gov's former XML: one `clinical_study`, or several under any root element."""

from __future__ import annotations

from xml.etree import ElementTree

from eligo.errors import InputError
from eligo.read import fields
from eligo.read.xml_tree import field, parse
from eligo.record import Record, Registry
from eligo.spans import Span


def sniff(head: str) -> float:
    """Sure with the root element's name."""
    return 1.0 if "<clinical_study" in head else 0.0


def read(text: str) -> tuple[Record, ...]:
    """Every study of the file. Raises `InputError` for malformed XML and for XML without a study."""
    root = parse(text)
    studies = [root] if root.tag == "clinical_study" else list(root.iter("clinical_study"))
    if not studies:
        raise InputError("the source is XML, but has no clinical_study")
    return tuple(_record(study) for study in studies)


def _record(study: ElementTree.Element) -> Record:
    criteria = field(study, "eligibility/criteria/textblock") or ""
    phase = fields.clean(field(study, "phase"))
    registry = Registry(
        ids=fields.cleaned([field(study, "id_info/nct_id"), field(study, "id_info/org_study_id")]),
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
