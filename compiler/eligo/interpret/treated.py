"""Treatments of a condition, whichever they were.

- **K19** "prior treatment for prostate cancer": who has, or had, the condition, and a person to say whether it was treated. A
  systemic treatment of a cancer is drugs, which records tell.
"""

from __future__ import annotations

from eligo.interpret import purposes
from eligo.interpret.described import TABLE, TAKING, treatment
from eligo.interpret.joins import reason
from eligo.interpret.leftovers import folds_of, turned, words
from eligo.interpret.narrowing import is_open_class, renames
from eligo.interpret.periods import window_of
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import negated
from eligo.lexicon.concepts import concept, with_history
from eligo.lexicon.tables import rows
from eligo.logic import And, Condition, Drug, Expr, Manual, Not, Or, Procedure, Window
from eligo.parse.ast import Element
from eligo.scope import Statement, texts
from eligo.scope.others import within
from eligo.scope.statement import act

SYSTEMIC = "systemic_anticancer_therapy"


def of_condition(st: Statement, scene: Scene) -> Expr | None:
    """K19: who has, or had, the condition, beside what a person has to say; None for a statement of anything else."""
    head = st.head
    with_what = st.parts[0] if len(st.parts) == 1 and st.parts[0].kind in purposes.TREATMENTS else None
    if head is None or st.kind != "condition" or st.values or st.parens or (st.parts and with_what is None):
        return None
    inside = with_what.elements() if with_what is not None else []
    early = [e for e in st.elements() if e.start < head.start and not e.foreign]
    tie = _tie(early, scene)
    if tie is None or scene.text[head.end : head.end + 1] in ("-", "/"):
        return None
    if any(r["word"] == st.id for r in rows("aims")):
        # "Medication for weight loss": the loss is what it is to bring about.
        return scene.manual(st.elements(), "not-recorded", "K19")
    adjectives, others = early[tie + 1 :], early[:tie]
    if not all(c.start < head.start for c in st.cues) or any(act(c) not in TAKING for c in st.cues):
        return None
    if not words(TABLE, "offered", "ending").isdisjoint(folds_of(st.elements(), scene.text)):
        # "No standard therapy for X": whether there is one, not whether it was given; "all therapy for X was stopped" asks for
        # no X.
        return None
    doubtful = [e for e in others if e.cue("NEG", "NAIVE") is None]
    if any(e.type not in ("WORD", "CUE", "WINDOW") or e.cue("EFFECT", "STABLE") for e in others):
        return None
    if turned(doubtful, scene.text, "turns_after") or turned(adjectives, scene.text):
        return None
    if any((e.type != "WORD" and not e.cue("MOD")) or renames(folds_of([e], scene.text), st.id) for e in adjectives):
        return None
    late = [e for e in (*st.before, *st.after, *st.complement, *st.manual) if e.start > head.end]
    when = window_of(st, scene)
    if (
        any(reason(e) is None and not e.cue("MOD") for e in late)
        or when is False
        or (adjectives and is_open_class(st.id))
    ):
        return None
    denied = negated(st)
    if denied and scene.forbids:
        return None
    had = Condition(with_history(st.id), "history", origin=scene.origin([head], "K19"))
    said = [e for e in st.elements() if e not in st.line and e not in inside]
    # What a person is asked is what is denied, without the denial.
    start = max((e.end for e in said if denied and e.cue("NEG", "NAIVE")), default=0)
    told = [e for e in said if e.start >= start]
    scene.mark(said, "manual", "not-recorded")
    scene.mark([head], "logic", st.id)
    treated = Manual("not-recorded", texts(told, scene.text), scene.origin(told, "K19"))
    given = _systemic(st, said, when, scene)
    plain = not (adjectives or late) and st.has("CURRENT") is None
    by = SYSTEMIC if given else ""
    if with_what is not None:
        # "Prior therapy for X with A": A was given as the therapy was.
        acts = [c.elsewhere() for c in st.cues if act(c) in ("USE", "USEPAST", "HIST", "CURRENT")]
        with_what.cues = with_what.cues or acts
        with_what.periods = with_what.periods or [p.elsewhere() for p in st.periods]
        by = with_what.id
    rest = purposes.settled(by, st.id, treated) if by and plain else (treated,)
    whole = And((had, *given, *rest), had.origin)
    return Not(whole, had.origin) if denied else whole


def _systemic(st: Statement, said: list[Element], when: Window | None, scene: Scene) -> tuple[Expr, ...]:
    """K19: that drugs were given, where a systemic treatment of a cancer is meant."""
    cancer = within(concept(st.id), concept("malignancy")) or st.id == "metastatic_disease"
    if not cancer or words(TABLE, "systemic").isdisjoint(folds_of(said, scene.text)):
        return ()
    window = None if st.has("CURRENT") is not None else when
    origin = scene.origin(said, "K19")
    drugs = next(r["drug_class"] for r in rows("therapies") if r["procedure"] == SYSTEMIC)
    forms = (Procedure(concept(SYSTEMIC), window, origin=origin), Drug(concept(drugs), "ever", window, origin=origin))
    return (Or(forms, origin),)


def _tie(early: list[Element], scene: Scene) -> int | None:
    """The place of what ties a condition to a word for its treatment: "for" behind one, or a cue that has both ("treatment of")."""
    for i in range(len(early) - 1, -1, -1):
        e = early[i]
        folded = folds_of([e], scene.text)
        if words(TABLE, "for").isdisjoint(folded[-1:]):
            if e.type == "WORD" or e.cue("MOD"):
                continue
            return None
        if not words(TABLE, "treating").isdisjoint(folded[:1]) and e.cue("USE", "USEPAST", "PREP"):
            return i
        before = early[i - 1] if i else None
        noun = before is not None and (
            treatment(before)
            or before.cue("USE", "USEPAST") is not None
            or not words(TABLE, "treating").isdisjoint(folds_of([before], scene.text)[-1:])
        )
        return i if noun and e.cue("PREP") is not None else None
    return None
