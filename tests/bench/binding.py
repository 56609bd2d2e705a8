"""How many clinical mentions of real criteria the lexicon names and binds to codes.

    python tests/bench/binding.py [--half figures|work] [--unbound N]

Measured on Chia (Kury et al. 2020): each Condition, Drug, Measurement and Procedure mention that annotators marked is looked
for among the tokens of its line. A mention counts as *named* if a concept of the right kind stands in it and no word of it is
unknown, as *bound* if a record can match that concept, as *coded* if it can by a code (a drug is also matched by the name that
a record displays). *Touched* are mentions with a bound concept in them, whatever their other words. Mentions that are function
words or generics alone ("allergy", "treated", "disease", "contraindication") are set aside.

A mention in several pieces ("liver … disease" of "liver or kidney disease") is looked up joined, as the rules for lists join it.

Trials are parted in two by a hash of their id: the half "figures" is only ever counted, the half "work" may be read for words
that the tables lack. ``--unbound`` prints the most frequent mentions of the half "work" that are not bound.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Iterator
from dataclasses import dataclass

from study import Half, chia

from eligo.lex import Token, lex
from eligo.lexicon.concepts import concept
from eligo.segment.abbreviations import abbreviations

KINDS = {
    "Condition": ("condition", "reproduction", "allergy", "social"),
    "Drug": ("drug", "substance", "procedure"),
    "Measurement": ("lab", "vital", "score", "procedure"),
    "Procedure": ("procedure", "lab", "score", "drug"),
}
"""The kinds of concept that are right for a type of Chia; a test is a procedure to one annotator, a measurement to another;
a therapy ("hormone therapy", "chemotherapy") a drug to one, a procedure to another."""

CODED_ELSEWHERE = ("reproduction", "social")
"""Kinds whose codes the semantics hold, not a concept table."""


@dataclass(frozen=True)
class Mention:
    """An annotated mention: its type and text, whether a concept of the right kind is named, and whether that has a code."""

    type: str
    text: str
    named: bool
    bound: bool
    coded: bool
    touched: bool


def binds(value: str) -> tuple[bool, bool]:
    """Whether a record can match a mention's value (``kind:id``), and whether it can do so by a code."""
    kind, _, id = value.partition(":")
    if kind in CODED_ELSEWHERE:
        return True, True
    found = concept(id)
    return found.bound, bool(found.include or any(i.codes for i in found.ingredients))


def judged(type: str, text: str, inside: list[Token]) -> Mention | None:
    """What the tokens inside an annotated mention make of it; None if they are generics and function words alone."""
    values = [s.value for t in inside for s in t.senses if s.type == "MENTION"]
    right = [v for v in values if v.partition(":")[0] in KINDS[type]]
    unknown = any(all(s.type == "WORD" for s in t.senses) for t in inside)
    if not values and not unknown:
        return None
    bound, coded = (any(column) for column in zip(*map(binds, right), (False, False), strict=False))
    known = not unknown
    return Mention(type, text, bool(right) and known, bound and known, coded and known, bound)


def mentions(half: Half) -> Iterator[Mention]:
    """The annotated mentions of one half, each judged within its line."""
    for document in chia(half):
        marked = [e for e in document["entities"] if e["type"] in KINDS]
        start, parts = 0, document["text"].split("\n")
        short = abbreviations(parts)
        for part in parts:
            here = [e for e in marked if start <= e["start"] < start + len(part)]
            tokens = lex(part, short) if here else []
            for e in here:
                first, last = e["start"] - start, e["end"] - start
                inside = [t for t in tokens if t.start < last and t.end > first]
                found = judged(e["type"], e["text"], inside if len(e["spans"]) == 1 else lex(e["text"], short))
                if found is not None:
                    yield found
            start += len(part) + 1


def percent(part: int, whole: int) -> str:
    """A share as text with one decimal."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def figures(all_of: list[Mention]) -> Iterator[str]:
    """The table of shares: running mentions, then distinct texts (a text counts by its most frequent outcome)."""
    heads = ("running", "named", "bound", "coded", "touched", "distinct", "named", "bound")
    yield " ".join((f"{'type':12}", *(f"{h:>8}" for h in heads)))
    for type in KINDS:
        own = [m for m in all_of if m.type == type]
        texts: dict[str, list[Mention]] = {}
        for m in own:
            texts.setdefault(" ".join(m.text.lower().split()), []).append(m)
        running = [sum(column) for column in zip(*((m.named, m.bound, m.coded, m.touched) for m in own), strict=True)]
        most = [
            (2 * sum(m.named for m in ms) > len(ms), 2 * sum(m.bound for m in ms) > len(ms)) for ms in texts.values()
        ]
        distinct = [sum(column) for column in zip(*most, strict=True)]
        parts = (str(len(own)), *(percent(n, len(own)) for n in running))
        yield " ".join(
            f"{c:>8}" for c in (f"{type:12}", *parts, str(len(texts)), *(percent(n, len(texts)) for n in distinct))
        )


def unbound(all_of: list[Mention], count: int) -> Iterator[str]:
    """The most frequent mentions that no code is bound to, with their number and type."""
    tally = collections.Counter((m.type, " ".join(m.text.lower().split()), m.named) for m in all_of if not m.bound)
    for (type, text, named), n in tally.most_common(count):
        yield f"{n:5}  {type:12} {'named  ' if named else 'unknown'} {text}"


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=("figures", "work"), default="figures")
    parser.add_argument(
        "--unbound", type=int, metavar="N", help="list the N most frequent unbound mentions (half work)"
    )
    given = parser.parse_args()
    if given.unbound:
        print(*unbound(list(mentions("work")), given.unbound), sep="\n")
    else:
        print(*figures(list(mentions(given.half))), sep="\n")


if __name__ == "__main__":
    main()
