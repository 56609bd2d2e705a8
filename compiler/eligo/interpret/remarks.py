"""Brackets that tell nothing of who is meant.

- **P17** all that there is of a thing ("pancreatitis (acute or chronic)", "interferon (pegylated or not)"), the visit at which
  something is looked at ("(Week -3)"), a reference, a code of the host ("(DSM-IV-TR 307.51)", "(REGN668)"), and why the
  study asks or forbids something ("digoxin (azithromycin may increase digoxin levels)") restrict nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from eligo.interpret.leftovers import words
from eligo.interpret.scene import Scene
from eligo.lex.raw import Raw, folds, raw_tokens
from eligo.lexicon.tables import rows
from eligo.logic import Drug, Expr
from eligo.parse.ast import Element
from eligo.scope import Statement, neighbours
from eligo.scope.statement import MEASURABLE

LEAST_CODE = 5
"""How many letters and digits a code name of a drug has at least ("REGN668")."""
DENIED = 2
"""How many words end a bracket "… or not"."""
BEFORE = 3
"""How many words stand before them at most."""
AT_ANY_TIME = "time"
"""The set of words for the past and the present."""


def without(statement: Statement, host: Expr, bracket: Element, scene: Scene) -> Expr | None:
    """P17: the host of a bracket that restricts nothing, at any time if that is what it says; None for any other bracket."""
    if not _tells_nobody(statement, host, bracket, scene):
        return None
    from eligo.interpret.narrowing import once

    said = folds(scene.text[bracket.tokens[0].end : bracket.tokens[-1].start])
    return once(host) if _exhausted(said) == AT_ANY_TIME else host


def _tells_nobody(statement: Statement, host: Expr, bracket: Element, scene: Scene) -> bool:
    text = scene.text[bracket.tokens[0].end : bracket.tokens[-1].start]
    raws = raw_tokens(text)
    said = folds(text)
    if not said or any(e.cue("LINE") for e in neighbours.inner(bracket)):
        return False
    if explained(said, statement, bracket):
        return True
    if statement.kind in MEASURABLE or statement.kind == "age" or statement.values:
        return _visit(said)
    return bool(_exhausted(said)) or _visit(said) or _cited(said) or _coded(raws, host, statement)


@cache
def _sets() -> Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]:
    out: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
    for row in rows("whichever"):
        key = folds(row["word"])
        out[key] = (*out.get(key, ()), (row["set"], row["part"]))
    return out


@cache
def _parts(name: str) -> frozenset[str]:
    return frozenset(r["part"] for r in rows("whichever") if r["set"] == name)


def _exhausted(said: tuple[str, ...]) -> str:
    """The set of which a bracket names every part, and nothing else; "not" for something "or not", "" for anything else."""
    if DENIED < len(said) <= DENIED + BEFORE and said[-DENIED:] in _negations():
        return "not"
    left, named = said, set[tuple[str, str]]()
    while left:
        size = next((n for n in range(min(len(left), 3), 0, -1) if left[:n] in _sets()), 0)
        if not size:
            return ""
        named.update(_sets()[left[:size]])
        left = left[size:]
    found = {name for name, part in named if part}
    only = found.pop() if len(found) == 1 else ""
    return only if only and _parts(only) <= {p for n, p in named if n == only} else ""


@cache
def _negations() -> frozenset[tuple[str, ...]]:
    return frozenset(folds(r["phrase"]) for r in rows("either_way"))


def _visit(said: tuple[str, ...]) -> bool:
    """Whether a bracket names a visit: a word for one with its number behind it, no length of time."""
    plain = all(f.isdecimal() or f in words("remark_words", "visit", "beside") for f in said)
    return plain and said[0] in words("remark_words", "visit") and any(f.isdecimal() for f in said)


def _cited(said: tuple[str, ...]) -> bool:
    """Whether a bracket refers to a publication ("Polman, Reingold et al. 2005")."""
    return words("remark_words", "cites") <= set(said)


def _coded(raws: list[Raw], host: Expr, statement: Statement) -> bool:
    """Whether a bracket gives a code of a condition, or code names of a drug."""
    schemes = words("remark_words", "scheme")
    if statement.kind == "condition" and raws[0].fold in schemes:
        rest = [r for r in raws if r.fold not in schemes and r.text not in ("-", ":", ".")]
        return bool(rest) and all(any(c.isdigit() for c in r.text) for r in rest)
    names = [r.text for r in raws if r.text not in ("/", ",", ";", "-")]
    return isinstance(host, Drug) and bool(names) and all(map(_code_name, names))


def _code_name(word: str) -> bool:
    letters, digits = sum(c.isupper() for c in word), sum(c.isdigit() for c in word)
    return len(word) >= LEAST_CODE and letters + digits == len(word) and letters > 1 and digits > 1


def explained(said: tuple[str, ...], statement: Statement, bracket: Element) -> bool:
    """Whether a bracket gives the reason for a line about a treatment, a measure or an age."""
    if statement.kind == "condition" and statement.has("NEG") is None:
        return False
    inside = neighbours.inner(bracket)
    tails = [t for s in bracket.paren for c in s.coords for t in c.tails]
    if tails or any(e.cue("REL", "WITH") for e in inside[:1]):
        return False
    found = set(said)
    reasoned = said[0] in words("remark_words", "reason") and not words("remark_words", "risk").isdisjoint(found)
    acts = not words("remark_words", "may").isdisjoint(found) and not words("remark_words", "does").isdisjoint(found)
    return reasoned or acts
