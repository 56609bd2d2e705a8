"""Texts as TOML writes them."""

from __future__ import annotations

import json


def string(text: str) -> str:
    """A basic string: JSON's, but for the one control character that JSON lets stand."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
