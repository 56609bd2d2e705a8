"""Lists of treatments: what their parts share beside the rules of every list.

- **D15** a period before the first head, or alone before a comma, goes over the like parts after it.
- **D16** half-lives are an alternative period of the part before.
- **D23** "allergy" after the last head goes over the bare parts before it.
- **D24** drugs after a word for abuse are abused, not taken.
- **D25** a number before the first treatment goes over the bare ones after it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from eligo.lex.word_tables import phrase_keys
from eligo.lexicon.tables import rows
from eligo.scope.junctures import OR_LIST
from eligo.scope.neighbours import inner
from eligo.scope.statement import act, bare_allergy

if TYPE_CHECKING:
    from eligo.scope.lists import Listing
    from eligo.scope.statement import Statement

TREATMENTS = ("drug", "procedure")
FAMILIES = dict.fromkeys(TREATMENTS, "treatment")
"""Kinds whose mentions make one list: what is said of a drug before them is said of an operation too."""


def share_allergy(made: Listing) -> None:
    """D23: "penicillin or latex allergy": the word after the last head goes over the bare parts before it."""
    last = made.units[-1].main
    bare = next((c for c in last.cues if bare_allergy(c) and last.head is not None and c.start > last.head.start), None)
    if bare is None:
        return
    for unit in reversed(made.units[:-1]):
        main = unit.main
        if (
            main.kind not in ("drug", "substance")
            or main.values
            or main.periods
            or main.has("ALLERGY", "USE", "USEPAST", "CURRENT")
        ):
            break
        main.cues.append(bare)
        main.rules.append("D23")


def drop_methods(made: Listing) -> None:
    """P6: "by echocardiography or ECG": tests that a method note goes on to are a part of it."""
    for i in range(len(made.units) - 2, -1, -1):
        before, main = made.units[i].main, made.units[i + 1].main
        noted = (
            any(e.cue("METHOD") is not None and e.start > before.head.start for e in before.silent)
            if before.head
            else False
        )
        last = max((e.end for e in before.elements()), default=0)
        closes = noted and any(e.cue("METHOD") is not None and e.end == last for e in before.silent)
        looks = any(r["id"] == main.id for r in rows("examinations"))
        if closes and main.kind == "procedure" and looks and main.bare and main.head is not None:
            before.silent.append(main.head)
            del made.units[i + 1], made.juncts[i]


@cache
def _abuse() -> frozenset[str]:
    return frozenset(r["id"] for r in rows("abuse"))


def _screened(first: Statement) -> bool:
    """Whether a part speaks of a test for drugs."""
    said = f" {' '.join(f for e in first.elements() if not e.foreign for f in e.folds)} "
    return any(f" {' '.join(key)} " in said for key in phrase_keys("drug_screens", "word"))


def leave_abused(made: Listing) -> None:
    """D24: "abuse of alcohol, analgesics or sedatives": the drugs are abused, which no record of taking them says; and so of
    drugs that a test finds ("positive drug screen for cocaine, methadone or barbiturates").
    """
    first = made.units[0].main
    abused = (first.kind == "condition" and first.id in _abuse()) or _screened(first)
    for unit in made.units[1:] if abused else ():
        if unit.main.kind == "drug" and unit.main.bare and unit.main.head is not None:
            unit.main.before, unit.main.head, unit.main.sense = [unit.main.head], None, None
        elif unit.main.head is None:
            # "Medicines (e.g. laxatives)": they are no more than named.
            unit.main.silent, unit.main.parens = [*unit.main.silent, *unit.main.parens], []


def hand_back_cues(made: Listing) -> None:
    """D2: cues of time alone after the last comma go to the part before ("psychotropic drugs, current or prior")."""
    last, before = made.units[-1].main, made.units[-2].main if len(made.units) > 1 else None
    types = {act(c) for c in last.cues}
    alone = len(made.units[-1].statements) == 1 and last.empty and not last.values and not last.periods
    if before is not None and before.head is not None and alone and types and types <= {"HIST", "CURRENT", "USEPAST"}:
        before.cues += last.cues
        before.silent += last.silent
        before.rules.append("D2")
        del made.units[-1], made.juncts[-1]


def open_with_period(made: Listing) -> None:
    """D15: a period alone before the first comma goes over what follows ("In the last 6 months, stroke or …")."""
    first = made.units[0].main
    alone = len(made.units[0].statements) == 1 and first.empty and first.periods and not (first.values or first.cues)
    onward = made.units[1].main if len(made.units) > 1 else None
    if alone and onward is not None and onward.head is not None and not onward.periods and made.juncts[0] == "comma":
        onward.periods = list(first.periods)
        onward.silent += first.silent
        onward.rules.append("D15")
        del made.units[0], made.juncts[0]


def join_half_lives(made: Listing) -> None:
    """D16: "within 30 days or 5 half-lives, whichever is longer": an alternative period of the part before."""
    for i in range(len(made.units) - 1, 0, -1):
        only, target = made.units[i].main, made.units[i - 1].main
        words = [e for e in only.elements() if e not in only.silent]
        if only.head is not None or not words or len(made.units[i].statements) > 1:
            continue
        if all(e.cue("WHICHEVER") is not None or e.type in ("WINDOW", "PAREN") for e in words) and any(
            e.cue("WHICHEVER") is not None for e in words
        ):
            shorter = any(s is not None and s.value == "shorter" for s in (e.cue("WHICHEVER") for e in words))
            target.silent += [*only.elements()]
            if shorter and i > 1:
                made.juncts[i - 2] = "and"
            del made.units[i], made.juncts[i - 1]
        elif target.head is not None and target.periods and _shorter(only) and any(e.cue("HALFLIFE") for e in words):
            # Both times have to be kept.
            target.manual += [e for e in words if e.cue("HALFLIFE") is not None]
            target.silent += [e for e in only.elements() if e.cue("HALFLIFE") is None]
            target.rules.append("D16s")
            del made.units[i], made.juncts[i - 1]
        elif target.head is not None and target.kind in FAMILIES and any(e.cue("HALFLIFE") is not None for e in words):
            only.manual = [
                *only.values,
                *only.before,
                *only.manual,
                *only.after,
                *only.complement,
                *only.periods,
                *only.cues,
            ]
            if any(e.cue("WHICHEVER") for p in only.parens for e in inner(p)):
                only.silent += only.parens
                only.parens = []
            only.head, only.sense, only.cues = target.head, target.sense, list(target.cues)
            only.values, only.before, only.after, only.complement, only.periods = [], [], [], [], []
            only.rules.append("D16")


def _shorter(only: Statement) -> bool:
    """Whether a part says that the shorter one of two times counts."""
    said = [*only.elements(), *(e for p in only.parens for e in inner(p))]
    return any(s is not None and s.value == "shorter" for s in (e.cue("WHICHEVER") for e in said))


def share_early_period(made: Listing) -> None:
    """D15: a period before the first head goes over the like parts after it ("history within 3 months of A, B or C")."""
    for k in range(len(made.units) - 1, -1, -1):
        _share_onward(made, k)


def _share_onward(made: Listing, k: int) -> None:
    first = made.units[k].main
    early = [
        p
        for p in first.periods
        if ("D15" in first.rules and k == 0) or (first.head is not None and p.start < first.head.start)
    ]
    spans = [p.period for p in early if p.period is not None and p.period.kind == "elapsed"]
    denied = any(s.bounds.low is not None and s.bounds.high is None for s in spans)
    for i, unit in enumerate(made.units[k + 1 :], k) if early else ():
        main = unit.main
        own = main.cues and not {"D3", "D4"} & set(main.rules)
        alike = FAMILIES.get(main.kind, main.kind) == FAMILIES.get(first.kind, first.kind)
        if main.head is None and not main.periods and not main.values:
            main.rules += ["D3"] if denied else []
            continue
        if own or main.periods or main.values or not alike or made.juncts[i] == "but":
            break
        main.periods = list(early)
        main.rules += ["D15", *(["D3"] if denied and made.juncts[i] in OR_LIST else [])]


def share_counts(made: Listing) -> None:
    """D25: a number before the first treatment goes over the bare ones after it ("more than one cycle of A or B")."""
    first = made.units[0].main
    early = [v for v in first.values if first.head is not None and v.start < first.head.start and v.value is not None]
    counts = [v for v in early if v.value is not None and not (v.value.unit or v.value.time)]
    for unit in made.units[1:] if counts and first.kind in FAMILIES else ():
        main = unit.main
        if main.kind not in FAMILIES or main.values or main.parens or main.complement or main.after or main.manual:
            break
        main.values = [v.elsewhere() for v in counts]
        main.rules.append("D25")
