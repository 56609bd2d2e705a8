"""Stage *lower*: logic + a target's data model → :class:`~eligo.plan.Plan`.

What the model needs is settled here: code systems get the model's names, bounds are scaled to every unit a record may
carry, defaults of the settings become explicit windows. No syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from eligo import plan as p
from eligo.canon import say
from eligo.concepts import Code, Concept, Ingredient, System, UnitScale
from eligo.graph import Graph, build
from eligo.lexicon.wellknown import body_weight, reproduction
from eligo.logic import (
    Age,
    Allergy,
    And,
    AtLeast,
    Atom,
    Bounds,
    Condition,
    Drug,
    Either,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Manual,
    Measurement,
    Not,
    Offset,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    StudyParticipation,
    Window,
    is_settled,
    is_titled,
)
from eligo.protocol import Criterion, Settings
from eligo.vocab.model import VOCABULARIES

if TYPE_CHECKING:
    from eligo.vocab.model import Vocabulary

FHIR_SYSTEMS: dict[System, str] = {
    "snomed": "http://snomed.info/sct",
    "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "icd10pcs": "http://www.cms.gov/Medicare/Coding/ICD10",
    "loinc": "http://loinc.org",
    "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "cvx": "http://hl7.org/fhir/sid/cvx",
    "local": "urn:eligo:local",
}
"""FHIR R4 terminology: https://hl7.org/fhir/R4/terminologies-systems.html"""

SEVERITIES = {"mild": "255604002", "moderate": "6736007", "severe": "24484000"}
"""SNOMED CT, as bound to Condition.severity: https://hl7.org/fhir/R4/valueset-condition-severity.html"""

INDEX_DATE = Window(Offset(0, "d"), Offset(0, "d"))

PLACES = 8
DOSE_UNITS = {"mg": Decimal(1), "g": Decimal(1000), "ug": Decimal("0.001"), "mcg": Decimal("0.001")}


def lower(
    criteria: Sequence[Criterion],
    model: p.Model,
    *,
    trial: str = "",
    title: str = "",
    index: str | None = None,
    settings: Settings | None = None,
    assumptions: Iterable[str] = (),
    vocabulary: Vocabulary | None = None,
) -> p.Plan:
    """Lower criteria to the plan for a data model. ``index`` is an ISO date, or None where it is given at run time.

    ``vocabulary`` widens the concept sets: see :mod:`eligo.vocab.attach`.
    """
    settings = settings or Settings()
    graph = build(criteria)
    lowering = _Lowering(model, settings, graph, vocabulary)
    planned = tuple(
        p.PlannedCriterion(
            c.id,
            c.section,
            c.effect,
            c.status,
            c.text,
            lowering.tree(c.logic, None),
            lowering.tree(c.logic, c.effect == "require"),
            tuple(_manual(c.logic)),
            tuple(dict.fromkeys((*c.assumptions, *(d.message for d in c.diagnostics)))),
            c.applies_to,
            tuple((x.start, x.end) for x in c.spans),
        )
        for c in criteria
    )
    own = tuple(dict.fromkeys((*settings.assumptions(), *assumptions)))
    return p.Plan(model, trial, title, index, lowering.facts(), planned, own)


def _manual(expr: Expr) -> Iterable[str]:
    from eligo.logic import walk

    return (f"{e.reason}: {e.text}" for e in walk(expr) if isinstance(e, Manual))


class _Lowering:
    """One pass over the criteria; atoms that the graph shares become one fact."""

    def __init__(self, model: p.Model, settings: Settings, graph: Graph, vocabulary: Vocabulary | None) -> None:
        self._model = model
        self._systems = FHIR_SYSTEMS if model == "fhir" else VOCABULARIES
        self._settings = settings
        self._vocabulary = vocabulary
        self._users = graph.users
        self._ids: dict[Atom, str] = {}

    def facts(self) -> tuple[p.Fact, ...]:
        return tuple(p.Fact(i, self._test(a), say(a), self._users(a)) for a, i in self._ids.items())

    def tree(self, expr: Expr, favour: bool | None) -> p.Tree:
        """``favour``: the value of manual statements here that speaks for eligibility; None leaves them unknown."""

        def each(args: Iterable[Expr]) -> tuple[p.Tree, ...]:
            return tuple(self.tree(a, favour) for a in args)

        match expr:
            case And(args=args):
                return p.All(each(args))
            case Or(args=args):
                return p.Any(each(args))
            case Not(arg=arg):
                return p.Negation(self.tree(arg, None if favour is None else not favour))
            case AtLeast(k=k, args=args):
                return p.Count(k, each(args))
            case Either(readings=readings):
                return p.Agree(each(readings))
            case Manual(reason=reason, text=text):
                return p.Const(favour, f"{reason}: {text}")
            case Opaque(reason=reason, text=text):
                return p.Const(None, f"{reason}: {text}")
        settled = is_settled(expr)
        if not settled and not is_titled(expr):
            return p.Const(None, f"unbound: {say(expr)}")
        if self._model == "omop" and _not_in_omop(expr):
            return p.Const(None, f"not in OMOP: {say(expr)}")
        fact = p.Ref(self._ids.setdefault(expr, f"f{len(self._ids) + 1}"))
        return fact if settled else p.Any((fact, p.Const(None, f"no codes: {say(expr)}")))

    # --- atoms ---

    def _test(self, atom: Atom) -> p.FactTest:
        match atom:
            case Age(bounds=b, unit=unit):
                return p.AgeFact(_first_unit(b), _below_unit(b), unit)
            case Sex(value=value):
                return p.SexFact(value)
            case Reproduction(state=state):
                concept = self._widened(reproduction(state))
                window = Window(Offset(self._settings.reproduction_days, "d"))
                diagnoses = self._codes(c for c in concept.include if c.system != "loinc")
                observed = self._codes(c for c in concept.include if c.system == "loinc")
                return p.ReproductionFact(
                    p.CodeTest(diagnoses),
                    p.CodeTest(observed),
                    self._answers(concept, lambda a: a.label == "yes"),
                    window,
                )
            case Condition(concept=concept):
                return p.ConditionFact(
                    self._concept(concept),
                    atom.state,
                    atom.window,
                    atom.count,
                    concept.days,
                    self._severity(atom),
                    atom.certainty == "suspected",
                )
            case Measurement():
                return self._measurement(atom)
            case Drug():
                return self._drug(atom)
            case Procedure(concept=concept):
                return p.ProcedureFact(self._concept(concept), atom.window, atom.count)
            case Allergy(concept=concept):
                return p.AllergyFact(p.CodeTest(()) if concept is None else self._concept(concept), concept is None)
            case Encounter(setting=setting, window=days, count=count):
                return p.EncounterFact(setting, days or INDEX_DATE, count)
            case Immunisation(concept=concept):
                return p.ImmunisationFact(self._concept(concept), atom.window, atom.count)
            case FamilyHistory(concept=concept):
                return p.FamilyFact(self._concept(concept))
            case StudyParticipation(window=days):
                return p.StudyFact(days or INDEX_DATE)

    def _severity(self, atom: Condition) -> tuple[p.AnswerCodes, ...]:
        if not atom.severity:
            return ()
        return tuple(
            p.AnswerCodes(self._codes((Code("snomed", code),)), name in atom.severity)
            for name, code in SEVERITIES.items()
        )

    def _measurement(self, atom: Measurement) -> p.MeasurementFact:
        concept = atom.concept
        default = Window() if concept.lasting else Window(Offset(self._settings.look_back_days, "d"))
        base = p.MeasurementFact(self._concept(concept), atom.which, atom.window or default)
        ordinals = self._answers(concept, lambda a: True, ordinal=True)
        if atom.answer in ("normal", "abnormal"):
            return replace(base, normal=atom.answer == "normal")
        if atom.answer is not None:
            return replace(base, answers=self._answers(concept, lambda a: a.label == atom.answer))
        if atom.times is not None:
            return replace(base, multiple=atom.bounds, limit=atom.times)
        if atom.values:
            return replace(base, values=atom.values, answers=ordinals)
        return replace(base, thresholds=_thresholds(concept, atom.bounds or Bounds(), atom.unit), answers=ordinals)

    def _drug(self, atom: Drug) -> p.DrugFact:
        concept = self._widened(atom.concept)
        members = tuple(
            p.Member(self._ingredient(i), i.factor if atom.equivalent else Decimal(1)) for i in concept.ingredients
        )
        dose = None
        if atom.dose is not None:
            factor = DOSE_UNITS.get(atom.dose_unit or "mg")
            units = (
                ((u, f / factor) for u, f in DOSE_UNITS.items()) if factor else ((atom.dose_unit or "", Decimal(1)),)
            )
            dose = p.DoseTest(atom.dose, tuple(units), self._weight() if atom.per_kg else None)
        return p.DrugFact(self._concept(concept), members, atom.when, atom.window, dose, atom.duration, atom.stable)

    def _weight(self) -> p.WeightFact:
        concept = body_weight()
        units = tuple((u.unit, u.scale) for u in concept.units)
        return p.WeightFact(self._concept(concept), units, Window(Offset(self._settings.look_back_days, "d")))

    # --- codes ---

    def _widened(self, concept: Concept) -> Concept:
        if self._vocabulary is None:
            return concept
        from eligo.vocab.attach import widened

        return widened(concept, self._vocabulary, self._model)

    def _concept(self, concept: Concept) -> p.CodeTest:
        concept = self._widened(concept)
        codes = [*concept.include, *(c for i in concept.ingredients for c in i.codes)]
        names = tuple(dict.fromkeys(_words(i.name) for i in concept.ingredients))
        return p.CodeTest(
            self._codes(codes), self._codes(concept.exclude), names, concept.titles, concept.exclude_titles, concept.name
        )

    def _ingredient(self, ingredient: Ingredient) -> p.CodeTest:
        return p.CodeTest(self._codes(ingredient.codes), (), (_words(ingredient.name),), label=ingredient.name)

    def _codes(self, codes: Iterable[Code]) -> tuple[p.SystemCodes, ...]:
        exact: dict[str, dict[str, None]] = {}
        prefixes: dict[str, dict[str, None]] = {}
        ancestors: dict[str, dict[str, None]] = {}
        for code in codes:
            system = self._systems.get(code.system, code.system)
            subtree = code.descendants and code.system in ("icd10cm", "icd10pcs")
            (prefixes if subtree else exact).setdefault(system, {})[code.code] = None
            if code.descendants and not subtree and (self._vocabulary is not None or self._model == "fhir"):
                ancestors.setdefault(system, {})[code.code] = None
        return tuple(
            p.SystemCodes(s, tuple(exact.get(s, ())), tuple(prefixes.get(s, ())), tuple(ancestors.get(s, ())))
            for s in dict.fromkeys((*exact, *prefixes))
        )

    def _answers(
        self, concept: Concept, met: Callable[..., bool], *, ordinal: bool = False
    ) -> tuple[p.AnswerCodes, ...]:
        wanted = [a for a in concept.answers if not ordinal or a.ordinal is not None]
        return tuple(p.AnswerCodes(self._codes(a.codes), met(a), a.ordinal) for a in wanted)


def _not_in_omop(atom: Atom) -> bool:
    """Whether the CDM has no place for what the atom asks for."""
    return isinstance(atom, StudyParticipation) or (isinstance(atom, Condition) and atom.certainty == "suspected")


def _words(name: str) -> str:
    return " ".join("".join(ch if ch.isascii() and ch.isalnum() else " " for ch in name.lower()).split())


def _first_unit(b: Bounds) -> int | None:
    """The least completed age in the bounds."""
    if b.low is None:
        return None
    return ceil(b.low) if b.low_closed else floor(b.low) + 1


def _below_unit(b: Bounds) -> int | None:
    """The least completed age above the bounds."""
    if b.high is None:
        return None
    return floor(b.high) + 1 if b.high_closed else ceil(b.high)


def _thresholds(concept: Concept, bounds: Bounds, unit: str | None) -> tuple[p.Threshold, ...]:
    """The bounds in every unit a record may carry, rounded half-even to 8 decimals; units of one scale share a threshold."""
    if unit is None:
        return (p.Threshold((), bounds),)
    own = concept.measure(unit)
    if own is None:
        return (p.Threshold((unit,), bounds),)
    by_scale: dict[tuple[Decimal, Decimal], list[UnitScale]] = {}
    for u in concept.units:
        by_scale.setdefault((u.scale, u.offset), []).append(u)

    def moved(value: Decimal | None, to: UnitScale) -> Decimal | None:
        return None if value is None else _plain(_rounded(to.of(own.canonical(Fraction(value)))))

    return tuple(
        p.Threshold(
            tuple(u.unit for u in units),
            Bounds(moved(bounds.low, units[0]), bounds.low_closed, moved(bounds.high, units[0]), bounds.high_closed),
        )
        for units in by_scale.values()
    )


def _rounded(value: Fraction) -> Decimal:
    return Decimal(round(value * 10**PLACES)).scaleb(-PLACES)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros or exponent, so that literals read as people write them."""
    return Decimal(format(value.normalize(), "f"))
