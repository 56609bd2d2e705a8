"""``eligo screen``."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from eligo.cli.sources import counted, one_file, only, protocols
from eligo.cli.vocab_command import opened, vocabulary_option
from eligo.errors import UsageError
from eligo.protocol import Protocol
from eligo.screen.answer import Answer
from eligo.screen.funnel import Tally

WIDTH = 120


@click.command("screen")
@one_file
@click.option(
    "--omop", metavar="DB", help="DuckDB file, folder of Parquet files, or postgresql:// URL of an OMOP CDM 5.4."
)
@click.option("--fhir", metavar="PATH", help="NDJSON file or folder: bundles of one patient each, or a bulk export.")
@click.option("--schema", metavar="NAME", help="Schema of the CDM's tables (--omop).")
@click.option("--vocab-schema", metavar="NAME", help="Schema of the vocabulary tables; default: as --schema.")
@click.option(
    "--descendants", is_flag=True, help="Listed codes stand for their concept_ancestor descendants too (--omop)."
)
@vocabulary_option
@click.option("--as-of", metavar="DATE", help="Index date. Default: today.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table of patients: a .csv or .parquet file.",
)
@click.option("--json", "as_json", is_flag=True, help="Funnel and gains as JSON.")
@click.option("--min-count", type=click.IntRange(min=1), default=1, help="Print smaller counts, but 0, as <N.")
@click.option("--quiet", is_flag=True, help="No progress.")
def command(
    source: str,
    format: str,
    omop: str | None,
    fhir: str | None,
    schema: str | None,
    vocab_schema: str | None,
    descendants: bool,
    vocab: Path | None,
    as_of: str | None,
    output: Path | None,
    as_json: bool,
    min_count: int,
    quiet: bool,
) -> None:
    """Screen a population: who qualifies, which criterion loses whom, and what dropping one would gain.

    Patients are written only to --output; all else is counts.
    """
    from eligo.screen.fhir import screen_fhir
    from eligo.screen.omop import connect, screen_omop
    from eligo.screen.write import table
    from eligo.targets_api import iso_date

    if (omop is None) == (fhir is None):
        raise UsageError("give the population: either --omop DB or --fhir PATH")
    protocol = only(protocols(source, format), source, "screen one at a time")
    store = opened(vocab)
    if store is not None:
        protocol = protocol.using(store)
    day = iso_date(as_of or protocol.settings.index_date)
    answers: Iterator[Answer]
    if omop is not None:
        answers = screen_omop(
            protocol, connect(omop), day, cdm_schema=schema, vocab_schema=vocab_schema, descendants=descendants
        )
    else:
        answers = screen_fhir(protocol, Path(str(fhir)), day)
    tally = Tally(protocol)
    with table(protocol, output) if output else nullcontext() as patients:
        for answer in counted(answers, "Screening", quiet or as_json):
            tally.add(answer)
            if patients is not None:
                patients.add(answer)
    if as_json:
        click.echo(json.dumps(_report(protocol, tally, day, min_count), ensure_ascii=False, indent=1))
    else:
        _show(protocol, tally, day, min_count)


def _report(protocol: Protocol, tally: Tally, day: str, least: int) -> dict[str, object]:
    def masked(n: int) -> int | str:
        return f"<{least}" if 0 < n < least else n

    return {
        "schema": "urn:eligo:schema:screen:1",
        "trial": protocol.id,
        "as_of": day,
        "patients": masked(tally.patients),
        "verdicts": {k: masked(n) for k, n in tally.verdicts.items()},
        "screens": {k: masked(n) for k, n in tally.screens.items()},
        "funnel": [
            {
                "group": s.group,
                "criterion": s.criterion.id if s.criterion else "alive",
                "text": " ".join(s.criterion.text.split()) if s.criterion else "",
                "met": masked(s.met),
                "not_met": masked(s.not_met),
                "unknown": masked(s.unknown),
                "set_aside": masked(s.set_aside),
                "remaining": masked(s.remaining),
                "remaining_for_certain": masked(s.certain),
            }
            for s in tally.funnel()
        ],
        "gained_if_dropped": [
            {
                "group": g.group,
                "criterion": g.criterion.id,
                "potential": masked(g.potential),
                "certain": masked(g.certain),
            }
            for g in tally.gains()
        ],
    }


def _show(protocol: Protocol, tally: Tally, day: str, least: int) -> None:
    from eligo.wording import phrase

    def shown(n: int) -> str:
        return f"<{least}" if 0 < n < least else f"{n:,}"

    def counts(of: dict[str, int]) -> str:
        return ", ".join(f"{shown(n)} {word}" for word, n in of.items())

    click.echo(f"{protocol.id or 'record'} as of {day}: {shown(tally.patients)} patients")
    click.echo(f"  verdict  {counts(tally.verdicts)} ({phrase('screen.verdict')})")
    click.echo(f"  screen   {counts(tally.screens)} ({phrase('screen.screen')})")
    head = f"{'':8}{'passes':>9}{'fails':>9}{'unknown':>9}{'aside':>9}{'remain':>9}{'certain':>9}"
    group: str | None = ""
    for s in tally.funnel():
        if s.group != group:
            click.echo(f"\n{s.group or 'Funnel'}\n{textwrap.fill(phrase('funnel'), WIDTH)}\n{head}")
            group = s.group
        numbers = "".join(f"{shown(n):>9}" for n in (s.met, s.not_met, s.unknown, s.set_aside, s.remaining, s.certain))
        text = " ".join(s.criterion.text.split())[:60] if s.criterion else "not deceased"
        click.echo(f"{s.criterion.id if s.criterion else 'alive':8}{numbers}  {text}")
    gains = [g for g in tally.gains() if g.potential]
    if gains:
        click.echo(f"\n{phrase('gains')}:")
        for g in gains:
            arm = f" [{g.group}]" if g.group else ""
            text = " ".join(g.criterion.text.split())[:60]
            click.echo(f"{g.criterion.id:8}{shown(g.potential):>9}{shown(g.certain):>9}{arm}  {text}")
