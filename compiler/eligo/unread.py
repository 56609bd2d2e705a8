"""Tokens of an item that nothing dealt with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eligo.lex import Token
from eligo.protocol import SpanClass

Paint = Mapping[int, tuple[int, SpanClass, str]]
JOINTS = ("COMMA", "OR", "AND", "BUT", "SEP", "COLON")
BRACKETS = ("LPAR", "RPAR")
DASHES = frozenset("-–—~")
TURNING = (
    "NEG",
    "NAIVE",
    "EXCEPT",
    "UNLESS",
    "IF",
    "LINE",
    "MODAL",
    "QUANT",
    "FAMILY",
    "SUSPECT",
    "PLANNED",
    "ALLERGY",
)
"""What may go over more than the words beside it, unless it stands in a bracket."""


def unpainted(tokens: Iterable[Token], paint: Paint) -> list[Token]:
    """Tokens that lie under nothing painted."""
    out: list[Token] = []
    stretches = sorted((start, end) for start, (end, _, _) in paint.items())
    covered, at = 0, 0
    for t in tokens:
        while at < len(stretches) and stretches[at][0] <= t.start:
            covered = max(covered, stretches[at][1])
            at += 1
        if t.start >= covered:
            out.append(t)
    return out


def joint(token: Token) -> Token | None:
    """The token if it only parts or joins others."""
    silent = token.sense(*JOINTS, *BRACKETS, "NOISE") is not None or token.text in DASHES
    return token if silent else None


def beside_residue(tokens: Sequence[Token], left: Iterable[Token], paint: Paint) -> set[int]:
    """The beginnings of those tokens that stand right beside words which aren't understood, so that they are some of these: nothing
    between them joins or parts, unless it stands in a bracket, and the words are a statement, not more that is asked of one.
    """
    open_ = {t.start for t in left if joint(t) is None}
    return _reached(tokens, open_, paint) | _reached(list(reversed(tokens)), open_, paint) if open_ else set()


def _reached(tokens: Sequence[Token], open_: set[int], paint: Paint) -> set[int]:
    """Those that residue goes on to, in the order of the tokens."""
    residue = sorted((s, e) for s, (e, kind, why) in paint.items() if kind == "residue" and why == "residue")
    found: set[int] = set()
    after, depth, deep = False, 0, 0
    for t in tokens:
        if t.sense(*BRACKETS):
            depth += 1 if t.sense("LPAR") else -1
        if any(s <= t.start < e for s, e in residue):
            after, deep = True, depth
        elif t.start in open_:
            if after and (depth or t.sense(*TURNING) is None):
                found.add(t.start)
        elif (t.sense(*JOINTS) is not None and depth == deep) or (joint(t) is None and t.start in paint):
            after = False
    return found
