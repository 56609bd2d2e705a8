"""Concept sets widened by a vocabulary.

Two forms of one thing. For FHIR the codes below are listed one by one, so that Python and CQL need no vocabulary at run time; in
OMOP the listed codes are marked as subtrees, which ``concept_ancestor`` resolves where the data are.

Conditions, procedures, drugs, vaccines and substances are widened: whoever has what lies below has the thing itself. Tests and
scores are not: a narrower test has another unit or meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from eligo.bind import concepts
from eligo.concepts import Code, Concept, Ingredient, Kind, System
from eligo.lexicon.tables import cell_list, rows
from eligo.logic import Expr
from eligo.plan import Model
from eligo.vocab.model import Vocabulary

WIDENED: tuple[Kind, ...] = ("condition", "procedure", "drug", "substance", "vaccine")

NAMES: dict[System, str] = {"snomed": "SNOMED CT", "rxnorm": "RxNorm", "cvx": "CVX"}
"""The systems whose subtrees need a vocabulary; those of ICD-10 are told by the codes themselves."""


def widened(concept: Concept, vocabulary: Vocabulary, model: Model) -> Concept:
    """A concept set with what lies below its codes: the codes themselves (FHIR), or the listed ones as subtrees (OMOP).

    An ingredient without a code gets that of the RxNorm ingredient of its very name. Codes that only say that a condition was once
    there are excluded where the set doesn't list them. ``complete`` gains the systems in which the subtree of every listed code
    is known.
    """
    return _widened(concept, vocabulary, model) if concept.kind in WIDENED and concept.bound else concept


def assumptions(logic: Iterable[Expr], vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the widened sets of some criteria stand on, as sentences: the release, how many sets are whole, what it lacks."""
    sets = {c.name: _coded(c, vocabulary) for expr in logic for c in concepts(expr) if c.kind in WIDENED and c.bound}
    if not sets:
        return ()
    known = [_Known.of(_codes(c), vocabulary) for c in sets.values()]
    counts = []
    for system, name in NAMES.items():
        using = [k for k in known if system in k.systems]
        if using:
            counts.append(f"{name} {sum(system in k.whole for k in using)} of {len(using)}")
    release = f"the vocabulary {vocabulary.version}" if vocabulary.version else "the vocabulary"
    told = [
        f"Listed codes stand for all that lies below them in {release}. Concepts whose lists are whole, so that none of their codes"
        f" on record means no: {', '.join(counts) or 'none'}."
    ]
    for system, name in NAMES.items():
        gone = dict.fromkeys(c.code for k in known for c in k.unknown if c.system == system)
        if gone:
            told.append(f"Not in that vocabulary, so that each code stands for itself alone: {name} {', '.join(gone)}.")
    bare = sorted({i.name for c in sets.values() for i in c.ingredients if not i.codes})
    if bare:
        told.append(f"Drugs without a code, told by the displayed name alone: {', '.join(bare)}.")
    return tuple(told)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a vocabulary knows of some codes: the roots of their subtrees, and the codes of which it knows none."""

    systems: frozenset[System]
    roots: dict[Code, Code]
    unknown: tuple[Code, ...]

    @property
    def whole(self) -> frozenset[System]:
        """The systems in which the subtree of every code is known."""
        return self.systems - {c.system for c in self.unknown}

    @classmethod
    def of(cls, codes: Iterable[Code], vocabulary: Vocabulary) -> _Known:
        asked = [c for c in codes if c.system in NAMES]
        roots = {}
        for code, entry in vocabulary.entries(asked).items():
            targets = vocabulary.standard(entry)
            if len(targets) == 1 and targets[0].vocabulary == entry.vocabulary:
                roots[code] = replace(code, code=targets[0].code, descendants=True)
        return cls(frozenset(c.system for c in asked), roots, tuple(c for c in asked if c not in roots))


@lru_cache(maxsize=4096)
def _widened(concept: Concept, vocabulary: Vocabulary, model: Model) -> Concept:
    concept = _coded(concept, vocabulary)
    known = _Known.of(_codes(concept), vocabulary)
    past = _past(concept, vocabulary) if concept.kind == "condition" else ()
    return replace(
        concept,
        include=_wide(concept.include, vocabulary, model),
        exclude=(*_wide(concept.exclude, vocabulary, model), *past),
        ingredients=tuple(replace(i, codes=_wide(i.codes, vocabulary, model)) for i in concept.ingredients),
        complete=tuple(dict.fromkeys((*concept.complete, *sorted(known.whole)))),
    )


def _wide(codes: tuple[Code, ...], vocabulary: Vocabulary, model: Model) -> tuple[Code, ...]:
    if model == "omop":
        known = _Known.of(codes, vocabulary)
        return tuple(dict.fromkeys((*codes, *known.roots.values())))
    below = vocabulary.descendants(c for c in codes if c.system in NAMES)
    subtrees = [c for c in codes if c.descendants]
    return tuple(dict.fromkeys((*codes, *(c for c in below if not _in_any(c, subtrees)))))


def _past(concept: Concept, vocabulary: Vocabulary) -> tuple[Code, ...]:
    """Codes below the listed ones that say "once there", as "old myocardial infarction" stands below the infarction."""
    own = {c for c in concept.include if c.system == "snomed"}
    told = {Code("snomed", code) for row in rows("condition_history") for code in cell_list(row, "snomed")}
    return tuple(sorted((told & set(vocabulary.descendants(own))) - own - set(concept.exclude))) if own else ()


def _coded(concept: Concept, vocabulary: Vocabulary) -> Concept:
    """The concept with the codes of the ingredients that the vocabulary knows by name."""
    return replace(concept, ingredients=tuple(_named(i, vocabulary) for i in concept.ingredients))


def _named(ingredient: Ingredient, vocabulary: Vocabulary) -> Ingredient:
    if any(c.system == "rxnorm" for c in ingredient.codes):
        return ingredient
    code = vocabulary.ingredient(ingredient.name)
    return replace(ingredient, codes=(*ingredient.codes, code)) if code else ingredient


def _codes(concept: Concept) -> list[Code]:
    return [*concept.include, *(c for i in concept.ingredients for c in i.codes)]


def _in_any(code: Code, subtrees: list[Code]) -> bool:
    return any(code.system == s.system and code.code.startswith(s.code) for s in subtrees)
