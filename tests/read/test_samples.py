"""Every format on a hand-made record of one trial: its criteria and all fields of the registry."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eligo.compiling import compile_record
from eligo.read import FORMATS, read
from eligo.record import Age, Record
from eligo.segment import segment

SAMPLES = Path(__file__).parent / "samples"
ITEMS = [("I1", "Acute gout"), ("I2", "Urate > 6 mg/dL"), ("E1", "Dialysis")]
SCIENTIFIC = "A Randomised Trial of Colchicine in Acute Gout"


def years(number: int) -> Age:
    return Age(Decimal(number), "a")


CTGOV = {
    "ids": ("NCT00000001", "GOUT-1", "2020-000001-10"),
    "healthy_volunteers": False,
    "register": "ClinicalTrials.gov",
    "url": "https://clinicaltrials.gov/study/NCT00000001",
}
OLD_DATES = {"registered": "December 1, 2023", "start": "January 2024", "updated": "May 2, 2024"}
V2 = {
    **CTGOV,
    "phase": "PHASE2, PHASE3",
    "dates": {"registered": "2023-12-01", "start": "2024-01", "updated": "2024-05-02"},
}
ICTRP = {
    "ids": ("ACTRN1", "GOUT-1", "NCT00000001"),
    "phase": "Phase 2 / Phase 3",
    "register": "ANZCTR",
    "url": "https://example.org/ACTRN1",
}
DAY_FIRST = {"registered": "1/12/2023", "start": "10/01/2024", "updated": "2 May 2024"}
PAGE_DATES = {"registered": "2023-12-01", "start": "2024-01-10", "updated": "2 May 2024"}
EUCTR = {
    "ids": ("2020-000001-10", "GOUT-1", "NCT00000001"),
    "maximum_age": years(64),
    "healthy_volunteers": False,
    "phase": "Phase 2, Phase 3",
    "register": "EU Clinical Trials Register",
    "dates": {"registered": "2023-12-01"},
}
CTIS = {
    "ids": ("2023-500001-10-00", "NCT00000001", "U1111", "2020-000001-10"),
    "maximum_age": years(64),
    "healthy_volunteers": False,
    "phase": "Therapeutic exploratory (Phase II)",
    "register": "CTIS",
    "url": "https://euclinicaltrials.eu/ctis-public/view/2023-500001-10-00",
    "dates": {"registered": "2023-12-01", "start": "10/01/2024", "updated": "02/05/2024"},
}
ISRCTN = {
    "ids": ("ISRCTN00000001", "NCT00000001", "GOUT-1", "10.1186/ISRCTN00000001"),
    "healthy_volunteers": False,
    "phase": "Phase II/III",
    "register": "ISRCTN",
    "url": "https://www.isrctn.com/ISRCTN00000001",
    "dates": {"start": "2024-01-10"},
}
EXPECTED: dict[str, tuple[str, int, dict[str, Any]]] = {
    "ctgov-v2.json": ("ctgov-json", 1, V2),
    "ctgov-page.json": ("ctgov-json", 2, V2),
    "ctgov-list.json": ("ctgov-json", 2, V2),
    "ctgov-lines.ndjson": ("ctgov-json", 2, V2),
    "ctgov-v1.json": ("ctgov-json", 1, {**CTGOV, "phase": "Phase 2, Phase 3", "dates": OLD_DATES}),
    "ctgov.xml": (
        "ctgov-xml",
        1,
        {**CTGOV, "phase": "Phase 2/Phase 3", "dates": OLD_DATES, "url": "https://clinicaltrials.gov/show/NCT00000001"},
    ),
    "ictrp.txt": ("ictrp-text", 1, {**ICTRP, "dates": PAGE_DATES}),
    "ictrp.html": ("ictrp-html", 1, {**ICTRP, "dates": PAGE_DATES}),
    "ictrp.xml": ("ictrp-xml", 2, {**ICTRP, "dates": DAY_FIRST}),
    "ictrp.csv": ("ictrp-csv", 2, {**ICTRP, "dates": DAY_FIRST}),
    "ictrp-semicolon.csv": ("ictrp-csv", 2, {**ICTRP, "dates": DAY_FIRST}),
    "ictrp.jsonl": ("ictrp-json", 2, {**ICTRP, "dates": DAY_FIRST}),
    # A date cell, a text cell with a count of days, a number cell with one.
    "ictrp.xlsx": ("ictrp-xlsx", 2, {**ICTRP, "dates": {**PAGE_DATES, "updated": "2024-05-02"}}),
    "euctr.txt": (
        "euctr-text",
        1,
        {
            **EUCTR,
            "ids": ("2020-000001-10", "EUCTR2020-000001-10-ES", "GOUT-1", "NCT00000001"),
            "url": "https://www.clinicaltrialsregister.eu/ctr-search/trial/2020-000001-10/ES/",
        },
    ),
    "euctr.html": ("euctr-html", 1, EUCTR),
    "euctr.json": ("euctr-json", 1, EUCTR),
    "ctis.json": ("ctis-json", 1, CTIS),
    "ctis-before-2024.json": (
        "ctis-json",
        1,
        {
            **CTIS,
            "ids": CTIS["ids"][:3],
            "maximum_age": None,
            "dates": {"registered": "2023-12-01", "updated": "2024-05-02"},
        },
    ),
    "isrctn.json": ("isrctn-json", 1, ISRCTN),
    "isrctn.xml": (
        "isrctn-xml",
        2,
        {**ISRCTN, "dates": {"registered": "2023-12-01", "start": "2024-01-10", "updated": "2024-05-02"}},
    ),
    "nci.json": (
        "nci-json",
        1,
        {
            "ids": ("NCT00000001", "NCI-2023-00001", "GOUT-1", "X-9"),
            "maximum_age": None,
            "healthy_volunteers": False,
            "phase": "II_III",
            "register": "NCI Clinical Trials Search",
            "dates": {"start": "2024-01-10", "updated": "2024-05-02"},
        },
    ),
}
COMMON = {
    "title": "Colchicine in Gout",
    "scientific_title": SCIENTIFIC,
    "conditions": ("Gout",),
    "minimum_age": years(18),
    "maximum_age": years(70),
    "sex": "male",
    "healthy_volunteers": None,
    "url": None,
}


def items(record: Record) -> list[tuple[str, str]]:
    return [(item.id, item.text) for item in segment(record).walk()]


@pytest.mark.parametrize("name", EXPECTED)
def test_fields(name: str) -> None:
    format, count, fields = EXPECTED[name]
    records = read(SAMPLES / name)
    assert [record.format for record in records] == [format] * count
    found = vars(records[0].registry)
    assert found == {**COMMON, **fields}
    assert len({record.registry.ids[0] for record in records}) == count
    assert read(SAMPLES / name, format) == records


@pytest.mark.parametrize("name", [name for name in EXPECTED if name not in ("euctr.html", "euctr.json")])
def test_criteria(name: str) -> None:
    for record in read(SAMPLES / name):
        assert items(record) == ITEMS


@pytest.mark.parametrize("name", ["criteria.md", "criteria.txt"])
def test_texts_without_a_register(name: str) -> None:
    (record,) = read(SAMPLES / name)
    assert items(record) == ITEMS
    assert (record.registry.ids, record.registry.title) == (("GOUT-1",), "Colchicine in Gout")
    assert record.text == (SAMPLES / name).read_text("utf-8")


@pytest.mark.parametrize("file", sorted(SAMPLES.iterdir()), ids=lambda file: file.name)
def test_places_point_into_the_text(file: Path) -> None:
    for record in read(file):
        for item in segment(record).walk():
            for at, character in enumerate(item.text):
                source = item.source(at, at + 1).of(record.text)
                assert character == source or not source.isalnum(), (character, source)


def test_every_format_has_a_sample() -> None:
    read_here = {record.format for file in SAMPLES.iterdir() for record in read(file)}
    assert read_here == set(FORMATS) - {"auto"}


def test_markup_of_a_page_becomes_lines_and_signs() -> None:
    (record,) = read(SAMPLES / "euctr.html")
    assert record.text == "1) Acute gout\n2) Urate <u>></u> 6 mg/dL\n\n• Dialysis\n• Platelets < 50 x 10<sup>9</sup>/L"
    assert [text for _, text in items(record)][:3] == ["Acute gout", "Urate ≥ 6 mg/dL", "Dialysis"]


def test_numbers_are_no_logic_where_signs_were_dropped() -> None:
    (record,) = read(SAMPLES / "euctr.json")
    assert record.signs_lost
    first, second, *limits = compile_record(record).criteria
    assert (first.text, first.status) == ("Acute gout 2. Urate 6 mg/dL", "residue")
    assert [diagnostic.code for diagnostic in first.diagnostics][-1] == "lost-signs"
    assert second.text == "Dialysis"
    assert "lost-signs" not in [diagnostic.code for diagnostic in second.diagnostics]
    assert {limit.status for limit in limits} == {"computable"}


def test_former_criteria_of_an_edited_record_are_outside() -> None:
    (record,) = read(SAMPLES / "isrctn.json")
    assert "Any gout" in record.text
    assert "Any gout" not in "".join(region.of(record.text) for region in record.regions)


def test_markdown_above_exclusion_criteria_is_kept() -> None:
    (record,) = read("# GOUT-2: Gout\n\nAdults\n\n## Exclusion criteria\n\n- Dialysis\n")
    assert record.format == "markdown"
    assert "Adults" in record.regions[0].of(record.text)
    assert record.registry.ids == ("GOUT-2",)
