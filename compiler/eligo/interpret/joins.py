"""How left-overs join their host (DESIGN: the joins).

- **J1** adjectives of the modifier table before a head narrow it; **J2** a complement after it narrows it; **J3** a
  manual phrase that
  qualifies (severity, criteria set, histology, judgement) narrows it. None of them if a turn stands in the left-over.
- **M1** a statement with a manual phrase that is about people or plans (consent, willingness, ability, judgement …)
  is manual as a whole.
- **J0** everything else: the statement is opaque.
"""

from __future__ import annotations

from functools import cache

from eligo.interpret.scene import Scene
from eligo.lex.raw import fold, raw_tokens
from eligo.lexicon.tables import rows
from eligo.logic import And, Expr, Manual, Opaque
from eligo.parse.ast import Element
from eligo.scope import Statement, texts
from eligo.scope.statement import MEASURABLE, NARROWING


@cache
def _turns() -> frozenset[str]:
    return frozenset(fold(r["word"]) for r in rows("turns"))


def turned(elements: list[Element], text: str) -> bool:
    """Whether a word that may turn the meaning stands among the elements."""
    return bool(_turns().intersection(r.fold for e in elements for r in raw_tokens(text[e.start : e.end])))


def reason(element: Element) -> str | None:
    """The manual reason of an element."""
    sense = next((s for s in element.senses if s.type == "MANUAL"), None)
    return sense.value if sense else None


def manual_whole(st: Statement, scene: Scene) -> Manual | None:
    """M1: the whole statement as manual, if a manual phrase in it is of a kind that takes its statement over."""
    for e in [*st.manual, *st.before, *st.after, *st.complement]:
        why = reason(e) if e.type == "MANUAL" else None
        if why is None or why in NARROWING or (why == "judgement" and st.head is not None and e.start > st.head.start):
            continue
        elements = [x for x in st.elements() if x not in st.parens]
        scene.mark([*elements, *st.parens], "manual", why)
        return Manual(why, texts(elements, scene.text), scene.origin(elements, "M1"))
    return None


def joined(st: Statement, host: Expr, scene: Scene) -> Expr:
    """``host`` with the left-overs of its statement; the host's own elements are already painted."""
    extra: list[Expr] = []
    for e in st.before:
        # An adjective makes another quantity of a measurement ("large granular lymphocytes"), not a narrower one.
        if st.kind in MEASURABLE or e.cue("MOD") is None or turned([e], scene.text):
            return scene.opaque(st.elements(), "residue", "J0")
        extra.append(_narrow([e], scene, "J1"))
    if st.complement:
        if turned(st.complement, scene.text):
            return scene.opaque(st.elements(), "residue", "J0")
        extra.append(_narrow(st.complement, scene, "J2"))
    for e in [*st.manual, *st.after]:
        if reason(e) is None and e.cue("MOD") is None:
            return scene.opaque(st.elements(), "residue", "J0")
        extra.append(_narrow([e], scene, "J3"))
    return And((host, *extra), host.origin) if extra else host


def _narrow(elements: list[Element], scene: Scene, rule: str) -> Expr:
    why = next((r for r in map(reason, elements) if r is not None), None)
    words = texts(elements, scene.text)
    if why is not None:
        scene.mark(elements, "manual", why)
        return Manual(why, words, scene.origin(elements, rule))
    scene.mark(elements, "residue", "modifier")
    return Opaque("modifier", words, scene.origin(elements, rule))
