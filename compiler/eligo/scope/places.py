"""Parts of a list that only go on with what the part before them says.

- **D28** places of the body alone go on with the place that the part before names: "adenocarcinoma of the esophagus or
  gastroesophageal junction"; means of a diagnosis with those before: "confirmed by histology or cytology".
- **D30** a type alone names another condition of the kind before it: "diabetes mellitus type 1 or type 2".
- **D33** a stage alone has the head of the next part, which has a stage of its own: "stage 1 or stage 2 hypertension".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eligo.lex.raw import ARTICLES
from eligo.lex.word_tables import words
from eligo.parse.ast import Element
from eligo.scope.adjectives import ATTESTED, qualifies
from eligo.scope.frames import ending_like
from eligo.scope.junctures import JOINING
from eligo.scope.statement import RELATED, Statement

if TYPE_CHECKING:
    from eligo.scope.lists import Listing


def join_places(made: Listing) -> None:
    """D28."""
    for i in range(len(made.units) - 1, 0, -1):
        only, before = made.units[i], made.units[i - 1].main
        told = before.complement or before.after or before.manual
        if (
            len(only.statements) == 1
            and made.juncts[i - 1] in JOINING
            and before.kind in RELATED
            and not (before.values or before.periods or before.parts)
            and told
            and (_goes_on_with_place(told, only.main) or _goes_on_with_means(told, only.main))
        ):
            told += [*only.main.before, *only.main.manual]
            before.silent += only.main.silent
            before.rules.append("D28")
            del made.units[i], made.juncts[i - 1]


def _goes_on_with_place(told: list[Element], only: Statement) -> bool:
    plain = _only_words(only) and not only.manual
    return (
        told[0].cue("PREP") is not None
        and _places(told[1:])
        and plain
        and _places([e for e in only.before if e.cue("PREP") is None])
    )


def _goes_on_with_means(told: list[Element], only: Statement) -> bool:
    confirmed = told[0].cue("COMP", "IE") is not None or told[-1].manual_for(*ATTESTED)
    return confirmed and _only_words(only) and _means([*only.before, *only.manual])


def share_stages(made: Listing) -> None:
    """D33."""
    for i in range(len(made.units) - 2, -1, -1):
        only, onward = made.units[i].main, made.units[i + 1].main
        told = (only.after, only.complement, only.periods, only.parens, only.parts)
        if (
            len(made.units[i].statements) == 1
            and only.head is None
            and not any(told)
            and all(map(qualifies, (*only.before, *only.manual)))
            and all(c.cue("KNOWN", "HIST", "CURRENT", "USEPAST") for c in only.cues)
            and _staged(only)
            and onward.kind == "condition"
            and _staged(onward)
            and made.juncts[i] in JOINING
        ):
            only.head, only.sense = onward.head, onward.sense
            only.rules.append("D33")


def _staged(statement: Statement) -> bool:
    """Whether a word for a stage or class and nothing but stages as values stand there."""
    values = [v.value for v in statement.values if v.value is not None]
    named = any(e.cue("LEVELWORD") is not None for e in statement.elements())
    return bool(values) and named and not any(v.unit or v.times or v.time for v in values)


def ending_place(statement: Statement) -> list[Element]:
    """D11: the place that a part without a head ends in ("osteoarthritis or degeneration of the wrist")."""
    at = next((i for i, e in enumerate(statement.before) if i and e.cue("PREP") is not None), None)
    if statement.head is not None or at is None or not _places(statement.before[at + 1 :]):
        return []
    return statement.before[at:]


def share_types(made: Listing) -> None:
    """D30: "diabetes mellitus type 1 or type 2": words that end another name of the lexicon like the one before them."""
    for i in range(1, len(made.units)):
        before, only = made.units[i - 1].main, made.units[i].main
        others = (
            only.cues,
            only.periods,
            only.before,
            only.after,
            only.complement,
            only.manual,
            only.parens,
            only.parts,
        )
        if (
            before.kind != "condition"
            or before.head is None
            or only.head is not None
            or any(others)
            or not only.values
            or len(made.units[i].statements) > 1
            or made.juncts[i - 1] not in JOINING
        ):
            continue
        said = sorted((*only.values, *(e for e in only.silent if e.cue("LEVELWORD"))), key=lambda e: e.start)
        sense = ending_like(before.head, said)
        if sense is not None and sense.value.startswith("condition:"):
            only.head = replace(
                said[0], type="MENTION", tokens=tuple(t for e in said for t in e.tokens), senses=(sense,), value=None
            )
            only.sense, only.values = sense, []
            only.silent = [e for e in only.silent if e not in said]
            only.rules.append("D30")


def _only_words(statement: Statement) -> bool:
    others = (statement.cues, statement.values, statement.periods, statement.after, statement.complement)
    more = (statement.parens, statement.parts, statement.line)
    said = statement.before or statement.manual
    return statement.head is None and bool(said) and not any(others) and not any(more)


def _means(elements: list[Element]) -> bool:
    """Whether elements name nothing but ways in which a finding is confirmed."""
    said = [e for e in elements if e.cue("PREP") is None]
    return bool(said) and all(" ".join(e.folds) in words("means") or e.manual_for(*ATTESTED) for e in said)


def _places(elements: list[Element]) -> bool:
    """Whether elements name nothing but places of the body."""
    said = {f for e in elements for f in e.folds if f not in ARTICLES}
    return bool(said) and said <= words("body_sites")
