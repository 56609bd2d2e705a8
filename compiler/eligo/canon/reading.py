"""From canonical text to the expression: what each rule of grammar/canon.lark builds."""

from __future__ import annotations

import json
from typing import Any, cast

from lark import Token, v_args
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError

from eligo.canon.grammar import parser
from eligo.canon.mentions import Mentions
from eligo.canon.numbers import Fields, Numbers, merged, unquoted, whole
from eligo.canon.phrases import Use
from eligo.errors import InputError
from eligo.logic import (
    Age,
    Allergy,
    And,
    AtLeast,
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
    Opaque,
    Or,
    Procedure,
    Reproduction,
    Sex,
    StudyParticipation,
)

SHOWN = {
    "WORD": "a name",
    "STRING": "a text in quotation marks",
    "NUMBER": "a number",
    "UNIT": "a unit",
    "DOSE": "a daily dose such as mg/day",
    "CMP": ">=, >, <=, < or =",
    "REASON": "a reason",
    "SEX": "male or female",
    "LIMIT": "ULN or LLN",
}
"""Terminals as messages name them; others by their own text."""

MANY = 20
"""So many words can only begin a statement."""


def read(text: str) -> Expr:
    """The expression of a canonical text. Raises InputError with the place (line:column) and the mend."""
    try:
        return cast(Expr, Builder().transform(parser().parse(text)))
    except VisitError as error:
        raise error.orig_exc from error
    except UnexpectedInput as error:
        raise _refusal(error, text) from error


def _refusal(error: UnexpectedInput, text: str) -> InputError:
    """Says which word can't stand where it does, and what can."""
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    lines = text.rstrip().split("\n")
    place = f"{len(lines)}:{len(lines[-1]) + 1}" if at_end else f"{error.line}:{error.column}"
    rest = text[error.pos_in_stream or 0 :].split(None, 1)
    found = "the text ends" if at_end or not rest else f"{json.dumps(rest[0][:40], ensure_ascii=False)} can't stand"
    own = {t.name: SHOWN.get(t.name, t.pattern.value) for t in parser().terminals}
    allowed = sorted({own[name] for name in _allowed(error) if name in own})
    wanted = "a statement" if len(allowed) > MANY else ", ".join(allowed) or "the end of the text"
    mend = (
        " (a name that holds a word of this language stands in quotation marks)"
        if found[0] == '"' and found[1].isalpha()
        else ""
    )
    return InputError(f"{found} here; expected {wanted}{mend}", place)


def _allowed(error: UnexpectedInput) -> set[str]:
    return set(
        getattr(error, "accepts", None) or getattr(error, "allowed", None) or getattr(error, "expected", None) or ()
    )


@v_args(inline=True)
class Builder(Mentions, Numbers):
    """One method a rule. Parts of an atom give the fields that they set; the atom puts them together."""

    def start(self, expr: Expr) -> Expr:
        """The whole text."""
        return expr

    # --- operators ---

    def always(self) -> Expr:
        """True."""
        return And(())

    def never(self) -> Expr:
        """False."""
        return Or(())

    def all_of(self, *parts: Expr) -> Expr:
        """All of them."""
        return And(parts)

    def any_of(self, *parts: Expr) -> Expr:
        """Any of them."""
        return Or(parts)

    def at_least(self, k: Token, *parts: Expr) -> Expr:
        """At least ``k`` of them."""
        return AtLeast(whole(k), parts)

    def negation(self, part: Expr) -> Expr:
        """Not."""
        return Not(part)

    def either(self, *parts: Any) -> Expr:
        """Readings, after the reason if it is not the usual one."""
        reasons = [p["reason"] for p in parts if isinstance(p, dict)]
        return Either(tuple(p for p in parts if not isinstance(p, dict)), *reasons)

    def manual(self, reason: Fields, text: Token) -> Expr:
        """What a person has to judge."""
        return Manual(reason["reason"], json.loads(text))

    def opaque(self, reason: Fields, text: Token) -> Expr:
        """What was not understood."""
        return Opaque(reason["reason"], json.loads(text))

    def reason(self, text: Token) -> Fields:
        """Why."""
        return {"reason": unquoted(text)}

    # --- atoms ---

    def _atom(self, kind: Any, use: Use, parts: tuple[Fields, ...]) -> Expr:
        fields = merged(parts)
        return cast(Expr, kind(**(fields | {"concept": fields["concept"].resolved(use)})))

    def age(self, bounds: Fields, time: tuple[Any, str]) -> Expr:
        """Age."""
        return Age(bounds["bounds"], time[0])

    def sex(self, value: Token) -> Expr:
        """Sex."""
        return Sex(cast(Any, str(value)))

    def pregnant(self) -> Expr:
        """Pregnancy."""
        return Reproduction("pregnant")

    def breastfeeding(self) -> Expr:
        """Lactation."""
        return Reproduction("lactating")

    def condition(self, *parts: Fields) -> Expr:
        """A condition; a window makes it history unless a state is said."""
        fields = merged(parts)
        state = fields.get("state", "history" if "window" in fields else "present")
        use: Use = "history" if state == "history" and "window" not in fields else "condition"
        return self._atom(Condition, use, (fields | {"state": state},))

    def measurement(self, *parts: Fields) -> Expr:
        """A lab, vital sign or score."""
        return self._atom(Measurement, "measurement", parts)

    def drug(self, *parts: Fields) -> Expr:
        """A drug exposure."""
        return self._atom(Drug, "drug", parts)

    def procedure(self, *parts: Fields) -> Expr:
        """A procedure."""
        return self._atom(Procedure, "procedure", parts)

    def immunisation(self, *parts: Fields) -> Expr:
        """A vaccine."""
        return self._atom(Immunisation, "vaccine", parts)

    def allergy(self, *parts: Fields) -> Expr:
        """An allergy."""
        return self._atom(Allergy, "allergy", parts)

    def any_allergy(self) -> Expr:
        """An allergy to whatever it is."""
        return Allergy(None)

    def family_history(self, *parts: Fields) -> Expr:
        """A condition of the family."""
        return self._atom(FamilyHistory, "condition", parts)

    def encounter(self, *parts: Fields) -> Expr:
        """An encounter."""
        return Encounter(**merged(parts))

    def study(self, days: Fields) -> Expr:
        """Participation in a study."""
        return StudyParticipation(**days)

    # --- fields of conditions, measurements, encounters ---

    def active(self) -> Fields:
        """Active."""
        return {"state": "active"}

    def present(self) -> Fields:
        """Present, said beside a window."""
        return {"state": "present"}

    def history(self) -> Fields:
        """History of."""
        return {"state": "history"}

    def suspected(self) -> Fields:
        """Suspected."""
        return {"certainty": "suspected"}

    def severity(self, *levels: str) -> Fields:
        """Severities."""
        return {"severity": levels}

    def level(self, word: Token) -> str:
        """One severity."""
        return str(word)

    def any_value(self) -> Fields:
        """Any value."""
        return {"which": "any"}

    def every_value(self) -> Fields:
        """All values."""
        return {"which": "all"}

    def latest_value(self) -> Fields:
        """The latest value."""
        return {"which": "latest"}

    def tests(self, *parts: Fields) -> Fields:
        """Limit, answer, values."""
        return merged(parts)

    def limit(self, *parts: Fields) -> Fields:
        """Bounds with their unit or multiple."""
        return merged(parts)

    def measured(self) -> Fields:
        """No bounds at all."""
        return {}

    def times(self, limit: Token) -> Fields:
        """Multiples of a reference limit."""
        return {"times": str(limit)}

    def unit(self, text: Token) -> Fields:
        """A unit."""
        return {"unit": unquoted(text)}

    def answer(self, text: Token) -> Fields:
        """A coded answer."""
        return {"answer": unquoted(text)}

    def inpatient(self) -> Fields:
        """Hospital stay."""
        return {"setting": "inpatient"}

    def icu(self) -> Fields:
        """Intensive care stay."""
        return {"setting": "icu"}

    def emergency(self) -> Fields:
        """Emergency visit."""
        return {"setting": "emergency"}

    def any_setting(self) -> Fields:
        """Encounter."""
        return {"setting": "any"}
