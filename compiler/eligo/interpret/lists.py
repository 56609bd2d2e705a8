"""From lists of statements to expressions: operators, typos, conditions on people."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TypeGuard

from eligo.interpret import (
    allergies,
    around,
    attachment,
    contraindications,
    denials,
    described,
    fallback,
    grouping,
    judged,
    kinds,
    people,
    reach,
)
from eligo.interpret.ages import age_group
from eligo.interpret.brackets import with_brackets
from eligo.interpret.childbearing import only_bearing
from eligo.interpret.facts import fact
from eligo.interpret.leftovers import folds_of
from eligo.interpret.narrowing import opens_complement
from eligo.interpret.scene import Scene
from eligo.lexicon.tables import cell_list, rows
from eligo.logic import Age, And, Bounds, Either, Expr, Manual, Not, Opaque, Or, Reproduction, Sex, walk
from eligo.parse.ast import Element, Item
from eligo.scope import Listing, Statement, Unit
from eligo.scope.neighbours import begins_with
from eligo.scope.statement import MEASURABLE, NARROWING, act, statements

WORDS = {"slash": "slash", "or": "or", "cor": "or", "and": "and", "cand": "and", "comma": "comma", "but": "and"}


def unit_expr(unit: Unit, scene: Scene) -> Expr:
    """The statements of one item hold together; a condition on people before a duty is a condition (C1)."""
    parts = [with_brackets(s, fact(s, scene), scene) for s in unit.statements if not _silent(s, scene)]
    if not parts:
        return And(())
    if len(parts) == 1:
        return parts[0]
    if not scene.forbids and isinstance(parts[0], Sex) and any(isinstance(p, Opaque) for p in parts[1:]):
        return scene.opaque([e for s in unit.statements for e in s.elements()], "residue", "J0")
    if (
        len(parts) > 2
        and isinstance(parts[0], Sex)
        and isinstance(parts[1], Age)
        and not scene.forbids
        and _bound_by_duty(unit)
    ):
        # C4: "women of 12 to 60 years must …" is no duty of the others.
        whom = And((parts[0], parts[1]), parts[0].origin)
        return Or((Not(whom, whom.origin), parts[2] if len(parts) == 3 else And(tuple(parts[2:]))), whom.origin)
    about = isinstance(parts[0], Sex) and (
        _of_people(unit) or _bound_by_duty(unit) or (_only_judged(parts[1:]) and not _told_before(unit))
    )
    about = about or (isinstance(parts[0], Sex) and any("K15" in r for p in parts[1:] for r in p.origin.rules))
    about = about or (isinstance(parts[0], Age) and "C8" in unit.statements[0].rules)
    about = about or (isinstance(parts[0], Reproduction) and _duty_of_first(unit))
    if not scene.forbids and about:
        rest = parts[1] if len(parts) == 2 else And(tuple(parts[1:]))
        return Or((Not(parts[0], parts[0].origin), rest), parts[0].origin)
    if (
        not scene.forbids
        and _young(parts[0])
        and all(isinstance(p, Manual) for p in parts[1:])
        and _bound_by_duty(unit)
    ):
        return Or((Not(parts[0], parts[0].origin), *parts[1:]), parts[0].origin)
    if any(s.head is None and s.has("ANSWER") is not None for s in unit.statements):
        # "Women of childbearing potential who test negative for pregnancy": the answer stands with the wrong one of two.
        return scene.opaque([e for s in unit.statements for e in s.elements()], "residue", "J0")
    return And(tuple(parts), parts[0].origin)


def _only_judged(parts: list[Expr]) -> bool:
    """Whether nothing but what people do or think is said, not who they are ("healthy", "of childbearing age")."""
    return not all(map(only_bearing, parts)) and all(isinstance(p, Manual) and p.reason not in NARROWING for p in parts)


def _told_before(unit: Unit) -> bool:
    """Whether an adjective tells which people are meant ("postmenopausal women"), and nothing what they have to do."""
    first, last = unit.statements[0].head, unit.main.elements()
    return first is not None and bool(last) and max(e.end for e in last) <= first.start


def _young(expr: Expr) -> bool:
    """C4: "subjects under 18 must have parental consent" is a duty of the young, no demand to be young."""
    return isinstance(expr, Age) and expr.bounds.low is None


def _bound_by_duty(unit: Unit) -> bool:
    """C4: "women must …" is a duty of women, no demand to be one."""
    return any(_of_duty(e) for s in unit.statements for e in (*s.silent, *s.cues))


def _duty_of_first(unit: Unit) -> bool:
    """C4: "pregnant women must …": the word of duty stands behind who they are, so that they needn't be that."""
    head = unit.statements[0].head
    duties = [e for s in unit.statements for e in (*s.silent, *s.cues) if _of_duty(e)]
    return head is not None and any(e.start >= head.end for e in duties)


def _of_duty(e: Element) -> bool:
    """Whether an element is a word of duty, or begins with one and denies ("must not be")."""
    return e.cue("MODAL") is not None or (e.cue("NEG") is not None and begins_with(e, "MODAL"))


def _of_people(unit: Unit) -> bool:
    """C3: "in women", "for men" beside a limit says for whom it holds."""
    return any("C3" in s.rules for s in unit.statements) and len(unit.statements) > 1


def _of_each_sex(parts: list[Expr], made: Listing) -> Expr:
    """C3, V23: what is required of each sex holds; two limits of the same one are alternatives ("< 10 or > 16 in women")."""
    whose = [next(s.id for s in u.statements if "C3" in s.rules) for u in made.units]
    grouped = [tuple(p for p, w in zip(parts, whose, strict=True) if w == sex) for sex in dict.fromkeys(whose)]
    if len(parts) == 2 * len(grouped) and all(u.main.head is made.units[0].main.head for u in made.units):
        return And(tuple(Or(g) for g in grouped))
    return And(tuple(parts))


def _by_sex(one: Unit, two: Unit) -> bool:
    """V23: whether two parts are the limits of one measure for each sex."""
    return _of_people(one) and _of_people(two) and one.main.head is not None and one.main.head is two.main.head


def _silent(statement: Statement, scene: Scene) -> bool:
    if statement.empty and not (statement.cues or statement.values or statement.periods):
        scene.mark([*statement.silent, *statement.line], "noise", "N1")
        return True
    return False


def list_expr(made: Listing, scene: Scene, *, paren: bool = False) -> Expr:
    """The expression of a coordination (rules O1–O5, T1, J4)."""
    _typos(made, scene)
    infected = kinds.treated_by_any(made, scene)
    if infected is not None:
        return infected
    lead = around.leading(made, scene)
    if lead is not None:
        whom = unit_expr(Unit(statements(Item(tuple(lead[0])))), scene)
        whom = around.told(lead[0], scene) if isinstance(whom, Opaque | Manual) else whom
        return And((whom, list_expr(lead[1], scene)))
    parts = [unit_expr(u, scene) for u in made.units]
    duty = next((i for i, u in enumerate(made.units) if _duty_of_first(u)), 0)
    if not scene.forbids and duty and all(isinstance(p, Reproduction) for p in parts[:duty]):
        # C4: "lactating and pregnant women must …" asks nobody to be that.
        return scene.opaque([e for u in made.units for s in u.statements for e in s.elements()], "residue", "J0")
    if scene.forbids:
        parts = [_young_group(p, u, scene) for p, u in zip(parts, made.units, strict=True)]
    several = people.alternatives(made)
    if several is not None:
        return And((list_expr(several[0], scene), unit_expr(several[1], scene)))
    who = people.before_comma(made) if not scene.forbids else None
    if who is not None:
        told = unit_expr(who[0], scene)
        return And((told, list_expr(who[1], scene)), told.origin)
    opened = people.opening(made)
    if opened is not None:
        women, said = unit_expr(opened[0], scene), list_expr(opened[1], scene)
        return And((women, said), women.origin) if scene.forbids else Or((Not(women, women.origin), said), women.origin)
    shared = people.sharing(made, parts, scene) if scene.forbids else None
    if shared is not None:
        return And((shared[0], Or(tuple(unit_expr(u, scene) for u in shared[1].units))), shared[0].origin)
    about_whom = people.whom(made)
    if about_whom is not None:
        return _about(*about_whom, scene)
    common = attachment.held_in_common(made, parts, scene) or attachment.goes_on(made, parts, scene)
    if common is not None:
        return common
    if len(parts) > 1 and all(u.main.kind == "agegroup" and not u.main.values for u in made.units):
        return Or(_groups(parts, made, scene), scene.origin([u.main.head for u in made.units if u.main.head], "O10"))
    if len(parts) > 1 and all(_of_people(u) for u in made.units):
        return Or(tuple(parts)) if scene.forbids else _of_each_sex(parts, made)
    if len(parts) > 1 and not scene.forbids and _counted(made.units[0].main):
        return Or(tuple(reach.beyond(made, parts, scene)))
    about = next((p.reason for p, u in zip(parts, made.units, strict=True) if _unnamed(p, u)), None)
    if about is not None and all(
        isinstance(p, Manual | Opaque) or u.main.has("ALLERGY") for p, u in zip(parts, made.units, strict=True)
    ):
        parts = [_taken_in(p, u, about, scene) for p, u in zip(parts, made.units, strict=True)]
    parts = allergies.shared(judged.nameless_parts(parts, made, scene), made.units, scene)
    parts = contraindications.carried(parts, made.units, scene)
    parts = reach.beyond(made, described.going_on(parts, made, scene), scene)
    words = [WORDS[j] for j in made.juncts]
    if scene.forbids:
        # O3: "pregnant and lactating women" are either, whatever else the list names.
        words = ["or" if w == "and" and people.apart(made, parts, i) else w for i, w in enumerate(words)]
    mains, outer = [u.main for u in made.units], [j in ("cor", "cand") for j in made.juncts]
    for i in range(len(parts) - 2, -1, -1):
        if _by_sex(made.units[i], made.units[i + 1]):
            # V23: the limits of one measure for men and for women are one part of the list.
            both = (parts[i], parts[i + 1])
            parts[i : i + 2] = [Or(both) if scene.forbids else And(both)]
            del words[i], mains[i + 1], outer[i]
    for i in range(len(parts) - 1, -1, -1):
        if parts[i] == And(()) and len(parts) > 1:
            del parts[i], mains[i], words[max(i - 1, 0)], outer[max(i - 1, 0)]
    for i in range(len(parts) - 2, -1, -1):
        # "Women of childbearing age but who do not use contraception": of whom the rest is said.
        if only_bearing(parts[i]) and words[i] == "and" and isinstance(parts[i + 1], Manual):
            parts[i : i + 2] = [And((parts[i], parts[i + 1]))]
            del words[i], mains[i + 1], outer[i]
    graded = attachment.graded(mains, words) if scene.forbids else None
    if graded is not None:
        both = (parts[graded - 1], parts[graded])
        parts[graded - 1 : graded + 1] = [Either((Or(both), And(both)), "attachment")]
        del words[graded - 1], mains[graded], outer[graded - 1]
    return operated(parts, words, mains, scene, outer)


def _groups(parts: list[Expr], made: Listing, scene: Scene) -> tuple[Expr, ...]:
    """O10: beside adults, "children" are whoever is none."""
    told = [age_group(u.main.id) for u in made.units]
    if not any(r["low"] and not r["below"] for r in told):
        return tuple(parts)
    return tuple(_below(p, u, r["beside"], scene) for p, u, r in zip(parts, made.units, told, strict=True))


def _young_group(part: Expr, unit: Unit, scene: Scene) -> Expr:
    """O10: "children" who are excluded are whoever is no adult."""
    if unit.main.kind != "agegroup":
        return part
    return _below(part, unit, age_group(unit.main.id)["beside"], scene)


def _below(part: Expr, unit: Unit, limit: str, scene: Scene) -> Expr:
    if not limit or not isinstance(part, Opaque) or len(unit.statements) > 1 or not unit.main.bare:
        return part
    elements = unit.main.elements()
    scene.mark(elements, "logic", "O10")
    return Age(Bounds(high=Decimal(limit), high_closed=False), "a", scene.origin(elements, "O10"))


def _counted(first: Statement) -> bool:
    """O9: "one or more of A, B and C": any of them, whatever word joins them; "any" alone counts nothing."""
    senses = [
        (e.cue("QUANT"), len(e.tokens[0].text.split()))
        for e in first.silent
        if e.cue("QUANT") and first.head is not None
    ]
    return any(s is not None and s.value == "any" and words > 1 for s, words in senses)


def _unnamed(part: Expr, unit: Unit) -> TypeGuard[Manual]:
    """Whether a part is manual because it is about studies, or about an allergy to what the text doesn't name."""
    return isinstance(part, Manual) and (part.reason == "participation" or unit.main.has("ALLERGY") is not None)


def _taken_in(part: Expr, unit: Unit, reason: str, scene: Scene) -> Expr:
    """M4: words without a head beside a manual statement are of its sort ("an investigational drug or device")."""
    if not isinstance(part, Opaque) or any(
        s.head is not None or s.periods for s in unit.statements if reason != "participation"
    ):
        return part
    if any(s.head is not None or s.values for s in unit.statements):
        return part
    scene.mark([e for s in unit.statements for e in s.elements()], "manual", reason)
    return Manual(reason, part.text, part.origin)


def _about(whom: Unit, body: Listing, scene: Scene) -> Expr:
    """D19: a list about some people."""
    first, rest = unit_expr(body.units[0], scene), list_expr(Listing(body.units[1:], body.juncts[1:]), scene)
    whole = list_expr(body, scene)
    duty = _bound_by_duty(body.units[0]) or _bound_by_duty(whom) or people.only_manual(whole)
    return people.over(unit_expr(whom, scene), whole, first, rest, body, duty, scene)


def operated(parts: list[Expr], words: list[str], mains: list[Statement], scene: Scene, outer: list[bool]) -> Expr:
    """Join ``parts`` by ``words`` (or, and, comma)."""
    if len(parts) <= 1:
        return parts[0] if parts else And(())
    if any(_dangling(m) for m in mains[:-1]):
        return scene.opaque(sorted((e for m in mains for e in m.elements()), key=lambda e: e.start), "residue", "J0")
    words = ["or" if w == "and" and _sexes(parts[i]) | _sexes(parts[i + 1]) == SEXES else w for i, w in enumerate(words)]
    both = next(
        (i for i, w in enumerate(words) if w in ("comma", "and") and _childless(parts[i]) and _childless(parts[i + 1])),
        None,
    )
    if both is not None and len(parts) > 2:
        # "Men or non-pregnant, non-lactating women": neither is said of the same women.
        joined = And((parts[both], parts[both + 1]), parts[both].origin)
        return operated(
            [*parts[:both], joined, *parts[both + 2 :]],
            words[:both] + words[both + 1 :],
            [*mains[:both], *mains[both + 1 :]],
            scene,
            outer[:both] + outer[both + 1 :],
        )
    # What somebody thinks of what is denied is no part of the list.
    listed = ["D3" in m.rules and not _opinion(p, m) for p, m in zip(parts, mains, strict=True)]
    run = next((i for i, one in enumerate(listed) if i and one), None)
    if run is not None:
        end = next((i for i in range(run, len(mains)) if not listed[i]), len(mains))
        denied = And(tuple(parts[run - 1 : end]))
        return operated(
            [*parts[: run - 1], denied, *parts[end:]],
            words[: run - 1] + words[end - 1 :],
            [*mains[:run], *mains[end:]],
            scene,
            outer[: run - 1] + outer[end - 1 :],
        )
    denied_run = denials.run(parts, words, mains, scene)
    if denied_run is not None:
        first, last, together = denied_run
        return operated(
            [*parts[:first], together, *parts[last + 1 :]],
            words[:first] + words[last:],
            [*mains[: first + 1], *mains[last + 1 :]],
            scene,
            outer[:first] + outer[last:],
        )
    qualifying = _qualifying(parts, words, mains, scene)
    if qualifying:
        keep = [i for i in range(len(parts)) if i not in qualifying]
        inner = operated(
            [parts[i] for i in keep],
            [words[i - 1] for i in keep[1:]],
            [mains[i] for i in keep],
            scene,
            [outer[i - 1] for i in keep[1:]],
        )
        told = Or(tuple(parts[i] for i in qualifying)) if len(qualifying) > 1 else parts[qualifying[0]]
        return _qualified(inner, told)
    if set(words) == {"slash"} and not scene.forbids and _each(mains):
        each = And(tuple(parts))
        limits = {v.value.bounds for m in mains for v in m.values if v.value is not None}
        return each if len(limits) < 2 else Either((each, Or(tuple(parts))), "and-or", each.origin)
    if set(words) == {"slash"} and not scene.forbids and len({m.kind for m in mains}) > 1:
        # "COVID-19 pneumonia/ SOFA 2-3": what the stroke parts may be alternatives or one demand after the other.
        return Either((And(tuple(parts)), Or(tuple(parts))), "and-or")
    words = [("or" if scene.forbids or not _each(mains) else "and") if w == "slash" else w for w in words]
    chosen = next((i for i, m in enumerate(mains) if i and words[i - 1] in ("and", "comma") and _either(m)), None)
    if chosen is not None:
        head = operated(parts[:chosen], words[: chosen - 1], mains[:chosen], scene, outer[: chosen - 1])
        return And((head, Or(tuple(parts[chosen:]))))
    asked = grouping.of_limits(parts, words, mains, outer) if not scene.forbids else None
    if asked is not None:
        return asked
    apart = grouping.beside(words, mains) if not scene.forbids else None
    if apart is not None:
        choice = operated(parts[:apart], words[: apart - 1], mains[:apart], scene, outer[: apart - 1])
        return And((choice, *parts[apart:]))
    words = denials.resolved(words)
    if "or" in words and "and" in words:
        return grouping.mixed(parts, words, mains, outer, forbids=scene.forbids)
    return _same(parts, words[0], mains, scene)


def _qualified(host: Expr, told: Expr) -> Expr:
    """J4: what a list says, as far as what qualifies it holds; a denied part denies the two together."""
    match host:
        case Not(arg=arg):
            return Not(And((arg, told)), host.origin)
        case And(args=args) if any(isinstance(a, Not) for a in args):
            return replace(host, args=tuple(_qualified(a, told) if isinstance(a, Not) else a for a in args))
    return And((host, told))


def _either(main: Statement) -> bool:
    """O7: "A and either B or C": what follows is one choice."""
    senses = [e.cue("QUANT") for e in main.silent]
    return any(s is not None and s.value == "either" for s in senses)


def _dangling(main: Statement) -> bool:
    """A cue after the head that wants an object of its own, at the end of a part: the list was cut in its middle (J6)."""
    head = main.head
    late = [c for c in main.cues if head is not None and c.start > head.start]
    return any(
        act(c) in ("KNOWN", "HIST", "USE", "USEPAST", "ALLERGY", "SUSPECT", "FAMILY")
        and c.end >= max(e.end for e in main.elements())
        and len(c.tokens[0].text.split()) > 1
        for c in late
    )


SEXES = frozenset({"male", "female"})


def _sexes(expr: Expr) -> frozenset[str]:
    """The sexes that a part asks for: "A in men and B in women" is a choice."""
    if isinstance(expr, And):
        return frozenset().union(*map(_sexes, expr.args))
    return frozenset((expr.value,)) if isinstance(expr, Sex) else frozenset()


def _childless(expr: Expr) -> bool:
    """Whether a part denies a pregnancy or breastfeeding, of whomever."""
    parts = expr.args if isinstance(expr, And) else (expr,)
    return any(isinstance(p, Not) and isinstance(p.arg, Reproduction) for p in parts)


def _qualifying(parts: list[Expr], words: list[str], mains: list[Statement], scene: Scene) -> list[int]:
    """J4: vague words alone after a comma at the end of a list, or any words after a list that "or" has closed, qualify it."""
    closed = next((i for i, w in enumerate(words) if w == "comma" and "or" in words[:i]), None)
    if closed is not None and all(m.head is None for m in mains[closed + 1 :]) and mains[0].head is not None:
        return list(range(closed + 1, len(parts)))
    told = [
        _opinion(p, m) or ((isinstance(p, Opaque) or _settled(m)) and opens_complement(m, scene))
        for p, m in zip(parts, mains, strict=True)
    ]
    if words[0] == "comma" and _opinion(parts[0], mains[0]) and _leads(mains[0], scene):
        # "In the investigator's opinion, A or B".
        return [0]
    aside = [i for i in range(1, len(parts)) if told[i] and words[i - 1] == "comma"]
    for i in range(1, len(parts)):
        if words[i - 1] == "or" and i - 1 in aside and _opinion(parts[i], mains[i]):
            aside = [*aside, i]
    relative = bool(aside) and ("D40" in mains[aside[0] - 1].rules or any(e.cue("REL") for e in mains[aside[0]].silent))
    denied = bool(aside) and any(isinstance(n, Not) for n in walk(parts[aside[0] - 1]))
    if aside and (mains[0].head is not None or denied or (relative and any(m.head is not None for m in mains[: aside[0]]))):
        return aside
    last = len(parts) - 1
    manual = isinstance(parts[last], Manual) and parts[last].reason == "vague" and mains[last].head is None  # type: ignore[union-attr]
    manual = manual and not _settled(mains[last])
    # "Kidney disease, acute inflammatory disease": words with a noun of their own are one more part.
    manual = manual and not any(e.cue("GENERIC") for e in mains[last].elements())
    return [last] if manual and words[-1] == "comma" and any(m.head is not None for m in mains[:-1]) else []


def _leads(main: Statement, scene: Scene) -> bool:
    """Whether a part begins with a preposition."""
    return not fallback.ties().isdisjoint(folds_of(main.elements()[:1], scene.text)[:1])


def _opinion(part: Expr, main: Statement) -> bool:
    """Whether a part is only somebody's judgement, between commas."""
    return isinstance(part, Manual) and part.reason == "judgement" and main.head is None and not _settled(main)


def _settled(main: Statement) -> bool:
    """Whether a person says that words are to be judged: they join as they would if they were not understood."""
    return any(s.type == "SETTLED" for e in main.elements() for s in e.senses)


def _same(parts: list[Expr], word: str, mains: list[Statement], scene: Scene) -> Expr:
    if len(parts) == 1:
        return parts[0]
    if word == "or":
        return Or(tuple(parts))
    if all(isinstance(p, Manual) for p in parts):
        return Or(tuple(parts)) if scene.forbids else And(tuple(parts))
    negated = [isinstance(p, Not) for p in parts]
    if all(negated):
        return And(tuple(parts))
    like = grouping.alike(mains) or {m.kind for m in mains} == {"agegroup", "reproduction"}
    if word == "and" and grouping.both(mains[0]):
        return And(tuple(parts))
    if scene.forbids:
        if word == "and" and grouping.measured(mains) and not any("D5" in m.rules for m in mains):
            return Either((And(tuple(parts)), Or(tuple(parts))), "and-or")
        if like or word == "comma" or len(parts) > 2:
            return Or(tuple(parts))
        # "Pregnant women and patients over 75 years": who is pregnant and who is old may be others.
        apart = any(m.kind == "reproduction" for m in mains)
        if (any(m.kind in ("sex", "age", "agegroup") for m in mains) and not apart) or any(negated):
            return And(tuple(parts))
        return Either((And(tuple(parts)), Or(tuple(parts))), "and-or")
    if all(m.has("STABLE") for m in mains):
        return And(tuple(parts))
    if like and mains[0].kind in ("condition", "drug", "procedure", "substance") and not any(negated):
        return Either((And(tuple(parts)), Or(tuple(parts))), "and-or")
    if like and mains[0].kind == "sex":
        return Or(tuple(parts))
    return And(tuple(parts))


def _each(mains: list[Statement]) -> bool:
    """O6: measurements with limits, and drugs of a combination, are meant each."""
    return grouping.measured(mains) or all(m.kind == "drug" for m in mains)


# --- typos -----------------------------------------------------------------------------------------------------------


@cache
def _measure_abbreviations() -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            a for table in ("labs", "vitals", "scores") for row in rows(table) for a in cell_list(row, "abbreviations")
        )
    )


def _typos(made: Listing, scene: Scene) -> None:
    """T1: a short capital word that is one letter from a measurement, in a place where one is wanted, is a likely typo."""
    for before, after in zip(made.units, made.units[1:], strict=False):
        main, right = before.main, after.main
        if right.kind not in MEASURABLE or not right.values or main.values or main.kind in MEASURABLE:
            continue
        word = main.head or (main.before[0] if len(main.before) == 1 else None)
        if word is None or len(word.tokens) != 1:
            continue
        text = word.tokens[0].text
        near = [
            a
            for a in _measure_abbreviations()
            if len(a) == len(text) and sum(x != y for x, y in zip(a, text, strict=True)) == 1
        ]
        if not (text.isupper() and 2 <= len(text) <= 5) or not near:
            continue
        sibling = right.head.tokens[0].text if right.head else ""
        best = min(near, key=lambda a: (a == sibling, a not in _partners(sibling), a))
        scene.note(
            "likely-typo",
            f'"{text}" stands where a measurement is wanted beside {sibling}; did it mean "{best}"?',
            [word],
            best,
        )
        main.head, main.sense, main.before = None, None, [word]
        main.rules.append("T1")


@cache
def _partners(abbreviation: str) -> tuple[str, ...]:
    """Measurements that are commonly named together with this one."""
    return next((tuple(o for o in group if o != abbreviation) for group in _PAIRS if abbreviation in group), ())


_PAIRS = tuple(cell_list(row, "abbreviations") for row in rows("companions"))
