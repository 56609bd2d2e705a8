"""XML from outside, parsed record by record and without the parts of XML that are dangerous."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from eligo.errors import InputError
from eligo.read.source import Text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Registers' records are nested eight levels deep.
_DEEPEST = 100


def elements(text: Text, name: str) -> Iterator[Element]:
    """Each element with the local name `name`, its namespaces taken off; what is read is let go, so one record is held
    at a time. Raises `InputError` for malformed or cut off XML, with line and column, for XML without such an element,
    and for a document type: registers' exports have none, and entities are how small files are made to unfold without
    bound."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    found = False
    above: list[Element] = []
    with text.open() as stream:
        body = _Body(stream)
        try:
            for event, element in iterparse(body, ("start", "end"), forbid_dtd=True):
                if event == "start":
                    above.append(element)
                    if len(above) > _DEEPEST:
                        raise InputError("the XML is nested too deeply to be a trial's")
                    continue
                above.pop()
                element.tag = element.tag.rpartition("}")[2]
                if element.tag == name:
                    found = True
                    yield element
                    element.clear()
                    if above:
                        above[-1].remove(element)
        except DefusedXmlException:
            raise InputError("the XML declares a document type or entities, which are not read: remove them") from None
        except ParseError as error:
            line, column = error.position
            cut = "no element found" in str(error) or "unclosed token" in str(error)
            reason = "the XML is cut off" if cut else f"the XML is malformed ({str(error).split(':')[0]})"
            raise InputError(reason, f"{line + body.above}:{column + 1}") from None
    if not found:
        raise InputError(f"the source is XML, but has no {name}")


class _Body:
    """The text from its first character that is no space: nothing may stand before an XML declaration."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._begun = False
        self.above = 0

    def read(self, size: int = -1) -> str:
        """The next characters."""
        piece = self._stream.read(size)
        while not self._begun and piece:
            rest = piece.lstrip()
            self.above += piece[: len(piece) - len(rest)].count("\n")
            self._begun = bool(rest)
            piece = rest or self._stream.read(size)
        return piece


def field(element: Element, path: str) -> str | None:
    """The text of the first element at `path`, untouched; `None` where there is none."""
    return element.findtext(path) or None
