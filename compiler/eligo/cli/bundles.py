"""The patients of ``--patient``: FHIR bundles in files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eligo.errors import InputError


def bundles(path: str) -> Iterator[dict[str, Any]]:
    """The bundles of a file: one, or one a line. Raises InputError, with the place, for what is none."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(getattr(error, "strerror", None) or "not UTF-8 text"), path) from error
    try:
        found = [json.loads(text)]
    except json.JSONDecodeError as first:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2:
            raise InputError(f"not JSON: {first.msg}", f"{path}:{first.lineno}:{first.colno}") from first
        found = []
        for n, line in lines:
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise InputError(f"not JSON: {error.msg}", f"{path}:{n}:{error.colno}") from error
    for bundle in found:
        if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
            raise InputError('not a FHIR Bundle: resourceType must be "Bundle"', path)
        yield bundle


def checked(
    check: Callable[[Mapping[str, object], str | None], Any], bundle: dict[str, Any], day: str, path: str
) -> Any:
    """The answer for one bundle. Raises InputError for what isn't of one patient."""
    try:
        return check(bundle, day)
    except (TypeError, ValueError) as error:
        raise InputError("not the bundle of one patient", path) from error
