"""``eligo segment``."""

from __future__ import annotations

import click

from eligo.cli.sources import one_file, records


@click.command("segment")
@one_file
def command(source: str, format: str) -> None:
    """Print the tree of criteria found in a record."""
    from eligo.segment import segment

    for record in records(source, format):
        document = segment(record)
        for item in document.walk():
            depth = item.id.count(".")
            group = f" [{item.applies_to}]" if item.applies_to else ""
            click.echo(f"{'  ' * depth}{item.id}{group} {item.span.start}-{item.span.end}: {item.text}")
        for d in document.diagnostics:
            click.echo(f"! {d.code}: {d.message}")
