"""Cancers that have spread.

- **J27** "metastatic breast cancer": whoever has the cancer and a distant metastasis on record has it; lymph nodes alone may be
  regional, and where no metastasis is recorded a person has to look, unless a code says it of the cancer itself.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.concepts import Concept, without
from eligo.lex.raw import text_key
from eligo.lex.word_tables import phrase_keys
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import And, Condition, Expr, Manual, Or, Origin, mapped
from eligo.parse.ast import Element

SITES = (*(f"C{n}" for n in range(7)), *(f"C7{n}" for n in "012345A"), "C76.0")
"""How ICD-10-CM codes of solid cancers by their site begin."""


def told(e: Element, host: Expr, leaf: Expr) -> Expr:
    """What an adjective that became ``leaf`` says of a host: a metastasis on record makes it true."""
    if not isinstance(host, Condition) or e.foreign or text_key(e.text) not in phrase_keys("spreads", "word", "said"):
        return leaf
    if host.window is not None or not _solid(host.concept):
        return leaf
    found = _metastasis(host.state, leaf.origin)
    open_ = Manual("not-recorded", getattr(leaf, "text", e.text), leaf.origin)
    return Or((found, open_), leaf.origin)


def named(host: Expr) -> Expr:
    """What a name such as "metastatic breast cancer" says beside its own codes: the cancer, and a metastasis."""
    if not isinstance(host, Condition):
        return mapped(host, named)
    cancer = _named().get(host.concept.id)
    if cancer is None or host.window is not None or host.count > 1:
        return host
    spread = And((replace(host, concept=concept(cancer)), _metastasis(host.state, host.origin)))
    return Or((host, spread), host.origin)


def _metastasis(state: str, origin: Origin) -> Condition:
    """A metastasis that isn't one of lymph nodes."""
    distant = without(concept("metastatic_disease"), [concept("lymph_node_metastases")])
    return Condition(distant, "history" if state == "history" else "present", origin=origin)


@cache
def _named() -> dict[str, str]:
    return {r["word"]: r["of"] for r in rows("spreads") if r["kind"] == "named"}


def _solid(bound: Concept) -> bool:
    listed = any(r["word"] == bound.id and r["kind"] == "cancer" for r in rows("spreads"))
    sites = [c.code for c in bound.include if c.system == "icd10cm"]
    return listed or (bool(sites) and all(s.startswith(SITES) for s in sites) and bound.id not in WHOLE)


WHOLE = ("malignancy", "solid_tumor")
"""Classes of which one cancer may have spread and another one not."""
