"""A limit that nobody's value comes near in the unit as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from eligo.canon import bounds
from eligo.lex import Token
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import cell_list, rows
from eligo.lint.check import Check, Finding, Subject, place
from eligo.lint.mentions import measurements
from eligo.logic import Measurement, walk
from eligo.spans import Span

COMPOUND = "/["
"""A unit that holds one of these was meant for the value; a bare mg, mL or % may be a dose, a misspelling, a share of a limit."""


def _find(subject: Subject) -> Iterator[Finding]:
    seen: set[Span] = set()
    for criterion in subject.protocol.criteria:
        for node in walk(criterion.logic):
            if isinstance(node, Measurement) and node.bounds is not None and node.unit is not None and not node.times:
                ends = [e for e in (node.bounds.low, node.bounds.high) if e is not None]
                wrong = [e for e in ends if _improbable(node.concept.id, e, node.unit)]
                span = place(node.origin.spans)
                if wrong and span not in seen:
                    seen.add(span) if span else None
                    said = f"{node.concept.name} {bounds(node.bounds)} {node.unit}"
                    yield Finding(criterion.id, span, _message(said), _mend(node.concept.id, wrong[0]))
    for line in subject.lines:
        for id, found in measurements(line):
            unit = found.unit.sense("UNIT") if found.unit else None
            number = found.numbers[0].number
            if unit is None or number is None or found.unit is None or not found.signed or not line.unread(found.name):
                continue
            span, written = line.span(found.name, found.unit), _unit(found.unit, unit.value)
            if any(s.meets(span) for s in seen) or _plausible(id) is None:
                continue
            if _wrong_unit(id, written):
                yield Finding(line.id, span, f"{found.unit.text} is no unit of {concept(id).name}", _mend(id, number))
            elif _improbable(id, number, written):
                yield Finding(line.id, span, _message(subject.words(span)), _mend(id, number))


def _message(said: str) -> str:
    return f"{said} is far from what people are measured at"


def _row(id: str) -> dict[str, str] | None:
    return next((r for r in rows("plausible") if r["id"] == id), None)


def _plausible(id: str) -> tuple[Decimal, Decimal] | None:
    row = _row(id)
    return (Decimal(row["low"]), Decimal(row["high"])) if row else None


def _wrong_unit(id: str, unit: str) -> bool:
    """Whether a unit can't be one of the quantity: the lexicon can't convert it, and it isn't a share, a dose or the like."""
    known = concept(id).scale(unit) is not None or unit in cell_list(_row(id) or {}, "also")
    return not known and any(c in unit for c in COMPOUND)


def _unit(unit: Token, value: str) -> str:
    """The UCUM unit that is written; ``mM`` is ``mmol/L``, though the lexicon takes it for millimetres."""
    return f"{unit.text[:-1]}mol/L" if re.fullmatch(r"[munp]?M", unit.text) else value


def _improbable(id: str, number: Decimal, unit: str) -> bool:
    """Whether a number in a unit lies outside the wide limits of grammar/lexicon/plausible.tsv; zero says "none" and is fine."""
    limits = _plausible(id)
    known = concept(id).measure(unit)
    if limits is None or known is None or number == 0:
        return False
    return not limits[0] <= known.canonical(Fraction(number)) <= limits[1]


def _mend(id: str, number: Decimal) -> str:
    """The units of the lexicon in which the number would be usual, one spelling of each size."""
    fitting: dict[Decimal, str] = {}
    for u in concept(id).units:
        if u.unit and not _improbable(id, number, u.unit):
            fitting.setdefault(u.scale, u.unit)
    likely = ", ".join(list(fitting.values())[:3])
    return f"check the number and its unit{f'; {number} would be usual in {likely}' if likely else ''}"


CHECK = Check("improbable-limit", "warning", "a limit that nobody's value comes near in the unit as written", _find)
