"""Rows of a WHO ICTRP export as JSON objects, a column a key; cells as a workbook has them are undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eligo.read import ictrp_row
from eligo.record import Record


def mine(value: Mapping[str, Any]) -> bool:
    """Whether the value is a row, with its trial's number."""
    return "trialid" in map(ictrp_row.column, value)


def record(row: Mapping[str, Any]) -> Record:
    """The record of a row."""
    columns = {ictrp_row.column(key): value for key, value in row.items()}
    return ictrp_row.record({key: _text(value) for key, value in columns.items()}, "ictrp-json")


def _text(value: Any) -> str | None:
    return ictrp_row.cell(value) if isinstance(value, str) else str(value) if isinstance(value, int | float) else None
