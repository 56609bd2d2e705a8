"""The ledger: every character of a criterion in exactly one class, and the status that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eligo.bind import atoms, settled, unsettled_spans
from eligo.document import Item
from eligo.logic import Expr, Manual, Opaque, Status, walk
from eligo.protocol import Entry, SpanClass
from eligo.spans import Span

Paint = Mapping[int, tuple[int, SpanClass, str]]


def entries(item: Item, paint: Paint, logic: Expr) -> tuple[Entry, ...]:
    """The ledger of one item's own text. ``paint``: classes by first character of the item's text.

    Space and unpainted punctuation go with what stands on both sides if that is one class, else they are noise.
    """
    size = item.span.end - item.span.start
    classes: list[tuple[SpanClass, str] | None] = [None] * size
    for start, (end, kind, why) in paint.items():
        place = item.source(start, end)
        for at in range(place.start - item.span.start, min(place.end - item.span.start, size)):
            classes[at] = (kind, why)
    for span, why in unsettled_spans(logic):
        for at in range(max(span.start - item.span.start, 0), min(span.end - item.span.start, size)):
            if classes[at] is None or classes[at][0] == "logic":  # type: ignore[index]
                classes[at] = ("residue", why)
    return tuple(_runs(item.span.start, _filled(classes)))


def _filled(classes: list[tuple[SpanClass, str] | None]) -> list[tuple[SpanClass, str]]:
    out: list[tuple[SpanClass, str]] = []
    following: tuple[SpanClass, str] | None = None
    after: list[tuple[SpanClass, str] | None] = [None] * len(classes)
    for at in range(len(classes) - 1, -1, -1):
        after[at] = following
        following = classes[at] or following
    before: tuple[SpanClass, str] | None = None
    for at, own in enumerate(classes):
        if own is None:
            nxt = after[at]
            own = (
                before
                if before is not None and nxt is not None and before[0] == nxt[0]
                else ("noise", "space and punctuation")
            )
        else:
            before = own
        out.append(own)
    return out


def _runs(start: int, classes: list[tuple[SpanClass, str]]) -> Iterable[Entry]:
    at = 0
    for end in range(1, len(classes) + 1):
        if end == len(classes) or classes[end] != classes[at]:
            yield Entry(Span(start + at, start + end), *classes[at])
            at = end


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
