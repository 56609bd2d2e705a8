"""``eligo vocab``: a site's own vocabulary."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from eligo.vocab.explain import Listed
    from eligo.vocab.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def vocabulary_option(function: F) -> F:
    """--vocab STORE, for the commands that emit code lists."""
    return click.option(
        "--vocab",
        "vocab",
        type=click.Path(path_type=Path),
        metavar="STORE",
        help="Vocabulary store (eligo vocab build): codes stand for all that lies below them.",
    )(function)


def opened(vocab: Path | None) -> Store | None:
    """The store of --vocab; None without one."""
    if vocab is None:
        return None
    from eligo.vocab.store import open_store

    return open_store(vocab)


_store = click.option(
    "--vocab", "store", type=click.Path(path_type=Path), metavar="STORE", help="The store that eligo vocab build made."
)


@click.group("vocab")
def command() -> None:
    """A site's own vocabulary: build a store, search it, see what a text is bound to."""


@command.command("build")
@click.argument("source", metavar="SOURCE")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The store to write."
)
@click.option("--schema", metavar="NAME", help="Schema of the vocabulary tables, for a database.")
@click.option("--quiet", is_flag=True, help="No summary and no progress.")
def build(source: str, output: Path, schema: str | None, quiet: bool) -> None:
    """Build a store from SOURCE: the folder of an Athena download, or a CDM with its vocabulary tables (DuckDB file, folder of
    Parquet files, postgresql:// URL).
    """
    from eligo.vocab import build as building
    from eligo.vocab.source import open_source

    began = time.monotonic()
    with _progress(quiet) as tick:
        counts = building.build(open_source(source, schema), output, tick)
    if not quiet:
        said = ", ".join(f"{n:,} rows of {table}" for table, n in counts.items())
        size = output.stat().st_size / 1e6
        click.echo(f"{output}: {said}; {size:,.0f} MB in {time.monotonic() - began:.0f} s", err=True)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, float], None]]:
    from eligo.vocab.source import COLUMNS

    if quiet or not sys.stderr.isatty():
        yield lambda table, part: None
        return
    tables = list(COLUMNS)
    with click.progressbar(length=1000 * len(tables), label="Reading", file=sys.stderr) as bar:

        def tick(table: str, part: float) -> None:
            step = int(1000 * (tables.index(table) + part)) - bar.pos
            if step > 0:
                bar.label = f"Reading {table}"
                bar.update(step)

        yield tick


@command.command("search")
@click.argument("text", nargs=-1, required=True)
@_store
@click.option("--domain", metavar="NAME", help="Only of this domain: Condition, Drug, Procedure, Measurement …")
@click.option("--vocabulary", metavar="NAME", help="Only of this vocabulary: SNOMED, RxNorm, LOINC …")
@click.option("--standard", is_flag=True, help="Only standard concepts.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
def search(
    text: tuple[str, ...], store: Path | None, domain: str | None, vocabulary: str | None, standard: bool, limit: int
) -> None:
    """Find concepts by the words of their names and synonyms."""
    from eligo.errors import UsageError

    if store is None:
        raise UsageError("give the store to search: --vocab STORE")
    from eligo.vocab.store import open_store

    hits = open_store(store).search(
        " ".join(text), domain=domain, vocabulary=vocabulary, standard=standard, limit=limit
    )
    for hit in hits:
        e = hit.entry
        also = f"  ({hit.label})" if hit.label != e.name else ""
        click.echo(f"{e.id:>10}  {e.vocabulary:<9} {e.code:<18} {e.standard or '-'}  {e.domain:<12} {e.name}{also}")
    if not hits:
        click.echo("nothing found", err=True)


@command.command("explain")
@click.argument("text", nargs=-1, required=True)
@_store
def explain(text: tuple[str, ...], store: Path | None) -> None:
    """Say what eligo binds TEXT to: candidates, evidence, tier, codes, and with a store what lies below each code."""
    from eligo.vocab.explain import explain as readings

    for reading in readings(" ".join(text), opened(store)):
        click.echo(reading.text)
        if not reading.candidates:
            click.echo("  not in the lexicon")
        elif len(reading.candidates) > 1:
            click.echo(f"  {len(reading.candidates)} senses: the words around it decide, else it stays open")
        for c in reading.candidates:
            sources = f"; codes verified by {', '.join(c.verified_by.split('|'))}" if c.verified_by else ""
            click.echo(f"  {c.concept.name} ({c.concept.kind}, {c.tier}): {c.evidence}{sources}")
            if not c.listed:
                click.echo("    no code: unknown unless a record displays its name")
            for item in c.listed:
                click.echo("    " + _line(item, store is not None))
        for hit in reading.hits:
            click.echo(f"  perhaps {hit.entry.vocabulary} {hit.entry.code} {hit.entry.name} ({hit.label})")


def _line(item: Listed, looked_up: bool) -> str:
    said = f"{item.code.system} {item.code.code}"
    if item.ingredient:
        said += f" {item.ingredient}"
    if item.entry is not None:
        standing = {"S": "standard", "C": "classification"}.get(item.entry.standard, "not standard")
        return f"{said}: {item.entry.name} ({standing}), {item.below:,} codes with those below"
    if item.code.descendants:
        return f"{said} and every code that starts so"
    return f"{said}: not in the vocabulary" if looked_up else said
