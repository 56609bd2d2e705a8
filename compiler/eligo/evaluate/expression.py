"""The truth of an expression for a patient."""

from __future__ import annotations

from datetime import date

from eligo.evaluate import condition, drug, event, kleene, measurement, person, reproduction, stay
from eligo.logic import (
    Age,
    Allergy,
    And,
    AtLeast,
    Condition,
    Drug,
    Effect,
    Either,
    Encounter,
    Expr,
    FamilyHistory,
    Immunisation,
    Manual,
    Measurement,
    Not,
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    StudyParticipation,
    Truth,
    is_settled,
    is_titled,
)
from eligo.patient import Patient
from eligo.protocol import Settings


def evaluate(expr: Expr, patient: Patient, index: date, settings: Settings | None = None) -> Truth:
    """The truth of ``expr`` at the index date: what docs/semantics says, and the measure of every target."""
    return _Evaluation(patient, index, settings or Settings()).truth(expr, None)


def screen_value(
    expr: Expr, patient: Patient, index: date, effect: Effect = "require", settings: Settings | None = None,
) -> Truth:
    """The same with every manual statement set to the value that favours eligibility where it stands."""
    return _Evaluation(patient, index, settings or Settings()).truth(expr, effect == "require")


class _Evaluation:
    """What stays the same while an expression is walked."""

    def __init__(self, patient: Patient, index: date, settings: Settings) -> None:
        self._patient, self._index, self._settings = patient, index, settings

    def truth(self, expr: Expr, favour: Truth) -> Truth:
        """``favour``: the value of manual statements here."""
        match expr:
            case And(args=args):
                return kleene.all_of(self.truth(a, favour) for a in args)
            case Or(args=args):
                return kleene.any_of(self.truth(a, favour) for a in args)
            case Not(arg=arg):
                return kleene.opposite(self.truth(arg, kleene.opposite(favour)))
            case AtLeast(k=k, args=args):
                return kleene.at_least(k, (self.truth(a, favour) for a in args))
            case Either(readings=readings):
                return kleene.agreement(self.truth(r, favour) for r in readings)
            case Manual():
                return favour
            case Opaque():
                return None
        if is_settled(expr):
            return self._atom(expr)
        return kleene.any_of((self._atom(expr), None)) if is_titled(expr) else None

    def _atom(self, atom: Expr) -> Truth:
        patient, index, settings = self._patient, self._index, self._settings
        match atom:
            case Age():
                return person.age(atom, patient, index)
            case Sex():
                return person.sex(atom, patient)
            case Reproduction():
                return reproduction.reproduction(atom, patient, index, settings)
            case Condition():
                return condition.condition(atom, patient, index)
            case Measurement():
                return measurement.measurement(atom, patient, index, settings)
            case Drug():
                return drug.drug(atom, patient, index, settings)
            case Procedure():
                return event.procedure(atom, patient, index)
            case Allergy():
                return event.allergy(atom, patient)
            case Encounter():
                return stay.encounter(atom, patient, index)
            case Immunisation():
                return event.immunisation(atom, patient, index)
            case FamilyHistory():
                return event.family_history(atom, patient)
            case StudyParticipation():
                return stay.participation(atom, patient, index)
        raise TypeError(f"not an expression: {type(atom).__name__}")
