"""The pipeline from a source to protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from eligo.document import Document
from eligo.errors import InputError
from eligo.items import criteria
from eligo.lost_signs import distrusted
from eligo.overrides.beside import Corrections
from eligo.overrides.lines import in_force
from eligo.overrides.model import NONE, Overrides
from eligo.parallel import spread
from eligo.protocol import Protocol, Settings
from eligo.record import Record
from eligo.registry_limits import registry_criteria
from eligo.spans import Span

T = TypeVar("T")


def compile_all(
    source: bytes | str | Path, format: str = "auto", overrides: Overrides | None = None
) -> Iterator[Protocol]:
    """Every record of a source as a protocol, one by one. Raises InputError for a source that can't be read; one that goes
    wrong in its middle gives the protocols before that.

    ``overrides``, a site's own (:func:`eligo.overrides.shared`), stand behind those of ``STEM.eligo.toml`` beside a source.
    """
    return each_record(source, format, compile_record, lambda protocol: not protocol.criteria, overrides=overrides)


def each_record(
    source: bytes | str | Path,
    format: str,
    work: Callable[[Record], T],
    empty: Callable[[T], bool],
    jobs: int = 1,
    overrides: Overrides | None = None,
    *,
    locked: bool = True,
) -> Iterator[T]:
    """``work`` of every record of a source, by ``jobs`` processes; nothing before one that isn't ``empty`` is there.

    ``locked``: what is bound by the lock file beside a source. Raises InputError as :func:`compile_all`, and where all are empty.
    """
    from eligo.read import iterate

    waiting: list[T] | None = []
    corrections = Corrections.of(source, overrides or NONE, locked=locked)
    for found in spread(work, corrections.on(iterate(source, format)), jobs):
        if waiting is None:
            yield found
            continue
        waiting.append(found)
        if not empty(found):
            yield from waiting
            waiting = None
    if waiting is not None:
        raise InputError("no criteria in the source", str(source) if isinstance(source, Path) else None)


def compile(source: bytes | str | Path, format: str = "auto", overrides: Overrides | None = None) -> Protocol:
    """The one record of a source as a protocol: a ``Path`` is a file, a ``str`` the text itself; ``overrides`` as for
    :func:`compile_all`.

    Raises InputError for a source that can't be read, or that holds several records (use :func:`compile_all`).
    """
    found = list(compile_all(source, format, overrides))
    if len(found) != 1:
        raise InputError(
            f"{len(found)} records where one is expected: compile them one by one (compile_all)",
            str(source) if isinstance(source, Path) else None,
        )
    return found[0]


def compile_record(record: Record) -> Protocol:
    """Segment a record and compile its criteria."""
    from eligo.segment import segment

    return compile_document(segment(record))


def compile_document(document: Document) -> Protocol:
    """Compile a segmented record."""
    record = document.record
    own, labels = criteria(document)
    own = tuple(map(distrusted, own)) if record.signs_lost else own
    limits, remarks = registry_criteria(record.registry, own)
    overrides = document.context.overrides
    settings = Settings(
        index_event=overrides.index.event,
        index_date=overrides.index.date,
        unknown_without_record=overrides.missing.unknown,
    )
    groups = tuple(dict.fromkeys(c.applies_to for c in own if c.applies_to))
    protocol = Protocol(
        record.registry.ids[0] if record.registry.ids else "",
        record.registry.title or record.registry.scientific_title or "",
        record.text,
        (*own, *limits),
        groups,
        settings,
        outside=_outside(record),
        noise=(*document.headers, *document.notes, *labels),
        diagnostics=(*document.diagnostics, *remarks),
        overrides=in_force(overrides, ((c.id, c.assumptions) for c in own)) if overrides else (),
    )
    if record.locked is None:
        return protocol
    from eligo.lock.hold import held

    return held(protocol, record.locked)


def _outside(record: Record) -> tuple[Span, ...]:
    edges = [0, *(e for r in record.regions for e in (r.start, r.end)), len(record.text)]
    return tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)
