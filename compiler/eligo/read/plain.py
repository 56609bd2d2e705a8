"""Plain text and Markdown: the whole file is criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.errors import InputError
from eligo.read.source import PAGE_LIMIT, Text
from eligo.record import Record, Registry
from eligo.segment.heads import section_head
from eligo.spans import Span

_CONTAINER = re.compile(r"\s*(?:(?P<html><!doctype html|<html)|(?P<xml><\?xml)|(?P<json>\{\s*\"|\[\s*[\[{\]]))", re.I)

# "NCT01234567: A title", a blank line, and then a section head: the first line is no criterion.
_TITLE = re.compile(
    r"\s*(?:\#+\s*)?(?:(?P<id>[A-Z][A-Za-z]*-?\d[\w/-]*)\s*[:.–-]?\s+)?(?P<title>[^\n]*)\n[ \t]*\n\s*(?P<next>[^\n]+)"
)


def sniff(head: str) -> float:
    """Any text may be plain text; every other reader that recognises its own goes first."""
    return 0.01


def read(source: Text) -> Iterator[Record]:
    """One record, the whole text its region. Raises `InputError` for a container format that no reader knows."""
    text = source.whole(PAGE_LIMIT)
    if container := _CONTAINER.match(text):
        kind = (container.lastgroup or "").upper()
        raise InputError(f"the source is {kind}, but not in a registry format that is known")
    title = _TITLE.match(text)
    if (
        title is None
        or not title["id"]
        or section_head(title["next"]) is None
        or section_head(title["title"]) is not None
    ):
        yield Record(text, "text", Registry(), (Span(0, len(text)),), (None,))
        return
    registry = Registry((title["id"],), title["title"].strip() or None)
    yield Record(text, "text", registry, (Span(title.start("next"), len(text)),), (None,))
