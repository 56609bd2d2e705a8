"""Scales that are named behind the value on them.

- **A16** "performance status 0–2 (ECOG)", "class III or IV according to the NYHA classification": a word for a level with its
  value takes the scale that a bracket, a preposition or a method behind it names, and nothing else. A bracket that holds
  no more than another word for a level ("performance status (PS)") says nothing, and neither does a colon between the
  word and its value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligo.lex import Sense, Token
from eligo.lex.raw import text_key
from eligo.lex.word_tables import phrase_keys, words
from eligo.parse.ast import Coord, Element, Item, Segment
from eligo.scope.neighbours import MEASURABLE, idle, inner

UNITS = ("", "%", "1", "{score}")
"""Units that the value of a score may have."""


def named(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments, with the scale in the place of the word for a level whose value it is for."""
    return tuple(replace(s, coords=tuple(map(_coord, _without_colon(s.coords)))) for s in segments)


def _without_colon(coords: tuple[Coord, ...]) -> tuple[Coord, ...]:
    """ "Performance status: 0–2 (ECOG)" without its colon."""
    if len(coords) != 2 or not coords[1].items or coords[0].tails or len(coords[0].items) != 1:
        return coords
    lead, body = coords[0].items[0].elements, coords[1].items
    if not all(map(_is_level, lead)) or body[0].elements[0].type != "VALUE":
        return coords
    merged = replace(coords[1], items=(Item((*lead, *body[0].elements)), *body[1:]))
    return (merged,) if _coord(merged) != merged else coords


def _coord(coord: Coord) -> Coord:
    items = [Item(_named_within(_level_first(_without_aliases(_drawn_out(i.elements))))) for i in coord.items]
    if len(coord.tails) == 1 and items:
        tail, last = coord.tails[0], items[-1].elements
        scale = _scale(tail.elements) if tail.cue.type == "IE" and len(tail.items) == 1 else None
        at = _open_level(last)
        if scale is not None and at is not None:
            told = method([tail.cue, *tail.elements])
            return Coord((*items[:-1], Item((*_headed(last, at, scale), told))), coord.juncts)
    return replace(coord, items=tuple(items))


def _named_within(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """An item's elements, where a bracket or a preposition right behind the value of a level names its scale."""
    at = _open_level(elements)
    if at is None:
        return elements
    value = next(i for i in range(at, len(elements)) if elements[i].type == "VALUE")
    bracket = elements[value + 1 : value + 2]
    rest = elements[value + 1 :]
    if bracket and bracket[0].type == "PAREN":
        inside = inner(bracket[0]) if _single(bracket[0]) else []
        behind, scale = bracket, _scale(inside)
        if scale is None and inside and all(map(_idle_word, inside)):
            # "Performance status 0–2 (WHO)": whose the scale is.
            named = (method([e]) if at < i < value and _is_level(e) else e for i, e in enumerate(elements[: value + 1]))
            return (*named, method(bracket), *elements[value + 2 :])
    elif rest and rest[0].cue("PREP", "COMP", "METHOD") is not None:
        behind, scale = rest, _scale(rest[1:])
    else:
        return elements
    if scale is None:
        return elements
    end = value + 1 + len(behind)
    return (*_headed(elements[: value + 1], at, scale), method(behind), *elements[end:])


def _without_aliases(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Elements, with words for a level that say the same again as silent ones: a bracket or a level word behind another
    ("performance status (PS) score"), a level of a score that follows ("score on the MADRS").
    """
    out: list[Element] = []
    for i, e in enumerate(elements):
        onward = elements[i + 1 : i + 3]
        level = bool(out) and _is_level(out[-1])
        scale = _scale(inner(e)) if level and e.type == "PAREN" and _single(e) else None
        if level and e.type == "PAREN" and all(map(_is_level, inner(e))) and _single(e):
            out.append(method([e]))
        elif scale is not None and len(onward) > 0 and onward[0].type == "VALUE":
            out[-1:] = [replace(out[-1], type="MENTION", senses=(scale,)), method([e])]
        elif _is_level(e) and _ties_scale(onward):
            out.append(method([e]))
        else:
            out.append(e)
    return tuple(out)


def _ties_scale(onward: tuple[Element, ...]) -> bool:
    """Whether what follows is the name of a scale behind a preposition or "must be" ("score on the MADRS")."""
    tied = len(onward) == 2 and onward[0].cue("PREP", "MODAL") is not None and not _is_level(onward[0])
    return tied and _scores(onward[1])


def _level_first(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Elements, with a word for a level before the one value that it stands behind ("II–IV functional class")."""
    values = [i for i, e in enumerate(elements) if e.type == "VALUE"]
    at = values[0] + 1 if len(values) == 1 else len(elements)
    if at >= len(elements) or not _is_level(elements[at]) or any(_is_level(e) or _measures(e) for e in elements[:at]):
        return elements
    return (*elements[: at - 1], elements[at], elements[at - 1], *elements[at + 1 :])


def _drawn_out(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Elements, with the level of a score from a bracket behind the condition that it names ("NYHA heart failure (class II)")."""
    at = next((i for i, e in enumerate(elements[:-2]) if _scores(e)), None)
    if at is None or any(e.type == "VALUE" for e in elements):
        return elements
    condition, bracket = elements[at + 1], elements[at + 2]
    inside = inner(bracket) if bracket.type == "PAREN" and _single(bracket) else []
    named = any(s.value.startswith("condition:") for s in condition.senses)
    if not named or len(inside) != 2 or not _is_level(inside[0]) or inside[1].type != "VALUE":
        return elements
    told = method([replace(bracket, paren=()), inside[0]])
    return (*elements[: at + 1], inside[1], condition, told, *elements[at + 3 :])


def _open_level(elements: tuple[Element, ...]) -> int | None:
    """The place of the one word for a level that has a value right behind it, where no measure is named before it."""
    values = [i for i, e in enumerate(elements) if e.type == "VALUE"]
    value = elements[values[0]].value if len(values) == 1 else None
    if value is None or value.time or value.unit not in UNITS or value.times:
        return None
    before = elements[: values[0]]
    if any(_measures(e) for e in before):
        return None
    levels = [i for i, e in enumerate(before) if _is_level(e)]
    between = before[levels[0] + 1 :] if levels else ()
    return levels[0] if levels and all(_is_level(e) or idle(e) or e.cue("METHOD") for e in between) else None


def _scores(e: Element) -> bool:
    return any(s.type == "MENTION" and s.value.startswith("score:") for s in e.senses)


def _is_level(e: Element) -> bool:
    return e.cue("LEVELWORD") is not None and text_key(" ".join(t.text for t in e.tokens)) in phrase_keys(
        "scale_words", "phrase", "level"
    )


def _measures(e: Element) -> bool:
    return any(s.type == "MENTION" and s.value.partition(":")[0] in MEASURABLE for s in e.senses)


def _single(bracket: Element) -> bool:
    """Whether a bracket holds one item and no tail."""
    coords = [c for s in bracket.paren for c in s.coords]
    return len(coords) == 1 and len(coords[0].items) == 1 and not coords[0].tails


def _scale(elements: Sequence[Element]) -> Sense | None:
    """The score that elements name, once or again in a bracket; None if they say anything more."""
    found: set[Sense] = set()
    for e in elements:
        if _scores(e):
            score = next(s for s in e.senses if s.value.startswith("score:"))
            found.add(score)
        elif e.type == "PAREN" and _single(e):
            again = _scale(inner(e))
            found |= {again} if again is not None else set()
            if again is None and not all(map(_idle_word, inner(e))):
                return None
        elif not _idle_word(e):
            return None
    return found.pop() if len(found) == 1 else None


def _idle_word(e: Element) -> bool:
    """Whether an element is a noun for a scale, or ties one to its name."""
    if e.cue("LEVELWORD", "PREP", "METHOD") is not None and e.value is None:
        return True
    return all(r.fold in words("scale_nouns") for r in e.raws)


def _headed(elements: tuple[Element, ...], at: int, scale: Sense) -> tuple[Element, ...]:
    head = replace(elements[at], type="MENTION", senses=(scale,))
    rest = (method([e]) if _is_level(e) else e for e in elements[at + 1 :])
    return (*elements[:at], head, *rest)


def method(elements: Sequence[Element]) -> Element:
    """Elements as one that says nothing of its own."""
    tokens = sorted(_tokens(elements), key=lambda t: t.start)
    return Element("CUE", tuple(tokens), (Sense("METHOD", ""),))


def _tokens(elements: Sequence[Element]) -> Iterator[Token]:
    for e in elements:
        yield from e.tokens
        yield from _tokens(inner(e))
