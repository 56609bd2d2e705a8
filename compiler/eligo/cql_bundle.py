"""The target ``cql-bundle``: the CQL as a FHIR R4 Library, with its code lists as ValueSets, in one transaction Bundle.

The CQL is that of the target ``cql``, but for its code lists: a record belongs to a concept if it has a code ``in`` the value set.
Subtrees of ICD-10 stay in the CQL, since FHIR defines no filter for the beginning of a code; so do coded answers and severities,
which are a few codes each. A SNOMED CT code that stands for all below it (an override's ``descendants``) becomes an ``is-a``
filter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eligo.emit import load, render
from eligo.escape import sql_name
from eligo.plan import CodeTest, DrugFact, Fact, Plan, ReproductionFact, SystemCodes

BASE = "https://eligo.example/fhir"
"""Where the canonical addresses begin; ".example" belongs to nobody (RFC 2606)."""
VERSION = "1.0.0"
LONGEST_ID = 64
"""Of a resource: https://hl7.org/fhir/R4/datatypes.html#id."""

Groups = tuple[SystemCodes, ...]


@dataclass(frozen=True, slots=True)
class ValueSet:
    """A code list: its title, the resource's id, the canonical address, and the codes by system."""

    title: str
    id: str
    url: str
    groups: Groups

    @property
    def name(self) -> str:
        """What the CQL calls it."""
        return f"codes of {self.title}"

    @property
    def computer_name(self) -> str:
        """``ValueSet.name``: letters, digits and underscores, the first of them a capital letter."""
        return re.sub(r"\W+", "_", self.name, flags=re.ASCII).strip("_").capitalize()


def emit_bundle(plan: Plan, *, base: str = BASE) -> str:
    """The Bundle as JSON, of a "fhir" plan. ``base``: where the canonical addresses of Library and ValueSets begin."""
    base = base.rstrip("/")
    name = sql_name(plan.trial) or "Eligibility"
    id = _id(plan.trial) or "eligibility"
    sets = value_sets(plan, id, base)
    cql = render(plan, load("cql"), sets={s.groups: s for s in sets})
    return render(plan, load("cql-bundle"), cql=cql, value_sets=sets, base=base, name=name, id=id, version=VERSION)


def value_sets(plan: Plan, trial: str, base: str) -> tuple[ValueSet, ...]:
    """The value sets of a plan, in the order of their first use; equal code lists are one. ``trial`` begins their ids."""
    found: dict[Groups, str] = {}
    for title, groups in (named for fact in plan.facts for named in _lists(fact)):
        if any(g.exact for g in groups):
            found.setdefault(groups, title)
    titles = _apart(list(found.values()), "{} ({})")
    ids = _apart([_id(f"{trial}-{t}"[: LONGEST_ID - 4]) for t in titles], "{}-{}")
    return tuple(
        ValueSet(title, id, f"{base}/ValueSet/{id}", groups)
        for groups, title, id in zip(found, titles, ids, strict=True)
    )


def _apart(names: list[str], numbered: str) -> list[str]:
    """The names, a repeated one with its number."""
    return [numbered.format(n, names[:i].count(n) + 1) if n in names[:i] else n for i, n in enumerate(names)]


def _lists(fact: Fact) -> Iterator[tuple[str, Groups]]:
    for test in _tests(fact):
        yield test.label or fact.says, test.include
        yield f"what is no {test.label or fact.says}", test.exclude


def _tests(fact: Fact) -> Iterator[CodeTest]:
    match fact.test:
        case DrugFact(codes=codes, members=members, dose=dose):
            yield codes
            if dose is not None and any(m.factor != 1 for m in members):
                yield from (m.codes for m in members)
            if dose is not None and dose.weight is not None:
                yield dose.weight.codes
        case ReproductionFact(conditions=conditions, observations=observations):
            yield from (conditions, observations)
        case _ if isinstance(own := getattr(fact.test, "codes", None), CodeTest):
            yield own


def _id(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
