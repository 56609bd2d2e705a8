"""The JSON values of a text one by one: those of an outermost list, or one after the other (NDJSON, JSON Lines)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from eligo.errors import InputError
from eligo.read.source import WHOLE_LIMIT, Text

_SPACE = re.compile(r"[ \t\r\n]*")
_CHUNK = 262_144
_DEEP = "the JSON is nested too deeply to be a trial's"


def values(text: Text) -> Iterator[tuple[Any, str]]:
    """Each value with the place (`line:column`) that it starts at. No more than one value is held at a time.

    Raises `InputError`, with the place, for malformed, cut off or too deeply nested JSON.
    """
    with text.open() as stream:
        yield from _Scan(stream).values()


def _unfinished(error: json.JSONDecodeError, size: int) -> bool:
    """Whether an error may only be that the rest isn't read yet; the longest literal or escape has 12 characters."""
    return error.pos >= size - 12 or error.msg.startswith("Unterminated string")


class _Scan:
    """A window on the stream: `buffer` from `at` on is unread; `line` and `column` are those of the character `known`."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.buffer = ""
        self.at = 0
        self.known = 0
        self.line = 1
        self.column = 1
        self.decode = json.JSONDecoder().raw_decode

    def values(self) -> Iterator[tuple[Any, str]]:
        """The values, lists opened at the top."""
        while self.next():
            if self.buffer[self.at] != "[":
                yield self.value()
                continue
            self.at += 1
            if self.expect() == "]":
                self.at += 1
                continue
            while True:
                yield self.value()
                end = self.expect()
                if end not in ",]":
                    raise InputError(f"the JSON is malformed (a comma is missing before {end!r})", self.place(self.at))
                self.at += 1
                if end == "]":
                    break
                self.expect()

    def next(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            self.at = _SPACE.match(self.buffer, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self.more():
                return ""

    def expect(self) -> str:
        """The next character that is no space, inside a list."""
        found = self.next()
        if not found:
            raise InputError("the JSON is cut off", self.place(len(self.buffer)))
        return found

    def more(self) -> bool:
        """Read on, at least doubling what is unread, and drop what was read."""
        piece = self.stream.read(max(_CHUNK, len(self.buffer) - self.at))
        self.learn()
        self.buffer = self.buffer[self.at :] + piece
        self.at = self.known = 0
        return bool(piece)

    def value(self) -> tuple[Any, str]:
        """The value that starts here."""
        self.learn()
        place = self.place(self.at)
        while True:
            try:
                found, end = self.decode(self.buffer, self.at)
            except RecursionError:
                raise InputError(_DEEP, place) from None
            except json.JSONDecodeError as error:
                refusal = self.malformed(error)
                if _unfinished(error, len(self.buffer)):
                    if len(self.buffer) - self.at > WHOLE_LIMIT:
                        refusal = InputError(
                            f"a value is longer than {WHOLE_LIMIT // 1_000_000} million characters", place
                        )
                    elif self.more():
                        continue
                raise refusal from None
            except ValueError as error:
                raise InputError(f"the JSON is malformed ({str(error).split(':')[0].lower()})", place) from None
            # A number that ends with the buffer may go on.
            if end == len(self.buffer) and not isinstance(found, dict | list) and self.more():
                continue
            self.at = end
            return found, place

    def malformed(self, error: json.JSONDecodeError) -> InputError:
        """The refusal for what can't be decoded."""
        cut = error.pos >= len(self.buffer.rstrip()) or error.msg.startswith("Unterminated string")
        reason = "the JSON is cut off" if cut else f"the JSON is malformed ({error.msg[:1].lower()}{error.msg[1:]})"
        return InputError(reason, self.place(error.pos))

    def learn(self) -> None:
        """Move the known place to where reading stands."""
        self.line, self.column = self.found(self.at)
        self.known = self.at

    def found(self, at: int) -> tuple[int, int]:
        """The line and column of a character of the buffer that isn't before the known one."""
        above = self.buffer.count("\n", self.known, at)
        if above:
            return self.line + above, at - self.buffer.rfind("\n", self.known, at)
        return self.line, self.column + at - self.known

    def place(self, at: int) -> str:
        """The same, as it is written."""
        return "{}:{}".format(*self.found(at))
