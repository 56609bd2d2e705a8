"""Every reader on a small record of its format: what the criteria text is, and the registry's own fields."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from eligo.read import FORMATS, read
from eligo.record import Age, Record
from eligo.segment import segment

STUDY = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT00000001",
            "orgStudyIdInfo": {"id": "GOUT-1"},
            "briefTitle": "Gout",
            "officialTitle": "A Trial of Gout",
        },
        "statusModule": {"startDateStruct": {"date": "2024-01"}, "studyFirstSubmitDate": "2023-12-01"},
        "conditionsModule": {"conditions": ["Gout", "Hyperuricemia"]},
        "designModule": {"phases": ["PHASE2", "PHASE3"]},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Urate \\> 6 mg/dL\n\nExclusion Criteria:\n\n* Dialysis",
            "healthyVolunteers": False,
            "sex": "FEMALE",
            "minimumAge": "18 Years",
            "maximumAge": "30 Months",
        },
    }
}
OLDER = {
    "Rank": 1,
    "Study": {
        "ProtocolSection": {
            "IdentificationModule": {"NCTId": "NCT00000002", "OrgStudyIdInfo": {"OrgStudyId": "X-2"}},
            "StatusModule": {"StartDateStruct": {"StartDate": "May 2020"}},
            "ConditionsModule": {"ConditionList": {"Condition": ["Asthma"]}},
            "DesignModule": {"PhaseList": {"Phase": ["Phase 1"]}},
            "EligibilityModule": {
                "EligibilityCriteria": "Inclusion Criteria:\n\nAdults",
                "HealthyVolunteers": "Accepts Healthy Volunteers",
                "Gender": "All",
                "MinimumAge": "N/A",
            },
        }
    },
}
LEGACY = """<?xml version="1.0" encoding="UTF-8"?>
<clinical_study>
  <id_info><org_study_id>X-3</org_study_id><nct_id>NCT00000003</nct_id></id_info>
  <brief_title>Measles</brief_title>
  <phase>Phase 4</phase>
  <condition>Measles</condition>
  <eligibility>
    <criteria><textblock>
        Inclusion Criteria:&#xD;
&#xD;
          -  Age &lt; 5 years&#xD;
    </textblock></criteria>
    <gender>Male</gender>
    <minimum_age>6 Months</minimum_age>
    <maximum_age>N/A</maximum_age>
    <healthy_volunteers>No</healthy_volunteers>
  </eligibility>
</clinical_study>
"""
PORTAL = """Main
Register: ChiCTR
Last refreshed on: 27 August 2019
Main ID:  ChiCTR0000000001
Date of registration: 2019-08-25
Public title: Lupus
Scientific title: A trial of lupus
Phase:  4
URL:  http://example.org/1
Key inclusion & exclusion criteria
Inclusion criteria: (1) Aged 18 to 70 years.
(2) Lupus.

Exclusion criteria: (1) Pregnancy.

Age minimum: 18
Age maximum: 70
Gender: Both
Health Condition(s) or Problem(s) studied
systemic lupus erythematosus;lupus nephritis
Intervention(s)
placebo
"""
EXPORT = """<?xml version='1.0' encoding='UTF-8' ?><Trials_downloaded_from_ICTRP>
<Trial>
  <TrialID>IRCT0000001</TrialID><Public_title>Covid   </Public_title><Source_Register>IRCT</Source_Register>
  <Inclusion_agemin>18 years</Inclusion_agemin><Inclusion_agemax>no limit</Inclusion_agemax>
  <Inclusion_gender>Female</Inclusion_gender>
  <Inclusion_Criteria>Inclusion criteria: Adults&lt;br&gt;PCR positive</Inclusion_Criteria>
  <Exclusion_Criteria>Pregnancy</Exclusion_Criteria>
  <Condition>COVID-19&lt;br&gt;Pneumonia</Condition>
</Trial>
<Trial><TrialID>IRCT0000002</TrialID><Inclusion_Criteria>Adults</Inclusion_Criteria></Trial>
</Trials_downloaded_from_ICTRP>
"""
TABLE = """\
TrialID,Public title,Source Register,Inclusion agemin,Inclusion gender,Inclusion Criteria,Exclusion Criteria,Condition
"X1","Flu, again","ANZCTR","18 Years","Both males and females","Inclusion criteria: 1. Adults
2. Flu","Exclusion criteria: Dialysis","Influenza"
"""
EUROPEAN = """Summary
EudraCT Number: 2021-000001-21
Date on which this record was first entered in the EudraCT database: 2022-03-10
Link: https://www.clinicaltrialsregister.eu/ctr-search/trial/2021-000001-21/FR/
A.3 Full title of the trial: A trial of dementia
E.1.1 Medical condition(s) being investigated: Dementia
E.2.1 Main objective of the trial: to see
E.3 Principal inclusion criteria: 1. Dementia
2. MMSE ≥ 14
E.4 Principal exclusion criteria: 1. Delirium
E.5 End points
E.7.3 Therapeutic confirmatory (Phase III): Yes
F.2.1 Female: No
F.2.2 Male: Yes
"""


def one(source: str) -> Record:
    (record,) = read(source)
    return record


def items(record: Record) -> list[tuple[str, str]]:
    return [(item.id, item.text) for item in segment(record).walk()]


def test_plain_text_is_all_criteria() -> None:
    record = one("Inclusion Criteria:\n\n- Adults\n")
    assert record.format == "text"
    assert record.text == "Inclusion Criteria:\n\n- Adults\n"
    assert items(record) == [("I1", "Adults")]


def test_clinicaltrials_gov_version_2() -> None:
    record = one(json.dumps(STUDY))
    registry = record.registry
    assert record.format == "ctgov-json"
    assert record.text == STUDY["protocolSection"]["eligibilityModule"]["eligibilityCriteria"]
    assert items(record) == [("I1", "Urate > 6 mg/dL"), ("E1", "Dialysis")]
    assert registry.ids == ("NCT00000001", "GOUT-1")
    assert (registry.title, registry.scientific_title) == ("Gout", "A Trial of Gout")
    assert registry.conditions == ("Gout", "Hyperuricemia")
    assert (registry.minimum_age, registry.maximum_age) == (Age(Decimal(18), "a"), Age(Decimal(30), "mo"))
    assert registry.sex == "female"
    assert registry.healthy_volunteers is False
    assert registry.phase == "PHASE2, PHASE3"
    assert registry.url == "https://clinicaltrials.gov/study/NCT00000001"
    assert registry.dates == {"registered": "2023-12-01", "start": "2024-01"}


@pytest.mark.parametrize(
    "source",
    [
        json.dumps({"studies": [STUDY, STUDY], "nextPageToken": "x"}),
        json.dumps([STUDY, STUDY]),
        json.dumps(STUDY) + "\n" + json.dumps(STUDY) + "\n",
    ],
    ids=["page", "list", "lines"],
)
def test_clinicaltrials_gov_many_studies(source: str) -> None:
    assert [record.registry.title for record in read(source)] == ["Gout", "Gout"]


def test_a_study_without_criteria_among_others_has_no_region() -> None:
    records = read(json.dumps({"studies": [STUDY, {"protocolSection": {}}]}))
    assert [len(record.regions) for record in records] == [1, 0]
    assert [diagnostic.code for diagnostic in segment(records[1]).diagnostics] == ["no-criteria"]


def test_clinicaltrials_gov_older_json() -> None:
    registry = one(json.dumps(OLDER)).registry
    assert registry.ids == ("NCT00000002", "X-2")
    assert registry.conditions == ("Asthma",)
    assert registry.phase == "Phase 1"
    assert registry.healthy_volunteers is True
    assert registry.minimum_age is None
    assert registry.sex is None
    assert registry.dates == {"start": "May 2020"}


def test_clinicaltrials_gov_xml() -> None:
    record = one(LEGACY)
    assert record.format == "ctgov-xml"
    assert items(record) == [("I1", "Age < 5 years")]
    assert record.registry.ids == ("NCT00000003", "X-3")
    assert record.registry.minimum_age == Age(Decimal(6), "mo")
    assert record.registry.maximum_age is None
    assert record.registry.sex == "male"
    assert record.registry.healthy_volunteers is False


def test_who_portal_text() -> None:
    record = one(PORTAL)
    registry = record.registry
    assert record.format == "ictrp-text"
    assert record.text == PORTAL
    (region,) = record.regions
    assert region.of(PORTAL).strip().startswith("Inclusion criteria:")
    assert region.of(PORTAL).strip().endswith("Pregnancy.")
    assert items(record) == [("I1", "Aged 18 to 70 years."), ("I2", "Lupus."), ("E1", "Pregnancy.")]
    assert registry.ids == ("ChiCTR0000000001",)
    assert registry.conditions == ("systemic lupus erythematosus", "lupus nephritis")
    assert (registry.minimum_age, registry.maximum_age) == (Age(Decimal(18), "a"), Age(Decimal(70), "a"))
    assert registry.sex is None
    assert registry.register == "ChiCTR"
    assert registry.dates == {"registered": "2019-08-25", "updated": "27 August 2019"}


def test_portal_text_with_windows_line_ends_keeps_its_places() -> None:
    text = PORTAL.replace("\n", "\r\n")
    record = one(text)
    assert record.text == text
    for item in segment(record).walk():
        assert item.span.of(text) == item.text


def test_who_export_xml() -> None:
    first, second = read(EXPORT)
    assert first.format == "ictrp-xml"
    assert first.sections == ("inclusion", "exclusion")
    assert items(first) == [("I1", "Adults"), ("I2", "PCR positive"), ("E1", "Pregnancy")]
    assert first.registry.conditions == ("COVID-19", "Pneumonia")
    assert first.registry.minimum_age == Age(Decimal(18), "a")
    assert first.registry.maximum_age is None
    assert first.registry.sex == "female"
    assert second.sections == ("inclusion",)


def test_who_export_csv() -> None:
    record = one(TABLE)
    assert record.format == "ictrp-csv"
    assert items(record) == [("I1", "Adults"), ("I2", "Flu"), ("E1", "Dialysis")]
    assert record.registry.title == "Flu, again"
    assert record.registry.sex is None


def test_eu_register_text() -> None:
    record = one(EUROPEAN)
    assert record.format == "euctr-text"
    assert items(record) == [("I1", "Dementia"), ("I2", "MMSE ≥ 14"), ("E1", "Delirium")]
    assert record.registry.phase == "Phase 3"
    assert record.registry.sex == "male"
    assert record.registry.conditions == ("Dementia",)


def test_bytes_path_and_text_read_the_same(tmp_path: Path) -> None:
    file = tmp_path / "trial.txt"
    file.write_text(PORTAL, "utf-8")
    assert read(file) == read(PORTAL) == read(PORTAL.encode()) == read(b"\xef\xbb\xbf" + PORTAL.encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    assert read(PORTAL.encode(encoding)) == read(PORTAL)


def test_windows_1252() -> None:
    (record,) = read("Inclusion Criteria:\n- Ménière’s disease\n".encode("cp1252"))
    assert items(record) == [("I1", "Ménière's disease")]


def test_a_format_can_be_named() -> None:
    assert read(PORTAL, "text")[0].format == "text"
    assert {"auto", "text", "ctgov-json", "ctgov-xml", "ictrp-text", "ictrp-xml", "ictrp-csv", "euctr-text"} <= set(
        FORMATS
    )


def test_the_lupus_record(shared: Path) -> None:
    (file,) = (shared / "records/seed").iterdir()
    (record,) = read(file)
    document = segment(record)
    assert [item.id for item in document.walk()] == [*(f"I{n}" for n in range(1, 6)), *(f"E{n}" for n in range(1, 8))]
    for item in document.walk():
        assert item.text.count("(") == item.text.count(")")
        assert item.mark is not None
        assert item.mark.of(record.text).strip() == f"({item.id[1:]})"
    assert "NYHA III~IV )" in document.items[6].text
    assert (record.registry.minimum_age, record.registry.maximum_age) == (Age(Decimal(18), "a"), Age(Decimal(70), "a"))
    assert record.registry.sex is None
    assert record.registry.conditions == ("systemic lupus erythematosus",)
