"""Stage `read`: bytes to `Record`. One module a format; each says how sure it is that a text is its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from eligo.errors import InputError
from eligo.read.decode import decode
from eligo.record import Record

__all__ = ["FORMATS", "read"]

# Longer than any eligibility text by two orders of magnitude (the longest of 17,197 real ones holds 20,000 characters).
CRITERIA_LIMIT = 1_000_000
SOURCE_LIMIT = 256_000_000
_HEAD = 4096


@dataclass(frozen=True)
class Reader:
    """A format's functions: `sniff` gives 0 (not mine) to 1 (surely mine) for a text's head, `read` its records."""

    sniff: Callable[[str], float]
    read: Callable[[str], tuple[Record, ...]]


_MODULES = {
    "ctgov-json": "eligo.read.ctgov_json",
    "ctgov-xml": "eligo.read.ctgov_xml",
    "euctr-text": "eligo.read.euctr_text",
    "ictrp-text": "eligo.read.ictrp_text",
    "ictrp-xml": "eligo.read.ictrp_xml",
    "ictrp-csv": "eligo.read.ictrp_csv",
    "text": "eligo.read.plain",
}
FORMATS = ("auto", *_MODULES)


def _reader(name: str) -> Reader:
    module = import_module(_MODULES[name])
    return Reader(
        cast("Callable[[str], float]", module.sniff), cast("Callable[[str], tuple[Record, ...]]", module.read)
    )


def read(source: bytes | str | Path, format: str = "auto") -> tuple[Record, ...]:
    """The records in `source`: a `Path` is a file, `bytes` a file's content, a `str` the text itself.

    `format` is one of `FORMATS`; "auto" asks every reader. In a file of many studies those without criteria come back
    with no region. Raises `InputError`, naming file, line and column as far as known, for a source that is missing,
    empty, binary, malformed, in a format that isn't known, or has no criteria at all.
    """
    place = str(source) if isinstance(source, Path) else None
    try:
        text = decode(_content(source))
        return _checked(_select(text, format).read(text))
    except InputError as error:
        if place is None:
            raise
        raise InputError(error.message, f"{place}:{error.place}" if error.place else place) from None


def _content(source: bytes | str | Path) -> bytes | str:
    if not isinstance(source, Path):
        return source
    try:
        if source.stat().st_size > SOURCE_LIMIT:
            raise InputError(f"the file is larger than {SOURCE_LIMIT // 1_000_000} MB")
        return source.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file") from None
    except IsADirectoryError:
        raise InputError("is a directory, not a file") from None
    except OSError as error:
        raise InputError(f"can't be read ({error.strerror or error})") from None


def _select(text: str, format: str) -> Reader:
    if format != "auto":
        if format not in _MODULES:
            raise InputError(f"unknown format {format!r}; the formats are {', '.join(FORMATS)}")
        return _reader(format)
    head = text[:_HEAD]
    readers = [_reader(name) for name in _MODULES]
    return max(readers, key=lambda reader: reader.sniff(head))


def _checked(records: tuple[Record, ...]) -> tuple[Record, ...]:
    for record in records:
        size = sum(len(region) for region in record.regions)
        if size > CRITERIA_LIMIT:
            raise InputError(f"a criteria text of {size:,} characters is more than the limit of {CRITERIA_LIMIT:,}")
    if not any(region.of(record.text).strip() for record in records for region in record.regions):
        raise InputError("no eligibility criteria found")
    return records
