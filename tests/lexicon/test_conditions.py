"""Checks of the condition, procedure and generic tables: their shape always, their codes where sources are at hand.

Codes are looked up in the reference tables beside the project (skipped with the reason where they are absent) and in
the CDC/NCHS ICD-10-CM release that the ``simple-icd-10-cm`` package carries.
"""

import csv
import gzip
import importlib.util
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "grammar" / "lexicon"
REFERENCE = ROOT.parent / "shared" / "reference"

CONDITIONS = [
    "id",
    "name",
    "forms",
    "abbreviations",
    "snomed",
    "icd10cm",
    "icd10cm_exclude",
    "course",
    "verified_by",
    "note",
]
PROCEDURES = ["id", "name", "forms", "abbreviations", "kind", "snomed", "icd10pcs", "verified_by", "note"]
KINDS = {"procedure", "device", "therapy", "transfusion", "immunisation"}
SOURCES = {"concepts", "mondo", "doid", "hpo", "icd10cm", "icd10pcs", "valuesets"}

CLASSIFICATIONS = {"icd10cm", "icd10pcs"}

needs_reference = pytest.mark.skipif(
    not (REFERENCE / "concepts.tsv.gz").exists(), reason="no reference tables beside the project"
)
needs_icd = pytest.mark.skipif(
    importlib.util.find_spec("simple_icd_10_cm") is None, reason="simple-icd-10-cm is not installed"
)

# A row's own code whose source name shares no word with the row's forms: why it is right all the same.
NAMED_OTHERWISE = {
    "abdominal_surgery": "a group: the operations have names of their own",
    "acquired_thrombophilia": "held only by its member, the antiphospholipid syndrome",
    "apheresis": "held only by its member, plasmapheresis",
    "bariatric_surgery": "held only by its member, the bypass of the stomach",
    "electrolyte_imbalance": "a group: the single electrolytes",
    "gynecologic_surgery": "a group: the operations have names of their own",
    "hematuria": "blood in urine",
    "kawasaki_disease": "acute febrile mucocutaneous lymph node syndrome",
    "pervasive_developmental_disorder": "a group: autism and Rett syndrome",
    "surgical_sterilization": "a group: hysterectomy, tubal ligation, vasectomy",
}

# SNOMED CT codes that the reference tables lack, and the display that published quality-measure value sets give them.
PUBLISHED = {
    "26452005": "Total gastrectomy",
    "31904001": "Adrenalectomy",
    "36910002": "Craniectomy",
    "39834009": "Nephrostomy",
    "62438007": "Transplantation of pancreas",
    "65310005": "Vagotomy",
    "75456002": "Embryo transfer",
    "86481000": "Laparotomy",
    "110473004": "Cataract surgery",
    "116241004": "Pancreaticoduodenectomy",
    "172043006": "Simple mastectomy",
    "233581009": "Hemofiltration",
    "234319005": "Splenectomy",
    "359890009": "Fundoplication",
    "384723003": "Radical mastectomy",
    "765021002": "Vegetarian diet",
    "461331000124101": "Left atrial appendage closure",
}

# ICD-10-CM prefixes that stand for a condition though no word of their titles is among its forms are normal in groups
# (E11 in "endocrine disease"); a row that is no group must share words with at least one of its titles.
ICD_NAMED_OTHERWISE = {
    "hoarseness": "dysphonia",
    "ketosis": "ketoacidosis",
    "loss_of_consciousness": "coma, syncope and concussion",
    "opportunistic_infection": "a group: the single infections",
    "gait_disturbance": "R26: abnormalities of gait and mobility",
    "olfactory_disorder": "anosmia and parosmia",
    "prolonged_qt_interval": "I45.81 is the long QT syndrome",
    "taste_disorder": "parageusia",
    "anca_associated_vasculitis": "a group: the three vasculitides",
    "charcot_marie_tooth_disease": "hereditary motor and sensory neuropathy",
    "clubfoot": "congenital talipes equinovarus",
    "confusion": "R41.0 has confusion as an inclusion term",
    "critical_limb_ischemia": "rest pain, ulceration or gangrene of I70.2",
    "diamond_blackfan_anemia": "constitutional red blood cell aplasia",
    "dumping_syndrome": "postgastric surgery syndromes",
    "edentulous": "complete loss of teeth",
    "empyema": "pyothorax",
    "epiretinal_membrane": "puckering of macula",
    "gastric_or_gastroesophageal_junction_cancer": "the junction is coded to the cardia",
    "gastroesophageal_junction_cancer": "the junction is coded to the cardia",
    "graves_disease": "thyrotoxicosis with diffuse goitre",
    "hemophilia": "hereditary factor VIII, IX and XI deficiency",
    "learning_disability": "developmental disorders of scholastic skills",
    "leukocytosis": "elevated white cells",
    "leukopenia": "neutropenia and decreased white cells",
    "onychomycosis": "tinea unguium",
    "stoma": "ileostomy and colostomy status",
    "visceral_metastasis": "secondary malignant neoplasm of respiratory and digestive organs",
    "pseudophakia": "presence of intraocular lens",
    "severe_acute_respiratory_syndrome": "SARS in the title",
    "zollinger_ellison_syndrome": "inclusion term of E16.4",
}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one lexicon table, each as a mapping from column to cell."""
    lines = (LEXICON / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_NONE))


def cells(row: dict[str, str], column: str) -> list[str]:
    """The entries of a list cell; an empty cell has none."""
    return row[column].split("|") if row[column] else []


def fold(form: str) -> str:
    """The form as the matcher compares it: case, hyphens, possessives and regular plurals folded."""

    def singular(word: str) -> str:
        if len(word) > 4 and word.endswith("ies"):
            return word[:-3] + "y"
        if len(word) > 4 and re.search(r"(ss|x|z|ch|sh)es$", word):
            return word[:-2]
        if len(word) > 3 and word.endswith("s") and not re.search(r"(ss|us|is)$", word):
            return word[:-1]
        return word

    words = re.sub(r"[-/]", " ", re.sub(r"'s\b|'", "", form.lower())).split()
    return " ".join(map(singular, words))


def verhoeff(code: str) -> bool:
    """Whether a SNOMED CT identifier carries the right check digit (Verhoeff 1969, dihedral group D5)."""

    def times(a: int, b: int) -> int:
        if a < 5:
            return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
        return 5 + (a - b) % 5 if b < 5 else (a - b) % 5

    base = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    check = 0
    for place, digit in enumerate(reversed(code)):
        value = int(digit)
        for _ in range(place % 8):
            value = base[value]
        check = times(check, value)
    return check == 0


def words(text: str) -> set[str]:
    """Stems (five letters) of the words that carry meaning in a name."""
    common = {"disease", "disorder", "with", "other", "unspecified", "specified", "syndrome", "procedure"}
    return {word[:5] for word in re.findall(r"\w+", text.lower()) if len(word) > 2 and word not in common}


@cache
def known(table: str) -> dict[str, str]:
    """SNOMED CT code -> name, as one reference table has it."""
    if table == "valuesets":
        return PUBLISHED
    found: dict[str, str] = {}
    with gzip.open(REFERENCE / f"{table}.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if table == "concepts":
                if row["vocabulary"] == "SNOMED":
                    found[row["code"]] = row["name"]
            else:
                for code in re.findall(r"(?:SCTID|SNOMEDCT\w*):(\d+)", row["xrefs"]):
                    found[code] = f"{found.get(code, '')} {row['name']} {row['synonyms']}"
    return found


def snomed(table: str) -> Iterator[tuple[dict[str, str], str]]:
    """Every (row, SNOMED CT code) of a table."""
    return ((row, code) for row in rows(table) for code in cells(row, "snomed"))


@pytest.mark.parametrize(
    ("table", "columns", "least"), [("conditions", CONDITIONS, 600), ("procedures", PROCEDURES, 250)]
)
def test_shape(table: str, columns: list[str], least: int) -> None:
    """Columns, sorted unique ids, own name among the forms, one owner a form, no blanks inside cells."""
    found = rows(table)
    assert list(found[0]) == columns
    assert len(found) >= least
    ids = [row["id"] for row in found]
    assert ids == sorted(set(ids))
    owner: dict[str, str] = {}
    for row in found:
        assert None not in row.values(), row["id"]
        assert list(row) == columns, row["id"]
        assert re.fullmatch(r"[a-z0-9_]+", row["id"])
        assert row["name"].lower() in cells(row, "forms"), row["id"]
        for form in cells(row, "forms"):
            assert form == form.lower().strip(), (row["id"], form)
            assert owner.setdefault(fold(form), row["id"]) == row["id"], (form, row["id"], owner[fold(form)])
        for column in columns:
            assert "" not in cells(row, column), (row["id"], column)
        coded = any(row.get(column) for column in ("snomed", "icd10cm", "icd10pcs"))
        assert bool(row["verified_by"]) == coded, row["id"]
        assert set(cells(row, "verified_by")) <= SOURCES, row["id"]


def test_conditions_and_procedures_share_no_form() -> None:
    """A form of one table in the other would have two senses without the cue lists knowing."""
    conditions, procedures = rows("conditions"), rows("procedures")
    forms = {fold(form) for row in conditions for form in cells(row, "forms")}
    assert [form for row in procedures for form in cells(row, "forms") if fold(form) in forms] == []
    assert {row["id"] for row in conditions} & {row["id"] for row in procedures} == set()


@pytest.mark.parametrize("table", ["conditions", "procedures"])
def test_abbreviations_have_one_owner(table: str) -> None:
    """An abbreviation stands in one row and is more than one letter."""
    owner: dict[str, str] = {}
    for row in rows(table):
        for abbreviation in cells(row, "abbreviations"):
            assert len(abbreviation) > 1
            assert owner.setdefault(abbreviation, row["id"]) == row["id"], abbreviation


def test_course_is_chronic_or_days() -> None:
    """``course`` is ``chronic`` or a number of days up to a year."""
    for row in rows("conditions"):
        assert row["course"] == "chronic" or 1 <= int(row["course"]) <= 365, row["id"]


def test_kinds() -> None:
    """Every procedure row is of a known kind."""
    assert {row["kind"] for row in rows("procedures")} <= KINDS


def test_generics() -> None:
    """Generics are unique and are forms of no concept."""
    found = rows("generics")
    assert list(found[0]) == ["form", "note"]
    generics = [fold(row["form"]) for row in found]
    assert len(generics) == len(set(generics)) >= 60
    bound = {fold(f) for table in ("conditions", "procedures") for row in rows(table) for f in cells(row, "forms")}
    assert bound & set(generics) == set()


@pytest.mark.parametrize("table", ["conditions", "procedures"])
def test_snomed_check_digits(table: str) -> None:
    """Every SNOMED CT code is well formed and listed once a row."""
    wrong = [(row["id"], code) for row, code in snomed(table) if not (code.isdigit() and verhoeff(code))]
    assert wrong == []
    for row in rows(table):
        assert len(set(cells(row, "snomed"))) == len(cells(row, "snomed")), row["id"]


@pytest.mark.parametrize("code", ["44054006", "73211009", "38341003"])
def test_verhoeff_finds_a_changed_digit(code: str) -> None:
    """The check digit test itself: right on known codes, wrong when a digit changes."""
    assert verhoeff(code)
    assert not verhoeff(code[:-1] + str((int(code[-1]) + 1) % 10))


@needs_reference
@pytest.mark.parametrize("table", ["conditions", "procedures"])
def test_snomed_codes_are_in_the_named_sources(table: str) -> None:
    """Each code is in a source that the row names."""
    missing = [
        (row["id"], code)
        for row, code in snomed(table)
        if not any(code in known(source) for source in cells(row, "verified_by") if source not in CLASSIFICATIONS)
    ]
    assert missing == []


@needs_reference
@pytest.mark.parametrize("table", ["conditions", "procedures"])
def test_first_snomed_code_is_named_alike(table: str) -> None:
    """Some code of a row shares a word with the row's forms: groups hold many more that do not."""
    strange = []
    for row in rows(table):
        codes = cells(row, "snomed")
        wanted = words(" ".join(cells(row, "forms")))
        names = [known(s).get(c, "") for c in codes for s in cells(row, "verified_by") if s not in CLASSIFICATIONS]
        if codes and row["id"] not in NAMED_OTHERWISE and not any(wanted & words(name) for name in names):
            strange.append((row["id"], names[:3]))
    assert strange == []


@cache
def icd() -> dict[str, str]:
    """ICD-10-CM code (dotted) -> title."""
    release: Any = importlib.import_module("simple_icd_10_cm")
    return {
        code: release.get_description(code)
        for code in release.get_all_codes(with_dots=True)
        if release.is_category_or_subcategory(code) or not release.is_chapter_or_block(code)
    }


def titles_under(prefix: str) -> list[str]:
    """Titles of the ICD-10-CM codes that begin with the prefix."""
    codes = sorted_codes()
    return [icd()[code] for code in codes[bisect_left(codes, prefix) : bisect_right(codes, prefix + "~")]]


@cache
def sorted_codes() -> list[str]:
    """All dotted ICD-10-CM codes in order, so that a prefix is a slice."""
    return sorted(icd())


@needs_icd
def test_icd10cm_prefixes_exist_and_nest() -> None:
    """Each prefix begins a code; exclusions lie under an inclusion and leave something; no prefix is redundant."""
    for row in rows("conditions"):
        included, excluded = cells(row, "icd10cm"), cells(row, "icd10cm_exclude")
        for prefix in included + excluded:
            assert titles_under(prefix), (row["id"], prefix)
        for prefix in included:
            assert not any(prefix != other and prefix.startswith(other) for other in included), (row["id"], prefix)
        for prefix in excluded:
            assert any(prefix.startswith(other) and prefix != other for other in included), (row["id"], prefix)


@needs_icd
def test_icd10cm_titles_are_named_alike() -> None:
    """Some title under a row's prefixes shares a word with its forms."""
    strange = []
    for row in rows("conditions"):
        included = cells(row, "icd10cm")
        wanted = words(" ".join(cells(row, "forms")))
        under = (title for prefix in included for title in titles_under(prefix))
        if included and row["id"] not in ICD_NAMED_OTHERWISE and not any(wanted & words(title) for title in under):
            strange.append(row["id"])
    assert strange == []


# Facts that a careless edit would break: (row, codes that must be matched, codes that must not).
ASSERTED = [
    ("diabetes_mellitus", ["E11.9", "E10.65", "O24.111"], ["O24.410", "R73.03", "E23.2"]),
    ("malignancy", ["C50.911", "C4A.9", "C7B.02", "C91.10"], ["D05.10", "D12.6", "Z85.3"]),
    ("non_melanoma_skin_cancer", ["C44.310", "C4A.0"], ["C43.9", "D03.9"]),
    ("basal_cell_carcinoma", ["C44.310", "C44.91"], ["C44.320", "C44.90"]),
    ("squamous_cell_carcinoma_of_skin", ["C44.320", "C44.92"], ["C44.310"]),
    ("cervical_carcinoma_in_situ", ["D06.9"], ["C53.9", "N87.1"]),
    ("heart_failure", ["I50.9", "I11.0", "I13.2"], ["I11.9", "I13.10"]),
    ("myocardial_infarction", ["I21.4", "I22.0"], ["I25.2", "I24.0"]),
    ("stroke", ["I63.9", "I61.0", "I60.9"], ["I69.30", "G45.9", "Z86.73"]),
    ("lupus_nephritis", ["M32.14"], ["M32.10"]),
    ("hepatitis_b", ["B18.1", "B16.9"], ["B18.2", "B15.9"]),
    ("hiv_infection", ["B20", "Z21"], ["R75"]),
    ("tuberculosis", ["A15.0"], ["Z22.7", "B90.9", "A31.0"]),
    ("psychiatric_disorder", ["F20.9", "F32.9"], ["F17.210", "F70"]),
    ("alcohol_abuse", ["F10.10", "F10.20"], ["F10.21", "F11.10"]),
    ("hemolytic_anemia", ["D59.10"], ["D56.3", "D50.9"]),
    ("hypertension", ["I10", "I16.0"], ["I27.0", "K76.6", "H40.059"]),
]


@pytest.mark.parametrize(("name", "inside", "outside"), ASSERTED)
def test_prefixes_hold_and_leave_out(name: str, inside: list[str], outside: list[str]) -> None:
    """Known codes fall inside or outside a row."""
    row = next(row for row in rows("conditions") if row["id"] == name)

    def holds(code: str) -> bool:
        return any(map(code.startswith, cells(row, "icd10cm"))) and not any(
            map(code.startswith, cells(row, "icd10cm_exclude"))
        )

    assert [code for code in inside if not holds(code)] == []
    assert [code for code in outside if holds(code)] == []


def test_no_course_slipped_into_the_note() -> None:
    assert not [row["id"] for row in rows("conditions") if row["note"].strip().isdigit()]
