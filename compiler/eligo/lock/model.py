"""What a lock file says, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eligo.concepts import Concept

SUFFIX = ".eligo.lock"


def path_beside(source: Path) -> Path:
    """Where the lock file of a source stands: ``NCT1.json`` has ``NCT1.eligo.lock``."""
    return source.with_name(f"{source.stem}{SUFFIX}")


@dataclass(frozen=True, slots=True)
class Binding:
    """A phrase of the record, and the concept that it was bound to, whole."""

    phrase: str
    concept: Concept


@dataclass(frozen=True, slots=True)
class Locked:
    """The bindings of one record in the order of its text. ``lexicon`` is the digest of the tables that gave them."""

    id: str
    bindings: tuple[Binding, ...]
    lexicon: str = ""
