"""What commands share: FILE arguments, and records from them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from eligo.errors import EligoError, UsageError
from eligo.protocol import Protocol
from eligo.read import FORMATS
from eligo.record import Record

if TYPE_CHECKING:
    from eligo.overrides.model import Overrides

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

_FORMAT = f"Format of the source, recognised by default: {', '.join(FORMATS)}."


_SHARED = "eligo.overrides"


def _keep(context: click.Context, parameter: click.Parameter, value: tuple[Path, ...]) -> None:
    context.meta[_SHARED] = value


overridable = click.option(
    "--overrides",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    expose_value=False,
    callback=_keep,
    help="A site's overrides, behind those of STEM.eligo.toml beside a FILE; repeatable, a later one counts.",
)
"""Gives a command --overrides; :func:`shared_overrides` reads them."""


def shared_overrides() -> Overrides:
    """The overrides of all --overrides of the command that runs. Raises InputError for a bad file."""
    from eligo.overrides.beside import shared

    context = click.get_current_context(silent=True)
    return shared(context.meta.get(_SHARED, ()) if context else ())


def files(function: F) -> F:
    """FILE…, --format and --overrides; ``-`` is standard input."""
    function = overridable(function)
    function = click.option("--format", "format", default="auto", show_default=True, help=_FORMAT)(function)
    return click.argument("sources", metavar="FILE...", nargs=-1, required=True)(function)


def one_file(function: F) -> F:
    """One FILE, --format and --overrides."""
    function = overridable(function)
    function = click.option("--format", "format", default="auto", show_default=True, help=_FORMAT)(function)
    return click.argument("source", metavar="FILE")(function)


def content(source: str) -> bytes | Path:
    """A FILE argument as what the readers take."""
    if source != "-":
        return Path(source)
    from eligo.read.source import bounded

    return bounded(sys.stdin.buffer)


def records(source: str, format: str) -> Iterator[Record]:
    """The records of one FILE, as they are read, with what stands beside it."""
    from eligo.overrides.beside import Corrections
    from eligo.read import iterate

    opened = content(source)
    return Corrections.of(opened, shared_overrides()).on(iterate(opened, format))


def protocols(source: str, format: str) -> tuple[Protocol, ...]:
    """The compiled records of one FILE."""
    from eligo.compiling import compile_all

    return tuple(compile_all(content(source), format, shared_overrides()))


def only(found: Sequence[T], source: str, mend: str) -> T:
    """The one record, or protocol, of a FILE. Raises UsageError with ``mend`` if it holds none or several."""
    if len(found) != 1:
        raise UsageError(f"{source} holds {len(found)} records: {mend}")
    return found[0]


class Failures:
    """Bad files among many: one line each on stderr, the good ones go on, exit code 2 at the end. Of a file that goes wrong
    in its middle, the records before that count."""

    def __init__(self) -> None:
        self.count = 0

    def over(self, sources: tuple[str, ...], format: str) -> Iterator[tuple[str, Iterator[Protocol]]]:
        """Each FILE with its protocols, as they are read."""
        from eligo.compiling import compile_all

        common = shared_overrides()
        for source in sources:
            yield source, self.kept(lambda source=source: compile_all(content(source), format, common))  # type: ignore[misc]

    def kept(self, opened: Callable[[], Iterator[T]]) -> Iterator[T]:
        """What ``opened`` gives, up to its first failure, which is said and counted."""
        try:
            yield from opened()
        except EligoError as error:
            self.count += 1
            click.echo(f"eligo: {error}", err=True)

    def finish(self, code: int = 0) -> None:
        """Exit with 2 after any failure, else with ``code``."""
        if self.count or code:
            raise click.exceptions.Exit(2 if self.count else code)


def counted(found: Iterator[T], label: str, quiet: bool) -> Iterator[T]:
    """The items, counted on standard error while they come, where somebody sees it."""
    if quiet or not sys.stderr.isatty():
        yield from found
        return
    with click.progressbar(found, label=label, file=sys.stderr, show_pos=True) as bar:
        yield from bar
