"""XML from outside, parsed without the parts of XML that are dangerous."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from eligo.errors import InputError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse(text: str) -> ElementTree.Element:
    """The root element. Raises `InputError` for malformed XML, with line and column, and for a document type: registry
    exports have none, and entity declarations are how small files are made to unfold without bound."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError("the XML declares a document type or entities, which are not read")
    # The text is decoded already; an encoding declaration in it would be taken for the truth.
    body = _DECLARATION.sub("", text)
    try:
        return ElementTree.fromstring(body)  # noqa: S314 - document types and entities are refused above
    except ElementTree.ParseError as error:
        line, column = error.position
        above = text[: len(text) - len(body)].count("\n")
        cut = "no element found" in str(error) or "unclosed token" in str(error)
        reason = "the XML is cut off" if cut else f"the XML is malformed ({str(error).split(':')[0]})"
        raise InputError(reason, f"{line + above}:{column + 1}") from None


def field(element: ElementTree.Element, path: str) -> str | None:
    """The text of the first element at `path`, untouched; `None` where there is none."""
    return element.findtext(path) or None
