"""What overrides do to a record: the ledger stays whole, what doesn't fit is left out and said, engines agree."""

from __future__ import annotations

import ast
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo.canon import canonical, read, say
from eligo.coverage import characters
from eligo.evaluate import evaluate
from eligo.overrides import parse
from eligo.overrides.toml import string
from eligo.patient import Patient
from eligo.protocol import Criterion, Protocol

BOTH = "Inclusion Criteria:\n{}\nExclusion Criteria:\n{}\n"


def settled(line: str, toml: str, section: str = "exclusion") -> tuple[Protocol, Criterion]:
    record = BOTH.format(
        *(("- Age of 18 years or more", f"- {line}") if section == "exclusion" else (f"- {line}", "- Gout"))
    )
    protocol = eligo.compile(record, overrides=parse(toml, "o.toml"))
    return protocol, next(c for c in protocol.criteria if c.section == section)


def remarks(criterion: Criterion) -> list[str]:
    return [d.message for d in criterion.diagnostics if d.code.startswith("override")]


def meaning(phrase: str, text: str) -> str:
    return f"[[phrase]]\nphrase = {string(phrase)}\nmeans = {string(text)}\n"


WOBBLE = meaning("the wobbles", "anemia")
ENZYMES = meaning("unruly enzymes", "alanine aminotransferase > 100 U/L")


@pytest.mark.parametrize(
    ("line", "toml"),
    [
        ("The wobbles, or asthma", WOBBLE),
        ("Unruly enzymes with asthma", '[[phrase]]\nphrase = "unruly enzymes"\nnoise = true\n'),
        ("Asthma (the wobbles)", '[[phrase]]\nphrase = "wobbles"\nmanual = "vague"\n'),
        ("Asthma with hemoglobin = 9 g/dL", '[[phrase]]\nphrase = "= 9"\nread_as = "less than or equal to 9"\n'),
        ("Wobbly asthma", '[[phrase]]\nphrase = "wobbly asthma"\nconcept = "asthma"\n'),
        ("The wobbles:\n  - one\n  - two", '[[criterion]]\ntext = "The wobbles:"\nmeans = "anemia"\n'),
        ("The wobbles:\n  - one\n  - two", '[[criterion]]\ntext = "One"\nmanual = "vague"\n'),
    ],
)
def test_every_character_is_in_one_class(line: str, toml: str) -> None:
    protocol, criterion = settled(line, toml)
    assert [len(o.criteria) for o in protocol.overrides] == [1]
    for c in protocol.criteria:
        covered = [n for e in c.ledger for n in range(e.span.start, e.span.end)]
        assert len(covered) == len(set(covered))
        assert set(covered) == {n for s in c.spans for n in range(s.start, s.end)}
    assert sum(characters(protocol).values()) == len(protocol.text)
    own = [e for e in criterion.ledger if e.why == "o.toml:1"]
    assert own
    assert {e.kind for e in own} <= {"override", "manual"}


def test_the_text_of_a_criterion_stays_the_records() -> None:
    protocol, criterion = settled("Hemoglobin =9 g/dL", '[[phrase]]\nphrase = "=9"\nread_as = "≤ 9"\n')
    assert criterion.text == "Hemoglobin =9 g/dL"
    assert criterion.logic == read("hemoglobin <= 9 g/dL")
    assert [e.span.of(protocol.text) for e in criterion.ledger if e.kind == "override"] == ["=9"]


def test_words_put_right_may_not_be_understood_either() -> None:
    _, criterion = settled("Asthmma of the wobbly kind", '[[phrase]]\nphrase = "asthmma"\nread_as = "qwertyish"\n')
    assert criterion.status == "residue"
    assert "override" not in {e.kind for e in criterion.ledger}


@pytest.mark.parametrize(
    "line",
    [
        "History of the wobbles",
        "The wobbles within 3 months",
        "Allergy to the wobbles",
        "Malignancy except the wobbles",
        "Family history of the wobbles",
        "Severe wobbles",
        "The wobbles > 5 mg/dL",
        "Suspected wobbles",
    ],
)
def test_what_doesnt_stand_alone_is_left_out_and_said(line: str) -> None:
    protocol, criterion = settled(line, WOBBLE)
    (plain,) = (c for c in eligo.compile(protocol.text).criteria if c.section == "exclusion")
    if remarks(criterion):
        assert criterion.logic == plain.logic
        assert criterion.status == plain.status
        assert not protocol.overrides
    else:
        assert criterion.status != "computable" or "anemia" in canonical(criterion.logic)
    assert "own-" not in canonical(criterion.logic)


def test_a_phrase_that_stood_alone_beside_another_that_is_left_out() -> None:
    line = "No history of significant arrhythmias or clinically significant abnormality on electrocardiogram (ECG)"
    for first in line.split():
        for second in ("on electrocardiogram (ECG)", "abnormality", "significant arrhythmias", "or clinically"):
            if first in second.split():
                continue
            toml = meaning(first, "anemia") + meaning(second, "gout")
            _, criterion = settled(line, toml, "inclusion")
            assert '"own-' not in canonical(criterion.logic)


def test_an_and_beside_a_phrase() -> None:
    _, criterion = settled("Unruly enzymes and diabetes mellitus", ENZYMES)
    assert remarks(criterion) == ['o.toml:1: an "and" beside the phrase may mean "or" here: settle the whole criterion']
    _, criterion = settled("Unruly enzymes or diabetes mellitus", ENZYMES)
    assert criterion.logic == read("any of (alanine aminotransferase > 100 U/L; diabetes mellitus)")
    _, criterion = settled("Unruly enzymes and diabetes mellitus", ENZYMES, "inclusion")
    assert not remarks(criterion)
    assert criterion.status == "partial" or criterion.logic == read(
        "all of (alanine aminotransferase > 100 U/L; diabetes mellitus)"
    )


def test_a_meaning_that_is_not_settled_settles_nothing() -> None:
    _, criterion = settled("The wobbles", meaning("the wobbles", '[manual, vague: "wobbles"]'))
    assert criterion.status == "manual"
    _, criterion = settled("The wobbles", meaning("the wobbles", "either, unsettled (anemia; or gout)"))
    assert criterion.status == "partial"
    assert {e.kind for e in criterion.ledger} == {"noise", "residue"}
    toml = '[[criterion]]\ntext = "The wobbles"\nmeans = "{}"\n'
    for text in ("either, unsettled (anemia; or gout)", "all of (gout; qq [condition; no codes])"):
        _, criterion = settled("The wobbles", toml.format(text))
        assert criterion.status == "partial"
        assert {e.kind for e in criterion.ledger} == {"residue"}


def test_short_forms_are_compared_by_their_letters() -> None:
    toml = '[[phrase]]\nphrase = "AS"\nnoise = true\n'
    assert not settled("As wobbly as asthma", toml)[0].overrides
    assert settled("AS wobbly asthma", toml)[0].overrides


def test_a_longer_phrase_goes_first_and_a_file_beside_before_a_sites() -> None:
    toml = (
        '[[phrase]]\nphrase = "wobbly asthma"\nconcept = "gout"\n[[phrase]]\nphrase = "asthma"\nconcept = "psoriasis"\n'
        '[[phrase]]\nphrase = "zz"\nnoise = true\n'
    )
    assert settled("Wobbly asthma", toml)[1].logic == read("gout")
    site = parse('[[phrase]]\nphrase = "zz"\nconcept = "gout"\n[[phrase]]\nphrase = "yy"\nconcept = "gout"\n')
    both = parse(toml).over(site)
    assert [e.phrase for e in both.entries] == ["wobbly asthma", "asthma", "zz", "yy"]


def test_ambiguous_beginning() -> None:
    toml = '[[criterion]]\ntext = "Wobbly…"\nnoise = true\n'
    protocol = eligo.compile("Inclusion Criteria:\n- Wobbly teeth\n- Wobbly knees\n", overrides=parse(toml, "o.toml"))
    assert [d.message for d in protocol.diagnostics] == ["o.toml:1: several criteria begin so: give more of its text"]
    assert not protocol.overrides


def test_a_site_does_not_miss_its_entries(tmp_path: Path) -> None:
    from eligo.overrides import shared

    site = tmp_path / "site.toml"
    site.write_text('[[phrase]]\nphrase = "zz"\nnoise = true\n', encoding="utf-8")
    record = "Inclusion Criteria:\n- Asthma\n"
    assert not eligo.compile(record, overrides=shared([site])).diagnostics
    assert [
        d.code for d in eligo.compile(record, overrides=parse('[[phrase]]\nphrase = "zz"\nnoise = true\n')).diagnostics
    ]


# --- in emitted code ---------------------------------------------------------------------------------------------------

HOSTILE = "\"\"\"\n*/ -- '; DROP TABLE person; // \\\" \u202e \\u0041 {{ 7 * 7 }} {% raw %} \r\n''' /* \x7f end"


def test_hostile_texts_stay_texts() -> None:
    system, code = "x:y'--*/\"y", " ".join(HOSTILE.replace("\x7f", " ").replace("\u202e", " ").split())
    meant = f"[manual, vague: {string(HOSTILE)}]"
    toml = (
        f'[[phrase]]\nphrase = "wobbles"\nkind = "condition"\nnote = {string(HOSTILE)}\n'
        f"codes = [{{ system = {string(system)}, code = {string(code)}, "
        f"display = {string(HOSTILE)} }}]\n"
        f'[[phrase]]\nphrase = "jitters"\nread_as = {string("asthma " + HOSTILE)}\n'
        f'[[phrase]]\nphrase = "shivers"\nmeans = {string(meant)}\n'
    )
    protocol = eligo.compile(
        "Exclusion Criteria:\n- Wobbles\n- Jitters\n- Shivers\n", overrides=parse(toml, "o'*/.toml")
    )
    assert len(protocol.overrides) == 3
    plain = eligo.compile("Exclusion Criteria:\n- Asthma\n- Jitters\n- Shivers\n")

    def shape(source: str) -> set[str]:
        return {type(n).__name__ for n in ast.walk(ast.parse(source))}

    python = protocol.emit("python")
    assert shape(python) <= shape(plain.emit("python"))
    assert "\u202e" not in python + protocol.emit("cql") + protocol.emit("sql")
    duckdb = pytest.importorskip("duckdb")
    statements = duckdb.extract_statements(protocol.emit("sql", as_of="2026-01-15"))
    assert len(statements) == 1
    for line in protocol.emit("cql").split("\n"):
        if "DROP TABLE" in line:
            head = line.partition("DROP TABLE")[0]
            assert "//" in head or head.count("'") % 2 == 1 or head.count('"') % 2 == 1


def value(protocol: Protocol, *resources: dict[str, Any], gender: str = "male") -> dict[str, bool | None]:
    patient = {"resourceType": "Patient", "id": "1", "gender": gender, "birthDate": "1970-01-01"}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in (patient, *resources)]}
    answer = protocol.check(bundle, as_of="2026-01-15").to_dict()
    return {c["id"]: c["value"] for c in answer["criteria"]}


def alt(amount: float, high: float | None = None) -> dict[str, Any]:
    unit = {"unit": "U/L", "system": "http://unitsofmeasure.org", "code": "U/L"}
    found: dict[str, Any] = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "1742-6"}]},
        "effectiveDateTime": "2026-01-10",
        "valueQuantity": {"value": amount, **unit},
    }
    return found | ({"referenceRange": [{"high": {"value": high, **unit}}]} if high else {})


def test_limits() -> None:
    toml = '[[limit]]\nlab = "alt"\nuln = { male = 41, female = 33.5 }\nunit = "U/L"\n'
    protocol, _ = settled("ALT > 2 x ULN", toml)
    assert value(protocol, alt(80))["E1"] is False
    assert value(protocol, alt(80), gender="female")["E1"] is True
    assert value(protocol, alt(80, high=10))["E1"] is False
    assert value(protocol, alt(80), gender="unknown")["E1"] is None
    assert value(protocol, alt(90), gender="unknown")["E1"] is None
    plain, _ = settled("ALT > 2 x ULN", '[[limit]]\nlab = "ast"\nuln = 40\nunit = "U/L"\n')
    assert value(plain, alt(80))["E1"] is None
    assert not plain.overrides


def test_limits_go_for_meanings_too() -> None:
    toml = '[[limit]]\nlab = "alt"\nuln = 40\nunit = "U/L"\n' + meaning(
        "unruly enzymes", "alanine aminotransferase > 3 × ULN"
    )
    protocol, criterion = settled("Unruly enzymes", toml)
    assert criterion.logic == read("alanine aminotransferase > 120 U/L")
    assert [o.criteria for o in protocol.overrides] == [("E1",), ("E1",)]


def test_a_sites_code_beside_the_lexicons() -> None:
    toml = '[[phrase]]\nphrase = "ALT"\nconcept = "alt"\ncodes = [{ system = "http://lab.example/x", code = "A" }]\n'
    protocol, criterion = settled("ALT > 80 U/L", toml)
    own = alt(90)
    assert value(protocol, own)["E1"] is True
    own["code"] = {"coding": [{"system": "http://lab.example/x", "code": "A"}]}
    assert value(protocol, own)["E1"] is True
    assert read(canonical(criterion.logic)) == criterion.logic
    assert "http://lab.example/x" in protocol.emit("sql")


MISSING = '[missing]\nconditions = "unknown"\ndrugs = "unknown"\npregnancy = "unknown"\n'


def test_missing_records() -> None:
    record = (
        "Inclusion Criteria:\n- No diabetes mellitus\n- Prednisone < 10 mg/day\n"
        "Exclusion Criteria:\n- Asthma\n- Pregnancy\n- Appendectomy\n"
    )
    closed, opened = eligo.compile(record), eligo.compile(record, overrides=parse(MISSING, "o.toml"))
    assert value(closed) == {"I1": True, "I2": True, "E1": False, "E2": False, "E3": False}
    assert value(opened) == {"I1": None, "I2": None, "E1": None, "E2": False, "E3": False}
    assert value(opened, gender="female")["E2"] is None
    asthma = {
        "resourceType": "Condition",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "195967001"}]},
        "onsetDateTime": "2020-01-01",
    }
    assert value(opened, asthma)["E1"] is True
    assert [c.status for c in opened.criteria] == [c.status for c in closed.criteria]
    assert opened.assumptions()[0].startswith(
        "No record means unknown for conditions, drugs, pregnancy. Otherwise no record"
    )


def test_missing_records_in_the_reference() -> None:
    from eligo.overrides.missing import open_world

    record = "Exclusion Criteria:\n- Asthma\n- Prednisone < 10 mg/day\n"
    criteria = open_world(eligo.compile(record).criteria, ("conditions", "drugs"))
    nobody = Patient("1", sex="male")
    assert [evaluate(c.logic, nobody, date(2026, 1, 15)) for c in criteria] == [None, None]


def test_index_date() -> None:
    protocol, _ = settled("Asthma", '[index]\nevent = "randomisation"\ndate = 2026-01-15\n')
    assert "2026-01-15" in protocol.emit("sql")
    assert 'AS_OF: str | None = "2026-01-15"' in protocol.emit("python")
    assert 'AS_OF: str | None = "2025-01-01"' in protocol.emit("python", as_of="2025-01-01")
    assert any("is the day of randomisation" in a for a in protocol.assumptions())
    assert protocol.to_dict()["settings"]["index_event"] == "randomisation"  # type: ignore[index]


def test_json_follows_the_schema() -> None:
    import json

    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "protocol.schema.json").read_text())
    protocol, _ = settled("The wobbles", WOBBLE + MISSING + "[index]\ndate = 2026-01-15\n")
    jsonschema.validate(json.loads(json.dumps(protocol.to_dict())), schema)
    assert [o["place"] for o in protocol.to_dict()["overrides"]] == ["o.toml:1", "o.toml:8", "o.toml:4"]  # type: ignore[attr-defined]


def test_every_output_shows_them() -> None:
    from dataclasses import replace

    from eligo.read import read as records
    from eligo.report import report

    protocol, criterion = settled("The wobbles", WOBBLE)
    for target in ("python", "cql", "sql"):
        assert protocol.emit(target).count("Override o.toml:1: ") >= 2
    answer = protocol.check({"resourceType": "Bundle", "type": "collection", "entry": []}).to_dict()
    assert any(a.startswith("Override o.toml:1: ") for a in answer["assumptions"])
    assert say(criterion.logic) == "anemia"
    (record,) = records(protocol.text)
    assert "Override o.toml:1: " in report([replace(record, overrides=parse(WOBBLE, "o.toml"))], [])
    assert "eligo.overrides" in sys.modules


@pytest.mark.parametrize(
    "line", ["Asthma, wobbly lupus, COPD", "Asthma, wobbly lupus or COPD", "Asthma, wobbly lupus, and COPD"]
)
def test_judged_words_within_a_list_may_be_a_part_of_it(line: str) -> None:
    _, criterion = settled(line, '[[phrase]]\nphrase = "wobbly lupus"\nmanual = "judgement"\n')
    assert evaluate(criterion.logic, Patient("1"), date(2026, 1, 15)) is None
    plain = settled(line.replace("wobbly lupus", "in the investigator's judgement"), "")[1]
    assert evaluate(plain.logic, Patient("1"), date(2026, 1, 15)) is False
