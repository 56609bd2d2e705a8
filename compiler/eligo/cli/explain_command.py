"""``eligo explain``."""

from __future__ import annotations

import textwrap

import click

from eligo.cli.sources import Failures, files
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
    counts = {s: sum(c.status == s for c in protocol.criteria) for s in ("computable", "partial", "manual", "residue")}
    click.echo("criteria: " + ", ".join(f"{n} {s}" for s, n in counts.items()))
    click.echo("characters: " + ", ".join(f"{n} {k}" for k, n in _characters(protocol).items()))
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
    for a in protocol.settings.assumptions():
        click.echo(f"  * {a}")


def _characters(protocol: Protocol) -> dict[str, int]:
    """The ledger of the record: every character in one class; what no criterion covers is noise or outside."""
    counts = dict.fromkeys(("logic", "noise", "manual", "residue"), 0)
    for c in protocol.criteria:
        for e in c.ledger:
            counts[e.kind] += len(e.span)
    outside = sum(len(s) for s in protocol.outside)
    counts["noise"] += len(protocol.text) - outside - sum(counts.values())
    return counts | {"outside": outside}


def _source(protocol: Protocol, criterion: Criterion) -> str:
    if not criterion.ledger:
        return criterion.text
    parts = []
    for e in criterion.ledger:
        words = protocol.text[e.span.start : e.span.end]
        left, right = MARKS[e.kind] if words.strip() else ("", "")
        parts.append(click.style(f"{left}{words}{right}", fg=COLOURS[e.kind]))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n") if line.strip())
