"""The logic of a criterion in words: in one line, or as a list in lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from eligo.bind import settled
from eligo.concepts import Concept
from eligo.logic import ATOMS, And, AtLeast, Atom, Drug, Either, Expr, Manual, Not, Opaque, Or, Sex, children
from eligo.protocol import Protocol
from eligo.wording.facts import Said, said
from eligo.wording.reasons import is_read, why
from eligo.wording.sources import Quoted
from eligo.wording.tables import denied, phrase

STEP = "  "
ITEM = "- "
STABLE = ("drug.stable", "drug.stable.class")
EXCEPTION = "exception"
"""The reason of words that say who is left out of a statement."""


@dataclass(frozen=True, slots=True)
class _Teller:
    """How parts are told: what the index date is called, and the drugs that are said to be taken beside them."""

    day: str
    taken: frozenset[Concept] = frozenset()

    def inside(self, expr: Expr) -> _Teller:
        """The same for the parts of an operator."""
        parts = children(expr) if isinstance(expr, And) else ()
        drugs = frozenset(p.concept for p in parts if isinstance(p, Drug) and p == Drug(p.concept))
        return replace(self, taken=self.taken | drugs) if drugs else self


def day_of(protocol: Protocol) -> str:
    """What the readings of a record call the index date: *screening*, or where an override ties it to an event by its own name."""
    return phrase("day.event" if protocol.settings.index_event else "day")


def tell(expr: Expr, day: str) -> str:
    """``expr`` in one line, e.g. ``platelets < 50 × 10⁹/L`` or ``all of these: age ≥ 18 years; not pregnant``.

    ``day`` is what the index date is called, as :func:`day_of` gives it.
    """
    return _tell(expr, _Teller(day))


def _tell(expr: Expr, teller: _Teller, within: Expr | None = None) -> str:
    expr, head, parts = _opened(expr)
    if not head:
        return _leaf(expr, teller, within)
    inner = teller.inside(expr)
    told = dict.fromkeys(f"({_tell(p, inner)})" if _opened(p)[1] else _tell(p, inner, expr) for p in parts)
    return f"{head}: {'; '.join(told)}"


def outline(expr: Expr, day: str, width: int, margin: str = "") -> str:
    """``expr`` in one line if it fits ``width`` columns after ``margin`` and has no list in a list, else a line for each part."""
    return "\n".join(_lines(expr, _Teller(day), width, margin))


def _lines(expr: Expr, teller: _Teller, width: int, margin: str, within: Expr | None = None) -> Iterator[str]:
    own, head, parts = _opened(expr)
    line = _tell(expr, teller, within)
    flat = not any(_opened(p)[1] for p in parts)
    if not head or (flat and len(margin) + len(line) <= width):
        yield line
        return
    yield f"{head}:"
    inner = teller.inside(own)
    for told in dict.fromkeys("\n".join(_lines(p, inner, width, margin + STEP, own)) for p in parts):
        yield f"{margin}{ITEM}{told}"


def _opened(expr: Expr) -> tuple[Expr, str, tuple[Expr, ...]]:
    """An expression, or what is the same as it, with what heads its parts and the parts; "" and none for a leaf."""
    head, parts = headed(expr)
    return _opened(parts[0]) if parts and not head else (expr, head, parts)


def headed(expr: Expr) -> tuple[str, tuple[Expr, ...]]:
    """What heads the parts, and the parts; ("", the part) where it is the same as its only part, ("", ()) for a leaf.

    What holds nothing that was understood is a leaf as well: however its parts are joined, it stays open.
    """
    if unread(expr) or _case(expr) or _excepted(expr.arg if isinstance(expr, Not) else expr):
        return "", ()
    match expr:
        case And(args=()) | Or(args=()):
            return "", ()
        case Not(arg=Not(arg=inner)):
            return "", (inner,)
        case Not(arg=Either() as inner):
            # Readings agree that something isn't so where they agree that it is.
            return _head(inner, no=False), tuple(map(Not, _different(inner)))
        case Not(arg=inner):
            parts = _different(inner)
            return ("", (Not(parts[0]),)) if len(parts) == 1 else (_head(inner, no=True), parts)
    parts = _different(expr)
    return ("" if len(parts) == 1 else _head(expr, no=False)), parts


def _different(expr: Expr) -> tuple[Expr, ...]:
    """The parts of an operator; of an and, an or or readings each only once, as twice says no more."""
    parts = children(expr)
    return parts if isinstance(expr, AtLeast) else tuple(dict.fromkeys(parts))


def _head(expr: Expr, *, no: bool) -> str:
    say = denied if no else phrase
    match expr:
        case And(args=args) if args:
            return say("and")
        case Or(args=args) if args:
            return say("or")
        case AtLeast(k=k):
            return say("at-least", k=k)
        case Either(reason=reason):
            n = len(_different(expr))
            return say("either.two" if n == 2 else "either", n=n, why=why("either", reason))
    return ""


def unread(expr: Expr) -> tuple[str, ...]:
    """The texts of what holds nothing that was understood, but for those that are parts of others; () where it holds more."""
    match expr:
        case Opaque(text=text):
            return (text,)
        case And(args=parts) | Or(args=parts) | Either(readings=parts) | AtLeast(args=parts):
            found = [unread(part) for part in parts]
            texts = dict.fromkeys(t for texts in found for t in texts) if all(found) else {}
            return tuple(t for t in texts if not any(t != other and t in other for other in texts))
        case Not(arg=arg):
            return unread(arg)
    return ()


def _excepted(expr: Expr) -> tuple[Expr, tuple[Expr, ...]] | None:
    """A statement that is told in one line, and the open words that say when it does not hold; None where there are not both."""
    if not isinstance(expr, And):
        return None
    parts = _different(expr)
    out = tuple(p for p in parts if _is_exception(p))
    rest = [p for p in parts if not _is_exception(p)]
    return (rest[0], out) if out and len(rest) == 1 and not _opened(rest[0])[1] else None


def _case(expr: Expr) -> tuple[Expr, Expr] | None:
    """Of "not A, or B" that is told as "if A: B" the two: B of one sex, or not understood and about A."""
    if not isinstance(expr, Or):
        return None
    match _different(expr):
        case (Not(arg=Sex() as sex), then) if not _opened(then)[1]:
            return sex, then
        case (Not(arg=who), Opaque() as then) if isinstance(who, ATOMS):
            return who, then
    return None


def _is_exception(expr: Expr) -> bool:
    """Whether a part of an "all" says when the rest of it does not hold, in words that stay open."""
    return (isinstance(expr, Not) and isinstance(expr.arg, Manual | Opaque)) or (
        isinstance(expr, Opaque) and expr.reason == EXCEPTION
    )


def _leaf(expr: Expr, teller: _Teller, within: Expr | None = None) -> str:
    inner = expr.arg if isinstance(expr, Not) else expr
    case = _case(expr)
    if case is not None:
        return phrase("case", case=_tell(case[0], teller), then=_tell(case[1], teller))
    found = _excepted(inner)
    if found is not None:
        told = ", ".join((_leaf(found[0], teller), *(_leaf(p, teller, inner) for p in found[1])))
        return f"{phrase('not')} ({told})" if isinstance(expr, Not) else told
    if isinstance(within, And) and _is_exception(expr):
        return _unless(inner)
    if isinstance(expr, Drug) and expr.concept in teller.taken and _most_now(expr):
        return replace(said(expr, teller.day), key="drug.now.most.taken").plainly()
    if isinstance(expr, Drug) and expr.concept in teller.taken and expr.stable is not None:
        own = said(expr, teller.day)
        return replace(own, key=f"{own.key}.taken").plainly() if own.key in STABLE else own.plainly()
    own = _said(inner, teller.day)
    return _open(inner, own.denied() if isinstance(expr, Not) else own.plainly())


def _most_now(drug: Drug) -> bool:
    """Whether it only says how much is taken now at most."""
    return drug == Drug(drug.concept, dose=drug.dose, dose_unit=drug.dose_unit, per_kg=drug.per_kg) and (
        drug.dose is not None and drug.dose.low is None
    )


def _unless(open: Expr) -> str:
    key = "unless.manual" if isinstance(open, Manual) else "unless"
    return phrase(key, text=_quoted(open.text)) if isinstance(open, Manual | Opaque) else ""


def _open(expr: Expr, told: str) -> str:
    if not isinstance(expr, ATOMS):
        return told
    key = _lookup(expr)
    return phrase(key, fact=told) if key else told


def _lookup(atom: Atom) -> str:
    """The phrase that says what keeps a fact from being looked up by a code; "" where nothing does."""
    concept = getattr(atom, "concept", None)
    named = isinstance(concept, Concept) and bool(concept.titles) and not concept.include and not concept.ingredients
    if settled(atom):
        return "titled" if named else ""
    return "unbound.titled" if named else "unbound"


def _quoted(text: str) -> str:
    return text if isinstance(text, Quoted) else phrase("quoted", text=text) if text else phrase("quoted.none")


def _said(expr: Expr, day: str) -> Said:
    match expr:
        case Manual(reason=reason, text=text):
            return Said("manual", {"why": why("manual", reason), "text": _quoted(text)})
        case Opaque(reason=reason, text=text):
            told = why("opaque", reason)
            key = "read-open" if is_read(reason) else "opaque-why" if told else "opaque"
            return Said(key, {"why": told, "text": _quoted(text)})
        case And(args=()):
            return Said("always", {})
        case Or(args=()):
            return Said("never", {})
    if isinstance(expr, ATOMS):
        return said(expr, day)
    return Said("opaque-many", {"texts": ", ".join(map(_quoted, unread(expr)))})
