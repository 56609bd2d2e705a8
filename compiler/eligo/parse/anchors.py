"""Lists of the visits that a time is up to.

"Within 3 months prior to screening or randomisation", "at screening and baseline": each is the index date, so the second one says
what the first one does (rule W7).
"""

from __future__ import annotations

from dataclasses import replace

from eligo.lex import Sense
from eligo.lex.phrases import lexicon
from eligo.parse.ast import Element

JOINING = ("COMMA", "OR", "AND")


def listed(elements: list[Element]) -> list[Element]:
    """The stream with further visits of a list, and what joins them, as noise."""
    out = list(elements)
    for i, e in enumerate(out):
        if not _visit(e) or not _closed(out, i):
            continue
        j = i - 1
        while j >= 0 and (out[j].type in JOINING or _article(out[j])):
            j -= 1
        joined = [k for k in range(j + 1, i) if out[k].type in JOINING]
        if joined and j >= 0 and _ends(out, j):
            for k in (*joined, i):
                out[k] = replace(out[k], type="NOISE", senses=(Sense("NOISE", "anchor"),))
    return out


def _closed(elements: list[Element], i: int) -> bool:
    """Whether nothing follows that the word may describe ("baseline FEV1")."""
    after = next((e for e in elements[i + 1 :] if not _article(e)), None)
    return after is None or after.type in (*JOINING, "BUT", "SEP", "COLON", "LPAR", "RPAR", "IF", "UNLESS", "EXCEPT")


def _article(e: Element) -> bool:
    return e.type == "NOISE" and e.senses[0].value == "article or point"


def _visit(e: Element) -> bool:
    """Whether an element is a visit and nothing else ("randomisation", "at baseline")."""
    if e.type == "WORD":
        return all(t.sense("EVENT") for t in e.tokens)
    return e.type == "NOISE" and _named_last(e) and e.senses[0].value != "anchor"


def _ends(elements: list[Element], j: int) -> bool:
    """Whether a time, or a visit, ends at an element; a bracket may name it once more."""
    e = elements[j]
    if e.type == "RPAR":
        opening = next((k for k in range(j, -1, -1) if elements[k].type == "LPAR"), 0)
        inside = elements[opening + 1 : j]
        return opening > 0 and bool(inside) and all(_visit(x) for x in inside) and _ends(elements, opening - 1)
    if e.type == "WINDOW":
        return e.tokens[-1].sense("EVENT") is not None
    return e.type == "NOISE" and (e.senses[0].value == "anchor" or _named_last(e))


def _named_last(e: Element) -> bool:
    """Whether a phrase that is noise ends in a visit behind a preposition ("at screening")."""
    raws = e.raws
    match = lexicon().at(raws[1:], 0) if len(raws) > 1 else None
    opening = lexicon().at(raws[:1], 0)
    at = opening is not None and any(s.type in ("AT", "PREP", "BEFORE") for s in opening.senses)
    return at and match is not None and match.end == len(raws) - 1 and any(s.type == "EVENT" for s in match.senses)
