"""What a class leaves when members of it are taken out.

- **D38** "unstable epilepsy or other neurological disorder": the class is what it holds beside the parts before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.concepts import Concept, without
from eligo.lexicon.concepts import concept, members, with_history
from eligo.logic import Condition, Drug, Either, Expr, mapped
from eligo.scope import Statement


def less(base: Condition | Drug, exceptions: Sequence[Condition | Drug]) -> Condition | Drug:
    """The base without what the exceptions are of."""
    return _without(base, [n.concept for n in exceptions])


def _without(base: Condition | Drug, gone: list[Concept]) -> Condition | Drug:
    """A history lacks what only says that what is taken out was once there as well."""
    if any(members(c.id) for c in gone):
        # Who takes all drugs of a combination may take one of them apart from it as well.
        name = f"{base.concept.name} other than {', '.join(c.name for c in gone)}"
        return replace(base, concept=Concept(f"{base.concept.kind}'{name}", name, base.concept.kind))
    past = isinstance(base, Condition) and base.state == "history" and base.window is None
    told = [with_history(c.id) if past and not c.id.endswith("-") else c for c in gone]
    return replace(base, concept=without(base.concept, told))


def set_apart(st: Statement, host: Expr) -> Expr:
    """D38: what a statement says, of its class without what ``apart`` names. Whether a member that isn't as the list says is
    "another one" ("severe depression or any other mental disorder") is open.
    """
    if not st.apart:
        return host
    if isinstance(host, Condition | Drug):
        if host.concept.id != st.id:
            return host
        rest = _without(host, list(map(concept, st.apart)))
        return Either((rest, host), "other", host.origin) if st.apart_open else rest
    return mapped(host, lambda part: set_apart(st, part))
