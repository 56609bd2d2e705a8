"""What commands share: FILE arguments, and records from them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from eligo.errors import EligoError
from eligo.protocol import Protocol
from eligo.record import Record

F = TypeVar("F", bound=Callable[..., Any])


def files(function: F) -> F:
    """FILE… and --format; ``-`` is standard input."""
    function = click.option(
        "--format", "format", default="auto", show_default=True, help="Format of the source; sniffed by default."
    )(function)
    return click.argument("sources", metavar="FILE...", nargs=-1, required=True)(function)


def one_file(function: F) -> F:
    """One FILE and --format."""
    function = click.option(
        "--format", "format", default="auto", show_default=True, help="Format of the source; sniffed by default."
    )(function)
    return click.argument("source", metavar="FILE")(function)


def content(source: str) -> bytes | Path:
    """A FILE argument as what the readers take."""
    return sys.stdin.buffer.read() if source == "-" else Path(source)


def records(source: str, format: str) -> tuple[Record, ...]:
    """The records of one FILE."""
    from eligo.read import read

    return read(content(source), format)


def protocols(source: str, format: str) -> tuple[Protocol, ...]:
    """The compiled records of one FILE."""
    from eligo.compiling import compile_all

    return tuple(compile_all(content(source), format))


class Failures:
    """Bad files among many: one line each on stderr, the good ones go on, exit code 2 at the end."""

    def __init__(self) -> None:
        self.count = 0

    def over(self, sources: tuple[str, ...], format: str) -> Iterator[tuple[str, tuple[Protocol, ...]]]:
        """Each FILE that can be read, with its protocols."""
        for source in sources:
            try:
                found = protocols(source, format)
            except EligoError as error:
                self.count += 1
                click.echo(f"eligo: {error}", err=True)
                continue
            yield source, found

    def finish(self, code: int = 0) -> None:
        """Exit with 2 after any failure, else with ``code``."""
        if self.count or code:
            raise click.exceptions.Exit(2 if self.count else code)
