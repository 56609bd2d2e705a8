"""A WHO ICTRP export as CSV, with its header row."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from eligo.errors import InputError
from eligo.read import ictrp_row
from eligo.read.source import Text
from eligo.record import Record

# Spreadsheets set to other languages save with semicolons.
_DELIMITERS = (",", ";", "\t")


def sniff(head: str) -> float:
    """Sure when the first line holds the export's column names."""
    return 1.0 if _delimiter(head) else 0.0


def read(text: Text) -> Iterator[Record]:
    """Every row. Raises `InputError`, with the line, for a row that doesn't fit the header."""
    with text.open() as stream:
        rows = csv.reader(stream, delimiter=_delimiter(text.head()) or ",")
        header: list[str] = []
        found = False
        try:
            for row in rows:
                if not any(row):
                    continue
                if not header:
                    header = [ictrp_row.column(name) for name in row]
                    continue
                if len(row) != len(header):
                    raise InputError(
                        f"a row of {len(row)} fields under a header of {len(header)}", f"{rows.line_num}:1"
                    )
                found = True
                yield ictrp_row.record(dict(zip(header, row, strict=True)), "ictrp-csv")
        except csv.Error as error:
            raise InputError(f"the CSV is malformed ({error})", f"{rows.line_num}:1") from None
    if not found:
        raise InputError("the CSV has a header, but no trial")


def _delimiter(head: str) -> str | None:
    """What stands between the columns' names."""
    columns = ictrp_row.column(head.lstrip().split("\n", 1)[0])
    if "trialid" not in columns or "inclusion criteria" not in columns:
        return None
    return max(_DELIMITERS, key=head.split("\n", 1)[0].count)
