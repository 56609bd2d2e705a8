"""``eligo explain``."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from eligo.cli.headings import of_criterion, of_record
from eligo.cli.sources import Failures, files
from eligo.coverage import characters, statuses
from eligo.overrides.beside import path_beside
from eligo.protocol import Criterion, Protocol

COLOURS = {"logic": "green", "noise": "bright_black", "manual": "yellow", "residue": "red", "override": "cyan"}
MARKS = {"logic": ("", ""), "noise": ("", ""), "manual": ("{", "}"), "residue": ("[", "]"), "override": ("<", ">")}


@click.command("explain")
@files
def command(sources: tuple[str, ...], format: str) -> None:
    """Show the source of each criterion by class, and its reading in plain words.

    In colour: green is logic, grey noise, yellow manual, red residue, cyan what an override settles. Without
    colour, {manual}, [residue] and <override> are bracketed. For residue it says what would settle it (docs/overrides.md).
    """
    failures = Failures()
    for source, protocols in failures.over(sources, format):
        for protocol in protocols:
            _explain(protocol, "an override file" if source == "-" else path_beside(Path(source)).name)
    failures.finish()


def _explain(protocol: Protocol, beside: str) -> None:
    from eligo.canon import say
    from eligo.overrides.suggest import stanzas

    click.echo(of_record(protocol))
    click.echo("criteria: " + ", ".join(f"{n} {s}" for s, n in statuses(protocol).items()))
    click.echo("characters: " + ", ".join(f"{n} {k}" for k, n in characters(protocol).items() if n or k != "override"))
    for c in protocol.criteria:
        click.echo(f"\n{of_criterion(c)}")
        click.echo(textwrap.indent(_source(protocol, c), "    "))
        click.echo(f"  = {say(c.logic)}")
        for d in c.diagnostics:
            click.echo(f"  ! {d.code}: {d.message}")
        for a in c.assumptions:
            click.echo(f"  * {a}")
        for number, stanza in enumerate(stanzas(protocol, c)):
            if not number:
                click.echo(f"  ? in {beside} this would settle it:")
            click.echo(textwrap.indent(stanza, "      "))
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
