"""The measurement tables: labs, vitals, scores and unit spellings.

Shape is always checked. Codes are checked by name against the reference tables, and units against UCUM (by ucumvert),
where those are present.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "grammar" / "lexicon"
REFERENCE = ROOT.parent / "shared" / "reference"

QUANTITY_COLUMNS = [
    *["id", "name", "forms", "abbreviations", "loinc", "unit", "units", "lasting", "answers", "typical"],
    *["verified_by", "note"],
]
SCORE_COLUMNS = [
    *["id", "name", "forms", "abbreviations", "loinc", "snomed", "min", "max", "levels", "answers", "higher_is"],
    *["verified_by", "note"],
]
KINDS = {"conc", "count", "mass", "dose", "time", "age", "rate", "pressure", "percent", "temp", "other"}

needs_reference = pytest.mark.skipif(
    not REFERENCE.exists(), reason="the reference code tables are not beside the checkout"
)

# Codes whose name is not in the reference tables, with the display that published FHIR guides and code lists give them.
GUIDES = {
    "14629-0": "Bilirubin.direct [Moles/volume] in Serum or Plasma",
    "14635-7": "25-Hydroxyvitamin D3 [Moles/volume] in Serum or Plasma",
    "14646-4": "Cholesterol in HDL [Moles/volume] in Serum or Plasma",
    "14675-3": "Cortisol [Moles/volume] in Serum or Plasma",
    "14715-7": "Estradiol (E2) [Moles/volume] in Serum or Plasma",
    "14771-0": "Fasting glucose [Moles/volume] in Serum or Plasma",
    "14798-3": "Iron [Moles/volume] in Serum or Plasma",
    "14920-3": "Thyroxine (T4) free [Moles/volume] in Serum or Plasma",
    "14927-8": "S Triglycerides (results in mmol/L)",
    "14928-6": "Triiodothyronine (T3) Free [Moles/volume] in Serum or Plasma",
    "14933-6": "Uric Acid (laboratory maps; umol/L in the LOINC unit table)",
    "20150-9": "FEV1 (continuous health monitoring guides)",
    "22664-7": "Urea [Moles/volume] in Serum or Plasma",
    "22748-8": "Cholesterol in LDL [Moles/volume] in Serum or Plasma",
    "33863-2": "Cystatin C (mg/L)",
    "34714-6": "INR (blood)",
    "38445-3": "Fecal Calprotectin (ug/g in the LOINC unit table)",
    "38476-8": "Mullerian inhibiting substance [Mass/volume] in Serum or Plasma: anti-mullerian hormone",
    "42595-9": "Hepatitis B virus DNA, HBV DNA [Units/volume] (viral load) in Serum or Plasma",
    "50984-4": "Horowitz index in Arterial blood: PaO2/FiO2 (German MII intensive care guide)",
    "62292-8": "25-Hydroxyvitamin D3+25-Hydroxyvitamin D2 [Mass/volume] in Serum or Plasma",
    "64098-7": "Walking distance 6 minutes, 6-minute walk",
    "67151-1": "Troponin T.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method",
    "70182-1": "NIH stroke scale (French ANS terminology)",
    "72172-0": "Total score [MoCA] Montreal Cognitive Assessment",
    "75859-9": "Modified Rankin scale (German MII guide)",
    "8280-0": "Waist circumference; Circumference.at umbilicus",
    "89243-0": "Karnofsky Performance Status score (mCODE)",
    "89247-1": "ECOG Performance Status score (mCODE)",
    "9269-2": "Glasgow coma score total (CH EMS guide)",
    "9318-7": "Albumin/Creatinine [Mass Ratio] in Urine",
    "94122-9": "Oxygen consumption (VO2)/Body weight --peak during exercise, maximal uptake",
    "94500-6": "SARS-CoV-2 (COVID-19) RNA [Presence] in Respiratory specimen by NAA with probe detection",
    "98979-8": "Glomerular filtration rate ... (CKD-EPI 2021)/1.73 sq M",
    **{code: f"ECOG {grade} (LOINC answer list LL529-9, as mCODE gives it)" for grade, code in enumerate(
        ("LA9622-7", "LA9623-5", "LA9624-3", "LA9625-0", "LA9626-8", "LA9627-6"))},
}  # fmt: skip

# Codes whose reference name shares no word with the row, and why they are right.
OTHER_NAME = {"8277-6": "named BSA, the body surface area"}

# Grams per mole counted, for each row that converts mass to amount of substance; the table has the rounded factor.
MOLAR_MASS = {
    "acth_level": 4541.0, "albumin_level": 66400.0, "aldosterone_level": 360.44, "amh": 140000.0,
    "ammonia_level": 17.03, "beta2_microglobulin": 11800.0, "beta_hydroxybutyrate": 104.1, "bilirubin_direct": 584.66,
    "bilirubin_indirect": 584.66, "bilirubin_total": 584.66, "blood_alcohol": 46.07, "bnp_level": 3464.0, "bun": 28.01,
    "c_peptide": 3020.0, "calcium_level": 40.08, "copper_level": 63.55, "corrected_calcium": 40.08,
    "cortisol_level": 362.46, "creatinine": 113.12, "crp": 105000.0, "dhea_s": 368.49, "digoxin_level": 780.9,
    "estradiol_level": 272.38, "fasting_glucose": 180.156, "ferritin_level": 445000.0, "fibrinogen_level": 340000.0,
    "folate_level": 441.4, "free_t3": 650.97, "free_t4": 776.87, "free_testosterone": 288.42, "glucose_level": 180.156,
    "hdl_cholesterol": 386.65, "hemoglobin": 16114.0, "homocysteine_level": 135.18, "hs_crp": 105000.0, "igf1": 7649.0,
    "ionized_calcium": 40.08, "iron_level": 55.845, "lactate_level": 90.08, "ldl_cholesterol": 386.65,
    "magnesium_level": 24.305, "mch": 16114.0, "non_hdl_cholesterol": 386.65, "nt_probnp": 8457.0,
    "ogtt_2h_glucose": 180.156, "phosphate_level": 30.974, "progesterone_level": 314.46, "pth_level": 9425.0,
    "seventeen_ohp": 330.46, "tacrolimus_level": 804.0, "testosterone_level": 288.42, "tibc": 55.845,
    "total_cholesterol": 386.65, "total_t3": 650.97, "total_t4": 776.87, "triglycerides": 885.4, "urea_level": 60.06,
    "uric_acid": 168.11, "urine_free_cortisol": 362.46, "vitamin_b12_level": 1355.4, "vitamin_d_level": 400.64,
    "zinc_level": 65.38,
}  # fmt: skip
VALENCE = {"calcium_level": 2, "corrected_calcium": 2, "ionized_calcium": 2, "magnesium_level": 2}

# Record units that UCUM reads as something else or does not read as commensurable, and why the table still takes them.
NOT_AS_UCUM = {
    "K/uL": "thousands, not kelvins", "K/mm3": "thousands, not kelvins", "G/L": "giga, not gauss",
    "T/L": "tera, not tesla", "g%": "grams per 100 mL", "mg%": "milligrams per 100 mL", "ug%": "micrograms per 100 mL",
    "C": "Celsius, not coulomb", "ft": "feet, not femtotonnes", "kgf": "dynamometers print kilograms of force as kg",
    "mL/min/1.73": "per 1.73 m2, not divided by 1.73",
    "ml/min/1.73": "as mL/min/1.73", "AU/mL": "arbitrary, not astronomical", "AU/ml": "arbitrary, not astronomical",
}  # fmt: skip
SPECIAL = {
    ("body_temperature", "F"): "a scale that is moved, too",
    ("afp", "U"): "1 IU = 1.21 ng (WHO 72/225)", ("ige_level", "g/"): "1 IU = 2.4 ng (WHO)",
    ("insulin_level", "pmol"): "6.945 pmol per mU", ("blood_alcohol", "%"): "per cent weight per volume",
    ("esr", "mm"): "millimetres fallen in the first hour",
    ("osmolality", "osm/"): "osmolarity for osmolality",
    ("urine_osmolality", "osm/"): "osmolarity for osmolality",
    ("dlco", "mmol"): "0.3348 mmol/min/kPa per mL/min/mm[Hg]", ("urea_level", "g/"): "60.06 g/mol",
    ("uacr", "mol"): "creatinine 113.1 g/mol", ("upcr", "mol"): "creatinine 113.1 g/mol",
    ("anti_cardiolipin", "U"): "GPL and MPL units are per mL", ("factor_", "U"): "100 % is 1 IU/mL by definition",
    ("anti_", "[arb'U]"): "LOINC gives the unit without the volume",
    ("ttg_iga", "U"): "LOINC gives the unit without the volume",
    ("factor_viii_inhibitor", "BU"): "Bethesda units are per mL",
    ("factor_ix_inhibitor", "BU"): "Bethesda units are per mL",
}  # fmt: skip


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table as dictionaries, comment lines dropped."""
    lines = [line for line in (LEXICON / table).read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


QUANTITIES = rows("labs.tsv") + rows("vitals.tsv")
SCORES = rows("scores.tsv")
SPELLINGS = rows("unit_spellings.tsv")
ROWS = QUANTITIES + SCORES


def listed(cell: str) -> list[str]:
    """The members of a list cell."""
    return cell.split("|") if cell else []


def scales(row: dict[str, str]) -> dict[str, Decimal]:
    """Record unit -> how many of it make one canonical unit, but for an offset."""
    return {unit: Decimal(scale.partition("+")[0]) for unit, scale in (pair.rsplit("=", 1) for pair in listed(row["units"]))}


def coded(cell: str) -> Iterator[tuple[str, str, str]]:
    """(label, system, code) of every code in an answers cell."""
    for answer in listed(cell):
        label, codes = answer.split("=", 1)
        for code in codes.split(","):
            system, value = code.split(":", 1)
            yield label, system, value


def luhn_ok(loinc: str) -> bool:
    """The mod-10 check digit that ends a LOINC code."""
    body, check = loinc.split("-")
    odd = str(int(body[::-1][::2][::-1]) * 2)
    total = sum(map(int, odd)) + sum(map(int, body[::-1][1::2]))
    return (10 - total % 10) % 10 == int(check)


def verhoeff_ok(sctid: str) -> bool:
    """The Verhoeff check digit that ends a SNOMED CT identifier: products in the dihedral group of order ten."""

    def product(a: int, b: int) -> int:
        turned = (a + b if a < 5 else a - b) % 5
        return turned if (a < 5) == (b < 5) else turned + 5

    check = 0
    for place, digit in enumerate(map(int, reversed(sctid))):
        for _ in range(place % 8):
            digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
        check = product(check, digit)
    return check == 0


def fold(form: str) -> str:
    """A form as the tagger compares it: case, hyphen, possessive and regular plural folded."""
    words = re.sub(r"'s\b", "", form.lower().replace("-", " ")).split()
    return " ".join(re.sub(r"(?<=[a-z]{2}[^su])s$", "", re.sub(r"(?<=[a-z]{2})ies$", "y", word)) for word in words)


def test_columns_and_order() -> None:
    shapes = {"labs.tsv": QUANTITY_COLUMNS, "vitals.tsv": QUANTITY_COLUMNS, "scores.tsv": SCORE_COLUMNS}
    for table, columns in shapes.items():
        found = rows(table)
        assert list(found[0]) == columns
        assert all(None not in row and None not in row.values() for row in found), table
        ids = [row["id"] for row in found]
        assert ids == sorted(ids)
    assert list(SPELLINGS[0]) == ["spelling", "ucum", "kind", "note"]
    assert [row["spelling"] for row in SPELLINGS] == sorted({row["spelling"] for row in SPELLINGS})


def test_ids_are_unique_and_plain() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", i) for i in ids)


def test_no_form_names_two_rows() -> None:
    owner: dict[str, str] = {}
    for row in ROWS:
        forms = listed(row["forms"])
        assert row["name"].lower() in forms, row["id"]
        assert forms == [form.lower() for form in forms], row["id"]
        for form in forms:
            assert owner.setdefault(fold(form), row["id"]) == row["id"], form
    short: dict[str, str] = {}
    for row in ROWS:
        for abbreviation in listed(row["abbreviations"]):
            assert short.setdefault(abbreviation, row["id"]) == row["id"], abbreviation


def test_check_digits() -> None:
    for row in ROWS:
        codes = [(system, code) for system in ("loinc", "snomed") for code in listed(row.get(system, ""))]
        codes += [(system, code) for _, system, code in coded(row["answers"])]
        for system, code in codes:
            # The check digit of an answer code (LA...) is not the mod-10 one of its digits.
            assert code.startswith("LA") or (luhn_ok if system == "loinc" else verhoeff_ok)(code), (row["id"], code)
        assert bool(codes) == bool(row["verified_by"]), row["id"]


def test_scales_are_finite_and_the_canonical_unit_is_one() -> None:
    for row in QUANTITIES:
        table = scales(row)
        assert bool(row["unit"]) == bool(table), row["id"]
        assert all(scale.is_finite() and scale > 0 for scale in table.values()), row["id"]
        assert table.get(row["unit"], Decimal(1)) == 1, row["id"]
        assert len(table) == len(listed(row["units"])), row["id"]
        assert row["lasting"] in ("", "yes")


def test_quantities_that_only_look_alike_never_convert() -> None:
    by_id = {row["id"]: scales(row) for row in QUANTITIES}
    assert not any("1.73" in unit for unit in by_id["creatinine_clearance"])
    assert not {"mL/min", "ml/min"} & set(by_id["estimated_gfr"])
    assert not any("mmol/mol" in unit for unit in by_id["hba1c"])
    assert not any("nmol" in unit for unit in by_id["lipoprotein_a"])
    assert not any("HPF" in unit.upper() for unit in by_id["urine_rbc_volume"])


def test_score_bounds_levels_and_order() -> None:
    for row in SCORES:
        assert row["higher_is"] in ("", "worse", "better"), row["id"]
        low, high = (Decimal(row[bound]) if row[bound] else None for bound in ("min", "max"))
        assert low is None or high is None or low < high, row["id"]
        for level in listed(row["levels"]):
            name, ordinal = level.rsplit("=", 1)
            assert name, row["id"]
            assert Decimal(ordinal).is_finite(), row["id"]
        assert all(re.fullmatch(r"\d+", label) for label, _, _ in coded(row["answers"])), row["id"]


def test_unit_spellings() -> None:
    for row in SPELLINGS:
        assert row["spelling"] == re.sub(r"\s", "", row["spelling"].lower()), row
        assert row["kind"] in KINDS, row
    ucum = {row["spelling"]: row["ucum"] for row in SPELLINGS}
    expected = {
        "10^9/l": "10*9/L", "10^3/mm^3": "10*3/uL", "/mm3": "/uL", "cells/mcl": "/uL", "mg/dl": "mg/dL",
        "mg%": "mg/dL", "µmol/l": "umol/L", "μmol/l": "umol/L", "ml/min/1.73m2": "mL/min/{1.73_m2}",
        "ml/min": "mL/min", "iu/l": "[IU]/L", "u/l": "U/L", "mmhg": "mm[Hg]", "msec": "ms", "°c": "Cel", "mcg": "ug",
        "mg/kg/day": "mg/kg/d", "days": "d", "weeks": "wk", "mo": "mo", "years": "a", "hr": "h", "minutes": "min",
        "kg/m^2": "kg/m2", "%": "%",
    }  # fmt: skip
    assert {spelling: ucum.get(spelling) for spelling in expected} == expected
    assert not {"m", "l", "k", "c", "f", "in"} & set(ucum)


def as_written(unit: str) -> str:
    """A record unit as the lexer would hand it to the spelling table."""
    text = re.sub(r"\s", "", unit.lower())
    return re.sub(r"^x?10[e*^]", "10^", text)


def test_record_spellings_agree_with_the_spelling_table() -> None:
    ucum = {row["spelling"]: row["ucum"] for row in SPELLINGS}
    for row in QUANTITIES:
        table = scales(row)
        for unit, scale in table.items():
            meant = ucum.get(as_written(unit), unit)
            if meant in table and unit not in NOT_AS_UCUM:
                assert table[meant] == scale, (row["id"], unit, meant)


@cache
def registry() -> Any:
    """The UCUM reader, or a skip where it is not installed."""
    return pytest.importorskip("ucumvert", reason="ucumvert reads UCUM").PintUcumRegistry()


def quantity(unit: str) -> Any:
    """A UCUM unit as a pint quantity, None where it is not UCUM; arbitrary units and enzyme units are made one."""
    plain = re.sub(r"\[(IU|arb'U|GPL'U|MPL'U|beth'U)\]|\{BU\}", "U", unit)
    plain = "1" if re.fullmatch(r"\{[^}]*\}", plain) else plain
    one = registry().from_ucum("g/g")
    try:
        found = registry().from_ucum(plain)
        return found if hasattr(found, "units") else one
    except Exception:  # ucumvert raises errors of its parser, of its grammar and of pint
        return None


def expected_scale(row: dict[str, str], unit: str, canonical: Any, other: Any) -> float:
    """How many `unit` make one canonical unit by UCUM, through the molar mass where only one side is in moles."""
    charges = VALENCE.get(row["id"], 1) if unit.startswith("meq") else 1
    if not canonical.is_compatible_with(other):
        mass = MOLAR_MASS[row["id"]] * registry().from_ucum("g/mol")
        canonical = canonical / mass if (canonical / mass).is_compatible_with(other) else canonical * mass
    return float((canonical / other).to("dimensionless").magnitude) * charges


def test_units_agree_with_ucum() -> None:
    wrong = []
    for row in QUANTITIES:
        canonical = quantity(row["unit"]) if row["unit"] else None
        if canonical is None:
            assert row["unit"] in ("", "[pH]"), row["id"]
            continue
        for unit, scale in scales(row).items():
            other = quantity(unit)
            special = any(row["id"].startswith(start) and part in unit for start, part in SPECIAL)
            if other is None or unit == row["unit"] or unit in NOT_AS_UCUM or special:
                continue
            try:
                found = expected_scale(row, unit, canonical, other)
            except Exception as error:  # pint's errors have no common root of their own
                wrong.append((row["id"], unit, type(error).__name__))
                continue
            if abs(found / float(scale) - 1) > (0.01 if row["id"] in MOLAR_MASS else 0.0005):
                wrong.append((row["id"], unit, f"{found:.6g}"))
    assert not wrong, wrong


def reference(table: str) -> list[dict[str, str]]:
    """The rows of a reference table."""
    with gzip.open(REFERENCE / f"{table}.tsv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def reference_names() -> dict[tuple[str, str], str]:
    """(system, code) -> every name the reference tables give it."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in reference("loinc"):
        names["loinc", row["code"]].add(row["name"].strip())
    for row in reference("concepts"):
        names[row["vocabulary"].lower(), row["code"]].add(row["name"].strip())
    return {key: " ".join(sorted(found)).strip() for key, found in names.items()}


def words(text: str) -> set[str]:
    """Words of a name worth comparing."""
    ignored = (
        r"serum|plasma|blood|level|count|volume|mass|mole|total|score|activity|test|rate|of|in|by|or|and|the|to|method"
    )
    found = fold(re.sub(r"\W", " ", text)).split()
    return {word for word in found if len(word) > 1 and not re.fullmatch(ignored, word)}


@needs_reference
def test_codes_mean_what_the_row_means() -> None:
    names, odd = reference_names(), []
    for row in ROWS:
        meant = words(" ".join([row["name"], *listed(row["forms"]), *listed(row["abbreviations"])]))
        for system in ("loinc", "snomed"):
            for code in listed(row.get(system, "")):
                name = names.get((system, code), "") or GUIDES.get(code, "")
                if not words(name) & meant and code not in OTHER_NAME:
                    odd.append((row["id"], code, name))
    assert not odd


@needs_reference
def test_answers_mean_what_their_label_says() -> None:
    names, odd = reference_names(), []
    sense = {"positive": "positive|detected|present", "negative": "negative|not detected|absent"}
    sense["indeterminate"] = "indeterminate|equivocal"
    sense |= {"current": "current smoker|smokes", "former": "former|ex-smoker"}
    for row in ROWS:
        for label, system, code in coded(row["answers"]):
            name = (names.get((system, code), "") or GUIDES.get(code, "")).lower()
            roman = {"0": "0", "1": "i", "2": "ii", "3": "iii", "4": "iv", "5": "v"}.get(label, label)
            said = re.search(rf"\b({sense.get(label, f'{label}|{roman}')})\b", name)
            if not said or (label == "positive" and "not " in name):
                odd.append((row["id"], label, code, name))
    assert not odd


@needs_reference
def test_molar_scales_agree_with_the_published_conversion_factors() -> None:
    published = {row["code"]: row["traditional_si_factor"] for row in reference("loinc")}
    compared = 0
    for row in QUANTITIES:
        for code in listed(row["loinc"]):
            match = re.fullmatch(r"(\S+)\*([\d.]+)=(\S*mol/L)", published.get(code, "").replace("μ", "u"))
            if not match or match[1] != row["unit"] or match[3] not in scales(row):
                continue
            assert float(scales(row)[match[3]]) == pytest.approx(float(match[2]), rel=0.01), (row["id"], code)
            compared += 1
    assert compared >= 10
