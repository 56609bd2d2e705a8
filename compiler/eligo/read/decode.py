"""Which encoding a source's bytes are in, and the plain refusals: nothing there, not text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from eligo.errors import InputError

# Longer marks first: the UTF-16 mark is a prefix of the UTF-32 one.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARIES = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})|<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?([\w.:-]{1,40})",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_SAMPLE = 65_536
# Western eight-bit encodings that registers' exports were seen in. Guessing freely among all that exist takes a short
# English text with one accent for Japanese.
_WESTERN = ["cp1252", "mac_roman"]
_FOREIGN = 0.2


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name and what to do with bytes that it has no character for."""

    name: str
    errors: str = "strict"


def encoding(chunks: Iterable[bytes]) -> Encoding:
    """The encoding of a text given piece by piece, each piece read once: by its byte order mark, else UTF-16 by the
    pattern of its zero bytes, else UTF-8, else what an XML or HTML declaration names, else guessed.

    Raises `InputError` when nothing is there, when it isn't text, or when UTF-8 ends in the middle of a character.
    """
    pieces = iter(chunks)
    first = next(pieces, b"")
    if not first:
        raise InputError("the source is empty")
    for magic, name in _BINARIES:
        if first.startswith(magic):
            raise InputError(f"the source is {name}, not text: save it as plain text and give that")
    for bom, name in _BOMS:
        if first.startswith(bom):
            return _valid(Encoding(name), chain((first,), pieces), f"has a byte order mark of {name.upper()}")
    if wide := _wide(first[:_SAMPLE]):
        return _valid(Encoding(wide), chain((first,), pieces), f"looks like {wide.upper()}")
    return _eight_bit(first, pieces)


def readable(head: str) -> str:
    """`head`, the first characters of a text. Raises `InputError` when they are white space alone or no text."""
    if not head.strip():
        raise InputError("the source is empty")
    controls = len(_CONTROL.findall(head[:_SAMPLE]))
    if "\x00" in head or controls * 20 > min(len(head), _SAMPLE):
        raise InputError("the source is binary, not text")
    return head


def _valid(found: Encoding, chunks: Iterable[bytes], claim: str) -> Encoding:
    decoder = codecs.getincrementaldecoder(found.name)("strict")
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise InputError(f"the source {claim} but isn't valid: it is damaged or cut off") from None
    return found


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: in mostly Western text every other byte is zero."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and max(even, odd) > 0.4 * half and min(even, odd) < 0.05 * half:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _eight_bit(first: bytes, rest: Iterable[bytes]) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    multibyte = False
    sample: bytes | None = None
    for chunk in chain((first,), rest):
        if b"\x00" in chunk:
            raise InputError("the source is binary, not text (it holds zero bytes)")
        if sample is None:
            multibyte = multibyte or _MULTIBYTE.search(chunk) is not None
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                sample = chunk[max(error.start - _SAMPLE // 2, 0) :][:_SAMPLE]
    if sample is None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            if multibyte:
                raise InputError("the source ends in the middle of a UTF-8 character: it is cut off") from None
            sample = first[-_SAMPLE:] if len(first) < _SAMPLE else error.object
    if sample is None:
        return Encoding("utf-8")
    return _declared(first) or _guessed(sample)


def _declared(first: bytes) -> Encoding | None:
    match = _DECLARED.search(first[:4096])
    if match is None:
        return None
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except LookupError:
        return None
    # ISO-8859-1 is what exports say that hold Windows' quotes and dashes; it has no characters there.
    name = "cp1252" if name in ("iso8859-1", "ascii") else name
    return None if name.startswith("utf") else Encoding(name, "replace")


def _guessed(sample: bytes) -> Encoding:
    from charset_normalizer import from_bytes

    foreign = sum(byte > 0x7F for byte in sample) > _FOREIGN * len(sample)
    best = from_bytes(sample, cp_isolation=None if foreign else _WESTERN).best()
    # Bytes that the encoding leaves open become replacement characters, which later stages treat as unknown.
    return Encoding(best.encoding if best else "cp1252", "replace")
