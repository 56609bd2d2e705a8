"""Names of conditions that no code is known for.

- **J19** the condition that such a name ends with, or that ``broader`` names, has to be there: whoever has no head injury has no
  "penetrating head injury".
"""

from __future__ import annotations

from functools import cache

from eligo.interpret.leftovers import words
from eligo.interpret.narrowing import is_open_class, renames
from eligo.interpret.scene import Scene
from eligo.lex.phrases import lexicon
from eligo.lex.raw import Raw, raw_tokens, text_key
from eligo.lex.word_tables import phrase_keys
from eligo.lexicon.concepts import concept
from eligo.lexicon.tables import rows
from eligo.logic import Manual, Opaque
from eligo.parse.ast import Element
from eligo.scope import Statement


def ending(st: Statement, scene: Scene) -> tuple[str, Opaque | Manual] | None:
    """J19: the id of the condition that the name of a head ends with, and what the words before it leave open."""
    if st.head is None or st.head.foreign or len(st.head.tokens) != 1 or concept(st.id).include:
        return None
    said = scene.text[st.head.start : st.head.end]
    whole = _broader().get(st.id)
    if whole is not None:
        return whole, _left_open(said, st.head, scene)
    raws = raw_tokens(said)
    found = next(((n, id) for n in range(1, len(raws)) if (id := _named(raws, n)) is not None), None)
    if found is None:
        return None
    at, id = found
    before = [r.fold for r in raws[:at]]
    if is_open_class(id) or renames(before, id) or not (words("turns") | words("etiologies")).isdisjoint(before):
        return None
    return id, _left_open(said[: raws[at].start].rstrip(" -"), st.head, scene)


def _left_open(said: str, head: Element, scene: Scene) -> Opaque | Manual:
    """What is left of a name; a person tells a "second malignancy" from the first one (J26)."""
    if text_key(said) in phrase_keys("unrecorded", "phrase"):
        return Manual("not-recorded", said, scene.origin([head], "J19"))
    return Opaque("modifier", said, scene.origin([head], "J19"))


@cache
def _broader() -> dict[str, str]:
    return {r["id"]: r["broader"] for r in rows("broader")}


def _named(raws: list[Raw], n: int) -> str | None:
    match = lexicon().at(raws, n)
    if match is None or match.end != len(raws) or raws[n - 1].text in ("-", "/"):
        return None
    id = next((s.value.partition(":")[2] for s in match.senses if s.value.startswith("condition:")), None)
    return id if id is not None and _has_codes(id) else None


@cache
def _has_codes(id: str) -> bool:
    return bool(concept(id).include)
