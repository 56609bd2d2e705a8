"""What a vocabulary is to the rest of eligo, whatever it is kept in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from eligo.concepts import Code, System

VOCABULARIES: dict[System, str] = {
    "snomed": "SNOMED",
    "icd10cm": "ICD10CM",
    "icd10pcs": "ICD10PCS",
    "loinc": "LOINC",
    "rxnorm": "RxNorm",
    "cvx": "CVX",
    "local": "Local",
}
"""``vocabulary_id`` of the OMOP standardised vocabularies by code system."""

SYSTEMS: dict[str, System] = {vocabulary: system for system, vocabulary in VOCABULARIES.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the OMOP ``concept`` table. ``standard``: S standard, C classification, "" neither; ``invalid``: D deleted,
    U updated, "" valid.
    """

    id: int
    vocabulary: str
    code: str
    name: str
    domain: str
    concept_class: str
    standard: str
    invalid: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found by words, and the name or synonym they were found in."""

    entry: Entry
    label: str


class Vocabulary(Protocol):
    """An OMOP vocabulary. Equal vocabularies have equal hashes, and they are picklable: work goes to other processes."""

    def __hash__(self) -> int: ...

    @property
    def version(self) -> str:
        """The release, as the vocabulary itself names it; "" if it doesn't."""
        ...

    def entries(self, codes: Iterable[Code]) -> dict[Code, Entry]:
        """The concept of each code; codes that the vocabulary lacks are left out."""
        ...

    def standard(self, entry: Entry) -> tuple[Entry, ...]:
        """What a concept ``Maps to``: itself if it is standard, () if nothing."""
        ...

    def descendants(self, codes: Iterable[Code]) -> tuple[Code, ...]:
        """All codes of eligo's systems that stand for the codes or lie below them, the codes themselves included, sorted.

        A code that isn't standard counts by what it maps to. Codes that aren't standard but map to any of these belong too.
        """
        ...

    def ingredient(self, name: str) -> Code | None:
        """The RxNorm ingredient of exactly this name, case aside; None where there is none or several."""
        ...

    def search(
        self,
        text: str,
        *,
        domain: str | None = None,
        vocabulary: str | None = None,
        standard: bool = False,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        """Concepts whose name or a synonym has all words of ``text``, exact names first."""
        ...
