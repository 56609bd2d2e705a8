"""Sources of many records: read one by one, in memory that doesn't grow with their number; archives within bounds."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from openpyxl import Workbook

from eligo.errors import InputError
from eligo.read import archive, iterate, read

SAMPLES = Path(__file__).parent / "samples"
TEXT = "Inclusion Criteria:\n- Adults\n"
HEADER = "TrialID,Inclusion Criteria,Exclusion Criteria\n"


def zipped(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def refused(source: bytes | str | Path, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(source)


def study(number: int) -> str:
    criteria = "Inclusion Criteria:\n\n* Adults with gout\n" + f"* Trial {number}\n" * 20
    identification = {"nctId": f"NCT{number:08}"}
    return json.dumps(
        {
            "protocolSection": {
                "identificationModule": identification,
                "eligibilityModule": {"eligibilityCriteria": criteria},
            }
        }
    )


def lines(count: int) -> Iterator[str]:
    yield from (study(n) + "\n" for n in range(count))


def listed(count: int) -> Iterator[str]:
    yield "[\n"
    yield from (study(n) + (",\n" if n + 1 < count else "\n]\n") for n in range(count))


def table(count: int) -> Iterator[str]:
    yield HEADER
    yield from (f'X{n},"Inclusion criteria: 1. Adults\n2. Gout{" " * 500}",Dialysis\n' for n in range(count))


def export(count: int) -> Iterator[str]:
    yield "<Trials_downloaded_from_ICTRP>"
    for n in range(count):
        padding = " " * 500
        yield f"<Trial><TrialID>X{n}</TrialID><Inclusion_Criteria>Adults{padding}</Inclusion_Criteria></Trial>\n"
    yield "</Trials_downloaded_from_ICTRP>"


@pytest.mark.parametrize("made", [lines, listed, table, export])
def test_memory_does_not_grow_with_the_number_of_records(made: Callable[[int], Iterator[str]], tmp_path: Path) -> None:
    peaks = []
    for count in (3_000, 9_000):
        file = tmp_path / f"{count}"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(made(count))
        read(SAMPLES / "ctgov.xml")
        tracemalloc.start()
        assert sum(1 for _ in iterate(file)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_a_source_that_goes_wrong_in_its_middle_gives_what_stands_before(tmp_path: Path) -> None:
    file = tmp_path / "cut.ndjson"
    file.write_text(study(1) + "\n" + study(2) + "\n" + study(3)[:100])
    records = iterate(file)
    assert [record.registry.ids for record in islice(records, 2)] == [("NCT00000001",), ("NCT00000002",)]
    with pytest.raises(InputError, match="cut off") as refusal:
        next(records)
    assert refusal.value.place is not None
    assert refusal.value.place.startswith(f"{file}:3:")


def test_records_without_criteria_before_the_first_with_some() -> None:
    records = read(HEADER + "X1,,\nX2,Adults,\nX3,,\n")
    assert [(record.registry.ids[0], len(record.regions)) for record in records] == [("X1", 0), ("X2", 1), ("X3", 0)]
    refused(HEADER + "X1,,\n", "no eligibility criteria found")


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (f"[{study(1)},\n {study(2)}", "cut off"),
        (f"[{study(1)},\n {study(2)} {study(3)}]", "2:.*a comma is missing"),
        (f"{study(1)}\nnothing", "2:1: the JSON is malformed"),
        (f"{study(1)}\n[{study(2)}, 7]", "2:.*no trial in a format that is known"),
        ('{"studies": []}', "holds no trial"),
        ("[]", "holds no trial"),
    ],
)
def test_json_that_is_no_list_of_trials(source: str, place: str) -> None:
    refused(source, place)


def test_values_that_end_at_the_edge_of_what_is_read_at_once() -> None:
    for size in range(262_144 - 60, 262_144 + 60, 7):
        first = study(1)
        source = first + " " * (size - len(first)) + study(2)
        assert len(read(source)) == 2


def test_json_of_several_registers_in_one_source() -> None:
    names = ("ctgov-v1.json", "ctis.json", "isrctn.json", "nci.json", "euctr.json")
    values = [json.loads((SAMPLES / name).read_text("utf-8")) for name in names]
    expected = ["ctgov-json", "ctis-json", "isrctn-json", "nci-json", "euctr-json"]
    for source in (json.dumps(values), "\n".join(map(json.dumps, values)), json.dumps({"data": values})):
        assert [record.format for record in read(source)] == expected
    with pytest.raises(InputError, match="no trial in a format that is known: ctis-json"):
        read(json.dumps(values), "ctis-json")


def test_an_archive_of_every_sample() -> None:
    files = sorted(SAMPLES.iterdir())
    records = read(zipped({f"samples/{file.name}": file.read_bytes() for file in files}))
    assert records == tuple(record for file in files for record in read(file))


def test_what_systems_put_into_archives_is_left_out() -> None:
    members = {"__MACOSX/._a.txt": b"\0\5\26\7", ".DS_Store": b"\0\0\0\1", "folder/": b"", "folder/a.txt": TEXT}
    assert len(read(zipped(members))) == 1


def test_the_member_of_an_archive_is_named(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    file.write_bytes(zipped({"a.txt": TEXT, "in.zip": zipped({"b.json": '{"protocolSection": '})}))
    with pytest.raises(InputError) as refusal:
        read(file)
    assert str(refusal.value) == f"{file}!in.zip!b.json:1:21: the JSON is cut off"


def test_a_named_format_holds_for_the_members() -> None:
    (record,) = read(zipped({"a.txt": TEXT}), "text")
    assert record.format == "text"
    with pytest.raises(InputError, match=r"!a\.txt: the source is no XLSX workbook"):
        read(zipped({"a.txt": TEXT}), "ictrp-xlsx")


def test_archives_beyond_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    refused(zipped({"a.txt": b" " * 20_000_000}), "!a.txt: .*ZIP bomb")
    inner = zipped({"a.txt": TEXT})
    assert len(read(zipped({"b.zip": inner}))) == 1
    refused(zipped({"c.zip": zipped({"b.zip": inner})}), "more than 2 deep")
    monkeypatch.setattr(archive, "MEMBERS", 3)
    refused(zipped({f"{n}.txt": TEXT for n in range(4)}), "4 members, more than 3")
    monkeypatch.setattr(archive, "TOTAL", 50)
    refused(zipped({"a.txt": TEXT * 2}), "unpacks to more than")


def test_a_member_that_is_larger_than_its_entry_says() -> None:
    content = bytearray(zipped({"a.txt": TEXT * 100}))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    refused(bytes(content), "!a.txt: .*damaged")


def test_an_encrypted_archive() -> None:
    content = bytearray(zipped({"a.txt": TEXT}))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    refused(bytes(content), "!a.txt: the ZIP archive is encrypted: unpack it")


@pytest.mark.parametrize("cut", [4, 30, 60, -1, -40])
def test_an_archive_cut_off(cut: int) -> None:
    refused(zipped({"a.txt": TEXT, "b.txt": TEXT})[:cut], "damaged or cut off")


def test_every_byte_of_an_archive_may_be_wrong() -> None:
    content = zipped({"a.txt": TEXT, "b.json": study(1)})
    for at in range(4, len(content)):
        wrong = bytearray(content)
        wrong[at] ^= 0xFF
        try:
            read(bytes(wrong))
        except InputError as refusal:
            assert refusal.message  # noqa: PT017 - a correct reading is as good


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["TrialID", "Inclusion Criteria"])
    sheet.append(["X1", "Adults"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(content: bytes, old: bytes, new: bytes) -> bytes:
    file = zipfile.ZipFile(io.BytesIO(content))
    return zipped({name: file.read(name).replace(old, new) for name in file.namelist()})


def test_damaged_workbooks() -> None:
    refused(workbook()[:-100], "damaged or cut off")
    refused(changed(workbook(), b"</sheetData>", b""), "XLSX workbook is damaged")
    refused(
        changed(workbook(), b"<worksheet ", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet '), "XLSX workbook is damaged"
    )
    refused(changed(workbook(), b"TrialID", b"Number"), "no sheet of a WHO ICTRP export")


def test_a_workbook_that_claims_to_be_large_takes_no_longer() -> None:
    assert len(read(changed(workbook(), b'"A1:B2"', b'"A1:XFD1048576"'))) == 1


def test_other_office_documents_are_named() -> None:
    refused(zipped({"word/document.xml": "<x/>"}), "a Word document, not text: save it as plain text")
