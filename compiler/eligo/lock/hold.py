"""Bindings of a compiled record, and a record held to those of its lock file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from eligo.bind import atoms
from eligo.concepts import Concept
from eligo.diagnostics import Diagnostic
from eligo.graph.simplify import simplify
from eligo.ledger import status
from eligo.lock.model import Binding, Locked
from eligo.logic import ATOMS, Atom, Expr
from eligo.overrides.apply import rebuilt
from eligo.protocol import Criterion, Protocol
from eligo.spans import cover

Key = tuple[str, str]
"""A phrase, and the kind of concept that it is bound to there."""


def bindings(protocol: Protocol) -> tuple[Binding, ...]:
    """What each phrase of a record is bound to, in the order of the criteria; each pair once."""
    found = (Binding(_phrase(protocol, a), concept) for _, a, concept in _bound(protocol))
    return tuple(dict.fromkeys(found))


def _bound(protocol: Protocol) -> Iterator[tuple[Criterion, Atom, Concept]]:
    for criterion in protocol.criteria:
        for atom in atoms(criterion.logic):
            concept = getattr(atom, "concept", None)
            if isinstance(concept, Concept):
                yield criterion, atom, concept


def _phrase(protocol: Protocol, atom: Atom) -> str:
    if not atom.origin.spans:
        return ""
    return " ".join(cover(atom.origin.spans).of(protocol.text).split())


def held(protocol: Protocol, lock: Locked) -> Protocol:
    """The protocol with the concepts that its phrases were bound to when the lock file was written.

    What would be bound otherwise now is reported; what an override settles goes before the lock file.
    """
    was, now = _by_phrase(lock.bindings), _by_phrase(bindings(protocol))
    told = _settled(protocol)
    pinned: dict[tuple[str, Concept], Concept] = {}
    remarks: list[str] = []
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key, []), now.get(key, [])
        if old == new:
            continue
        fixed = len(old) == len(new) and key not in told
        if fixed:
            pinned |= {(key[0], n): o for n, o in zip(new, old, strict=True)}
        remarks.append(_remark(key[0], old, new, fixed))
    criteria = tuple(_pinned(protocol, c, pinned) for c in protocol.criteria) if pinned else protocol.criteria
    diagnostics = (Diagnostic("lock-differs", r, None, "eligo compile --update-lock") for r in remarks)
    return replace(protocol, criteria=criteria, diagnostics=(*protocol.diagnostics, *diagnostics))


def _by_phrase(found: tuple[Binding, ...]) -> dict[Key, list[Concept]]:
    by: dict[Key, list[Concept]] = defaultdict(list)
    for b in found:
        by[b.phrase, b.concept.kind].append(b.concept)
    return dict(by)


def _settled(protocol: Protocol) -> set[Key]:
    """The phrases that hold words which an override settles."""
    return {
        (_phrase(protocol, a), concept.kind)
        for c, a, concept in _bound(protocol)
        if any(e.kind == "override" and e.span.meets(s) for e in c.ledger for s in a.origin.spans)
    }


def _remark(phrase: str, old: list[Concept], new: list[Concept], fixed: bool) -> str:
    words = f'"{phrase}"' if len(phrase) <= 60 else f'"{phrase[:59]}…"'
    if not old:
        return f"{words} is bound to {_names(new)}; the lock file doesn't have it"
    if not new:
        return f"{words} isn't bound any more; the lock file has {_names(old)}"
    kept = "the lock file's is kept" if fixed else "the lock file's is not kept"
    same = [c.id for c in old] == [c.id for c in new]
    what = (
        f"the codes of {_names(new)} have changed"
        if same
        else f"{_names(new)} would be bound where it was {_names(old)}"
    )
    return f"{words}: {what}; {kept}"


def _names(found: list[Concept]) -> str:
    return ", ".join(c.name for c in found)


def _pinned(protocol: Protocol, criterion: Criterion, pinned: dict[tuple[str, Concept], Concept]) -> Criterion:
    def put(leaf: Expr) -> Expr:
        if not isinstance(leaf, ATOMS):
            return leaf
        concept = getattr(leaf, "concept", None)
        kept = pinned.get((_phrase(protocol, leaf), concept)) if isinstance(concept, Concept) else None
        return leaf if kept is None else replace(leaf, concept=kept)  # type: ignore[arg-type]  # it has a concept

    logic = rebuilt(criterion.logic, put)
    if logic == criterion.logic:
        return criterion
    logic = simplify(logic)
    return replace(criterion, logic=logic, status=status(logic, criterion.ledger))
