"""A WHO ICTRP export as XML: `Trial` elements with a column an element."""

from __future__ import annotations

from eligo.errors import InputError
from eligo.read import ictrp_row
from eligo.read.xml_tree import parse
from eligo.record import Record


def sniff(head: str) -> float:
    """Sure with the export's root element or its first column."""
    return 1.0 if "<Trials_downloaded_from_ICTRP" in head or "<TrialID>" in head else 0.0


def read(text: str) -> tuple[Record, ...]:
    """Every trial of the export. Raises `InputError` for malformed XML and for XML without a trial."""
    root = parse(text)
    trials = [root] if root.tag == "Trial" else list(root.iter("Trial"))
    if not trials:
        raise InputError("the source is XML, but has no Trial")
    return tuple(
        ictrp_row.record({ictrp_row.column(child.tag): child.text for child in trial}, "ictrp-xml") for trial in trials
    )
