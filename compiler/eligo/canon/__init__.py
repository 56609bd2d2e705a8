"""Canonical text: every expression as plain English, in two forms that share their phrases.

:func:`say` is the reader's form: concepts by their names alone, short, not always to be read back. :func:`canonical` is the
exact form: it says everything, and :func:`read` gives the identical expression back. Where all names are the lexicon's and
nothing is finer than a reader needs, the two are the same text. The language is ``grammar/canon.lark``; docs/canonical.md
describes it.
"""

from __future__ import annotations

from eligo.canon.phrases import Form, bounds, offset, plain, window, words
from eligo.logic import Expr

__all__ = ["bounds", "canonical", "offset", "plain", "read", "say", "window"]

READERS = Form(name=lambda concept, use: concept.name, quote='"{}"'.format, token=lambda text, use: text, full=False)


def say(expr: Expr) -> str:
    """``expr`` in words, e.g. ``platelets < 50 10*9/L`` or ``all of (age >= 18 years; not (pregnant))``."""
    return words(expr, READERS)


def canonical(expr: Expr) -> str:
    """``expr`` in words that :func:`read` turns back into the identical expression."""
    from eligo.canon.exact import EXACT

    return words(expr, EXACT)


def read(text: str) -> Expr:
    """The expression of a canonical text. Raises InputError with the place (line:column) and the mend."""
    from eligo.canon.reading import read as parsed

    return parsed(text)
