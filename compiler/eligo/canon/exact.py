"""The exact form of canonical text: names that resolve, everything else quoted, so that reading gives back the same."""

from __future__ import annotations

from functools import cache

from eligo.canon.naming import derived, lookup, told
from eligo.canon.phrases import Form, Use
from eligo.canon.quoting import exception, name, quoted, token
from eligo.concepts import Concept


@cache
def spelled(concept: Concept, use: Use) -> str:
    """A name where the lexicon resolves it to this very concept, with its kind if another has the name; else all its codes."""
    if lookup(concept.name, use) == concept:
        return name(concept.name)
    base, _, rest = concept.name.partition(" other than ")
    exceptions = rest.split(", ")
    if rest and derived(base, exceptions, use) == concept:
        return f"{name(base)} other than {' or '.join(map(exception, exceptions))}"
    for kind in (concept.kind, "history"):
        if lookup(concept.name, use, kind) == concept:
            return f"{name(concept.name)} [{kind}]"
    return f"{quoted(concept.name)} [{'; '.join(told(concept))}]"


EXACT = Form(spelled, quoted, token, full=True)
