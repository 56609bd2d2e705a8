"""A WHO ICTRP export as XML: `Trial` elements with a column an element."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.read import ictrp_row
from eligo.read.source import Text
from eligo.read.xml_tree import elements
from eligo.record import Record


def sniff(head: str) -> float:
    """Sure with the export's root element or its first column."""
    return 1.0 if "<Trials_downloaded_from_ICTRP" in head or "<TrialID>" in head else 0.0


def read(text: Text) -> Iterator[Record]:
    """Every trial of the export. Raises `InputError` for malformed XML and for XML without a trial."""
    for trial in elements(text, "Trial"):
        yield ictrp_row.record({ictrp_row.column(child.tag): child.text for child in trial}, "ictrp-xml")
