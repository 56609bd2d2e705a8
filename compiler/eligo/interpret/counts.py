"""K12: how often an episodic condition was there: "more than one episode of ketoacidosis within 6 months"."""

from __future__ import annotations

from dataclasses import replace

from eligo.lex import Sense
from eligo.lexicon.concepts import concept
from eligo.parse.ast import Element
from eligo.scope import Statement


def take_count(st: Statement) -> int | None:
    """The least number of records that a statement about an episodic condition asks for; its elements become noise.

    None where it asks for none. A number that is no least one, or stands behind the head, stays where it is and leaves the
    statement unread; so does that of a lasting condition, whose records are no episodes, and a rate ("3 a month"), for which
    no record of each is kept.
    """
    if st.head is None or concept(st.id).days is None:
        return None
    head = st.head.start
    found = next((v for v in st.values if v.start < head and _least(v) is not None), None)
    if found is None or len(st.values) > 1:
        return None
    between = [e for e in st.before if e.start > found.start and e.cue("MOD") is None]
    rate = any(t.sense("TUNIT", "FREQ") for e in (*st.after, *st.complement) for t in e.tokens)
    if rate or not all(_episode(e) or e.cue("PREP") is not None for e in between):
        return None
    st.values.remove(found)
    st.cues.append(replace(found, senses=(Sense("COUNT", ""),)))
    st.before = [e for e in st.before if e not in between]
    st.silent += between
    st.rules.append("K12")
    return _least(found)


def _episode(e: Element) -> bool:
    generic = e.cue("GENERIC")
    return generic is not None and generic.value == "event"


def _least(e: Element) -> int | None:
    """The whole number that is the least one a value allows."""
    value = e.value
    if (
        value is None
        or value.bare
        or value.lost
        or value.time
        or value.unit
        or value.times
        or value.values
        or value.levels
    ):
        return None
    low = value.bounds.low
    if low is None or value.bounds.high is not None or low != low.to_integral_value():
        return None
    return int(low) if value.bounds.low_closed else int(low) + 1
