"""How a pregnancy is found, and who is tested for it.

- **K28** beside a pregnancy a test for it, in a bracket or behind "as confirmed by", only tells how it is found; beside a
  pregnancy test its other names and its specimen say nothing. "If of childbearing potential" and "if female" say of whom the
  test is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.lex import Sense
from eligo.lex.word_tables import words
from eligo.parse.ast import Coord, Element, Item, Segment, Tail
from eligo.scope.neighbours import inner
from eligo.scope.scales import method

TESTS = frozenset({"lab:pregnancy_test", "lab:hcg_level"})
TEST = Sense("MENTION", "lab:pregnancy_test")
PREGNANT = "reproduction:pregnant"


def told(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments, with what only tells how a pregnancy is found as silent elements, and whom a test is asked of beside it."""
    return tuple(Segment(tuple(map(_coord, s.coords))) for s in segments)


def _coord(coord: Coord) -> Coord:
    if not any(_names_either(e) for e in _all(coord)):
        return coord
    coord = _condition_first(coord)
    items = tuple(_item(i) for i in coord.items)
    tail = coord.tails[0] if len(coord.tails) == 1 and items else None
    if tail is None:
        return replace(coord, items=items)
    last, body = items[-1].elements, tail.elements
    if tail.cue.type == "IE" and any(map(_is_pregnancy, last)) and _only_test(body):
        return Coord((*items[:-1], Item((*last, method([tail.cue, *body])))), coord.juncts)
    if tail.cue.type == "IF" and any(_is_test(e) for e in last) and len(tail.items) == 1 and _bearers(body):
        return Coord((*items[:-1], Item((*last, method([tail.cue]), *body))), coord.juncts)
    return replace(coord, items=items)


def _all(coord: Coord) -> list[Element]:
    listed = [e for i in coord.items for e in i.elements]
    return listed + [e for t in coord.tails for e in t.elements]


def _condition_first(coord: Coord) -> Coord:
    """ "If of childbearing potential, a negative test …": whom it is asked of, before the test."""
    tail: Tail | None = coord.tails[0] if len(coord.tails) == 1 and not coord.items else None
    if tail is None or tail.cue.type != "IF" or len(tail.items) != 2 or tail.juncts[0] != "comma":
        return coord
    whom, test = tail.items
    if not _bearers(whom.elements) or not any(_is_test(e) for e in test.elements):
        return coord
    first = Item((method([tail.cue]), *whom.elements, *test.elements))
    return Coord((first,), ())


def _item(item: Item) -> Item:
    out: list[Element] = []
    for e in item.elements:
        before = [x for x in out if x.cue("METHOD") is None]
        last = before[-1] if before else None
        denied = any(x.cue("NEG") is not None for x in out)
        if (
            e.type == "PAREN"
            and last is not None
            and _is_pregnancy(last)
            and _only_test([*inner(e), *_tails(e)], denied)
        ):
            out.append(method([e, *_tails(e)]))
        elif e.type == "PAREN" and last is not None and _is_test(last) and _specimen(e):
            out.append(method([e]))
        elif e.type == "PAREN" and last is not None and _is_test(last) and (sex := _of_sex(e)) is not None:
            out += sex
        elif _is_test(e) and last is not None and _is_test(last) and out[-1].cue("ANSWER") is None:
            # "A serum hCG (β-hCG) pregnancy test".
            at = out.index(last)
            out[at:] = [
                replace(
                    e, tokens=(*last.tokens, *(t for x in out[at + 1 :] for t in x.tokens), *e.tokens), senses=(TEST,)
                )
            ]
        else:
            out.append(e)
    return Item(tuple(out))


def _tails(bracket: Element) -> list[Element]:
    found = [t for s in bracket.paren for c in s.coords for t in c.tails]
    return [e for t in found for e in (t.cue, *t.elements)]


def _names_either(e: Element) -> bool:
    return _is_test(e) or _is_pregnancy(e)


def _is_pregnancy(e: Element) -> bool:
    return any(s.value == PREGNANT for s in e.senses)


def _is_test(e: Element) -> bool:
    return any(s.value in TESTS for s in e.senses)


def _only_test(elements: Sequence[Element], denied: bool = False) -> bool:
    """Whether elements speak of a pregnancy test that finds a pregnancy, or that it is ``denied``, and of nothing else."""
    answers = [s.value for e in elements if (s := e.cue("ANSWER")) is not None]
    named = any(_is_test(e) for e in elements)
    return (
        named
        and all(a == ("negative" if denied else "positive") for a in answers)
        and all(_is_test(e) or _idle(e) for e in elements)
    )


def _idle(e: Element) -> bool:
    if e.type == "PAREN":
        return all(_is_test(x) or _idle(x) for x in inner(e))
    if e.type == "WINDOW" or e.cue("ANSWER", "METHOD", "DONE", "PREP", "IE", "COMP", "KNOWN", "QUANT") is not None:
        return True
    return all(r.fold in words("test_words", "test") for r in e.raws)


def _specimen(bracket: Element) -> bool:
    """Whether a bracket behind a test holds only its other names and specimens."""
    inside = inner(bracket)
    return (
        bool(inside)
        and not _tails(bracket)
        and all(_is_test(e) or all(r.fold in words("test_words", "test") for r in e.raws) for e in inside)
    )


def _of_sex(bracket: Element) -> list[Element] | None:
    """ "(if female)", "(females only)": the sex that a test is asked of, as behind "in"; None for any other bracket."""
    inside = [*inner(bracket), *_tails(bracket)]
    sexes = [e for e in inside if any(s.value.startswith("sex:") for s in e.senses)]
    others = [e for e in inside if e not in sexes and e.type != "IF" and e.cue("PREP", "QUANT") is None]
    if len(sexes) != 1 or any(r.fold not in words("test_words", "whom") for e in others for r in e.raws):
        return None
    opening = sorted((t for e in (bracket, *inside) if e not in sexes for t in e.tokens), key=lambda t: t.start)
    return [Element("CUE", tuple(opening), (Sense("METHOD", ""), Sense("PREP", ""))), sexes[0]]


def _bearers(elements: Sequence[Element]) -> bool:
    """Whether elements name women of childbearing potential and nobody else."""
    named = [e for e in elements if e.manual_for("contraception")]
    return len(named) == 1 and all(e in named or e.cue("PREP") is not None for e in elements)
