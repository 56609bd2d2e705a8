"""Concepts that the semantics themselves need: body weight for doses per kg, evidence of pregnancy and breastfeeding."""

from __future__ import annotations

from functools import cache
from typing import Literal

from eligo.concepts import Answer, Code, Concept, System
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import cell_list, rows


def body_weight() -> Concept:
    """Body weight in kg (LOINC 29463-7 and its kin)."""
    return concept("body_weight")


@cache
def reproduction(state: Literal["pregnant", "lactating"]) -> Concept:
    """The evidence for a reproductive state: diagnosis codes and observation codes in ``include``, answers "yes" and "no"."""
    row = next(r for r in rows("reproduction") if r["id"] == state)
    systems: tuple[System, ...] = ("loinc", "snomed", "icd10cm")
    include = tuple(Code(s, c, s == "icd10cm") for s in systems for c in cell_list(row, s))
    answers = tuple(Answer(label, tuple(_coded(c) for c in cell_list(row, label))) for label in ("yes", "no"))
    return Concept(state, state, "condition", include, answers=answers)


def _coded(text: str) -> Code:
    system, _, code = text.partition(":")
    return Code(system, code)  # type: ignore[arg-type]
