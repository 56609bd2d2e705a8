"""What has changed between two versions of a record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from eligo.protocol import Criterion

Kind = Literal["added", "removed", "loosened", "tightened", "changed", "unknown", "moved", "reworded"]
"""*loosened*: the new criterion lets through all whom the old one did, and not the other way round; *tightened*: the
reverse; *changed*: neither follows from the other; *unknown*: one of the two isn't wholly computable; *moved* and
*reworded*: both mean the same."""

KINDS: dict[Kind, Kind] = {
    "added": "removed",
    "removed": "added",
    "loosened": "tightened",
    "tightened": "loosened",
    "changed": "changed",
    "unknown": "unknown",
    "moved": "moved",
    "reworded": "reworded",
}
"""Every kind, and what it is when the versions change places."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as the old and the new criterion say it, None where one doesn't. ``gains`` and ``loses`` are the values that
    qualify now and didn't, or did and don't any more; "" where that can't be said in numbers."""

    old: str | None
    new: str | None
    gains: str = ""
    loses: str = ""

    def reversed(self) -> Fact:
        """The same from new to old."""
        return Fact(self.new, self.old, self.loses, self.gains)


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion that differs: as it was (None: added) and as it is (None: removed).

    ``unread_old`` and ``unread_new`` are the words whose meaning is not known (kind *unknown*). ``still`` names criteria of
    the new version that ask for all that the old one did, ``already`` those of the old that asked for all that the new one does.
    """

    kind: Kind
    old: Criterion | None
    new: Criterion | None
    facts: tuple[Fact, ...] = ()
    unread_old: tuple[str, ...] = ()
    unread_new: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    already: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it stands in another section."""
        return self.old is not None and self.new is not None and self.old.section != self.new.section

    @property
    def differs(self) -> bool:
        """Whether the trial may ask for something else because of it."""
        if self.kind in ("moved", "reworded"):
            return False
        loses = self.kind in ("removed", "loosened", "changed") and not self.still
        gains = self.kind in ("added", "tightened", "changed") and not self.already
        return self.kind == "unknown" or loses or gains

    def reversed(self) -> Change:
        """The same from new to old."""
        return Change(
            KINDS[self.kind],
            self.new,
            self.old,
            tuple(f.reversed() for f in self.facts),
            self.unread_new,
            self.unread_old,
            self.already,
            self.still,
        )

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "kind": self.kind,
            "differs": self.differs,
            "moved": self.moved,
            "old": _criterion(self.old),
            "new": _criterion(self.new),
            "facts": [{"old": f.old, "new": f.new, "gains": f.gains, "loses": f.loses} for f in self.facts],
            "unread": {"old": list(self.unread_old), "new": list(self.unread_new)},
            "still_asked_by": list(self.still),
            "already_asked_by": list(self.already),
        }


def _criterion(c: Criterion | None) -> dict[str, object] | None:
    if c is None:
        return None
    fields = {"id": c.id, "section": c.section, "effect": c.effect, "applies_to": c.applies_to, "status": c.status}
    return {**fields, "text": " ".join(c.text.split())}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the registry that differs, in words ("not stated"). ``in_force``: a criterion comes of it in one version at least;
    else the text speaks for itself."""

    field: str
    old: str
    new: str
    in_force: bool

    def reversed(self) -> FieldChange:
        """The same from new to old."""
        return replace(self, old=self.new, new=self.old)

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"field": self.field, "old": self.old, "new": self.new, "in_force": self.in_force}


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two versions, and how many criteria don't. ``old`` and ``new`` name the records."""

    old: str
    new: str
    changes: tuple[Change, ...]
    fields: tuple[FieldChange, ...]
    unchanged: int

    @property
    def differs(self) -> bool:
        """Whether the trial may ask for something else than before."""
        return any(c.differs for c in self.changes)

    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind, without those of which there are none."""
        found = {kind: sum(c.kind == kind for c in self.changes) for kind in KINDS}
        return {kind: n for kind, n in found.items() if n}

    def reversed(self) -> Difference:
        """The same from new to old."""
        changes = tuple(c.reversed() for c in self.changes)
        return Difference(self.new, self.old, changes, tuple(f.reversed() for f in self.fields), self.unchanged)

    def to_dict(self) -> dict[str, object]:
        """What ``eligo diff --json`` prints."""
        return {
            "schema": "urn:eligo:schema:diff:1",
            "old": self.old,
            "new": self.new,
            "differs": self.differs,
            "unchanged": self.unchanged,
            "changes": [c.to_dict() for c in self.changes],
            "registry": [f.to_dict() for f in self.fields],
        }
