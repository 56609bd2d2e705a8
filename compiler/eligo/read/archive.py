"""ZIP archives: their members as sources, within bounds that a small file made to unfold without end doesn't keep."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from eligo.errors import InputError
from eligo.read.source import Bytes

MAGIC = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
MEMBERS = 100_000
TOTAL = 4_000_000_000
# Deflate reaches 1,032 to 1; registers' exports with all their padding stay below 30 to 1.
RATIO = 200
_SMALL = 10_000_000
_OFFICE = {"word/document.xml": "a Word document", "ppt/presentation.xml": "a presentation"}
_DAMAGED = "the ZIP archive is damaged or cut off: get it again"


def is_zip(source: Bytes) -> bool:
    """Whether the source is a ZIP archive, office documents included."""
    return source.starts(MAGIC) or source.starts(_EMPTY)


def is_workbook(source: Bytes) -> bool:
    """Whether a ZIP archive is an XLSX workbook. Raises `InputError` for a damaged one and other office documents."""
    with _opened(source) as archive:
        names = set(archive.namelist())
    for name, kind in _OFFICE.items():
        if name in names:
            raise InputError(f"the source is {kind}, not text: save it as plain text and give that")
    return "xl/workbook.xml" in names


def members(source: Bytes) -> Iterator[tuple[str, Bytes]]:
    """The files of an archive that `check` has let through, by name, in its order; what systems put in beside them
    (`__MACOSX`, names with a leading dot) is left out."""
    with _opened(source) as archive:
        for info in archive.infolist():
            parts = info.filename.split("/")
            if not info.is_dir() and "__MACOSX" not in parts and not parts[-1].startswith("."):
                yield info.filename, Bytes(lambda info=info: _member(archive, info))  # type: ignore[misc]


def check(source: Bytes) -> int:
    """The unpacked size of an archive in bytes, as its directory states it. Raises `InputError` for a damaged or
    encrypted archive and for one beyond the bounds; `members` reads no more of a member than stated here."""
    with _opened(source) as archive:
        infos = archive.infolist()
    if len(infos) > MEMBERS:
        raise InputError(f"the ZIP archive has {len(infos):,} members, more than {MEMBERS:,}: unpack it")
    for info in infos:
        if info.flag_bits & 1:
            raise InputError("the ZIP archive is encrypted: unpack it", f"!{info.filename}")
        if info.file_size > _SMALL and info.file_size > RATIO * max(info.compress_size, 1):
            raise InputError("unpacks to more than any record does (a ZIP bomb?): it is not read", f"!{info.filename}")
    total = sum(info.file_size for info in infos)
    if total > TOTAL:
        raise InputError(f"the ZIP archive unpacks to more than {TOTAL // 1_000_000} MB: unpack it")
    return total


@contextmanager
def _opened(source: Bytes) -> Iterator[zipfile.ZipFile]:
    with source.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise InputError(_DAMAGED) from None
        with archive:
            yield archive


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return io.BufferedReader(_Unpacked(archive.open(info), info.file_size))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise InputError(_DAMAGED) from None


class _Unpacked(io.RawIOBase):
    """A member's bytes, with damage told as `InputError`, and no more of them than its directory entry states."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
            raise InputError(_DAMAGED) from None
        self._left -= len(piece)
        if self._left < 0:
            raise InputError(_DAMAGED)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()
