"""What the lexer takes the words of an override for."""

from __future__ import annotations

from hashlib import sha256

from eligo.concepts import Code, Concept
from eligo.lex.phrases import Sense
from eligo.lexicon.concepts import adopt
from eligo.overrides.model import Bound, Entry, Judged, Means, Noise


def senses(entry: Entry) -> tuple[Sense, ...]:
    """The sense of a phrase; () for words that are put right and read like others. What a person has to judge is
    marked ``SETTLED`` too: unlike the lexicon's own manual phrases, such words may name a part of a list.
    """
    match entry.action:
        case Noise():
            return (Sense("NOISE", "override"),)
        case Judged(reason=reason):
            return Sense("MANUAL", reason), Sense("SETTLED", reason)
        case Means():
            return (Sense("MENTION", f"condition:{adopt(stand_in(entry))}"),)
        case Bound(concept=concept, id=id):
            return (
                Sense(
                    "MENTION", f"{'procedure' if concept.kind == 'vaccine' else concept.kind}:{id or adopt(concept)}"
                ),
            )
    return ()


def stand_in(entry: Entry) -> Concept:
    """A concept that holds the place of a statement while its sentence is read: as a condition, which most are."""
    assert isinstance(entry.action, Means)
    told = sha256(repr((entry.phrase, entry.action.text)).encode()).hexdigest()
    id = f"own-{told[:16]}"
    return Concept(id, id, "condition", (Code("local", id),))
