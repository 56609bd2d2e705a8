"""The folder that the commands of the documentation run in: a checkout, and the files that its pages speak of."""

from __future__ import annotations

import atexit
import shutil
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "vocab")]

CHECKOUT = ("criteria", "tests", "targets", "grammar", "tasks.py")
AMENDED = (
    ("Age from 18 to 70 years", "Age from 18 to 75 years"),
    ("Written informed consent", "Signed informed consent"),
)
OVERRIDES = '[[phrase]]\nphrase = "conventional"\nnoise = true\n'


def checkout(folder: Path) -> Path:
    """``folder`` as a checkout of the project, without what the pages make themselves."""
    for name in CHECKOUT:
        (folder / name).symlink_to(ROOT / name)
    return folder


def own_package(folder: Path) -> Path:
    """A checkout whose grammar is a copy, and an ``eligo`` in the folder ``package`` that reads it."""
    checkout(folder)
    (folder / "grammar").unlink()
    shutil.copytree(ROOT / "grammar", folder / "grammar", ignore=shutil.ignore_patterns("__pycache__"))
    package = folder / "package" / "eligo"
    package.mkdir(parents=True)
    for part in (ROOT / "compiler" / "eligo").iterdir():
        (package / part.name).symlink_to(part)
    (package / "grammar").symlink_to(folder / "grammar")
    (package / "targets").symlink_to(ROOT / "targets")
    return folder


def prepared(folder: Path) -> Path:
    """A checkout with two versions of a record (v1.txt, v2.txt), trial.txt, trial.json, overrides, an Athena download, and a
    CDM in cdm.duckdb."""
    shutil.copytree(_made(), folder, symlinks=True, dirs_exist_ok=True)
    return folder


@cache
def _made() -> Path:
    import athena
    import sample_cdm

    folder = checkout(Path(mkdtemp(prefix="eligo-docs-")))
    atexit.register(shutil.rmtree, folder)
    old = new = (ROOT / "criteria" / "lupus.txt").read_text(encoding="utf-8")
    for was, now in AMENDED:
        assert was in old, was
        new = new.replace(was, now)
    for name, text in (("v1.txt", old), ("v2.txt", new), ("trial.txt", old), ("lupus.eligo.toml", OVERRIDES)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "trial.json").write_bytes((ROOT / "criteria" / "hiv.json").read_bytes())
    athena.written(folder / "athena")
    sample_cdm.write(folder / "cdm.duckdb")
    return folder
