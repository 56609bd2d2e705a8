"""How a finding was made: "confirmed by PCR", "as determined by patient history".

- **X8** words behind "confirmed by" that name nothing but ways of finding out are for a person to look up, and say nothing where
  they name the record itself. A test that the lexicon knows for the infection confirms it by its result.
- **X10** an infection that a text defines by a positive test for it is that result.
- **X9** an appeal to a standard behind a diagnosis ("according to the report of the WHO") is a set of criteria.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from eligo.interpret.leftovers import kinds_of, word_folds_of
from eligo.lex.raw import ARTICLES, fold, text_key
from eligo.lex.word_tables import phrase_keys
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import And, Condition, Expr, Manual, Measurement, Or
from eligo.parse.ast import Element

REASONS = {"tissue": "pathology", "imaging": "imaging", "test": "not-recorded", "record": "record"}
"""What tells of ways of finding out, the strongest first, and the manual reason it has."""


def found_by(elements: Sequence[Element], text: str) -> str | None:
    """X8: what words behind an opener refer to: the "record" itself, or a manual reason; None where they say anything else."""
    return told_by(word_folds_of([e for e in elements[1:] if e.type != "WINDOW"], text))


def told_by(said: Iterable[str]) -> str | None:
    """What words that all tell how something was found refer to, as for :func:`found_by`."""
    kinds = {_means().get(f) for f in said if f not in ARTICLES}
    return None if None in kinds else next((reason for kind, reason in REASONS.items() if kind in kinds), None)


def confirmed(host: Expr, how: Manual, body: Sequence[Element], text: str) -> Expr:
    """X8: the host as far as it was found so; a positive result of the test that is named is that."""
    whole = And((host, how), host.origin)
    timed = any(e.type == "WINDOW" for e in body)
    if not isinstance(host, Condition) or host.window is not None or host.state == "history" or timed:
        return whole
    said = set(word_folds_of(body, text))
    test = next((r["test"] for r in rows("confirming") if r["id"] == host.concept.id and fold(r["word"]) in said), None)
    if test is None:
        return whole
    return Or((Measurement(concept(test), answer="positive", origin=how.origin), whole), host.origin)


def shown(host: Expr, inner: Expr, said: str) -> Expr | None:
    """X10: an infection that a text defines by a positive test is that result; of a record of it alone a person looks up the
    test ("hepatitis C defined as presence of HCV RNA"). None for any other definition.
    """
    if not isinstance(host, Condition) or host.window is not None or host.severity or host.state == "history":
        return None
    if not isinstance(inner, Measurement) or inner.answer != "positive":
        return None
    if not any(r["id"] == host.concept.id and r["test"] == inner.concept.id for r in rows("infection_tests")):
        return None
    return Or((inner, And((host, Manual("not-recorded", said, inner.origin)), host.origin)), host.origin)


def appeals(opener: Element, body: Sequence[Element]) -> bool:
    """X9: whether words appeal to a standard or a document, and name no fact or number of their own."""
    plain = not any(e.type in ("VALUE", "PAREN") for e in body) and not kinds_of(body)
    return plain and text_key(opener.text) in phrase_keys("authorities", "phrase")


@cache
def _means() -> dict[str, str]:
    return {fold(r["word"]): r["kind"] for r in rows("found_by")}
