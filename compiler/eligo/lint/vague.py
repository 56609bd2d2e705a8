"""A word that no record decides, and what would make it computable."""

from __future__ import annotations

from collections.abc import Iterator

from eligo.lexicon.tables import rows
from eligo.lint.check import Check, Finding, Subject, place
from eligo.logic import Manual, walk

BESIDE = 14
"""So many characters on either side of the words may belong to the term."""
DEFAULT = "give a limit, a grade, a score or a code that a record holds"


def _find(subject: Subject) -> Iterator[Finding]:
    for criterion in subject.protocol.criteria:
        told: set[str] = set()
        for node in walk(criterion.logic):
            if (
                isinstance(node, Manual)
                and node.reason == "vague"
                and node.text.lower() not in told
                and not _term(subject, node)
            ):
                told.add(node.text.lower())
                said = f'"{node.text}" can\'t be decided from a record'
                yield Finding(criterion.id, place(node.origin.spans), said, _mend(node.text))


def _term(subject: Subject, node: Manual) -> bool:
    """Whether the words are a term that is not vague, or a part of one (grammar/lexicon/defined_terms.tsv)."""
    span = place(node.origin.spans)
    if span is None:
        return False
    near = subject.protocol.text[max(span.start - BESIDE, 0) : span.end + BESIDE].lower()
    words = " ".join(near.replace("-", " ").split())
    own = " ".join(node.text.lower().replace("-", " ").split())
    terms = (r["phrase"] for r in rows("defined_terms"))
    return any(term in words and (term in own or own in term) for term in terms)


def _mend(text: str) -> str:
    """The advice for the longest phrase of grammar/lexicon/vague.tsv in the text."""
    words = f" {' '.join(text.lower().replace('-', ' ').split())} "
    fitting = [r for r in rows("vague") if f" {r['phrase']} " in words]
    return max(fitting, key=lambda r: len(r["phrase"]))["mend"] if fitting else DEFAULT


CHECK = Check("vague-term", "note", "a word that no record decides", _find)
