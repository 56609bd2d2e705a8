"""Sources made to do harm, and damaged ones: a clear refusal or a right reading, in bounded time."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from eligo.compiling import compile_all
from eligo.errors import InputError
from eligo.read import read

TEXT = "Inclusion Criteria:\n- Ménière’s disease\n- Temperature ≥ 38 °C\n"
DEEP = 100_000
LONG = "a " * 25_000_000


@pytest.fixture(autouse=True)
def bounded_time() -> Iterator[None]:
    begun = time.perf_counter()
    yield
    assert time.perf_counter() - begun < 30


def refused(source: bytes | str, words: str, format: str = "auto") -> None:
    with pytest.raises(InputError, match=words):
        read(source, format)


def test_entities_that_unfold_without_end() -> None:
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    refused(f"<!DOCTYPE x [{entities}]><clinical_study><a>&a9;</a></clinical_study>", "document type or entities")
    refused(f'<?xml version="1.0"?>\n<!DOCTYPE Trial [{entities}]><Trial><TrialID>&a9;</TrialID></Trial>', "entities")


def test_entities_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    study = (
        "<clinical_study><eligibility><criteria><textblock>&e;</textblock></criteria></eligibility></clinical_study>"
    )
    refused(f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>{study}', "document type or entities")


@pytest.mark.parametrize(
    "source",
    [
        LONG,
        f'{{"protocolSection":{{"eligibilityModule":{{"eligibilityCriteria":"{LONG}"}}}}}}',
        f"<clinical_study><eligibility><criteria><textblock>{LONG}</textblock></criteria></eligibility></clinical_study>",
        f"<html><body>ctr-search {LONG}</body></html>",
        f'TrialID,Inclusion Criteria\nX,"{LONG}"\n',
        f"Register: X\nMain ID: Y\nPublic title: Z\nKey inclusion & exclusion criteria\n{LONG}",
        f"EudraCT Number: 2011-000000-11\nE.3 Principal inclusion criteria: {LONG}",
        f"# {LONG}",
    ],
    ids=["text", "json", "xml", "html", "csv", "portal", "euctr", "markdown"],
)
def test_fifty_megabytes_in_a_line(source: str) -> None:
    refused(source, "limit")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[" * DEEP, "nested too deeply"),
        ("[" * DEEP + "]" * DEEP, "nested too deeply"),
        ('{"studies":' * DEEP + "1" + "}" * DEEP, "nested too deeply"),
        ("<clinical_study>" + "<a>" * DEEP + "</a>" * DEEP + "</clinical_study>", "nested too deeply"),
        ("<html>ctr-search" + "<div>" * DEEP, "nested too deeply"),
        ("<html>ctr-search" + "<table><tr><td>" * DEEP, "nested too deeply"),
        ("<html>ctr-search" + "<div>" * 4_900, "no row A.2"),
        ("<html>ctr-search" + "<li><p>" * DEEP, "no row A.2"),
    ],
    ids=["list", "closed list", "object", "xml", "div", "table", "just not", "open ends"],
)
def test_deep_nesting(source: str, words: str) -> None:
    refused(source, words)


def test_deep_brackets_are_left_unread() -> None:
    (protocol,) = compile_all("Inclusion Criteria:\n- Adults\n- " + "gout " + "(" * DEEP + "x" + ")" * DEEP)
    assert protocol.criteria[-1].status == "residue"


@pytest.mark.parametrize(
    "source", [b"Inclusion Criteria:\n- Adults\x00\n", TEXT.encode() * 20_000 + b"\x00", "- Adults\x00"]
)
def test_zero_bytes(source: bytes | str) -> None:
    refused(source, "binary, not text")


def test_zero_characters_and_half_characters_in_json() -> None:
    criteria = "Inclusion Criteria:\\n\\n* Adults \\u0000 with \\ud800 gout"
    source = f'{{"protocolSection":{{"eligibilityModule":{{"eligibilityCriteria":"{criteria}"}}}}}}'
    (protocol,) = compile_all(source)
    for target in ("python", "cql", "sql"):
        assert protocol.emit(target).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac_roman"])
def test_encodings(encoding: str) -> None:
    (record,) = read(TEXT.encode(encoding))
    assert record.text == TEXT


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_encodings_of_one_byte(encoding: str) -> None:
    text = "Inclusion Criteria:\n- Sjögren syndrome\n- Leukocytes > 3 x 10³/µL, BMI < 30 kg/m², T > 38 °C\n"
    (record,) = read(text.encode(encoding))
    assert record.text == text


def test_an_encoding_that_is_named() -> None:
    trial = "<Trial><TrialID>X</TrialID><Inclusion_Criteria>年龄 ≥ 18</Inclusion_Criteria></Trial>"
    text = f'<?xml version="1.0" encoding="GB2312"?>{trial}'
    (record,) = read(text.encode("gb2312"))
    assert record.text == "年龄 ≥ 18"
    label = '<span id="DataList3_TrialIDLabel"></span>'
    page = f'<html><meta charset="windows-1251">{label}<p>Key inclusion & exclusion criteria<br>Рак'
    (record,) = read(page.encode("cp1251"))
    assert "Рак" in record.text


def test_the_encoding_of_a_chinese_text_is_found() -> None:
    text = "纳入标准:\n1. 年龄十八岁以上的患者。\n2. 确诊系统性红斑狼疮。\n排除标准:\n1. 妊娠期妇女。\n"
    (record,) = read(text.encode("gb18030"))
    assert record.text == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (TEXT.encode()[: TEXT.encode().index("≥".encode()) + 2], "middle of a UTF-8 character: it is cut off"),
        (TEXT.encode("utf-16")[:-1], "damaged or cut off"),
        (TEXT.encode("utf-16-le")[:-1], "damaged or cut off"),
        (b'{"protocolSection": {"eligibilityModule": {"eligibilityCriteria": "Adu', "1:67: the JSON is cut off"),
        (b"<clinical_study><eligibility><criteria><textblock>Adults", "the XML is cut off"),
        (b'TrialID,Inclusion Criteria,Exclusion Criteria\nX,"Adults\nwith', "a row of 2 fields under a header of 3"),
        (b"[{" + b'"protocolSection":' + b"9" * 5_000 + b"}]", "malformed"),
    ],
    ids=["utf-8", "utf-16", "utf-16 without mark", "json", "xml", "csv", "number"],
)
def test_cut_off(source: bytes, words: str) -> None:
    refused(source, words)


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null"])
def test_devices(name: str) -> None:
    if not Path(name).exists():
        pytest.skip(f"no {name} here")
    with pytest.raises(InputError, match=f"{name}: the source is "):
        read(Path(name))


def test_names_that_no_file_can_have() -> None:
    for name in ("a\0b", "a" * 5_000):
        with pytest.raises(InputError, match="can't be read"):
            read(Path(name))


@pytest.mark.parametrize("module", ["defusedxml", "selectolax", "openpyxl", "charset_normalizer", "xml.etree"])
def test_libraries_are_loaded_when_needed(module: str) -> None:
    code = f"import sys; from eligo.read import read; read('Inclusion Criteria:\\n- Adults'); sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
