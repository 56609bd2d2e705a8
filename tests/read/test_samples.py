"""Real records of every register, beside the repository: each is read, one of each format in detail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import field_table
import pytest

from eligo.read import read
from eligo.record import Age
from eligo.segment import segment

FILES = sorted(field_table.SAMPLES.glob("*/*")) or [Path("absent")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_record_is_read(file: Path, shared: Path) -> None:
    for record in read(file):
        assert record.format not in ("text", "markdown")
        assert record.registry.ids
        assert record.registry.title or record.registry.scientific_title
        assert any(region.of(record.text).strip() for region in record.regions)
        assert "_x000D_" not in record.text
        assert next(segment(record).walk())


@dataclass(frozen=True)
class Expected:
    """What a careful reader finds in the first record of a file."""

    format: str
    records: int
    ids: tuple[str, ...]
    condition: str
    ages: tuple[str, str]
    phase: str | None
    registered: str | None
    first: str
    last: str


EXPECTED = {
    "seed/ChiCTR1900025376.txt": Expected(
        "ictrp-text", 1, ("ChiCTR1900025376",), "systemic lupus erythematosus", ("18 a", "70 a"), "4", "2019-08-25",
        "Aged 18 to 70 years.", "Patients who are allergic to thalidomide",
    ),
    "ctgov_v1_json/NCT02403505.json": Expected(
        "ctgov-json", 1, ("NCT02403505", "IND 28299", "FWA00015357"), "COVID-19", ("24 a", "74 a"), "Early Phase 1",
        "March 15, 2015", "Conducting an early phase clinical trial", "Multi-organ dysfunction / failure",
    ),
    "ctgov_v2_json/NCT00973089.json": Expected(
        "ctgov-json", 1, ("NCT00973089", "LSA001-HMO-CTIL"), "Caries, Dental", ("5 a", "8 a"), None, "2009-09-06",
        "Healthy children", "Clinical or radiographic signs of pathology",
    ),
    "ctgov_xml/NCT00055081.xml": Expected(
        "ctgov-xml", 1, ("NCT00055081", "R01MH067148", "DSIR 82-SEMS"), "Mental Health", ("18 mo", "16 a"), None,
        "February 19, 2003", "Enrollment in the parent study", "Homeless and living at a shelter",
    ),
    "ctis_json/2022-500244-37-00.json": Expected(
        "ctis-json", 1, ("2022-500244-37-00",), "COVID-19", ("18 a", ""), "Therapeutic exploratory (Phase II)",
        "2022-04-19", "Diagnosis of symptomatic COVID-19 of less than 5 days", "Patients who are detained",
    ),
    "ctis_json/2024-510663-34-00.json": Expected(
        "ctis-json", 1, ("2024-510663-34-00", "NCT04494412", "2019-001588-63"), "Influenza, Human", ("", "17 a"),
        "Therapeutic exploratory (Phase II)", "2024-03-04", "Age", "Participants who are positive for SARS-CoV-2",
    ),
    "euctr_html/2009-016529-32-EE.html": Expected(
        "euctr-html", 1, ("2009-016529-32", "GWCA0999"), "Pain in patients with advanced cancer", ("18 a", ""),
        "Phase 3", "2010-07-21", "Patient has completed the parent study within the last seven days", "",
    ),
    "euctr_json/2022-000099-20-DE.json": Expected(
        "euctr-json", 1, ("2022-000099-20", "VAS00006", "U1111-1272-2514"), "respiratory syncytial virus RSV infection",
        ("", "23 mo"), "Phase 3", "2022-03-29", "Born at 29 weeks gestational age", "",
    ),
    "euctr_txt/2022-002568-62-SE.txt": Expected(
        "euctr-text", 1, ("2022-002568-62", "EUCTR2022-002568-62-SE", "AVB-PGRN-001"), "Frontotemporal Dementia",
        ("18 a", ""), "Phase 1, Phase 2", "2023-01-17", "Are male or female, 30 to 75 years of age", "Have a known",
    ),
    "ictrp_csv/COVID19-ictrp-sample.csv": Expected(
        "ictrp-csv", 49, ("ACTRN12620000417987",), "COVID-19 Infection", ("18 a", "64 a"), "Phase 4", "30/03/2020",
        "Completion of the written informed consent process", "For other eligibility criteria considerations",
    ),
    "ictrp_portal_html/ChiCTR2100045397.html": Expected(
        "ictrp-html", 1, ("ChiCTR2100045397",), "Movement disorders", ("18 a", "65 a"), "0", "2021-04-14",
        "The patient meets the diagnostic criteria of movement disorders", "Oral antibiotics or proton pump inhibitors",
    ),
    "ictrp_portal_text/ChiCTR2100045397.txt": Expected(
        "ictrp-text", 1, ("ChiCTR2100045397",), "Movement disorders", ("18 a", "65 a"), "0", "2021-04-14",
        "The patient meets the diagnostic criteria of movement disorders", "Oral antibiotics or proton pump inhibitors",
    ),
    "ictrp_xlsx_rows/COVID19-web_7Jul2020-sample.jsonl": Expected(
        "ictrp-json", 91, ("ACTRN12620000580976",), "COVID-19", ("18 a", ""), "Phase 1 / Phase 2", "2020-05-19",
        "Male or female aged greater than or equal to 18 years", "Patient being treated with palliative intent",
    ),
    "ictrp_xml/ICTRP-Results_sample.xml": Expected(
        "ictrp-xml", 55, ("ChiCTR2000030055",), "2019-nCoV pneumonia", ("18 a", "70 a"), "4", "2020-02-22",
        "Suspected cases of neo-coronary pneumonia", "Clinicians judge inappropriate",
    ),
    "isrctn_json/ISRCTN17473621.json": Expected(
        "isrctn-json", 1, ("ISRCTN17473621", "10.1186/ISRCTN17473621"), "Neonatal jaundice", ("2 d", "14 d"),
        "Phase III", None, "Infants with gestational age ≥ 35 weeks", "The direct bilirubin level exceeds 2 mg/dl",
    ),
    "nci_cts_json/NCT05929768.json": Expected(
        "nci-json", 1, ("NCT05929768", "NCI-2023-02688", "S2212"), "Triple-Negative Breast Cancer", ("18 a", ""), "III",
        None, "Participants must have histologically confirmed", "",
    ),
}  # fmt: skip


def written(age: Age | None) -> str:
    return f"{age.value.normalize():f} {age.unit}" if age else ""


@pytest.mark.parametrize("name", EXPECTED)
def test_one_record_in_detail(name: str, shared: Path) -> None:
    expected = EXPECTED[name]
    records = read(shared / "records" / name)
    registry = records[0].registry
    items = list(segment(records[0]).walk())
    assert (records[0].format, len(records)) == (expected.format, expected.records)
    assert registry.ids[: len(expected.ids)] == expected.ids
    assert registry.conditions[0].startswith(expected.condition)
    assert (written(registry.minimum_age), written(registry.maximum_age)) == expected.ages
    assert registry.phase == expected.phase
    assert registry.dates.get("registered") == expected.registered
    assert items[0].text.startswith(expected.first)
    assert items[-1].text.startswith(expected.last)


def test_the_page_of_the_portal_reads_like_its_text(shared: Path) -> None:
    (page,) = read(shared / "records/ictrp_portal_html/ChiCTR2100045397.html")
    (text,) = read(shared / "records/ictrp_portal_text/ChiCTR2100045397.txt")
    assert page.registry == text.registry
    assert [item.text for item in segment(page).walk()] == [item.text for item in segment(text).walk()]


def test_days_counted_by_a_spreadsheet_are_the_dates_that_it_means(shared: Path) -> None:
    file = shared / "records/ictrp_xlsx_rows/COVID19-web_7Jul2020-sample.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    for row, record in zip(rows, read(file), strict=True):
        assert record.registry.dates["registered"].replace("-", "") == row["Date registration3"]


def test_the_table_of_fields_is_up_to_date(shared: Path) -> None:
    assert field_table.page()[1] == field_table.table(shared / "records"), "run python tests/read/field_table.py"


def test_an_age_is_written_in_its_unit() -> None:
    assert written(Age(Decimal("70.0"), "a")) == "70 a"
