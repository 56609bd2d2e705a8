"""What is certain of a statement of which more is left over than the rules of ``narrowing`` read.

- **J24** whoever has not (had) what the head names fails the statement, whatever the left-over says, if the head is what the words
  are about: before it stand only words of its own noun phrase, or a phrase that only who has it can have ("second episode of X",
  "change in X"); behind it stands nothing, or what a preposition, a relative, a participle opens; and no word undoes it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from eligo.interpret.asides import HOSTS
from eligo.interpret.leftovers import folds_of, qualifies, words
from eligo.interpret.scene import Scene
from eligo.lex.raw import ARTICLES, folds, text_key
from eligo.lexicon.tables import rows
from eligo.logic import And, Condition, Drug, Expr, Immunisation, Procedure
from eligo.parse.ast import Element
from eligo.scope import Statement
from eligo.scope.statement import act

TURNING = ("SUSPECT", "FAMILY", "ALLERGY", "CONTRA", "PLANNED", "NAIVE", "ANSWER", "STABLE")
TYING = ("PREP", "WITH", "REL", "CAUSE", "COMP", "FOR", "BEFORE", "AFTER", "AT", "WITHIN", "BETWEEN", "TO")
"""Types of words that tie one noun phrase to another."""
NOUNS = ("MENTION", "GENERIC", "MANUAL")
LINKS = ("-", "/", "+")
LENGTHS = (5, 4, 3, 2, 1)
"""How many words an implying phrase may have, the most first."""


def certain(st: Statement, host: Expr, text: str) -> bool:
    """Whether a host is something that a record has, and no cue says that it needn't be there."""
    if st.head is None or text[st.head.end : st.head.end + 1] in LINKS:
        return False
    first = host.args[0] if isinstance(host, And) and host.args else host
    named = isinstance(first, Condition | Drug | Procedure | Immunisation) and st.kind in HOSTS
    denial = st.has("NEG")
    sense = denial.cue("NEG") if denial is not None else None
    # "Not stabilised on thyroid hormones" denies what is done with them; a preposition at the start belongs to another phrase.
    apart = (sense is not None and sense.value == "act") or st.elements()[0].cue("PREP") is not None
    joined = bool(st.parts) and denial is not None
    return named and not (apart or joined) and not st.head.foreign and st.has(*TURNING) is None


def leads_to(st: Statement, early: list[Element], scene: Scene) -> bool | None:
    """Whether the words before a head only tell more of it: True for a phrase that implies it, False for words of its own noun
    phrase, None if they may do anything else.
    """
    if st.head is None or not early:
        return False
    said = _without_cues(st, early[0].start, st.head.start, scene.text)
    spans = ((i, i + n) for i in range(len(said) - 1, -1, -1) for n in LENGTHS)
    start, end = next(
        ((i, j) for i, j in spans if _implying().get(said[i:j]) in (("any",) if i else ("any", "start"))), (0, 0)
    )
    joined = scene.text[early[-1].end : st.head.start].endswith(LINKS)
    if not end and (joined or any(e.type in NOUNS and e.cue("MOD") is None for e in early)):
        return None
    rest = {*said[:start], *said[end:]}
    turning = (rest & words("turns")) - words("others_alone") or rest & ties()
    return None if turning else bool(end) and _implying()[said[start:end]] == "any"


def goes_on(st: Statement, late: list[Element], scene: Scene) -> bool:
    """Whether what stands behind a head begins like something said of it, and no word undoes the head."""
    if not late:
        return True
    said = folds_of([e for e in late if e.value is None], scene.text)
    if st.head is None or any(e.cue("MODAL") for e in st.silent) or not words("undoing").isdisjoint(said):
        return False
    between = scene.text[st.head.end : late[0].start] if "D11" not in st.rules else ""
    first, gap = folds_of(late[:1], scene.text), folds(between)
    denying = words("openers", "predicate") - words("openers", "person")
    if between.startswith(LINKS) or not denying.isdisjoint((*gap, *first)):
        return False
    opened = late[0].tokens[0].sense(*TYING) is not None or late[0].cue("NEG") is not None
    told = qualifies(late[0]) or not words("openers", "relative", "participle", "state").isdisjoint((*gap, *first[:1]))
    return told or (opened and (len(late) > 1 or len(first) > 1))


def behind(st: Statement) -> Statement:
    """A statement about a condition, where what was used behind it tells more of who has it ("patients receiving …")."""
    head = st.head
    late = [c for c in st.cues if head is not None and c.start >= head.end and act(c) in ("USE", "USEPAST")]
    if st.kind != "condition" or not late:
        return st
    return replace(st, cues=[c for c in st.cues if c not in late], after=[*st.after, *late])


def timed(late: list[Element]) -> bool:
    """Whether a time begins behind the head that isn't one of the index date: then the head once was."""
    return bool(late) and late[0].tokens[0].sense("BEFORE", "AFTER", "AT", "WITHIN", "BETWEEN") is not None


def _without_cues(st: Statement, start: int, end: int, text: str) -> tuple[str, ...]:
    """The folded words between two places, but for those of cues that act on the head and turn nothing, and articles."""
    acting = sorted((c.start, c.end) for c in st.cues if not c.foreign and start <= c.start < end and act(c) != "NEG")
    out: list[str] = []
    for a, b in acting:
        out += folds(text[start:a])
        start = max(start, b)
    out += folds(text[start:end])
    return tuple(f for f in out if f.isalnum() and f not in ARTICLES)


@cache
def _implying() -> dict[tuple[str, ...], str]:
    return {text_key(r["phrase"]): r["kind"] for r in rows("implying")}


@cache
def ties() -> frozenset[str]:
    """Single words that tie one noun phrase to another."""
    return frozenset(
        folds(r["phrase"])[0] for r in rows("cues") if r["type"] in TYING and len(r["phrase"].split()) == 1
    )


@cache
def joining() -> frozenset[str]:
    """Single words that join adjectives ("or", "and")."""
    return frozenset(f for r in rows("cues") if r["type"] in ("OR", "AND") for f in folds(r["phrase"]))
