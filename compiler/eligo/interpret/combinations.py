"""Fixed combinations of drugs, which criteria name by brand ("Advair") or by their drugs ("fluticasone/salmeterol").

- **A14** a fixed combination is taken by who has a record of the product, or of all its drugs in the same time. Where those are
  often given beside each other, or larger products hold them too and one of their further drugs is taken as well, it stays
  open whether it is the combination. Unchanged it is where no record of the product or of its drugs is changed. An allergy to
  any of its drugs is one to the combination. A form of one drug ("liposomal doxorubicin") is read in the same way.
"""

from __future__ import annotations

from dataclasses import replace

from eligo.concepts import Concept
from eligo.lexicon.concepts import given_apart, members
from eligo.logic import Allergy, And, Drug, Expr, Manual, Not, Or, Origin, mapped


def parted(expr: Expr) -> Expr:
    """The logic with every fixed combination as what it is of its drugs."""
    match expr:
        case Drug(concept=combination) if drugs := members(combination.id):
            return _taken(expr, drugs)
        case Allergy(concept=Concept() as combination) if drugs := members(combination.id):
            origin = _ruled(expr.origin)
            each = tuple(replace(expr, concept=drug, origin=origin) for drug in drugs)
            return Or((replace(expr, origin=origin), *each), origin)
    return mapped(expr, parted)


def _taken(product: Drug, drugs: tuple[Concept, ...]) -> Expr:
    origin = _ruled(product.origin)
    known = replace(product, dose=None, dose_unit=None, per_kg=False, equivalent=None, origin=origin)
    each = tuple(replace(known, concept=drug) for drug in drugs)
    if product.stable is not None:
        # What isn't taken is unchanged: only both together say it, and one of the drugs may be changed apart from the product.
        return And((known, Or((And(each, origin), _open(known)), origin)), origin)
    found = Or((known, And((*each, *_unless_apart(known)), origin)), origin)
    # A dose is told of one of the drugs, and the text seldom says of which.
    return found if product.dose is None else And((found, _open(known)), origin)


def _unless_apart(product: Drug) -> tuple[Expr, ...]:
    """What is open where the drugs may be taken without the product, or in a larger one."""
    further = given_apart(product.concept.id)
    if further is None:
        return (_open(product),)
    absent = tuple(Not(replace(product, concept=drug, duration=None, stable=None)) for drug in further)
    none_of_them = And(absent) if len(absent) > 1 else absent[0] if absent else None
    return () if none_of_them is None else (Or((none_of_them, _open(product)), product.origin),)


def _open(product: Drug) -> Manual:
    return Manual("not-recorded", product.concept.name, product.origin)


def _ruled(origin: Origin) -> Origin:
    return replace(origin, rules=(*origin.rules, "A14"))
