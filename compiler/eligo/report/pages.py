"""The environment of the page's templates: whatever they print is text, never markup, and shows all its characters."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from eligo.emit import environment
from eligo.wording import phrase, rows, with_units

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, and characters that change the order or hide in it (Unicode TR36, Trojan Source CVE-2021-42574)."""


@cache
def templates() -> SandboxedEnvironment:
    """The templates of ``targets/report``, for every page that is made of them."""
    from markupsafe import Markup

    def finalize(value: object) -> object:
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    pages = environment("report").overlay(autoescape=True, finalize=finalize)
    pages.globals.update(phrase=phrase, rows=rows, with_units=with_units)
    return pages


def visible(text: str) -> str:
    """The text with each unseen character as its number, ``[U+202E]``."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
