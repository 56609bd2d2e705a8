"""Treatments that a text tells of without naming them.

- **K18** a treatment that is told by what it does, or what it is used with ("drugs that prolong the QT interval"), is for a
  person to tell from others; no list says which they are. What a text names as one is one.
- **K25** a treatment without a name ("no concomitant medication", "topical therapy"), and a plan for something that isn't
  known, are for a person.
- **K20** what an examination found, where no finding is named ("abnormal ECG"), is for a person to see.
"""

from __future__ import annotations

from eligo.interpret.joins import reason
from eligo.interpret.leftovers import folds_of, words
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import listed
from eligo.lex.raw import folds
from eligo.logic import Expr, Manual, Opaque
from eligo.parse.ast import Element
from eligo.scope import Listing, Statement
from eligo.scope.statement import act

TABLE = "described"
TAKING = frozenset({"USE", "USEPAST", "HIST", "CURRENT", "RECENT", "NEG", "NAIVE", "KNOWN"})
"""Cues that only say that, and when, a treatment was given."""


def by_property(st: Statement, scene: Scene) -> Manual | None:
    """K18: the statement as one for a person; None where it names a treatment, or says more of it than what it does."""
    said = [e for e in st.elements() if e not in (*st.parens, *st.line)]
    if any(e.foreign for e in said) or not any(
        _property_at(said, i, scene) for i, e in enumerate(said) if treatment(e)
    ):
        return None
    return scene.manual(said, "judgement", "K18")


def _property_at(said: list[Element], at: int, scene: Scene) -> bool:
    """Whether the words behind a noun for treatments say what they do, and those before it only that they were given."""
    early, late = said[:at], said[at + 1 :]
    early = [e for e in early if not set(folds_of([e], scene.text)) <= words(TABLE, "adverb")]
    if not late or any(e.type in ("WORD", "MENTION", "VALUE") and not e.cue("MOD", "QUANT") for e in early):
        return False
    if not all(e.cue("MOD", "QUANT", "NOISE", "WITH", "PREP") or act(e) in TAKING for e in early if e.senses):
        return False
    told = [f for f in folds(scene.text[said[at].end : late[-1].end]) if f.isalnum()]
    taken = not words(TABLE, "taking").isdisjoint(told)
    return _does(told) and not taken and not any(e.cue("USEPAST", "STABLE", "EFFECT", "ALLERGY") for e in late)


def _does(told: list[str]) -> bool:
    """Whether words behind a noun for treatments say what they do: "known to …", "that may …", "that are known to …"."""
    said = [f for f in told if f not in words(TABLE, "adverb")]
    relative = bool(said) and said[0] in words(TABLE, "relative")
    verb = said[1] if len(said) > 1 else ""
    named = not words(TABLE, "class").isdisjoint(said) and not words(TABLE, "is").isdisjoint(said[:3])
    if relative:
        return not named and verb != "" and verb not in words(TABLE, "other")
    return bool(said) and said[0] in words(TABLE, "does") and not named and verb not in words(TABLE, "naming")


def exemplified(leaf: Expr) -> bool:
    """Whether a leaf is a treatment without a name: what a text names as one is one."""
    return isinstance(leaf, Manual) and not {"K18", "K25"}.isdisjoint(leaf.origin.rules)


def treatment(e: Element) -> bool:
    """Whether an element is a noun for treatments ("medication", "therapy")."""
    generic = e.cue("GENERIC")
    return generic is not None and generic.value == "treatment" and e.type == "CUE"


def without_name(st: Statement, scene: Scene) -> Manual | None:
    """K25; a noun for treatments alone on a required line may be a heading (K9)."""
    said = [e for e in st.elements() if e not in (*st.silent, *st.parens, *st.line)]
    if not said or any(e.foreign for e in said) or any(v.value is None or not v.value.time for v in st.values):
        return None
    if any(e.cue("EFFECT", "CONTRA", "ALLERGY", "LINE", "IF") for e in said):
        return None
    plan = next((e for e in said if (cue := e.cue("PLANNED")) is not None and cue.value == "planned-event"), None)
    if not (_only_given(said, st, scene) if plan is None else _only_planned(said, plan, st)):
        return None
    why = "planned-event" if plan is not None else "not-recorded"
    elements = [e for e in st.elements() if e not in (*st.parens, *st.line)]
    return scene.manual(elements, why, "K25")


def _only_planned(said: list[Element], plan: Element, st: Statement) -> bool:
    """Whether a statement begins with a word for a plan, and so is about nothing else."""
    early = [e for e in said if e.start < plan.start]
    clear = all(e.cue("MOD", "QUANT", "GENERIC", "NEG", "CURRENT") for e in early)
    return clear and said[-1] is not plan


def _only_given(said: list[Element], st: Statement, scene: Scene) -> bool:
    """Whether a statement says no more of a treatment without a name than that, and when, it was given."""
    told = [e for e in said if not treatment(e) and e.type != "WINDOW" and not e.cue("MOD", "QUANT")]
    acts = {act(e) for e in told if e.senses}
    heading = not scene.forbids and acts.isdisjoint(("NEG", "NAIVE", "USE", "CURRENT", "STABLE")) and not st.periods
    given = acts <= {*TAKING, "STABLE"} and all(e.senses or e.value is not None for e in told)
    return given and not heading and any(map(treatment, said))


def going_on(parts: list[Expr], made: Listing, scene: Scene) -> list[Expr]:
    """K18 over a list: adjectives and nouns for treatments before a part that tells what they do ("prescription or OTC drugs that
    affect sleep", "other medications, which in the investigator's opinion …") are told of by it too.
    """
    out = list(parts)
    for i in range(len(out) - 2, -1, -1):
        main, after = made.units[i].main, out[i + 1]
        told = [e for e in made.units[i + 1].main.elements() if not e.foreign]
        behind = isinstance(after, Manual) and after.reason == "judgement" and bool(told)
        opened = behind and not words(TABLE, "relative").isdisjoint(folds_of(told[:1], scene.text)[:1])
        said = [e for e in main.elements() if e not in (*main.silent, *main.parens)]
        plain = all(e.cue("MOD", "GENERIC", "QUANT") or (e.senses and act(e) in TAKING) for e in said) and not main.has(
            "NEG", "NAIVE"
        )
        named = any(treatment(e) for e in said)
        if not isinstance(out[i], Opaque) or main.head is not None or not plain or not said:
            continue
        if made.juncts[i] in ("or", "slash", "comma") and (
            (behind and any(map(treatment, told)) and not named) or (opened and named)
        ):
            out[i] = scene.manual(main.elements(), "judgement", "K18")
    return out


def found(st: Statement, scene: Scene) -> Manual | None:
    """K20: what an examination found, where the words name no finding."""
    if st.kind != "procedure" or not listed("examinations", st.id) or st.values or st.parts:
        return None
    said = [e for e in st.elements() if e not in st.line and e is not st.head]
    told = [
        e
        for e in said
        if e not in (*st.parens, *st.silent, *st.periods) and not e.cue("NEG", "CURRENT", "KNOWN", "HIST")
    ]
    if any(act(c) not in {*TAKING, "ANSWER"} for c in st.cues) or any(e.foreign for e in said):
        return None
    finding = words(TABLE, "finding")
    if finding.isdisjoint(folds_of(told, scene.text)):
        return None
    known = finding | words(TABLE, "between")
    if not all(reason(e) in ("vague", "judgement") or set(folds_of([e], scene.text)) <= known for e in told):
        return None
    why = next((r for r in map(reason, told) if r is not None), "vague")
    elements = [e for e in st.elements() if e not in st.line]
    return scene.manual(elements, why, "K20")
