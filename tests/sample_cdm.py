"""A small OMOP CDM 5.4 to try things on: the example patients of ``criteria/patients`` in a DuckDB file.

``python tests/sample_cdm.py FILE.duckdb`` writes it: a person per patient of all example records, as they were on 15 January 2026,
and a vocabulary of the codes that occur in them and in the records. It needs DuckDB (``pip install '.[omop]'``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "spec"), str(ROOT / "tests" / "differential")]

import duckdb
from harness.omop import load
from neutral import closed, patient

import eligo
from eligo.bind import concepts


def write(file: Path) -> int:
    """Write the database to ``file``, which must not exist; the number of its persons."""
    folder = ROOT / "criteria"
    bundles = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("patients/*/*.json"))]
    records = sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".json"))
    named = {c: None for r in records for criterion in eligo.compile(r).criteria for c in concepts(criterion.logic)}
    with duckdb.connect(str(file)) as connection:
        load(connection, [closed(patient(b)) for b in bundles], named)
    return len(bundles)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/sample_cdm.py FILE.duckdb")
    place = Path(sys.argv[1])
    if place.exists():
        sys.exit(f"{place} is there already")
    print(f"{place}: {write(place)} persons")
