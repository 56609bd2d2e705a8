"""JSON forms: of expressions, and of any stage's data (dataclasses as objects, numbers with their digits, spans as pairs)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal

from eligo.concepts import Concept
from eligo.logic import (
    ATOMS,
    And,
    AtLeast,
    Atom,
    Bounds,
    Either,
    Expr,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Window,
    children,
    number,
)
from eligo.spans import Span


def plain(value: object) -> object:
    """``value`` as what :func:`json.dumps` takes. An object names its class under "type"."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        return {"type": type(value).__name__} | {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {"type": type(value).__name__} | {k: plain(v) for k, v in value._asdict().items()}
    if isinstance(value, Sequence | set | frozenset):
        return [plain(v) for v in value]
    raise TypeError(f"no JSON form for {type(value).__name__}")


def to_dict(expr: Expr) -> dict[str, object]:
    """The JSON form of ``eligo parse --json`` (schema in docs)."""
    origin = expr.origin.to_dict()
    match expr:
        case And() | Or() | AtLeast() | Either() | Not():
            name = {And: "and", Or: "or", AtLeast: "at_least", Either: "either", Not: "not"}[type(expr)]
            out: dict[str, object] = {"op": name}
            if isinstance(expr, AtLeast):
                out["k"] = expr.k
            if isinstance(expr, Either):
                out["reason"] = expr.reason
            return out | {"args": [to_dict(a) for a in children(expr)]} | origin
        case Manual(reason=reason, text=text):
            return {"op": "manual", "reason": reason, "text": text} | origin
        case Opaque(reason=reason, text=text):
            return {"op": "opaque", "reason": reason, "text": text} | origin
    return _atom_dict(expr) | origin


SPARSE = ("severity", "certainty")
"""Fields of the JSON form that are only there where they say something."""


def _atom_dict(atom: Atom) -> dict[str, object]:
    """``kind``, then the fields in their order; ``bounds`` stand flat beside the others."""
    is_score = isinstance(atom, Measurement) and atom.concept.kind == "score"
    out: dict[str, object] = {"kind": "score" if is_score else KINDS[type(atom)]}
    for f in fields(atom):
        value = getattr(atom, f.name)
        if f.name == "bounds":
            out |= (value or Bounds()).to_dict()
        elif f.name != "origin" and not (f.name in SPARSE and value == f.default):
            out[f.name] = _field(value)
    return out


def _field(value: object) -> object:
    if isinstance(value, Concept | Window | Offset | Bounds):
        return value.to_dict()
    if isinstance(value, tuple):
        return [number(v) if isinstance(v, Decimal) else v for v in value] or None
    return value


KINDS = {kind: "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_") for kind in ATOMS}
"""The name of each atom in the JSON form."""
