"""``eligo serve``."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from eligo.cli.sources import one_file, shared_overrides
from eligo.cli.vocab_command import opened as opened_store
from eligo.cli.vocab_command import vocabulary_option
from eligo.errors import UsageError


@click.command("serve")
@one_file
@click.option("--trial", metavar="ID", help="The record to review, of a file of several.")
@click.option(
    "--patients",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder or file of FHIR R4 bundles, whose verdicts follow each change.",
)
@click.option(
    "--omop",
    "--database",
    "omop",
    metavar="DB",
    help="An OMOP CDM 5.4 (as for eligo screen), whose funnel follows each change.",
)
@click.option("--min-count", type=click.IntRange(min=1), default=1, help="Show smaller counts of --omop, but 0, as <N.")
@vocabulary_option
@click.option("--as-of", metavar="DATE", help="Index date. Default: today.")
@click.option("--port", type=click.IntRange(0, 65535), default=8731, show_default=True, help="0 takes a free one.")
@click.option("--open", "browse", is_flag=True, help="Open the page in the browser.")
def command(
    source: str,
    format: str,
    trial: str | None,
    patients: Path | None,
    omop: str | None,
    min_count: int,
    vocab: Path | None,
    as_of: str | None,
    port: int,
    browse: bool,
) -> None:
    """Correct the reading of a record on a page in the browser.

    Choose words, say what they mean; reading, outputs, patients' verdicts and a population's funnel follow. "Save" writes
    RECORD.eligo.toml. Only this machine can reach the page. Ctrl-C ends it. docs/serve.md describes it.
    """
    if find_spec("werkzeug") is None:
        raise UsageError("eligo serve needs the extra serve: pip install 'eligo[serve]'")
    if source == "-":
        raise UsageError("eligo serve needs a file, beside which it saves; standard input has none")
    from eligo.screen.omop import connect
    from eligo.serve.patients import load
    from eligo.serve.population import Population
    from eligo.serve.review import opened
    from eligo.serve.seen import Asked
    from eligo.serve.server import serve
    from eligo.targets_api import iso_date

    day = iso_date(as_of) if as_of else None
    review = opened(Path(source), format, shared_overrides(), trial)
    population = Population(connect(omop), min_count) if omop else None
    asked = Asked(load(patients) if patients else (), day, opened_store(vocab), population)

    def ready(address: str) -> None:
        click.echo(f"Review at {address} (Ctrl-C ends it)")
        if browse:
            click.launch(address)

    if serve(review, asked, port, ready):
        click.echo("eligo: ended; changes that were not saved are gone", err=True)
    else:
        click.echo("eligo: ended", err=True)
