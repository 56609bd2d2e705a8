"""``eligo compile``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eligo.cli.sources import Failures, content, counted, files
from eligo.cli.vocab_command import opened, vocabulary_option
from eligo.record import Record

if TYPE_CHECKING:
    from eligo.vocab.model import Vocabulary


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
@vocabulary_option
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to. Default: standard output.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if any criterion isn't computable.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=1, help="Processes to use, for files of many records."
)
@click.option("--quiet", is_flag=True, help="No summary and no progress.")
def command(
    sources: tuple[str, ...],
    format: str,
    targets: tuple[str, ...],
    dialect: str,
    as_of: str | None,
    vocab: Path | None,
    folder: Path | None,
    strict: bool,
    jobs: int,
    quiet: bool,
) -> None:
    """Compile records to emitted code.

    Writes ID.py, ID.cql, ID.sql and ID.funnel.sql (the attrition funnel) into the output folder, all of a record or
    nothing of it.
    """
    from eligo.compiling import each_record
    from eligo.emit import load
    from eligo.targets_api import iso_date

    names = targets or ("python", "cql", "sql")
    with_funnel = folder is not None and any(load(t).name == "sql" for t in names)
    store = opened(vocab)
    work = partial(_compiled, names, iso_date(as_of) if as_of else None, dialect, with_funnel, store)
    failures = Failures()
    unsettled = 0
    written: set[str] = set()
    for source in sources:
        found = failures.kept(
            lambda source=source: each_record(content(source), format, work, _is_empty, jobs)  # type: ignore[misc]
        )
        for number, one in enumerate(counted(found, "Compiling", quiet or folder is None), 1):
            stem = re.sub(r"[^A-Za-z0-9_-]+", "_", one.id or Path(source).stem or "criteria").strip("_") or "criteria"
            if stem in written:
                # A trial recorded once for each member state, or records without an id.
                stem += f"_{number}"
            written.add(stem)
            unsettled += sum(s != "computable" for s in one.statuses)
            outputs = {f"{stem}.{extension}": text for extension, text in one.outputs}
            _write(outputs, folder)
            if not quiet and folder is not None:
                counts = [(one.statuses.count(s), s) for s in ("computable", "partial", "manual", "residue")]
                said = ", ".join(f"{n} {s}" for n, s in counts if n)
                click.echo(f"{stem}: {said} -> {', '.join(str(folder / f) for f in outputs)}", err=True)
    failures.finish(1 if strict and unsettled else 0)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A record's outputs by file extension, and the statuses of its criteria."""

    id: str
    statuses: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]


def _is_empty(found: _Compiled) -> bool:
    return not found.statuses


def _compiled(
    targets: tuple[str, ...],
    as_of: str | None,
    dialect: str,
    with_funnel: bool,
    vocabulary: Vocabulary | None,
    record: Record,
) -> _Compiled:
    from eligo.compiling import compile_record
    from eligo.emit import load
    from eligo.targets_api import emit

    protocol = compile_record(record)
    if vocabulary is not None:
        protocol = protocol.using(vocabulary)
    outputs = [(load(t).extension, emit(protocol, t, as_of=as_of, dialect=dialect)) for t in targets]
    if with_funnel:
        outputs.append(("funnel.sql", emit(protocol, "sql", as_of=as_of, dialect=dialect, funnel=True)))
    return _Compiled(protocol.id, tuple(c.status for c in protocol.criteria), tuple(outputs))


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
