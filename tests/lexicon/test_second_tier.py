"""Checks of the second tier: its shape and what may not be in it always, its codes where sources are at hand."""

from __future__ import annotations

import collections
import csv
import gzip
import importlib.util
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from eligo.lex import lex
from eligo.lex.phrases import curated, lexicon
from eligo.lex.raw import phrase_key, raw_tokens
from eligo.lexicon import second_tier, tables
from eligo.lexicon.concepts import concept

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "grammar" / "lexicon"
REFERENCE = ROOT.parent / "shared" / "reference"

sys.path.insert(0, str(ROOT / "tools" / "second_tier"))
from diseases import verhoeff  # noqa: E402
from names import content  # noqa: E402

needs_reference = pytest.mark.skipif(
    not (REFERENCE / "concepts.tsv.gz").exists(), reason="no reference tables beside the project"
)
needs_icd = pytest.mark.skipif(
    importlib.util.find_spec("simple_icd_10_cm") is None, reason="simple-icd-10-cm is not installed"
)

ROWS = tables.rows("second_tier")
FORMS = [
    (k, v)
    for word, cell in second_tier.forms_by_word().items()
    if word != "word"
    for k, v in second_tier.forms(word, cell)
]


def cells(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tables.cell_list(row, column)


def test_shape() -> None:
    ids = [r["id"] for r in ROWS]
    assert ids == sorted(set(ids))
    for row in ROWS:
        assert row["kind"] in ("condition", "procedure", "drug")
        coded = any(cells(row, s) for s in ("snomed", "icd10cm", "rxnorm"))
        assert coded == bool(row["verified_by"]), row
        assert coded or row["kind"] == "drug", row
        assert row["course"] == "chronic" or row["course"].isdigit() or row["kind"] != "condition", row
        assert all(verhoeff(c) for c in cells(row, "snomed")), row
        assert all(re.fullmatch(r"[A-U]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", c) for c in cells(row, "icd10cm")), row


def test_forms_lead_to_concepts() -> None:
    for key, value in FORMS:
        kind, _, id = value.partition(":")
        found = concept(id)
        assert found.kind == kind, (key, value)
        assert found.bound or "'" in id or kind == "procedure" or id not in {r["id"] for r in ROWS}, (key, value)


def test_a_form_is_there_once_and_folded() -> None:
    assert len({k for k, _ in FORMS}) == len(FORMS)
    assert not [k for k, _ in FORMS if " ".join(phrase_key(raw_tokens(k))) != k]


def test_the_curated_tier_wins() -> None:
    """A form that a curated table got since the second tier was built has the curated senses alone."""
    known, both = curated(), lexicon()
    for key, _ in FORMS:
        if known.senses(key):
            both.at(raw_tokens(key), 0)
            assert both.senses(key) == known.senses(key), key
    stale = sum(bool(known.senses(key)) for key, _ in FORMS)
    assert stale < 500, f"{stale} forms are curated by now: run tools/second_tier/build.py again"


def test_names_parse_back() -> None:
    """The canonical text of an expression names its concepts, so a name must be one of its forms."""
    values, known = dict(FORMS), curated()
    for row in ROWS:
        key = " ".join(phrase_key(raw_tokens(row["name"])))
        assert known.senses(key) or values.get(key) == f"{row['kind']}:{row['id']}", row


def test_precision_of_forms() -> None:
    """No short forms, nothing of cues or generics, no word that the typo rule would turn into a function word."""
    generics = {" ".join(phrase_key(raw_tokens(r["form"]))) for r in tables.rows("generics")}
    known = curated()
    for key, _ in FORMS:
        assert max(map(len, key.split())) >= 5, key
        assert key not in generics
        assert not any(r.typo for r in known.corrected(raw_tokens(key))), key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("necrotizing fasciitis", "condition:necrotizing_fasciitis"),
        ("Felty's syndrome", "condition:felty_syndrome"),
        ("mediastinoscopy", "procedure:procedure'mediastinoscopy"),
        ("breast cancer", "condition:breast_cancer"),
    ],
)
def test_examples(text: str, value: str) -> None:
    assert [s.value for t in lex(text) for s in t.senses if s.type == "MENTION"] == [value]


def test_reading_is_lazy() -> None:
    """A start without a text reads none of it, a text only the lines of its words, concepts only when one is met."""
    code = (
        "from eligo.lexicon import second_tier as s; from eligo.lex import lex\n"
        "assert not s.forms_by_word.cache_info().currsize\n"
        "lex('breast cancer')\n"
        "assert s.forms_by_word.cache_info().currsize and not s._concepts.cache_info().currsize"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@cache
def reference(table: str) -> list[dict[str, str]]:
    with gzip.open(REFERENCE / f"{table}.tsv.gz", "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def names_of_snomed() -> dict[str, dict[str, str]]:
    """Source → SNOMED CT code → the names that the source has it under."""
    found: dict[str, dict[str, str]] = collections.defaultdict(dict)
    for row in reference("concepts"):
        if row["vocabulary"] == "SNOMED":
            found["concepts"][row["code"]] = row["name"]
    for table in ("doid", "mondo"):
        for row in reference(table):
            for code in re.findall(r"(?:SCTID|SNOMEDCT\w*):(\d+)", row["xrefs"]):
                found[table][code] = f"{found[table].get(code, '')}|{row['name']}|{row['synonyms']}"
    return found


def shares_words(row: dict[str, str], names: str) -> bool:
    own = [content(v) for v in (row["name"], *(k for k, value in FORMS_OF.get(row["id"], ())))]
    return any(content(part) & words for part in names.split("|") for words in own)


FORMS_OF: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
for _key, _value in FORMS:
    FORMS_OF[_value.partition(":")[2]].append((_key, _value))


@needs_reference
def test_snomed_codes_are_named_alike() -> None:
    """Each code stands in a source that ``verified_by`` names, under a name that shares words with the concept's."""
    seen: collections.Counter[str] = collections.Counter()
    strange = []
    for row in ROWS:
        for code in cells(row, "snomed"):
            sources = [s for s in row["verified_by"].split("|") if code in names_of_snomed().get(s, {})]
            seen[str(len(sources))] += 1
            if not sources or not any(shares_words(row, names_of_snomed()[s][code]) for s in sources):
                strange.append((row["id"], code, sources))
    total = sum(seen.values())
    print(
        f"{total} SNOMED CT codes; number of sources that have one:",
        {k: f"{100 * n / total:.1f} %" for k, n in sorted(seen.items())},
    )
    assert not strange, strange


ICD_NAMED_OTHERWISE = {
    "A66": "frambesia is yaws",
    "E72.530": "the enzyme that type 1 primary hyperoxaluria lacks",
    "E74.02": "glycogen storage disease II is Pompe disease",
    "E75.24": "the enzyme that Niemann-Pick disease lacks",
    "G83.5": "another name of the locked-in state",
    "H47.4": "chiasmal is of the optic chiasm",
    "J84.81": "another spelling of lymphangioleiomyomatosis",
    "Q78.6": "another name of multiple exostoses",
}
"""ICD-10-CM codes whose title shares no word with the concept's forms: why they are right all the same."""


@needs_icd
def test_icd10cm_titles_agree() -> None:
    import simple_icd_10_cm as cm

    strange, equal, total = [], 0, 0
    for row in ROWS:
        for code in cells(row, "icd10cm"):
            assert cm.is_valid_item(code), (row["id"], code)
            title = cm.get_description(code)
            total += 1
            own = {content(row["name"])} | {content(k) for k, _ in FORMS_OF[row["id"]]}
            equal += content(title) in own
            if not shares_words(row, title) and code not in ICD_NAMED_OTHERWISE:
                strange.append((row["id"], code, title))
    print(f"{total} ICD-10-CM codes; title has the very words of a form: {100 * equal / total:.1f} %")
    assert not strange, strange
