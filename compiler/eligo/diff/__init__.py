"""The difference in meaning between two versions of a record: ``eligo diff``.

:mod:`eligo.diff.matching` finds which criterion has become which, :mod:`eligo.diff.entailment` whether one follows from the other,
:mod:`eligo.diff.facts` in what they differ. Nothing is claimed of a criterion that isn't wholly computable.
"""

from __future__ import annotations

from collections.abc import Iterator

from eligo.diff.change import Change, Difference, Fact, FieldChange
from eligo.diff.facts import facts
from eligo.diff.matching import matched, plain_words
from eligo.diff.meaning import asking, asks, compared, readable
from eligo.diff.registry import fields
from eligo.protocol import Criterion, Protocol
from eligo.record import Registry

__all__ = ["Change", "Difference", "Fact", "FieldChange", "diff"]


def diff(old: Protocol, new: Protocol, registries: tuple[Registry, Registry] = (Registry(), Registry())) -> Difference:
    """What differs between two versions, in the order of the new one, what was removed last.

    ``registries`` are the registry's own fields of both, in which a difference is told even where the text rules.
    """
    pairs = matched(old.criteria, new.criteria)
    changes = [c for pair in pairs if (c := _change(*pair, old, new)) is not None]
    unchanged = len(pairs) - len(changes)
    kept, grown = {o.id for o, _ in pairs}, {n.id for _, n in pairs}
    changes += [Change("added", None, c, already=asking(c, old.criteria)) for c in _others(new, grown)]
    places = {c.id: n for n, c in enumerate(new.criteria)}
    changes.sort(key=lambda change: places[change.new.id] if change.new else 0)
    changes += [Change("removed", c, None, still=asking(c, new.criteria)) for c in _others(old, kept)]
    return Difference(
        _name(old), _name(new), tuple(changes), tuple(fields(*registries, (*old.criteria, *new.criteria))), unchanged
    )


def _others(protocol: Protocol, ids: set[str]) -> Iterator[Criterion]:
    return (c for c in protocol.criteria if c.id not in ids)


def _name(protocol: Protocol) -> str:
    return protocol.id or "record"


def _change(one: Criterion, other: Criterion, old: Protocol, new: Protocol) -> Change | None:
    """How a criterion has changed; None if it hasn't."""
    same_words = plain_words(one.text) == plain_words(other.text)
    found = facts(one, other)
    if not (readable(one) and readable(other)):
        if same_words and one.effect == other.effect and one.applies_to == other.applies_to and not found:
            return Change("moved", one, other) if one.section != other.section else None
        return Change("unknown", one, other, found, _unread(one, old), _unread(other, new))
    kind = compared(asks(one), asks(other))
    if kind == "unknown":
        return Change("unknown", one, other, found, (plain_words(one.text),), (plain_words(other.text),))
    if one.applies_to != other.applies_to:
        kind = "changed"
    if kind is None:
        if one.section != other.section:
            return Change("moved", one, other)
        return None if same_words else Change("reworded", one, other)
    return Change(
        kind,
        one,
        other,
        found,
        still=asking(one, new.criteria) if kind != "tightened" else (),
        already=asking(other, old.criteria) if kind != "loosened" else (),
    )


def _unread(criterion: Criterion, protocol: Protocol) -> tuple[str, ...]:
    """The words of a criterion that no record decides or that were not understood; all of it where none stand out."""
    if readable(criterion):
        return ()
    stretches = (e.span.of(protocol.text) for e in criterion.ledger if e.kind in ("manual", "residue"))
    return tuple(dict.fromkeys(filter(None, map(plain_words, stretches)))) or (plain_words(criterion.text),)
