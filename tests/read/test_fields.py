"""Registry field values in the registries' spellings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eligo.read import fields
from eligo.record import Age


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("18 Years", "18", "a"),
        ("18", "18", "a"),
        ("18Y", "18", "a"),
        ("1 Year", "1", "a"),
        ("19 Year(s)", "19", "a"),
        ("19(Year)", "19", "a"),
        ("6 Months", "6", "mo"),
        ("2 Weeks", "2", "wk"),
        ("30 Days", "30", "d"),
        ("12 Hours", "12", "h"),
        ("59.9 years", "59.9", "a"),
        (">= 16age old", "16", "a"),
        ("1years-old", "1", "a"),
        ("65 years and older", "65", "a"),
    ],
)
def test_age(written: str, value: str, unit: str) -> None:
    assert fields.age(written) == Age(Decimal(value), unit)


@pytest.mark.parametrize(
    "written",
    [None, "", "N/A", "No limit", "Not applicable", "999 Years", "0", "0 Years", "> 18 years", "18-65 years", "-"],
)
def test_what_is_no_closed_limit_is_no_age(written: str | None) -> None:
    assert fields.age(written) is None


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        ("Female", "female"),
        ("FEMALE", "female"),
        ("Females", "female"),
        ("F", "female"),
        ("Women", "female"),
        ("Male", "male"),
        ("MALE", "male"),
        ("M", "male"),
        ("<br>Female: yes<br>Male: no<br>", "female"),
        ("<br>Female: no<br>Male: yes<br>", "male"),
        ("<br>Female: yes<br>Male: yes<br>", None),
        ("Both", None),
        ("All", None),
        ("Both, male and female", None),
        ("Male/Female", None),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_sex(written: str | None, sex: str | None) -> None:
    assert fields.sex(written) == sex


@pytest.mark.parametrize(
    ("written", "answer"),
    [(True, True), (False, False), ("No", False), ("Accepts Healthy Volunteers", True), ("", None), (None, None)],
)
def test_yes_no(written: object, answer: bool | None) -> None:
    assert fields.yes_no(written) is answer


@pytest.mark.parametrize(
    ("written", "phase"),
    [
        ("Phase 2", "Phase 2"),
        (" 4 ", "4"),
        ("0", "0"),
        ("N/A", None),
        ("Not Applicable", None),
        ("43862", None),
        ("", None),
    ],
)
def test_phase(written: str, phase: str | None) -> None:
    assert fields.phase(written) == phase
