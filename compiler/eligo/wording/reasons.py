"""Why something is left to a person, not understood, or read in several ways, in plain words."""

from __future__ import annotations

from functools import cache
from typing import Literal

from eligo.wording.tables import rows

Kind = Literal["manual", "opaque", "either", "words"]


@cache
def _reasons() -> dict[tuple[str, str], str]:
    return {(row["kind"], row["code"]): row["phrase"] for row in rows("reasons")}


def why(kind: Kind, code: str) -> str:
    """The reason in plain words, "" where there is nothing to add; a reason of one's own (canonical text takes any) as it is."""
    return _reasons().get((kind, code), code)


@cache
def _whole() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("reasons") if row["settle"] == "criterion")


def settles_whole(code: str) -> bool:
    """Whether words that are not understood for this reason can only be settled with their criterion."""
    return code in _whole()


@cache
def _read() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("reasons") if row["words"] == "read")


def is_read(code: str) -> bool:
    """Whether words that stay open for this reason were read all the same: it is the record that may not tell."""
    return code in _read()


def why_words(kind: str, said: str) -> str:
    """The same for what the ledger says of words of a kind (manual, residue).

    That is a reason, or ``unsettled: reason``, or ``unbound: concept``.
    """
    head, _, rest = said.partition(": ")
    if rest:
        inner = why("either", rest) if head == "unsettled" else rest
        return f"{why('words', head)}: {inner}"
    return why("words", why("manual" if kind == "manual" else "opaque", said))
