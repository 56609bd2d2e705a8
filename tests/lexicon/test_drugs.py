"""Checks of the drug, drug class, dose equivalent and allergen tables: shape always, codes where sources are at hand.

Codes are looked up in the reference tables beside the project (skipped with the reason where they are absent). ATC is
used for checking only: a class's members that ATC has must lie under one of the groups given here.
"""

import csv
import gzip
import re
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "grammar" / "lexicon"
REFERENCE = ROOT.parent / "shared" / "reference"

DRUGS = ["id", "name", "forms", "abbreviations", "rxnorm", "snomed", "verified_by", "note"]
CLASSES = ["id", "name", "forms", "abbreviations", "members", "complete", "source", "verified_by", "note"]
EQUIVALENTS = ["table", "drug", "amount", "unit", "reference_drug", "reference_amount", "source"]
ALLERGENS = ["id", "name", "forms", "snomed", "rxnorm", "verified_by", "note"]
SOURCES = {"rxnorm", "concepts", "drugs"}

needs_reference = pytest.mark.skipif(
    not (REFERENCE / "rxnorm.tsv.gz").exists(), reason="no reference tables beside the project"
)

# Plurals that are the name of a drug and of its class alike; both senses stand, and the reading is ambiguous.
TWO_SENSES = {"amphetamine", "tetracycline"}

# RxCUIs whose name in the source differs from the row's: code -> why it is the same ingredient.
NAMED_OTHERWISE = {
    "11248": "vitamin B 12 is cyanocobalamin",
    "3304": "heroin is diamorphine",
    "52582": "mesalazine is mesalamine",
}

# Substances that FDA files under a class of the table but that clinicians count elsewhere -> why.
FDA_ELSEWHERE = {
    "cladribine": "a purine analog without the sulfur of the thiopurines",
    "d&c yellow no. 10": "a colour, filed with the drug it colours",
    "eribulin mesylate": "FDA's class is microtubule inhibitors, taxanes among them",
    "erythropoietin": "FDA's substance name of the epoetins",
    "fondaparinux sodium": "FDA's class has the indirect inhibitors too",
    "nefazodone hydrochloride": "serotonin antagonist and reuptake inhibitor",
    "trazodone hydrochloride": "serotonin antagonist and reuptake inhibitor",
}

# Class -> ATC groups its members lie under.
ATC_GROUPS = {
    "ace_inhibitors": ("C09A",),
    "alpha_glucosidase_inhibitors": ("A10BF",),
    "aminoglycosides": ("J01G", "A07A"),
    "anthracyclines": ("L01DB",),
    "anti_cd20": ("L01FA", "L04AG", "V10"),
    "arbs": ("C09C",),
    "aromatase_inhibitors": ("L02BG",),
    "atypical_antipsychotics": ("N05A",),
    "azole_antifungals": ("J02A", "D01", "G01", "A01AB"),
    "barbiturates": ("N03AA", "N05CA", "N01AF", "N05CB"),
    "bcr_abl_tkis": ("L01EA",),
    "benzodiazepines": ("N05BA", "N05CD", "N03AE", "N03AX", "M03BX07"),
    "beta_blockers": ("C07", "S01ED"),
    "bisphosphonates": ("M05B",),
    "btk_inhibitors": ("L01EL",),
    "calcineurin_inhibitors": ("L04AD", "D11AH"),
    "carbapenems": ("J01D",),
    "cdk46_inhibitors": ("L01EF",),
    "cephalosporins": ("J01D",),
    "contrast_media": ("V08A",),
    "cox2_inhibitors": ("M01AH",),
    "dihydropyridines": ("C08CA",),
    "direct_factor_xa_inhibitors": ("B01AF",),
    "direct_thrombin_inhibitors": ("B01AE",),
    "dpp4_inhibitors": ("A10BH",),
    "echinocandins": ("J02AX",),
    "egfr_tkis": ("L01EB",),
    "fibrates": ("C10AB",),
    "five_ht3_antagonists": ("A04AA", "A03AE"),
    "fluoroquinolones": ("J01M", "S01A"),
    "gadolinium_contrast": ("V08C",),
    "glp1_agonists": ("A10BJ", "A10BX"),
    "glucocorticoids": ("H02",),
    "h2_blockers": ("A02BA",),
    "hiv_protease_inhibitors": ("J05AE",),
    "inhaled_corticosteroids": ("R03BA",),
    "insulins": ("A10A",),
    "integrase_inhibitors": ("J05AJ",),
    "labas": ("R03AC",),
    "lamas": ("R03BB",),
    "leukotriene_modifiers": ("R03DC",),
    "loop_diuretics": ("C03C",),
    "low_molecular_weight_heparins": ("B01AB",),
    "macrolides": ("J01FA",),
    "meglitinides": ("A10BX",),
    "mineralocorticoid_receptor_antagonists": ("C03DA",),
    "nk1_antagonists": ("A04AD",),
    "nnrtis": ("J05AG",),
    "nrtis": ("J05A",),
    "p2y12_inhibitors": ("B01AC",),
    "parp_inhibitors": ("L01XK",),
    "penicillins": ("J01C",),
    "platinum_agents": ("L01XA",),
    "ppis": ("A02BC",),
    "proteasome_inhibitors": ("L01XG",),
    "sglt2_inhibitors": ("A10BK",),
    "snris": ("N06AX", "N06AB"),
    "ssris": ("N06AB", "G04BX14"),
    "statins": ("C10AA",),
    "sulfonylureas": ("A10BB",),
    "taxanes": ("L01CD",),
    "tcas": ("N06AA",),
    "thiazide_diuretics": ("C03A", "C03B"),
    "thiazolidinediones": ("A10BG",),
    "tnf_inhibitors": ("L04AB",),
    "triptans": ("N02CC",),
    "vinca_alkaloids": ("L01CA",),
    "vitamin_k_antagonists": ("B01AA",),
    "z_drugs": ("N05CF",),
}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one lexicon table, each as a mapping from column to cell."""
    lines = (LEXICON / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    body = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(cells) == len(body[0]) for cells in body), f"{name}: a row has too many or too few cells"
    return [dict(zip(body[0], cells, strict=True)) for cells in body[1:]]


def cell(row: dict[str, str], column: str) -> list[str]:
    """The parts of a list cell."""
    return [part for part in row[column].split("|") if part]


def folded(form: str) -> str:
    """A form without case, hyphens, apostrophes and regular plurals: what the tagger would hold equal."""
    words = re.sub(r"'s\b|'", "", form.lower()).replace("-", " ").split()
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


@cache
def reference(name: str) -> list[dict[str, str]]:
    """The rows of one reference table."""
    csv.field_size_limit(10**9)
    with gzip.open(REFERENCE / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def verhoeff(code: str) -> bool:
    """Whether a SNOMED CT identifier ends in its Verhoeff check digit."""
    permuted = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
    check = 0
    for place, digit in enumerate(reversed(code)):
        value = int(digit)
        for _ in range(place % 8):
            value = permuted[value]
        check = _dihedral(check, value)
    return check == 0


def _dihedral(a: int, b: int) -> int:
    """The product of two elements of the dihedral group of order ten."""
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5


@pytest.mark.parametrize(("table", "columns"), [("drugs", DRUGS), ("drug_classes", CLASSES), ("allergens", ALLERGENS)])
def test_shape(table: str, columns: list[str]) -> None:
    found = rows(table)
    assert list(found[0]) == columns
    ids = [r["id"] for r in found]
    assert ids == sorted(ids)
    assert all(re.fullmatch(r"[a-z0-9_]+", i) for i in ids)
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    for row in found:
        assert row["name"]
        for form in cell(row, "forms"):
            assert form == form.lower().strip(), form


def test_ids_are_unique_over_the_three_tables() -> None:
    ids = Counter(r["id"] for t in ("drugs", "drug_classes", "allergens") for r in rows(t))
    assert [i for i, n in ids.items() if n > 1] == []


def test_no_form_has_two_senses() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for table in ("drugs", "drug_classes"):
        for row in rows(table):
            for form in cell(row, "forms"):
                owners[folded(form)].add(row["id"])
            for short in cell(row, "abbreviations"):
                owners[f"abbreviation {short}"].add(row["id"])
    assert {form for form, ids in owners.items() if len(ids) > 1} == TWO_SENSES
    allergens: dict[str, set[str]] = defaultdict(set)
    for row in rows("allergens"):
        for form in cell(row, "forms"):
            allergens[folded(form)].add(row["id"])
    assert {form for form, ids in allergens.items() if len(ids) > 1} == set()


def test_codes_have_a_source_and_the_right_shape() -> None:
    for row in rows("drugs"):
        assert bool(row["rxnorm"] or row["snomed"]) == bool(row["verified_by"]), row["id"]
        assert set(cell(row, "verified_by")) <= SOURCES, row["id"]
        assert re.fullmatch(r"\d*", row["rxnorm"]), row["id"]
    for row in rows("allergens"):
        assert bool(row["snomed"]) == bool(row["verified_by"]), row["id"]
        assert all(verhoeff(code) for code in cell(row, "snomed")), row["id"]
    shared = Counter(r["rxnorm"] for r in rows("drugs") if r["rxnorm"])
    assert [code for code, n in shared.items() if n > 1] == []


def test_members_are_drugs() -> None:
    drugs = {r["id"] for r in rows("drugs")}
    for row in rows("drug_classes"):
        members = cell(row, "members")
        assert members, row["id"]
        assert set(members) <= drugs, row["id"]
        assert len(set(members)) == len(members), row["id"]
        assert row["complete"] in ("yes", "no"), row["id"]
        assert row["source"], row["id"]


def test_equivalents() -> None:
    drugs = {r["id"] for r in rows("drugs")}
    classes = {r["id"]: set(cell(r, "members")) for r in rows("drug_classes")}
    found = rows("equivalents")
    assert list(found[0]) == EQUIVALENTS
    for row in found:
        assert {row["drug"], row["reference_drug"]} <= drugs
        assert row["drug"] in classes[row["table"]]
        assert row["unit"] == "mg"
        assert row["source"]
        assert Decimal(row["amount"]) > 0
        assert Decimal(row["reference_amount"]) > 0
    worth = {r["drug"]: Decimal(r["reference_amount"]) / Decimal(r["amount"]) for r in found}
    assert len(worth) == len(found), "a drug has one factor only"
    assert worth["prednisone"] == worth["morphine"] == 1
    assert worth["methylprednisolone"] == Decimal("1.25")
    assert worth["oxycodone"] == Decimal("1.5")


@needs_reference
def test_rxcuis_mean_the_ingredient() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for r in reference("rxnorm"):
        names[r["rxcui"]].add(r["name"].lower())
    for row in rows("drugs"):
        if not row["rxnorm"] or row["rxnorm"] in NAMED_OTHERWISE:
            continue
        stated = {row["name"], *cell(row, "forms")}
        # The source may add a qualifier after the name: "insulin aspart, human", "st. john's wort extract".
        assert any(n == s or n.startswith((f"{s},", f"{s} ")) for n in names[row["rxnorm"]] for s in stated), row["id"]


@needs_reference
def test_allergen_codes_mean_the_substance() -> None:
    names = {r["code"]: r["name"] for r in reference("concepts") if r["vocabulary"] == "SNOMED"}
    for row in rows("allergens"):
        words = {w for form in cell(row, "forms") for w in folded(form).split()}
        for code in cell(row, "snomed"):
            assert set(folded(re.sub(r"[(),]", " ", names[code])).split()) & words, row["id"]


@needs_reference
@pytest.mark.parametrize("group", sorted(ATC_GROUPS))
def test_members_lie_in_their_atc_groups(group: str) -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for r in reference("atc"):
        if r["level"] == "5":
            codes[r["atc_name"].lower()].add(r["atc_code"])
    drugs = {r["id"]: r for r in rows("drugs")}
    members = next(cell(r, "members") for r in rows("drug_classes") if r["id"] == group)
    found = {m: {c for form in (drugs[m]["name"], *cell(drugs[m], "forms")) for c in codes[form]} for m in members}
    assert any(found.values())
    assert [m for m, cs in found.items() if cs and not any(c.startswith(ATC_GROUPS[group]) for c in cs)] == []


@needs_reference
def test_complete_classes_lack_no_member_that_fda_knows() -> None:
    drugs = {r["id"]: r for r in rows("drugs")}
    substances: dict[str, set[str]] = defaultdict(set)
    for r in reference("fda_pharm_class"):
        if r["type"] == "EPC":
            substances[r["class"]].add(r["substance"].lower())
    missing = {}
    for row in rows("drug_classes"):
        label = re.match(r"FDA EPC: (.*); standard", row["source"])
        if row["complete"] == "no" or label is None:
            continue
        forms = {f for m in cell(row, "members") for f in (drugs[m]["name"], *cell(drugs[m], "forms"))}
        known = substances[label[1]] - set(FDA_ELSEWHERE)
        if lacking := {s for s in known if not any(s == f or s.startswith(f"{f} ") for f in forms)}:
            missing[row["id"]] = lacking
    assert missing == {}
