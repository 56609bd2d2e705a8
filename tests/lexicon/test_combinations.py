"""The table of fixed combinations: its shape, and each brand against a list of drug names where that is at hand."""

import csv
import gzip
import re
from pathlib import Path

import pytest

from eligo.lexicon.concepts import concept, members
from eligo.lexicon.tables import cell_list, rows

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference"

ROWS = rows("drug_combinations")
DRUGS = {r["id"]: r for r in rows("drugs")}

OTHERWISE = {
    "conjugated_estrogens": {"estrogen"},
    "polymyxin_b": {"polymyxin"},
    "insulin_degludec": {"degludec"},
    "insulin_aspart": {"aspart"},
    "insulin_glargine": {"glargine"},
}
"""Words that the list has for a drug beside those of its forms."""


def test_rows_name_curated_drugs() -> None:
    assert ROWS
    for row in ROWS:
        held = cell_list(row, "members")
        assert len(held) >= 2 or row["apart"] == "yes", row["id"]
        assert list(held) == sorted(held), row["id"]
        assert set(held) <= DRUGS.keys(), row["id"]
        assert row["apart"] == "yes" or set(cell_list(row, "apart")) <= DRUGS.keys() - set(held), row["id"]


def test_no_two_rows_are_of_the_same_drugs_or_share_a_form() -> None:
    assert len({r["members"] for r in ROWS}) == len(ROWS)
    forms = [f for r in ROWS for f in cell_list(r, "forms")]
    curated = {f for r in (*DRUGS.values(), *rows("drug_classes")) for f in cell_list(r, "forms")}
    assert len(set(forms)) == len(forms)
    assert not curated & set(forms)


def test_a_combination_that_a_larger_one_holds_says_what_tells_them_apart() -> None:
    held = {r["id"]: set(cell_list(r, "members")) for r in ROWS}
    for row in ROWS:
        if any(held[row["id"]] < other for other in held.values()):
            assert row["apart"], row["id"]


def test_the_product_is_found_by_its_names_alone() -> None:
    advair = concept("fluticasone_and_salmeterol")
    names = {i.name for i in advair.ingredients}
    assert {"advair", "fluticasone salmeterol", "salmeterol fluticasone"} <= names
    assert not {"fluticasone", "salmeterol"} & names
    assert [m.id for m in members(advair.id)] == ["fluticasone", "salmeterol"]
    assert members("fluticasone") == ()


@pytest.mark.skipif(not (REFERENCE / "drugs.tsv.gz").exists(), reason="no reference tables beside the project")
def test_brands_hold_what_an_independent_list_says() -> None:
    listed: dict[str, set[str]] = {}
    with gzip.open(REFERENCE / "drugs.tsv.gz", "rt", encoding="utf-8") as lines:
        for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if re.search(r"/|, | and ", r["name"]):
                for name in r["synonyms"].split("|"):
                    listed.setdefault(name.lower(), set()).update(
                        w.rstrip("s") for w in re.findall(r"[a-z]{4,}", r["name"].lower())
                    )
    found = 0
    for row in ROWS:
        for brand in (f for f in cell_list(row, "forms") if f in listed and "-" not in f and "/" not in f):
            for m in cell_list(row, "members"):
                said = f"{DRUGS[m]['name']} {DRUGS[m]['forms']}".replace("|", " ").split()
                said = [w.rstrip("s") for w in said]
                assert ({*said} | OTHERWISE.get(m, set())) & listed[brand], (brand, m, listed[brand])
            found += 1
    assert found > 100
