"""The text of a source as it is shown."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([^\w\s])")


def unescaped(text: str) -> str:
    """The text without the backslashes that Markdown wants before signs."""
    return _ESCAPED.sub(r"\1", text)


class Quoted(str):
    """Words of a source that have their quotation marks already."""

    __slots__ = ()
