"""From a protocol to the text of a target, and to a check that runs here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from eligo.errors import UsageError
from eligo.protocol import Protocol


def iso_date(text: str | None) -> str:
    """``text`` as an ISO date, today for None. Raises UsageError for anything else."""
    if text is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{text!r} is no date: write it as YYYY-MM-DD") from None


def emit(
    protocol: Protocol, target: str | Path, *, as_of: str | None = None, dialect: str = "duckdb", **options: object
) -> str:
    """The text of a target; see :meth:`eligo.protocol.Protocol.emit`."""
    from eligo.emit import load, render

    opened = load(target)
    as_of = as_of or protocol.settings.index_date
    bound = iso_date(as_of) if as_of is not None or opened.model == "omop" else None
    plan = protocol.plan(opened.model, as_of=bound)
    if opened.name == "sql":
        from eligo.dialect import emit_sql

        return emit_sql(plan, dialect=dialect, **options)  # type: ignore[arg-type]
    if opened.name == "cql-bundle":
        from eligo.cql_bundle import emit_bundle

        return emit_bundle(plan, **options)  # type: ignore[arg-type]
    return render(plan, opened, **options)


@lru_cache(maxsize=32)
def checker(protocol: Protocol) -> Callable[[Mapping[str, object], str | None], Any]:
    """The emitted Python module's ``check``, run in this process."""
    module = ModuleType("eligo_emitted_check")
    source = emit(protocol, "python")
    sys.modules[module.__name__] = module
    exec(compile(source, "<emitted check>", "exec"), module.__dict__)  # noqa: S102 (our own emitted code; text in it is escaped)
    check: Callable[[Mapping[str, object], str | None], Any] = module.check
    return check
