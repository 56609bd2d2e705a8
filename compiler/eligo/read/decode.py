"""Bytes to text, and the plain refusals: nothing there, not text."""

from __future__ import annotations

import codecs
import re

from eligo.errors import InputError

# Longer marks first: the UTF-16 mark is a prefix of the UTF-32 one.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARIES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536


def decode(source: bytes | str) -> str:
    """The text of `source`: by its byte order mark, else UTF-8, else Windows-1252 (where old exports come from).

    Raises `InputError` when nothing but white space is there, or when it isn't text.
    """
    text = source if isinstance(source, str) else _decoded(source)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError("the source is empty")
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if "\x00" in text[:_SAMPLE] or controls * 20 > min(len(text), _SAMPLE):
        raise InputError("the source is binary, not text")
    return text


def _decoded(source: bytes) -> str:
    for magic, name in _BINARIES:
        if source.startswith(magic):
            raise InputError(f"the source is {name}, not text")
    for bom, encoding in _BOMS:
        if source.startswith(bom):
            try:
                return source[len(bom) :].decode(encoding)
            except UnicodeDecodeError:
                raise InputError(f"the source has a byte order mark of {encoding.upper()} but isn't valid") from None
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        # The five bytes Windows-1252 leaves open become replacement characters, which later stages treat as unknown.
        return source.decode("cp1252", errors="replace")
