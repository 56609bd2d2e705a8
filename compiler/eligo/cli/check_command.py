"""``eligo check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from eligo.cli.bundles import bundles, checked
from eligo.cli.sources import one_file, protocols
from eligo.cli.vocab_command import opened, vocabulary_option

SIGNS = {True: "passes", False: "fails", None: "open"}


@click.command("check")
@one_file
@click.option(
    "--patient",
    "patients",
    multiple=True,
    required=True,
    metavar="BUNDLE.json",
    help="A FHIR R4 bundle, or NDJSON of bundles; repeatable.",
)
@vocabulary_option
@click.option("--as-of", metavar="DATE", help="Index date. Default: today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line per patient.")
def command(
    source: str, format: str, patients: tuple[str, ...], vocab: Path | None, as_of: str | None, as_json: bool
) -> None:
    """Check patients against a record: verdict, screen, and the value of every criterion."""
    from eligo.targets_api import checker, iso_date

    asked = iso_date(as_of) if as_of else None
    store = opened(vocab)
    for protocol in protocols(source, format):
        check = checker(protocol.using(store) if store else protocol)
        day = asked or iso_date(protocol.settings.index_date)
        for path in patients:
            for bundle in bundles(path):
                result = checked(check, bundle, day, path).to_dict()
                if as_json:
                    click.echo(json.dumps(result, ensure_ascii=False))
                else:
                    _show(path, result)
    if not as_json:
        from eligo.wording import phrase

        click.echo(f"\n{phrase('check.legend')}\n{phrase('check.screen')}")


def _show(path: str, result: dict[str, Any]) -> None:
    from eligo.wording import phrase

    reason = f" ({result['reason']})" if result.get("reason") else ""
    click.echo(f"{Path(path).stem}  {result['patient']}: {result['verdict']}{reason}, screen {result['screen']}")
    for group in result["groups"]:
        click.echo(f"  for {group['group']}: {group['verdict']}, screen {group['screen']}")
    for c in result["criteria"]:
        met = None if c["value"] is None else c["value"] is (c["effect"] == "require")
        click.echo(f"  {c['id']:6} {phrase(f'check.{SIGNS[met]}'):7} {_text(c)[:90]}")


def _text(criterion: dict[str, Any]) -> str:
    group = f"[{criterion['group']}] " if criterion["group"] else ""
    return group + " ".join(criterion["text"].split())
