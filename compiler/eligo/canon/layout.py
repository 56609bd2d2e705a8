"""Canonical text over several lines; the grammar takes any white space between words."""

from __future__ import annotations

from eligo.canon.exact import EXACT
from eligo.canon.phrases import operator, words
from eligo.logic import And, AtLeast, Either, Expr, Not, Or, children

STEP = "  "


def laid_out(expr: Expr, width: int, indent: str = "") -> str:
    """The exact form: in one line if it fits ``width`` columns after ``indent``, else a line for each part."""
    line = words(expr, EXACT)
    if len(indent) + len(line) <= width or not (isinstance(expr, And | Or | Not | AtLeast | Either) and children(expr)):
        return line
    opening, joint = operator(expr, EXACT)
    inner = indent + STEP
    parts = (laid_out(part, width, inner) for part in children(expr))
    return f"{opening} (\n{inner}" + f"{joint.rstrip(' or')}\n{inner}{joint[2:]}".join(parts) + ")"
