"""The logic of eligibility criteria: expressions over clinical atoms, in Kleene's strong three-valued logic (K3).

``Expr`` is the form that is stored, printed and evaluated. Equality and hash are those of *meaning*: where a node came
from (:class:`Origin`) never takes part in a comparison. What each node means for a patient is defined in
``docs/semantics`` and by :mod:`eligo.evaluate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from eligo.concepts import Concept
from eligo.spans import Span

Truth = bool | None
"""A K3 truth value: True, False, or None for unknown."""

TimeUnit = Literal["d", "wk", "mo", "a"]
AgeUnit = TimeUnit | Literal["h"]
Severity = Literal["mild", "moderate", "severe"]
Setting = Literal["inpatient", "icu", "emergency", "any"]
Section = Literal["inclusion", "exclusion", "registry"]
Effect = Literal["require", "forbid"]
Status = Literal["computable", "partial", "manual", "residue"]

MANUAL_REASONS = (
    "consent",
    "willingness",
    "ability",
    "judgement",
    "logistics",
    "language",
    "contraception",
    "planned-event",
    "life-expectancy",
    "imaging",
    "pathology",
    "criteria-set",
    "vague",
    "not-recorded",
    "participation",
)
"""Why a statement can't be decided from a record; see docs/semantics."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a node came from: spans of the record's text, and the ids of the rules that made it."""

    spans: tuple[Span, ...] = ()
    rules: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """``span`` is the hull of all spans."""
        hull = [min(s.start for s in self.spans), max(s.end for s in self.spans)] if self.spans else None
        return {"span": hull, "rules": list(self.rules)}


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval of numbers; None is unbounded. ``*_closed`` says whether the end itself belongs."""

    low: Decimal | None = None
    low_closed: bool = True
    high: Decimal | None = None
    high_closed: bool = True

    def __post_init__(self) -> None:
        """An end that isn't there is neither open nor closed: equal intervals are equal."""
        if self.low is None:
            object.__setattr__(self, "low_closed", True)
        if self.high is None:
            object.__setattr__(self, "high_closed", True)

    def to_dict(self) -> dict[str, object]:
        """Numbers keep their digits: an integer stays an integer."""
        return {
            "low": number(self.low),
            "low_closed": self.low_closed if self.low is not None else None,
            "high": number(self.high),
            "high_closed": self.high_closed if self.high is not None else None,
        }

    def contains(self, value: Decimal) -> bool:
        """Whether ``value`` lies in the interval."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below


def number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number that prints with the digits of the text."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance back from the index date: ``count`` of ``unit``; ``strict`` = the day itself doesn't count."""

    count: int
    unit: TimeUnit
    strict: bool = False

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"count": self.count, "unit": self.unit, "strict": self.strict}


@dataclass(frozen=True, slots=True)
class Window:
    """Days from ``index - since`` to ``index - until``, both ends included unless strict; None = unbounded / the index date."""

    since: Offset | None = None
    until: Offset | None = None

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"since": self.since and self.since.to_dict(), "until": self.until and self.until.to_dict()}


# --- operators -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class And:
    """True if all are, false if any is, else unknown. ``And(())`` is true."""

    args: tuple[Expr, ...]
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """True if any is, false if all are, else unknown. ``Or(())`` is false."""

    args: tuple[Expr, ...]
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """K3 negation."""

    arg: Expr
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True if at least ``k`` are true, false if more than n - k are false, else unknown."""

    k: int
    args: tuple[Expr, ...]
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Either:
    """Readings of an ambiguous text: their common value, else unknown."""

    readings: tuple[Expr, ...]
    reason: str = "ambiguous"
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Manual:
    """A statement that was understood and that no record decides; unknown in a verdict, set aside in a screen."""

    reason: str
    text: str
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Words that were not understood (``residue``), or a reading that isn't settled; always unknown."""

    reason: str
    text: str
    origin: Origin = field(default=NOWHERE, compare=False)


# --- atoms -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Age:
    """Age in completed units at the index date lies in ``bounds``; in hours as far as the days tell."""

    bounds: Bounds
    unit: AgeUnit = "a"
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Sex:
    """Administrative sex."""

    value: Literal["male", "female"]
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Reproduction:
    """Pregnant or breastfeeding at the index date."""

    state: Literal["pregnant", "lactating"]
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """A recorded condition.

    ``state``: *present* at the index date; *active* by its clinical status, else as present; *history* = begun at any time
    up to the index date. With a ``window`` the condition was there on some day of it (then ``state`` is history).
    ``count`` = at least so many records. ``severity`` = the record's own severity is one of these; () = any.
    ``certainty`` *suspected*: a diagnosis that is not confirmed.
    """

    concept: Concept
    state: Literal["present", "active", "history"] = "present"
    window: Window | None = None
    count: int = 1
    severity: tuple[Severity, ...] = ()
    certainty: Literal["stated", "suspected"] = "stated"
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Measurement:
    """A lab, vital sign or score.

    Exactly one kind of test: ``bounds`` in ``unit`` (UCUM; None for scores), or ``bounds`` as multiples of the record's own
    reference limit (``times`` = "ULN" or "LLN"), or a set of ``values`` (numbers), or a coded ``answer`` (a label of
    ``concept.answers``, or "normal" / "abnormal" against the record's reference range).
    ``which``: the latest value in the window, any value, or all values. Without a window the look-back of the settings holds.
    """

    concept: Concept
    bounds: Bounds | None = None
    unit: str | None = None
    times: Literal["ULN", "LLN"] | None = None
    values: tuple[Decimal, ...] = ()
    answer: str | None = None
    which: Literal["latest", "any", "all"] = "latest"
    window: Window | None = None
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug exposure, as intervals of days.

    ``when``: on the index date (*current*) or at any time up to it (*ever*); a ``window`` replaces it: exposure on
    some day of the window.
    ``dose``: bounds of the daily dose in ``dose_unit`` (mg, g, ug, [IU] a day), per kg of body weight if ``per_kg``, in
    equivalents of ``equivalent`` ("prednisone", "morphine") if given.
    ``duration``: with *current* the statement holds on every day of the last ``duration``; with *ever* it once held for so long.
    ``stable``: unchanged over the last ``stable``: no start, stop or change of dose; true without exposure.
    """

    concept: Concept
    when: Literal["current", "ever"] = "current"
    window: Window | None = None
    dose: Bounds | None = None
    dose_unit: str | None = None
    per_kg: bool = False
    equivalent: str | None = None
    duration: Offset | None = None
    stable: Offset | None = None
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure, device or therapy that was done (in the window), at least ``count`` times."""

    concept: Concept
    window: Window | None = None
    count: int = 1
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Allergy:
    """A recorded allergy or intolerance to a substance, drug or drug class; ``concept`` None: to whatever it is."""

    concept: Concept | None
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Encounter:
    """A stay in hospital (``inpatient``), in intensive care, an emergency visit, or any encounter.

    It lasts on the index date, or with a ``window`` on some day of it (``Window()`` = at any time up to the index date), at
    least ``count`` times.
    """

    setting: Setting
    window: Window | None = None
    count: int = 1
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Immunisation:
    """A vaccine that was given (in the window), at least ``count`` times."""

    concept: Concept
    window: Window | None = None
    count: int = 1
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FamilyHistory:
    """A condition recorded of a member of the patient's family."""

    concept: Concept
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class StudyParticipation:
    """Recorded as a subject of a study on the index date, or with a ``window`` on some day of it (``Window()`` = ever)."""

    window: Window | None = None
    origin: Origin = field(default=NOWHERE, compare=False)


Atom = (
    Age
    | Sex
    | Reproduction
    | Condition
    | Measurement
    | Drug
    | Procedure
    | Allergy
    | Encounter
    | Immunisation
    | FamilyHistory
    | StudyParticipation
)
Expr = And | Or | Not | AtLeast | Either | Manual | Opaque | Atom

ATOMS = (
    Age,
    Sex,
    Reproduction,
    Condition,
    Measurement,
    Drug,
    Procedure,
    Allergy,
    Encounter,
    Immunisation,
    FamilyHistory,
    StudyParticipation,
)


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of an operator; () for a leaf."""
    match expr:
        case And(args=args) | Or(args=args) | AtLeast(args=args):
            return args
        case Either(readings=readings):
            return readings
        case Not(arg=arg):
            return (arg,)
    return ()


def mapped(expr: Expr, made: Callable[[Expr], Expr]) -> Expr:
    """An operator with each of its direct parts as ``made`` gives it; a leaf as it is."""
    match expr:
        case And(args=args) | Or(args=args) | AtLeast(args=args):
            return replace(expr, args=tuple(map(made, args)))
        case Either(readings=readings):
            return replace(expr, readings=tuple(map(made, readings)))
        case Not(arg=arg):
            return replace(expr, arg=made(arg))
    return expr


def walk(expr: Expr) -> Iterator[Expr]:
    """``expr`` and everything below it, parents first."""
    stack: list[Expr] = [expr]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def is_settled(atom: Atom) -> bool:
    """Whether an atom can be computed from a record: its concept is bound."""
    concept = getattr(atom, "concept", None)
    return not isinstance(concept, Concept) or concept.bound


def is_titled(atom: Atom) -> bool:
    """Whether a record may be of the atom's concept by the name it displays."""
    concept = getattr(atom, "concept", None)
    return isinstance(concept, Concept) and bool(concept.titles)
