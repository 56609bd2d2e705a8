"""The SQL target: what its template needs besides the plan, and the step to other dialects.

The template writes one text that DuckDB and PostgreSQL both run as it is; :mod:`eligo.transpile` makes any other dialect of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal

from eligo.emit import load, render
from eligo.errors import UsageError
from eligo.logic import AgeUnit, Offset, TimeUnit, Window
from eligo.plan import (
    AgeFact,
    All,
    AllergyFact,
    CodeTest,
    ConditionFact,
    Const,
    DrugFact,
    Fact,
    FamilyFact,
    ImmunisationFact,
    MeasurementFact,
    Negation,
    Plan,
    ProcedureFact,
    Ref,
    ReproductionFact,
    SexFact,
    SystemCodes,
    Tree,
    WeightFact,
)
from eligo.transpile import transpile

DrugRule = Literal["any", "least", "most", "covered", "once", "stable", "unknown"]
"""Rules of docs/semantics, Drug: any exposure; a least dose; a most dose; a span covered to the index date; a span
covered once; unchanged over a span; not to be known."""

NATIVE = ("duckdb", "postgres")
"""Dialects that run the text as the template writes it."""

DIALECTS = (*NATIVE, "spark", "databricks", "bigquery", "snowflake", "redshift", "tsql", "trino")
"""Every dialect that ``emit_sql`` takes. DuckDB and PostgreSQL are run by the tests, the others only parsed."""


def emit_sql(
    plan: Plan,
    *,
    dialect: str = "duckdb",
    funnel: bool = False,
    cdm_schema: str | None = None,
    vocab_schema: str | None = None,
    descendants: bool = False,
) -> str:
    """One statement over OMOP CDM 5.4.

    Args:
        plan: an "omop" plan with its index date set.
        dialect: one of :data:`DIALECTS`.
        funnel: the attrition funnel in place of the row per person.
        cdm_schema, vocab_schema: schemas of the clinical and the vocabulary tables; None = unqualified, and
            ``vocab_schema`` None = as ``cdm_schema``.
        descendants: let listed codes stand for their ``concept_ancestor`` descendants too. Other targets can't, so the
            promise that all of them agree doesn't cover it.

    Raises UsageError for a plan without index date or of another model, an unknown dialect, or a missing SQLGlot.
    """
    if plan.model != "omop" or plan.index is None:
        raise UsageError("SQL needs a plan for OMOP with an index date: give --as-of")
    if dialect not in DIALECTS:
        raise UsageError(f"unknown SQL dialect {dialect!r}: use one of {', '.join(DIALECTS)}")
    plan = separate(plan)
    text = render(
        plan,
        load("sql"),
        frame=Frame(plan),
        funnel=funnel,
        cdm_schema=cdm_schema,
        vocab_schema=vocab_schema or cdm_schema,
        descendants=descendants,
    )
    return text if dialect in NATIVE else transpile(text, dialect)


def separate(plan: Plan) -> Plan:
    """The plan with every drug fact that is about both stability and dose as the conjunction of two facts."""
    facts: list[Fact] = []
    parts: dict[str, Tree] = {}
    for f in plan.facts:
        if isinstance(f.test, DrugFact) and f.test.stable and f.test.dose and Frame.rule(f.test) == "stable":
            dose = replace(f, id=f"{f.id}_dose", test=replace(f.test, stable=None))
            facts += [replace(f, test=replace(f.test, dose=None)), dose]
            parts[f.id] = All((Ref(f.id), Ref(dose.id)))
        else:
            facts.append(f)

    def put(tree: Tree) -> Tree:
        match tree:
            case Ref(fact=fact):
                return parts.get(fact, tree)
            case Negation(arg=arg):
                return Negation(put(arg))
            case Const():
                return tree
        return replace(tree, args=tuple(put(a) for a in tree.args))

    criteria = tuple(replace(c, value=put(c.value), screen=put(c.screen)) for c in plan.criteria)
    return replace(plan, facts=tuple(facts), criteria=criteria) if parts else plan


@dataclass(frozen=True, slots=True)
class Listed:
    """A code of a concept set. ``side`` 1 = included, 2 = excluded; ``factor``: the dose factor of a drug's member;
    ``below``: what ``concept_ancestor`` has below it belongs as well.
    """

    set_id: int
    side: int
    factor: Decimal | None
    vocabulary: str
    code: str
    subtree: bool
    below: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A drug name, as lower-case words, that puts a concept into a set."""

    set_id: int
    factor: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Titled:
    """A name that puts a concept into a set (``side`` 1) or takes it out (2), as :func:`eligo.concepts.title` makes it."""

    set_id: int
    side: int
    title: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The concept set ``answer`` is an answer of ``set_id``: whether it satisfies the test, and its number."""

    set_id: int
    answer: int
    met: bool
    ordinal: Decimal | None


@dataclass(frozen=True, slots=True)
class Packed:
    """Where the answer of fact ``id`` stands among a person's: the ``word``-th number, ``shift`` bits from its end. ``absent`` is
    the answer without any record: 0 false, 1 unknown, 2 true.
    """

    id: str
    number: int
    word: int
    shift: int
    absent: int


@dataclass(frozen=True)
class Frame:
    """The plan's dates as literals and its concept sets by number.

    A fact's concept set has the fact's own number. Sets inside a fact (the observations of a reproductive state, the
    body weight of a dose per kg, coded answers) get the numbers after the last fact.
    """

    plan: Plan

    @cached_property
    def day(self) -> date:
        """The index date."""
        return date.fromisoformat(self.plan.index or "")

    @cached_property
    def number(self) -> dict[str, int]:
        """Fact id → number, from 1."""
        return {f.id: n for n, f in enumerate(self.plan.facts, 1)}

    @cached_property
    def inner(self) -> dict[str, int]:
        """Fact id → number of its inner record set (reproduction: observations; drug: body weight)."""
        owners = (f for f in self.plan.facts if isinstance(f.test, ReproductionFact) or _weight(f))
        return {f.id: n for n, f in enumerate(owners, len(self.plan.facts) + 1)}

    def of(self, kind: str) -> list[Fact]:
        """The facts of one kind, by class name."""
        return [f for f in self.plan.facts if type(f.test).__name__ == kind]

    @cached_property
    def dosed(self) -> list[Fact]:
        """Drug facts that look at doses."""
        return [f for f in self.plan.facts if isinstance(f.test, DrugFact) and (f.test.dose or f.test.stable)]

    @cached_property
    def answers(self) -> list[Answered]:
        """The coded answers of all facts."""
        return [a for a, _ in self._answers()]

    def _answers(self) -> Iterator[tuple[Answered, tuple[SystemCodes, ...]]]:
        number = len(self.plan.facts) + len(self.inner)
        for f in self.plan.facts:
            if isinstance(f.test, MeasurementFact | ReproductionFact):
                owner = self.inner.get(f.id, self.number[f.id])
                for a in f.test.answers:
                    number += 1
                    yield Answered(owner, number, a.met, a.ordinal), a.codes

    @cached_property
    def listed(self) -> list[Listed]:
        """Every code of every concept set."""
        rows: dict[Listed, None] = {}
        for f in self.plan.facts:
            n = self.number[f.id]
            match f.test:
                case DrugFact():
                    rows |= dict.fromkeys(_drug_codes(n, f.test))
                case (
                    ConditionFact()
                    | MeasurementFact()
                    | ProcedureFact()
                    | AllergyFact()
                    | ImmunisationFact()
                    | FamilyFact()
                ):
                    rows |= dict.fromkeys(_codes(n, f.test.codes))
                case ReproductionFact():
                    rows |= dict.fromkeys(_codes(n, f.test.conditions))
                    rows |= dict.fromkeys(_codes(self.inner[f.id], f.test.observations))
            weight = _weight(f)
            if weight:
                rows |= dict.fromkeys(_codes(self.inner[f.id], weight.codes))
        for answer, codes in self._answers():
            rows |= dict.fromkeys(_codes(answer.answer, CodeTest(codes)))
        return list(rows)

    @cached_property
    def names(self) -> list[Named]:
        """Every drug name of every concept set."""
        rows: dict[Named, None] = {}
        for f in self.plan.facts:
            n = self.number[f.id]
            if isinstance(f.test, DrugFact):
                known = {w for m in f.test.members for w in m.codes.names}
                rows |= dict.fromkeys(Named(n, m.factor, w) for m in f.test.members for w in m.codes.names)
                rows |= dict.fromkeys(Named(n, _common(f.test), w) for w in f.test.codes.names if w not in known)
            elif isinstance(f.test, AllergyFact):
                rows |= dict.fromkeys(Named(n, None, w) for w in f.test.codes.names)
        return list(rows)

    @cached_property
    def titles(self) -> list[Titled]:
        """Every title of every concept set."""
        tests = ((self.number[f.id], getattr(f.test, "codes", None)) for f in self.plan.facts)
        return [
            Titled(n, side, title)
            for n, test in tests
            if isinstance(test, CodeTest)
            for side, titles in ((1, test.titles), (2, test.exclude_titles))
            for title in dict.fromkeys(titles)
        ]

    def excludes(self, *kinds: str) -> bool:
        """Whether a fact of these kinds excludes codes or titles."""
        numbers = {self.number[f.id] for kind in kinds for f in self.of(kind)}
        sides = ((row.set_id, row.side) for rows in (self.listed, self.titles) for row in rows)
        return any(side == 2 and set_id in numbers for set_id, side in sides)

    @staticmethod
    def literal(factor: Decimal) -> Decimal:
        """A unit factor in at most 10 decimals: more than that no database's decimals can multiply."""
        return factor.quantize(Decimal("1E-10")).normalize()

    @staticmethod
    def rule(t: DrugFact) -> DrugRule:
        """Which rule of docs/semantics, Drug, decides a drug fact."""
        upper_only = t.dose is not None and t.dose.bounds.low is None
        if not t.members or sum(bool(x) for x in (t.window, t.duration, t.stable)) > 1:
            return "unknown"
        if t.stable:
            return "stable"
        if t.duration and t.when == "ever":
            return "once"
        if upper_only:
            return "most"
        return "covered" if t.duration else "least" if t.dose else "any"

    @cached_property
    def packed(self) -> list[Packed]:
        """The facts that records answer, two bits each and 30 to a number, so that it stays a positive 64-bit integer."""
        asked = [f for f in self.plan.facts if not isinstance(f.test, AgeFact | SexFact)]
        return [Packed(f.id, self.number[f.id], n // 30 + 1, n % 30 * 2, self._absent(f)) for n, f in enumerate(asked)]

    def _absent(self, fact: Fact) -> int:
        if isinstance(fact.test, MeasurementFact):
            return 1
        return (
            {"most": 2, "stable": 2, "unknown": 1}.get(self.rule(fact.test), 0)
            if isinstance(fact.test, DrugFact)
            else 0
        )

    # --- dates ---

    def since(self, window: Window | None) -> str | None:
        """The first day of a window, ISO; None = unbounded."""
        if window is None or window.since is None:
            return None
        return (back(self.day, window.since) + timedelta(days=window.since.strict)).isoformat()

    def until(self, window: Window | None) -> str:
        """The last day of a window, ISO."""
        if window is None or window.until is None:
            return self.day.isoformat()
        return (back(self.day, window.until) - timedelta(days=window.until.strict)).isoformat()

    def span(self, offset: Offset) -> str:
        """The first day of a duration that ends at the index date; ``strict`` = longer by a day."""
        return (back(self.day, offset) - timedelta(days=offset.strict)).isoformat()

    def before(self, day: str, days: int) -> str:
        """``days`` before an ISO day."""
        return (date.fromisoformat(day) - timedelta(days=days)).isoformat()

    def born_by(self, count: int, unit: AgeUnit, *, certain: bool = False) -> int:
        """The last birth date, as the number yyyymmdd, with ``birth + count units <= index``; of hours that may be so, or are
        so for certain.

        The last day of a month is written as its 31st, so that partial birth dates can end there whatever the month.
        """
        if unit == "h":
            days = (count + 23) // 24 + (count > 0) if certain else count // 24
            return self.born_by(days, "d")
        birth = back(self.day, Offset(count, unit))
        while _forward(birth + timedelta(days=1), count, unit) <= self.day:
            birth += timedelta(days=1)
        last = (birth + timedelta(days=1)).day == 1
        return birth.year * 10000 + birth.month * 100 + (31 if last else birth.day)

    @cached_property
    def measured(self) -> list[tuple[int, str | None, str]]:
        """Every set of measurements: its number, and the first (None = unbounded) and last day that matter."""
        return [(n, self.since(w), self.until(w)) for n, w in self._measurement_windows()]

    @staticmethod
    def unitless(facts: Iterable[Fact]) -> list[Fact]:
        """Those measurement facts whose bounds hold whatever the unit."""
        return [f for f in facts if isinstance(f.test, MeasurementFact) and not any(t.units for t in f.test.thresholds)]

    def earliest(self) -> str | None:
        """The first day that a measurement must not be older than to matter to any fact; None = no limit."""
        starts = [since for _, since, _ in self.measured]
        return None if None in starts else min((s for s in starts if s), default=None)

    def _measurement_windows(self) -> Iterator[tuple[int, Window]]:
        for f in self.plan.facts:
            weight = _weight(f)
            if isinstance(f.test, MeasurementFact):
                yield self.number[f.id], f.test.window
            elif isinstance(f.test, ReproductionFact):
                yield self.inner[f.id], f.test.window
            elif weight:
                yield self.inner[f.id], weight.window


def back(day: date, offset: Offset) -> date:
    """``day - offset``, regardless of ``strict``; months and years clamp to the month's end."""
    if offset.unit in ("d", "wk"):
        return day - timedelta(days=offset.count * (7 if offset.unit == "wk" else 1))
    return _months(day, -offset.count * (12 if offset.unit == "a" else 1))


def _forward(day: date, count: int, unit: TimeUnit) -> date:
    return back(day, Offset(-count, unit))


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def _weight(fact: Fact) -> WeightFact | None:
    return fact.test.dose.weight if isinstance(fact.test, DrugFact) and fact.test.dose else None


def _codes(set_id: int, test: CodeTest, factor: Decimal | None = None) -> Iterator[Listed]:
    for side, groups in ((1, test.include), (2, test.exclude)):
        for group in groups:
            yield from (Listed(set_id, side, factor, group.system, c, False, c in group.ancestors) for c in group.exact)
            yield from (Listed(set_id, side, factor, group.system, c, True) for c in group.prefixes)


def _drug_codes(set_id: int, test: DrugFact) -> Iterator[Listed]:
    """Members with their own factors, then what only the whole set lists."""
    known = set()
    for member in test.members:
        for row in _codes(set_id, member.codes, member.factor):
            known.add((row.side, row.vocabulary, row.code, row.subtree))
            yield row
    for row in _codes(set_id, test.codes, _common(test)):
        if (row.side, row.vocabulary, row.code, row.subtree) not in known:
            yield row


def _common(test: DrugFact) -> Decimal | None:
    """The factor of a code that belongs to no member: 1 where no equivalence is asked for, else unknown."""
    return Decimal(1) if all(m.factor == 1 for m in test.members) else None
