"""A person's corrections of a record, kept in a TOML file beside it: docs/overrides.md.

:func:`load` and :func:`save` are between files and :class:`Overrides`; ``settle`` finds where they apply in a segmented record,
the stages act on it, and ``applied`` puts what was said in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eligo.overrides.beside import shared
    from eligo.overrides.model import Overrides
    from eligo.overrides.reading import load, parse
    from eligo.overrides.words import digest
    from eligo.overrides.writing import save

__all__ = ["Overrides", "digest", "load", "parse", "save", "shared"]

_HOME = {
    "load": "reading",
    "parse": "reading",
    "shared": "beside",
    "Overrides": "model",
    "save": "writing",
    "digest": "words",
}


def __getattr__(name: str) -> object:
    """Load the public names when they are first used: every record has overrides, few are read from files."""
    from importlib import import_module

    if name in _HOME:
        return getattr(import_module(f"eligo.overrides.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
