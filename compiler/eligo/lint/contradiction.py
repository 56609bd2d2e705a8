"""Two criteria, or two parts of one, that no patient can meet together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from eligo.canon import say
from eligo.implication import complementary, disjoint, implies, same_subject
from eligo.lint.check import Check, Finding, Subject, place
from eligo.lint.obligations import Obligation, alone, facts, obligations, of_other_times, pairs, read_whole
from eligo.logic import And, Sex, walk
from eligo.protocol import Criterion


def _find(subject: Subject) -> Iterator[Finding]:
    for one, other in pairs(obligations(subject)):
        # Limits of one section that exclude each other are mostly those of two groups, whose heads weren't seen as such.
        if one.criterion.section == other.criterion.section:
            continue
        plain = opposed(one, other) and alone(one) and alone(other) and read_whole(one, other)
        if plain and not any(_titles(subject, o.criterion) for o in (one, other)):
            yield Finding(
                other.criterion.id,
                other.span,
                f"{_said(other)}, but {one.criterion.id} {_said(one)}: no patient meets both",
                f"correct the limit or the effect of {one.criterion.id} or {other.criterion.id}, or say for whom each holds",
            )
    for criterion in (c for c in subject.protocol.criteria if c.status == "computable"):
        for node in walk(criterion.logic):
            found = _inner(node) if isinstance(node, And) else None
            if found is not None:
                yield Finding(
                    criterion.id,
                    place([s for n in walk(node) for s in n.origin.spans], criterion.spans),
                    f"{found[0]} and {found[1]} can't both be true",
                    'if they are alternatives, join them by "or"; else correct one',
                )


def _titles(subject: Subject, criterion: Criterion) -> bool:
    """Whether a criterion says whose list follows: it stands behind a head in its line, or is a name of people and no more
    ("Melanoma patients").
    """
    start = min((s.start for s in criterion.spans), default=0)
    line = subject.protocol.text.rfind("\n", 0, start) + 1
    headed = any(line <= h.start and h.end <= start for h in subject.document.headers)
    others = (c for c in subject.protocol.criteria if c.section == criterion.section and c.spans)
    line_of = next((x for x in subject.lines if x.criterion is criterion), None)
    words = line_of.tokens if line_of else []
    after = max((i + 1 for i, t in enumerate(words[:-1]) if t.text == ":"), default=0)
    words = [t for t in words[after:] if not t.sense("SEP", "DOT")]
    people = len(words) == 2 and words[0].sense("MENTION") is not None and words[1].sense("NOISE") is not None
    return (headed or people) and any(
        "\n" in subject.protocol.text[start : c.spans[0].start] for c in others if c.spans[0].start > start
    )


def opposed(one: Obligation, other: Obligation) -> bool:
    """Whether nobody meets both. Of a sex that is asked for, the text mostly goes on to say what holds for it alone."""
    if one.holds and other.holds:
        return not isinstance(one.atom, Sex) and disjoint(one.atom, other.atom)
    if one.holds != other.holds:
        must, mustnt = (one.atom, other.atom) if one.holds else (other.atom, one.atom)
        return same_subject(must, mustnt) and implies(must, mustnt) and not of_other_times(one, other)
    return False


def _inner(node: And) -> tuple[str, str] | None:
    found = list(facts(node, True))
    for (a, holds), (b, also) in combinations(found, 2):
        if holds and also and not isinstance(a, Sex) and disjoint(a, b) and not complementary(a, b):
            return say(a), say(b)
    return None


def _said(o: Obligation) -> str:
    return f"asks for {say(o.atom)}" if o.holds else f"excludes {say(o.atom)}"


CHECK = Check("contradiction", "error", "two criteria, or parts of one, that no patient can meet together", _find)
