"""Groups from the text to the verdict: criteria of a group count for its members, the others for everybody."""

from __future__ import annotations

from typing import Any

import pytest

from eligo.compiling import compile
from eligo.evaluate.verdict import verdict
from eligo.patient import Patient
from eligo.protocol import Protocol
from eligo.segment.groups import group_head, group_key, group_name, names_several

TEXT = """
Inclusion Criteria:

- Age 18 years or older

Cohort A:

- Heart failure

Cohort B:

- Asthma

Exclusion Criteria:

- Gout

Exclusion Criteria for cohort A only:

- Diabetes mellitus
"""


def bundle(born: str, *codes: tuple[str, str]) -> dict[str, Any]:
    resources: list[dict[str, Any]] = [{"resourceType": "Patient", "id": "p", "birthDate": born, "gender": "female"}]
    for number, (code, name) in enumerate(codes):
        coding = {"system": "http://snomed.info/sct", "code": code, "display": name}
        resources.append(
            {
                "resourceType": "Condition",
                "id": f"c{number}",
                "clinicalStatus": {"coding": [{"code": "active"}]},
                "code": {"coding": [coding], "text": name},
                "onsetDateTime": "2020-01-01",
            }
        )
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}


FAILURE, ASTHMA = ("84114007", "Heart failure"), ("195967001", "Asthma")
DIABETES, GOUT = ("73211009", "Diabetes mellitus"), ("90560007", "Gout")


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return compile(TEXT, "text")


def test_criteria_know_their_group(protocol: Protocol) -> None:
    assert [c.applies_to for c in protocol.criteria] == [None, "Cohort A", "Cohort B", None, "Cohort A"]
    assert protocol.groups == ("Cohort A", "Cohort B")


@pytest.mark.parametrize(
    ("conditions", "overall", "a", "b"),
    [
        ((FAILURE,), "eligible", "eligible", "ineligible"),
        ((ASTHMA,), "eligible", "ineligible", "eligible"),
        ((FAILURE, ASTHMA), "eligible", "eligible", "eligible"),
        ((FAILURE, ASTHMA, DIABETES), "eligible", "ineligible", "eligible"),
        ((FAILURE, DIABETES), "ineligible", "ineligible", "ineligible"),
        ((), "ineligible", "ineligible", "ineligible"),
        ((FAILURE, GOUT), "ineligible", "ineligible", "ineligible"),
    ],
)
def test_a_check_answers_for_each_group(
    protocol: Protocol, conditions: tuple[tuple[str, str], ...], overall: str, a: str, b: str
) -> None:
    result = protocol.check(bundle("1970-01-01", *conditions), as_of="2026-01-15").to_dict()
    assert result["verdict"] == overall
    assert {g["group"]: g["verdict"] for g in result["groups"]} == {"Cohort A": a, "Cohort B": b}


def test_what_holds_for_everybody_holds_in_each_group(protocol: Protocol) -> None:
    result = protocol.check(bundle("2015-01-01", FAILURE, ASTHMA), as_of="2026-01-15").to_dict()
    assert {g["verdict"] for g in result["groups"]} == {result["verdict"]} == {"ineligible"}


def test_the_reference_evaluator_answers_for_each_group(protocol: Protocol) -> None:
    from datetime import date

    found = verdict(protocol.criteria, Patient("p"), date(2026, 1, 15))
    assert [g.group for g in found.groups] == ["Cohort A", "Cohort B"]
    assert found.verdict == "ineligible"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cohort A", "cohort A only"),
        ("Cohort A", "Cohort A (heart failure)"),
        ("Healthy Controls", "healthy control subjects"),
        ("Donor", "Donors"),
        ("Phase II", "PHASE II TRIAL"),
        ("patients with DME", "all patients with DME"),
    ],
)
def test_names_of_one_group(one: str, other: str) -> None:
    assert group_key(one) == group_key(other)


@pytest.mark.parametrize("name", ["Part 1 and Part 2", "Cohort A&B", "Group 1a and 1b: NSCLC", "Parts A and C"])
def test_names_of_several_groups(name: str) -> None:
    assert names_several(name)


@pytest.mark.parametrize("name", ["Cohort A", "participants in Part 2 Cohort B1", "Donors and their families"])
def test_names_of_one_group_only(name: str) -> None:
    assert not names_several(name)


@pytest.mark.parametrize(
    "name", ["the end of the run-in phase", "Both Eyes", "Study Eye", "both groups", "all subjects"]
)
def test_names_of_everybody(name: str) -> None:
    assert group_name(name, lenient=True) == ""


@pytest.mark.parametrize("line", ["For women:", "Women of childbearing potential:", "Adults:", "Study eye:", "Age:"])
def test_a_condition_on_people_is_no_group(line: str) -> None:
    assert not group_head(line)
