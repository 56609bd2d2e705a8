"""``eligo explain``."""

from __future__ import annotations

import textwrap

import click

from eligo.cli.sources import Failures, files
from eligo.coverage import characters, statuses
from eligo.protocol import Criterion, Protocol

COLOURS = {"logic": "green", "noise": "bright_black", "manual": "yellow", "residue": "red"}
MARKS = {"logic": ("", ""), "noise": ("", ""), "manual": ("{", "}"), "residue": ("[", "]")}


@click.command("explain")
@files
def command(sources: tuple[str, ...], format: str) -> None:
    """Show the source of each criterion by class, and its reading in plain words.

    In colour: green is logic, grey noise, yellow manual, red residue. Without colour, {manual} and [residue] are bracketed.
    """
    failures = Failures()
    for _, protocols in failures.over(sources, format):
        for protocol in protocols:
            _explain(protocol)
    failures.finish()


def _explain(protocol: Protocol) -> None:
    from eligo.canon import say

    click.echo(" ".join(part for part in (protocol.id, " ".join(protocol.title.split())) if part))
    click.echo("criteria: " + ", ".join(f"{n} {s}" for s, n in statuses(protocol).items()))
    click.echo("characters: " + ", ".join(f"{n} {k}" for k, n in characters(protocol).items()))
    for c in protocol.criteria:
        click.echo(
            f"\n{click.style(c.id, bold=True)}  {c.effect}, {c.status}"
            + (f", for {c.applies_to}" if c.applies_to else "")
        )
        click.echo(textwrap.indent(_source(protocol, c), "    "))
        click.echo(f"  = {say(c.logic)}")
        for d in c.diagnostics:
            click.echo(f"  ! {d.code}: {d.message}")
        for a in c.assumptions:
            click.echo(f"  * {a}")
    for d in protocol.diagnostics:
        click.echo(f"\n! {d.code}: {d.message}")
    click.echo("\nAssumptions:")
    for a in protocol.assumptions():
        click.echo(f"  * {a}")


def _source(protocol: Protocol, criterion: Criterion) -> str:
    if not criterion.ledger:
        return criterion.text
    parts = []
    for e in criterion.ledger:
        words = protocol.text[e.span.start : e.span.end]
        left, right = MARKS[e.kind] if words.strip() else ("", "")
        parts.append(click.style(f"{left}{words}{right}", fg=COLOURS[e.kind]))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n") if line.strip())
