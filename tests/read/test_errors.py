"""What can't be read is refused in one line that says why, and where."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from eligo.errors import EligoError, InputError
from eligo.read import read
from eligo.read.json_records import SHAPES

KNOWN = ", ".join(SHAPES)
STUDY = '{"protocolSection": {"eligibilityModule": {"eligibilityCriteria": "Adults"}}}'


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "the source is empty"),
        (" \n\t ", "the source is empty"),
        (b"\xef\xbb\xbf", "the source is empty"),
        (b"%PDF-1.7\n...", "the source is a PDF, not text: save it as plain text and give that"),
        (b"PK\x03\x04....", "the ZIP archive is damaged or cut off: get it again"),
        (b"\x1f\x8b\x08", "the source is gzip-compressed, not text: save it as plain text and give that"),
        (b"\x00\x01\x02\x03" * 50, "the source is binary, not text"),
        (b"\xff\xfe\x00\xd8", "the source has a byte order mark of UTF-16 but isn't valid: it is damaged or cut off"),
        ('{"protocolSection": {"eligibilityModule": {', "1:44: the JSON is cut off"),
        ('{\n "protocolSection": {"a": "b', "2:27: the JSON is cut off"),
        ('{\n "protocolSection": {"a": b}}', "2:27: the JSON is malformed (expecting value)"),
        (STUDY + "\n{", "2:2: the JSON is cut off"),
        ('{"protocolSection": {}}', "no eligibility criteria found"),
        ('{"a": 1}', f"1:1: the source is JSON, but no trial in a format that is known: {KNOWN}"),
        ("[" * 100_000, "1:2: the JSON is nested too deeply to be a trial's"),
        ("<clinical_study><a>", "1:20: the XML is cut off"),
        ("<clinical_study><a></b></clinical_study>", "1:22: the XML is malformed (mismatched tag)"),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><clinical_study>&a;</clinical_study>',
            "the XML declares a document type or entities, which are not read: remove them",
        ),
        ("<clinical_study></clinical_study>", "no eligibility criteria found"),
        ("<html><body>x</body></html>", "the source is HTML, but not in a registry format that is known"),
        ('<?xml version="1.0"?><a/>', "the source is XML, but not in a registry format that is known"),
        ("TrialID,Inclusion Criteria\nX\n", "2:1: a row of 1 fields under a header of 2"),
        ("TrialID,Inclusion Criteria\n", "the CSV has a header, but no trial"),
        ("Register: X\nMain ID: Y\nPublic title: Z\n", 'no line "Key inclusion & exclusion criteria" found'),
        ("a" * 1_000_001, "a criteria text of 1,000,001 characters is more than the limit of 1,000,000"),
    ],
)
def test_refusals(source: bytes | str, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        read(source)
    assert str(refusal.value) == message
    assert "\n" not in str(refusal.value)
    assert isinstance(refusal.value, EligoError)
    assert refusal.value.exit_code == 2


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="unknown format 'docx'; the formats are auto, ctgov-json"):
        read("Adults", "docx")


def test_the_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    with pytest.raises(InputError) as refusal:
        read(missing)
    assert str(refusal.value) == f"{missing}: no such file"
    with pytest.raises(InputError) as refusal:
        read(tmp_path)
    assert str(refusal.value) == f"{tmp_path}: is a directory, not a file: give the files in it"
    cut = tmp_path / "cut.json"
    cut.write_text('{"protocolSection": ', "utf-8")
    with pytest.raises(InputError) as refusal:
        read(cut)
    assert str(refusal.value) == f"{cut}:1:21: the JSON is cut off"


@pytest.mark.parametrize("character", ["(", "[", "{", "<", "&", "\\", "-"])
def test_ten_megabytes_of_one_character_take_bounded_time(character: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(InputError):
        read(character * 10_000_000)
    assert time.perf_counter() - begun < 10


def test_a_deep_study_is_refused_not_crashed_on() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        read('{"studies": ' + "[" * 50_000 + "]" * 50_000 + "}")


def test_unknown_keys_and_types_are_no_error() -> None:
    odd = {"protocolSection": {"eligibilityModule": {"eligibilityCriteria": "Adults", "sex": 3, "minimumAge": []}}}
    (record,) = read(json.dumps(odd))
    assert record.registry.sex is None
