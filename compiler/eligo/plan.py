"""The plan: what a target has to compute, in the terms of one data model and without any syntax.

:mod:`eligo.lower` makes it from the graph; templates print it. A fact is one atom, lowered: codes by code system as the
model names them, thresholds already scaled to every unit a record may carry, windows as offsets from the index date.
``docs/semantics`` defines what each fact means; field names are those of :mod:`eligo.logic` unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from eligo.logic import AgeUnit, Bounds, Effect, Offset, Section, Setting, Status, Window

Model = Literal["fhir", "omop"]


@dataclass(frozen=True, slots=True)
class SystemCodes:
    """Codes of one system. ``system`` is the FHIR URI or the OMOP ``vocabulary_id``; ``prefixes`` are whole subtrees.

    ``ancestors`` are those of ``exact`` that stand for all below them too: their ``concept_ancestor`` descendants (OMOP with a
    vocabulary), or what a terminology server holds below them (FHIR value sets).
    """

    system: str
    exact: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    ancestors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeTest:
    """A record belongs if a code is in ``include`` (or its displayed name holds one of ``names``) and none is in ``exclude``.

    A displayed name that equals one of ``titles`` counts as an included code, one of ``exclude_titles`` as an excluded one.
    ``label`` is the concept's name, for readers.
    """

    include: tuple[SystemCodes, ...]
    exclude: tuple[SystemCodes, ...] = ()
    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    exclude_titles: tuple[str, ...] = ()
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """An ingredient of a drug fact and its dose factor (1 if the atom has no ``equivalent``; None = no known equivalence)."""

    codes: CodeTest
    factor: Decimal | None


@dataclass(frozen=True, slots=True)
class Threshold:
    """Bounds as they apply to records in any of ``units`` ("" = a record without unit). No units at all = every record."""

    units: tuple[str, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class AnswerCodes:
    """The codes of one coded answer; ``ordinal`` is its number where it has one; ``met`` whether it satisfies the test."""

    codes: tuple[SystemCodes, ...]
    met: bool
    ordinal: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AgeFact:
    """``birth + low units <= index`` and not ``birth + below units <= index``; None = no such side.

    n hours are reached for certain ``ceil(n / 24) + 1`` days after birth, and not before ``floor(n / 24)`` days.
    """

    low: int | None
    below: int | None
    unit: AgeUnit


@dataclass(frozen=True, slots=True)
class SexFact:
    """Administrative sex."""

    value: Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class ReproductionFact:
    """``conditions``: condition codes; ``observations``: observation codes; ``answers`` with ``met`` True = yes, False = no."""

    conditions: CodeTest
    observations: CodeTest
    answers: tuple[AnswerCodes, ...]
    window: Window


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """See docs/semantics, Condition. ``days`` None = chronic. ``severity``: the codes of each severity, () = any;
    ``suspected``: what is not confirmed counts, in place of the rest.
    """

    codes: CodeTest
    state: Literal["present", "active", "history"]
    window: Window | None
    count: int
    days: int | None
    severity: tuple[AnswerCodes, ...] = ()
    suspected: bool = False


@dataclass(frozen=True, slots=True)
class MeasurementFact:
    """One kind of test: ``thresholds`` (by unit), or ``multiple`` of ``limit`` (ULN = range high, LLN = range low),
    or ``values``, or
    ``answers``, or ``normal`` (True = normal, False = abnormal). For scores ``answers`` with ordinals may accompany
    thresholds or values.
    ``window`` is always set (the look-back default is already in it; ``since`` None = no limit).
    """

    codes: CodeTest
    which: Literal["latest", "any", "all"]
    window: Window
    thresholds: tuple[Threshold, ...] = ()
    multiple: Bounds | None = None
    limit: Literal["ULN", "LLN"] | None = None
    values: tuple[Decimal, ...] = ()
    answers: tuple[AnswerCodes, ...] = ()
    normal: bool | None = None


@dataclass(frozen=True, slots=True)
class DoseTest:
    """Bounds of the daily dose. ``units``: record dose unit → factor to the unit of ``bounds``. ``weight`` set =
    bounds are per kg.
    """

    bounds: Bounds
    units: tuple[tuple[str, Decimal], ...]
    weight: WeightFact | None = None


@dataclass(frozen=True, slots=True)
class WeightFact:
    """Body weight for per-kg doses: codes, unit → how many make one kg, and the look-back window (latest rule)."""

    codes: CodeTest
    units: tuple[tuple[str, Decimal], ...]
    window: Window


@dataclass(frozen=True, slots=True)
class DrugFact:
    """See docs/semantics, Drug. ``codes`` is the union of the members."""

    codes: CodeTest
    members: tuple[Member, ...]
    when: Literal["current", "ever"]
    window: Window | None
    dose: DoseTest | None
    duration: Offset | None
    stable: Offset | None


@dataclass(frozen=True, slots=True)
class ProcedureFact:
    """See docs/semantics, Procedure."""

    codes: CodeTest
    window: Window | None
    count: int


@dataclass(frozen=True, slots=True)
class AllergyFact:
    """See docs/semantics, Allergy. ``anything``: every record counts, whatever its codes; then ``codes`` is empty."""

    codes: CodeTest
    anything: bool = False


@dataclass(frozen=True, slots=True)
class EncounterFact:
    """See docs/semantics, Encounter. ``window`` is always set; the index date alone is one too."""

    setting: Setting
    window: Window
    count: int


@dataclass(frozen=True, slots=True)
class ImmunisationFact:
    """See docs/semantics, Immunisation."""

    codes: CodeTest
    window: Window | None
    count: int


@dataclass(frozen=True, slots=True)
class FamilyFact:
    """See docs/semantics, Family history."""

    codes: CodeTest


@dataclass(frozen=True, slots=True)
class StudyFact:
    """See docs/semantics, Study participation. ``window`` is always set; the index date alone is one too."""

    window: Window


FactTest = (
    AgeFact
    | SexFact
    | ReproductionFact
    | ConditionFact
    | MeasurementFact
    | DrugFact
    | ProcedureFact
    | AllergyFact
    | EncounterFact
    | ImmunisationFact
    | FamilyFact
    | StudyFact
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact: ``id`` ("f1" …, unique in the plan), what it tests, what it says in plain words, and the criteria
    that use it.
    """

    id: str
    test: FactTest
    says: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """The value of a fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class Const:
    """A constant: True, False or None (unknown), with the words it stands for."""

    value: bool | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """K3 and."""

    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """K3 or."""

    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """K3 not."""

    arg: Tree


@dataclass(frozen=True, slots=True)
class Count:
    """At least ``k`` of ``args``."""

    k: int
    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Agree:
    """The common value of ``args``, else unknown."""

    args: tuple[Tree, ...]


Tree = Ref | Const | All | Any | Negation | Count | Agree


@dataclass(frozen=True, slots=True)
class PlannedCriterion:
    """One criterion: ``value`` with manual statements unknown, ``screen`` with them set to favour eligibility.

    ``text`` is source text and hostile: only ever print it through the target's escaping.
    """

    id: str
    section: Section
    effect: Effect
    status: Status
    text: str
    value: Tree
    screen: Tree
    set_aside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    group: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a template needs. ``index`` is an ISO date or None (given at run time). ``assumptions`` are printed
    in the output.
    """

    model: Model
    trial: str
    title: str
    index: str | None
    facts: tuple[Fact, ...]
    criteria: tuple[PlannedCriterion, ...]
    assumptions: tuple[str, ...] = field(default=())
