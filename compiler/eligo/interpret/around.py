"""What is told of people around the condition that they have: where they are seen, what is planned for them.

- **J23** "admitted to a clinic with pneumonia": who has it, and whatever is told before "with".
- **M6** "atrial fibrillation scheduled for ablation": who has it, and the plan.
"""

from __future__ import annotations

from eligo.interpret.joins import reason
from eligo.interpret.leftovers import only, turned, word_folds_of, words
from eligo.interpret.scene import Scene
from eligo.logic import Manual
from eligo.parse.ast import Element, Item
from eligo.scope import Listing, Statement, Unit
from eligo.scope.statement import statements

TABLE = "about_people"


def leading(made: Listing, scene: Scene) -> tuple[list[Element], Listing] | None:
    """J23: what is told of people before "with" and the conditions that a list names, and the list without it."""
    first, *others = made.units
    main = first.main
    conditions = all(len(u.statements) == 1 and u.main.kind == "condition" for u in others)
    if not conditions or any(j not in ("or", "comma", "cor") for j in made.juncts) or main.line or main.parens:
        return None
    said = main.elements()
    at = next((i for i in range(len(said) - 2, 0, -1) if _opens_condition(said, i, scene)), None)
    if at is None:
        return None
    told, rest = said[:at], said[at:]
    folds = [f for f in word_folds_of(told, scene.text) if f not in words(TABLE, "who")]
    if not folds or folds[0] not in words(TABLE, "seen") | words(TABLE, "plan"):
        return None
    if not words(TABLE, "other").isdisjoint(folds) or turned(told, scene.text):
        return None
    if any(e.cue("SUSPECT", "NEG", "FAMILY", "ALLERGY", "LINE") for e in said):
        return None
    body = statements(Item(tuple(rest)))
    if len(body) != 1 or body[0].kind != "condition":
        return None
    whom = [s for s in first.statements if s is not main]
    return told, Listing([Unit([*whom, body[0]]), *others], made.juncts)


def _opens_condition(said: list[Element], i: int, scene: Scene) -> bool:
    """Whether "with", alone or as the beginning of a cue, stands at ``i``, and but for adjectives a condition follows."""
    opener = said[i]
    known = opener.cue("KNOWN") is not None and word_folds_of([opener], scene.text)[0] in words(TABLE, "with")
    onward = next(
        (e for e in said[i + 1 :] if e.type != "WORD" and e.cue("MOD", "KNOWN") is None and not reason(e)), None
    )
    named = onward.cue("MENTION") if onward is not None else None
    return (known or opener.cue("WITH") is not None) and named is not None and named.value.startswith("condition:")


def planned(st: Statement, scene: Scene) -> tuple[Statement, list[Element]] | None:
    """M6: the statement without the plan right behind its condition, and the plan; None if there is no such plan."""
    head = st.head
    if (
        head is None
        or st.kind != "condition"
        or st.parts
        or "D11" in st.rules
        or st.has("NEG", "FAMILY", "SUSPECT", "ALLERGY") is not None
    ):
        return None
    later = [e for e in st.elements() if e.start >= head.end and e not in st.silent]
    plan = later[0] if later else None
    if plan is None or not (plan.cue("PLANNED") or reason(plan) == "planned-event") or plan.type == "PAREN":
        return None
    folds = word_folds_of([plan], scene.text)
    others = word_folds_of(st.elements(), scene.text)
    if words(TABLE, "plan").isdisjoint(folds) or not words(TABLE, "other").isdisjoint(others):
        return None
    behind = [e for e in st.elements() if e.start >= plan.start]
    return (only(st, lambda e: e not in behind), behind) if len(behind) > 1 or len(folds) > 1 else None


def told(elements: list[Element], scene: Scene) -> Manual:
    """What is told around a condition: a plan, or where somebody is seen."""
    plan = any(e.cue("PLANNED") or reason(e) == "planned-event" for e in elements)
    why, rule = ("planned-event", "M6") if plan else ("logistics", "J23")
    return scene.manual(elements, why, rule)
