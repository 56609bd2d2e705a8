"""Concept sets: what a clinical mention stands for, in codes.

A :class:`Concept` is the OHDSI concept-set shape (include, exclude, with descendants) together with what a comparison over
it needs: units and their scales, coded answers, the course of a condition. It is plain data; where it came from is
recorded by the stage that bound it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

System = Literal["snomed", "icd10cm", "icd10pcs", "loinc", "rxnorm", "cvx", "local"]
Kind = Literal["condition", "lab", "vital", "score", "drug", "procedure", "substance", "social", "vaccine"]


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """One code of one system.

    ``descendants`` means the subtree. For ICD-10-CM and ICD-10-PCS the subtree is every code that starts with ``code``
    (dots as published); for other systems a subtree needs a vocabulary, and without one only the code itself matches.
    """

    system: System
    code: str
    descendants: bool = False


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A drug ingredient: its codes, the name records display, and its dose equivalence.

    ``factor`` is how many mg of the class's reference drug (for glucocorticoids prednisone) one mg of this ingredient
    is worth; None where no published table has it.
    """

    name: str
    codes: tuple[Code, ...] = ()
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UnitScale:
    """A unit a record may carry, and how many of it make one of the concept's canonical unit. ``unit`` "" = none given.

    ``offset`` is what is added after that, where zero is somewhere else (degrees Fahrenheit: 1.8 and 32).
    """

    unit: str
    scale: Decimal
    offset: Decimal = Decimal(0)

    def of(self, canonical: Fraction) -> Fraction:
        """A value in this unit, from the canonical unit."""
        return canonical * Fraction(self.scale) + Fraction(self.offset)

    def canonical(self, value: Fraction) -> Fraction:
        """A value in the canonical unit, from this unit."""
        return (value - Fraction(self.offset)) / Fraction(self.scale)


@dataclass(frozen=True, slots=True)
class Answer:
    """A coded answer of an observation, such as "positive" or NYHA "III" (``ordinal`` 3), and the codes that mean it."""

    label: str
    codes: tuple[Code, ...]
    ordinal: Decimal | None = None


MEASURED: tuple[Kind, ...] = ("lab", "vital", "score")
"""Kinds of which a record holds values."""

ONE = UnitScale("", Decimal(1))
"""The unit of numbers without one."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept set.

    Attributes:
        id: the lexicon's id, or "" for a mention that nothing binds.
        name: the preferred name.
        kind: what sort of thing it is.
        include, exclude: codes; a record belongs if it has an included code and none of the excluded ones.
        ingredients: for drugs, the members; a drug record belongs through a code or the displayed name of one.
        unit: canonical UCUM unit of a measurement; None for a score or a coded result.
        units: every unit string a record may carry, with its scale; includes ``unit`` itself.
        answers: coded answers.
        days: for an episodic condition, how long it counts as present after onset; None = chronic.
        lasting: the value of a measurement does not go stale (genotype, receptor status).
        complete: code systems in which the set is known to hold every code of the concept.
        titles, exclude_titles: names, each as :func:`title` makes it, for conditions, procedures, vaccines, and for measurements
            without a code; a record that displays one of ``titles`` belongs as if it had an included code, one of
            ``exclude_titles`` an excluded one.
    """

    id: str
    name: str
    kind: Kind
    include: tuple[Code, ...] = ()
    exclude: tuple[Code, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    unit: str | None = None
    units: tuple[UnitScale, ...] = ()
    answers: tuple[Answer, ...] = ()
    days: int | None = None
    lasting: bool = False
    complete: tuple[System, ...] = field(default=())
    titles: tuple[str, ...] = ()
    exclude_titles: tuple[str, ...] = ()

    @property
    def bound(self) -> bool:
        """Whether a record can be known to match or not; without codes an atom is unknown, or true by a title.

        A measurement without a record is unknown anyhow, so that its titles are enough.
        """
        return bool(self.include or self.ingredients or (self.titles and self.kind in MEASURED))

    def scale(self, unit: str) -> Decimal | None:
        """How many of ``unit`` make one of the canonical unit; None where the unit can't be converted."""
        return next((u.scale for u in self.units if u.unit == unit), None)

    def measure(self, unit: str) -> UnitScale | None:
        """How values in a unit are converted; None where the unit can't be."""
        return next((u for u in self.units if u.unit == unit and u.scale), None)

    def to_dict(self) -> dict[str, object]:
        """The JSON form: name, kind and codes, and what else is set."""
        codes = [
            {"system": c.system, "code": c.code} | ({"descendants": True} if c.descendants else {})
            for c in (*self.include, *(c for i in self.ingredients for c in i.codes))
        ]
        out: dict[str, object] = {"id": self.id, "name": self.name, "kind": self.kind, "codes": codes}
        if self.exclude:
            out["exclude"] = [{"system": c.system, "code": c.code} for c in self.exclude]
        return out


def without(base: Concept, exceptions: Sequence[Concept]) -> Concept:
    """``base`` without the records (or ingredients) of ``exceptions``; its name says so."""
    name = f"{base.name} other than {', '.join(e.name for e in exceptions)}"
    if base.ingredients:
        gone = {i.name for e in exceptions for i in e.ingredients}
        kept = tuple(i for i in base.ingredients if i.name not in gone)
        return replace(base, id=f"{base.id}-", name=name, ingredients=kept)
    codes = tuple(dict.fromkeys(c for e in exceptions for c in e.include))
    titles = tuple(dict.fromkeys(t for e in exceptions for t in e.titles))
    return replace(
        base,
        id=f"{base.id}-",
        name=name,
        exclude=(*base.exclude, *codes),
        exclude_titles=(*base.exclude_titles, *titles),
    )


SEMANTIC_TAGS = (
    "disorder",
    "finding",
    "procedure",
    "situation",
    "event",
    "morphologic abnormality",
    "observable entity",
    "regime/therapy",
)
"""What SNOMED CT's fully specified names end with, in brackets: https://confluence.ihtsdotools.org/display/DOCEG/Semantic+Tag"""

_TAG = re.compile(rf"\((?:{'|'.join(SEMANTIC_TAGS)})\)\Z")
_NO_WORD = re.compile("[^a-z0-9]+")


def title(text: str) -> str:
    """A displayed name as titles are compared: lower case, without a semantic tag at its end, the runs of a–z and 0–9."""
    return _NO_WORD.sub(" ", _TAG.sub("", text.lower())).strip()
