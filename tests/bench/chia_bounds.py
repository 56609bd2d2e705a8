"""Numeric bounds against the Chia corpus (Kury et al. 2020): ``python tests/bench/chia_bounds.py [-v]``.

Gold: every number of a *Value* that Chia ties to something measured or to a person's age. A bound is right if an atom
of the compiled text measures what the annotators marked (its head overlaps their entity; an age for a person), with
the number, the unit and the side. The side counts only where the text has an intact sign: in Chia's texts most ≥ and ≤
are a bare "=". Trials are split by the SHA-256 of their id: even ones may be read (``-v`` lists misses and errors),
odd ones give figures only.

- *recall*: of all gold numbers; and of those whose entity the lexicon knows as a measurement or age.
- *precision*: of the numbers of atoms that stand inside a gold value. Numbers elsewhere are counted apart: Chia
  annotates many limits as periods, multipliers or not at all.
"""

from __future__ import annotations

import collections
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from study import HALVES, chia, compiled

from eligo.lex import lex
from eligo.lex.numbers import spelled, spellings
from eligo.logic import Age, Measurement, walk

SIGNS = {
    "low": r">\s*/?\s*=?|＞|≥|⩾|≧|at least|minimum|more than|greater than|above|over|older than|higher than|exceed\w*",
    "high": r"<\s*/?\s*=?|＜|≤|⩽|≦|at most|maximum|less than|lower than|below|under|up to|younger than|not exceed\w*",
}
SIGN = re.compile("|".join(f"(?P<{side}>{words})" for side, words in SIGNS.items()), re.I)
AFTER = {
    "low": re.compile(
        r"^[^,;]{0,18}?\b(?:or|and)\s+(?:older|more|greater|higher|above|over|up|elder)\b(?! than)|^\s*\+|^\s*years\+",
        re.I,
    ),
    "high": re.compile(r"^[^,;]{0,18}?\b(?:or|and)\s+(?:younger|less|fewer|lower|below|under)\b(?! than)", re.I),
}
NUMBER = re.compile(
    r"(?<![\w.^+])(?:\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+[.,]\d+|\d+|\.\d+)|\b(?:IV|V|I{1,3})\b|\b(?:one|two|three)\b",
    re.I,
)
POWER = re.compile(
    r"[x×*]?\s*10\s*(?:\^|\*\*|E)?\s*\+?\d{1,2}(?=\s*/)|10\^\d+|[(/]?(?:per\s*)?1[.,]73\s*m\s*\^?[2²*m]*|\d/7|m\s?[-^ ]?[23]\b"
    r"|per mm ?3|(?<=[hn])-1|<U\+\d+>",
    re.I,
)
WORDS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "ONE": 1, "TWO": 2, "THREE": 3}
LIMIT = re.compile(r"ULN|UNL|upper|LLN|normal", re.I)
TIME = {
    "years": "a",
    "year": "a",
    "yrs": "a",
    "yr": "a",
    "y": "a",
    "months": "mo",
    "month": "mo",
    "weeks": "wk",
    "days": "d",
}


NEAR = 40
"""How far from an annotated entity, in characters of its sentence, the head of an atom may stand."""


@dataclass(frozen=True)
class Bound:
    """One number of a limit: ``side`` is low, high or None (not known), ``unit`` UCUM, "×" for multiples, "" if unsaid."""

    side: str | None
    number: Decimal
    unit: str


@dataclass(frozen=True)
class Gold:
    """A bound of the corpus: the value's span, the span of what has it, exact and widened, and whether that is a person."""

    bound: Bound
    start: int
    end: int
    host: tuple[int, int]
    near: tuple[int, int]
    person: bool


def gold(record: dict[str, Any]) -> Iterator[Gold]:
    """The bounds of the annotations of one record."""
    entities = {e["id"]: e for e in record["entities"]}
    for relation in record["relations"]:
        if relation["type"] != "Has_value":
            continue
        host, value = (entities.get(relation["args"].get(a)) for a in ("Arg1", "Arg2"))
        if host is None or value is None or host["type"] not in ("Measurement", "Person", "Scope"):
            continue
        text = record["text"][value["start"] : value["end"]]
        near = _widened(record["text"], host["start"], host["end"])
        for bound in bounds_of(text):
            yield Gold(
                bound, value["start"], value["end"], (host["start"], host["end"]), near, host["type"] == "Person"
            )


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """An entity with its neighbourhood in the sentence: annotators mark "ASA" or "total bilirubin" where the text has "ASA
    (American Society …)" or "serum or plasma total bilirubin".
    """
    left = max(text.rfind(c, max(0, start - NEAR), start) for c in ".;\n") + 1
    ends = [at for c in ".;\n" if (at := text.find(c, end, end + NEAR)) >= 0]
    return max(left, start - NEAR), min([*ends, end + NEAR])


def bounds_of(text: str) -> list[Bound]:
    """The numbers of a value's words with side and unit, read without eligo's grammar."""
    hidden = POWER.sub(lambda m: "_" * len(m.group()), text)
    found = list(NUMBER.finditer(hidden))
    out: list[Bound] = []
    for i, m in enumerate(found):
        before = hidden[found[i - 1].end() if i else 0 : m.start()]
        onward = hidden[m.end() : found[i + 1].start() if i + 1 < len(found) else len(hidden)]
        signs = list(SIGN.finditer(before))
        side = signs[-1].lastgroup if signs else next((s for s, p in AFTER.items() if p.search(onward)), None)
        if before.strip().lower().endswith(("no", "not")) or re.search(r"\b(?:no|not)\b", before):
            side = None
        out.append(Bound(side, number(m.group()), unit_of(text[m.end() :])))
    pair = len(out) == 2 and re.search(
        r"^\s*\S{0,12}\s*(?:-|–|to|and|~)\s*$", hidden[found[0].end() : found[1].start()]
    )
    if pair and out[0].side is None and out[1].side is None and out[0].number < out[1].number:
        out = [Bound("low", out[0].number, out[0].unit), Bound("high", out[1].number, out[1].unit)]
    units = [b.unit for b in out if b.unit]
    return [Bound(b.side, b.number, b.unit or (units[-1] if len(set(units)) == 1 else "")) for b in out]


def number(text: str) -> Decimal:
    """A number as written."""
    if text.upper() in WORDS:
        return Decimal(WORDS[text.upper()])
    grouped = re.fullmatch(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?", text)
    return Decimal(re.sub("[, ]", "", text) if grouped else text.replace(",", "."))


def unit_of(rest: str) -> str:
    """The unit at the start of what follows a number; "" if none is known there."""
    words = rest.split()
    if not words:
        return ""
    if LIMIT.search(" ".join(words[:6])) and not re.match(r"\s*(?:g|mg|ng|pg|mmol|U|IU|s)\b", rest):
        return "×"
    first = re.split(r"[\s,;)]", rest.strip(), maxsplit=1)[0].lower()
    if first.rstrip(".") in TIME:
        return TIME[first.rstrip(".")]
    best = ""
    for end in range(1, min(len(rest), 40) + 1):
        hit = spellings().get(spelled(rest[:end]))
        if hit and (end == len(rest) or not rest[end].isalnum()):
            best = hit[0]
    return best


@dataclass(frozen=True)
class Read:
    """A bound of an atom: the spans it was made from, whether it is an age, and what it measures."""

    bound: Bound
    spans: tuple[tuple[int, int], ...]
    age: bool
    name: str


def read(record: dict[str, Any]) -> list[Read]:
    """The bounds of the compiled record, with places in the record's text."""
    found = compiled(record)
    if found is None:
        return []
    protocol, shift = found
    out: dict[Read, None] = {}
    for criterion in protocol.criteria:
        for node in walk(criterion.logic):
            if not isinstance(node, Age | Measurement):
                continue
            spans = tuple((s.start - shift, s.end - shift) for s in node.origin.spans)
            age = isinstance(node, Age)
            name = "age" if isinstance(node, Age) else node.concept.id
            for bound in _bounds(node):
                out[Read(bound, spans, age, name)] = None
    return list(out)


def _bounds(node: Age | Measurement) -> Iterator[Bound]:
    unit = "×" if isinstance(node, Measurement) and node.times else node.unit or ""
    if isinstance(node, Measurement):
        yield from (Bound(None, v, "") for v in node.values)
    if node.bounds is not None:
        yield from (Bound("low", n, unit) for n in (node.bounds.low,) if n is not None)
        yield from (Bound("high", n, unit) for n in (node.bounds.high,) if n is not None)


def alike(g: Gold, r: Read) -> bool:
    """Whether a bound read is the gold bound: host, number, unit, and the side where the text has one."""
    hosts = r.age if g.person and g.bound.unit in ("", "a", "mo", "wk", "d") else _overlap(r.spans, *g.near) or g.person
    units = not g.bound.unit or not r.bound.unit or g.bound.unit == r.bound.unit or _loosely(g.bound.unit, r.bound.unit)
    months = r.age and {g.bound.unit, r.bound.unit} == {"a", "mo"} and g.bound.number * 12 == r.bound.number
    sides = g.bound.side is None or r.bound.side is None or g.bound.side == r.bound.side
    return (
        hosts
        and sides
        and _overlap(r.spans, g.start, g.end)
        and (months or (units and g.bound.number == r.bound.number))
    )


def _loosely(written: str, meant: str) -> bool:
    """A unit written short: mL/min of an eGFR, g of a 24-hour collection, g/L ("G/L") of cells."""
    return (written, meant) in {("mL/min", "mL/min/{1.73_m2}"), ("g/L", "10*9/L")} or meant == f"{written}/(24.h)"


def _overlap(spans: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)


def known(record: dict[str, Any], g: Gold) -> bool:
    """Whether the lexicon knows the gold entity as something measured, or as a person with an age."""
    if g.person:
        return g.bound.unit in ("", "a", "mo", "wk", "d")
    tokens = lex(record["text"][g.host[0] : g.host[1]])
    kinds = {s.value.partition(":")[0] for t in tokens for s in t.senses if s.type == "MENTION"}
    return bool(kinds & {"lab", "vital", "score", "age"})


def main(*, verbose: bool) -> None:
    for half in HALVES:
        tally: collections.Counter[str] = collections.Counter()
        for record in chia(half):
            tally += _one(record, verbose=verbose and half == "work")
        print(
            f"{half}: recall {tally['right']}/{tally['gold']} = {tally['right'] / tally['gold']:.1%} of all, "
            f"{tally['known right']}/{tally['known']} = {tally['known right'] / tally['known']:.1%} of known measures; "
            f"precision {tally['true']}/{tally['inside']} = {tally['true'] / tally['inside']:.1%}; "
            f"outside gold values {tally['outside']}"
        )


def _one(record: dict[str, Any], *, verbose: bool) -> collections.Counter[str]:
    tally: collections.Counter[str] = collections.Counter()
    wanted, got = list(gold(record)), read(record)

    def show(what: str, start: int, end: int, detail: object) -> None:
        if verbose:
            words = record["text"][max(0, start - 70) : end + 50]
            print(f"{what}\t{record['id']}\t{detail}\t{' '.join(words.split())}")

    for g in wanted:
        hit = any(alike(g, r) for r in got)
        tally["gold"] += 1
        tally["right"] += hit
        if known(record, g):
            tally["known"] += 1
            tally["known right"] += hit
        if not hit:
            what = "MISS" if known(record, g) else "miss"
            host = record["text"][g.host[0] : g.host[1]]
            show(what, min(g.start, g.host[0]), max(g.end, g.host[1]), f"{host} | {_said(g.bound)}")
    for r in got:
        near = [g for g in wanted if _overlap(r.spans, g.start, g.end)]
        if not near:
            tally["outside"] += 1
            continue
        tally["inside"] += 1
        hit = any(alike(g, r) for g in near)
        tally["true"] += hit
        if not hit:
            show(
                "WRONG",
                near[0].start,
                near[0].end,
                f"{r.name} {_said(r.bound)} | gold {[_said(g.bound) for g in near]}",
            )
    return tally


def _said(b: Bound) -> str:
    return f"{b.side or '?'} {b.number} {b.unit}".strip()


if __name__ == "__main__":
    main(verbose="-v" in sys.argv[1:])
