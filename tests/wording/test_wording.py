"""What readers are told: every kind of statement, reason and unit has plain words, and a reading says what the logic means."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

import eligo
from eligo.canon import read
from eligo.lexicon.tables import rows as lexicon
from eligo.logic import MANUAL_REASONS, Not, Opaque
from eligo.wording import outline, tell, unescaped, unit, with_units
from eligo.wording.reasons import _reasons, why, why_words
from eligo.wording.tables import rows

COMPILER = Path(str(files("eligo.wording"))).parent
REASON_AT = {
    "Opaque": ("opaque", 0),
    "opaque": ("opaque", 1),
    "unread": ("opaque", 2),
    "Manual": ("manual", 0),
    "Either": ("either", 1),
}
"""Which argument of which call is a reason, and of what kind."""


def reasons_in_code() -> set[tuple[str, str]]:
    found = set()
    for path in COMPILER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            kind, at = REASON_AT.get(name, ("", 0))
            if kind and len(node.args) > at and isinstance(given := node.args[at], ast.Constant):
                found.add((kind, str(given.value)))
    return found


def test_every_reason_has_words() -> None:
    said = {*reasons_in_code(), *(("manual", reason) for reason in MANUAL_REASONS)}
    assert ("either", "and-or") in said
    assert ("opaque", "permission") in said
    assert sorted(said - _reasons().keys()) == []


def test_tables() -> None:
    keys = [row["key"] for row in rows("phrases")]
    assert len(keys) == len(set(keys))
    for row in rows("phrases"):
        places = {name for _, name, _, _ in Formatter().parse(row["phrase"]) if name}
        assert not row["denied"] or {n for _, n, _, _ in Formatter().parse(row["denied"]) if n} <= places, row["key"]
    for table in ("reasons", "units", "legend", "settling"):
        assert len({tuple(row.values()) for row in rows(table)}) == len(rows(table))


@pytest.mark.parametrize(
    ("ucum", "shown"),
    [
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("10*9/L", "× 10⁹/L"),
        ("mm[Hg]", "mmHg"),
        ("g/(24.h)", "g/24 h"),
        ("{copies}/mL", "copies/mL"),
        ("10*6[IU]/mL", "million IU/mL"),
        ("mg/g{creat}", "mg/g creatinine"),
        ("dyn.s/cm5", "dyn·s/cm⁵"),
        ("{score}", ""),
        ("mg/dL", "mg/dL"),
    ],
)
def test_unit(ucum: str, shown: str) -> None:
    assert unit(ucum) == shown


def test_no_unit_keeps_the_signs_of_ucum() -> None:
    units = {row["ucum"] for row in lexicon("unit_spellings")}
    assert len(units) > 300
    assert sorted(u for u in units if re.search(r"[\[\]{}*_]", unit(u))) == []


def test_units_in_a_sentence() -> None:
    assert with_units("blood pressure has no unit; mm[Hg] is assumed") == "blood pressure has no unit; mmHg is assumed"


SENTENCES = [
    ("age >= 18 and <= 70 years", "age 18 to 70 years", "not (age 18 to 70 years)"),
    ("asthma", "has asthma", "does not have asthma"),
    ("history of asthma", "has or ever had asthma", "never had asthma"),
    ("asthma at least 6 months before the index date", "already had asthma at least 6 months before screening", "did not *"),
    ("stroke within less than 6 months before the index date", "had stroke less than 6 months before screening", "did not *"),
    ("platelet count < 50 10*9/L", "platelet count < 50 × 10⁹/L", "not (*"),
    ("hemoglobin A1c >= 7 %", "hemoglobin A1c ≥ 7%", "not (*"),
    ("NYHA class >= 3 and <= 4", "NYHA class III to IV", "not (*"),
    ("any hemoglobin > 9 g/dL", "any value of hemoglobin > 9 g/dL", "no value of hemoglobin > 9 g/dL"),
    ("prednisone <= 10 mg/day taken now", "prednisone, if taken now, at a dose ≤ 10 mg/day", "not (*"),
    ("prednisone >= 10 mg/day taken now", "prednisone ≥ 10 mg/day taken now", "prednisone ≥ 10 mg/day not taken now"),
    (
        "methotrexate unchanged for the last 1 month",
        "methotrexate neither started, stopped nor changed in dose in the last month (not taking it is no change)",
        "methotrexate started, stopped or changed in dose in the last month",
    ),
    ("hysterectomy done", "hysterectomy ever done", "hysterectomy never done"),
    ("malignancy other than melanoma or basal cell carcinoma", "has malignancy other than melanoma or basal cell carcinoma", "*"),
    ("intensive care stay on the index date", "in intensive care on the day of screening", "not in intensive care *"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "denied"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_sentence(text: str, said: str, denied: str) -> None:
    expr = read(text)
    assert tell(expr, "screening") == said
    told = tell(Not(expr), "screening")
    assert told == denied or (denied.endswith("*") and told.startswith(denied[:-1]))


def test_what_is_open_is_told_in_plain_words() -> None:
    assert (
        tell(read('[manual, consent: "signs"]'), "screening")
        == "a person must judge (consent, or who may give it): “signs”"
    )
    assert tell(read('[not understood, residue: "x"]'), "screening") == "not understood: “x”"
    assert tell(read('[not understood, permission: "x"]'), "screening").startswith("not understood (some of it allows ")
    assert tell(read('[manual, "a reason of one\'s own": "x"]'), "screening").startswith(
        "a person must judge (a reason of one's"
    )
    assert "cannot be looked up" in tell(read('"frailty" [condition; no codes]'), "screening")
    assert why_words("residue", "unsettled: and-or") == f"read in several ways: {why('either', 'and-or')}"


LAYOUTS = [
    ("all of (asthma)", "has asthma"),
    ("all of (asthma; pregnant)", "all of these: has asthma; pregnant"),
    ("any of (asthma; asthma)", "has asthma"),
    ("not (any of (asthma; pregnant))", "none of these: has asthma; pregnant"),
    ("not (all of (asthma; pregnant))", "at least one of these is not so: has asthma; pregnant"),
    ("not (not (asthma))", "has asthma"),
    ("all of (asthma; any of (pregnant; breastfeeding))",
     "all of these:\n- has asthma\n- any of these: pregnant; breastfeeding"),
    ('any of ([not understood, residue: "a"]; all of ([not understood, residue: "b"]; [not understood, limit: "a b"]))',
     "not understood: “a b”"),
    ("not (either, unsettled, and-or (all of (asthma; pregnant); or any of (asthma; pregnant)))",
     "two readings (“and” may be meant as “or”, or the other way round); "
     "decided only for patients for whom both give the same answer:\n"
     "- at least one of these is not so: has asthma; pregnant\n- none of these: has asthma; pregnant"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), LAYOUTS, ids=[t for t, _ in LAYOUTS])
def test_outline(text: str, shown: str) -> None:
    assert outline(read(text), "screening", 120) == shown


def test_a_long_list_has_a_line_for_each_part() -> None:
    lines = outline(Not(read(f"any of ({'; '.join(['asthma', 'pregnant'] * 20)})")), "screening", 30).split("\n")
    assert lines == ["none of these: has asthma; pregnant"] or lines[0] == "none of these:"


def test_the_index_date_by_another_name() -> None:
    told = tell(read("stroke within 1 year before the index date"), "the index date")
    assert told == "had stroke within 1 year before the index date"


def test_backslashes_of_markdown() -> None:
    assert unescaped(r"RNA \< 50, 10\^9, a\b") == r"RNA < 50, 10^9, a\b"


def test_real_readings_have_no_codes_of_the_compiler() -> None:
    """No sign of UCUM, of canonical text or of a reason's code in what the examples say."""
    for path in sorted((Path(__file__).parents[2] / "criteria").iterdir()):
        if path.suffix in (".txt", ".json"):
            for criterion in eligo.compile(path).criteria:
                told = re.sub("“[^”]*”", "", outline(criterion.logic, "screening", 120))
                assert not re.search(r"[\[\]{}*]|residue|manual|unsettled|index date", told), told


def test_an_unread_text_alone() -> None:
    assert tell(Not(Opaque("residue", "x")), "screening") == "not so (not understood): “x”"
