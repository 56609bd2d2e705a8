"""``eligo parse``."""

from __future__ import annotations

import json

import click

from eligo.cli.sources import Failures, files


@click.command("parse")
@files
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line per record; without it, indented.")
def command(sources: tuple[str, ...], format: str, as_json: bool) -> None:
    """Print criteria, logic and ledger (schema in docs/schemas)."""
    failures = Failures()
    for _, protocols in failures.over(sources, format):
        for protocol in protocols:
            click.echo(json.dumps(protocol.to_dict(), ensure_ascii=False, indent=None if as_json else 2))
    failures.finish()
