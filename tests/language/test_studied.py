"""D41: "other malignancy" in a record whose registry says which cancer is studied, and what counts as the same one."""

from __future__ import annotations

import json

import pytest

from eligo import compile
from eligo.canon import say


def read(conditions: list[str], line: str) -> str:
    """The logic of a line under Exclusion in a study of these conditions."""
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000000", "briefTitle": "A study"},
            "conditionsModule": {"conditions": conditions},
            "eligibilityModule": {"eligibilityCriteria": f"Exclusion Criteria:\n\n* {line}"},
        }
    }
    (criterion,) = compile(json.dumps(record)).criteria
    return say(criterion.logic)


@pytest.mark.parametrize("condition", ["Non-small Cell Lung Cancer", "Carcinoma, Non-Small-Cell Lung"])
@pytest.mark.parametrize("line", ["Other malignancy", "Second malignancy"])
def test_the_studied_cancer_is_no_other_one(condition: str, line: str) -> None:
    """Nor is its site, for a record may say no more, nor a metastasis, nor a cancer of unstated site."""
    assert read([condition], line) == (
        "malignancy other than non-small cell lung cancer, lung cancer, metastatic disease, malignant neoplasm of unstated site"
    )


@pytest.mark.parametrize(
    "conditions",
    [
        ["Neoplasms"],
        ["Head and Neck Cancer"],
        ["Breast Cancer", "Melanoma", "Lung Cancer", "Prostate Cancer"],
        ["Diabetes"],
    ],
)
def test_a_person_tells_them_apart(conditions: list[str]) -> None:
    """Where the registry names a class of cancers, several, or none."""
    assert read(conditions, "Other malignancy") == 'all of (malignancy; [manual, not-recorded: "Other"])'


def test_what_a_disease_leads_to_is_coded_beside_it() -> None:
    """So that another liver disease isn't told from the studied one by its codes."""
    assert read(["Hepatitis C"], "Other liver disease") == 'all of (liver disease; [manual, not-recorded: "Other"])'
