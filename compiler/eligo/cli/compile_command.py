"""``eligo compile``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eligo.cli.sources import Failures, content, counted, files, shared_overrides
from eligo.cli.vocab_command import opened, vocabulary_option
from eligo.errors import UsageError
from eligo.lock.model import Binding, Locked, path_beside
from eligo.record import Record
from eligo.whole_file import save_whole

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
    help="python, cql, cql-bundle, sql or a target folder; repeatable. Default: python, cql and sql.",
)
@click.option("--dialect", default="duckdb", show_default=True, help="SQL dialect.")
@click.option("--schema", metavar="NAME", help="Schema of the CDM's tables, for SQL.")
@click.option("--vocab-schema", metavar="NAME", help="Schema of the vocabulary tables; default: as --schema.")
@click.option("--as-of", metavar="DATE", help="Index date (SQL binds it; default today).")
@vocabulary_option
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to. Default: standard output.",
)
@click.option("--lock", is_flag=True, help="Write STEM.eligo.lock beside FILE: what each phrase is bound to.")
@click.option("--update-lock", is_flag=True, help="Write it anew, whatever it says.")
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
    schema: str | None,
    vocab_schema: str | None,
    as_of: str | None,
    vocab: Path | None,
    folder: Path | None,
    lock: bool,
    update_lock: bool,
    strict: bool,
    jobs: int,
    quiet: bool,
) -> None:
    """Compile records to emitted code.

    Writes ID.py, ID.cql, ID.sql and ID.funnel.sql (the attrition funnel) into the output folder, all of a record or
    nothing of it. Exit code 1 where a lock file has something else.
    """
    from eligo.compiling import each_record
    from eligo.emit import load
    from eligo.targets_api import iso_date

    names = targets or ("python", "cql", "sql")
    with_funnel = folder is not None and any(load(t).name == "sql" for t in names)
    store, common = opened(vocab), shared_overrides()
    version = store.version if store is not None else ""
    day = iso_date(as_of) if as_of else None
    tables = {"dialect": dialect, "cdm_schema": schema, "vocab_schema": vocab_schema}
    work = partial(_compiled, names, day, tables, with_funnel, lock or update_lock, store)
    failures = Failures()
    unsettled = differing = 0
    written: set[str] = set()
    for source in sources:
        locking = _Locking(source, version, lock, update_lock)
        found = failures.kept(
            lambda source=source: each_record(
                content(source), format, work, _is_empty, jobs, common, locked=not update_lock
            )  # type: ignore[misc]
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
            locking.add(one)
        differing += locking.finish(failures)
    failures.finish(1 if differing or (strict and unsettled) else 0)


class _Locking:
    """The lock file beside one FILE: written if asked for, what differs from it said."""

    def __init__(self, source: str, vocabulary: str, lock: bool, update: bool) -> None:
        if source == "-" and (lock or update):
            raise UsageError("a lock file stands beside a FILE: standard input has none")
        self._path = path_beside(Path(source))
        self._vocabulary = vocabulary
        self._writes = update or (lock and not self._path.is_file())
        self._known = source != "-" and self._path.is_file() and not update
        self._records: list[Locked] = []
        self._differs = 0

    def add(self, one: _Compiled) -> None:
        """A record that was compiled."""
        self._records.append(Locked(one.id, one.bindings))
        for remark in one.differing:
            self._say(remark)

    def finish(self, failures: Failures) -> int:
        """How much differs, once all records are there; a file that couldn't be read whole is not locked."""
        from eligo.lock.file import load, save

        if self._known and self._records and load(self._path).vocabulary != self._vocabulary:
            self._say(f"another vocabulary ({self._vocabulary or 'none'}) than the lock file has")
        if self._writes and not failures.count:
            try:
                save(self._path, self._records, self._vocabulary)
            except OSError as error:
                raise click.ClickException(f"{self._path}: {error.strerror or error}") from error
        return self._differs

    def _say(self, remark: str) -> None:
        self._differs += 1
        click.echo(f"eligo: {self._path}: {remark} (--update-lock takes what is bound now)", err=True)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A record's outputs by file extension, the statuses of its criteria, what its phrases are bound to (for a lock file that may
    be written), and where that differs from the one there is."""

    id: str
    statuses: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    bindings: tuple[Binding, ...]
    differing: tuple[str, ...]


def _is_empty(found: _Compiled) -> bool:
    return not found.statuses


def _compiled(
    targets: tuple[str, ...],
    as_of: str | None,
    tables: dict[str, str | None],
    with_funnel: bool,
    with_bindings: bool,
    vocabulary: Vocabulary | None,
    record: Record,
) -> _Compiled:
    from eligo.compiling import compile_record
    from eligo.emit import load
    from eligo.lock.hold import bindings
    from eligo.targets_api import emit

    protocol = compile_record(record)
    if vocabulary is not None:
        protocol = protocol.using(vocabulary)
    opened = [load(t) for t in targets]
    outputs = [
        (o.extension, emit(protocol, t, as_of=as_of, **(tables if o.name == "sql" else {})))  # type: ignore[arg-type]
        for t, o in zip(targets, opened, strict=True)
    ]
    if with_funnel:
        outputs.append(("funnel.sql", emit(protocol, "sql", as_of=as_of, funnel=True, **tables)))  # type: ignore[arg-type]
    return _Compiled(
        protocol.id,
        tuple(c.status for c in protocol.criteria),
        tuple(outputs),
        bindings(protocol) if with_bindings else (),
        tuple(d.message for d in protocol.diagnostics if d.code == "lock-differs"),
    )


def _write(outputs: dict[str, str], folder: Path | None) -> None:
    if folder is None:
        for text in outputs.values():
            click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in outputs.items():
            save_whole(folder / name, text)
    except OSError as error:
        raise click.ClickException(f"{folder}: {error.strerror or error}") from error
