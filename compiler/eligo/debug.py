"""What each stage makes of a record, in its JSON form: ``eligo debug STAGE``."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from eligo.document import Document, Item
from eligo.errors import UsageError
from eligo.jsonform import plain
from eligo.lex import lex
from eligo.record import Record

Stage = Callable[[Record], object]


def run(stage: str, record: Record) -> object:
    """The JSON form of a stage's output. Raises UsageError for a stage that there is none of."""
    if stage not in STAGES:
        raise UsageError(f"no stage {stage!r}: use {', '.join(STAGES)}")
    return STAGES[stage](record)


def _document(record: Record) -> Document:
    from eligo.segment import segment

    return segment(record)


def _items(record: Record, view: Callable[[Item, Document], object]) -> list[object]:
    document = _document(record)
    return [
        {"id": i.id, "text": i.text, "output": view(i, document)}
        for i in chain.from_iterable(i.walk() for i in document.items)
    ]


def _lex(record: Record) -> object:
    return _items(record, lambda i, d: [t.to_dict() for t in lex(i.text, d.context.abbreviations, i.settled)])


def _parse(record: Record) -> object:
    from eligo.parse import parse

    return _items(record, lambda i, d: plain(parse(lex(i.text, d.context.abbreviations, i.settled))))


def _scope(record: Record) -> object:
    from eligo.parse import parse
    from eligo.scope import listing

    def view(item: Item, document: Document) -> object:
        clause = parse(lex(item.text, document.context.abbreviations, item.settled))
        return [plain(listing(c)) for s in clause.segments for c in s.coords]

    return _items(record, view)


def _interpret(record: Record) -> object:
    from eligo.interpret import interpret
    from eligo.jsonform import to_dict
    from eligo.parse import parse

    def view(item: Item, document: Document) -> object:
        clause = parse(lex(item.text, document.context.abbreviations, item.settled))
        found = interpret(clause, item.text, item.offsets, item.section, document.context.registry)
        return {
            "effect": found.scene.effect,
            "logic": to_dict(found.logic),
            "diagnostics": [d.to_dict() for d in found.scene.diagnostics],
        }

    return _items(record, view)


def _bind(record: Record) -> object:
    from eligo.compiling import compile_record

    return compile_record(record).to_dict()


def _graph(record: Record) -> object:
    from eligo.compiling import compile_record

    graph = compile_record(record).graph
    nodes = [{"id": n, "kind": data["kind"], "label": data["label"]} for n, data in graph.nodes(data=True)]
    edges = [
        {"from": a, "to": b, "role": data["role"], "indexes": list(data["indexes"])}
        for a, b, data in graph.edges(data=True)
    ]
    return {"nodes": nodes, "edges": edges}


def _lower(record: Record) -> object:
    from eligo.compiling import compile_record

    protocol = compile_record(record)
    return {model: plain(protocol.plan(model)) for model in ("fhir", "omop")}


def _emit(record: Record) -> object:
    from eligo.compiling import compile_record
    from eligo.emit import built_in

    protocol = compile_record(record)
    return {target: protocol.emit(target) for target in built_in()}


STAGES: dict[str, Stage] = {
    "read": plain,
    "segment": lambda r: plain(_document(r)),
    "lex": _lex,
    "parse": _parse,
    "scope": _scope,
    "interpret": _interpret,
    "bind": _bind,
    "graph": _graph,
    "lower": _lower,
    "emit": _emit,
}
"""Stage names in the order of the pipeline, and what shows their output."""
