"""Sources of many records and bad ones at the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"


def eligo(*arguments: str | Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from eligo.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><clinical_study>&a;</clinical_study>", "document type or entities"),
        (b"[" * 100_000, "nested too deeply"),
        (b"PK\x03\x04" + bytes(100), "ZIP archive is damaged"),
        (b"Adults \xe2\x89\xa5 18, \xe2\x89", "cut off"),
        (b"Adults\x00", "binary"),
    ],
)
def test_bad_sources_are_one_line_and_exit_code_2(content: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "bad"
    file.write_bytes(content)
    done = eligo("parse", file)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().strip().split("\n")
    assert line.startswith(f"eligo: {file}:")
    assert words in line


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    done = eligo("explain", tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode() == f"eligo: {tmp_path}: is a directory, not a file: give the files in it\n"


def test_what_stands_before_a_cut_is_printed() -> None:
    whole = (SAMPLES / "ctgov-lines.ndjson").read_bytes()
    done = eligo("parse", "--json", "-", stdin=whole[:-100])
    assert done.returncode == 2
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["NCT00000001"]
    assert b"2:" in done.stderr
    assert b"cut off" in done.stderr


def test_records_of_one_trial_in_several_countries_do_not_overwrite_each_other(tmp_path: Path) -> None:
    source = tmp_path / "two.txt"
    country = (SAMPLES / "euctr.txt").read_text("utf-8")
    source.write_text(country + country.replace("/ES/", "/DE/"), "utf-8")
    done = eligo("compile", source, "-t", "python", "-o", tmp_path / "out", "--quiet")
    assert done.returncode == 0, done.stderr
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["2020-000001-10.py", "2020-000001-10_2.py"]


def test_help_lists_the_formats() -> None:
    assert b"isrctn-xml" in b"".join(eligo("parse", "--help").stdout.split())
