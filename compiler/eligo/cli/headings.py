"""Lines that head a record, or a criterion, in what commands print."""

from __future__ import annotations

import click

from eligo.protocol import Criterion, Protocol


def of_record(protocol: Protocol) -> str:
    """Id and title, in one line."""
    return " ".join(part for part in (protocol.id, " ".join(protocol.title.split())) if part)


def of_criterion(criterion: Criterion) -> str:
    """Id, effect, status and group."""
    group = f", for {criterion.applies_to}" if criterion.applies_to else ""
    return f"{click.style(criterion.id, bold=True)}  {criterion.effect}, {criterion.status}{group}"
