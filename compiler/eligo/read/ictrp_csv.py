"""A WHO ICTRP export as CSV, with its header row."""

from __future__ import annotations

import csv
import io

from eligo.errors import InputError
from eligo.read import ictrp_row
from eligo.record import Record


def sniff(head: str) -> float:
    """Sure when the first line holds the export's column names."""
    columns = ictrp_row.column(head.split("\n", 1)[0])
    return 1.0 if "trialid" in columns and "inclusion criteria" in columns and "," in columns else 0.0


def read(text: str) -> tuple[Record, ...]:
    """Every row. Raises `InputError`, with the line, for a row that doesn't fit the header."""
    rows = csv.reader(io.StringIO(text, newline=""))
    records = []
    try:
        header = [ictrp_row.column(name) for name in next(rows)]
        for row in rows:
            if not any(row):
                continue
            if len(row) != len(header):
                raise InputError(f"a row of {len(row)} fields under a header of {len(header)}", f"{rows.line_num}:1")
            records.append(ictrp_row.record(dict(zip(header, row, strict=True)), "ictrp-csv"))
    except csv.Error as error:
        raise InputError(f"the CSV is malformed ({error})", f"{rows.line_num}:1") from None
    if not records:
        raise InputError("the CSV has a header, but no trial")
    return tuple(records)
