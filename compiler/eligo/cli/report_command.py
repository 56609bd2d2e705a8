"""``eligo report``."""

from __future__ import annotations

from pathlib import Path

import click

from eligo.cli.output import written
from eligo.cli.sources import files, records


@click.command("report")
@files
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The HTML file to write."
)
@click.option(
    "--results",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="What eligo screen --json has written of one of the records; may be given again.",
)
def command(sources: tuple[str, ...], format: str, output: Path, results: tuple[Path, ...]) -> None:
    """Write one page of HTML about records, for the people of a study.

    Each criterion with its words by class, its reading, codes, assumptions and findings; the logic graph; with --results the
    funnel of a screening. The file needs nothing else. docs/report.md describes it.
    """
    from eligo.report import load, report

    screenings = [load(path) for path in results]
    text = report((record for source in sources for record in records(source, format)), screenings)
    written(output, text)
