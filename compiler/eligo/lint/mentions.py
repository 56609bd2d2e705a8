"""Measurements as the words of a line name them, with the limit beside them: for texts that were not understood, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eligo.lex import Token
from eligo.lint.check import Line

MEASURED = ("lab", "vital")


@dataclass(frozen=True, slots=True)
class Named:
    """A measurement's name, the numbers after its sign, and their unit. ``closed``: the text ends
    there, or a juncture that no further limit follows (which may bring the unit).
    """

    name: Token
    numbers: tuple[Token, ...]
    unit: Token | None
    signed: bool
    closed: bool


def measurements(line: Line) -> Iterator[tuple[str, Named]]:
    """Lexicon ids of measurements that a sign and a number follow directly, or with "of", "is" and their like between."""
    tokens = line.tokens
    for i, name in enumerate(tokens):
        mention = name.sense("MENTION")
        kind, _, id = mention.value.partition(":") if mention else ("", "", "")
        if kind not in MEASURED:
            continue
        j = i + 1
        while j < len(tokens) and tokens[j].sense("NOISE", "BE") and not tokens[j].sense("CMP"):
            j += 1
        signed = j < len(tokens) and tokens[j].sense("CMP") is not None
        j += signed
        numbers = []
        if j < len(tokens) and tokens[j].number is not None:
            numbers.append(tokens[j])
            j += 1
        after = tokens[j] if j < len(tokens) else None
        unit = after if after is not None and after.sense("UNIT", "TUNIT") else None
        beyond = tokens[j + 1] if j + 1 < len(tokens) else None
        like = after is not None and after.sense("AND", "OR") and any(t.sense("UNIT") for t in tokens[j + 1 : j + 6])
        shared = bool(like) or (beyond is not None and beyond.sense("CMP") is not None)
        closed = after is None or (not shared and after.sense("COMMA", "SEP", "AND", "OR", "RPAR") is not None)
        if numbers:
            yield id, Named(name, tuple(numbers), unit, signed, closed)
