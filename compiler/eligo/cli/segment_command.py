"""``eligo segment``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from eligo.cli.sources import one_file, records
from eligo.document import Document, Item


@click.command("segment")
@one_file
def command(source: str, format: str) -> None:
    """Print the tree of criteria found in a record: heads and notes where they stand, and of every item its id, group,
    place in the text and mark.
    """
    from eligo.segment import segment

    for record in records(source, format):
        for line in outline(segment(record)):
            click.echo(line)


def outline(document: Document) -> Iterator[str]:
    """The document in the order of its text, a line for every head, note, item and diagnostic."""
    text = document.record.text
    found = [(span, f"# {_flat(span.of(text))}") for span in document.headers]
    found += [(span, f"~ {_flat(span.of(text))}") for span in document.notes]
    found += [(item.span, _line(item, text)) for item in document.walk()]
    for span, line in sorted(found, key=lambda entry: entry[0]):
        yield f"{span.start:>6}-{span.end:<6} {line}"
    for d in document.diagnostics:
        yield f"! {d.code}{f' {d.span.start}-{d.span.end}' if d.span else ''}: {d.message}"


def _line(item: Item, text: str) -> str:
    group = f" [{item.applies_to}]" if item.applies_to else ""
    mark = f" {_flat(item.mark.of(text))}" if item.mark else ""
    tie = f" ({item.link})" if item.link else ""
    return f"{'  ' * (item.id.count('.') + 1)}{item.id}{group}{mark} {item.text}{tie}"


def _flat(text: str) -> str:
    return " ".join(text.split())
