"""Canonical text over several lines; the grammar takes any white space between words."""

from __future__ import annotations

from eligo.canon.phrases import Form, operator, words
from eligo.logic import And, AtLeast, Either, Expr, Not, Or, children

STEP = "  "


def laid_out(expr: Expr, width: int, form: Form, indent: str = "") -> str:
    """``expr`` in a form of the text: in one line if it fits ``width`` columns after ``indent``, else a line for each part."""
    line = words(expr, form)
    if len(indent) + len(line) <= width or not (isinstance(expr, And | Or | Not | AtLeast | Either) and children(expr)):
        return line
    opening, joint = operator(expr, form)
    inner = indent + STEP
    parts = (laid_out(part, width, form, inner) for part in children(expr))
    return f"{opening} (\n{inner}" + f"{joint.rstrip(' or')}\n{inner}{joint[2:]}".join(parts) + ")"
