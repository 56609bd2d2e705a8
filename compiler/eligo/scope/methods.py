"""How the value of a limit is found.

- **P21** what a verb or a preposition behind a limit opens is how its value is found, if it is nothing but examinations and
  words for them: "LVEF ≥ 50 %, as determined by echocardiogram (ECHO) or multigated acquisition scan (MUGA)". It says
  nothing of its own; a period behind it is the value's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from eligo.lex import Sense
from eligo.lex.word_tables import words
from eligo.lexicon.tables import rows
from eligo.parse.ast import Coord, Element, Item, Segment
from eligo.scope.neighbours import MEASURABLE, inner
from eligo.scope.scales import method

ALTERNATIVES = ("or", "cor", "slash")


def told(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments, with each such run as one silent element of the item that has the limit."""
    return tuple(Segment(tuple(map(_coord, s.coords))) for s in segments)


def _coord(coord: Coord) -> Coord:
    items, juncts, tails = list(coord.items), list(coord.juncts), coord.tails
    for i in range(len(items) - 1, -1, -1):
        limit = _limit(items[i].elements)
        if limit is None:
            continue
        head, end = limit
        rest = items[i].elements[end:]
        tail = tails[0] if i + 1 == len(items) and len(tails) == 1 and tails[0].cue.type == "IE" else None
        if rest and _opens(rest, head):
            size = 0
            while (
                i + 1 + size < len(items)
                and juncts[i + size] in ALTERNATIVES
                and _means(items[i + 1 + size].elements, head)
            ):
                size += 1
            run = [*rest, *(e for item in items[i + 1 : i + 1 + size] for e in item.elements)]
            del items[i + 1 : i + 1 + size], juncts[i : i + size]
        elif (
            tail is not None
            and all(map(_verb, rest))
            and tail.items
            and all(_means(t.elements, head) for t in tail.items)
        ):
            run, tails = [*rest, tail.cue, *tail.elements], ()
        else:
            continue
        periods = [e for e in run if e.type == "WINDOW"]
        silent = method([e for e in run if e.type != "WINDOW"])
        items[i] = Item((*items[i].elements[:end], silent, *periods))
    return Coord(tuple(items), tuple(juncts), tails)


def _limit(elements: tuple[Element, ...]) -> tuple[Sense, int] | None:
    """The measure of an item and the place behind its one limit; None for any other item."""
    values = [i for i, e in enumerate(elements) if e.type == "VALUE"]
    heads = [s for e in elements for s in e.senses if s.type == "MENTION" and s.value.partition(":")[0] in MEASURABLE]
    if len(values) != 1 or not heads or not any(s in heads for e in elements[: values[0]] for s in e.senses):
        return None
    end = values[0] + 1
    if end < len(elements) and elements[end].type == "PAREN":
        end += 1
    return heads[0], end


def _opens(rest: Sequence[Element], head: Sense) -> bool:
    """Whether verbs and a preposition, or a known method, begin a run of nothing but means."""
    at = next((i for i, e in enumerate(rest) if not _verb(e)), len(rest))
    if at == len(rest):
        return False
    opener = rest[at]
    if opener.cue("METHOD") is not None:
        return len(rest) > at + 1 and _means(rest[at + 1 :], head)
    return opener.cue("PREP", "IE") is not None and len(rest) > at + 1 and _means(rest[at + 1 :], head)


def _means(elements: Sequence[Element], head: Sense) -> bool:
    """Whether elements are examinations and words for them, perhaps with a period behind them."""
    periods = [e.type == "WINDOW" for e in elements]
    return not all(periods) and not any(periods[:-1]) and all(_mean(e, head) for e in elements if e.type != "WINDOW")


def _mean(e: Element, head: Sense) -> bool:
    if e.type == "PAREN":
        return all(_mean(x, head) for x in inner(e))
    if e.value is not None or e.period is not None:
        return False
    if e.cue("METHOD", "DONE") is not None or e.senses[:1] == (head,):
        return True
    named = [s.value.partition(":")[2] for s in e.senses if s.type == "MENTION"]
    if named:
        return any(id in _examinations() for id in named)
    return all(r.fold in words("means") or r.fold in words("mean_nouns") for r in e.raws)


@cache
def _examinations() -> frozenset[str]:
    return frozenset(r["id"] for r in rows("examinations"))


def _verb(e: Element) -> bool:
    """Whether an element says that something was done to find the value ("as determined", "measured")."""
    return e.cue("DONE") is not None or all(r.fold in words("method_verbs") for r in e.raws)
