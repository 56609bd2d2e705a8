"""``other`` in a list after members of a class.

- **D26** "A, B or other C" is A or B or C where some A is a C: "other" only says that the parts before are of that class too.
  What is said of C behind it is said of C alone.
- **D38** where more is said of A than of C, C is another one than A: "unstable epilepsy or other neurological disorder".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from eligo.concepts import Code, Concept
from eligo.lex.raw import fold, text_key
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.parse.ast import Element
from eligo.scope.statement import Statement, act

if TYPE_CHECKING:
    from eligo.scope.lists import Listing

CLASSES = ("condition", "drug", "procedure")
SEVERABLE = ("condition", "drug")
"""Kinds whose members can be taken out of them."""
CHOICE = ("or", "cor", "slash", "comma")


def drop_other(made: Listing) -> None:
    """D26, D38."""
    for i in range(1, len(made.units)):
        main = made.units[i].main
        word = other(main)
        if word is None or made.juncts[i - 1] not in CHOICE or len(made.units[i].statements) > 1:
            continue
        known = [u.main for u in made.units[:i] if _one_of(u.main, main)]
        if not known:
            continue
        if not all(_said_alike(s, main) for s in known):
            if main.kind not in SEVERABLE or not all(_differs_plainly(s, main) for s in known):
                continue
            if any(s.id == main.id for s in known):
                continue
            main.apart = tuple(dict.fromkeys(s.id for s in known))
            main.apart_open = any(_answered(s) - _answered(main) for s in known)
        main.before = [e for e in main.before if e is not word]
        main.silent.append(word)
        main.rules.append("D38" if main.apart else "D26")


def other(statement: Statement) -> Element | None:
    """The word for "other" before a class."""
    if statement.kind not in CLASSES:
        return None
    return next((e for e in statement.before if not e.foreign and " ".join(e.folds) in _others()), None)


@cache
def _others() -> frozenset[str]:
    return frozenset(" ".join(map(fold, r["phrase"].split())) for r in rows("others"))


def _one_of(member: Statement, whole: Statement) -> bool:
    if member.head is None:
        return False
    if (member.kind, whole.kind) == ("drug", "procedure"):
        # "Erlotinib or other anticancer therapy": what the therapy gives.
        given = (r["drug_class"] for r in rows("therapies") if r["procedure"] == whole.id and r["drug_class"])
        return any(member.id == drugs or related(concept(member.id), concept(drugs)) for drugs in given)
    return member.kind == whole.kind and (member.id == whole.id or related(concept(member.id), concept(whole.id)))


def _said_alike(member: Statement, whole: Statement) -> bool:
    """Whether nothing but the class tells the two apart: else a member that isn't like that would be one of the class."""
    narrowed = member.before or member.after or member.complement or member.manual or member.parens or member.values
    times = [[(p.start, p.end) for p in s.periods] for s in (member, whole)]
    acts = [{act(c) for c in s.cues} - {"KNOWN"} for s in (member, whole)]
    return not narrowed and not whole.values and times[0] == times[1] and acts[0] == acts[1]


def _differs_plainly(member: Statement, whole: Statement) -> bool:
    """Whether nothing but time, course and what narrows a member tells it from the class."""
    acts = {act(c) for c in member.cues} ^ {act(c) for c in whole.cues}
    return acts <= {"KNOWN", "HIST", "CURRENT", "USE", "USEPAST"} and member.has("ALLERGY") is None


def _answered(statement: Statement) -> set[object]:
    """What a record answers of all that narrows a statement: time, course, levels, severity."""
    graded = {text_key(r["phrase"]) for r in rows("severities")}
    said = (*statement.before, *statement.manual)
    return {
        *((p.start, p.end) for p in statement.periods),
        *(act(c) for c in statement.cues if c.cue("CURRENT", "USE") is not None),
        *(v.start for v in statement.values),
        *(k for e in said if (k := text_key(e.text)) in graded),
    }


def related(one: Concept, whole: Concept) -> bool:
    """Whether something that ``one`` stands for is of ``whole`` too, so that "other" tells of the two."""
    if one.id == whole.id:
        return False
    ingredients = {i.name for i in whole.ingredients}
    return any(i.name in ingredients for i in one.ingredients) or any(
        _covers(c, code) for c in whole.include for code in one.include
    )


def within(one: Concept, whole: Concept) -> bool:
    """Whether all that ``one`` stands for is of ``whole``."""
    if one.ingredients:
        return {i.name for i in one.ingredients} <= {i.name for i in whole.ingredients}
    return bool(one.include) and all(any(_covers(c, code) for c in whole.include) for code in one.include)


def _covers(listed: Code, code: Code) -> bool:
    if listed.system != code.system:
        return False
    return listed.code == code.code or (listed.descendants and code.code.startswith(listed.code))
