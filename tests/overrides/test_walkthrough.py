"""Residue settled once, the verdict that follows, and what is left of it when the record is amended.

The same walk on a small invented record, which always runs, and on three records of registers (not part of this project).
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo.canon import read
from eligo.lexicon.concepts import concept
from eligo.protocol import Protocol

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "trials.jsonl.gz"
AS_OF = "2026-01-15"


@dataclass(frozen=True)
class Walk:
    """A record, the overrides, what they settle, and an amendment.

    ``settled``: by the beginning of its text, the status a criterion has then and, if computable, its canonical text. ``code`` is
    what a patient has whose verdict the overrides decide. ``reworded``: words of a criterion that none of them touches. ``gone``:
    a phrase that the amendment drops.
    """

    overrides: str
    settled: dict[str, tuple[str, str | None]]
    code: tuple[str, str]
    reworded: tuple[str, str]
    gone: tuple[str, str]
    text: str | None = None
    had: tuple[str, ...] = ()
    """Procedures that the patient has had, so that nothing else decides."""


def snomed(id: str) -> tuple[str, str]:
    return "http://snomed.info/sct", next(c.code for c in concept(id).include if c.system == "snomed")


INVENTED = Walk(
    """# Settled by the study team.
[[phrase]]
phrase = "serviceable bone marrow"
means = "all of (platelet count >= 100 10*9/L; hemoglobin >= 9 g/dL)"  # protocol, section 5

[[phrase]]
phrase = "=10 mg/day"
read_as = "≥ 10 mg/day"

[[phrase]]
phrase = "Quillfeather's disease"
kind = "condition"
codes = [{ system = "local", code = "QF-1", display = "Quillfeather's disease" }]

[[phrase]]
phrase = "per the house rules"
noise = true

[[phrase]]
phrase = "presentable manners"
manual = "judgement"
""",
    {
        "Serviceable bone": ("computable", "all of (platelet count >= 100 10*9/L; hemoglobin >= 9 g/dL)"),
        "Presentable": ("manual", None),
        "Known Quill": ("computable", None),
        "Asthma, per": ("computable", "asthma"),
    },
    ("urn:eligo:local", "QF-1"),
    ("Age of at least 18 years", "Adults aged 21 years or older"),
    ("Asthma, per the house rules", "Asthma"),
    """Inclusion Criteria:
1. Age of at least 18 years
2. Serviceable bone marrow
3. Presentable manners
Exclusion Criteria:
1. Known Quillfeather's disease
2. Asthma, per the house rules
3. Prednisone =10 mg/day
""",
)

FROM_REGISTERS = {
    "NCT02868931": Walk(
        """[[phrase]]
phrase = "current treatment of psychiatric disorder"
means = "psychiatric disorder"

[[criterion]]
text = "Diabetes duration…"
means = "not (diabetes mellitus at least 1 year before the index date)"

[[phrase]]
phrase = "severe organic disease preventing a regular participation in the training course"
manual = "participation"
""",
        {
            "current treatment": ("computable", "psychiatric disorder"),
            "Diabetes duration": ("computable", "not (diabetes mellitus at least 1 year before the index date)"),
            "severe organic": ("manual", None),
        },
        snomed("psychiatric_disorder"),
        ("Existing insulin pump therapy", "Insulin pump therapy for half a year"),
        ("current treatment of psychiatric disorder", "current psychotherapy"),
        had=("insulin_pump",),
    ),
    "ChiCTR2000029947": Walk(
        """[[phrase]]
phrase = "use oral Chinese medicine within 4 weeks"
means = '''
"oral Chinese medicine" [drug; id "site-1"; ingredient "oral chinese medicine" codes local TCM-1]
taken within 4 weeks before the index date'''

[[phrase]]
phrase = "preparing"
manual = "planned-event"

[[phrase]]
phrase = "other infectious diseases"
criterion = "Patients with tuberculosis, measles, AIDS…"
manual = "vague"
""",
        {"Patients who use oral": ("computable", None)},
        ("urn:eligo:local", "TCM-1"),
        ("Aged 18-75 years-old men or women", "Aged 20-80 years, men or women"),
        ("preparing or ", ""),
    ),
    "IRCT20200509047360N1": Walk(
        """[[phrase]]
phrase = "corona"
concept = "covid_19"

[[phrase]]
phrase = "Severe physical problems"
manual = "vague"

[[phrase]]
phrase = "visible organ defects"
means = "congenital anomaly"
""",
        {"Severe physical": ("partial", None)},
        snomed("congenital_anomaly"),
        ("Desire to participate in the project", "Willing to take part in the project"),
        ("or visible organ defects", ""),
    ),
}


@cache
def corpus() -> dict[str, str]:
    if not CORPUS.is_file():
        return {}
    found = {}
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for trial in map(json.loads, lines):
            if trial["id"] in FROM_REGISTERS:
                parts = (("Inclusion Criteria", trial.get("inclusion")), ("Exclusion Criteria", trial.get("exclusion")))
                found[trial["id"]] = trial.get("text") or "\n\n".join(f"{h}:\n{t}" for h, t in parts)
    return found


def steps(name: str) -> tuple[Walk, str]:
    if name == "invented":
        return INVENTED, str(INVENTED.text)
    if not corpus():
        pytest.skip(f"no corpus of registry records at {CORPUS}")
    return FROM_REGISTERS[name], corpus()[name]


def bundle(code: tuple[str, str], had: tuple[str, ...]) -> dict[str, Any]:
    coding = [{"system": code[0], "code": code[1]}]
    fact = {"resourceType": "Condition", "code": {"coding": coding}, "subject": {"reference": "Patient/1"}}
    fact["onsetDateTime"] = "2026-01-10"
    drug = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": {"coding": coding},
        "subject": {"reference": "Patient/1"},
        "effectivePeriod": {"start": "2026-01-05"},
    }
    procedures = [
        {
            "resourceType": "Procedure",
            "status": "completed",
            "code": {"coding": [dict(zip(("system", "code"), snomed(id), strict=True))]},
            "performedDateTime": "2025-06-01",
        }
        for id in had
    ]
    patient = {"resourceType": "Patient", "id": "1", "gender": "male", "birthDate": "1970-01-01"}
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": r} for r in (patient, fact, drug, *procedures)],
    }


def verdict(protocol: Protocol, walk: Walk) -> str:
    found: str = protocol.check(bundle(walk.code, walk.had), as_of=AS_OF).to_dict()["verdict"]
    return found


def shape(protocol: Protocol) -> list[str]:
    return [c.status for c in protocol.criteria]


@pytest.mark.parametrize("name", ["invented", *FROM_REGISTERS])
def test_settled_kept_and_reported(name: str, tmp_path: Path) -> None:
    walk, text = steps(name)
    record, beside = tmp_path / "trial.txt", tmp_path / "trial.eligo.toml"
    record.write_text(text, encoding="utf-8")
    before = eligo.compile(record)
    assert verdict(before, walk) == "undetermined"

    beside.write_text(walk.overrides, encoding="utf-8")
    after = eligo.compile(record)
    assert [d.message for d in _remarks(after)] == []
    for opening, (status, logic) in walk.settled.items():
        (criterion,) = (c for c in after.criteria if c.text.startswith(opening))
        assert criterion.status == status, opening
        assert logic is None or criterion.logic == read(logic)
        assert {e.kind for e in criterion.ledger} & {"override", "manual"}
    assert shape(after) != shape(before)
    assert verdict(after, walk) == "ineligible"
    entries = walk.overrides.count("[[")
    assert len(after.overrides) == entries
    for line in map(str, after.overrides):
        assert line.startswith("Override trial.eligo.toml:")
        assert line in after.assumptions()

    old, new = walk.reworded
    assert old in text
    head = "Exclusion Criteria:\n" if "Exclusion Criteria:\n" in text else None
    amended = text.replace(old, new)
    amended = amended.replace(head, f"{head}0. Gout\n", 1) if head else amended
    record.write_text(amended, encoding="utf-8")
    later = eligo.compile(record)
    assert [d.message for d in _remarks(later)] == []
    assert [o.says for o in later.overrides] == [o.says for o in after.overrides]
    assert verdict(later, walk) == "ineligible"

    assert walk.gone[0] in amended
    record.write_text(amended.replace(*walk.gone), encoding="utf-8")
    last = eligo.compile(record)
    (remark,) = _remarks(last)
    assert remark.code == "override-absent"
    assert remark.message.startswith("trial.eligo.toml:")
    assert len(last.overrides) == entries - 1


def _remarks(protocol: Protocol) -> list[Any]:
    found = (*protocol.diagnostics, *(d for c in protocol.criteria for d in c.diagnostics))
    return [d for d in found if d.code.startswith("override")]


def test_a_moved_phrase_keeps_its_override(tmp_path: Path) -> None:
    record, beside = tmp_path / "trial.txt", tmp_path / "trial.eligo.toml"
    beside.write_text('[[phrase]]\nphrase = "serviceable bone marrow"\nmanual = "judgement"\n', encoding="utf-8")
    record.write_text("Inclusion Criteria:\n1. Asthma\n2. Serviceable bone marrow\n", encoding="utf-8")
    assert eligo.compile(record).overrides[0].criteria == ("I2",)
    record.write_text("Inclusion Criteria:\n1. A serviceable bone-marrow\n2. Asthma\n3. Gout\n", encoding="utf-8")
    assert eligo.compile(record).overrides[0].criteria == ("I1",)
