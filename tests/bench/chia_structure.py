"""Structure against the Chia corpus (Kury et al. 2020): ``python tests/bench/chia_structure.py``.

Compared where both sides speak of the same words: an atom belongs to an entity if a span it was made from overlaps it.
Trials are split as in ``chia_bounds.py``; the figures are of the half that is kept for figures.

- *temporal*: "within 6 months" on its host, the number in the window, the duration or the time of stability of the atom.
- *negation*: the atom stands under an odd number of negations, or is an exception taken out of a set, or its line is turned.
- *qualifier*: the qualifier's words narrow the host's atom (a left-over beside it) or are part of it (a severity, a state,
  a name of its own).
- *and*: two entities tied by AND meet first in a conjunction. (Chia's file holds seven ORs; they are not counted.)
- *labels*: what the ledger calls the words that Chia calls not computable, by label.

Recall is over annotated entities for which eligo has an atom at all; how many that are is printed. Precision is over those
that eligo gives a time or a negation; where Chia has none (it often annotates one part of a list only) they are counted apart.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from study import HALVES, chia, compiled

from eligo.logic import And, Either, Expr, Manual, Not, Opaque, Or, children
from eligo.protocol import Criterion

LABELS = (
    "Informed_consent",
    "Subjective_judgement",
    "Non-query-able",
    "Competing_trial",
    "Post-eligibility",
    "Pregnancy_considerations",
    "Undefined_semantics",
    "Not_a_criteria",
)
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
AMOUNT = re.compile(rf"\b(\d+|{'|'.join(WORDS)})\b", re.I)
NUMBERS = {word: n for n, word in enumerate(WORDS, 1)}
Span = tuple[int, int]


@dataclass(frozen=True)
class Leaf:
    """An atom or a left-over with its place in the tree: the nodes above it, outermost first."""

    expr: Expr
    spans: tuple[Span, ...]
    above: tuple[Expr, ...]
    turned: bool


def leaves(criterion: Criterion, shift: int) -> Iterator[Leaf]:
    """The leaves of a criterion, with spans in Chia's text."""
    default = "require" if criterion.section == "inclusion" else "forbid"

    def down(expr: Expr, above: tuple[Expr, ...]) -> Iterator[Leaf]:
        parts = children(expr)
        if not parts:
            spans = tuple((s.start - shift, s.end - shift) for s in expr.origin.spans)
            yield Leaf(expr, spans, above, criterion.effect != default)
        for part in parts:
            yield from down(part, (*above, expr))

    yield from down(criterion.logic, ())


def overlaps(spans: tuple[Span, ...], entity: dict[str, Any]) -> bool:
    """Whether one of the spans meets the entity."""
    return any(a < e and s < b for a, b in spans for s, e in entity["spans"])


def amounts(leaf: Leaf) -> set[int]:
    """The numbers of the times that an atom asks for."""
    told = [getattr(leaf.expr, name, None) for name in ("duration", "stable")]
    window = getattr(leaf.expr, "window", None)
    told += [window.since, window.until] if window is not None else []
    return {o.count for o in told if o is not None}


def denied(leaf: Leaf) -> bool:
    """Whether an odd number of negations stands over a leaf."""
    return sum(isinstance(n, Not) for n in leaf.above) % 2 == 1


def narrowed_by(leaf: Leaf, entity: dict[str, Any], others: list[Leaf]) -> bool:
    """Whether the entity's words narrow an atom: they are of it, or stand beside it in a conjunction."""
    if overlaps(leaf.spans, entity):
        return True
    beside = [o for o in others if isinstance(o.expr, Opaque | Manual) and overlaps(o.spans, entity)]
    return any(isinstance(meet(leaf, o), And) for o in beside)


def meet(a: Leaf, b: Leaf) -> Expr | None:
    """The lowest node over two leaves; None where they are of two criteria."""
    shared = [x for x, y in zip(a.above, b.above, strict=False) if x is y]
    return shared[-1] if shared else None


def compare(record: dict[str, Any], tally: collections.Counter[str]) -> None:
    """Add one record to the tally."""
    made = compiled(record)
    if made is None:
        return
    protocol, shift = made
    found = [leaf for c in protocol.criteria for leaf in leaves(c, shift)]
    atoms = [leaf for leaf in found if not isinstance(leaf.expr, Opaque | Manual)]
    entities = {e["id"]: e for e in record["entities"]}
    gold: dict[str, dict[str, list[dict[str, Any]]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    for relation in record["relations"]:
        pair = [entities.get(a) for a in relation["args"].values()]
        if len(pair) == 2 and None not in pair:
            gold[relation["type"]][pair[0]["id"]].append(pair[1])  # type: ignore[index,arg-type]
    hosts = [e for e in record["entities"] if e["type"] in ("Condition", "Drug", "Procedure", "Measurement")]
    for host in hosts:
        own = [leaf for leaf in atoms if overlaps(leaf.spans, host)]
        wide = [host, *(e for e in record["entities"] if e["type"] == "Scope" and _within(host, e))]

        def of(kind: str, wide: list[dict[str, Any]] = wide) -> list[dict[str, Any]]:
            return [e for w in wide for e in gold[kind][w["id"]]]

        times = {n for e in of("Has_temporal") for n in _numbers(e["text"])}

        def timed(leaf: Leaf, times: set[int] = times) -> bool:
            return bool(amounts(leaf) & times)

        _count(tally, "temporal", own, bool(times), timed, amounts)
        _count(
            tally, "negation", own, bool(of("Has_negation")), lambda x: denied(x) or x.turned or _taken_out(x), denied
        )
        for qualifier in gold["Has_qualifier"][host["id"]]:
            if own:
                tally["qualifier of"] += 1
                tally["qualifier right"] += any(narrowed_by(x, qualifier, found) for x in own)
            tally["qualifier all"] += 1
        for other in gold["AND"][host["id"]]:
            theirs = [leaf for leaf in atoms if overlaps(leaf.spans, other)]
            pairs = [meet(a, b) for a in own for b in theirs if a is not b]
            tally["and all"] += 1
            if any(p is not None for p in pairs):
                tally["and of"] += 1
                tally["and right"] += any(isinstance(p, And) for p in pairs)
                tally["and open"] += not any(isinstance(p, And) for p in pairs) and any(
                    isinstance(p, Either) for p in pairs
                )
                tally["and or"] += all(isinstance(p, Or | None) for p in pairs)
    _label(record, protocol.criteria, shift, tally)


def _count(
    tally: collections.Counter[str],
    kind: str,
    own: list[Leaf],
    wanted: bool,
    right: Callable[[Leaf], bool],
    given: Callable[[Leaf], object],
) -> None:
    tally[f"{kind} all"] += wanted
    if own and wanted:
        tally[f"{kind} of"] += 1
        tally[f"{kind} right"] += any(right(x) for x in own)
    if own and any(given(x) for x in own):
        tally[f"{kind} {'given' if wanted else 'more'}"] += 1
        tally[f"{kind} true"] += wanted and any(right(x) for x in own)


def _taken_out(leaf: Leaf) -> bool:
    return bool(getattr(getattr(leaf.expr, "concept", None), "exclude", ()))


def _within(inner: dict[str, Any], outer: dict[str, Any]) -> bool:
    return bool(outer["start"] <= inner["start"] and inner["end"] <= outer["end"])


def _numbers(text: str) -> list[int]:
    return [int(NUMBERS.get(m.lower(), m)) for m in AMOUNT.findall(text)]


def _label(
    record: dict[str, Any], criteria: tuple[Criterion, ...], shift: int, tally: collections.Counter[str]
) -> None:
    for entity in record["entities"]:
        if entity["type"] not in LABELS:
            continue
        for criterion in criteria:
            for entry in criterion.ledger:
                start, end = entry.span.start - shift, entry.span.end - shift
                common = sum(max(0, min(end, e) - max(start, s)) for s, e in entity["spans"])
                tally[f"{entity['type']}|{entry.kind}"] += common


def main() -> None:
    """Print the figures of both halves."""
    for half in HALVES:
        tally: collections.Counter[str] = collections.Counter()
        for record in chia(half):
            compare(record, tally)
        print(f"{half}:")
        for kind in ("temporal", "negation", "qualifier", "and"):
            seen = f"{tally[f'{kind} all']} annotated, {tally[f'{kind} of']} with an atom"
            print(f"  {kind}: {seen}, recall {_share(tally, kind, 'right', 'of')}", end="")
            more = f", precision {_share(tally, kind, 'true', 'given')}, not annotated {tally[f'{kind} more']}"
            print(more if tally[f"{kind} given"] else "")
        print(f"    of AND, left open (either) {tally['and open']}, read as or {tally['and or']}")
        for label in LABELS:
            total = sum(n for k, n in tally.items() if k.startswith(f"{label}|"))
            shares = ", ".join(
                f"{c} {tally[f'{label}|{c}'] / (total or 1):.0%}" for c in ("manual", "residue", "logic", "noise")
            )
            print(f"  {label}: {total} characters: {shares}")


def _share(tally: collections.Counter[str], kind: str, part: str, whole: str) -> str:
    a, b = tally[f"{kind} {part}"], tally[f"{kind} {whole}"]
    return f"{a}/{b} = {a / (b or 1):.1%}"


if __name__ == "__main__":
    main()
