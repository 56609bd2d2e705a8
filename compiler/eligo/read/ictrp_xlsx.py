"""A WHO ICTRP export as an Excel workbook: a sheet with the header row of the CSV export."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime

from eligo.errors import InputError
from eligo.read import ictrp_row
from eligo.read.source import Bytes
from eligo.record import Record

# A title or a note may stand above the header.
_ABOVE = 20


def read(source: Bytes) -> Iterator[Record]:
    """Every row of every sheet with the header, as the sheet is unpacked. Raises `InputError` for a damaged workbook
    and for one without the header or without a row."""
    found = False
    header: list[str] = []
    for number, row in _rows(source):
        values = [_text(cell) for cell in row]
        if number == 1:
            header = []
        if not header:
            names = [ictrp_row.column(value or "") for value in values]
            header = names if number <= _ABOVE and "trialid" in names else []
        elif any(values):
            found = True
            yield ictrp_row.record(dict(zip(header, values, strict=False)), "ictrp-xlsx")
    if not found:
        raise InputError('the workbook has no sheet of a WHO ICTRP export: no row under a header with "TrialID"')


def _rows(source: Bytes) -> Iterator[tuple[int, tuple[object, ...]]]:
    """The rows of all sheets, counted from 1 in each."""
    from openpyxl import load_workbook

    with source.open() as stream, warnings.catch_warnings():
        # Styles and dates out of range are no concern here.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                # The size that a sheet claims would be filled with empty cells.
                sheet.reset_dimensions()
                yield from enumerate(sheet.iter_rows(values_only=True), start=1)
        except (InputError, MemoryError):
            raise
        except Exception as error:
            # A damaged workbook ends in any of a dozen types of error.
            raise InputError(
                f"the XLSX workbook is damaged or cut off ({type(error).__name__}): get it again"
            ) from None


def _text(cell: object) -> str | None:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return None if cell is None or isinstance(cell, bool) else ictrp_row.cell(str(cell))
