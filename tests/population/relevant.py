"""Bundles and patients without what no atom of a record looks for.

A patient of the population has 225 resources; those whose codes and names belong to no concept of a record can't tell on any
value of it. They are left out for the evaluator, which tries each code of each record, and for cql-execution, which takes 0.4 s
for all resources of a patient. The other engines get everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from neutral import codes

from eligo.concepts import Concept
from eligo.evaluate.matching import belongs
from eligo.lexicon.wellknown import body_weight, reproduction
from eligo.logic import ATOMS, Drug, Encounter, Expr, Reproduction, walk
from eligo.patient import Coding, Patient
from eligo.protocol import Protocol

Json = dict[str, Any]
CODED_BY = {"MedicationRequest": "medicationCodeableConcept", "Immunization": "vaccineCode"}
CODED = ("conditions", "observations", "drugs", "procedures", "immunisations")
UNCODED = {"Patient", "AllergyIntolerance"}


@dataclass(frozen=True)
class Relevance:
    """What a record looks for. All allergies stay, and all encounters if any are asked for."""

    protocol: Protocol

    def patient(self, patient: Patient) -> Patient:
        """The patient with the records that belong to a concept."""
        kept: dict[str, Any] = {
            name: tuple(r for r in getattr(patient, name) if self._belong(r.codes)) for name in CODED
        }
        return replace(patient, **kept, encounters=patient.encounters if self._encounters else ())

    def bundle(self, bundle: Json) -> Json:
        """The bundle with the resources that belong to a concept."""
        return {**bundle, "entry": [e for e in bundle["entry"] if self._matters(e["resource"])]}

    def _matters(self, r: Json) -> bool:
        if r["resourceType"] in UNCODED:
            return True
        if r["resourceType"] == "Encounter":
            return self._encounters
        named = (r[CODED_BY.get(r["resourceType"], "code")], *(part["code"] for part in r.get("component", [])))
        return any(self._belong(codes(concept)) for concept in named)

    @cached_property
    def _atoms(self) -> list[Expr]:
        return [a for c in self.protocol.criteria for a in walk(c.logic) if isinstance(a, ATOMS)]

    @cached_property
    def _encounters(self) -> bool:
        return any(isinstance(a, Encounter) for a in self._atoms)

    @cached_property
    def _belong(self) -> Callable[[tuple[Coding, ...]], bool]:
        concepts = tuple(dict.fromkeys(c for a in self._atoms for c in _concepts(a)))
        known: dict[tuple[tuple[Coding, str], ...], bool] = {}

        def belong(codings: tuple[Coding, ...]) -> bool:
            key = tuple((c, c.display) for c in codings)
            if key not in known:
                known[key] = any(belongs(codings, concept) for concept in concepts)
            return known[key]

        return belong


def _concepts(atom: Expr) -> Iterator[Concept]:
    concept = getattr(atom, "concept", None)
    if concept is not None:
        yield concept
    if isinstance(atom, Reproduction):
        yield reproduction(atom.state)
    if isinstance(atom, Drug):
        yield body_weight()
