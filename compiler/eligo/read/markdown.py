"""Markdown: headings, and front matter between lines of dashes. Criteria begin at the first heading of a section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eligo.read import fields
from eligo.read.source import PAGE_LIMIT, Text
from eligo.record import Record, Registry
from eligo.segment.heads import section_head
from eligo.spans import Span

_FRONT = re.compile(r"\s*---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^(\w+)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(
    r"^(?:\#{1,6}[ \t]+(?P<after>[^\n]{0,300}?)[ \t#]{0,20}\r?|(?P<above>[^\s\#\-=][^\n]{0,300})\r?\n(?:=+|-{3,})[ \t]*\r?)$",
    re.MULTILINE,
)
_ID = re.compile(r"(?P<id>[A-Z][A-Za-z]*-?\d[\w/-]*)\s*[:–-]\s+(?P<title>\S.*)")


def sniff(head: str) -> float:
    """Fairly sure with front matter or a heading."""
    return 0.5 if _FRONT.match(head) or _HEADING.search(head) else 0.0


def read(source: Text) -> Iterator[Record]:
    """One record. What stands before the first heading of a section is outside, if that isn't of exclusion criteria; what
    follows is criteria up to the end."""
    text = source.whole(PAGE_LIMIT)
    front = _FRONT.match(text)
    start = front.end() if front else 0
    named = {match[1].lower(): match[2] for match in _FIELD.finditer(front["fields"])} if front else {}
    headings = [(match, match["after"] or match["above"] or "") for match in _HEADING.finditer(text, start)]
    heads = [(match.start(), words, section_head(words)) for match, words in headings]
    title = next((words for _, words, head in heads[:1] if head is None), "")
    first = next(((at, head.section) for at, _, head in heads if head is not None), (start, None))
    # What stands above exclusion criteria may be the inclusion criteria under a heading that isn't known.
    begin = start if first[1] == "exclusion" else first[0]
    numbered = _ID.fullmatch(title)
    registry = Registry(
        ids=fields.cleaned([named.get("id"), numbered["id"] if numbered else None]),
        title=fields.clean(named.get("title") or (numbered["title"] if numbered else title)),
    )
    yield Record(text, "markdown", registry, (Span(begin, len(text)),), (None,))
