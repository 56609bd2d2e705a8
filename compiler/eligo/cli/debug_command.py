"""``eligo debug``."""

from __future__ import annotations

import json

import click

from eligo.cli.sources import one_file, records


@click.command("debug")
@click.argument("stage")
@one_file
def command(stage: str, source: str, format: str) -> None:
    """Print what STAGE makes of a record, as JSON.

    Stages: read, segment, lex, parse, scope, interpret, bind, graph, lower, emit.
    """
    from eligo.debug import run

    for record in records(source, format):
        click.echo(json.dumps(run(stage, record), ensure_ascii=False, indent=1))
