"""The ledger: every character of a criterion in exactly one class, and the status that follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from eligo.bind import atoms, settled, unsettled_spans
from eligo.document import Item
from eligo.logic import Expr, Manual, Opaque, Status, walk
from eligo.protocol import Entry, SpanClass
from eligo.spans import Span

Paint = Mapping[int, tuple[int, SpanClass, str]]


def entries(item: Item, paint: Paint, logic: Expr) -> tuple[Entry, ...]:
    """The ledger of one item's own text. ``paint``: classes by first character of the item's text.

    What overrides settle is *override*, or *manual* where they leave it to a person; what stays unsettled is residue all the same.
    Space and unpainted punctuation go with what stands on both sides if that is one class, else they are noise.
    """
    first, size = item.span.start, item.span.end - item.span.start
    classes: list[tuple[SpanClass, str] | None] = [None] * size
    for start, (end, kind, why) in paint.items():
        place = item.source(start, end)
        until = min(place.end - first, size)
        classes[place.start - first : until] = [(kind, why)] * (until - (place.start - first))
    for span, why in unsettled_spans(logic):
        for at in range(max(span.start - first, 0), min(span.end - first, size)):
            if classes[at] is None or classes[at][0] == "logic":  # type: ignore[index]
                classes[at] = ("residue", why)
    for s in item.settled:
        place = item.source(s.start, s.end)
        for at in range(place.start - first, min(place.end - first, size)):
            own = classes[at]
            if own is None or own[0] != "residue":
                classes[at] = ("manual" if own is not None and own[0] == "manual" else "override", s.entry.place)
    return tuple(_entries(first, [(own, len(list(run))) for own, run in groupby(classes)]))


SPACE: tuple[SpanClass, str] = ("noise", "space and punctuation")


def _entries(start: int, runs: list[tuple[tuple[SpanClass, str] | None, int]]) -> Iterator[Entry]:
    """The runs with the unpainted ones filled in, neighbours of one class joined."""
    filled: list[tuple[tuple[SpanClass, str], int]] = []
    for n, (own, length) in enumerate(runs):
        if own is None:
            before = runs[n - 1][0] if n else None
            after = runs[n + 1][0] if n + 1 < len(runs) else None
            own = before if before is not None and after is not None and before[0] == after[0] else SPACE
        filled.append((own, length))
    for own, same in groupby(filled, key=lambda run: run[0]):
        end = start + sum(length for _, length in same)
        yield Entry(Span(start, end), *own)
        start = end


def status(logic: Expr, ledger: Iterable[Entry]) -> Status:
    """DESIGN, promise 2.

    *computable*: all is logic or noise and every atom is settled. *partial*: some atom is settled, and something isn't.
    *manual*: nothing settled, no residue. *residue*: the rest.
    """
    found = list(atoms(logic))
    open_nodes = any(isinstance(n, Manual | Opaque) for n in walk(logic))
    residue = any(e.kind == "residue" for e in ledger) or any(not settled(a) for a in found)
    manual = any(e.kind == "manual" for e in ledger)
    if any(settled(a) for a in found):
        return "partial" if residue or manual or open_nodes else "computable"
    if residue:
        return "residue"
    return "manual" if manual or open_nodes else "computable"
