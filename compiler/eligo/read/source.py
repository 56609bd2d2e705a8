"""A source of records as characters that can be read from the start as often as needed, without holding them all."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

from eligo.errors import InputError
from eligo.read.decode import encoding, readable

# What is read as a whole (one JSON object, a file of many texts), one record's own page or text, and what is read record by
# record.
WHOLE_LIMIT = 256_000_000
PAGE_LIMIT = 16_000_000
STREAM_LIMIT = 8_000_000_000
# Long enough for the state that saved web pages carry in front of what they show.
HEAD = 262_144
_CHUNK = 1_048_576


@dataclass(frozen=True)
class Bytes:
    """A file, a member of an archive or standard input: `open` begins anew at its first byte."""

    open: Callable[[], IO[bytes]]

    def starts(self, magic: bytes) -> bool:
        """Whether the first bytes are `magic`."""
        with self.open() as stream:
            return stream.read(len(magic)) == magic

    def chunks(self) -> Iterator[bytes]:
        """All bytes, a piece at a time."""
        with self.open() as stream:
            while piece := stream.read(_CHUNK):
                yield piece


@dataclass(frozen=True)
class Text:
    """A source's characters, decoded, line ends as they are: `open` begins anew at the first one."""

    open: Callable[[], TextIO]

    def head(self) -> str:
        """The first characters, by which a format is recognised. Raises `InputError` where they are no text."""
        with self.open() as stream:
            return readable(stream.read(HEAD))

    def whole(self, limit: int = WHOLE_LIMIT) -> str:
        """All characters. Raises `InputError` where there are more than `limit`."""
        with self.open() as stream:
            text = stream.read(limit + 1)
        if len(text) > limit:
            raise InputError(
                f"the source is longer than the limit of {limit // 1_000_000} million characters: split it"
            )
        return text


def of_bytes(content: bytes) -> Bytes:
    """Bytes in memory."""
    return Bytes(lambda: io.BytesIO(content))


def of_path(path: Path) -> Bytes:
    """A file, or what a pipe gives. Raises `InputError` for what is missing, no file, or too large."""
    try:
        if path.is_dir():
            raise InputError("is a directory, not a file: give the files in it")
        if not path.is_file() and path.exists():
            # A pipe can be read once.
            with path.open("rb") as stream:
                return of_bytes(bounded(stream))
        if path.stat().st_size > STREAM_LIMIT:
            raise InputError(f"the file is larger than {STREAM_LIMIT // 1_000_000_000} GB: split it")
        path.open("rb").close()
    except FileNotFoundError:
        raise InputError("no such file") from None
    except (OSError, ValueError) as error:
        raise InputError(f"can't be read ({getattr(error, 'strerror', None) or error})") from None
    return Bytes(lambda: path.open("rb"))


def bounded(stream: IO[bytes]) -> bytes:
    """What a stream that can be read only once gives. Raises `InputError` when it is too much to hold."""
    content = stream.read(WHOLE_LIMIT + 1)
    if len(content) > WHOLE_LIMIT:
        raise InputError(f"the source is larger than {WHOLE_LIMIT // 1_000_000} MB: save it as a file and give that")
    return content


def decoded(source: Bytes | str) -> Text:
    """A source's text. Raises `InputError` for bytes that are none."""
    if isinstance(source, str):
        text = source.removeprefix("\ufeff")
        return Text(lambda: io.StringIO(text, newline=""))
    found = encoding(source.chunks())
    return Text(lambda: io.TextIOWrapper(source.open(), found.name, found.errors, newline=""))
