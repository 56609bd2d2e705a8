"""``eligo graph``."""

from __future__ import annotations

from pathlib import Path

import click

from eligo.cli.sources import one_file, protocols
from eligo.errors import UsageError


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

    found = protocols(source, format)
    if len(found) != 1:
        raise UsageError(f"{source} holds {len(found)} records: draw one at a time")
    text = draw(found[0], output.suffix.removeprefix(".") if output else "mmd")
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        part = output.with_name(f".{output.name}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror or error}") from error
