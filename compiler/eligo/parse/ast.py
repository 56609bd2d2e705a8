"""The syntax tree of a criterion: what the grammars are certain of. Places are characters of the item's text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from eligo.lex import Sense, Token
from eligo.lex.raw import Raw, raw_tokens
from eligo.logic import Bounds

Limit = Literal["ULN", "LLN"]


@dataclass(frozen=True, slots=True)
class Value:
    """A quantity: ``bounds``, or discrete ``values``; with its unit.

    ``unit`` is UCUM ("" = none written), ``per`` "d" for a daily amount, ``times`` for multiples of a reference limit,
    ``equivalent`` the reference drug of a dose. ``lost`` marks a bare "=" that may stand for ≥ or ≤; ``levels`` that the
    numbers were written as class letters or roman numerals; ``bare`` that no comparator was written; ``aged`` that the
    unit says it is an age ("years of age"). ``relative``: the sign was written as "better" or "worse", and is set as if
    higher were worse. ``pair`` is the second number of a pair such as 140/90, the first being the bounds'. ``ends``: the units
    of the two ends of a range of time, where they differ and don't convert ("31 days to 17 years").
    """

    bounds: Bounds
    values: tuple[Decimal, ...] = ()
    unit: str = ""
    per: str = ""
    times: Limit | None = None
    equivalent: str | None = None
    lost: bool = False
    levels: bool = False
    bare: bool = False
    time: bool = False
    aged: bool = False
    pair: Decimal | None = None
    relative: bool = False
    ends: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A window or a duration.

    ``kind``: *within* the amount before the anchor; *offset* = that far before the anchor; *ago*; *lasting* = for so long;
    *anchored* = at or before the anchor, without an amount (``past``: before it); *elapsed* = so long since
    (``after``: after) what follows. ``low``/``high``: bounds of the amount in ``unit`` (d, wk, mo, a, h).
    ``after``: the anchor is something the event follows.
    """

    kind: Literal["within", "offset", "ago", "lasting", "anchored", "elapsed"]
    bounds: Bounds
    unit: str = ""
    after: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One element of an item: a terminal of ``clause.lark`` and the tokens under it."""

    type: str
    tokens: tuple[Token, ...]
    senses: tuple[Sense, ...] = ()
    value: Value | None = None
    period: Period | None = None
    paren: tuple[Segment, ...] = ()

    @property
    def start(self) -> int:
        """First character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.tokens[-1].end

    @property
    def text(self) -> str:
        """What is written, token by token with a space between."""
        return " ".join(t.text for t in self.tokens)

    @property
    def raws(self) -> list[Raw]:
        """The raw tokens of its tokens, each with its place in its token."""
        return [r for t in self.tokens for r in raw_tokens(t.text)]

    @property
    def folds(self) -> tuple[str, ...]:
        """The folds of its raw tokens."""
        return tuple(r.fold for r in self.raws)

    @property
    def foreign(self) -> bool:
        """Whether the element stands in another text (a lead) and has no place in this one."""
        return self.tokens[0].start < 0

    def elsewhere(self) -> Element:
        """This element without a place, to act on a statement of another text."""
        return replace(self, tokens=tuple(replace(t, start=-1, end=-1) for t in self.tokens))

    def cue(self, *types: str) -> Sense | None:
        """The first sense of one of these types."""
        for s in self.senses:
            if s.type in types:
                return s
        return None

    def manual_for(self, *reasons: str) -> bool:
        """Whether it is a manual phrase for one of these reasons."""
        return any(s.type == "MANUAL" and s.value in reasons for s in self.senses)


@dataclass(frozen=True, slots=True)
class Item:
    """Elements without a juncture between them."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows an except, unless, e.g., i.e. or if."""

    cue: Element
    items: tuple[Item, ...]
    juncts: tuple[str, ...]

    @property
    def elements(self) -> list[Element]:
        """All that its items hold."""
        return [e for i in self.items for e in i.elements]


@dataclass(frozen=True, slots=True)
class Coord:
    """Items with the junctures between them (comma, or, and, slash, cor = ", or", cand = ", and", but), and tails."""

    items: tuple[Item, ...]
    juncts: tuple[str, ...]
    tails: tuple[Tail, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """Coordinations parted by colons: a lead and what it leads to."""

    coords: tuple[Coord, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """The whole text of an item. ``noise``: tokens that were dropped, with the reason; ``trailing``: a last
    "or"/"and" that goes on elsewhere.
    """

    segments: tuple[Segment, ...]
    noise: tuple[tuple[Token, str], ...] = ()
    trailing: str | None = None
