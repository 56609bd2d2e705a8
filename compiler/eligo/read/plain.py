"""Plain text and Markdown: the whole file is criteria."""

from __future__ import annotations

import re

from eligo.errors import InputError
from eligo.record import Record, Registry
from eligo.spans import Span

_CONTAINER = re.compile(r"\s*(?:(?P<html><!doctype html|<html)|(?P<xml><\?xml)|(?P<json>\{\s*\"|\[\s*[\[{\]]))", re.I)


def sniff(head: str) -> float:
    """Any text may be plain text; every other reader that recognises its own goes first."""
    return 0.01


def read(text: str) -> tuple[Record, ...]:
    """One record, the whole text its region. Raises `InputError` for a container format that no reader knows."""
    if container := _CONTAINER.match(text):
        kind = (container.lastgroup or "").upper()
        raise InputError(f"the source is {kind}, but not in a registry format that is known")
    return (Record(text, "text", Registry(), (Span(0, len(text)),), (None,)),)
