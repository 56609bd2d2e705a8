"""Requirements that stand under Exclusion.

- **G5** a line under Exclusion that says what people must be, have or not have ("patients must not have received chemotherapy")
  is a requirement; not where a relative clause says it ("conditions that must be treated"). Beside a sentence that forbids
  something, such a sentence may be said of that alone.
"""

from __future__ import annotations

from eligo.interpret.clauses import coord_elements, segment_elements
from eligo.interpret.leftovers import words
from eligo.lex.raw import raw_tokens
from eligo.parse.ast import Clause, Element


def stated_duties(clause: Clause, text: str) -> list[Element]:
    """The first element of every sentence but permissions, if each of them is a duty, or the first one a duty that leads to the
    others; else none.
    """
    parts = [segment_elements(s) for s in clause.segments]
    told = [p for p in parts if p and not any(e.cue("LINE") for e in p)]
    if not told or told[0] is not parts[0]:
        return []
    first = clause.segments[0].coords
    if len(first) > 1:
        return told[0][:1] if is_duty(coord_elements(first[0]), text, 0) else []
    ends = [0, *(p[-1].end for p in parts if p)]
    starts = [max(e for e in ends if e <= p[0].start) for p in told]
    bound = all(is_duty(p, text, start) for p, start in zip(told, starts, strict=True))
    return [p[0] for p in told] if bound else []


def is_duty(elements: list[Element], text: str, start: int | None = None) -> bool:
    """Whether a sentence, which begins at ``start`` or with its first element, says in its main clause what has to be so."""
    if not elements:
        return False
    start = elements[0].start if start is None else start
    brackets = [(e.start, e.end) for e in elements if e.type == "PAREN"]
    for raw in raw_tokens(text[start : elements[-1].end]):
        at = start + raw.start
        if any(first <= at < last for first, last in brackets):
            continue
        if raw.fold in words("duties", "clause"):
            return False
        if raw.fold in words("duties", "duty"):
            return True
    return False
