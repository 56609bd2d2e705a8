"""Another disease than the one that a study is about.

- **D41** "other malignancy", "second malignancy": the class without the cancer that the registry gives as studied, and without what
  records call it by another name (its site, a metastasis, a cancer of unstated site). Where the registry gives none, several or the
  class itself, a person has to tell the two apart. Of other classes too: what a disease leads to is coded beside it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret.scene import Scene
from eligo.lex import Sense
from eligo.lex.phrases import lexicon
from eligo.lex.raw import raw_tokens
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import cell_list, rows
from eligo.scope import Statement
from eligo.scope.others import other, related

FEW = 3
"""How many ICD-10-CM categories a site has at most, so that it is no class of sites."""


CATEGORY = 3
"""How many characters a category of ICD-10-CM has."""


def apart(st: Statement, scene: Scene) -> Statement:
    """D41: a statement about "another one", set apart from what is studied where that is known."""
    word = other(st) if st.kind == "condition" else None
    whole = _classes().get(st.id) or (st.id if word is not None and st.id in _classes().values() else None)
    if whole is None or st.apart:
        return st
    gone = _others(whole, scene.registry.conditions)
    if not gone:
        return st
    rules = [*st.rules, "D41"]
    if word is None:
        return replace(st, sense=Sense("MENTION", f"condition:{whole}"), apart=gone, rules=rules)
    before = [e for e in st.before if e is not word]
    return replace(st, before=before, silent=[*st.silent, word], apart=gone, rules=rules)


@cache
def _classes() -> dict[str, str]:
    return {r["id"]: r["class"] for r in rows("second_ones")}


@cache
def _others(whole: str, conditions: tuple[str, ...]) -> tuple[str, ...]:
    """What is no other one of a class in a study of these conditions; () where that can't be told."""
    studied = sorted({id for text in conditions for id in _named(text)})
    bound = [id for id in studied if concept(id).include and related(concept(id), concept(whole))]
    names = tuple(dict.fromkeys((*bound, *(w for id in bound for w in _of_site(id)))))
    sites = tuple(dict.fromkeys(s for id in names for s in _sites(id)))
    # Of a study of several cancers, one patient's other one may be what another patient has.
    if whole in studied or not _few(sites) or not all(_sites(id) or _of_site(id) for id in bound):
        return ()
    same = [
        r["id"]
        for r in rows("conditions")
        if (own := cell_list(r, "icd10cm")) and all(o.startswith(sites) for o in own)
    ]
    kin = [r["kin"] for r in rows("study_kin") if r["class"] == whole]
    return tuple(dict.fromkeys((*names, *same, *kin)))


def _named(text: str) -> list[str]:
    """The conditions that a text names."""
    last, comma, first = text.partition(", ")
    # "Carcinoma, Non-Small-Cell Lung", as subject headings write it.
    raws, found, i = raw_tokens(f"{first} {last}" if comma else text), [], 0
    while i < len(raws):
        match = lexicon().at(raws, i)
        senses = [s.value for s in match.senses if s.value.startswith("condition:")] if match is not None else []
        found += [v.partition(":")[2] for v in senses]
        i = match.end if match is not None and senses else i + 1
    return found


def _sites(id: str) -> tuple[str, ...]:
    return tuple(c.code for c in concept(id).include if c.system == "icd10cm")


@cache
def _of_site(id: str) -> tuple[str, ...]:
    """Names for a cancer by its site where its own says the cells only, which ICD-10-CM doesn't."""
    codes = set(_snomed(id)) if not _sites(id) else set()
    found = [r for r in rows("conditions") if not codes.isdisjoint(cell_list(r, "snomed"))]
    return tuple(r["id"] for r in found if _few(cell_list(r, "icd10cm")))


def _few(sites: tuple[str, ...]) -> bool:
    """Whether codes are those of one site."""
    return 1 <= len(sites) <= FEW and all(len(s) >= CATEGORY for s in sites)


def _snomed(id: str) -> tuple[str, ...]:
    return tuple(c.code for c in concept(id).include if c.system == "snomed")
