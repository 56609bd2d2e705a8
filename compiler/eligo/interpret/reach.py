"""Words of one part of a list that may go over the parts after it.

- **D31** "inability to walk due to A or B", of whose first part little is understood: B may be one more of what the opener
  opened, so it is unknown where it holds, and still false where it doesn't. Words that may turn B leave it residue.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from eligo.interpret.asides import HOSTS
from eligo.interpret.leftovers import turned, words
from eligo.interpret.scene import Scene
from eligo.interpret.therapy import listed
from eligo.lex.phrases import lexicon
from eligo.lex.raw import fold, raw_tokens
from eligo.logic import And, Expr, Manual, Not, Opaque, walk
from eligo.parse.ast import Element
from eligo.scope import Listing, Unit, texts
from eligo.scope.treatments import FAMILIES

FAR = ("CAUSE", "COMP", "WITH", "EFFECT")
"""Openers that a whole list may follow."""
NEAR = ("PREP",)
"""Openers that go no further than a part right behind "or"."""
LISTED = ("or", "cor", "comma", "and", "cand", "slash")


PROMISES = ("contraception", "willingness", "consent", "ability")
"""Reasons of what people promise to do, of which a further time only tells for how long."""


def beyond(made: Listing, parts: list[Expr], scene: Scene) -> list[Expr]:
    """D31: the parts, with those that words before them may reach narrowed by these words."""
    out = list(parts)
    carried: list[Element] = []
    kind = ""
    for i, (before, unit) in enumerate(pairwise(made.units), 1):
        junct = made.juncts[i - 1]
        own = _opened(before, parts[i - 1], unit, junct, scene)
        # "A, B resulting from C, or D": past the first part, the commas are the outer list's.
        own = own if i == 1 or junct == "or" or isinstance(parts[i - 1], Opaque | Manual) else []
        if own:
            # What something is due to is a condition, whatever it is itself.
            caused = own[-1].cue("CAUSE") is not None
            carried, kind = own, before.main.kind if not caused else "condition" if unit.main.kind == "condition" else ""
        unread = isinstance(parts[i], Opaque | Manual)
        whole = out[i - 1] if not unread and junct in LISTED and _tied_on(unit) else None
        promised = out[i - 1]
        if unread and isinstance(promised, Manual) and promised.reason in PROMISES and _for_so_long(unit):
            whole = promised
        if isinstance(whole, Manual):
            # "Toxicity of prior surgery or of prior radiotherapy": what the second one is told of is the same.
            out[i] = scene.manual(unit.main.elements(), whole.reason, "D31")
            continue
        if isinstance(whole, Opaque):
            out[i] = scene.opaque(unit.main.elements(), "attachment", "D31")
            continue
        # "A resulting from B, secondary C": an adjective past a comma begins a phrase of its own.
        qualified = junct not in ("or", "slash") and bool(unit.main.before) and "D10" not in unit.main.rules
        later = junct == "cor" and not unit.main.bare and (bool(own) or "comma" not in made.juncts[: i - 1])
        apart = later or (qualified and unit.main.head is not None)
        # "Infertile due to a medical condition or surgery": a bare treatment right behind "or" may be a cause as well.
        caused = bool(own) and own[-1].cue("CAUSE") is not None and junct in ("or", "slash") and unit.main.bare
        if junct not in LISTED or apart or not (unread or _takes(unit, "" if caused else kind)):
            carried = []
        elif carried and not unread:
            out[i] = _narrowed(parts[i], unit, carried, junct in ("and", "cand"), scene)
    return out


def _for_so_long(unit: Unit) -> bool:
    """Whether a part begins with a length of time ("for three months after completing treatment")."""
    said = [e for e in unit.main.elements() if not e.foreign]
    first = said[0] if len(unit.statements) == 1 and said else None
    if first is None or any(e.cue("NEG", "HIST", "IF", "UNLESS") for e in said):
        return False
    return first.type == "WINDOW" and first.period is not None and first.period.kind in ("lasting", "elapsed", "offset")


def _tied_on(unit: Unit) -> bool:
    """Whether a part begins with a preposition that only ties it to what a part before it tells of ("or of prior radiotherapy")."""
    said = [e for e in unit.main.elements() if not e.foreign]
    first = said[0] if len(unit.statements) == 1 and said else None
    return first is not None and first.cue("PREP") is not None and first.cue("AT", "USE", "AFTER", "WITH") is None


def _opened(before: Unit, part: Expr, unit: Unit, junct: str, scene: Scene) -> list[Element]:
    """The words of a part up to what opens a phrase that the list may go on with; none where the part is clear."""
    main = before.main
    said = [e for e in main.elements() if not e.foreign]
    unread = isinstance(part, Opaque | Manual)
    listing = ("or", "cor", "comma")
    if not unread and (junct not in listing or unit.main.kind not in HOSTS or main.parts or unit.main.id == main.id):
        return []
    near = junct in ("or", "slash") or (junct == "and" and listed("examinations", unit.main.id))
    types = ("CAUSE",) if not unread else (*FAR, *NEAR) if near else FAR
    for i in range(len(said) - 1, -1, -1):
        e = said[i]
        said_first, *more = e.tokens[0].text.split()
        relative = e.cue("REL") is not None or (bool(more) and fold(said_first) in words("openers", "relative"))
        if (e.cue("EFFECT") or i) and i < len(said) - 1 and e.cue(*types) and not relative:
            whole = said[: i + 1]
            return whole if _tells(whole) else []
        if unread and i and e.type == "MANUAL" and (opener := _first_word(e)) is not None:
            return [*said[:i], opener]
    return []


def _tells(said: list[Element]) -> bool:
    """Whether there is more than a cue for that something is there ("evidence of")."""
    return any(e.cue("EFFECT") or e.cue("KNOWN", "HIST", "CURRENT", "QUANT", *NEAR, "WITH") is None for e in said)


def _first_word(e: Element) -> Element | None:
    """The preposition that a manual phrase begins with ("on chest X-ray")."""
    first = e.tokens[0]
    raws = raw_tokens(first.text)
    match = lexicon().at(raws[:1], 0) if len(raws) > 1 else None
    if match is None or not any(s.type in NEAR for s in match.senses):
        return None
    return replace(e, tokens=(replace(first, text=raws[0].text, end=first.start + len(raws[0].text)),))


def _takes(unit: Unit, kind: str) -> bool:
    """Whether a part may be one more of a list: one head, of this kind if there is one, and no cue of its own."""
    main = unit.main
    early = [c for c in main.cues if main.head is not None and c.start < main.head.start]
    own = [c for c in early if c.cue("KNOWN") is None or len(c.tokens[0].text.split()) > 1]
    alike = not kind or FAMILIES.get(kind, kind) == FAMILIES.get(main.kind, main.kind) or listed("examinations", main.id)
    clause = any(e.cue("REL", "WITH") for e in main.silent if main.head is not None and e.start < main.head.start)
    clear = bool({"D3", "D4"} & set(main.rules)) or not (own or clause)
    return len(unit.statements) == 1 and main.kind in HOSTS and not main.parts and alike and clear


def _narrowed(part: Expr, unit: Unit, told: list[Element], both: bool, scene: Scene) -> Expr:
    """The part where these words hold too; ``both``: it is joined by "and", so that a means of finding out would be asked for."""
    if isinstance(part, Not):
        return Not(_narrowed(part.arg, unit, told, both, scene), part.origin)
    plain = [e for e in told if e.type not in ("PAREN", "VALUE")]
    turns = turned(plain, scene.text, "turns_after" if told[-1].cue("CAUSE") else "turns")
    if turns or any(isinstance(n, Not) for n in walk(part)) or (both and listed("examinations", unit.main.id)):
        return scene.opaque(unit.main.elements(), "attachment", "D31")
    said = Opaque("attachment", texts(told, scene.text), scene.origin(told, "D31"))
    return And((part, said), part.origin)
