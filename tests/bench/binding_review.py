"""Draw bindings of the lexicon for a reader to judge: ``python tests/bench/binding_review.py SEED [COUNT]``.

Writes docs/binding-review.csv: texts of real criteria, the concept each is bound to, and the concept's codes with the names that
the reference tables give them. Drawn with the seed from the distinct pairs of text and concept in 1500 random trials, so that a
frequent pair counts once. The column ``verdict`` is left for the reader: right, wide (the codes hold more than the text says),
narrow (they hold part of it only), or wrong.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from study import SHARED, sample

from eligo.concepts import Code, Concept
from eligo.lex import lex
from eligo.lexicon.concepts import KIND_OF_TABLE, concept

ROOT = Path(__file__).resolve().parents[2]
TRIALS = 1500
SHOWN = 8
VOCABULARIES = {"snomed": "SNOMED", "loinc": "LOINC", "rxnorm": "RxNorm", "icd10pcs": "ICD10PCS"}


def pairs(seed: int) -> list[tuple[str, str]]:
    """The distinct pairs of a text and what it stands for (``kind:id``), bound concepts only."""
    found = set()
    for trial in sample(TRIALS, seed):
        text = trial.get("text") or f"{trial.get('inclusion') or ''}\n{trial.get('exclusion') or ''}"
        for line in text.split("\n"):
            for token in lex(line):
                for sense in token.senses:
                    kind, _, id = sense.value.partition(":")
                    if sense.type == "MENTION" and kind in KIND_OF_TABLE.values() and concept(id).bound:
                        found.add((" ".join(token.text.lower().split()), sense.value))
    return sorted(found)


def code_names() -> dict[tuple[str, str], str]:
    """The names of codes, by vocabulary and code."""
    import simple_icd_10_cm as cm

    found = {("icd10cm", code): cm.get_description(code) for code in cm.get_all_codes(True)}
    for table in ("doid", "mondo", "hpo"):
        for row in _rows(table):
            for code in re.findall(r"(?:SCTID|SNOMEDCT\w*):(\d+)", row["xrefs"]):
                found["snomed", code] = row["name"]
    systems = {v: k for k, v in VOCABULARIES.items()}
    for row in _rows("loinc"):
        found["loinc", row["code"]] = row["name"]
    for row in _rows("concepts"):
        if row["vocabulary"] in systems:
            found[systems[row["vocabulary"]], row["code"]] = row["name"]
    return found


def _rows(table: str) -> Iterator[dict[str, str]]:
    with gzip.open(SHARED / "reference" / f"{table}.tsv.gz", "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def shown(of: Concept, names: dict[tuple[str, str], str]) -> str:
    """A concept's codes with their names; a drug's ingredients with theirs."""

    def one(code: Code) -> str:
        return f"{code.system} {code.code} {names.get((code.system, code.code), '?')}"

    parts = [one(c) for c in of.include]
    parts += [f"{i.name} ({', '.join(map(one, i.codes)) or 'by name'})" for i in of.ingredients]
    more = len(parts) - SHOWN
    without = f" | without {', '.join(map(one, of.exclude))}" if of.exclude else ""
    return " | ".join(parts[:SHOWN]) + (f" | and {more} more" if more > 0 else "") + without


def main(seed: int, count: int) -> None:
    """Draw and write."""
    names = code_names()
    drawn = random.Random(seed).sample(pairs(seed), count)
    with (ROOT / "docs" / "binding-review.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("text", "concept", "kind", "codes", "verdict"))
        for text, value in drawn:
            kind, _, id = value.partition(":")
            table.writerow((text, concept(id).name, kind, shown(concept(id), names), ""))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
