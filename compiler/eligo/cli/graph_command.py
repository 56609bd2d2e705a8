"""``eligo graph``."""

from __future__ import annotations

from pathlib import Path

import click

from eligo.cli.output import written
from eligo.cli.sources import one_file, only, protocols


@click.command("graph")
@one_file
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write: .svg, .dot or .mmd. Default: Mermaid on standard output.",
)
def command(source: str, format: str, output: Path | None) -> None:
    """Draw the logic graph: criteria, operators, atoms with codes and thresholds, coloured by status."""
    from eligo.drawing import draw

    protocol = only(protocols(source, format), source, "draw one at a time")
    text = draw(protocol, output.suffix.removeprefix(".") if output else "mmd")
    if output is None:
        click.echo(text, nl=False)
    else:
        written(output, text)
