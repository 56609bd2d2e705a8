"""Stage `read`: bytes to `Record`. One module a format; each says how sure it is that a text is its own."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from eligo.errors import InputError
from eligo.read.archive import check, is_workbook, is_zip, members
from eligo.read.json_records import SHAPES
from eligo.read.source import Bytes, bounded, decoded, of_bytes, of_path
from eligo.record import Record

__all__ = ["FORMATS", "iterate", "read"]

# Longer than any eligibility text by two orders of magnitude (the longest of 17,197 real ones holds 20,000 characters).
CRITERIA_LIMIT = 1_000_000
NESTED_ARCHIVES = 2

_XLSX = "ictrp-xlsx"
# A module of a text format: `sniff` gives 0 (not mine) to 1 (surely mine) for a text's head, `read` its records.
_MODULES = {
    "ctgov-xml": "eligo.read.ctgov_xml",
    "isrctn-xml": "eligo.read.isrctn_xml",
    "ictrp-xml": "eligo.read.ictrp_xml",
    "euctr-html": "eligo.read.euctr_html",
    "ictrp-html": "eligo.read.ictrp_html",
    "euctr-text": "eligo.read.euctr_text",
    "ictrp-text": "eligo.read.ictrp_text",
    "ictrp-csv": "eligo.read.ictrp_csv",
    "markdown": "eligo.read.markdown",
    "text": "eligo.read.plain",
}
FORMATS = ("auto", *sorted([*SHAPES, _XLSX, *_MODULES]))
_JSON_STARTS = ("{", "[")


def read(source: bytes | str | Path, format: str = "auto") -> tuple[Record, ...]:
    """The records in `source`: a `Path` is a file, `bytes` a file's content, a `str` the text itself.

    `format` is one of `FORMATS`; "auto" goes by the content. In a source of many studies those without criteria come
    back with no region. Raises `InputError`, naming file, member, line and column as far as known, for a source that is
    missing, empty, binary, malformed, in a format that isn't known, or has no criteria at all.
    """
    return tuple(iterate(source, format))


def iterate(source: bytes | str | Path, format: str = "auto") -> Iterator[Record]:
    """The records of `read` one by one. A source that goes wrong in its middle gives what stands before, then raises.

    Lists, lines, tables, XML exports and archives are read as they come, whatever their length.
    """
    place = str(source) if isinstance(source, Path) else None
    try:
        if format not in FORMATS:
            raise InputError(f"unknown format {format!r}; the formats are {', '.join(FORMATS)}")
        yield from _with_criteria(_records(_opened(source), format))
    except InputError as error:
        if place is None:
            raise
        raise _at(error, place) from None


def _opened(source: bytes | str | Path) -> Bytes | str:
    if isinstance(source, Path):
        return of_path(source)
    return of_bytes(source) if isinstance(source, bytes) else source


def _at(error: InputError, place: str) -> InputError:
    inside = error.place or ""
    joint = ":" if inside and not inside.startswith("!") else ""
    return InputError(error.message, f"{place}{joint}{inside}")


def _with_criteria(records: Iterator[Record]) -> Iterator[Record]:
    """The records, once it is sure that not all of them are without criteria."""
    waiting: list[Record] | None = []
    for record in records:
        size = sum(len(region) for region in record.regions)
        if size > CRITERIA_LIMIT:
            raise InputError(f"a criteria text of {size:,} characters is more than the limit of {CRITERIA_LIMIT:,}")
        if waiting is None:
            yield record
            continue
        waiting.append(record)
        if any(region.of(record.text).strip() for region in record.regions):
            yield from waiting
            waiting = None
    if waiting is not None:
        raise InputError("no eligibility criteria found")


def _records(source: Bytes | str, format: str, depth: int = 0) -> Iterator[Record]:
    if isinstance(source, Bytes) and is_zip(source):
        if is_workbook(source):
            if format not in ("auto", _XLSX):
                raise InputError(f"the source is an XLSX workbook, not {format}")
            check(source)
            yield from import_module("eligo.read.ictrp_xlsx").read(source)
        else:
            yield from _members(source, format, depth)
        return
    if format == _XLSX:
        raise InputError("the source is no XLSX workbook")
    text = decoded(source)
    head = text.head()
    if format in SHAPES or (format == "auto" and _is_json(head)):
        yield from import_module("eligo.read.json_records").trials(text, format if format in SHAPES else None)
        return
    name = format if format != "auto" else max(_MODULES, key=lambda name: import_module(_MODULES[name]).sniff(head))
    yield from import_module(_MODULES[name]).read(text)


def _is_json(head: str) -> bool:
    """An object, or a list of objects, lists or nothing; "[…]" in plain text begins otherwise."""
    start = head.lstrip()
    if not start.startswith(_JSON_STARTS):
        return False
    inside = start[1:65].lstrip()
    return inside.startswith(('"', "}")) if start[0] == "{" else inside.startswith(("[", "{", "]"))


def _members(source: Bytes, format: str, depth: int) -> Iterator[Record]:
    if depth == NESTED_ARCHIVES:
        raise InputError(f"ZIP archives inside each other more than {NESTED_ARCHIVES} deep are not read: unpack them")
    check(source)
    for name, member in members(source):
        try:
            if is_zip(member):
                with member.open() as stream:
                    member = of_bytes(bounded(stream))
            yield from _records(member, format, depth=depth + 1)
        except InputError as error:
            raise _at(error, f"!{name}") from None
