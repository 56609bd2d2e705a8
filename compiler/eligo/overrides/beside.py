"""The override files of a record: the one that stands beside its source, and those that a site shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from eligo.lock.model import Locked
from eligo.lock.model import path_beside as lock_beside
from eligo.overrides.model import NONE, Overrides
from eligo.record import Record

SUFFIX = ".eligo.toml"


def path_beside(source: Path) -> Path:
    """Where the overrides of a source stand: ``NCT1.json`` has ``NCT1.eligo.toml``."""
    return source.with_name(f"{source.stem}{SUFFIX}")


def shared(files: Iterable[Path]) -> Overrides:
    """The overrides of a site's files; where they speak of the same, a later file counts. Raises InputError for a bad file."""
    from eligo.overrides.reading import load

    found = NONE
    for file in files:
        found = load(file).over(found)
    return replace(found, shared=frozenset(e.place for e in found.entries))


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is to be put on the records of a source: overrides, and what is locked of each."""

    overrides: Overrides = NONE
    locked: tuple[Locked, ...] = ()

    @classmethod
    def of(cls, source: object, common: Overrides = NONE, *, locked: bool = True) -> Corrections:
        """What stands beside a source that is a file: overrides, over a site's ``common`` ones, and, if ``locked``, its lock file.

        Raises InputError for a bad file.
        """
        if not isinstance(source, Path):
            return cls(common)
        beside, lock = path_beside(source), lock_beside(source)
        own = common
        known: tuple[Locked, ...] = ()
        if beside.is_file():
            from eligo.overrides.reading import load

            own = load(beside).over(common)
        if locked and lock.is_file():
            from eligo.lock.file import load as load_lock

            known = load_lock(lock).records
        return cls(own, known)

    def on(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records with what is put on them; of several with one id the first has the first lock of that id, and so on."""
        if not self.overrides and not self.locked:
            yield from records
            return
        waiting = list(self.locked)
        for record in records:
            id = record.registry.ids[0] if record.registry.ids else ""
            own = next((n for n in waiting if n.id == id), None)
            if own is not None:
                waiting.remove(own)
            yield replace(record, overrides=self.overrides, locked=own)
