"""The logic as readers are told it: what says nothing by itself is quoted with what stands around it.

The tree that comes out has the truth of the criterion's own for every patient. Only its open leaves have other words: a group
of which nothing can be looked up is one leaf with the text of all of it, and a fragment ("for", "severe") stands in its clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from eligo.bind import settled
from eligo.logic import ATOMS, And, Expr, Manual, Not, Opaque, Or, children, mapped, walk
from eligo.protocol import Criterion, Protocol
from eligo.spans import Span
from eligo.wording.reasons import Kind, why
from eligo.wording.sources import Quoted, unescaped
from eligo.wording.tables import phrase

LONGEST = 320
"""Characters of a criterion that are quoted as a whole."""
FEW = 3
"""So many words are a fragment."""
SHORT = 3
"""Letters of a last word that leaves words unfinished ("personal or family history of")."""
AROUND = 7
"""So many words of a clause are quoted on either side of a fragment."""
ENOUGH = 3
"""After so many words a comma ends a clause."""
_STRONG = re.compile(r"[;:•()\[\]]|\.(?=\s|$)|\n\s*\n")
_WORD = re.compile(r"[^\W_]+")


def as_told(protocol: Protocol, criterion: Criterion) -> Expr:
    """The logic of a criterion with its open leaves as a reader is told them."""
    whole = nothing_read(criterion.logic)
    if whole and children(criterion.logic):
        text = " ".join(unescaped(criterion.text).split())
        return _joined(criterion.logic, text) if len(text) <= LONGEST else criterion.logic
    facts = [s for n in walk(criterion.logic) if isinstance(n, ATOMS) for s in n.origin.spans]
    return _told(_without_idle(criterion.logic), _Source(protocol.text, criterion.spans), tuple(facts))


def nothing_read(expr: Expr) -> bool:
    """Whether no part of it can be looked up: all is for a person or was not understood."""
    return not any(isinstance(n, ATOMS) for n in walk(expr)) and any(isinstance(n, Manual | Opaque) for n in walk(expr))


class _Source:
    """The text of a record, and where a criterion stands in it."""

    def __init__(self, text: str, spans: tuple[Span, ...]) -> None:
        self.text, self.spans = text, spans

    def within(self, spans: Iterable[Span]) -> Span | None:
        """The hull of spans, if one part of the criterion holds it."""
        found = list(spans)
        if not found:
            return None
        hull = Span(min(s.start for s in found), max(s.end for s in found))
        return hull if any(s.start <= hull.start and hull.end <= s.end for s in self.spans) else None

    def said(self, span: Span) -> str:
        """Its words in one line."""
        return " ".join(unescaped(self.text[span.start : span.end]).split())

    def clause(self, span: Span) -> str:
        """The words around a span up to where a clause ends, cut with "…" where that is far."""
        home = next(s for s in self.spans if s.start <= span.start and span.end <= s.end)
        before, after = self.text[home.start : span.start], self.text[span.end : home.end]
        strong = [m.end() for m in _STRONG.finditer(before)]
        left = _near(before[strong[-1] if strong else 0 :].split()[::-1], first=False)[::-1]
        stop = _STRONG.search(after)
        right = _near(after[: stop.start() if stop else len(after)].split(), first=True)
        glue = "" if span.end < home.end and after[:1].strip() else " "
        words = f"{' '.join(left)} {self.said(span)}{glue}{' '.join(right)}"
        return unescaped(words).strip(" ,")


def _near(words: list[str], *, first: bool) -> list[str]:
    """The words next to a fragment; ``first``: they are in reading order, so that a comma ends the word before the next."""
    kept: list[str] = []
    for word in words:
        comma = word.endswith(",")
        if comma and not first and len(kept) >= ENOUGH:
            return kept
        if len(kept) == AROUND:
            return [*kept, "…"]
        kept.append(word)
        if comma and first and len(kept) >= ENOUGH:
            return kept
    return kept


def _told(expr: Expr, source: _Source, facts: tuple[Span, ...]) -> Expr:
    if isinstance(expr, Manual | Opaque):
        return _in_clause(expr, source)
    if nothing_read(expr) and children(expr) and not isinstance(expr, Not):
        hull = source.within(s for n in walk(expr) if isinstance(n, Manual | Opaque) for s in n.origin.spans)
        if hull is not None and not any(s.start < hull.end and hull.start < s.end for s in facts):
            return _joined(expr, source.said(hull))
    return mapped(expr, lambda part: _told(part, source, facts))


def _joined(expr: Expr, text: str) -> Expr:
    """One leaf for all of a tree that is open."""
    leaves = [n for n in walk(expr) if isinstance(n, Manual | Opaque)]
    spans = next((n.origin for n in leaves if n.origin.spans), leaves[0].origin)
    manual = [n for n in leaves if isinstance(n, Manual)]
    opaque = [n for n in leaves if isinstance(n, Opaque)]
    if not opaque:
        return Manual(_reasons("manual", manual), text, spans)
    return Opaque(phrase("partly.manual") if manual else _reasons("opaque", opaque), text, spans)


def _reasons(kind: Kind, leaves: Iterable[Manual | Opaque]) -> str:
    """The one reason of all, or the reasons in words."""
    codes = list(dict.fromkeys(n.reason for n in leaves))
    if len(codes) == 1:
        return codes[0]
    return phrase("reasons").join(dict.fromkeys(filter(None, (why(kind, code) for code in codes))))


def _in_clause(leaf: Manual | Opaque, source: _Source) -> Expr:
    """A fragment with the clause that it stands in; any other leaf as it is."""
    words = _WORD.findall(leaf.text)
    last = leaf.text.split()[-1] if words else ""
    lone = len(words) <= FEW or (len(last) <= SHORT and last.isalpha() and last.islower())
    span = source.within(leaf.origin.spans) if lone else None
    if span is None or source.said(span).lower() not in leaf.text.lower():
        return leaf
    clause = source.clause(span)
    if len(_WORD.findall(clause)) <= len(words):
        return leaf
    text = Quoted(phrase("quoted.in", text=leaf.text, clause=clause))
    return (
        Manual(leaf.reason, text, leaf.origin) if isinstance(leaf, Manual) else Opaque(leaf.reason, text, leaf.origin)
    )


def _without_idle(expr: Expr) -> Expr:
    """Without the facts beside which another says more: "has asthma" beside "has or ever had asthma" in a list of alternatives."""
    expr = mapped(expr, _without_idle)
    if not isinstance(expr, And | Or):
        return expr
    from eligo.implication import implies

    kept: list[Expr] = list(dict.fromkeys(expr.args))
    for part in tuple(kept):
        others = [o for o in kept if o is not part and isinstance(o, ATOMS)]
        if isinstance(part, ATOMS) and settled(part):
            pairs = ((part, o) if isinstance(expr, Or) else (o, part) for o in others if settled(o))
            if any(implies(*pair) for pair in pairs):
                kept.remove(part)
    if len(kept) == 1:
        return kept[0]
    return type(expr)(tuple(kept), expr.origin)
