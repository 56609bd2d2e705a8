"""What holds for every text: its characters are shared out once, and every repaired one knows where it came from."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.document import Document
from eligo.record import Record, Registry
from eligo.segment import segment
from eligo.segment.repair import repair
from eligo.spans import Span

TEXTS = [case["text"] for case in tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]]
PIECES = st.sampled_from(
    [
        *("Inclusion Criteria:", "Exclusion criteria: ", "For women:", "Group A:", "DISEASE CHARACTERISTICS:", "None"),
        *("- ", "* ", "• ", "1. ", "2. ", "(1) ", "a) ", "ii) ", "1.1 ", "1、", "①", "  ", "    ", "\t", "o "),
        *("\n", "\r\n", "\n\n", "<br>", "<li>", "\r<br>", " ", "; ", ". ", ": ", ", or ", "OR", "(", ")", "[", "\\>"),
        *(
            "Age 18-65 years",
            "pregnancy",
            "HbA1c ≥ 7.0%",
            "any of the following:",
            "&lt; 5",
            "&amp;ge;",
            "√¢?¬•",
            "‚Ä¢",
        ),
        *("＞１８", "—", "\u00a0", "\u200b", "ﬁ", "anti-", "=18", "<u>></u>", "**", "patients with asthma (e.g. mild)"),
        *("Other protocol-defined inclusion/exclusion criteria may apply.", "Patients will be excluded if they have:"),
    ]
)
WORDS = [
    "7.5%",
    "18-65",
    "years",
    "HbA1c",
    "(e.g. mild)",
    "2.5",
    "1.",
    "2.",
    "3)",
    "≥140/90",
    "and",
    "any of:",
    "A.",
    "-",
    "*",
]
CRITERIA = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


def document_of(text: str) -> Document:
    return segment(Record(text, "text", Registry(), (Span(0, len(text)),), (None,)))


def owners(document: Document) -> list[int]:
    """How many items, marks, heads and notes each character is in."""
    counts = [0] * len(document.record.text)
    spans = [*document.headers, *document.notes]
    for item in document.walk():
        spans += [item.span, *([item.mark] if item.mark else [])]
    for span in spans:
        for index in range(span.start, span.end):
            counts[index] += 1
    return counts


def assert_partition(text: str) -> None:
    document = document_of(text)
    counts = owners(document)
    assert max(counts, default=0) <= 1
    repaired = repair(text, Span(0, len(text)))
    for character, start in zip(repaired.text, repaired.starts, strict=True):
        # What repair leaves of the text, markup aside, has an owner if it is part of a word.
        if character.isalnum():
            assert counts[start] == 1, (character, start)


def assert_offsets(text: str) -> None:
    for item in document_of(text).walk():
        assert len(item.offsets) == len(item.text) + 1
        assert list(item.offsets) == sorted(item.offsets)
        assert item.offsets[0] == item.span.start
        assert item.offsets[-1] == item.span.end
        assert item.text == item.text.strip()
        assert item.text
        assert item.source(0, len(item.text)) == item.span
        assert item.mark is None or item.mark.end <= item.span.start
        for child in item.children:
            assert child.id.startswith(item.id + ".")
            assert child.section == item.section
            assert child.span.start >= item.span.end


@settings(max_examples=400, deadline=None)
@given(CRITERIA)
def test_every_character_is_shared_out_once(text: str) -> None:
    assert_partition(text)


def assert_whole(text: str) -> None:
    """No item begins or ends inside a word or a number."""
    for item in document_of(text).walk():
        for at in (item.span.start, item.span.end):
            if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
                # A mark may stand at its word ("1、Age"), and so may what repair takes out.
                assert at == item.span.start, (text, item)
                assert item.mark is not None, (text, item)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.lists(st.sampled_from(WORDS)).map("\n".join))
def test_no_item_is_cut_inside_a_word_or_number(text: str) -> None:
    assert_whole(text)


@given(st.integers(2, 40), st.sampled_from(["{}. ", "{}) ", "({}) ", "{}.", "{}、"]), st.sampled_from(["\n", " "]))
def test_a_run_from_1_to_n_gives_n_items(n: int, mark: str, between: str) -> None:
    if between == " " and n < 3:
        return
    text = "Inclusion Criteria:\n" + between.join(f"{mark.format(i)}Condition of kind;" for i in range(1, n + 1))
    document = document_of(text)
    assert [item.text for item in document.items] == ["Condition of kind;"] * n


@given(st.text(alphabet="ab1 \t\n-*.()", max_size=120))
def test_plain_text_stands_where_its_items_say(text: str) -> None:
    for item in document_of(text).walk():
        for character, offset in zip(item.text, item.offsets, strict=False):
            assert character == text[offset] or (character == " " and text[offset].isspace())


@settings(max_examples=400, deadline=None)
@given(CRITERIA)
def test_every_character_of_an_item_knows_its_place(text: str) -> None:
    assert_offsets(text)


@pytest.mark.parametrize("text", TEXTS)
def test_both_hold_for_the_cases(text: str) -> None:
    assert_partition(text)
    assert_offsets(text)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="\\&<*`"), max_size=200))
def test_plain_characters_are_left_alone(text: str) -> None:
    repaired = repair(text, Span(0, len(text)))
    assert repaired.text == text
    assert repaired.starts == range(len(text))
    assert repaired.ends == range(1, len(text) + 1)


@given(CRITERIA)
def test_segmentation_is_deterministic(text: str) -> None:
    assert document_of(text) == document_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 300_000,
        "[" * 150_000 + "]" * 150_000,
        "- (" * 100_000,
        "1. " * 100_000,
        "Inclusion criteria: " * 15_000,
        "patients with " * 20_000,
        "<b " * 100_000,
        "&amp;" * 60_000,
        "- a\n" * 50_000,
        "  1. x\n" * 40_000,
        "patients who will be excluded if they have any of the following " * 5_000 + ":",
        "\n".join(" " * 2 * depth + "- a:" for depth in range(800)),
        "any of the following " * 10 + ":" + "a;" * 100_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    begun = time.perf_counter()
    document_of(text)
    assert time.perf_counter() - begun < 20
