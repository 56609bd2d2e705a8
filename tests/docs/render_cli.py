"""The reference of the commands, made from the commands: ``python tests/docs/render_cli.py`` writes ``docs/reference/cli.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from eligo.cli import COMMANDS, group

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "cli.md"


def page() -> str:
    """The page."""
    return re.sub("\n{3,}", "\n\n", "\n".join(_lines()) + "\n")


def _lines() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "<!-- Made by tests/docs/render_cli.py; the tests compare. -->"
    yield ""
    yield from _prose(group.help or "")
    yield ""
    yield "`eligo COMMAND --help` shows the same. `FILE` may be `-`, standard input, and in any [format](../readers.md)."
    with click.Context(group, info_name="eligo") as context:
        for name in COMMANDS:
            command = group.get_command(context, name)
            assert command is not None, name
            yield from _command(command, context, 2)


def _command(command: click.Command, parent: click.Context, depth: int) -> Iterator[str]:
    with click.Context(command, info_name=command.name, parent=parent) as context:
        yield ""
        yield f"{'#' * depth} {context.command_path}"
        yield ""
        yield f"`{context.command_path} {' '.join(command.collect_usage_pieces(context))}`"
        yield ""
        yield from _prose(command.help or "")
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        if options:
            yield ""
            yield "| option | |"
            yield "|---|---|"
            yield from (_option(o, context) for o in options)
        if isinstance(command, click.Group):
            for below in command.commands.values():
                yield from _command(below, context, depth + 1)


def _prose(text: str) -> Iterator[str]:
    for paragraph in text.strip().split("\n\n"):
        yield " ".join(paragraph.replace("\b", "").split())
        yield ""


def _option(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context)
    assert record is not None, option.name
    return "| `{}` | {} |".format(*(" ".join(text.split()).replace("|", "\\|") for text in record))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
