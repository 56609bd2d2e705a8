"""Where the commands write to."""

from __future__ import annotations

from pathlib import Path

from eligo.errors import InputError
from eligo.whole_file import save_whole


def written(path: Path, text: str) -> None:
    """Write the file of --output, with the folders above it. Raises InputError if that can't be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_whole(path, text)
    except OSError as error:
        raise InputError(error.strerror or str(error), str(path)) from error
