"""Leads over items of their own: what they ask for beside these (rules Q3, L8, L10, L11)."""

from __future__ import annotations

import pytest

from eligo import compile
from eligo.canon import say

ASKED = {
    "Type 2 diabetes with at least one of the following:": "all of (type 2 diabetes mellitus; any of (hypertension; stroke))",
    "Patients with asthma who have any of the following:": "all of (asthma; any of (hypertension; stroke))",
    "Asthma or any of the following:": "any of (asthma; hypertension; stroke)",
    "Age ≥ 50 years and at least one of the following:": "all of (age >= 50 years; any of (hypertension; stroke))",
}
OPEN = (
    "Participants must agree to use one of the following:",
    "Women of childbearing potential must use one of the following:",
    "No asthma with any of the following:",
    "Asthma without any of the following:",
    "Received chemotherapy for any of the following:",
    "Asthma due to any of the following:",
    "Age ≥ 50 years and at least two of the following:",
)


def _reading(section: str, lead: str) -> tuple[str, str]:
    protocol = compile(f"{section} Criteria:\n\n- {lead}\n  - hypertension\n  - stroke\n- Gout\n")
    first = protocol.criteria[0]
    return say(first.logic), first.status


@pytest.mark.parametrize("section", ["Inclusion", "Exclusion"])
@pytest.mark.parametrize("lead", ASKED)
def test_what_stands_before_the_count_is_asked_for_beside_it_or_instead(section: str, lead: str) -> None:
    assert _reading(section, lead) == (ASKED[lead], "computable")


@pytest.mark.parametrize("section", ["Inclusion", "Exclusion"])
@pytest.mark.parametrize("lead", OPEN)
def test_a_lead_that_denies_or_binds_stays_open(section: str, lead: str) -> None:
    assert _reading(section, lead)[1] == "residue"


LABELS = (
    "Patients must meet the following laboratory criteria:",
    "Adequate bone marrow, renal and hepatic function as evidenced by:",
    "Patients must have acceptable organ function within 14 days of enrollment, defined as:",
)


@pytest.mark.parametrize("lead", LABELS)
def test_a_lead_of_plain_words_asks_for_nothing_itself(lead: str) -> None:
    protocol = compile(f"Inclusion Criteria:\n\n- {lead}\n  - hemoglobin ≥ 9 g/dL\n  - platelets ≥ 100,000/mm3\n")
    assert [say(c.logic) for c in protocol.criteria] == ["hemoglobin >= 9 g/dL", "platelet count >= 100000 /uL"]
    assert {c.status for c in protocol.criteria} == {"computable"}


@pytest.mark.parametrize("lead", ["No adequate organ function:", "Patients must meet the following within 3 months:"])
def test_a_lead_that_denies_or_dates_is_no_label(lead: str) -> None:
    protocol = compile(f"Inclusion Criteria:\n\n- {lead}\n  - asthma\n  - stroke\n")
    assert {c.status for c in protocol.criteria} != {"computable"}


def test_what_stands_below_a_sex_is_about_those_people() -> None:
    below = "For female subjects:\n  - hysterectomy, or\n  - negative pregnancy test\n- Gout\n"
    asked, forbidden = (compile(f"{s} Criteria:\n\n- {below}").criteria[0] for s in ("Inclusion", "Exclusion"))
    assert say(asked.logic) == "any of (not (sex female); hysterectomy done; pregnancy test is negative)"
    assert say(forbidden.logic).startswith("all of (sex female; any of (hysterectomy done")


def test_the_next_item_says_what_a_closing_or_leaves_open() -> None:
    items = "- body weight > 130 kg OR\n- BMI > 40 kg/m2\n"
    asked, *others = compile(f"Inclusion Criteria:\n\n{items}").criteria
    assert (say(asked.logic), asked.status, others) == (
        "any of (body weight > 130 kg; body mass index > 40 kg/m2)",
        "computable",
        [],
    )
    assert [c.status for c in compile(f"Exclusion Criteria:\n\n{items}").criteria] == ["computable", "computable"]
    assert compile("Exclusion Criteria:\n\n- asthma or\n").criteria[0].status == "partial"
