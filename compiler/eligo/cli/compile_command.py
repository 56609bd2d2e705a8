"""``eligo compile``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from eligo.cli.sources import Failures, files


@click.command("compile")
@files
@click.option(
    "-t",
    "--target",
    "targets",
    multiple=True,
    metavar="NAME|PATH",
    help="python, cql, sql or a target folder; repeatable. Default: all three.",
)
@click.option("--dialect", default="duckdb", show_default=True, help="SQL dialect.")
@click.option("--as-of", metavar="DATE", help="Index date (SQL binds it; default today).")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to. Default: standard output.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if any criterion isn't computable.")
@click.option("--quiet", is_flag=True, help="No summary.")
def command(
    sources: tuple[str, ...],
    format: str,
    targets: tuple[str, ...],
    dialect: str,
    as_of: str | None,
    folder: Path | None,
    strict: bool,
    quiet: bool,
) -> None:
    """Compile records to emitted code.

    Writes ID.py, ID.cql, ID.sql and ID.funnel.sql (the attrition funnel) into the output folder, all of a record or
    nothing of it.
    """
    from eligo.emit import load
    from eligo.targets_api import emit, iso_date

    opened = [(t, load(t)) for t in targets or ("python", "cql", "sql")]
    day = iso_date(as_of) if as_of else None
    failures = Failures()
    unsettled = 0
    for source, protocols in failures.over(sources, format):
        for number, protocol in enumerate(protocols, 1):
            stem = (
                re.sub(r"[^A-Za-z0-9_-]+", "_", protocol.id or Path(source).stem or "criteria").strip("_") or "criteria"
            )
            if not protocol.id and len(protocols) > 1:
                stem += f"_{number}"
            outputs = {f"{stem}.{o.extension}": emit(protocol, name, as_of=day, dialect=dialect) for name, o in opened}
            if folder is not None and any(o.name == "sql" for _, o in opened):
                funnel = emit(protocol, "sql", as_of=day, dialect=dialect, funnel=True)
                outputs[f"{stem}.funnel.sql"] = funnel
            unsettled += sum(c.status != "computable" for c in protocol.criteria)
            _write(outputs, folder)
            if not quiet and folder is not None:
                statuses = ("computable", "partial", "manual", "residue")
                counts = [(sum(c.status == s for c in protocol.criteria), s) for s in statuses]
                said = ", ".join(f"{n} {s}" for n, s in counts if n)
                click.echo(f"{stem}: {said} -> {', '.join(str(folder / f) for f in outputs)}", err=True)
    failures.finish(1 if strict and unsettled else 0)


def _write(outputs: dict[str, str], folder: Path | None) -> None:
    if folder is None:
        for text in outputs.values():
            click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in outputs.items():
            part = folder / f".{name}.part"
            part.write_text(text, encoding="utf-8")
            part.replace(folder / name)
    except OSError as error:
        raise click.ClickException(f"{folder}: {error.strerror or error}") from error
