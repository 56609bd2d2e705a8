"""Lines that head a record, or a criterion, in what commands print."""

from __future__ import annotations

import click

from eligo.protocol import Criterion, Protocol


def of_record(protocol: Protocol) -> str:
    """Id and title, in one line."""
    return " ".join(part for part in (protocol.id, " ".join(protocol.title.split())) if part)


def of_criterion(criterion: Criterion) -> str:
    """Id, what the criterion does, how far it was read, and its group."""
    from eligo.wording import phrase

    group = phrase("for.group", group=criterion.applies_to) if criterion.applies_to else ""
    turned = (criterion.effect, criterion.section) in (("require", "exclusion"), ("forbid", "inclusion"))
    effect = phrase(f"effect.{criterion.effect}") + (phrase(f"turned.{criterion.section}") if turned else "")
    told = f"{effect}; {phrase(f'status.{criterion.status}')}"
    return f"{click.style(criterion.id, bold=True)}  {told}{group}"
