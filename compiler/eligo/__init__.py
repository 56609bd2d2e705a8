"""A compiler from free-text clinical-trial eligibility criteria to computable logic.

The text of a registry record goes through a one-way pipeline (read, segment, lex, parse, scope, interpret, bind, graph,
lower, emit) and comes out as Python checks over FHIR R4, as CQL, or as SQL over the OMOP CDM 5.4. What a stage can't
settle stays in the logic as an unknown; no character of the source is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from eligo.compiling import compile, compile_all
    from eligo.errors import EligoError, InputError, UsageError
    from eligo.protocol import Protocol

__all__ = ["EligoError", "InputError", "Protocol", "UsageError", "__version__", "compile", "compile_all"]

_HOME = {
    "compile": "eligo.compiling", "compile_all": "eligo.compiling", "Protocol": "eligo.protocol",
    "EligoError": "eligo.errors", "InputError": "eligo.errors", "UsageError": "eligo.errors",
}


def __getattr__(name: str) -> object:
    """Load the public names when they are first used: ``import eligo`` alone costs next to nothing."""
    from importlib import import_module

    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
