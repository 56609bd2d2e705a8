"""``eligo explain``."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eligo.cli.headings import of_criterion, of_record
from eligo.cli.sources import Failures, files
from eligo.coverage import characters, statuses
from eligo.overrides.beside import path_beside
from eligo.protocol import Criterion, Protocol

if TYPE_CHECKING:
    from eligo.near import Miss

MET = {True: "met", False: "not met", None: "not known"}
COLOURS = {"logic": "green", "noise": "bright_black", "manual": "yellow", "residue": "red", "override": "cyan"}
WIDTH = 120
"""A longer reading is laid out over lines."""
MARGIN = "    "
LEGEND = (
    'A criterion is computable (read whole), partial (read in part), manual (a person has to look) or residue (not read); "="',
    "begins its reading. In the source {words} are for a person and [words] were not understood; words without a mark were",
    "read, or restrict nothing.",
    "Whatever is open makes a patient unknown, unless the rest of the criterion decides. Of the two readings after",
    '"either, unsettled" both have to agree.',
    'A condition or drug alone is asked of the index date, which is the screening; "history of", "done" and "ever taken" of all',
    "time up to it.",
)
MARKS = {"logic": ("", ""), "noise": ("", ""), "manual": ("{", "}"), "residue": ("[", "]"), "override": ("<", ">")}


@click.command("explain")
@files
@click.option(
    "--patient",
    "patients",
    multiple=True,
    metavar="BUNDLE.json",
    help="Beside each criterion, what keeps this patient out and by how much; repeatable.",
)
@click.option("--as-of", metavar="DATE", help="Index date for --patient. Default: today.")
def command(sources: tuple[str, ...], format: str, patients: tuple[str, ...], as_of: str | None) -> None:
    """Show the source of each criterion by class, and its reading in plain words.

    In colour: green is logic, grey noise, yellow manual, red residue, cyan what an override settles. Without
    colour, {manual}, [residue] and <override> are bracketed. For residue it says what would settle it (docs/overrides.md).
    """
    failures = Failures()
    for source, protocols in failures.over(sources, format):
        for protocol in protocols:
            seen = _seen(protocol, patients, as_of) if patients else ()
            _explain(protocol, "an override file" if source == "-" else path_beside(Path(source)).name, seen)
    failures.finish()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A patient: a name for the reader, the answers, and what keeps the patient out by criterion."""

    name: str
    result: Any
    misses: dict[str, tuple[Miss, ...]]


def _seen(protocol: Protocol, paths: tuple[str, ...], as_of: str | None) -> tuple[_Seen, ...]:
    from eligo.cli.bundles import bundles, checked
    from eligo.near import misses
    from eligo.targets_api import checker, iso_date

    day = iso_date(as_of or protocol.settings.index_date)
    check, plan = checker(protocol), protocol.plan("fhir")
    found = []
    for path in paths:
        for bundle in bundles(path):
            result = checked(check, bundle, day, path)
            found.append(_Seen(Path(path).stem, result, misses(plan, result)))
    return tuple(found)


def _explain(protocol: Protocol, beside: str, patients: tuple[_Seen, ...]) -> None:
    from eligo.canon import READERS, say
    from eligo.canon.layout import laid_out
    from eligo.overrides.suggest import stanzas

    click.echo(of_record(protocol))
    click.echo("criteria: " + ", ".join(f"{n} {s}" for s, n in statuses(protocol).items()))
    click.echo("characters: " + ", ".join(f"{n} {k}" for k, n in characters(protocol).items() if n or k != "override"))
    for p in patients:
        click.echo(f"patient {p.name} on {p.result.as_of}: {p.result.verdict}, screen {p.result.screen}")
    for place, c in enumerate(protocol.criteria):
        click.echo(f"\n{of_criterion(c)}")
        click.echo(textwrap.indent(_source(protocol, c), "    "))
        reading = say(c.logic)
        click.echo(f"  = {reading if len(reading) <= WIDTH else laid_out(c.logic, WIDTH, READERS, MARGIN)}")
        for p in patients:
            click.echo(f"  > {p.name}: {MET[p.result.criteria[place].met(False)]}")
            for miss in p.misses.get(c.id, ()):
                click.echo(f"    {miss}")
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
    click.echo("\nHow to read it:")
    for line in LEGEND:
        click.echo(f"  {line}")
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
