"""JSON of the registers: each value goes to the first reader that knows its keys, whatever envelope it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from eligo.errors import InputError
from eligo.read.json_values import values
from eligo.read.source import Text
from eligo.record import Record

SHAPES = {
    "ctgov-json": "eligo.read.ctgov_json",
    "ctis-json": "eligo.read.ctis_json",
    "euctr-json": "eligo.read.euctr_json",
    "ictrp-json": "eligo.read.ictrp_json",
    "isrctn-json": "eligo.read.isrctn_json",
    "nci-json": "eligo.read.nci_json",
}
"""A format's module: `mine(value)` says whether a value is a trial of its own, `record(value)` reads it."""

# Keys that hold the trials of an answer to a search or a download.
_ENVELOPES = ("studies", "FullStudiesResponse", "FullStudies", "Study", "trials", "trial", "data", "records", "results")
_DEEPEST = 8


def trials(text: Text, only: str | None = None) -> Iterator[Record]:
    """Every trial; `only` one format's if given. Raises `InputError`, with the place, for malformed JSON and for a
    value that is no trial."""
    modules = [import_module(SHAPES[name]) for name in ([only] if only else SHAPES)]
    found = False
    for value, place in values(text):
        for module, trial in _known(value, modules):
            if module is None:
                known = only or ", ".join(SHAPES)
                raise InputError(f"the source is JSON, but no trial in a format that is known: {known}", place)
            found = True
            try:
                record: Record = module.record(trial)
            except RecursionError:
                raise InputError("the JSON is nested too deeply to be a trial's", place) from None
            yield record
    if not found:
        raise InputError("the source is JSON, but holds no trial")


def _known(value: Any, modules: list[ModuleType], depth: int = 0) -> Iterator[tuple[ModuleType | None, Any]]:
    """The trials in a value, each with the module that reads it."""
    module = next((module for module in modules if isinstance(value, dict) and module.mine(value)), None)
    inside: list[Any] | None = None
    if module is None and isinstance(value, list):
        inside = value
    elif module is None and isinstance(value, dict):
        inside = next(([value[key]] for key in _ENVELOPES if isinstance(value.get(key), dict | list)), None)
    if inside is None or depth > _DEEPEST:
        yield module, value
        return
    for entry in inside:
        yield from _known(entry, modules, depth + 1)
