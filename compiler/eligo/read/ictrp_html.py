"""A WHO ICTRP portal page as HTML: the text of the page is what `ictrp_text` reads."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.read import ictrp_text
from eligo.read.html_text import parse, text_of
from eligo.read.source import PAGE_LIMIT, Text
from eligo.record import Record


def sniff(head: str) -> float:
    """Sure with the names that the portal gives its fields."""
    return 1.0 if "_TrialIDLabel" in head or "Inclusion_criteriaLabel" in head else 0.0


def read(source: Text) -> Iterator[Record]:
    """The one record of a page. Raises `InputError` without a criteria heading."""
    yield ictrp_text.record(text_of(parse(source.whole(PAGE_LIMIT)).body), "ictrp-html")
