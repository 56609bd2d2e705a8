"""Findings: places, the example records (golden), the command, and that implications hold for real patients."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from eligo.cli.lint_command import command
from eligo.implication import disjoint, implies
from eligo.lexicon.concepts import concept
from eligo.lint import Subject, findings
from eligo.logic import Age, Atom, Bounds, Condition, Drug, Measurement, Offset, Window
from eligo.read import read
from eligo.segment import segment

ROOT = Path(__file__).parents[2]
RECORDS = sorted(p for p in (ROOT / "criteria").iterdir() if p.suffix in (".txt", ".json"))
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("record", RECORDS, ids=lambda p: p.stem)
def test_example_record(record: Path, update_golden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(record.parent)
    text = CliRunner().invoke(command, [record.name]).stdout
    file = GOLDEN / f"{record.stem}.txt"
    if update_golden:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_places_and_words() -> None:
    (record,) = read(b"Inclusion Criteria:\n\n- Asthma\n- Hemoglobin > 9\n")
    subject = Subject.of(segment(record))
    ((check, finding),) = findings(subject, ("missing-unit",))
    assert check.severity == "warning"
    assert finding.criterion == "I2"
    assert finding.span is not None
    assert "9" in subject.words(finding.span)
    assert "g/dL" in finding.mend


def run(*arguments: str, text: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, [*arguments, "-"], input=text, catch_exceptions=False)
    return done.exit_code, done.stdout


HEADED = "Inclusion Criteria:\n\n- {}\n"


def test_exit_codes() -> None:
    assert run(text=HEADED.format("Hemoglobin > 9 g/dL")) == (0, "")
    assert run(text=HEADED.format("Hemoglobin > 9"))[0] == 1
    code, said = run(text=HEADED.format("Severe asthma of unclear kind, uncontrolled"))
    assert code == 0
    assert "note [vague-term]" in said


def test_select_and_ignore() -> None:
    text = HEADED.format("Hemoglobin > 9 and uncontrolled hypertension")
    assert "missing-unit" in run("--select", "missing-unit,redundant", text=text)[1]
    assert "vague-term" not in run("--select", "missing-unit", text=text)[1]
    assert "missing-unit" not in run("--ignore", "missing-unit", text=text)[1]


def test_json() -> None:
    code, out = run("--json", "--select", "missing-unit", text=HEADED.format("Hemoglobin > 9"))
    (finding,) = map(json.loads, out.splitlines())
    assert code == 1
    assert finding["rule"] == "missing-unit"
    assert set(finding) == {"file", "trial", "rule", "severity", "criterion", "span", "text", "message", "mend"}


STROKE, HB = concept("stroke"), concept("hemoglobin")
STATIN = concept("statins")


def months(count: int) -> Window:
    return Window(Offset(count, "mo"))


ORDERED: list[tuple[Atom, Atom]] = [
    (Age(Bounds(low=Decimal(20))), Age(Bounds(low=Decimal(18)))),
    (Age(Bounds(low=Decimal(18), low_closed=False)), Age(Bounds(low=Decimal(19)))),
    (Age(Bounds(low=Decimal(24)), "mo"), Age(Bounds(low=Decimal(2)))),
    (Measurement(HB, Bounds(low=Decimal(100)), "g/L"), Measurement(HB, Bounds(low=Decimal(9)), "g/dL")),
    (Condition(STROKE), Condition(STROKE, "history")),
    (Condition(STROKE, "history", months(3)), Condition(STROKE, "history", months(6))),
    (Condition(STROKE, severity=("severe",)), Condition(STROKE)),
    (Drug(STATIN), Drug(STATIN, "ever")),
    (Drug(STATIN, window=months(1)), Drug(STATIN, "ever")),
]


@pytest.mark.parametrize(("narrow", "wide"), ORDERED)
def test_implications(narrow: Atom, wide: Atom) -> None:
    assert implies(narrow, wide)


@pytest.mark.parametrize(("narrow", "wide"), [pair for pair in ORDERED if pair[1] != Age(Bounds(low=Decimal(19)))])
def test_no_implication_the_other_way(narrow: Atom, wide: Atom) -> None:
    if not (isinstance(narrow, Age) and narrow.unit == "mo"):
        assert not implies(wide, narrow)


def test_what_is_not_sure_is_not_claimed() -> None:
    assert not implies(Condition(STROKE, "history", Window(Offset(90, "d"))), Condition(STROKE, "history", months(3)))
    assert not implies(Condition(STROKE, certainty="suspected"), Condition(STROKE))
    some = [Measurement(HB, b, "g/dL", which="any") for b in (Bounds(low=Decimal(12)), Bounds(high=Decimal(9)))]
    assert not disjoint(*some)


def test_bounds_agree_with_their_numbers() -> None:
    """Implication and disjointness of intervals, against every whole age."""
    ends = [None, *map(Decimal, (17, 18, 19))]
    bounds = [Bounds(lo, a, hi, b) for lo, a, hi, b in product(ends, (True, False), ends, (True, False))]
    years = range(40)

    def members(b: Bounds) -> set[int]:
        return {y for y in years if b.contains(Decimal(y))}

    for one, other in product(bounds, repeat=2):
        a, b = members(one), members(other)
        assert implies(Age(one), Age(other)) == (a <= b) or not a
        assert disjoint(Age(one), Age(other)) == (not a & b)


SILENT = {
    # lists of other people, whose heading was not seen as one, or stands over a list that is given again
    "contradiction": [
        "Inclusion Criteria: Patients with depression\n\n- Age 18 to 64 years\n- Major depressive disorder\n\n"
        "Exclusion Criteria: Patients with depression\n\n- Dementia\n- Weight > 250 lbs\n",
        "Inclusion Criteria:\n\n- For subjects with diabetes:\n- HbA1c 6.5 to 9 %\n- For the controls:\n- HbA1c < 6.5 %\n",
        "Inclusion Criteria:\n\n- Asthma\n\nExclusion Criteria:\n\n- Gout\n\nInclusion Criteria:\n\n- Gout\n",
        "Inclusion Criteria:\n\n- Melanoma\n\nExclusion Criteria:\n\n- Melanoma patients\n- Breslow depth < 0.75 mm\n",
        "Inclusion Criteria:\n\n- Age of the mother ≥ 18 years\n- Baby ≥1 and ≤6 month old\n",
        "Inclusion Criteria:\n\n- Type 2 diabetes\n\nExclusion Criteria:\n\n- Part A: T2DM subjects\n- Type 1 diabetes\n",
        "Inclusion Criteria:\n\n- PaO2/FiO2 ratio < 300 mmHg\n- PaO2/FiO2 ratio > 300 mmHg\n",
        # what was had before is not what is had now
        "Inclusion Criteria:\n\n- Receiving intravenous iron\n\nExclusion Criteria:\n\n- Previous exposure to intravenous iron\n",
    ],
    "redundant": [
        "Inclusion Criteria:\n\n- Age ≥ 18 years\n- Asthma\n\nControl group\n\n- Age ≥ 18 years\n- No asthma\n",
        "Inclusion Criteria:\n\n- Age ≥ 18 years\n\nExclusion Criteria:\n\n- Gout\n\nInclusion Criteria:\n\n- Age ≥ 18 years\n",
        "Inclusion Criteria:\n\n- Parts A and B: body weight > 50 kg\n- Body weight ≥ 35 kg in Parts D, E, and F\n",
        "Exclusion Criteria:\n\n- Pregnancy\n- DONOR: Pregnancy\n",
        "Inclusion Criteria:\n\n- Age 15 to 70 years\n- Age 15 to 17 years\n",
        "Exclusion Criteria:\n\n- Amylase > 3 times ULN\n- Amylase more than 3 ULN\n",
        "Exclusion Criteria:\n\n- Previous case of COVID-19\n- Current case of COVID-19\n",
    ],
    "reversed-range": ["Inclusion Criteria:\n\n- Term infants gestational age >36 weeks less than 2 weeks of age\n"],
    "likely-typo": [
        "Exclusion Criteria:\n\n- GGT or AP or bilirubin > 2 x ULN\n",
        "Inclusion Criteria:\n\n- Candidates for IVF/ET and FSH < 15 mIU/ml\n",
    ],
    "missing-unit": [
        "Exclusion Criteria:\n\n- Platelet count of less than 100,000 platelets per mm3\n",
        "Exclusion Criteria:\n\n- ALT > 2. 5x ULN\n",
        "Inclusion Criteria:\n\n- Platelets (PLT) >= 100 K\n",
        "Exclusion Criteria:\n\n- Thrombocytopenia (platelet <90,000 per cubic milliliter)\n",
        "Exclusion Criteria:\n\n- Apnea-hypopnea index > 15\n",
    ],
    "undefined-abbreviation": [
        "Inclusion Criteria:\n\n- Breakpoint cluster region-abelson (BCR-ABL) positive leukemia, ABL\n",
        "Inclusion Criteria:\n\n- Disease as defined by the IUIS (International Union of Immunological Societies)\n",
        "Inclusion Criteria:\n\n- Must have received BEAM (cytarabine, etoposide, melphalan)\n",
        "Exclusion Criteria:\n\n- ST segment changes\n",
        "Inclusion Criteria:\n\n- Bone marrow [BM] infiltration, or another finding in the BM\n",
        "Exclusion Criteria:\n\n- Drugs that target IL-17 (interleukin 17), SGN-CD33 or the SARS-CoV-2 spike\n",
    ],
    "vague-term": [
        "Inclusion Criteria:\n\n- A diagnosis of primary-progressive, progressive-relapsing, or relapsing-remitting MS\n"
    ],
}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in SILENT.items() for text in texts])
def test_what_was_found_wrongly(rule: str, text: str) -> None:
    """Texts of trials of a random sample, shortened, in which a check had found what isn't there."""
    for record in read(text.encode()):
        assert [f.message for _, f in findings(Subject.of(segment(record)), (rule,))] == []


HEARD = {
    "contradiction": "Inclusion Criteria:\n\n- Patients aged 16-100\n\nExclusion Criteria:\n\n- Patients aged 16-100 inclusive\n",
    "redundant": "Exclusion Criteria:\n\n- History of stroke\n- Stroke within 6 months before screening\n",
    "reversed-range": "Exclusion Criteria:\n\n- Pulse rate less than 60/minute and more than 100/minute\n",
    "likely-typo": "Exclusion Criteria:\n\n- ALS or AST >= 2 x ULN\n",
    "missing-unit": "Exclusion Criteria:\n\n- Platelet count < 25,000\n",
    "undefined-abbreviation": "Exclusion Criteria:\n\n- HER2 positive BCS\n",
    "vague-term": "Inclusion Criteria:\n\n- Progressive multiple sclerosis that is significant\n",
}


@pytest.mark.parametrize(("rule", "text"), HEARD.items())
def test_what_is_found_still(rule: str, text: str) -> None:
    (record,) = read(text.encode())
    assert [check.id for check, _ in findings(Subject.of(segment(record)), (rule,))]
