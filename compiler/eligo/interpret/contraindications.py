"""What a list goes on to that somebody has a contraindication to.

- **K30** after a contraindication that a person has to judge, a bare drug or procedure is contraindicated too, and not one that
  is taken or was done: "contraindication to MRI or gadolinium". An allergy to the drug is one. A device is what contraindicates
  by itself ("contraindication to MRI or a pacemaker").
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret.leftovers import folds_of, words
from eligo.interpret.scene import Scene
from eligo.lexicon.tables import rows
from eligo.logic import Allergy, Drug, Expr, Manual, Not, Or, Procedure
from eligo.scope.lists import Unit


def carried(parts: list[Expr], units: list[Unit], scene: Scene) -> list[Expr]:
    """The parts of a list, those after such a contraindication as what is contraindicated as well."""
    out: list[Expr] = []
    going_on = False
    for part, unit in zip(parts, units, strict=True):
        said = part.arg if isinstance(part, Not) else part
        if isinstance(said, Manual):
            going_on = bool(set(folds_of(unit.main.elements(), scene.text)) & words("allergy_words", "contra"))
        elif going_on and isinstance(said, Drug | Procedure) and _plain(unit) and said.concept.id not in _devices():
            judged = _contraindicated(said, unit, scene)
            part = replace(part, arg=judged) if isinstance(part, Not) else judged
        else:
            going_on = False
        out.append(part)
    return out


def _plain(unit: Unit) -> bool:
    """Whether a part is a name and at most a negation that it shares."""
    main = unit.main
    denied = replace(main, cues=[c for c in main.cues if c.cue("NEG") is None])
    return denied.bare and len(unit.statements) == 1


def _contraindicated(said: Drug | Procedure, unit: Unit, scene: Scene) -> Expr:
    elements = unit.main.elements()
    judged = scene.manual(elements, "judgement", "K30")
    return Or((Allergy(said.concept, judged.origin), judged), judged.origin) if isinstance(said, Drug) else judged


@cache
def _devices() -> frozenset[str]:
    return frozenset(row["id"] for row in rows("procedures") if row["kind"] == "device")
