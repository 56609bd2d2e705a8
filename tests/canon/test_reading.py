"""What canonical text says, and what is said of a text that isn't canonical."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eligo.canon import canonical, read, say
from eligo.canon.exact import EXACT
from eligo.canon.layout import laid_out
from eligo.concepts import Code, Concept, without
from eligo.errors import InputError
from eligo.lexicon.concepts import concept, with_history
from eligo.logic import (
    And,
    Bounds,
    Condition,
    Drug,
    Either,
    Expr,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Window,
)

MONTHS = Window(Offset(6, "mo"))
FIVE = Decimal(5)
OWN = Concept("local:1", "frailty", "condition", (Code("local", "F1"), Code("icd10cm", "R54", True)), days=30)

SENTENCES: dict[str, Expr] = {
    "hemoglobin A1c >= 7.0 % within 12 months before the index date": Measurement(
        concept("hba1c"), Bounds(low=Decimal("7.0")), "%", window=Window(Offset(12, "mo"))
    ),
    "alanine aminotransferase > 3 × ULN": Measurement(concept("alt"), Bounds(Decimal(3), False), times="ULN"),
    "history of asthma": Condition(with_history("asthma"), "history"),
    "severe asthma within 6 months before the index date": Condition(
        concept("asthma"), "history", MONTHS, severity=("severe",)
    ),
    "suspected asthma": Condition(concept("asthma"), certainty="suspected"),
    "active asthma within 6 months before the index date": Condition(concept("asthma"), "active", MONTHS),
    "methotrexate ever taken within 6 months before the index date": Drug(concept("methotrexate"), "ever", MONTHS),
    "methotrexate unchanged for more than the last 3 months": Drug(
        concept("methotrexate"), stable=Offset(3, "mo", True)
    ),
    "malignancy other than basal cell carcinoma or cervical carcinoma in situ": Condition(
        without(concept("malignancy"), [concept("basal_cell_carcinoma"), concept("cervical_carcinoma_in_situ")])
    ),
    '"frailty" [condition; id "local:1"; codes local F1 ICD-10-CM R54+; course 30 days]': Condition(OWN),
    '"dysuria of old" [condition; no codes]': Condition(
        Concept("condition'dysuria of old", "dysuria of old", "condition", titles=("dysuria of old",))
    ),
    "asthma between less than 2 years and more than 3 months before the index date": Condition(
        concept("asthma"), "history", Window(Offset(2, "a", True), Offset(3, "mo", True))
    ),
    "either, unsettled, polarity (not (asthma); or asthma)": Either(
        (Not(Condition(concept("asthma"))), Condition(concept("asthma"))), "polarity"
    ),
    r'[manual, consent: "says \"yes\" \\ in\nwriting"]': Manual("consent", 'says "yes" \\ in\nwriting'),
    '[not understood, "of: two": "x"]': Opaque("of: two", "x"),
    "always": And(()),
    "never": Or(()),
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentence(text: str) -> None:
    assert canonical(SENTENCES[text]) == text
    assert read(text) == SENTENCES[text]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("  history\n of  ASTHMA ", "history of asthma"),
        ("latest hemoglobin < 9 g/dL", "hemoglobin < 9 g/dL"),
        ("hba1c < 9 %", "hemoglobin A1c < 9 %"),
        ("history of asthma within 1 month before the index date", "asthma within 1 month before the index date"),
        ("all of (pregnant)", "all of (pregnant)"),
        ("any of(pregnant;breastfeeding)", "any of (pregnant; breastfeeding)"),
    ],
)
def test_what_else_is_read(text: str, same: str) -> None:
    assert canonical(read(text)) == same


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("diabetus mellitus", "1:1", ("no condition", 'did you mean "diabetes mellitus"?', "codes")),
        ("all of (asthma;\n  hemogloben < 9 g/dL)", "2:3", ("no lab or vital or score", '"hemoglobin"')),
        ("malignancy other than basal cel carcinoma", "1:23", ('"basal cell carcinoma"',)),
        ("age >= 18", "1:10", ("the text ends", "years")),
        ("", "1:1", ("the text ends", "a statement")),
        ("all of (asthma", "1:15", ("expected ), ",)),
        ("emergency surgery done", "1:11", ('"surgery"', "quotation marks")),
        ("hemoglobin <= 5 and >= 3 g/dL", "1:21", ("lower end",)),
        ("asthma within 48 hours before the index date", "1:18", ("days, weeks, months or years",)),
        ("at least 1.5 of (asthma)", "1:10", ("no whole number",)),
        ("prednisone taken now and ever taken", "1:1", ("said twice", "all of")),
        ('"x" [foo; no codes]', "1:1", ("no kind foo", "condition")),
        ('"x" [condition; codes ICD9 250]', "1:23", ("no code system ICD9", "ICD-10-CM")),
        ("[manual, consent: yes]", "1:19", ("text in quotation marks",)),
        ("asthma @", "1:1", ('no condition "asthma @"',)),
    ],
)
def test_errors_name_the_place_and_the_mend(text: str, place: str, words: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as refused:
        read(text)
    assert refused.value.place == place
    for word in words:
        assert word in refused.value.message


def test_the_readers_form_is_shorter() -> None:
    strict = Drug(concept("methotrexate"), "ever", MONTHS)
    assert say(strict) == "methotrexate taken within 6 months before the index date"
    assert say(Condition(OWN)) == "frailty"
    assert say(Either((And(()), Or(())), "polarity")) == "either, unsettled (always; or never)"


def test_long_texts_are_laid_out_over_lines_and_read_back() -> None:
    deep: Expr = Condition(concept("asthma"))
    for _ in range(60):
        deep = And((Or((deep, Condition(concept("hypertension")))), Not(Either((deep_leaf(), deep_leaf()), "and-or"))))
    for width in (20, 100):
        assert read(laid_out(deep, width, EXACT)) == deep


def deep_leaf() -> Expr:
    return Measurement(concept("alt"), Bounds(high=FIVE), times="ULN")


def test_no_depth_is_too_deep_to_read() -> None:
    text = "not (" * 3000 + "pregnant" + ")" * 3000
    expr, depth = read(text), 0
    while isinstance(expr, Not):
        expr, depth = expr.arg, depth + 1
    assert depth == 3000
