"""Compiled tables: what takes long to make of the tables is kept beside them, as Python keeps compiled modules.

The file stands in ``__pycache__`` (or under ``sys.pycache_prefix``) and names the sizes and times of all it was made from; it is
made anew when one of them has changed, and not at all where Python writes no compiled modules either.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def compiled(name: str, code: Iterable[str], make: Callable[[], T]) -> T:
    """What ``make`` gives, from the file ``name`` if that is up to date.

    ``make`` depends on the tables of ``grammar/lexicon`` and on the Python files ``code`` alone; what it gives are tuples, lists,
    dicts, sets, texts and numbers, as the module :mod:`marshal` takes them.
    """
    folder = files("eligo.grammar") / "lexicon"
    if not isinstance(folder, Path):
        return make()
    stamp = _stamp(folder, code)
    path = Path(cache_from_source(str(folder / f"{name}.py"))).with_suffix(".tables")
    with suppress(OSError, ValueError, EOFError, TypeError):
        made_from, value = marshal.loads(path.read_bytes())  # noqa: S302 (trusted as far as the compiled modules beside it)
        if made_from == stamp:
            found: T = value
            return found
    value = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(path, marshal.dumps((stamp, value)))  # type: ignore[arg-type]  # plain data, by the contract of make
    return value


def _stamp(folder: Path, code: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
    with os.scandir(folder) as entries:
        tables = [Path(e.path) for e in entries if e.name.endswith(".tsv")]
    stats = ((p.name, p.stat()) for p in (*sorted(tables), *map(Path, code)))
    return tuple((name, s.st_size, s.st_mtime_ns) for name, s in stats)


def _write(path: Path, content: bytes) -> None:
    """Write all of it or nothing: other processes may read it."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
