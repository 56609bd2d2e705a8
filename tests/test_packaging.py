"""The wheel holds every source and data file, and works without the source tree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

#: Source folder -> package it is installed as.
PACKAGES = {"compiler/eligo": "eligo", "grammar": "eligo/grammar", "targets": "eligo/targets"}
IGNORED = ("__pycache__", "*.pyc")

PROBE = """
import json, sys
from importlib.resources import files
import eligo
protocol = eligo.compile("Inclusion criteria:\\n1. Age >= 18 years\\n", format="text")
json.dump({
    "file": eligo.__file__,
    "data": [str(files(name)) for name in ("eligo.grammar", "eligo.targets")],
    "targets": {target: bool(protocol.emit(target, as_of="2026-01-15")) for target in ("python", "cql", "sql")},
}, sys.stdout)
"""


def source_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Each file to be packed and its name in the wheel."""
    for folder, package in PACKAGES.items():
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                yield path, f"{package}/{path.relative_to(root / folder).as_posix()}"


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, so that nothing left in ``build/`` gets in."""
    copy = tmp_path_factory.mktemp("source")
    for folder in PACKAGES:
        shutil.copytree(root / folder, copy / folder, ignore=shutil.ignore_patterns(*IGNORED))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(root / name, copy)
    out = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(copy)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an installer would make of the wheel."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_wheel_holds_exactly_the_sources(root: Path, unpacked: Path) -> None:
    packed = {
        path.relative_to(unpacked).as_posix()
        for path in unpacked.rglob("*")
        if path.is_file() and not path.relative_to(unpacked).parts[0].endswith(".dist-info")
    }
    assert packed == {name for _, name in source_files(root)}


def test_wheel_holds_the_same_bytes(root: Path, unpacked: Path) -> None:
    assert [name for path, name in source_files(root) if path.read_bytes() != (unpacked / name).read_bytes()] == []


def test_wheel_carries_licence_and_notice(unpacked: Path) -> None:
    (licenses,) = unpacked.glob("*.dist-info/licenses")
    assert {path.name for path in licenses.iterdir()} == {"LICENSE", "NOTICE"}


def test_wheel_compiles_without_the_source_tree(unpacked: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [Path(path).is_relative_to(unpacked) for path in (found["file"], *found["data"])] == [True] * 3
    assert found["targets"] == {"python": True, "cql": True, "sql": True}
