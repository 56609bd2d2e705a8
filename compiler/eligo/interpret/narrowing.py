"""How left-overs narrow the host they stand beside.

The host is implied by the whole statement, so whoever lacks it fails the statement whatever the left-over means:
``And(host, left-over)``.

- **J1** words before a head narrow it: adjectives of the modifier table and qualifying manual phrases before any head
  but a measurement's; unknown words right before a condition or a procedure, but not where other words make another
  disease of it (``compounds``).
- **J2** what an opener begins after a head narrows it: a preposition, a relative, a cause, a participle.
- **J3** a manual phrase or an adjective after a head narrows it.
- **J7** a left-over that tells of the past ("treated", "resected") leaves the host as something that once was.
- **J8** the condition that a cause, or a treatment's purpose, names was there too.
- **J9** a period or a level that can't be read narrows its host.
- **J11** a severity right before a condition is asked of its record.
- **J18** a condition that passes and is said to come back is asked for at any time.
- **J14** codes that say a severity answer for themselves.
- **J17** a class whose codes hold only some of its members can't be narrowed by an unknown word before it.
- **J0** everything else: the statement is opaque. So it is where a word of the turns stands in the left-over, and where
  a duty or a definition by limits is said of the host.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from eligo.concepts import without
from eligo.interpret import circumstances, fallback, levels, purposes, spread
from eligo.interpret.brackets import definable
from eligo.interpret.found import found_by
from eligo.interpret.joins import reason
from eligo.interpret.leftovers import folds_of, kinds_of, left_overs, narrow, qualifies, turned, words
from eligo.interpret.procedures import is_device
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import done, listed
from eligo.lex.phrases import lexicon
from eligo.lex.raw import ARTICLES, fold, folds, raw_tokens
from eligo.lexicon.concepts import concept, with_history
from eligo.lexicon.tables import cell_list, rows
from eligo.logic import And, Condition, Drug, Expr, Immunisation, Manual, Not, Opaque, Or, Procedure, Severity
from eligo.parse.ast import Element, Value
from eligo.parse.quantities import SUBSTAGE
from eligo.scope import Statement, texts
from eligo.scope.adjectives import is_course
from eligo.scope.statement import MEASURABLE, NARROWING, act

TREATMENTS = ("drug", "procedure")
LOOK_AHEAD = 80
"""Characters in which the name of a concept ends."""
LIST_SIGNS = ",;/"


def joined(st: Statement, host: Expr, scene: Scene) -> Expr:
    """``host`` with the left-overs of its statement; the host's own elements are already painted."""
    early, late = left_overs(st)
    outer = _outside_negation(st, early)
    early = early[len(outer) :]
    usual = [e for e in early if st.kind == "drug" and _usual_route(e, st.id, scene.text)]
    scene.mark(usual, "noise", "K26")
    early = [e for e in early if e not in usual]
    # "Requiring insulin therapy" tells of now.
    told = [e for e in late if not (purposes.requires(late) and (e is late[0] or e.cue("GENERIC", "USE", "MENTION")))]
    past = not words("past").isdisjoint(folds_of([*early, *told], scene.text))
    if not all(map(qualifies, outer)):
        return scene.opaque(st.elements(), "residue", "J0")
    if not _all_narrow(early, late, past, st, scene):
        return _certain(st, host, early, late, past, scene) or scene.opaque(st.elements(), "residue", "J0")
    said = host
    if past or _comes_back(st, host, early, scene):
        host = once(host)
    host, early = _graded(st, host, early, scene)
    extra = [spread.told(e, host, narrow([e], scene, "J1")) for e in early]
    placed = bool(late) and late[0].cue("PREP") is not None
    open_ = [isinstance(x, Opaque) or (isinstance(x, Manual) and x.reason == "not-recorded") for x in extra]
    if (placed or any(open_)) and isinstance(host, Condition) and is_open_class(host.concept.id):
        broader = _open_classes()[host.concept.id]
        if not broader:
            return scene.opaque(st.elements(), "residue", "J17")
        host = replace(host, concept=concept(broader))
    if late and all(qualifies(e) for e in late):
        extra += [narrow([e], scene, "J3") for e in late]
    elif late and (how := found_by(late, scene.text)) == "record" and late[0].cue("PREP", "COMP") is not None:
        scene.mark(late, "noise", "X8")
    elif late:
        implied, needs = _implied(late, st), purposes.required(late, st, past, scene)
        # What a treatment was given for is understood, though no record tells it.
        leaf = narrow(late, scene, "J2", how or ("not-recorded" if implied or needs else None))
        if needs is not None:
            extra.append(needs[1])
            sure = host == said and purposes.plain(late)
            extra += purposes.told(needs[0], st.id, late, leaf, scene) if sure else (leaf,)
        else:
            extra += purposes.of_treatment(late, st, implied, leaf, scene, sure=host == said)
    return And((host, *extra), host.origin) if extra else host


def _usual_route(e: Element, id: str, text: str) -> bool:
    """K26: whether an adjective says no more than how every drug of a class is given ("systemically injected glucocorticoids")."""
    return not e.foreign and any(r["drug"] == id and folds(r["word"]) == folds(text[e.start : e.end]) for r in rows("usual_routes"))


def _certain(
    st: Statement, host: Expr, early: list[Element], late: list[Element], past: bool, scene: Scene
) -> Expr | None:
    """J24: the head at least, where nothing undoes it; None if it may be absent, or not done."""
    implied = fallback.leads_to(st, early, scene)
    done = st.kind != "procedure" or past or implied or _over(st)
    renamed = any(_renames(e, st.id, scene.text) for e in early)
    sure = fallback.certain(st, host, scene.text) and fallback.goes_on(st, late, scene)
    if implied is None or renamed or not done or not sure:
        return None
    if is_open_class(st.id):
        broader = _open_classes()[st.id]
        if not broader or not isinstance(host, Condition):
            return None
        host = replace(host, concept=concept(broader))
    # "Taken aspirin": a word before a drug may be a verb, so that it needn't be taken now.
    acted = st.kind == "drug" and bool(early) and not st.periods and st.has("USE") is None
    least = once(host) if past or implied or acted or fallback.timed(late) else host
    told = [narrow(part, scene, "J24") for part in (early, late) if part]
    return And((least, *told), host.origin)


def _comes_back(st: Statement, host: Expr, early: list[Element], scene: Scene) -> bool:
    """J18: "recurrent urinary tract infections" needn't be there now, a recurrent cancer is."""
    passes = isinstance(host, Condition) and host.concept.days is not None and host.window is None
    return passes and not words("recurring").isdisjoint(folds_of([*early, *st.silent], scene.text))


@cache
def _open_classes() -> dict[str, str]:
    return {r["id"]: r["broader"] for r in rows("open_classes")}


def is_open_class(id: str) -> bool:
    """Whether a condition is a class whose codes hold only some of its members (J17)."""
    return id in _open_classes()


def before_head(e: Element, st: Statement, text: str) -> bool:
    """Whether nothing but the statement's own elements stands between ``e`` and the head: it isn't shared by a list."""
    at = e.end
    for x in st.elements():
        if st.head is not None and at <= x.start <= st.head.start:
            if any(c.isalnum() or c in LIST_SIGNS for c in text[at : x.start]):
                return False
            at = x.end
    return st.head is not None and at >= st.head.end


def _graded(st: Statement, host: Expr, early: list[Element], scene: Scene) -> tuple[Expr, list[Element]]:
    """J11: a severity right before a condition is asked of its record; the other left-overs stay."""
    graded = [e for e in early if _severity(e, scene.text) and before_head(e, st, scene.text)]
    if len(graded) != 1 or not isinstance(host, Condition):
        return host, early
    scene.mark(graded, "logic", "J11")
    spans, rules = host.origin.spans, host.origin.rules
    origin = replace(host.origin, spans=(*scene.origin(graded).spans, *spans), rules=(*rules, "J11"))
    asked = replace(host, severity=_severity(graded[0], scene.text), origin=origin)
    return _or_coded(asked), [e for e in early if e not in graded]


def _or_coded(host: Condition) -> Expr:
    """J14: codes that say how severe a condition is answer for themselves; the other records by what they say of it."""
    coded = [r for r in rows("graded_codes") if r["id"] == host.concept.id]
    if not coded:
        return host
    asked = [replace(host, concept=concept(r["concept"]), severity=()) for r in coded if r["severity"] in host.severity]
    others = replace(host, concept=without(host.concept, [concept(r["concept"]) for r in coded]))
    return Or((*asked, others), host.origin)


def _severity(e: Element, text: str) -> tuple[Severity, ...]:
    return () if e.foreign else _severities().get(folds(text[e.start : e.end]), ())


@cache
def _severities() -> dict[tuple[str, ...], tuple[Severity, ...]]:
    return {
        folds(row["phrase"]): cell_list(row, "severity")  # type: ignore[misc]
        for row in rows("severities")
    }


def denied(result: Expr, st: Statement, scene: Scene) -> Expr:
    """G1: the negation goes over the host and what narrows it; words before it stay outside."""
    cue = st.has("NEG")
    around = [narrow([e], scene, "J1") for e in _outside_negation(st, left_overs(st)[0])]
    none = Not(result, scene.origin([cue] if cue else [], "G1"))
    return And((none, *around), none.origin) if around else none


def _outside_negation(st: Statement, early: list[Element]) -> list[Element]:
    """Left-overs before the first negation: "stable patients without heart failure"."""
    first = min((c.start for c in st.cues if c.cue("NEG") and not c.foreign), default=None)
    return [e for e in early if first is not None and e.start < first]


def loosened(st: Statement) -> Statement:
    """G1: a word of state before a negation stands outside it ("stable patients without heart failure")."""
    first = min((c.start for c in st.cues if c.cue("NEG") and not c.foreign), default=None)
    outside = [c for c in st.cues if first is not None and 0 <= c.start < first and c.cue("STABLE") and c.cue("MOD")]
    if not outside:
        return st
    return replace(st, cues=[c for c in st.cues if c not in outside], before=[*outside, *st.before])


def once(host: Expr) -> Expr:
    """J7: the host at any time: all that a left-over about the past implies."""
    match host:
        case Condition(concept=bound):
            # A concept that an exception was taken out of has no row of its own.
            whole = bound if bound.id.endswith("-") else with_history(bound.id)
            return replace(host, concept=whole, state="history", window=None)
        case Drug():
            return replace(host, when="ever", window=None, dose=None, dose_unit=None, duration=None, stable=None)
        case Procedure() | Immunisation():
            return replace(host, window=None)
        case And(args=args) if args and isinstance(args[0], Condition | Drug):
            return once(args[0])
    return host


def since(host: Expr, part: Statement, inner: Expr, scene: Scene) -> Expr:
    """J7 for what "that has …" or "with …" tells and no atom holds ("cataract that has been removed")."""
    if not isinstance(inner, Opaque | Manual) or words("past").isdisjoint(folds_of(part.elements(), scene.text)):
        return host
    return (
        replace(host, args=(once(host.args[0]), *host.args[1:])) if isinstance(host, And) and host.args else once(host)
    )


def opens_complement(main: Statement, scene: Scene) -> bool:
    """J4: whether a part without a head begins like a complement ("…, currently under treatment")."""
    said = sorted((*main.before, *main.manual, *main.after, *main.complement), key=lambda e: e.start)
    if main.head is not None or not said:
        return False
    cues = said[0].cue("PREP", "REL", "COMP", "CAUSE", "WITH")
    return cues is not None or not words("openers").isdisjoint(folds_of(said[:1], scene.text))


def _all_narrow(early: list[Element], late: list[Element], past: bool, st: Statement, scene: Scene) -> bool:
    if not (early or late):
        return True
    # The operation that a study is about has not been done: only one that is over is implied.
    over = past or _over(st) or (scene.forbids and _named_first(st, late, scene.text))
    if st.kind == "procedure" and not over and not all(map(qualifies, early + late)):
        return False
    return _before(early, st, scene) and (not late or _after(late, st, scene))


def _named_first(st: Statement, late: list[Element], text: str) -> bool:
    """Whether a line that forbids begins with what it forbids: it was done then, as where its name stands alone; not behind a
    preposition ("patients for hip surgery"), as a part of a word ("co-operation"), or with a word for the future.
    """
    assert st.head is not None
    early = [e for e in st.silent if e.start < st.head.start]
    told = folds(text[st.head.end : max((e.end for e in late), default=st.head.end)])
    part = text[: st.head.start].endswith("-")
    return not part and not st.line and not any(e.cue("PREP") for e in early) and words("turns_after").isdisjoint(told)


def _over(st: Statement) -> bool:
    """Whether a treatment was given, or is said to go on: not only named as what the study is about."""
    going_on = st.has("HIST", "USEPAST", "USE", "CURRENT", "PLANNED", "NAIVE") is not None
    return going_on or bool(st.periods) or is_device(st.id)


# --- before the head -------------------------------------------------------------------------------------------------


def _before(early: list[Element], st: Statement, scene: Scene) -> bool:
    """J1."""
    if st.kind in MEASURABLE:
        # An adjective makes another quantity of a measurement ("large granular lymphocytes"), not a narrower one.
        return all(circumstances.effect(e) == "narrow" for e in early)
    head = st.head.start if st.head is not None else 0
    # Words that a list shares stand before its first head.
    last = early[-1].end if early else 0
    edges = [*(e.start for e in early[1:]), last if "D10" in st.rules and _mentions(scene.text[last:]) else head]
    known = [(c.start, c.end) for c in st.cues if c.cue("KNOWN") is not None and not c.foreign]
    return all(
        _adjective(e, _between(scene.text, e.end, edge, known), st, scene)
        for e, edge in zip(early, edges, strict=False)
    )


def _between(text: str, start: int, end: int, known: list[tuple[int, int]]) -> str:
    """The text between two places without the words for a diagnosis that stand in it ("electrophoretic diagnosis of …")."""
    inside = next(((a, b) for a, b in known if start <= a and b <= end), None)
    return text[start:end] if inside is None else text[start : inside[0]] + text[inside[1] : end]


def _mentions(text: str) -> bool:
    """Whether a text begins with something that the lexicon knows by name."""
    raws = raw_tokens(text[:LOOK_AHEAD])
    match = lexicon().at(raws, 0) if raws else None
    return match is not None and any(s.type == "MENTION" for s in match.senses)


def _adjective(e: Element, between: str, st: Statement, scene: Scene) -> bool:
    """``between``: the text from this word to the next one or to the head."""
    if e.cue("MOD") is not None or reason(e) in NARROWING:
        # A class of drugs that are swallowed or injected is not what "topical" or "inhaled" speaks of.
        course = is_course(e) and st.kind != "drug"
        return e.cue("MOD") is None or course or not _renames(e, st.id, scene.text)
    if e.type != "WORD" or st.kind not in ("condition", "procedure") or _renames(e, st.id, scene.text):
        return False
    if not e.tokens[0].text.isalpha() or any(c.isalpha() for c in between):
        return False
    # A prefix turns the word it is joined to, not the head ("non-infectious pneumonitis").
    joined_on = between.startswith("-") and st.head is not None and e.end + len(between) < st.head.start
    return joined_on or not turned([e], scene.text)


def _renames(e: Element, host: str, text: str) -> bool:
    return renames(folds_of([e], text), host)


def renames(said: Sequence[str], host: str) -> bool:
    """Whether words before a condition may make another disease of it ("respiratory depression", "cardiac asthma")."""
    others = _compounds().get(host)
    return others is not None and (not others or not set(others).isdisjoint(said))


@cache
def _compounds() -> dict[str, tuple[str, ...]]:
    """The words that rename a condition; none where any word may."""
    return {r["id"]: tuple(map(fold, cell_list(r, "words"))) for r in rows("compounds")}


# --- after the head --------------------------------------------------------------------------------------------------


def _after(late: list[Element], st: Statement, scene: Scene) -> bool:
    """J2, J3."""
    said = [e for e in late if reason(e) is None and e.value is None]
    if all(map(qualifies, late)) and "D11" not in st.rules:
        return not turned(said, scene.text, "turns_after")
    if st.kind in MEASURABLE:
        return circumstances.narrows(late, scene.text)
    if st.head is None or _obliged(st) or _defines(late, st, scene) or _of_another(late, st):
        return False
    if late[0].cue("NEG") and late[1:] and not words("openers", "state").isdisjoint(folds_of(late[1:2], scene.text)):
        return not turned(late[2:], scene.text, "turns_after")
    if not words("openers", "lack").isdisjoint(folds_of(late[:1], scene.text)):
        return not turned(late[1:], scene.text, "turns_after")
    opened = _opens(late[0], scene.text[_end_before(late[0], st) : late[0].start], scene.text)
    # An opener's own words turn nothing; those of a predicate may.
    rest = said[1:] if opened and said[:1] == late[:1] else said
    return opened is not None and not turned(rest, scene.text, "turns_after" if opened else "turns_predicate")


def _of_another(late: list[Element], st: Statement) -> bool:
    """Whether "history of" stands behind a condition, before a mention: a statement of its own ("or history of Y")."""
    told = [c.start for c in st.cues if st.head is not None and c.start >= st.head.end and act(c) == "HIST"]
    return any(e.type == "MENTION" and e.start > told[0] for e in late) if told else False


def _end_before(first: Element, st: Statement) -> int:
    """Where the head ends; a left-over shared by a list stands after another head, of which the words before it tell."""
    assert st.head is not None
    return first.start if "D11" in st.rules else st.head.end


def _obliged(st: Statement) -> bool:
    """Whether a duty is said of who has the condition ("patients with X must …"): then X is no demand."""
    return any(e.cue("MODAL") for e in st.silent)


def _defines(late: list[Element], st: Statement, scene: Scene) -> bool:
    """Whether a limit after a finding that limits define may be what the finding is."""
    return not kinds_of(late).isdisjoint(MEASURABLE) and definable(
        replace(st, after=[], complement=[], manual=[]), scene
    )


def _opens(first: Element, between: str, text: str) -> bool | None:
    """Whether the first left-over after a head begins a complement of it: True for a phrase or a relative clause, False for a
    predicate (whose "not" denies the head), None if it begins none.
    """
    if between.startswith(("-", "/")):
        return None
    gap = set(folds(between))
    if (
        first.type == "WINDOW"
        or first.cue("COMP", "CAUSE", "PREP", "WITH", "REL", "IE")
        or qualifies(first)
        or gap & words("openers", "relative")
    ):
        return True
    if not (words("openers", "participle") | words("openers", "state")).isdisjoint(folds_of([first], text)):
        return True
    return False if gap & words("openers", "predicate") else None


def _implied(late: list[Element], st: Statement) -> list[Expr]:
    """J8: "renal failure due to diabetes", "chemotherapy for ovarian cancer"."""
    cause, purpose = late[0].cue("CAUSE"), late[0].cue("PREP")
    if st.has("SUSPECT") is not None:
        return []
    if cause is None and (st.kind not in TREATMENTS or purpose is None or purpose.value != "purpose"):
        return []
    named = next((e for e in late[1:] if e.cue("MOD") is None), None)
    sense = named.cue("MENTION") if named is not None else None
    told = [e for e in late if (g := e.cue("GENERIC")) is None or g.value in ("treatment", "aspect")]
    if named is None or named is not told[-1] or sense is None or not sense.value.startswith("condition:"):
        return []
    id = concept(sense.value.partition(":")[2]).id
    # "Surgery for weight loss": the loss is yet to come.
    aimed = cause is None and any(r["word"] == id for r in rows("aims"))
    return [] if aimed else [Condition(with_history(id), "history")]


def purpose(leaf: Manual, st: Statement, text: str) -> Expr:
    """J8: a plan ("planned chemotherapy for ovarian cancer") together with the condition that it names as its purpose."""
    said = [e for e in st.elements() if e not in st.silent]
    sense = said[-1].cue("MENTION") if len(said) > 1 and not said[-1].foreign else None
    if leaf.reason != "planned-event" or sense is None or not sense.value.startswith("condition:"):
        return leaf
    between = [f for f in folds(text[said[0].end : said[-1].start]) if f not in ARTICLES]
    if said[-2].cue("CAUSE") is None and (not between or between[-1] not in _purposes()):
        return leaf
    treatments = [s.value.partition(":") for e in said[:-1] for s in e.senses if s.type == "MENTION"]
    if not any(kind in TREATMENTS and not listed("examinations", id) for kind, _, id in treatments):
        return leaf
    if turned([e for e in said[:-1] if not e.cue("PLANNED", "MENTION") and reason(e) != leaf.reason], text):
        return leaf
    found = Condition(with_history(sense.value.partition(":")[2]), "history", origin=leaf.origin)
    return And((found, leaf), leaf.origin)


@cache
def _purposes() -> frozenset[str]:
    return frozenset(fold(r["phrase"]) for r in rows("cues") if r["type"] == "PREP" and r["value"] == "purpose")


def _staged(st: Statement, said: list[Value]) -> bool:
    """Whether values are classes or stages of the head, by a word for them; "hepatitis B or C" are two."""
    words = [s for e in st.elements() if (s := e.cue("LEVELWORD")) is not None]
    numbered = any(s.value == "stage" for s in words) and not any(v.unit not in ("", SUBSTAGE) or v.times for v in said)
    return bool(words) and (
        (numbered and "D1or" not in st.rules) or (all(v.levels for v in said) and not {"D1", "D1or"} & set(st.rules))
    )


def _sized(said: list[Value]) -> bool:
    """Whether values tell how large something is that is there ("pleural effusion > 150 mL")."""
    return all(v.unit in _extents() and not v.times and not v.per and bool(v.bounds.low) for v in said)


@cache
def _extents() -> frozenset[str]:
    return frozenset(r["unit"] for r in rows("extents"))


# --- hosts whose limits can't be read --------------------------------------------------------------------------------


def weaker(st: Statement, scene: Scene) -> Expr | None:
    """J9: what a statement implies whose periods or levels can't be read; None if nothing is certain."""
    if st.has("ALLERGY", "ANSWER", "STABLE", "CONTRA") or listed("examinations", st.id):
        return None
    if any(p.period is not None and p.period.after for p in st.periods):
        return None
    said = [v.value for v in st.values if v.value is not None and not v.value.time]
    host: Expr
    match st.kind:
        case "condition" if (
            not st.has("USE", "USEPAST")
            and (not said or _staged(st, said) or _sized(said))
            and not definable(st, scene)
        ):
            origin = scene.origin([st.head] if st.head else [], "J9")
            once_only = bool(st.periods) or st.has("HIST") is not None
            host = (
                Condition(with_history(st.id), "history", origin=origin)
                if once_only
                else Condition(concept(st.id), origin=origin)
            )
            if said and not _sized(said):
                return levels.graded(st, host, said, scene)
        case "drug" if all(v.bounds.low is not None and not v.lost for v in said):
            # An upper bound alone holds without exposure.
            host = Drug(concept(st.id), "ever", origin=scene.origin([st.head] if st.head else [], "J9"))
        case "procedure" if (_over(st) or _lasted(st)) and not said:
            host = done(st.id, scene.origin([st.head] if st.head else [], "J9"))
        case _:
            return None
    unread = [*st.values, *st.periods]
    origin = scene.origin(unread, "J9")
    lasting = bool(st.periods) and all(p.period is not None and p.period.kind == "lasting" for p in st.periods)
    if st.kind == "procedure" and (lasting if st.periods else _lasted(st)):
        # "Ventilated for more than 7 days": records seldom tell how long.
        return And((host, Manual("not-recorded", texts(unread, scene.text), origin)), host.origin)
    return And((host, Opaque("limit", texts(unread, scene.text), origin)), host.origin)


def _lasted(st: Statement) -> bool:
    """Whether a treatment that is a state while it goes on is said to have lasted so long."""
    state = any(r["procedure"] == st.id and r["state"] for r in rows("ongoing"))
    return state and bool(st.values) and all(v.value is not None and v.value.bounds.low is not None for v in st.values)
