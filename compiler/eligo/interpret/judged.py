"""Parts of a list that name nothing, before one that a person judges.

- **M7** "any medical or psychiatric condition that would interfere", "any illness that, in the investigator's opinion, …": what is
  judged of the later part is judged of the one before it too, which has no name of its own.
"""

from __future__ import annotations

from eligo.interpret.leftovers import words
from eligo.interpret.scene import Scene
from eligo.logic import Expr, Manual, Opaque, walk
from eligo.parse.ast import Element
from eligo.scope import Listing, Unit

GENERAL = ("GENERIC", "MOD", "QUANT", "KNOWN", "HIST", "CURRENT", "NOISE", "REL", "WITH", "PREP")
"""Types of words that name nothing."""
JUDGED = ("judgement", "ability", "logistics")
JOINED = ("or", "comma", "cor", "slash", "and", "cand")


def nameless_parts(parts: list[Expr], made: Listing, scene: Scene) -> list[Expr]:
    """M7: the parts of a list, those that name nothing as manual where a later one is judged."""
    out = list(parts)
    for i in range(len(parts) - 2, -1, -1):
        part = out[i]
        later = any(isinstance(n, Manual) and n.reason in JUDGED for p in out[i + 1 :] for n in walk(p))
        if later and isinstance(part, Opaque) and made.juncts[i] in JOINED and _general(made.units[i]):
            scene.mark([e for s in made.units[i].statements for e in s.elements()], "manual", "judgement")
            out[i] = Manual("judgement", part.text, part.origin)
    return out


def _general(unit: Unit) -> bool:
    """Whether a part has no name, no number and no negation, only words for whatever it may be."""
    main = unit.main
    bare = main.head is None and not (main.values or main.periods or main.parens or main.parts)
    said = main.elements()
    whatever = any(e.cue("GENERIC") or " ".join(e.folds) in words("fields") for e in said)
    return len(unit.statements) == 1 and bare and whatever and all(map(_names_nothing, said))


def _names_nothing(e: Element) -> bool:
    general = e.cue(*GENERAL) is not None or " ".join(e.folds) in words("fields")
    return e.cue("NEG") is None and (general or any(s.type == "MANUAL" for s in e.senses))
