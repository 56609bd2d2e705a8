"""Text files that are written all or not at all."""

from __future__ import annotations

from pathlib import Path


def save_whole(path: Path, text: str, newline: str | None = None) -> None:
    """Write a file in UTF-8, beside its place first, so that nobody sees a part of it. ``newline`` as for :func:`open`.

    Raises OSError.
    """
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline=newline)
    part.replace(path)
